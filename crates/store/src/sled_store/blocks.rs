//! How much of the log is in use, in blocks of neighbouring versions.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;

/// How many versions a block has, as a power of two.
pub(super) const BLOCK_BITS: u32 = 8;

/// How much of each block is in use.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    counts: BTreeMap<u64, Count>,
    ready: BTreeSet<u64>,
    /// The block that is being written; the ones before it are complete.
    newest: u64,
}

#[derive(Debug, Default)]
struct Count {
    used: u32,
    unused: u32,
}

impl Blocks {
    /// An entry was written, and another is no longer the newest.
    pub(super) fn written(&mut self, entry: Entry, before: Option<Entry>) {
        let block = block_of(entry);
        self.counts.entry(block).or_default().used += 1;
        if block > self.newest {
            let complete = std::mem::replace(&mut self.newest, block);
            self.judge(complete);
        }
        if let Some(before) = before {
            let block = block_of(before);
            if let Some(count) = self.counts.get_mut(&block) {
                count.used = count.used.saturating_sub(1);
                count.unused += 1;
            }
            self.judge(block);
        }
    }

    fn judge(&mut self, block: u64) {
        if let Some(count) = self.counts.get(&block)
            && block < self.newest
            && count.unused > 0
            && count.unused >= count.used
        {
            self.ready.insert(block);
        }
    }

    /// Takes the oldest block that is worth a sweep.
    pub(super) fn take(&mut self) -> Option<u64> {
        let block = self.ready.pop_first()?;
        if let Some(count) = self.counts.get_mut(&block) {
            count.unused = 0;
            if count.used == 0 {
                self.counts.remove(&block);
            }
        }
        Some(block)
    }
}

fn block_of(entry: Entry) -> u64 {
    entry.version().0 >> BLOCK_BITS
}

//! How much of the log is in use, in blocks of neighbouring versions.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::Entry;
use crate::Version;

/// How many versions a block has, as a power of two.
pub(super) const BLOCK_BITS: u32 = 8;

/// How much of each block is in use.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    counts: BTreeMap<u64, Count>,
    ready: BTreeSet<u64>,
    /// The block that is being written; the ones before it are complete.
    newest: u64,
    /// How many of all used entries say that their record is gone.
    gone: usize,
}

#[derive(Debug, Default)]
struct Count {
    used: u32,
    unused: u32,
    /// How many of the used say that their record is gone.
    gone: u32,
}

impl Blocks {
    /// An entry was written, and another is no longer the newest.
    pub(super) fn written(&mut self, entry: Entry, before: Option<Entry>) {
        let block = block_of(entry);
        let count = self.counts.entry(block).or_default();
        count.used += 1;
        if entry.gone() {
            count.gone += 1;
            self.gone += 1;
        }
        if block > self.newest {
            let complete = std::mem::replace(&mut self.newest, block);
            self.judge(complete);
        }
        if let Some(before) = before {
            self.leaves(before);
            let block = block_of(before);
            if let Some(count) = self.counts.get_mut(&block) {
                count.unused += 1;
            }
            self.judge(block);
        }
    }

    /// An entry was removed that said that its record is gone.
    pub(super) fn forgotten(&mut self, entry: Entry) {
        self.leaves(entry);
        self.drop_if_empty(block_of(entry));
    }

    /// An entry is not in use any more.
    fn leaves(&mut self, entry: Entry) {
        let Some(count) = self.counts.get_mut(&block_of(entry)) else {
            return;
        };
        count.used = count.used.saturating_sub(1);
        if entry.gone() {
            count.gone = count.gone.saturating_sub(1);
            self.gone = self.gone.saturating_sub(1);
        }
    }

    fn drop_if_empty(&mut self, block: u64) {
        if let Some(Count {
            used: 0, unused: 0, ..
        }) = self.counts.get(&block)
        {
            self.counts.remove(&block);
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
        self.taken(block);
        Some(block)
    }

    /// Whether any entry says that its record is gone.
    pub(super) fn any_gone(&self) -> bool {
        self.gone > 0
    }

    /// Takes the first block from a number on that holds an entry out of use, or
    /// one that says that its record is gone.
    pub(super) fn take_from(&mut self, block: u64) -> Option<u64> {
        let mut counts = self.counts.range(block..);
        let (block, _) = counts.find(|(_, count)| count.unused > 0 || count.gone > 0)?;
        let block = *block;
        self.ready.remove(&block);
        self.taken(block);
        Some(block)
    }

    /// The entries of a block that are out of use will be removed.
    fn taken(&mut self, block: u64) {
        if let Some(count) = self.counts.get_mut(&block) {
            count.unused = 0;
        }
        self.drop_if_empty(block);
    }
}

fn block_of(entry: Entry) -> u64 {
    block_at(entry.version())
}

/// The block in which a version is.
pub(super) fn block_at(version: Version) -> u64 {
    version.0 >> BLOCK_BITS
}

//! Removes log entries that are not the newest any more.
//!
//! The log is counted in blocks of neighbouring versions. A block is swept once
//! at most half of it is in use: so the log is never longer than twice the used
//! part, and a removal reads at most one used neighbour. Removals in this order
//! share pages; removing each entry at once would touch a page of its own.
//!
//! An entry that says that its record is gone has to outlive the record's former
//! states: without it the newest of them would count again after a restart. A
//! pass over all blocks, the oldest first, removes those states and then the
//! entry, so that a removed record leaves nothing.

use super::blocks::{BLOCK_BITS, Blocks, block_at};
use super::counter::Counter;
use super::disk::Disk;
use super::entry::Entry;
use super::guard::guarded;
use super::pending::Pending;
use super::{keys, value};
use crate::{ConversationRecord, Key, RecordKind as _, StoreError, Version};

/// Collects the removals of up to so many blocks. Entries that nobody can read
/// are set aside, under the number of their version.
pub(super) fn sweep(
    disk: &Disk,
    blocks: &mut Blocks,
    most: usize,
    counter: &Counter,
    batch: &mut Pending,
) -> Result<(), StoreError> {
    for _ in 0..most {
        let Some(block) = blocks.take() else { break };
        sweep_block(disk, block, None, counter, batch)?;
    }
    Ok(())
}

/// A pass over all blocks, in slices.
#[derive(Debug)]
pub(super) struct Pass {
    next: u64,
    /// The newest version when it began: the former states of a record that was
    /// removed later may be in blocks that the pass has left behind.
    until: Version,
}

impl Pass {
    /// One that has yet to begin.
    pub(super) fn until(until: Version) -> Self {
        Self { next: 0, until }
    }

    /// Collects the removals of some blocks, with about `limit` entries in all.
    /// Returns whether that was the rest.
    pub(super) fn slice(
        &mut self,
        limit: usize,
        disk: &Disk,
        blocks: &mut Blocks,
        counter: &Counter,
        batch: &mut Pending,
    ) -> Result<bool, StoreError> {
        let mut looked = 0;
        while looked < limit {
            if self.next > block_at(self.until) {
                return Ok(true);
            }
            let Some(block) = blocks.take_from(self.next) else {
                return Ok(true);
            };
            looked += sweep_block(disk, block, Some(self.until), counter, batch)?;
            self.next = block + 1;
        }
        Ok(false)
    }
}

/// Collects the removals of one block: the entries that are not the newest, and,
/// up to a version, those that say that their record is gone. Returns the number
/// of entries.
fn sweep_block(
    disk: &Disk,
    block: u64,
    gone_until: Option<Version>,
    counter: &Counter,
    batch: &mut Pending,
) -> Result<usize, StoreError> {
    let [from, to] = [block, block + 1].map(|block| keys::log_from(block << BLOCK_BITS));
    let mut looked = 0;
    for found in disk.db.range(from..to) {
        let (key, bytes) = guarded(|| found)?;
        looked += 1;
        let Some((entry, place)) = keys::read_log(&key) else {
            continue;
        };
        if disk.index.find(place) != Some(entry) {
            let own = counter.is_own(entry.version());
            remove(disk, entry, place, &bytes, own, batch)?;
        } else if entry.gone() && gone_until.is_some_and(|until| entry.version() <= until) {
            batch.forget(place.to_vec(), entry);
        } else {
            continue;
        }
        batch.remove(key.to_vec());
    }
    Ok(looked)
}

/// Removes an entry's parts; sets unreadable bytes aside.
fn remove(
    disk: &Disk,
    entry: Entry,
    place: &[u8],
    bytes: &[u8],
    own: bool,
    batch: &mut Pending,
) -> Result<(), StoreError> {
    let readable = own
        || entry.gone()
        || disk
            .complete(place, bytes, |part| disk.get(part))?
            .and_then(|found| found.json.ok())
            .is_some_and(|json| stands_at(place, &json));
    let number = entry.version().0;
    if !readable {
        batch.insert(keys::aside(number, place), bytes.to_vec());
    }
    for number_of_part in 0..value::head(bytes).map_or(0, |(head, _)| head.parts) {
        let part = keys::part(place, number, number_of_part);
        if !readable && let Some(bytes) = disk.get(&part)? {
            batch.insert(keys::aside(number, &part), bytes);
        }
        batch.remove(part);
    }
    Ok(())
}

fn stands_at(place: &[u8], json: &[u8]) -> bool {
    ConversationRecord::decode(json)
        .is_ok_and(|record| keys::record(&Key::Conversation(record.id)) == place)
}

//! Removes log entries that are not the newest any more.
//!
//! The log is counted in blocks of neighbouring versions. A block is swept once
//! at most half of it is in use: so the log is never longer than twice the used
//! part, and a removal reads at most one used neighbour. Removals in this order
//! share pages; removing each entry at once would touch a page of its own.

use super::blocks::{BLOCK_BITS, Blocks};
use super::counter::Counter;
use super::disk::{Disk, complete};
use super::entry::Entry;
use super::guard::guarded;
use super::pending::Pending;
use super::{keys, value};
use crate::{ConversationRecord, Key, RecordKind as _, StoreError};

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
        let [from, to] = [block, block + 1].map(|block| keys::log_from(block << BLOCK_BITS));
        for found in disk.db.range(from..to) {
            let (key, bytes) = guarded(|| found)?;
            if let Some((entry, place)) = keys::read_log(&key)
                && disk.index.find(place) != Some(entry)
            {
                let own = counter.is_own(entry.version());
                remove(disk, entry, place, &bytes, own, batch)?;
                batch.remove(key.to_vec());
            }
        }
    }
    Ok(())
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
        || complete(place, bytes, |part| disk.get(part))?
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

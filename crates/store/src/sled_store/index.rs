//! The log position of each conversation's newest state.
//!
//! Conversations are the most numerous records, and sled's cost grows with the
//! number of touched pages. So their states are written one after the other
//! under their versions ([`super::keys::log`]): a commit touches only the end
//! of the log, however many are stored. This index, in memory only, finds the
//! newest state; it is built from the keys of the log at the start (about 30
//! bytes a conversation).

use std::sync::{PoisonError, RwLock};

use sha2::{Digest as _, Sha256};

use super::blocks::Blocks;
use super::entry::Entry;
use super::guard::guarded;
use super::keys;
use crate::StoreError;

/// Sorted lists rather than a hash map: half the memory, and no commit waits
/// while everything is moved to a larger map. With a million entries each list
/// has about 250.
const SHARDS: usize = 4096;

/// sled frees pages only after a number of accesses; a scan accesses each page
/// once and would hold thousands more than the cache should. A second access at
/// every fourth key keeps that small.
pub(super) const TOUCHED: usize = 4;

/// Half a hash of a record's place: two never share it, even on purpose.
type Print = [u8; 16];

/// The newest entry of each place.
#[derive(Debug)]
pub(super) struct Index {
    shards: Vec<RwLock<Vec<(Print, Entry)>>>,
}

impl Index {
    /// Reads the keys of the log; also counts the entries that the log could
    /// lose.
    pub(super) fn load(db: &sled::Db) -> Result<(Self, Blocks), StoreError> {
        let shards = (0..SHARDS).map(|_| RwLock::default()).collect();
        let index = Self { shards };
        let mut blocks = Blocks::default();
        // Oldest first, so that the newest stays.
        for (number, key) in db.scan_prefix(keys::all_log()).keys().enumerate() {
            let key = guarded(|| key)?;
            if number % TOUCHED == 0 {
                guarded(|| db.contains_key(&key))?;
            }
            let (entry, place) = keys::read_log(&key)
                .ok_or_else(|| StoreError::Failed("a key of the log is damaged".to_owned()))?;
            blocks.written(entry, index.set(place, entry));
        }
        Ok((index, blocks))
    }

    pub(super) fn find(&self, place: &[u8]) -> Option<Entry> {
        let print = print(place);
        let shard = self.shard(&print).read();
        let shard = shard.unwrap_or_else(PoisonError::into_inner);
        let at = search(&shard, &print).ok()?;
        Some(shard[at].1)
    }

    /// Sets the newest entry; returns the one before.
    pub(super) fn set(&self, place: &[u8], entry: Entry) -> Option<Entry> {
        let print = print(place);
        let shard = self.shard(&print).write();
        let mut shard = shard.unwrap_or_else(PoisonError::into_inner);
        match search(&shard, &print) {
            Ok(at) => Some(std::mem::replace(&mut shard[at].1, entry)),
            Err(at) => {
                if shard.len() == shard.capacity() {
                    // Doubling would leave a quarter of the memory empty.
                    let more = 8 + shard.len() / 8;
                    shard.reserve_exact(more);
                }
                shard.insert(at, (print, entry));
                None
            }
        }
    }

    /// Forgets a place, if this is its newest entry.
    pub(super) fn forget(&self, place: &[u8], entry: Entry) {
        let print = print(place);
        let shard = self.shard(&print).write();
        let mut shard = shard.unwrap_or_else(PoisonError::into_inner);
        if let Ok(at) = search(&shard, &print)
            && shard[at].1 == entry
        {
            shard.remove(at);
        }
    }

    fn shard(&self, print: &Print) -> &RwLock<Vec<(Print, Entry)>> {
        &self.shards[usize::from(u16::from_be_bytes([print[0], print[1]])) % SHARDS]
    }
}

fn search(shard: &[(Print, Entry)], print: &Print) -> Result<usize, usize> {
    shard.binary_search_by(|(other, _)| other.cmp(print))
}

fn print(place: &[u8]) -> Print {
    let hash = Sha256::digest(place);
    std::array::from_fn(|n| hash[n])
}

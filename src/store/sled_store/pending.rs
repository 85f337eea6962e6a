//! Writes of commits that were planned but not applied yet.
//!
//! Commits that share a flush are applied as one batch, since each batch of
//! sled's costs writes of its own. Until then a later plan sees the earlier
//! ones here.

use std::collections::HashMap;

use super::disk::{Disk, guarded};
use crate::store::StoreError;

/// Writes by key; `None` removes.
#[derive(Debug, Default)]
pub(super) struct Pending {
    writes: HashMap<Vec<u8>, Option<Vec<u8>>>,
    bytes: usize,
}

impl Pending {
    pub(super) fn insert(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.bytes += key.len() + value.len();
        self.writes.insert(key, Some(value));
    }

    pub(super) fn remove(&mut self, key: Vec<u8>) {
        self.bytes += key.len();
        self.writes.insert(key, None);
    }

    /// What will stand under a key.
    pub(super) fn get(&self, disk: &Disk, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.writes.get(key) {
            Some(write) => Ok(write.clone()),
            None => Ok(guarded(|| disk.db.get(key))?.map(|bytes| bytes.to_vec())),
        }
    }

    /// Adds the writes of a later commit.
    pub(super) fn extend(&mut self, later: Self) {
        self.bytes += later.bytes;
        self.writes.extend(later.writes);
    }

    /// How much there is to write, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Everything as one batch; nothing is left.
    pub(super) fn take(&mut self) -> Option<sled::Batch> {
        if self.writes.is_empty() {
            return None;
        }
        let mut batch = sled::Batch::default();
        for (key, value) in std::mem::take(self).writes {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        Some(batch)
    }
}

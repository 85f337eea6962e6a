//! Writes of commits that were planned but not applied yet.
//!
//! Commits that share a flush are applied as one batch, since each batch of
//! sled's has a cost of its own. Until then a later plan sees the earlier ones
//! here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::disk::Disk;
use super::entry::Entry;
use super::marks;
use crate::StoreError;

/// Writes by key; `None` removes.
#[derive(Debug, Default)]
pub(super) struct Pending {
    writes: HashMap<Vec<u8>, Option<Vec<u8>>>,
    /// The newest entry of each place in the log.
    entries: HashMap<Vec<u8>, Entry>,
    /// Places of the log of which nothing is left, each with its last entry.
    forgotten: Vec<(Vec<u8>, Entry)>,
    /// The marks of events, by the time of each event.
    marks: Vec<(DateTime<Utc>, Vec<u8>)>,
    bytes: usize,
}

/// One write: a key, and its value or that it is removed.
pub(super) type Write = (Vec<u8>, Option<Vec<u8>>);

/// The writes that are applied in one go.
pub(super) struct Taken {
    pub(super) batch: sled::Batch,
    /// The same writes, if they were asked for.
    pub(super) noted: Vec<Write>,
    /// The entries that it makes the newest.
    pub(super) entries: HashMap<Vec<u8>, Entry>,
    /// The places of which it leaves nothing.
    pub(super) forgotten: Vec<(Vec<u8>, Entry)>,
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

    /// Writes the mark of an event.
    pub(super) fn mark(&mut self, at: DateTime<Utc>, key: Vec<u8>) {
        self.marks.push((at, key.clone()));
        self.insert(key, Vec::new());
    }

    /// The value that a key will have.
    pub(super) fn get(&self, disk: &Disk, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match self.writes.get(key) {
            Some(write) => Ok(write.clone()),
            None => disk.get(key),
        }
    }

    /// Makes an entry the newest of its place in the log.
    pub(super) fn enter(&mut self, place: Vec<u8>, entry: Entry) {
        self.entries.insert(place, entry);
    }

    /// Nothing will be left in the log of a place whose record is gone.
    pub(super) fn forget(&mut self, place: Vec<u8>, entry: Entry) {
        self.forgotten.push((place, entry));
    }

    /// The newest entry of a place, if it is one of these.
    pub(super) fn entry(&self, place: &[u8]) -> Option<Entry> {
        self.entries.get(place).copied()
    }

    /// Adds the writes of a later commit.
    pub(super) fn extend(&mut self, later: Self) {
        self.bytes += later.bytes;
        self.writes.extend(later.writes);
        self.entries.extend(later.entries);
        self.forgotten.extend(later.forgotten);
        self.marks.extend(later.marks);
    }

    /// How many entries of the log there are.
    pub(super) fn entered(&self) -> usize {
        self.entries.len()
    }

    /// The size of the writes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes everything as one batch; with `note`, the writes as well.
    pub(super) fn take(&mut self, note: bool) -> Option<Taken> {
        if self.writes.is_empty() {
            return None;
        }
        let taken = std::mem::take(self);
        let mut batch = sled::Batch::default();
        let marks = marks::by_time(taken.marks).into_iter();
        let marks = marks.map(|(key, value)| (key, Some(value)));
        let mut noted = Vec::new();
        for (key, value) in marks.chain(taken.writes) {
            if note {
                noted.push((key.clone(), value.clone()));
            }
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        Some(Taken {
            batch,
            noted,
            entries: taken.entries,
            forgotten: taken.forgotten,
        })
    }
}

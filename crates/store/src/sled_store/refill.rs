//! A store from the parts of a copy, in an empty folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::copy::{MOST_PART, steps};
use super::disk::{check_format, open_sled};
use super::guard::guarded;
use super::{SledOptions, key_file, keys, value};
use crate::personal::opener;
use crate::seal::Sealer;
use crate::{
    DataKey, Key, KeyId, OutboxRecord, Record, RestoredRecord, StoreError, Stored, Version,
    WrappedKey, private,
};
use kally_core::model::ChatUser;

/// A store that is being filled.
#[derive(Debug)]
pub struct Refill {
    folder: PathBuf,
    db: sled::Db,
}

impl Refill {
    /// Begins in a folder that holds nothing else.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(folder: &Path) -> Result<Self, StoreError> {
        let failed = |error| StoreError::Failed(format!("{}: {error}", folder.display()));
        private::folder(folder).map_err(failed)?;
        Ok(Self {
            folder: folder.to_owned(),
            db: open_sled(folder, &SledOptions::default())?,
        })
    }

    /// Carries out the steps of the next part.
    ///
    /// # Errors
    /// When the part is damaged, or cannot be written.
    pub fn part(&mut self, part: &[u8]) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for step in steps(part) {
            match step? {
                (key, Some(value)) => batch.insert(key, value),
                (key, None) => batch.remove(key),
            }
        }
        guarded(|| self.db.apply_batch(batch))
    }

    /// Keeps the data keys and the mark of a restored store, and makes all of
    /// it durable.
    ///
    /// # Errors
    /// When a later program is needed, or it cannot be written.
    pub fn finish(self, data_keys: &[WrappedKey], mark: &RestoredRecord) -> Result<(), StoreError> {
        check_format(&self.db)?;
        key_file::write_all(&self.folder, data_keys)?;
        let counter = keys::meta("counter");
        let stored = guarded(|| self.db.get(&counter))?;
        let last = match stored.as_deref().map(<[u8; 8]>::try_from) {
            None => 0,
            Some(Ok(bytes)) => u64::from_be_bytes(bytes),
            Some(Err(_)) => return Err(StoreError::Failed("the counter is damaged".to_owned())),
        };
        let record = Record::from(mark.clone());
        let (value, _) = value::cut(Version(last + 1), &record.encode()?);
        let mut batch = sled::Batch::default();
        batch.insert(keys::record(&record.key()), value);
        batch.insert(counter, (last + 1).to_be_bytes().to_vec());
        guarded(|| self.db.apply_batch(batch))?;
        guarded(|| self.db.flush()).map(drop)
    }
}

/// How the entries of a copy read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct PartCounts {
    /// Records and messages that were read.
    pub read: u64,
    /// Those that are sealed with a key that was thrown away, or is not known
    /// here, or are cut into parts: nobody looked into them.
    pub closed: u64,
    /// Those that no program can read.
    pub damaged: u64,
}

/// Reads the parts of a copy without making a store of them.
pub struct PartReader {
    keys: HashMap<KeyId, (ChatUser, DataKey)>,
}

impl PartReader {
    /// The largest part that a copy has, in bytes.
    pub const MOST: usize = MOST_PART;

    /// A reader that opens what these data keys have sealed. Without the
    /// store's key it opens nothing.
    #[must_use]
    pub fn new(wrapped: Vec<WrappedKey>, sealer: Option<&Arc<Sealer>>) -> Self {
        let sealers: Vec<_> = sealer.cloned().into_iter().collect();
        let opened = wrapped.into_iter().filter_map(|wrapped| {
            let key = wrapped.unwrap(&sealers).ok()?;
            Some((wrapped.id, (wrapped.owner, DataKey::new(wrapped.id, key))))
        });
        Self {
            keys: opened.collect(),
        }
    }

    /// Reads a part.
    ///
    /// # Errors
    /// When its steps are damaged.
    pub fn read(&self, part: &[u8], counts: &mut PartCounts) -> Result<(), StoreError> {
        for step in steps(part) {
            let (key, value) = step?;
            let place = keys::read_log(key).map_or(key, |(_, place)| place);
            let is_message = key.starts_with(&keys::all_lanes());
            let is_gone = keys::read_log(key).is_some_and(|(entry, _)| entry.gone());
            let Some(value) = value.filter(|_| !is_gone) else {
                continue;
            };
            if !is_message && !place.starts_with(&keys::all_records()) {
                continue;
            }
            match self.reads(place, is_message, value) {
                Some(true) => counts.read += 1,
                Some(false) => counts.damaged += 1,
                None => counts.closed += 1,
            }
        }
        Ok(())
    }

    /// Whether a value can be read; `None` if it cannot be opened here.
    fn reads(&self, place: &[u8], is_message: bool, value: &[u8]) -> Option<bool> {
        let Some((head, rest)) = value::head(value) else {
            return Some(false);
        };
        if head.parts > 0 {
            return None;
        }
        let json = opener(&self.keys, rest)?;
        Some(match is_message {
            true => matches!(
                OutboxRecord::decode(head.version, &json),
                Stored::Found { .. }
            ),
            false => keys::read_record(place, &json).is_some(),
        })
    }
}

/// The key of the mark of a restored store.
#[must_use]
pub fn restored_key() -> Key {
    Key::Restored(RestoredRecord::NAME.to_owned())
}

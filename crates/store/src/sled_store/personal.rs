//! The people's keys with their file. A key is durable before the first record
//! that it seals is applied.

use std::collections::HashSet;
use std::sync::Arc;

use super::key_file::KeyFile;
use crate::personal::PersonalKeys;
use crate::{KeyId, Sealer, StoreError, WrappedKey};
use kally_core::model::ChatUser;

/// The keys of all people's records, in memory and in the file. The writer alone
/// makes new ones.
#[derive(Debug)]
pub(super) struct FiledKeys {
    keys: PersonalKeys,
    file: KeyFile,
}

impl FiledKeys {
    /// Takes the keys of a file, as [`PersonalKeys::new`] does.
    pub(super) fn new(
        file: KeyFile,
        wrapped: Vec<WrappedKey>,
        sealers: &[Arc<Sealer>],
    ) -> Result<Self, StoreError> {
        let keys = PersonalKeys::new(wrapped, sealers)?;
        Ok(Self { keys, file })
    }

    /// The file of all data keys.
    pub(super) fn file(&self) -> &KeyFile {
        &self.file
    }

    pub(super) fn sealer(&self) -> Arc<Sealer> {
        self.keys.sealer()
    }

    /// Seals a record to its person, with a new key if they have none;
    /// [`Self::sync`] makes the key durable, and has to come before the record
    /// is written.
    pub(super) fn seal(&self, owner: &ChatUser, json: &[u8]) -> Result<Vec<u8>, StoreError> {
        loop {
            if let Some(sealed) = self.keys.seal(owner, json) {
                return Ok(sealed);
            }
            self.make(owner)?;
        }
    }

    /// Opens a record that is sealed; others pass.
    pub(super) fn open(&self, bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
        self.keys.open(bytes)
    }

    /// Makes the keys durable that seal records.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        self.file.sync()
    }

    /// Makes a new key for a person's records, durably, and returns all earlier
    /// ones of theirs.
    pub(super) fn renew(&self, owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        let retired = self.keys.of(owner);
        self.make(owner)?;
        self.sync()?;
        Ok(retired)
    }

    /// Throws keys away, durably.
    pub(super) fn discard(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.keys.discard(ids);
        self.file.remove(ids)
    }

    /// A look at all records begins.
    pub(super) fn begin_sweep(&self) {
        self.keys.begin_sweep();
    }

    /// Drops the keys that no record needs; see [`PersonalKeys::end_sweep`].
    pub(super) fn end_sweep(&self, named: &HashSet<KeyId>) -> Result<usize, StoreError> {
        let loose = self.keys.end_sweep(named);
        self.file.remove(&loose)?;
        Ok(loose.len())
    }

    fn make(&self, owner: &ChatUser) -> Result<(), StoreError> {
        let fresh = self.keys.fresh(owner);
        self.file.write(&fresh.wrapped)?;
        self.keys.take(fresh);
        Ok(())
    }
}

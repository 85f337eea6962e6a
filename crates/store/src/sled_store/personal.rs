//! Each person's records are sealed with a key of their own.
//!
//! sled's log keeps the bytes of a record for a while after it is gone, and a
//! backup keeps them for ever. When a person is forgotten their key is thrown
//! away, and no copy of their words opens any more. A key is durable before the
//! first record that it seals.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret as _, SecretBox};

use super::key_file::KeyFile;
use crate::seal::KEY_BYTES;
use crate::{DataKey, KeyId, KeyPurpose, Sealer, StoreError, WrappedKey, key_of};
use kally_core::model::ChatUser;
use kally_runtime::{Clock as _, Ids, SystemClock};

/// The first byte of a sealed record; JSON begins with another.
const SEALED: u8 = 1;

/// The purpose of sealed bytes.
const PURPOSE: &str = "record";

/// Why sealed bytes cannot be read.
const NOT_OPENED: &str = "it is sealed with a key that is gone or does not fit";

/// The keys of all people's records, in memory and in the file.
#[derive(Debug)]
pub(super) struct PersonalKeys {
    file: KeyFile,
    /// The store's key, which wraps new ones.
    sealer: Arc<Sealer>,
    ids: Ids,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    keys: HashMap<KeyId, (ChatUser, DataKey)>,
    /// The key that seals a person's new records.
    newest: HashMap<ChatUser, KeyId>,
    /// The keys that sealed something since the last look at all records began.
    used: HashSet<KeyId>,
}

impl PersonalKeys {
    /// Takes the keys of a file, which are wrapped by one of these; the last one
    /// wraps new keys.
    pub(super) fn new(
        file: KeyFile,
        wrapped: Vec<WrappedKey>,
        sealers: &[Arc<Sealer>],
    ) -> Result<Self, StoreError> {
        let Some(sealer) = sealers.last().cloned() else {
            return Err(StoreError::Key("the store has no key".to_owned()));
        };
        let mut held = Held::default();
        for wrapped in wrapped {
            if wrapped.purpose != KeyPurpose::Records {
                continue;
            }
            match wrapped.unwrap(sealers) {
                Ok(key) => held.take(wrapped.owner, DataKey::new(wrapped.id, key)),
                Err(error) => {
                    tracing::error!(security = true, user = %wrapped.owner, %error, "a data key does not open");
                }
            }
        }
        Ok(Self {
            file,
            sealer,
            ids: Ids::from_os(),
            held: Mutex::new(held),
        })
    }

    /// The file of all data keys.
    pub(super) fn file(&self) -> &KeyFile {
        &self.file
    }

    pub(super) fn sealer(&self) -> Arc<Sealer> {
        Arc::clone(&self.sealer)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seals a record to its person, with a new key if they have none;
    /// [`Self::sync`] makes the key durable, and has to come before the record
    /// is written.
    pub(super) fn seal(&self, owner: &ChatUser, json: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut held = self.held();
        let key = match held.newest(owner) {
            Some(key) => key,
            None => self.make(&mut held, owner)?,
        };
        held.used.insert(key.id());
        drop(held);
        let mut sealed = vec![SEALED];
        sealed.extend(key.seal(owner, PURPOSE, self.ids.bytes(), json));
        Ok(sealed)
    }

    /// Opens a record that is sealed; others pass.
    pub(super) fn open(&self, bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
        let [SEALED, sealed @ ..] = bytes.as_slice() else {
            return Ok(bytes);
        };
        let found = key_of(sealed).and_then(|id| self.held().keys.get(&id).cloned());
        let (owner, key) = found.ok_or(NOT_OPENED)?;
        let opened = key.open(&owner, PURPOSE, sealed);
        opened.map(|json| json.to_vec()).map_err(|_| NOT_OPENED)
    }

    /// Makes the keys durable that seal records.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        self.file.sync()
    }

    /// Makes a new key for a person's records, durably, and returns all earlier
    /// ones of theirs.
    pub(super) fn renew(&self, owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        let mut held = self.held();
        let theirs = held.keys.iter().filter(|(_, (of, _))| of == owner);
        let retired = theirs.map(|(id, _)| *id).collect();
        let key = self.make(&mut held, owner)?;
        held.used.insert(key.id());
        drop(held);
        self.sync()?;
        Ok(retired)
    }

    /// Throws keys away, durably.
    pub(super) fn discard(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        let mut held = self.held();
        ids.iter().for_each(|id| held.forget(*id));
        drop(held);
        self.file.remove(ids)
    }

    /// A look at all records begins.
    pub(super) fn begin_sweep(&self) {
        self.held().used.clear();
    }

    /// Drops the keys that no record needs: neither those that the look found,
    /// nor those that were used since it began.
    pub(super) fn end_sweep(&self, named: &HashSet<KeyId>) -> Result<usize, StoreError> {
        let mut held = self.held();
        let loose = |id: &&KeyId| !named.contains(id) && !held.used.contains(id);
        let loose: Vec<KeyId> = held.keys.keys().filter(loose).copied().collect();
        // In the same breath: no record is sealed with one of them meanwhile.
        loose.iter().for_each(|id| held.forget(*id));
        drop(held);
        self.file.remove(&loose)?;
        Ok(loose.len())
    }

    fn make(&self, held: &mut Held, owner: &ChatUser) -> Result<DataKey, StoreError> {
        let id = KeyId(self.ids.uuid(SystemClock.now()));
        let key = SecretBox::new(Box::new(self.ids.bytes::<KEY_BYTES>()));
        let named = (id, KeyPurpose::Records, owner);
        let nonce = self.ids.bytes();
        let wrapped = WrappedKey::wrap(named, &self.sealer, nonce, key.expose_secret());
        self.file.write(&wrapped)?;
        let key = DataKey::new(id, key);
        held.take(owner.clone(), key.clone());
        // Also where the clock was set back.
        held.newest.insert(owner.clone(), id);
        Ok(key)
    }
}

impl Held {
    /// Takes a key; a person's newest has the latest id.
    fn take(&mut self, owner: ChatUser, key: DataKey) {
        let id = key.id();
        self.keys.insert(id, (owner.clone(), key));
        let newest = self.newest.entry(owner).or_insert(id);
        *newest = id.max(*newest);
    }

    fn newest(&self, owner: &ChatUser) -> Option<DataKey> {
        let id = self.newest.get(owner)?;
        self.keys.get(id).map(|(_, key)| key.clone())
    }

    fn forget(&mut self, id: KeyId) {
        self.used.remove(&id);
        if let Some((owner, _)) = self.keys.remove(&id)
            && self.newest.get(&owner) == Some(&id)
        {
            self.newest.remove(&owner);
        }
    }
}

/// The key that sealed the record which begins with these bytes, if it is
/// sealed.
pub(super) fn sealed_with(bytes: &[u8]) -> Option<KeyId> {
    match bytes {
        [SEALED, sealed @ ..] => key_of(sealed),
        _ => None,
    }
}

/// Opens the bytes of a record with these keys; `None` if none fits. Bytes that
/// are not sealed pass.
pub(super) fn opener(keys: &HashMap<KeyId, (ChatUser, DataKey)>, bytes: &[u8]) -> Option<Vec<u8>> {
    let [SEALED, sealed @ ..] = bytes else {
        return Some(bytes.to_vec());
    };
    let (owner, key) = keys.get(&key_of(sealed)?)?;
    let opened = key.open(owner, PURPOSE, sealed).ok()?;
    Some(opened.to_vec())
}

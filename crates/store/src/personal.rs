//! Each person's records are sealed with a key of their own.
//!
//! A database's log keeps the bytes of a record for a while after it is gone, and
//! a backup keeps them for ever. When a person is forgotten their key is thrown
//! away, and no copy of their words opens any more. A store keeps the wrapped keys
//! where it likes; a key is durable before the first record that it seals.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret as _, SecretBox};

use super::seal::KEY_BYTES;
use super::{DataKey, KeyId, KeyPurpose, Sealer, StoreError, WrappedKey, key_of};
use kally_core::model::ChatUser;
use kally_runtime::{Clock as _, Ids, SystemClock};

/// The first byte of a sealed record; JSON begins with another.
const SEALED: u8 = 1;

/// The purpose of sealed bytes.
const PURPOSE: &str = "record";

/// Why sealed bytes cannot be read.
const NOT_OPENED: &str = "it is sealed with a key that is gone or does not fit";

/// The keys of all people's records, in memory.
#[derive(Debug)]
pub(crate) struct PersonalKeys {
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

/// A new key that seals nothing yet: it has to be kept first.
pub(crate) struct FreshKey {
    /// The form in which it is kept.
    pub(crate) wrapped: WrappedKey,
    key: DataKey,
}

impl PersonalKeys {
    /// Takes the keys of a store, which are wrapped by one of these; the last one
    /// wraps new keys.
    pub(crate) fn new(
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
            sealer,
            ids: Ids::from_os(),
            held: Mutex::new(held),
        })
    }

    pub(crate) fn sealer(&self) -> Arc<Sealer> {
        Arc::clone(&self.sealer)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seals a record to its person; `None` if they have no key yet.
    pub(crate) fn seal(&self, owner: &ChatUser, json: &[u8]) -> Option<Vec<u8>> {
        let mut held = self.held();
        let key = held.newest(owner)?;
        held.used.insert(key.id());
        drop(held);
        let mut sealed = vec![SEALED];
        sealed.extend(key.seal(owner, PURPOSE, self.ids.bytes(), json));
        Some(sealed)
    }

    /// Opens a record that is sealed; others pass.
    pub(crate) fn open(&self, bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
        let [SEALED, sealed @ ..] = bytes.as_slice() else {
            return Ok(bytes);
        };
        let found = key_of(sealed).and_then(|id| self.held().keys.get(&id).cloned());
        let (owner, key) = found.ok_or(NOT_OPENED)?;
        let opened = key.open(&owner, PURPOSE, sealed);
        opened.map(|json| json.to_vec()).map_err(|_| NOT_OPENED)
    }

    /// Makes a key for a person's records, to be kept and then taken.
    pub(crate) fn fresh(&self, owner: &ChatUser) -> FreshKey {
        let id = KeyId(self.ids.uuid(SystemClock.now()));
        let key = SecretBox::new(Box::new(self.ids.bytes::<KEY_BYTES>()));
        let named = (id, KeyPurpose::Records, owner);
        let nonce = self.ids.bytes();
        let wrapped = WrappedKey::wrap(named, &self.sealer, nonce, key.expose_secret());
        let key = DataKey::new(id, key);
        FreshKey { wrapped, key }
    }

    /// From now on this key, which is kept, seals its person's records.
    pub(crate) fn take(&self, fresh: FreshKey) {
        let FreshKey { wrapped, key } = fresh;
        let mut held = self.held();
        held.used.insert(key.id());
        held.take(wrapped.owner.clone(), key);
        // Also where the clock was set back.
        held.newest.insert(wrapped.owner, wrapped.id);
    }

    /// Whether a person's records can be sealed.
    pub(crate) fn has(&self, owner: &ChatUser) -> bool {
        self.held().newest.contains_key(owner)
    }

    /// All keys of a person's records; looks at everybody's.
    pub(crate) fn of(&self, owner: &ChatUser) -> Vec<KeyId> {
        let held = self.held();
        let theirs = held.keys.iter().filter(|(_, (of, _))| of == owner);
        theirs.map(|(id, _)| *id).collect()
    }

    /// Forgets keys that are being thrown away.
    pub(crate) fn discard(&self, ids: &[KeyId]) {
        let mut held = self.held();
        ids.iter().for_each(|id| held.forget(*id));
    }

    /// A look at all records begins.
    pub(crate) fn begin_sweep(&self) {
        self.held().used.clear();
    }

    /// Forgets the keys that no record needs: neither those that the look found,
    /// nor those that were used since it began. Returns them.
    pub(crate) fn end_sweep(&self, named: &HashSet<KeyId>) -> Vec<KeyId> {
        let mut held = self.held();
        let loose = |id: &&KeyId| !named.contains(id) && !held.used.contains(id);
        let loose: Vec<KeyId> = held.keys.keys().filter(loose).copied().collect();
        // In the same breath: no record is sealed with one of them meanwhile.
        loose.iter().for_each(|id| held.forget(*id));
        loose
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
pub(crate) fn sealed_with(bytes: &[u8]) -> Option<KeyId> {
    match bytes {
        [SEALED, sealed @ ..] => key_of(sealed),
        _ => None,
    }
}

/// Opens the bytes of a record with these keys; `None` if none fits. Bytes that
/// are not sealed pass.
pub(crate) fn opener(keys: &HashMap<KeyId, (ChatUser, DataKey)>, bytes: &[u8]) -> Option<Vec<u8>> {
    let [SEALED, sealed @ ..] = bytes else {
        return Some(bytes.to_vec());
    };
    let (owner, key) = keys.get(&key_of(sealed)?)?;
    let opened = key.open(owner, PURPOSE, sealed).ok()?;
    Some(opened.to_vec())
}

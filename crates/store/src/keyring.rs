//! Data keys: one for each sign-in, so that it can be forgotten.
//!
//! The store's log keeps old bytes for a while, backups for ever. So a sign-in's
//! tokens are sealed with a key of their own, which is wrapped by the store's
//! key and kept apart, in a place that is rewritten. When the sign-in is
//! forgotten its data key is thrown away, and no copy of the tokens opens any
//! more.
//!
//! Two places are written, in this order: a key is durable before a commit that
//! needs it, and is thrown away after the commit that ends its use. After a
//! crash in between a key is left over, and [`Keyring::tidy`] finds it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret as _, SecretBox};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::seal::KEY_BYTES;
use super::{
    AccountRecord, LinkRecord, LinkStageV1, OpenLinkRecord, SealError, Sealer, Store, StoreError,
    read_one,
};
use kally_core::model::{ChatUser, Platform};
use kally_runtime::{Clock, Ids};

/// The purpose of a wrapped key.
const PURPOSE: &str = "data-key";

/// A key that no record names is thrown away once it is older: the commit that
/// needs it may still be on its way.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(10);

/// The id of a data key, a version 7 UUID: it tells when the key was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(pub Uuid);

impl KeyId {
    fn made_at(self) -> Option<DateTime<Utc>> {
        let (seconds, nanos) = self.0.get_timestamp()?.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
    }
}

/// A data key as it is kept: sealed with the store's key to its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    pub id: KeyId,
    pub owner: ChatUser,
    #[serde(with = "super::record::base64_bytes")]
    pub wrapped: Vec<u8>,
}

/// A data key that can be used.
#[derive(Clone)]
pub struct DataKey {
    id: KeyId,
    sealer: Arc<Sealer>,
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DataKey({})", self.id.0)
    }
}

impl DataKey {
    /// Seals a secret; see [`Sealer::seal`].
    #[must_use]
    pub fn seal(&self, owner: &ChatUser, purpose: &str, nonce: [u8; 24], plain: &[u8]) -> Vec<u8> {
        let mut sealed = self.id.0.as_bytes().to_vec();
        sealed.extend(self.sealer.seal(owner, purpose, nonce, plain));
        sealed
    }

    /// Opens a secret that this key sealed; see [`Sealer::open`].
    ///
    /// # Errors
    /// As [`Sealer::open`].
    pub fn open(
        &self,
        owner: &ChatUser,
        purpose: &str,
        sealed: &[u8],
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, SealError> {
        let (id, sealed) = split(sealed).ok_or(SealError::NotOpened)?;
        match id == self.id {
            true => self.sealer.open(owner, purpose, sealed),
            false => Err(SealError::NotOpened),
        }
    }
}

/// The data key that sealed a secret.
#[must_use]
pub fn key_of(sealed: &[u8]) -> Option<KeyId> {
    split(sealed).map(|(id, _)| id)
}

fn split(sealed: &[u8]) -> Option<(KeyId, &[u8])> {
    let (id, sealed) = sealed.split_first_chunk::<16>()?;
    Some((KeyId(Uuid::from_bytes(*id)), sealed))
}

/// The data keys of everybody.
pub struct Keyring {
    store: Arc<dyn Store>,
    sealer: Arc<Sealer>,
    ids: Arc<Ids>,
    clock: Arc<dyn Clock>,
    keys: Mutex<HashMap<KeyId, Held>>,
}

/// A key in memory.
struct Held {
    owner: ChatUser,
    key: DataKey,
    /// An account is known to be sealed with it.
    is_settled: bool,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(..)")
    }
}

impl Keyring {
    /// Reads all keys of a store.
    ///
    /// # Errors
    /// When the store fails. A key that does not open is logged and left out:
    /// its owner has to sign in again.
    pub async fn load(
        store: Arc<dyn Store>,
        sealer: Arc<Sealer>,
        ids: Arc<Ids>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        let mut keys = HashMap::new();
        for wrapped in store.data_keys().await? {
            match unwrapped(&sealer, &wrapped) {
                Ok(key) => {
                    let held = Held {
                        owner: wrapped.owner,
                        key,
                        is_settled: false,
                    };
                    keys.insert(wrapped.id, held);
                }
                Err(error) => {
                    tracing::error!(security = true, user = %wrapped.owner, %error, "a data key does not open");
                }
            }
        }
        Ok(Self {
            store,
            sealer,
            ids,
            clock,
            keys: Mutex::new(keys),
        })
    }

    fn keys(&self) -> MutexGuard<'_, HashMap<KeyId, Held>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new key for a sign-in of this owner. It is durable when this returns.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fresh(&self, owner: &ChatUser) -> Result<DataKey, StoreError> {
        let id = KeyId(self.ids.uuid(self.clock.now()));
        let key = SecretBox::new(Box::new(self.ids.bytes::<KEY_BYTES>()));
        self.keep(id, owner, key).await
    }

    /// The key of another database in the store's folder, always the same.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of_program(
        &self,
        purpose: &str,
    ) -> Result<SecretBox<[u8; KEY_BYTES]>, StoreError> {
        if let Some(key) = program_key(&*self.store, &self.sealer).await? {
            return Ok(key);
        }
        let key = self.sealer.derive(purpose);
        let id = KeyId(self.ids.uuid(self.clock.now()));
        let copy = SecretBox::new(Box::new(*key.expose_secret()));
        self.keep(id, &program(), copy).await?;
        Ok(key)
    }

    async fn keep(
        &self,
        id: KeyId,
        owner: &ChatUser,
        key: SecretBox<[u8; KEY_BYTES]>,
    ) -> Result<DataKey, StoreError> {
        let nonce = self.ids.bytes();
        let wrapped = WrappedKey {
            id,
            owner: owner.clone(),
            wrapped: self.sealer.seal(owner, PURPOSE, nonce, key.expose_secret()),
        };
        self.store.keep_keys(vec![wrapped]).await?;
        let key = DataKey {
            id,
            sealer: Arc::new(Sealer::from_key(key)),
        };
        let held = Held {
            owner: owner.clone(),
            key: key.clone(),
            is_settled: false,
        };
        self.keys().insert(id, held);
        Ok(key)
    }

    /// The key that sealed a secret; `None` if it was thrown away.
    #[must_use]
    pub fn find(&self, sealed: &[u8]) -> Option<DataKey> {
        let id = key_of(sealed)?;
        self.keys().get(&id).map(|held| held.key.clone())
    }

    /// Throws keys away: nothing that they sealed opens any more. The commit
    /// that ends their use must be durable.
    ///
    /// # Errors
    /// When the store fails; the keys are gone from memory all the same.
    pub async fn discard(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        {
            let mut keys = self.keys();
            ids.iter().for_each(|id| drop(keys.remove(id)));
        }
        self.store.drop_keys(ids).await
    }

    /// Throws away the keys that no record names, new ones too: for the start,
    /// while nothing else runs.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tidy(&self) -> Result<usize, StoreError> {
        self.tidied(None).await
    }

    /// The same while other tasks run: a key that was just made is spared.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sweep(&self) -> Result<usize, StoreError> {
        self.tidied(Some(self.clock.now() - ON_ITS_WAY)).await
    }

    async fn tidied(&self, before: Option<DateTime<Utc>>) -> Result<usize, StoreError> {
        let is_old = |id: KeyId| match before {
            None => true,
            Some(before) => id.made_at().is_none_or(|made| made < before),
        };
        let loose: Vec<(KeyId, ChatUser)> = self
            .keys()
            .iter()
            .filter(|(id, held)| !held.is_settled && is_old(**id))
            .map(|(id, held)| (*id, held.owner.clone()))
            .collect();
        let mut dead = Vec::new();
        for (id, owner) in loose {
            if owner == program() {
                continue;
            }
            match self.named_by(&owner, id).await? {
                Named::Account => {
                    if let Some(held) = self.keys().get_mut(&id) {
                        held.is_settled = true;
                    }
                }
                Named::Link => {}
                Named::Nowhere => dead.push(id),
            }
        }
        self.discard(&dead).await?;
        Ok(dead.len())
    }

    /// The record that is sealed with a key.
    async fn named_by(&self, owner: &ChatUser, id: KeyId) -> Result<Named, StoreError> {
        let store = &*self.store;
        let account = read_one::<AccountRecord>(store, owner).await?;
        if (account.record()).is_some_and(|account| key_of(&account.sealed) == Some(id)) {
            return Ok(Named::Account);
        }
        let open = read_one::<OpenLinkRecord>(store, owner).await?;
        let Some(open) = open.into_record() else {
            return Ok(Named::Nowhere);
        };
        let session = read_one::<LinkRecord>(store, &open.link).await?;
        let sealed = session.record().and_then(LinkRecord::sealed);
        Ok(match sealed.and_then(key_of) == Some(id) {
            true => Named::Link,
            false => Named::Nowhere,
        })
    }
}

/// The key of another database in a store's folder, if it was made.
///
/// # Errors
/// When the store fails.
pub async fn program_key(
    store: &dyn Store,
    sealer: &Sealer,
) -> Result<Option<SecretBox<[u8; KEY_BYTES]>>, StoreError> {
    let owner = program();
    let kept = store.data_keys().await?.into_iter();
    let opened = kept
        .filter(|wrapped| wrapped.owner == owner)
        .find_map(|wrapped| {
            let key = sealer.open(&owner, PURPOSE, &wrapped.wrapped).ok()?;
            <[u8; KEY_BYTES]>::try_from(key.as_slice()).ok()
        });
    Ok(opened.map(|key| SecretBox::new(Box::new(key))))
}

/// Where a key is needed.
enum Named {
    Account,
    Link,
    Nowhere,
}

/// Not a real chat user: the platforms' ids are never empty.
fn program() -> ChatUser {
    ChatUser {
        platform: Platform::Terminal,
        id: String::new(),
    }
}

fn unwrapped(sealer: &Sealer, wrapped: &WrappedKey) -> Result<DataKey, SealError> {
    let key = sealer.open(&wrapped.owner, PURPOSE, &wrapped.wrapped)?;
    let key: [u8; KEY_BYTES] = key
        .as_slice()
        .try_into()
        .map_err(|_| SealError::NotOpened)?;
    Ok(DataKey {
        id: wrapped.id,
        sealer: Arc::new(Sealer::from_key(SecretBox::new(Box::new(key)))),
    })
}

impl LinkRecord {
    /// The tokens that wait in it.
    #[must_use]
    pub fn sealed(&self) -> Option<&[u8]> {
        match &self.stage {
            LinkStageV1::Received { sealed, .. } | LinkStageV1::SignedIn { sealed, .. } => {
                Some(sealed)
            }
            LinkStageV1::Opened
            | LinkStageV1::Begun { .. }
            | LinkStageV1::Joined { .. }
            | LinkStageV1::Used => None,
        }
    }
}

/// Wraps a key anew: opened with any of the old keys, sealed with the new one.
///
/// # Errors
/// When none of them opens it.
pub(crate) fn rewrapped(
    wrapped: &WrappedKey,
    open_with: &[&Sealer],
    seal_with: &Sealer,
    nonce: [u8; 24],
) -> Result<WrappedKey, SealError> {
    let opened = open_with
        .iter()
        .find_map(|sealer| sealer.open(&wrapped.owner, PURPOSE, &wrapped.wrapped).ok());
    let key = opened.ok_or(SealError::NotOpened)?;
    Ok(WrappedKey {
        wrapped: seal_with.seal(&wrapped.owner, PURPOSE, nonce, &key),
        ..wrapped.clone()
    })
}

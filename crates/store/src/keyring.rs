//! The data keys of sign-ins: one for each, so that it can be forgotten.
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

use super::seal::KEY_BYTES;
use super::{
    AccountRecord, DataKey, KeyId, KeyPurpose, LinkRecord, LinkStageV1, OpenLinkRecord, Sealer,
    Store, StoreError, WrappedKey, key_of, read_one,
};
use kally_core::model::{ChatUser, Platform};
use kally_runtime::{Clock, Ids};

/// A key that no record names is thrown away once it is older: the commit that
/// needs it may still be on its way.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(10);

/// The data keys of everybody's sign-ins.
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
        let mut kept = store.data_keys().await?;
        kept.retain(|wrapped| wrapped.purpose == KeyPurpose::SignIn);
        for wrapped in kept {
            match wrapped.unwrap(std::slice::from_ref(&sealer)) {
                Ok(key) => {
                    let held = Held {
                        owner: wrapped.owner,
                        key: DataKey::new(wrapped.id, key),
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
        let key = SecretBox::new(Box::new(self.ids.bytes::<KEY_BYTES>()));
        let key = self.keep(KeyPurpose::SignIn, owner, key).await?;
        let held = Held {
            owner: owner.clone(),
            key: key.clone(),
            is_settled: false,
        };
        self.keys().insert(key.id(), held);
        Ok(key)
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
        let copy = SecretBox::new(Box::new(*key.expose_secret()));
        self.keep(KeyPurpose::Program, &program(), copy).await?;
        Ok(key)
    }

    async fn keep(
        &self,
        purpose: KeyPurpose,
        owner: &ChatUser,
        key: SecretBox<[u8; KEY_BYTES]>,
    ) -> Result<DataKey, StoreError> {
        let id = KeyId(self.ids.uuid(self.clock.now()));
        let named = (id, purpose, owner);
        let wrapped = WrappedKey::wrap(named, &self.sealer, self.ids.bytes(), key.expose_secret());
        self.store.keep_keys(vec![wrapped]).await?;
        Ok(DataKey::new(id, key))
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
    sealer: &Arc<Sealer>,
) -> Result<Option<SecretBox<[u8; KEY_BYTES]>>, StoreError> {
    let kept = store.data_keys().await?.into_iter();
    let mut of_program = kept.filter(|wrapped| wrapped.purpose == KeyPurpose::Program);
    Ok(of_program.find_map(|wrapped| wrapped.unwrap(std::slice::from_ref(sealer)).ok()))
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

//! Data keys: what one of them seals can be made unreadable at once, in every
//! copy, by throwing the key away.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretBox};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::seal::{KEY_BYTES, NONCE_BYTES};
use super::{SealError, Sealer};
use kally_core::model::ChatUser;

/// The id of a data key, a version 7 UUID: it tells when the key was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(pub Uuid);

impl KeyId {
    pub(crate) fn made_at(self) -> Option<DateTime<Utc>> {
        let (seconds, nanos) = self.0.get_timestamp()?.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
    }
}

/// The use of a data key; a key that is put to another use does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyPurpose {
    /// It seals the tokens of one sign-in.
    SignIn,
    /// It seals one person's records, which the store does by itself.
    Records,
    /// It is the key of another database in the store's folder.
    Program,
}

impl KeyPurpose {
    /// The purpose for which the key is sealed.
    fn word(self) -> &'static str {
        match self {
            Self::SignIn => "data-key",
            Self::Records => "data-key-of-records",
            Self::Program => "data-key-of-program",
        }
    }
}

/// A data key as it is kept: sealed with the store's key to its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    pub id: KeyId,
    pub purpose: KeyPurpose,
    pub owner: ChatUser,
    #[serde(with = "super::record::base64_bytes")]
    pub wrapped: Vec<u8>,
}

impl WrappedKey {
    /// Wraps a key; the nonce must be random.
    #[must_use]
    pub(crate) fn wrap(
        (id, purpose, owner): (KeyId, KeyPurpose, &ChatUser),
        with: &Sealer,
        nonce: [u8; NONCE_BYTES],
        key: &[u8; KEY_BYTES],
    ) -> Self {
        Self {
            id,
            purpose,
            owner: owner.clone(),
            wrapped: with.seal(owner, purpose.word(), nonce, key),
        }
    }

    /// The key, if one of these opens it.
    ///
    /// # Errors
    /// When none does.
    pub(crate) fn unwrap(
        &self,
        with: &[Arc<Sealer>],
    ) -> Result<SecretBox<[u8; KEY_BYTES]>, SealError> {
        let open = |sealer: &Arc<Sealer>| {
            let key = sealer.open(&self.owner, self.purpose.word(), &self.wrapped);
            let key = Zeroizing::new(<[u8; KEY_BYTES]>::try_from(key.ok()?.as_slice()).ok()?);
            Some(SecretBox::new(Box::new(*key)))
        };
        with.iter().find_map(open).ok_or(SealError::NotOpened)
    }

    /// The same key, opened with any of the old keys and sealed with the new one.
    ///
    /// # Errors
    /// When none of them opens it.
    pub(crate) fn rewrapped(
        &self,
        open_with: &[Arc<Sealer>],
        seal_with: &Sealer,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<Self, SealError> {
        let key = self.unwrap(open_with)?;
        let named = (self.id, self.purpose, &self.owner);
        Ok(Self::wrap(named, seal_with, nonce, key.expose_secret()))
    }
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
    pub(crate) fn new(id: KeyId, key: SecretBox<[u8; KEY_BYTES]>) -> Self {
        Self {
            id,
            sealer: Arc::new(Sealer::from_key(key)),
        }
    }

    pub(crate) fn id(&self) -> KeyId {
        self.id
    }

    /// Seals a secret; see [`Sealer::seal`].
    #[must_use]
    pub fn seal(
        &self,
        owner: &ChatUser,
        purpose: &str,
        nonce: [u8; NONCE_BYTES],
        plain: &[u8],
    ) -> Vec<u8> {
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
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
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

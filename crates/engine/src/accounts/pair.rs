//! The token pair as it is sealed: a versioned JSON object. Its plain text
//! exists only in memory, which is wiped afterwards.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use kally_core::model::ChatUser;
use kally_store::{AccountRecord, DataKey, Keyring, SealError, StoreError};
use kallyai::{AccessToken, RefreshToken, TokenPair};

const VERSION: u8 = 1;
/// Capacity for everything but the tokens. A buffer that grows would leave a
/// copy of the tokens behind.
const ROOM: usize = 256;

/// The purpose of a sealed pair; a pair sealed for one purpose does not open
/// for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Used on the owner's behalf.
    Account,
    /// Waits for the person at the browser to agree.
    Link,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Link => "link",
        }
    }
}

/// Why a sealed pair of tokens cannot be opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PairError {
    /// It does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Its data key was thrown away, or is missing.
    #[error("the data key of the sealed tokens is gone")]
    Forgotten,
    /// It opens, but its content is something else.
    #[error("the sealed content is not a token pair of a known version")]
    Form,
}

#[derive(Serialize, Deserialize)]
struct SealedPair<'a> {
    version: u8,
    #[serde(borrow)]
    access: Cow<'a, str>,
    #[serde(borrow)]
    refresh: Cow<'a, str>,
    expires_at: DateTime<Utc>,
}

impl Drop for SealedPair<'_> {
    fn drop(&mut self) {
        for token in [&mut self.access, &mut self.refresh] {
            if let Cow::Owned(text) = token {
                text.zeroize();
            }
        }
    }
}

/// A pair that was opened, with the time at which it expires.
#[derive(Clone)]
pub(crate) struct OpenPair {
    pub(crate) access: AccessToken,
    pub(crate) refresh: RefreshToken,
    pub(crate) expires_at: DateTime<Utc>,
}

impl fmt::Debug for OpenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenPair(until {})", self.expires_at)
    }
}

impl OpenPair {
    /// Whether this is its access token.
    pub(crate) fn has(&self, access: &AccessToken) -> bool {
        self.access.expose() == access.expose()
    }

    /// The same pair, with its lifetime counted from now.
    pub(crate) fn into_pair(self, now: DateTime<Utc>) -> TokenPair {
        TokenPair {
            access: self.access,
            refresh: self.refresh,
            expires_in: (self.expires_at - now).to_std().unwrap_or_default(),
        }
    }
}

/// Seals the tokens of a new sign-in, with a data key of their own; they wait in
/// the link's session. Their lifetime counts from `now`.
///
/// # Errors
/// When the store fails.
pub(crate) async fn seal_sign_in(
    keyring: &Keyring,
    owner: &ChatUser,
    nonce: [u8; 24],
    pair: &TokenPair,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, StoreError> {
    let key = keyring.fresh(owner).await?;
    Ok(seal_pair(&key, owner, Purpose::Link, nonce, pair, now))
}

/// Seals a pair whose lifetime counts from `now`; the nonce must be random.
pub(crate) fn seal_pair(
    key: &DataKey,
    owner: &ChatUser,
    purpose: Purpose,
    nonce: [u8; 24],
    pair: &TokenPair,
    now: DateTime<Utc>,
) -> Vec<u8> {
    let life = TimeDelta::from_std(pair.expires_in).unwrap_or_default();
    let form = SealedPair {
        version: VERSION,
        access: Cow::Borrowed(pair.access.expose()),
        refresh: Cow::Borrowed(pair.refresh.expose()),
        expires_at: now.checked_add_signed(life).unwrap_or(now),
    };
    // Twice the length: if a token consists of quotation marks, JSON escapes
    // each.
    let room = ROOM + 2 * (form.access.len() + form.refresh.len());
    let mut plain = Zeroizing::new(Vec::with_capacity(room));
    if let Err(error) = serde_json::to_writer(&mut *plain, &form) {
        // Cannot happen with strings and a time. If it did, the sealed bytes
        // would open as an invalid pair.
        tracing::error!(%error, "a token pair could not be written");
    }
    key.seal(owner, purpose.word(), nonce, &plain)
}

/// The record that links a token pair to its owner; the pair's lifetime counts
/// from `linked_at`.
pub(crate) fn account_record(
    key: &DataKey,
    owner: &ChatUser,
    nonce: [u8; 24],
    pair: &TokenPair,
    linked_at: DateTime<Utc>,
) -> AccountRecord {
    AccountRecord {
        owner: owner.clone(),
        sealed: seal_pair(key, owner, Purpose::Account, nonce, pair, linked_at),
        linked_at,
        revoked: false,
        told: false,
        leaving: false,
    }
}

/// Opens a pair that was sealed to this owner for this purpose.
pub(crate) fn open_pair(
    keyring: &Keyring,
    owner: &ChatUser,
    purpose: Purpose,
    sealed: &[u8],
) -> Result<OpenPair, PairError> {
    let key = keyring.find(sealed).ok_or(PairError::Forgotten)?;
    let plain = key.open(owner, purpose.word(), sealed)?;
    // The parser's message could quote the text that it failed on.
    let form: SealedPair<'_> = serde_json::from_slice(&plain).map_err(|_| PairError::Form)?;
    if form.version != VERSION {
        return Err(PairError::Form);
    }
    Ok(OpenPair {
        access: AccessToken::parse(&form.access).map_err(|_| PairError::Form)?,
        refresh: RefreshToken::parse(&form.refresh).map_err(|_| PairError::Form)?,
        expires_at: form.expires_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::keyring_over;
    use futures::FutureExt as _;
    use kally_core::model::Platform;
    use kally_store::memory::MemoryStore;
    use kally_store::samples::at;
    use std::sync::Arc;
    use std::time::Duration;

    fn keyring() -> (Keyring, DataKey) {
        let keyring = keyring_over(&(Arc::new(MemoryStore::default()) as _));
        let key = keyring.fresh(&ana()).now_or_never().expect("at once");
        (keyring, key.expect("a key"))
    }

    fn ana() -> ChatUser {
        ChatUser {
            platform: Platform::Telegram,
            id: "7".to_owned(),
        }
    }

    fn pair(access: &str) -> TokenPair {
        TokenPair {
            access: AccessToken::parse(access).expect("a token"),
            refresh: RefreshToken::parse("r\\\"1").expect("a token"),
            expires_in: Duration::from_secs(90),
        }
    }

    #[test]
    fn a_pair_comes_back_for_its_purpose_only() {
        let (keyring, key) = keyring();
        for access in ["plain", "\"quoted\\", &"\"".repeat(16_384)] {
            let sealed = seal_pair(&key, &ana(), Purpose::Link, [1; 24], &pair(access), at(0));
            let opened = open_pair(&keyring, &ana(), Purpose::Link, &sealed).expect("opened");
            assert_eq!(opened.access.expose(), access);
            assert_eq!(opened.refresh.expose(), "r\\\"1");
            assert_eq!(opened.expires_at, at(90));
            assert!(!format!("{opened:?}").contains(access));
            assert_eq!(opened.into_pair(at(30)).expires_in, Duration::from_secs(60));
            open_pair(&keyring, &ana(), Purpose::Account, &sealed)
                .expect_err("for another purpose");
        }
    }

    /// The sealed form of version 1; every later version must be able to read
    /// it.
    #[test]
    fn version_one_is_read_and_others_are_not() {
        let (keyring, key) = keyring();
        let open = |plain: &str| {
            let sealed = key.seal(&ana(), "account", [1; 24], plain.as_bytes());
            open_pair(&keyring, &ana(), Purpose::Account, &sealed)
        };
        let v1 = r#"{"version":1,"access":"a","refresh":"r","expires_at":"2026-01-01T00:01:30Z"}"#;
        let opened = open(v1).expect("opened");
        assert_eq!((opened.access.expose(), opened.expires_at), ("a", at(90)));
        for other in [
            "",
            "{}",
            &v1.replace(":1,", ":2,"),
            &v1.replace("\"a\"", "\"\""),
        ] {
            let error = open(other).expect_err(other);
            assert!(matches!(error, PairError::Form), "{error}");
        }
    }
}

//! The KallyAI sign-in of each chat user: sealed at rest, renewed early.
//!
//! Only one refresh runs at a time for each chat user, and the new pair is
//! durable before it is used, since a refresh token may work only once.
//! Whenever a caller gets [`AccountError::Revoked`], the record says so too. No
//! token is in an error, in a log or outside a type that does not print.

mod error;
mod failures;
mod pair;
mod renewal;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::model::ChatUser;
use kally_runtime::{Clock, Ids, Lanes, Tasks};
use kally_store::{
    AccountRecord, Commit, CommitError, DataKey, Key, Keyring, LinkRecord, LinkStageV1, Store,
    StoreError, Stored, Version, read_one,
};
use kallyai::{self, AccessToken, Client, Flow, TokenPair};

pub use error::AccountError;
use pair::PairError;
pub(crate) use pair::{OpenPair, Purpose, account_record, open_pair, seal_sign_in};

use failures::Failures;

/// A token that works for less than this is renewed before it is used.
const EARLY: TimeDelta = TimeDelta::seconds(60);
/// How often a record that others write too is read again.
const ROUNDS: u32 = 5;

/// Every chat user's account.
pub struct Accounts {
    store: Arc<dyn Store>,
    client: Client,
    keyring: Arc<Keyring>,
    flow: Flow,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    lanes: Lanes<ChatUser>,
    failures: Failures,
    /// Where refreshes run to their end; `None`: with their caller.
    tasks: Option<Tasks>,
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Accounts(..)")
    }
}

/// A linked account as it was read.
struct LinkedAccount {
    version: Version,
    record: AccountRecord,
    pair: OpenPair,
    /// Seals the pair that takes its place.
    key: DataKey,
}

impl Accounts {
    /// The accounts in a store; `flow` is the way their tokens are renewed.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        client: Client,
        keyring: Arc<Keyring>,
        flow: Flow,
        clock: Arc<dyn Clock>,
        ids: Arc<Ids>,
    ) -> Self {
        Self {
            store,
            client,
            keyring,
            flow,
            clock,
            ids,
            lanes: Lanes::default(),
            failures: Failures::default(),
            tasks: None,
        }
    }

    /// The same; a refresh runs to its end among these tasks, also when its caller
    /// is stopped.
    #[must_use]
    pub fn to_their_end(self, tasks: &Tasks) -> Self {
        Self {
            tasks: Some(tasks.clone()),
            ..self
        }
    }

    /// The record that links a token pair to its owner, with a new data key; the
    /// pair's lifetime counts from `linked_at`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record(
        &self,
        owner: &ChatUser,
        pair: &TokenPair,
        linked_at: DateTime<Utc>,
    ) -> Result<AccountRecord, StoreError> {
        let key = self.keyring.fresh(owner).await?;
        Ok(self.record_with(&key, owner, pair, linked_at))
    }

    /// The same with a data key that exists.
    #[must_use]
    pub fn record_with(
        &self,
        key: &DataKey,
        owner: &ChatUser,
        pair: &TokenPair,
        linked_at: DateTime<Utc>,
    ) -> AccountRecord {
        account_record(key, owner, self.ids.bytes(), pair, linked_at)
    }

    /// The token of a sign-in whose person has yet to say whether the account
    /// is theirs; `None` at another stage, or if it does not open.
    pub(crate) fn offered(&self, session: &LinkRecord) -> Option<AccessToken> {
        let LinkStageV1::SignedIn { sealed, .. } = &session.stage else {
            return None;
        };
        match open_pair(&self.keyring, &session.user, Purpose::Link, sealed) {
            Ok(pair) => Some(pair.access),
            Err(error) => {
                tracing::error!(security = true, user = %session.user, %error, "a sealed sign-in does not open");
                None
            }
        }
    }

    /// A token that works for at least 60 more seconds, renewed if necessary.
    /// While renewing fails for now, a token that works for less.
    ///
    /// # Errors
    /// See [`AccountError`].
    pub async fn token(self: &Arc<Self>, user: &ChatUser) -> Result<AccessToken, AccountError> {
        let account = self.load(user).await?;
        let OpenPair {
            access, expires_at, ..
        } = account.pair;
        if expires_at - self.clock.now() >= EARLY {
            return Ok(access);
        }
        match self.renew(user, &access).await {
            Err(error @ (AccountError::Service(_) | AccountError::RefreshFailed))
                if expires_at > self.clock.now() =>
            {
                tracing::warn!(%user, %error, "a token could not be renewed before its end");
                Ok(access)
            }
            other => other,
        }
    }

    /// After the service refused `stale`: the newer token if there is one
    /// meanwhile, else one refresh.
    ///
    /// # Errors
    /// See [`AccountError`].
    pub async fn renewed(
        self: &Arc<Self>,
        user: &ChatUser,
        stale: &AccessToken,
    ) -> Result<AccessToken, AccountError> {
        self.renew(user, stale).await
    }

    /// Finds out by one refresh whether the sign-in still works.
    ///
    /// # Errors
    /// See [`AccountError`].
    pub async fn prove(self: &Arc<Self>, user: &ChatUser) -> Result<(), AccountError> {
        let account = self.load(user).await?;
        self.renew(user, &account.pair.access).await.map(drop)
    }

    /// Calls `act` with a token, and once more with a renewed one if the
    /// service answers 401. If the service refuses the renewed one too, the
    /// person has to sign in again.
    ///
    /// # Errors
    /// See [`AccountError`]; an error of `act` becomes `Service`.
    pub async fn with_token<T, F>(
        self: &Arc<Self>,
        user: &ChatUser,
        act: impl Fn(AccessToken) -> F,
    ) -> Result<T, AccountError>
    where
        F: Future<Output = Result<T, kallyai::Error>>,
    {
        let token = self.token(user).await?;
        match act(token.clone()).await {
            Err(error) if is_unauthorised(&error) => {}
            other => return other.map_err(AccountError::Service),
        }
        let token = self.renewed(user, &token).await?;
        match act(token.clone()).await {
            Err(error) if is_unauthorised(&error) => {
                tracing::warn!(%user, %error, "a renewed token was refused");
                self.revoke(user, &token).await
            }
            other => other.map_err(AccountError::Service),
        }
    }

    /// Marks the account whose token was refused; returns why it cannot be
    /// used.
    async fn revoke<T>(&self, user: &ChatUser, refused: &AccessToken) -> Result<T, AccountError> {
        for _ in 0..ROUNDS {
            let account = self.load(user).await?;
            if !account.pair.has(refused) {
                // Linked anew meanwhile: the next attempt uses the new account.
                return Err(AccountError::RefreshFailed);
            }
            if self.mark_revoked(account.version, account.record).await? {
                break;
            }
        }
        Err(AccountError::Revoked)
    }

    /// Reads an account and opens its tokens.
    async fn load(&self, user: &ChatUser) -> Result<LinkedAccount, AccountError> {
        for _ in 0..ROUNDS {
            let (version, record) = match read_one::<AccountRecord>(&*self.store, user).await? {
                Stored::Absent => return Err(AccountError::NotLinked),
                Stored::Unreadable { reason, .. } => {
                    tracing::error!(security = true, %user, %reason, "an account record cannot be read");
                    return Err(AccountError::NotLinked);
                }
                Stored::Found { record, .. } if record.revoked => {
                    return Err(AccountError::Revoked);
                }
                Stored::Found { version, record } => (version, record),
            };
            let opened = open_pair(&self.keyring, user, Purpose::Account, &record.sealed);
            match opened.and_then(|pair| {
                let key = self.keyring.find(&record.sealed);
                Ok((pair, key.ok_or(PairError::Forgotten)?))
            }) {
                Ok((pair, key)) => {
                    return Ok(LinkedAccount {
                        version,
                        record,
                        pair,
                        key,
                    });
                }
                Err(error) => {
                    tracing::error!(security = true, %user, %error, "a sealed account does not open");
                }
            }
            if self.mark_revoked(version, record).await? {
                break;
            }
        }
        Err(AccountError::Revoked)
    }

    /// Marks a record as revoked, unless it has changed.
    async fn mark_revoked(
        &self,
        version: Version,
        record: AccountRecord,
    ) -> Result<bool, AccountError> {
        let revoked = AccountRecord {
            revoked: true,
            ..record
        };
        self.write(version, revoked).await
    }

    /// Replaces that version of the record, durably; `false` if the record has
    /// changed.
    async fn write(&self, version: Version, record: AccountRecord) -> Result<bool, AccountError> {
        let commit = Commit {
            expect: vec![(Key::Account(record.owner.clone()), version)],
            put: vec![record.into()],
            ..Commit::default()
        };
        match self.store.commit(commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => Ok(false),
            Err(CommitError::Store(error)) => Err(error.into()),
        }
    }
}

fn is_unauthorised(error: &kallyai::Error) -> bool {
    error.refusal().is_some_and(|refusal| refusal.http == 401)
}

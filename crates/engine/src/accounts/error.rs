//! Why there is no token.

use kally_store::StoreError;
use kallyai::{self, Retry};

/// Why an account cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The chat user has no account linked.
    #[error("no account is linked")]
    NotLinked,
    /// There was one; the person has to sign in again.
    #[error("the account has to sign in again")]
    Revoked,
    /// The service refused or could not be reached.
    #[error(transparent)]
    Service(#[from] kallyai::Error),
    /// The account changed under this caller's hands, or the refresh that it
    /// waited for failed for now.
    #[error("the account's token could not be renewed for now")]
    RefreshFailed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountError {
    /// What to do about it.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::NotLinked | Self::Revoked => Retry::SignIn,
            Self::Service(error) => error.retry(),
            Self::RefreshFailed | Self::Store(_) => Retry::Backoff,
        }
    }
}

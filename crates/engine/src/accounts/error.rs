//! The errors of getting a token.

use kally_store::StoreError;
use kallyai::{self, Retry};

/// Why an account cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The chat user has no account linked.
    #[error("no account is linked")]
    NotLinked,
    /// The account has to sign in again.
    #[error("the account has to sign in again")]
    Revoked,
    /// The service refused or could not be reached.
    #[error(transparent)]
    Service(#[from] kallyai::Error),
    /// The account changed while this caller was using it, or the refresh that
    /// the caller waited for failed for now.
    #[error("the account's token could not be renewed for now")]
    RefreshFailed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountError {
    /// How the program reacts to this error.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::NotLinked | Self::Revoked => Retry::SignIn,
            Self::Service(error) => error.retry(),
            Self::RefreshFailed | Self::Store(_) => Retry::Backoff,
        }
    }
}

//! The errors of signing in, each with a remedy.

use std::time::Duration;

use url::Url;

use kally_core::model::Trouble;

use crate::discovery::DiscoveryError;

/// Why nobody is signed in. No error holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The homeserver cannot be reached now.
    #[error("the homeserver {0} cannot be reached: {1}")]
    Unreachable(Url, String),
    /// The server's name leads to no homeserver.
    #[error("the homeserver cannot be found: {0}")]
    NotFound(#[from] DiscoveryError),
    /// There is no HTTP client.
    #[error("the HTTP client for Matrix could not be set up: {0}")]
    Http(String),
    /// The homeserver asks to come back later.
    #[error("the homeserver asks to wait {0:?} before signing in")]
    Wait(Duration),
    /// The password or the token is wrong.
    #[error("the homeserver does not accept the sign-in of {user}: {why}")]
    Refused { user: String, why: String },
    /// There is no session yet, and no credentials to sign in with.
    #[error("{0} has not signed in yet, and neither a password nor an access token is set")]
    NothingToSignInWith(String),
    /// There is no sign-in by a password.
    #[error("the homeserver {0} offers no sign-in with a password")]
    NoPassword(Url),
    /// There is no sign-in in a browser for a device such as the bot.
    #[error("the homeserver {0} offers no sign-in by a browser on another device (OAuth 2.0)")]
    NotDelegated(Url),
    /// The person or the authorization server did not allow it.
    #[error("the sign-in was not allowed: {0}")]
    NotAllowed(String),
    /// There is a session already.
    #[error("{0} is signed in already")]
    SignedInAlready(String),
    /// The access token has ended; only the running bot may renew it.
    #[error(
        "the access token of {0} has ended, so nobody can tell whether its session is accepted"
    )]
    Expired(String),
    /// The session was ended at the homeserver.
    #[error("the session of {user} (device {device}) is not accepted any more")]
    SignedOut { user: String, device: String },
    /// The session is another user's.
    #[error("the session in {folder} belongs to {found}, not to {wanted}")]
    OtherUser {
        folder: String,
        found: String,
        /// Whose it should be.
        wanted: String,
    },
    /// Session and keys do not belong together, or one of them is gone.
    #[error("the session and the encryption keys in {folder} do not belong together: {why}")]
    Mismatch { folder: String, why: String },
    /// The databases cannot be used.
    #[error("the databases in {folder} cannot be opened: {why}")]
    Store { folder: String, why: String },
}

impl SignInError {
    /// Whether trying again may help, without anybody doing anything.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Unreachable(..) | Self::Wait(_) | Self::NotFound(DiscoveryError::Unreachable(..))
        )
    }

    /// The same in a word.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Unreachable(..) | Self::NotFound(_) => Trouble::Unreachable,
            Self::Wait(_) => Trouble::RateLimited,
            Self::Refused { .. }
            | Self::NothingToSignInWith(_)
            | Self::NoPassword(_)
            | Self::NotDelegated(_)
            | Self::NotAllowed(_) => Trouble::Unauthorized,
            Self::SignedOut { .. } => Trouble::SignedOut,
            Self::Http(_)
            | Self::Expired(_)
            | Self::SignedInAlready(_)
            | Self::OtherUser { .. }
            | Self::Mismatch { .. }
            | Self::Store { .. } => Trouble::Failed,
        }
    }

    /// The remedy.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Unreachable(..) | Self::NotFound(DiscoveryError::Unreachable(..)) => {
                "check matrix.homeserver and the network"
            }
            Self::NotFound(_) => {
                "set matrix.homeserver to the homeserver's address, or ask its operator to repair the file"
            }
            Self::Http(_) => "check matrix.proxy and network.proxy",
            Self::Expired(_) => "start the bridge, which renews it, and check again",
            Self::Wait(_) => "wait, or raise the homeserver's limits for the bot's user",
            Self::Refused { .. } => "check matrix.user and matrix.password, or matrix.access_token",
            Self::NothingToSignInWith(_) => {
                "set matrix.password (KALLY_MATRIX__PASSWORD) for the first start, or run `kally-bridge matrix-login` once"
            }
            Self::NoPassword(_) => {
                "run `kally-bridge matrix-login` once, or set matrix.access_token"
            }
            Self::NotDelegated(_) => "set matrix.password or matrix.access_token",
            Self::NotAllowed(_) => "run `kally-bridge matrix-login` again",
            Self::SignedInAlready(_) => {
                "start the bot; to sign in anew, move the folder `matrix` in store.path away first"
            }
            Self::SignedOut { .. } => {
                "move the folder away and sign in anew; with matrix.recovery_key set, the bot stays the one that people have verified"
            }
            Self::OtherUser { .. } => {
                "set matrix.user to the one that it belongs to, or give this user a store.path of its own"
            }
            Self::Mismatch { .. } => {
                "put back the whole folder as it was; if it is lost, move the rest of it away and sign in anew with matrix.recovery_key set"
            }
            Self::Store { .. } => {
                "set store.key to the key that the folder was made with, and check the disk"
            }
        }
    }
}

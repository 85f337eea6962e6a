//! Signing in, once: session and keys are stored together in one folder, and
//! the next start goes on with the same device.
//!
//! The session is in the library's own database, sealed with a key derived from
//! the store's. If the parts do not fit together, that is an error with a
//! remedy. The bot never silently makes a new device, since that could not read
//! messages to the old one.

mod begin;
mod delegated;
mod error;
mod kept;
mod located;

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::future::BoxFuture;
use kally_network::{Http, Network, why};
use matrix_sdk::config::RequestConfig;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::store::StoreConfig;
use matrix_sdk::{Client, SqliteCryptoStore, SqliteStateStore, SqliteStoreConfig, StateStore as _};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use url::Url;

use super::discovery::Address;
use super::fault::Fault;
use begin::begin;
use kept::{Kept, SESSION, renewals_are_stored, restore};
use located::located;

pub use delegated::{Prompt, sign_in_by_browser};
pub use error::SignInError;

const STATE_FILE: &str = "matrix-sdk-state.sqlite3";
const CRYPTO_FILE: &str = "matrix-sdk-crypto.sqlite3";

/// No answer takes this long; a sync has its own limit.
pub(super) const REQUEST: Duration = Duration::from_secs(30);

/// The account to sign in to, and the credentials.
pub struct Login {
    pub homeserver: Address,
    /// The way to it.
    pub network: Network,
    /// The user, such as `@kally:example.org`.
    pub user: String,
    /// The password, if there is one.
    pub password: Option<SecretString>,
    /// An access token; it is used instead of the password.
    pub access_token: Option<SecretString>,
    /// The name of the device.
    pub device_name: String,
    /// The id of the device if it has to be made; random.
    pub fresh_device: String,
    /// The folder of session and keys.
    pub folder: PathBuf,
    /// The key that seals them.
    pub key: SecretBox<[u8; 32]>,
}

/// Opens the folder and signs in, or goes on with the stored session.
///
/// # Errors
/// When that is not possible; some errors are temporary.
pub fn sign_in(login: &Login) -> BoxFuture<'_, Result<Client, SignInError>> {
    Box::pin(signed_in(login))
}

/// Opens the session that is kept, only to look at it: no token is renewed, and no
/// key is made. The folder may be a copy, and both would be lost with it.
pub(super) async fn look_in(login: &Login) -> Result<Client, SignInError> {
    let client = open_to(login, Purpose::Look).await?;
    match Kept::read(&client, login).await? {
        Some(kept) => resume(&client, login, kept).await.map(|()| client),
        None => Err(SignInError::NothingToSignInWith(login.user.clone())),
    }
}

/// Why the folder is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Run,
    Look,
}

async fn signed_in(login: &Login) -> Result<Client, SignInError> {
    let client = open(login).await?;
    if let Some(kept) = Kept::read(&client, login).await? {
        resume(&client, login, kept).await?;
        return Ok(client);
    }
    match begin(&client, login).await? {
        Begun::Whole => Ok(client),
        Begun::Stored(kept) => {
            drop(client);
            let client = open(login).await?;
            resume(&client, login, kept).await?;
            Ok(client)
        }
    }
}

/// A session that has begun.
enum Begun {
    /// The client has it.
    Whole,
    /// It is stored; a client has to take it up.
    Stored(Kept),
}

/// Whether a folder holds a session, so that no credentials are needed.
#[must_use]
pub fn is_kept(folder: &Path) -> bool {
    folder.join(STATE_FILE).exists()
}

/// Opens both databases. The session's is made first. So keys without it, or a
/// session without keys, can only be the result of a loss. Both are refused:
/// they would become a device that can read nothing.
async fn open(login: &Login) -> Result<Client, SignInError> {
    open_to(login, Purpose::Run).await
}

async fn open_to(login: &Login, purpose: Purpose) -> Result<Client, SignInError> {
    let folder = || login.folder.display().to_string();
    let store = |why: String| SignInError::Store {
        folder: folder(),
        why,
    };
    let gone = |name: &str| SignInError::Mismatch {
        folder: folder(),
        why: format!("{name} is gone"),
    };
    let there = |name| login.folder.join(name).exists();
    let keys_there = there(CRYPTO_FILE);
    if keys_there && !there(STATE_FILE) {
        return Err(gone(STATE_FILE));
    }
    let config = SqliteStoreConfig::with_low_memory_config(&login.folder)
        .key(Some(login.key.expose_secret()));
    let state = SqliteStateStore::open_with_config(&config)
        .await
        .map_err(|error| store(error.to_string()))?;
    let session = state
        .get_custom_value(SESSION)
        .await
        .map_err(|error| store(error.to_string()))?;
    if session.is_some() && !keys_there {
        return Err(gone(CRYPTO_FILE));
    }
    let crypto = SqliteCryptoStore::open_with_config(&config)
        .await
        .map_err(|error| store(error.to_string()))?;
    let homeserver = located(login, &state, session.is_some()).await?;
    let stores = StoreConfig::new(CrossProcessLockConfig::SingleProcess)
        .state_store(state)
        .crypto_store(crypto);
    let builder = builder(&homeserver, &login.network)?.store_config(stores);
    let builder = match purpose {
        Purpose::Look => builder,
        Purpose::Run => {
            let settings = EncryptionSettings {
                auto_enable_cross_signing: true,
                auto_enable_backups: true,
                backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
            };
            builder
                .handle_refresh_tokens()
                .with_encryption_settings(settings)
        }
    };
    builder
        .build()
        .await
        .map_err(|error| SignInError::Unreachable(homeserver, why(&error)))
}

/// A client of a homeserver, to be built.
pub(super) fn builder(
    homeserver: &Url,
    network: &Network,
) -> Result<matrix_sdk::ClientBuilder, SignInError> {
    let http = network.client(Http::Two).and_then(|client| {
        client
            .user_agent(concat!("kally-bridge/", env!("CARGO_PKG_VERSION")))
            .build()
    });
    let http = http.map_err(|error| SignInError::Http(why(&error)))?;
    Ok(Client::builder()
        .homeserver_url(homeserver)
        .http_client(http)
        .respect_login_well_known(false)
        // The callers retry by themselves: the outbox, the sync loop.
        .request_config(RequestConfig::new().disable_retry().timeout(REQUEST)))
}

async fn resume(client: &Client, login: &Login, kept: Kept) -> Result<(), SignInError> {
    let folder = || login.folder.display().to_string();
    let found = kept.user();
    if !is_same_user(&found, &login.user) {
        return Err(SignInError::OtherUser {
            folder: folder(),
            found,
            wanted: login.user.clone(),
        });
    }
    let identity = kept.identity().map(str::to_owned);
    restore(client, login, kept).await?;
    if client.encryption().ed25519_key().await != identity {
        return Err(SignInError::Mismatch {
            folder: folder(),
            why: "the keys are of another device".to_owned(),
        });
    }
    renewals_are_stored(client, login, identity)
}

fn refusal(client: &Client, login: &Login, fault: Fault, why: &str) -> SignInError {
    match fault {
        Fault::Wait(wait) => SignInError::Wait(wait),
        Fault::Passing => SignInError::Unreachable(client.homeserver(), why.to_owned()),
        _ => SignInError::Refused {
            user: login.user.clone(),
            why: why.to_owned(),
        },
    }
}

/// A user may be configured by the local part alone.
fn is_same_user(found: &str, wanted: &str) -> bool {
    let local = found.trim_start_matches('@').split(':').next();
    found == wanted || local == Some(wanted.trim_start_matches('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_itself_also_by_its_local_part() {
        assert!(is_same_user("@kally:x.org", "@kally:x.org"));
        assert!(is_same_user("@kally:x.org", "kally"));
        assert!(!is_same_user("@kally:x.org", "@kally:y.org"));
        assert!(!is_same_user("@kally:x.org", "kal"));
    }
}

//! Signing in, once: session and keys are stored together in one folder, and
//! the next start goes on with the same device.
//!
//! The session is in the library's own database, sealed with a key derived from
//! the store's. If the parts do not fit together, that is an error with a
//! remedy. The bot never silently makes a new device, since that could not read
//! messages to the old one.

mod error;

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures::future::BoxFuture;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::store::{RoomLoadSettings, StoreConfig};
use matrix_sdk::{
    Client, SessionMeta, SessionTokens, SqliteCryptoStore, SqliteStateStore, SqliteStoreConfig,
    StateStore as _,
};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use kally_network::{Http, Network, why};

use super::discovery::{Address, discover};
use super::fault::{Fault, fault, http_fault};

pub use error::SignInError;

const STATE_FILE: &str = "matrix-sdk-state.sqlite3";
const CRYPTO_FILE: &str = "matrix-sdk-crypto.sqlite3";

/// The key of the session in the library's database.
const SESSION: &[u8] = b"kally-bridge/session";
/// The key of the device id, chosen before the first attempt: an attempt whose
/// answer was lost is repeated as the same device.
const DEVICE: &[u8] = b"kally-bridge/device";

/// The key of the homeserver's last known address.
const HOMESERVER: &[u8] = b"kally-bridge/homeserver";

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

/// The stored part of a session.
#[derive(Serialize, Deserialize)]
struct Kept {
    session: MatrixSession,
    /// The device's own signing key: it shows if the keys are another device's.
    identity: Option<String>,
}

/// Opens the folder and signs in, or goes on with the stored session.
///
/// # Errors
/// When that is not possible; some errors are temporary.
pub fn sign_in(login: &Login) -> BoxFuture<'_, Result<Client, SignInError>> {
    Box::pin(signed_in(login))
}

async fn signed_in(login: &Login) -> Result<Client, SignInError> {
    let client = open(login).await?;
    match read(&client, &login.folder, SESSION).await? {
        Some(kept) => resume(&client, login, &kept).await?,
        None => begin(&client, login).await?,
    }
    Ok(client)
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
    builder(&homeserver, &login.network)?
        .store_config(stores)
        .with_encryption_settings(EncryptionSettings {
            auto_enable_cross_signing: true,
            auto_enable_backups: true,
            backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
        })
        .build()
        .await
        .map_err(|error| SignInError::Unreachable(homeserver, why(&error)))
}

/// The address of the homeserver. If its name cannot be looked up, a session
/// goes on at the last known address.
async fn located(
    login: &Login,
    state: &SqliteStateStore,
    has_session: bool,
) -> Result<Url, SignInError> {
    let name = match &login.homeserver {
        Address::At(url) => return Ok(url.clone()),
        Address::Of(name) => name,
    };
    let unusable = |error: matrix_sdk_base::StoreError| SignInError::Store {
        folder: login.folder.display().to_string(),
        why: error.to_string(),
    };
    let known = match has_session {
        true => known_address(state).await,
        false => None,
    };
    match (discover(name, &login.network).await, known) {
        (Ok(found), known) if known.as_ref() == Some(&found) => Ok(found),
        (Ok(found), known) => {
            if let Some(before) = known {
                tracing::warn!(%before, now = %found, "Matrix: the homeserver has another address");
            }
            let value = found.as_str().as_bytes().to_vec();
            let kept = state.set_custom_value_no_read(HOMESERVER, value).await;
            kept.map_err(|error| unusable(error.into()))?;
            Ok(found)
        }
        (Err(error), Some(known)) => {
            tracing::warn!(%error, address = %known, "Matrix: the homeserver's name leads nowhere now; its last known address is used");
            Ok(known)
        }
        (Err(error), None) => Err(error.into()),
    }
}

async fn known_address(state: &SqliteStateStore) -> Option<Url> {
    let known = state.get_custom_value(HOMESERVER).await.ok()??;
    Url::parse(std::str::from_utf8(&known).ok()?).ok()
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

async fn resume(client: &Client, login: &Login, kept: &[u8]) -> Result<(), SignInError> {
    let folder = || login.folder.display().to_string();
    let Kept { session, identity } =
        serde_json::from_slice(kept).map_err(|error| SignInError::Store {
            folder: folder(),
            why: error.to_string(),
        })?;
    let found = session.meta.user_id.to_string();
    if !is_same_user(&found, &login.user) {
        return Err(SignInError::OtherUser {
            folder: folder(),
            found,
            wanted: login.user.clone(),
        });
    }
    restore(client, login, session).await?;
    if client.encryption().ed25519_key().await != identity {
        return Err(SignInError::Mismatch {
            folder: folder(),
            why: "the keys are of another device".to_owned(),
        });
    }
    Ok(())
}

/// Restores the stored session in the client; the keys must belong to the same
/// device.
async fn restore(
    client: &Client,
    login: &Login,
    session: MatrixSession,
) -> Result<(), SignInError> {
    // The library skips a response whose sync token it has seen. After a crash
    // that would be one whose turns are not committed. Our own token counts.
    let key = matrix_sdk::store::StateStoreDataKey::SyncToken;
    let forgotten = client.state_store().remove_kv_data(key).await;
    let mismatch = |why: String| SignInError::Mismatch {
        folder: login.folder.display().to_string(),
        why,
    };
    forgotten.map_err(|error| mismatch(error.to_string()))?;
    client
        .matrix_auth()
        .restore_session(session, RoomLoadSettings::default())
        .await
        .map_err(|error| mismatch(error.to_string()))
}

async fn begin(client: &Client, login: &Login) -> Result<(), SignInError> {
    if let Some(token) = &login.access_token {
        return begin_with_token(client, login, token).await;
    }
    let Some(password) = &login.password else {
        return Err(SignInError::NothingToSignInWith(login.user.clone()));
    };
    let device = match read(client, &login.folder, DEVICE).await? {
        Some(device) => String::from_utf8_lossy(&device).into_owned(),
        None => {
            let device = login.fresh_device.clone();
            write(client, &login.folder, DEVICE, device.as_bytes().to_vec()).await?;
            device
        }
    };
    client
        .matrix_auth()
        .login_username(&login.user, password.expose_secret())
        .device_id(&device)
        .initial_device_display_name(&login.device_name)
        .send()
        .await
        .map_err(|error| refusal(client, login, fault(&error), &why(&error)))?;
    keep(client, login).await
}

async fn begin_with_token(
    client: &Client,
    login: &Login,
    token: &SecretString,
) -> Result<(), SignInError> {
    let tokens = SessionTokens {
        access_token: token.expose_secret().to_owned(),
        refresh_token: None,
    };
    // The homeserver must be asked, with the token itself, whose token it is.
    let homeserver = client.homeserver();
    let asking = builder(&homeserver, &login.network)?
        .build()
        .await
        .map_err(|error| SignInError::Unreachable(homeserver, why(&error)))?;
    let nobody = MatrixSession {
        meta: SessionMeta {
            user_id: matrix_sdk::ruma::user_id!("@unknown:localhost").to_owned(),
            device_id: "UNKNOWN".into(),
        },
        tokens: tokens.clone(),
    };
    asking
        .matrix_auth()
        .restore_session(nobody, RoomLoadSettings::default())
        .await
        .map_err(|error| refusal(client, login, Fault::Passing, &why(&error)))?;
    let who = asking
        .whoami()
        .await
        .map_err(|error| refusal(client, login, http_fault(&error), &why(&error)))?;
    let Some(device_id) = who.device_id else {
        return Err(SignInError::Refused {
            user: login.user.clone(),
            why: "the access token belongs to no device".to_owned(),
        });
    };
    if !is_same_user(who.user_id.as_str(), &login.user) {
        return Err(SignInError::Refused {
            user: login.user.clone(),
            why: format!("the access token is of {}", who.user_id),
        });
    }
    let meta = SessionMeta {
        user_id: who.user_id,
        device_id,
    };
    restore(client, login, MatrixSession { meta, tokens }).await?;
    keep(client, login).await
}

async fn keep(client: &Client, login: &Login) -> Result<(), SignInError> {
    let unkept = |why: String| SignInError::Store {
        folder: login.folder.display().to_string(),
        why,
    };
    let session = client
        .matrix_auth()
        .session()
        .ok_or_else(|| unkept("there is no session to store".to_owned()))?;
    let identity = client.encryption().ed25519_key().await;
    let kept = serde_json::to_vec(&Kept { session, identity })
        .map_err(|error| unkept(error.to_string()))?;
    write(client, &login.folder, SESSION, kept).await
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

async fn read(client: &Client, folder: &Path, key: &[u8]) -> Result<Option<Vec<u8>>, SignInError> {
    client
        .state_store()
        .get_custom_value(key)
        .await
        .map_err(|error| SignInError::Store {
            folder: folder.display().to_string(),
            why: error.to_string(),
        })
}

async fn write(
    client: &Client,
    folder: &Path,
    key: &[u8],
    value: Vec<u8>,
) -> Result<(), SignInError> {
    client
        .state_store()
        .set_custom_value_no_read(key, value)
        .await
        .map_err(|error| SignInError::Store {
            folder: folder.display().to_string(),
            why: error.to_string(),
        })
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

//! The stored session, and its tokens whenever they are renewed.
//!
//! The library calls back after it has got new tokens and before it uses them.
//! They are on the disk when the call returns, so that a crash at any moment
//! leaves tokens that the homeserver still accepts.

use kally_network::why;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::authentication::oauth::{ClientId, OAuthSession, UserSession};
use matrix_sdk::store::{RoomLoadSettings, StateStoreDataKey};
use matrix_sdk::{Client, SessionMeta, SessionTokens, StoreError};
use serde::{Deserialize, Serialize};

use super::{Login, SignInError};

/// The key of the session in the library's database.
pub(super) const SESSION: &[u8] = b"kally-bridge/session";

/// The stored part of a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    session: MatrixSession,
    /// The device's own signing key: it shows if the keys are another device's.
    identity: Option<String>,
    /// The bot's id at the authorization server, if the session is from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
}

impl Kept {
    pub(super) fn new(
        meta: SessionMeta,
        tokens: SessionTokens,
        identity: Option<String>,
        client_id: Option<String>,
    ) -> Self {
        Self {
            session: MatrixSession { meta, tokens },
            identity,
            client_id,
        }
    }

    /// The session that a client has.
    pub(super) fn of(client: &Client, identity: Option<String>) -> Option<Self> {
        let session = MatrixSession {
            meta: client.session_meta()?.clone(),
            tokens: client.session_tokens()?,
        };
        let client_id = client.oauth().client_id().map(|id| id.as_str().to_owned());
        Some(Self {
            session,
            identity,
            client_id,
        })
    }

    pub(super) async fn read(client: &Client, login: &Login) -> Result<Option<Self>, SignInError> {
        let Some(bytes) = read(client, login, SESSION).await? else {
            return Ok(None);
        };
        let kept = serde_json::from_slice(&bytes);
        kept.map(Some).map_err(|error| unusable(login, &error))
    }

    /// The id of the user.
    pub(super) fn user(&self) -> String {
        self.session.meta.user_id.to_string()
    }

    pub(super) fn identity(&self) -> Option<&str> {
        self.identity.as_deref()
    }
}

/// Restores the stored session in the client; the keys must belong to the same
/// device.
pub(super) async fn restore(client: &Client, login: &Login, kept: Kept) -> Result<(), SignInError> {
    // The library skips a response whose sync token it has seen. After a crash
    // that would be one whose turns are not committed. Our own token counts.
    let forgotten = client
        .state_store()
        .remove_kv_data(StateStoreDataKey::SyncToken);
    let mismatch = |why: String| SignInError::Mismatch {
        folder: login.folder.display().to_string(),
        why,
    };
    forgotten
        .await
        .map_err(|error| mismatch(error.to_string()))?;
    let MatrixSession { meta, tokens } = kept.session;
    let rooms = RoomLoadSettings::default();
    let restored = match kept.client_id {
        None => {
            let session = MatrixSession { meta, tokens };
            client.matrix_auth().restore_session(session, rooms).await
        }
        Some(id) => {
            let session = OAuthSession {
                client_id: ClientId::new(id),
                user: UserSession { meta, tokens },
            };
            client.oauth().restore_session(session, rooms).await
        }
    };
    restored.map_err(|error| mismatch(why(&error)))
}

/// Stores the session that a client has just begun.
pub(super) async fn keep(client: &Client, login: &Login) -> Result<(), SignInError> {
    let identity = client.encryption().ed25519_key().await;
    let kept = Kept::of(client, identity.clone());
    let kept = kept.ok_or_else(|| unusable(login, &"there is no session to store"))?;
    store(client, login, &kept).await?;
    renewals_are_stored(client, login, identity)
}

/// Stores a session that a client will take up.
pub(super) async fn store(client: &Client, login: &Login, kept: &Kept) -> Result<(), SignInError> {
    let kept = serde_json::to_vec(kept).map_err(|error| unusable(login, &error))?;
    write(client, login, SESSION, kept).await
}

/// From now on renewed tokens are stored before they are used.
pub(super) fn renewals_are_stored(
    client: &Client,
    login: &Login,
    identity: Option<String>,
) -> Result<(), SignInError> {
    let save = move |client: Client| {
        let kept = Kept::of(&client, identity.clone()).ok_or("there is no session")?;
        let kept = serde_json::to_vec(&kept)?;
        let store = client.state_store();
        // The library does not wait for a future here.
        let stored = tokio::task::block_in_place(|| {
            let storing = store.set_custom_value_no_read(SESSION, kept);
            tokio::runtime::Handle::current().block_on(storing)
        });
        if let Err(error) = &stored {
            tracing::error!(%error, "Matrix: the renewed session cannot be stored; the next start may find it ended");
        }
        stored.map_err(Into::into)
    };
    let current = |client: Client| client.session_tokens().ok_or_else(|| "no session".into());
    client
        .set_session_callbacks(Box::new(current), Box::new(save))
        .map_err(|error| unusable(login, &error))
}

pub(super) async fn read(
    client: &Client,
    login: &Login,
    key: &[u8],
) -> Result<Option<Vec<u8>>, SignInError> {
    let value: Result<_, StoreError> = client.state_store().get_custom_value(key).await;
    value.map_err(|error| unusable(login, &error))
}

pub(super) async fn write(
    client: &Client,
    login: &Login,
    key: &[u8],
    value: Vec<u8>,
) -> Result<(), SignInError> {
    let store = client.state_store();
    let written = store.set_custom_value_no_read(key, value).await;
    written.map_err(|error| unusable(login, &error))
}

pub(super) fn unusable(login: &Login, why: &dyn std::fmt::Display) -> SignInError {
    SignInError::Store {
        folder: login.folder.display().to_string(),
        why: why.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the first version wrote it.
    const FIRST: &str = r#"{"session":{"user_id":"@kally:x.org","device_id":"A1B2C3D4E5","access_token":"syt_a"},"identity":"key"}"#;

    #[test]
    fn a_session_of_the_first_version_is_read() {
        let kept: Kept = serde_json::from_str(FIRST).unwrap();
        assert_eq!(kept.user(), "@kally:x.org");
        assert_eq!((kept.identity(), &kept.client_id), (Some("key"), &None));
        assert_eq!(serde_json::to_string(&kept).unwrap(), FIRST);
    }
}

//! Where the homeserver is. A session outlives a name that leads nowhere for a
//! while: the last known address is stored beside it.

use matrix_sdk::{SqliteStateStore, StateStore as _};
use url::Url;

use super::{Login, SignInError};
use crate::discovery::{Address, discover};

/// The key of the homeserver's last known address.
const HOMESERVER: &[u8] = b"kally-bridge/homeserver";

/// The address of the homeserver. If its name cannot be looked up, a session
/// goes on at the last known address.
pub(super) async fn located(
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

//! The encryption identity of each person, as the bot first saw it. Another one
//! means that the person has reset it, or that somebody else writes in their
//! name: only the person can tell, so the bot asks before it acts.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use matrix_sdk::Client;
use matrix_sdk::ruma::UserId;

/// Before the user id in the library's database.
const KEY: &str = "kally-bridge/identity/";

/// The identities that the bot knows.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// New ones whose people are being told.
    pending: Mutex<HashMap<String, String>>,
}

impl Identities {
    /// The person's identity, if it is another than before. The first one that
    /// is seen is kept.
    pub(super) async fn changed(&self, client: &Client, user: &str) -> Option<String> {
        let now = current(client, user).await?;
        let key = format!("{KEY}{user}");
        let store = client.state_store();
        let before = match store.get_custom_value(key.as_bytes()).await {
            Ok(before) => before,
            Err(error) => {
                tracing::error!(%error, user, "a person's identity cannot be read");
                return None;
            }
        };
        match before {
            Some(before) if before == now.as_bytes() => None,
            Some(_) => {
                tracing::warn!(
                    security = true,
                    user,
                    "a person's encryption identity is new"
                );
                let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
                pending.insert(user.to_owned(), now.clone());
                Some(now)
            }
            None => {
                keep(client, user, now).await;
                None
            }
        }
    }

    /// Keeps the new identities; their people have been told, durably.
    pub(super) async fn told(&self, client: &Client) {
        let pending = {
            let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *pending)
        };
        for (user, identity) in pending {
            keep(client, &user, identity).await;
        }
    }
}

/// The public part of a person's master signing key, as it is known here.
async fn current(client: &Client, user: &str) -> Option<String> {
    let id = UserId::parse(user).ok()?;
    let identity = client.encryption().get_user_identity(&id).await.ok()??;
    Some(identity.master_key().get_first_key()?.to_base64())
}

async fn keep(client: &Client, user: &str, identity: String) {
    let key = format!("{KEY}{user}");
    let store = client.state_store();
    let kept = store
        .set_custom_value_no_read(key.as_bytes(), identity.into_bytes())
        .await;
    if let Err(error) = kept {
        tracing::error!(%error, user, "a person's identity cannot be stored");
    }
}

//! The bot's identity in encrypted rooms: it signs the bot's device, and a
//! recovery key restores it after a loss.
//!
//! Before the bot makes a key, it records that the key has not been shown. If
//! the process dies before it is shown, the next start makes another, and the
//! first is worthless.

use matrix_sdk::encryption::recovery::{RecoveryError, RecoveryState};
use matrix_sdk::{Client, StoreError};
use secrecy::{ExposeSecret as _, SecretString};

/// This key is in the library's database while a recovery key was not shown.
const UNSHOWN: &[u8] = b"kally-bridge/recovery-key-unshown";

/// The state of the bot's encryption.
#[derive(Debug)]
pub struct EncryptionSetup {
    pub device: String,
    /// Whether the bot's identity has signed this device.
    pub verified: bool,
    /// The state of recovery.
    pub recovery: Recovery,
}

/// The state of recovery.
#[derive(Debug)]
pub enum Recovery {
    /// It is set up.
    Enabled,
    /// It was set up just now, with this key, which has to be shown: see
    /// [`super::MatrixBot::recovery_key_shown`].
    Made(SecretString),
    /// The same with a new key, since nobody may have seen the one before.
    MadeAnew(SecretString),
    /// The identity of an earlier device exists, but its secrets are missing
    /// here.
    KeyNeeded,
    /// It could not be set up now.
    Missing,
}

/// Why encryption could not be set up; everything else works.
#[derive(Debug, thiserror::Error)]
pub enum EncryptionError {
    /// The recovery key does not open the backup at the homeserver.
    #[error("the recovery key does not open the backup")]
    WrongKey(#[source] RecoveryError),
    /// Recovery could not be set up.
    #[error("recovery could not be set up")]
    NotSetUp(#[source] RecoveryError),
    /// The bot could not record that there is a key to show.
    #[error("the bot cannot record whether the recovery key was shown")]
    NotNoted(#[from] StoreError),
}

/// Sets up the missing parts, with the configured recovery key if there is one.
///
/// # Errors
/// When recovery cannot be set up; the next start tries again.
pub(super) async fn stand(
    client: &Client,
    key: Option<&SecretString>,
) -> Result<EncryptionSetup, EncryptionError> {
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    let recovery = encryption.recovery();
    let unshown = client.state_store().get_custom_value(UNSHOWN).await?;
    let recovery = match (recovery.state(), key) {
        (RecoveryState::Enabled, None) if unshown.is_some() => {
            Recovery::MadeAnew(made(recovery.reset_key()).await?)
        }
        (RecoveryState::Enabled, Some(key)) if unshown.is_some() => {
            made(recovery.reset_key().with_passphrase(key.expose_secret())).await?;
            shown(client).await?;
            Recovery::Enabled
        }
        (RecoveryState::Enabled, _) => Recovery::Enabled,
        (RecoveryState::Incomplete, Some(key)) => {
            recovery
                .recover(key.expose_secret())
                .await
                .map_err(EncryptionError::WrongKey)?;
            Recovery::Enabled
        }
        (RecoveryState::Incomplete, None) => Recovery::KeyNeeded,
        (RecoveryState::Disabled | RecoveryState::Unknown, Some(key)) => {
            // A passphrase opens it, and so does the key that is derived from
            // it.
            let enabled = recovery.enable().with_passphrase(key.expose_secret());
            made(enabled).await?;
            Recovery::Enabled
        }
        (RecoveryState::Disabled | RecoveryState::Unknown, None) => {
            let store = client.state_store();
            store.set_custom_value_no_read(UNSHOWN, vec![1]).await?;
            Recovery::Made(made(recovery.enable()).await?)
        }
    };
    Ok(EncryptionSetup {
        device: client
            .device_id()
            .map(ToString::to_string)
            .unwrap_or_default(),
        verified: is_verified(client).await,
        recovery,
    })
}

async fn made(
    enabling: impl IntoFuture<Output = Result<String, RecoveryError>>,
) -> Result<SecretString, EncryptionError> {
    enabling
        .await
        .map(SecretString::from)
        .map_err(EncryptionError::NotSetUp)
}

/// Records that the recovery key was shown, or that none has to be.
pub(super) async fn shown(client: &Client) -> Result<(), StoreError> {
    client.state_store().remove_custom_value(UNSHOWN).await?;
    Ok(())
}

/// Whether the bot's identity has signed this device, as far as is known here.
pub(super) async fn is_signed(client: &Client) -> bool {
    let device = client.encryption().get_own_device().await.ok().flatten();
    device.is_some_and(|device| device.is_cross_signed_by_owner())
}

/// The same, after asking the homeserver for the newest signatures.
async fn is_verified(client: &Client) -> bool {
    if is_signed(client).await {
        return true;
    }
    let encryption = client.encryption();
    if let Some(me) = client.user_id()
        && let Err(error) = encryption.request_user_identity(me).await
    {
        tracing::warn!(%error, "Matrix: the bot's own identity cannot be fetched");
    }
    is_signed(client).await
}

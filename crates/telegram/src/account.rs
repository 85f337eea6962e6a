//! The bot's own account, and the webhook that is set for it.

use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use teloxide::payloads::setters::*;
use teloxide::payloads::{DeleteWebhook, GetMe, GetWebhookInfo, SetWebhook};
use teloxide::types::True;
use url::Url;

use super::intake::Dependencies;
use super::route::ALLOWED;
use super::{ApiError, BotApi};

/// The bot's identity: the fields of `getMe` that the bridge needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BotIdentity {
    pub id: u64,
    /// Its username, without `@`.
    #[serde(default)]
    pub username: String,
    /// Whether people can add it to groups.
    #[serde(default)]
    pub can_join_groups: bool,
}

/// The webhook that is set: the fields of `getWebhookInfo` that the bridge
/// needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WebhookInfo {
    /// The address that updates are sent to; empty, if none is set.
    #[serde(default)]
    pub url: String,
    /// The last error, in Telegram's words.
    #[serde(default)]
    pub last_error_message: Option<String>,
    /// How many updates wait.
    #[serde(default)]
    pub pending_update_count: u64,
}

/// Why nothing can be received at all.
#[derive(Debug, thiserror::Error)]
pub enum ReceivingError {
    /// No bot has this token.
    #[error(
        "no Telegram bot has this token (telegram.token, KALLY_TELEGRAM__TOKEN); @BotFather shows it"
    )]
    WrongToken(#[source] ApiError),
    /// Telegram does not accept the webhook's address.
    #[error(
        "Telegram refuses the webhook's address (telegram.webhook_url, KALLY_TELEGRAM__WEBHOOK_URL)"
    )]
    WebhookRefused(#[source] ApiError),
}

impl BotApi {
    /// The bot's identity.
    ///
    /// # Errors
    /// [`ApiError::is_wrong_token`] tells a wrong token from a fault.
    pub async fn account(&self) -> Result<BotIdentity, ApiError> {
        self.ask(&GetMe::new()).await
    }

    /// The bot's identity; faults are waited out.
    pub(super) async fn introduction(
        &self,
        with: &Dependencies,
    ) -> Result<BotIdentity, ReceivingError> {
        let mut faults = 0;
        loop {
            let error = match self.account().await {
                Ok(account) => return Ok(account),
                Err(error) => error,
            };
            let pause = with.failed(&error, faults);
            if error.is_wrong_token() {
                return Err(ReceivingError::WrongToken(error));
            }
            faults = faults.saturating_add(1);
            with.clock.sleep(pause).await;
        }
    }

    /// The webhook; while one is set, Telegram refuses polling.
    ///
    /// # Errors
    /// When Telegram cannot be asked.
    pub async fn webhook(&self) -> Result<WebhookInfo, ApiError> {
        self.ask(&GetWebhookInfo::new()).await
    }

    /// Makes Telegram send updates to this address, with the secret in a
    /// header.
    pub(super) async fn set_webhook(
        &self,
        url: &Url,
        secret: &SecretString,
        connections: u8,
    ) -> Result<(), ApiError> {
        let payload = SetWebhook::new(url.clone())
            .secret_token(secret.expose_secret())
            .allowed_updates(ALLOWED)
            .max_connections(connections);
        let True = self.ask(&payload).await?;
        Ok(())
    }

    /// Makes Telegram keep updates for polling; waiting ones are not dropped.
    pub(super) async fn delete_webhook(&self) -> Result<(), ApiError> {
        let payload = DeleteWebhook::new().drop_pending_updates(false);
        let True = self.ask(&payload).await?;
        Ok(())
    }
}

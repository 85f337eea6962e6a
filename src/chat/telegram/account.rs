//! The bot's own account.

use serde::Deserialize;
use teloxide::payloads::{GetMe, GetWebhookInfo};

use super::{ApiError, BotApi};

/// Who the bot is. Only what the bridge needs of `getMe`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// The bot's id.
    pub id: u64,
    /// Its username, without `@`.
    #[serde(default)]
    pub username: String,
}

#[derive(Deserialize)]
struct Webhook {
    #[serde(default)]
    url: String,
}

impl BotApi {
    /// Who the bot is.
    ///
    /// # Errors
    /// [`ApiError::is_wrong_token`] tells a wrong token from a fault.
    pub async fn account(&self) -> Result<Account, ApiError> {
        self.ask(&GetMe::new()).await
    }

    /// Whether a webhook is set; while one is, polling is refused.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn has_webhook(&self) -> Result<bool, ApiError> {
        let webhook: Webhook = self.ask(&GetWebhookInfo::new()).await?;
        Ok(!webhook.url.is_empty())
    }
}

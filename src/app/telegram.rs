//! Telegram, wired: its bot from the configuration, its menus from the texts.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use crate::chat::Chat;
use crate::chat::telegram::{ApiError, Audience, BotApi, Menu, PollOptions, Polling, TelegramChat};
use crate::model::Language;
use crate::runtime::Clock;
use crate::text::Voice;

use super::check::Finding;
use super::config::TelegramConfig;
use super::service::Service;

/// What everybody can ask for.
const EVERYWHERE: [(&str, &str); 3] = [
    ("call", "command-call"),
    ("cancel", "command-cancel"),
    ("help", "command-help"),
];

/// What is a person's own business.
const PRIVATE: [(&str, &str); 4] = [
    ("status", "command-status"),
    ("settings", "command-settings"),
    ("login", "command-login"),
    ("logout", "command-logout"),
];

/// The configured bot.
pub struct Telegram {
    api: Arc<BotApi>,
    language: Language,
}

impl Telegram {
    /// The bot of a configuration, speaking this language to people of none of
    /// ours.
    pub fn new(config: &TelegramConfig, language: Language) -> Self {
        Self {
            api: Arc::new(BotApi::new(&config.api_url, config.token.clone())),
            language,
        }
    }

    /// What the outbox sends through.
    pub fn chat(&self) -> Arc<dyn Chat> {
        Arc::new(TelegramChat::new(Arc::clone(&self.api)))
    }

    /// Receives until it is dropped, or the bot turns out not to exist.
    pub async fn receive(&self, service: &Service) -> anyhow::Result<()> {
        let polling = Polling::new(
            Arc::clone(&self.api),
            Arc::clone(&service.bridge),
            Arc::clone(&service.clock),
            service.tasks.clone(),
            PollOptions::default(),
        );
        let (api, menus, clock) = (
            Arc::clone(&self.api),
            menus(self.language),
            Arc::clone(&service.clock),
        );
        service
            .tasks
            .spawn(async move { register(&api, &menus, &*clock).await });
        match polling.run().await {
            Ok(never) => match never {},
            Err(error) => Err(error.into()),
        }
    }
}

/// Sets the menus. Where Telegram cannot be reached it is tried again, for
/// about an hour.
async fn register(api: &BotApi, menus: &[Menu], clock: &dyn Clock) {
    let mut pauses = [5, 30, 300, 3600].map(Duration::from_secs).into_iter();
    for menu in menus {
        while let Err(error) = api.register(menu).await {
            let pause = pauses.next().filter(|_| error.is_passing());
            tracing::warn!(%error, again_in = ?pause, "Telegram's menu of commands is not set; the commands work all the same");
            match pause {
                Some(pause) => clock.sleep(pause).await,
                None => return,
            }
        }
    }
}

fn menus(default: Language) -> Vec<Menu> {
    let languages = std::iter::once((None, default))
        .chain(Language::ALL.map(|language| (Some(language), language)));
    languages
        .flat_map(|(of, language)| {
            let voice = Voice::new(language);
            let say = |(name, key): &(&'static str, &str)| (*name, voice.say(key));
            let everywhere: Vec<_> = EVERYWHERE.iter().map(say).collect();
            let private = everywhere
                .iter()
                .cloned()
                .chain(PRIVATE.iter().map(say))
                .collect();
            [
                Menu {
                    audience: Audience::Private,
                    language: of,
                    commands: private,
                },
                Menu {
                    audience: Audience::Groups,
                    language: of,
                    commands: everywhere,
                },
            ]
        })
        .collect()
}

/// Whether the bot is there and can receive.
pub async fn probe(config: &TelegramConfig) -> Finding {
    let api = BotApi::new(&config.api_url, config.token.clone());
    match look(&api).await {
        Ok((name, false)) => Finding::fine(format!("@{name} answers")),
        Ok((name, true)) => Finding::wrong(
            format!("@{name} has a webhook, so its updates cannot be had by polling"),
            "stop the program that set it, then delete it with the Bot API's deleteWebhook",
        ),
        Err(error) if error.is_wrong_token() => Finding::wrong(
            "Telegram knows no bot of this token",
            "set telegram.token to the one that @BotFather shows",
        ),
        Err(error) => Finding::wrong(error, "look at telegram.api_url and at the network"),
    }
}

async fn look(api: &BotApi) -> Result<(String, bool), ApiError> {
    let account = api.account().await?;
    Ok((account.username, api.has_webhook().await?))
}

//! Telegram, wired: its bot from the configuration, its menus and its page from
//! the texts.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;

use kally_core::dialogue::{self, COMMANDS};
use kally_core::model::{Language, Platform};
use kally_core::text::Voice;
use kally_engine::chat::Chat;
use kally_engine::chat::places::Places;
use kally_runtime::Clock;
use kally_telegram::{
    About, ApiError, Audience, BotApi, BotIdentity, BuildError, Dependencies, Menu, Pace,
    PollOptions, Polling, TelegramChat, Webhook, WebhookInfo,
};

use super::{TelegramConfig, TelegramMode};
use crate::check::{Around, Finding};
use crate::config::Config;
use crate::joins::Join;
use crate::service::{Foundation, Routes, Service};

pub struct Telegram {
    api: Arc<BotApi>,
    chat: Arc<TelegramChat>,
    places: Arc<Places>,
    /// The webhook; `None`: the bot asks for updates.
    webhook: Option<Arc<Webhook>>,
    language: Language,
}

impl Telegram {
    /// The bot of a configuration; people whose language is not supported are
    /// spoken to in the operator's.
    pub fn new(
        telegram: &TelegramConfig,
        config: &Config,
        foundation: &Foundation,
    ) -> anyhow::Result<Self> {
        foundation.health.expects(Platform::Telegram);
        let api = Arc::new(api(config, telegram)?);
        let parts = &foundation.parts;
        let places = Arc::new(Places::new(Arc::clone(&parts.store), Platform::Telegram));
        let pace = match telegram.pace {
            true => Pace::new(Arc::clone(&parts.clock), &parts.tasks),
            false => Pace::unlimited(),
        };
        let chat = TelegramChat::new(Arc::clone(&api), Arc::clone(&places), pace);
        let webhook = match &telegram.mode {
            TelegramMode::Polling => {
                parts.doorbells.hearing.asks(Platform::Telegram);
                None
            }
            TelegramMode::Webhook { url, secret } => {
                Some(Arc::new(Webhook::new(url.clone(), secret.clone())))
            }
        };
        Ok(Self {
            api,
            chat: Arc::new(chat),
            places,
            webhook,
            language: config.locale.language,
        })
    }

    async fn received(&self, service: &Service) -> anyhow::Result<()> {
        let (api, language) = (Arc::clone(&self.api), self.language);
        let clock = Arc::clone(&service.clock);
        service
            .tasks
            .spawn(async move { register(&api, language, &*clock).await });
        let with = Dependencies {
            api: Arc::clone(&self.api),
            bridge: Arc::clone(&service.bridge),
            places: Arc::clone(&self.places),
            doorbells: Arc::clone(&service.doorbells),
            health: Arc::clone(&service.health),
            clock: Arc::clone(&service.clock),
            tasks: service.tasks.clone(),
        };
        let never = match &self.webhook {
            Some(webhook) => webhook.run(with).await?,
            None => Polling::new(with, PollOptions::default()).run().await?,
        };
        match never {}
    }
}

impl Join for Telegram {
    fn chat(&self) -> Arc<dyn Chat> {
        Arc::clone(&self.chat) as _
    }

    fn routes(&self) -> Routes {
        let webhook = self.webhook.as_ref().map(Arc::clone);
        webhook.map(Webhook::router).unwrap_or_default()
    }

    fn receive<'a>(&'a self, service: &'a Service) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(self.received(service))
    }
}

/// Sets the menus and the texts of the bot's page. If Telegram cannot be
/// reached, tries again for about an hour.
async fn register(api: &BotApi, language: Language, clock: &dyn Clock) {
    let mut pauses = [5, 30, 300, 3600].map(Duration::from_secs).into_iter();
    let (menus, abouts) = (menus(language), abouts(language));
    let mut left: VecDeque<Shown<'_>> = menus.iter().map(Shown::Menu).collect();
    left.extend(abouts.iter().map(Shown::About));
    while let Some(shown) = left.front() {
        let registered = match shown {
            Shown::Menu(menu) => api.register(menu).await,
            Shown::About(about) => api.describe(about).await,
        };
        let Err(error) = registered else {
            left.pop_front();
            continue;
        };
        let pause = error.is_passing().then(|| pauses.next()).flatten();
        tracing::warn!(%error, again_in = ?pause, "Telegram's menu of commands or the bot's description could not be set; the bot works without");
        match pause {
            Some(pause) => clock.sleep(pause).await,
            None => drop(left.pop_front()),
        }
    }
}

/// The things that people see of the bot before they write to it.
enum Shown<'a> {
    Menu(&'a Menu),
    About(&'a About),
}

/// The texts of the bot's page, for people of unsupported languages and of each
/// supported one.
fn abouts(default: Language) -> Vec<About> {
    languages(default)
        .map(|(of, language)| {
            let voice = Voice::new(language);
            About {
                language: of,
                text: voice.say("about"),
                short: voice.say("about-short"),
            }
        })
        .collect()
}

fn languages(default: Language) -> impl Iterator<Item = (Option<Language>, Language)> {
    std::iter::once((None, default)).chain(Language::ALL.map(|language| (Some(language), language)))
}

fn menus(default: Language) -> Vec<Menu> {
    languages(default)
        .flat_map(|(of, language)| {
            let voice = Voice::new(language);
            let commands = |but: dialogue::Audience| {
                let listed = COMMANDS.iter().filter(|spec| spec.listed);
                listed
                    .filter(|spec| spec.audience != but)
                    .map(|spec| (spec.command.key(), voice.command(spec.command)))
                    .collect()
            };
            [
                Menu {
                    audience: Audience::Private,
                    language: of,
                    commands: commands(dialogue::Audience::Room),
                },
                Menu {
                    audience: Audience::Groups,
                    language: of,
                    commands: commands(dialogue::Audience::Person),
                },
            ]
        })
        .collect()
}

/// The Bot API, by the way that is configured.
fn api(config: &Config, telegram: &TelegramConfig) -> Result<BotApi, BuildError> {
    let network = config.network.to(&telegram.proxy);
    BotApi::new(&telegram.api_url, telegram.token.clone(), &network)
}

/// Whether the bot exists and can receive.
pub async fn probe(config: &Config, telegram: &TelegramConfig, around: &Around) -> Finding {
    let api = match api(config, telegram) {
        Ok(api) => api,
        Err(error) => return Finding::wrong(error, "check telegram.proxy"),
    };
    match look(&api).await {
        Ok((account, webhook)) => {
            let network = config.network.to(&telegram.proxy);
            let by = network.proxy_to(&telegram.api_url);
            let by = by.map(|proxy| format!(" through {proxy}"));
            let answers = format!("@{} answers{}", account.username, by.unwrap_or_default());
            let found = found(&answers, &account.username, &webhook, &telegram.mode);
            // A second program with the same token is seen by the first only.
            let said = around.says(Platform::Telegram.word());
            said.filter(Finding::is_wrong).unwrap_or(found)
        }
        Err(error) if error.is_wrong_token() => Finding::wrong(
            "no Telegram bot has this token",
            "set telegram.token to the one that @BotFather shows",
        ),
        Err(error) => Finding::wrong(error, "check telegram.api_url and the network"),
    }
}

fn found(answers: &str, name: &str, webhook: &WebhookInfo, mode: &TelegramMode) -> Finding {
    match mode {
        TelegramMode::Polling if webhook.url.is_empty() => Finding::fine(answers),
        TelegramMode::Polling => Finding::fine(format!(
            "{answers}; its webhook is deleted when polling begins"
        )),
        TelegramMode::Webhook { url, .. } if webhook.url != url.as_str() => {
            Finding::fine(format!("{answers}; its webhook is set at the start"))
        }
        TelegramMode::Webhook { url, .. } => match &webhook.last_error_message {
            Some(error) if webhook.pending_update_count > 0 => Finding::wrong(
                format!(
                    "Telegram has {} for @{name} and cannot send them to {url}: {error}",
                    updates(webhook.pending_update_count)
                ),
                "check that telegram.webhook_url reaches server.bind, with a valid certificate",
            ),
            _ => Finding::fine(format!("{answers}; its updates are sent to {url}")),
        },
    }
}

fn updates(count: u64) -> String {
    match count {
        1 => "1 update".to_owned(),
        more => format!("{more} updates"),
    }
}

async fn look(api: &BotApi) -> Result<(BotIdentity, WebhookInfo), ApiError> {
    Ok((api.account().await?, api.webhook().await?))
}

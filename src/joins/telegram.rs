//! The section `[telegram]`.

#[cfg(feature = "telegram")]
mod wired;

use std::ops::RangeInclusive;

use secrecy::SecretString;
use url::Url;

use super::{About, Section};
use crate::config::{Reader, Way, is_loopback, way};
use kally_core::model::Platform;

pub const ABOUT: About = About {
    platform: Platform::Telegram,
    key: "telegram.token",
    address: "telegram.api_url",
    beside: "",
    built: cfg!(feature = "telegram"),
    quiet: |_| None,
};

/// The lengths of a webhook's secret, in characters: a shorter one could be
/// guessed, and Telegram takes no longer one.
const SECRET_LENGTHS: RangeInclusive<usize> = 16..=256;

/// The first path segments of the linking pages, on the same server.
const LINKING: [&str; 3] = ["callback", "health", "link"];

/// Telegram, if a token was given.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "telegram"),
    allow(dead_code, reason = "a build without Telegram only checks them")
)]
pub struct TelegramConfig {
    pub token: SecretString,
    /// The address of the Bot API.
    pub api_url: Url,
    /// How updates are received.
    pub mode: TelegramMode,
    /// Whether sending keeps to Telegram's own limits.
    pub pace: bool,
    /// The way to the Bot API.
    pub proxy: Way,
}

/// How Telegram's updates are received.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "telegram"),
    allow(dead_code, reason = "a build without Telegram only checks them")
)]
pub enum TelegramMode {
    /// The bot asks for them.
    Polling,
    /// Telegram sends them to an address of ours.
    Webhook {
        /// The address; its path is served here.
        url: Url,
        /// The secret that Telegram sends with each.
        secret: SecretString,
    },
}

impl Section for TelegramConfig {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn address(&self) -> Option<&Url> {
        Some(&self.api_url)
    }

    fn secrets(&self) -> Vec<SecretString> {
        let webhook = match &self.mode {
            TelegramMode::Polling => None,
            TelegramMode::Webhook { secret, .. } => Some(secret.clone()),
        };
        let mut secrets = vec![self.token.clone()];
        secrets.extend(webhook);
        secrets.extend_from_slice(self.proxy.secrets());
        secrets
    }

    #[cfg(feature = "telegram")]
    fn probe<'a>(
        &'a self,
        config: &'a crate::config::Config,
        around: &'a crate::check::Around,
    ) -> futures::future::BoxFuture<'a, crate::check::Finding> {
        Box::pin(wired::probe(config, self, around))
    }

    #[cfg(feature = "telegram")]
    fn join(
        &self,
        config: &crate::config::Config,
        foundation: &crate::service::Foundation,
    ) -> anyhow::Result<Option<Box<dyn super::Join>>> {
        let telegram = wired::Telegram::new(self, config, foundation)?;
        Ok(Some(Box::new(telegram)))
    }
}

/// The outer `None` is a problem; the inner one leaves Telegram out.
pub fn read(reader: &mut Reader) -> Option<Option<TelegramConfig>> {
    let token = reader.secret("telegram.token");
    let api_url = reader.url("telegram.api_url", "https://api.telegram.org");
    let by_webhook = reader.word("telegram.mode", &[("polling", false), ("webhook", true)]);
    let url = reader.optional_url(
        "telegram.webhook_url",
        "https://bridge.example.org/telegram",
    );
    let secret = secret(reader);
    let pace = reader.word("telegram.pace", &[("true", true), ("false", false)]);
    let proxy = way(reader, "telegram.proxy");
    let mode = mode(reader, by_webhook?, url?, secret?);
    let (token, api_url, mode, pace, proxy) = (token?, api_url?, mode?, pace?, proxy?);
    Some(token.map(|token| TelegramConfig {
        token,
        api_url,
        mode,
        pace,
        proxy,
    }))
}

fn secret(reader: &mut Reader) -> Option<Option<SecretString>> {
    reader.secret_as(
        "telegram.webhook_secret",
        "16 to 256 of the characters A-Z, a-z, 0-9, _ and - (the value is not shown); `openssl rand -hex 32` makes some",
        |text| {
            let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            SECRET_LENGTHS.contains(&text.len()) && text.chars().all(known)
        },
    )
}

fn mode(
    reader: &mut Reader,
    by_webhook: bool,
    url: Option<Url>,
    secret: Option<SecretString>,
) -> Option<TelegramMode> {
    if !by_webhook {
        return Some(TelegramMode::Polling);
    }
    if secret.is_none() {
        reader.unmet(
            "telegram.webhook_secret",
            "is needed with telegram.mode \"webhook\"",
        );
    }
    match &url {
        None => reader.unmet(
            "telegram.webhook_url",
            "is needed with telegram.mode \"webhook\"",
        ),
        Some(url) => check_url(reader, url),
    }
    Some(TelegramMode::Webhook {
        url: url?,
        secret: secret?,
    })
}

fn check_url(reader: &mut Reader, url: &Url) {
    // A Bot API server on this machine also sends to it without TLS.
    if url.scheme() != "https" && !is_loopback(url) {
        reader.unmet(
            "telegram.webhook_url",
            "must be https, such as \"https://bridge.example.org/telegram\"",
        );
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    let path = url.path();
    let first = path.split('/').nth(1).unwrap_or_default();
    let own = !first.is_empty() && !LINKING.contains(&first);
    if !own || path.ends_with('/') || path.contains("//") || !path.chars().all(plain) {
        reader.unmet(
            "telegram.webhook_url",
            "must have a path of its own of letters, digits, '-' and '_', such as \"https://bridge.example.org/telegram\"",
        );
    }
}

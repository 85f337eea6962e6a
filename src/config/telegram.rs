//! The section `[telegram]`.

use secrecy::SecretString;
use url::Url;

use super::reader::Reader;
use super::sections::is_loopback;

/// Telegram's limit of a webhook's secret, in characters.
const LONGEST_SECRET: usize = 256;

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

/// The outer `None` is a problem; the inner one leaves Telegram out.
pub(super) fn telegram(reader: &mut Reader) -> Option<Option<TelegramConfig>> {
    let token = reader.secret("telegram.token");
    let api_url = reader.url("telegram.api_url", "https://api.telegram.org");
    let by_webhook = reader.word("telegram.mode", &[("polling", false), ("webhook", true)]);
    let url = reader.optional_url(
        "telegram.webhook_url",
        "https://bridge.example.org/telegram",
    );
    let secret = secret(reader);
    let pace = reader.word("telegram.pace", &[("true", true), ("false", false)]);
    let mode = mode(reader, by_webhook?, url?, secret?);
    let (token, api_url, mode, pace) = (token?, api_url?, mode?, pace?);
    Some(token.map(|token| TelegramConfig {
        token,
        api_url,
        mode,
        pace,
    }))
}

fn secret(reader: &mut Reader) -> Option<Option<SecretString>> {
    reader.take(
        "telegram.webhook_secret",
        "1 to 256 of the characters A-Z, a-z, 0-9, _ and - (the value is not shown); `openssl rand -hex 32` makes some",
        |text| {
            let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            match text {
                "" => Some(None),
                _ if text.len() <= LONGEST_SECRET && text.chars().all(known) => {
                    Some(Some(SecretString::from(text)))
                }
                _ => None,
            }
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

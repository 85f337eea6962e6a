//! One request to the Bot API, and its result.
//!
//! teloxide's types describe the requests and its client sends them, but the
//! answers are read here: its own `Bot` prints its token with `Debug`, holds
//! every request for ten seconds after a 5xx, and forgets the HTTP status.
//! Every request has a time limit, every answer a size limit, and no error has
//! the token in it.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use teloxide::Bot;
use teloxide::payloads::GetFile;
use teloxide::requests::Payload;
use teloxide::types::FileId;
use url::Url;

use kally_network::{Http, Network, why};

use super::upload::Upload;
use kally_core::model::Trouble;

/// The time limit of a request that does not wait for updates.
const REQUEST: Duration = Duration::from_secs(20);

/// The time limit of a small file; a message waits for it.
const FILE: Duration = Duration::from_secs(5);

/// Most requests are smaller, in bytes.
const USUAL_REQUEST: usize = 1024;

/// A hundred updates are far smaller.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// Longer descriptions are cut.
const LONGEST_DESCRIPTION: usize = 300;

/// The Bot API, for one bot.
pub struct BotApi {
    /// Has no token; it only lends its HTTP client.
    client: Bot,
    base: String,
    token: SecretString,
}

/// Why there is no HTTP client.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client for Telegram could not be set up")]
pub struct BuildError(#[source] reqwest_of_teloxide::Error);

/// teloxide's version of the HTTP client, with our authorities and proxies.
fn http_client(
    network: &Network,
) -> Result<reqwest_of_teloxide::Client, reqwest_of_teloxide::Error> {
    use reqwest_of_teloxide::{NoProxy, Proxy, redirect};
    // The bot's token is in every address: a redirection would hand it on, in the
    // address or as the referrer.
    let mut builder = teloxide::net::default_reqwest_settings()
        .redirect(redirect::Policy::none())
        .referer(false)
        .use_preconfigured_tls(network.tls(Http::One))
        .no_proxy();
    for (scheme, proxy) in network.proxies().each() {
        let proxy = match scheme {
            "http" => Proxy::http(proxy.expose())?,
            _ => Proxy::https(proxy.expose())?,
        };
        let but = NoProxy::from_string(network.proxies().but());
        builder = builder.proxy(proxy.no_proxy(but));
    }
    builder.build()
}

/// Why a request has no result.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The Bot API said no.
    #[error("{} was refused with {code}: {description}", documented(method))]
    Refused {
        method: &'static str,
        /// The `error_code`, which is the HTTP status.
        code: u16,
        /// In the Bot API's words.
        description: String,
        /// When to come back.
        retry_after: Option<Duration>,
        /// The supergroup that the group has become.
        migrate_to: Option<i64>,
    },
    /// The answer is not from the Bot API: a proxy's page, or one that was cut
    /// off.
    #[error(
        "{} got an unintelligible answer with HTTP {status}",
        documented(method)
    )]
    Unintelligible { method: &'static str, status: u16 },
    /// No answer, or not all of it. The request may have been received.
    #[error("{} got no answer: {}", documented(method), why(&**source))]
    Network {
        method: &'static str,
        /// The cause, without the address, which has the token in it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A request that cannot be put into JSON.
    #[error("{} cannot be written", documented(method))]
    Unwritable {
        method: &'static str,
        source: serde_json::Error,
    },
}

/// Where a file is.
#[derive(Deserialize)]
struct FilePath {
    file_path: Option<String>,
}

/// The envelope of every answer.
#[derive(Deserialize)]
struct Answer<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl BotApi {
    /// The Bot API at `base`, for the bot of this token.
    ///
    /// # Errors
    /// When the library refuses a proxy of the network.
    pub fn new(base: &Url, token: SecretString, network: &Network) -> Result<Self, BuildError> {
        let base = base.as_str().trim_end_matches('/').to_owned();
        let client = http_client(network).map_err(|error| BuildError(error.without_url()))?;
        Ok(Self {
            client: Bot::with_client("", client),
            base,
            token,
        })
    }

    /// Sends a payload; reads the result as `T`.
    pub(super) async fn ask<P, T>(&self, payload: &P) -> Result<T, ApiError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        self.ask_within(payload, REQUEST).await
    }

    /// The same, with a time limit of its own.
    pub(super) async fn ask_within<P, T>(&self, payload: &P, limit: Duration) -> Result<T, ApiError>
    where
        P: Payload + Serialize,
        T: DeserializeOwned,
    {
        let method = P::NAME;
        let mut body = Vec::with_capacity(USUAL_REQUEST);
        serde_json::to_writer(&mut body, payload)
            .map_err(|source| ApiError::Unwritable { method, source })?;
        self.post(method, "application/json", body, limit).await
    }

    /// Sends a form with a file.
    pub(super) async fn upload<T: DeserializeOwned>(
        &self,
        method: &'static str,
        form: Upload,
    ) -> Result<T, ApiError> {
        let (content_type, body) = form.finish();
        self.post(method, &content_type, body, REQUEST).await
    }

    /// The bytes of a file that somebody sent, if they are not more than `most`.
    pub(super) async fn file(&self, id: &str, most: usize) -> Result<Vec<u8>, ApiError> {
        let method = GetFile::NAME;
        let unintelligible = |status| ApiError::Unintelligible { method, status };
        let file: FilePath = self
            .ask_within(&GetFile::new(FileId(id.to_owned())), FILE)
            .await?;
        let path = file.file_path.ok_or(unintelligible(200))?;
        let url = format!(
            "{}/file/bot{}/{path}",
            self.base,
            self.token.expose_secret()
        );
        let request = self.client.client().get(url).timeout(FILE);
        let network =
            |source: Box<dyn std::error::Error + Send + Sync>| ApiError::Network { method, source };
        let mut response = request
            .send()
            .await
            .map_err(|error| network(error.without_url().into()))?;
        let status = response.status().as_u16();
        if status != 200 {
            return Err(unintelligible(status));
        }
        let mut read = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| network(error.without_url().into()))?
        {
            if read.len() + chunk.len() > most {
                return Err(unintelligible(status));
            }
            read.extend_from_slice(&chunk);
        }
        Ok(read)
    }

    async fn post<T: DeserializeOwned>(
        &self,
        method: &'static str,
        content_type: &str,
        body: Vec<u8>,
        limit: Duration,
    ) -> Result<T, ApiError> {
        let url = format!(
            "{}/bot{}/{}",
            self.base,
            self.token.expose_secret(),
            documented(method)
        );
        let request = self
            .client
            .client()
            .post(url)
            .timeout(limit)
            .header("content-type", content_type)
            .body(body);
        let network =
            |source: Box<dyn std::error::Error + Send + Sync>| ApiError::Network { method, source };
        let mut response = request
            .send()
            .await
            .map_err(|error| network(error.without_url().into()))?;
        let status = response.status().as_u16();
        let mut read = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| network(error.without_url().into()))?
        {
            if read.len() + chunk.len() > LARGEST_ANSWER {
                return Err(ApiError::Unintelligible { method, status });
            }
            read.extend_from_slice(&chunk);
        }
        answer(method, status, &read)
    }
}

/// teloxide writes `SendMessage` for the documentation's `sendMessage`; not
/// every server of the Bot API accepts both.
fn documented(method: &str) -> String {
    let mut letters = method.chars();
    letters
        .next()
        .map(|first| first.to_ascii_lowercase())
        .into_iter()
        .chain(letters)
        .collect()
}

fn answer<T: DeserializeOwned>(
    method: &'static str,
    status: u16,
    body: &[u8],
) -> Result<T, ApiError> {
    let unintelligible = ApiError::Unintelligible { method, status };
    // A gateway's page does not tell the Bot API's answer.
    let Ok(answer) = serde_json::from_slice::<Answer<T>>(body) else {
        return Err(unintelligible);
    };
    if answer.ok {
        return answer.result.ok_or(unintelligible);
    }
    let parameters = answer.parameters;
    Err(ApiError::Refused {
        method,
        code: answer.error_code.unwrap_or(status),
        description: answer
            .description
            .unwrap_or_default()
            .chars()
            .take(LONGEST_DESCRIPTION)
            .collect(),
        retry_after: parameters
            .as_ref()
            .and_then(|parameters| parameters.retry_after)
            .map(Duration::from_secs),
        migrate_to: parameters.and_then(|parameters| parameters.migrate_to_chat_id),
    })
}

impl ApiError {
    /// The Bot API's code and words, if it was the Bot API that answered.
    pub(super) fn refusal(&self) -> Option<(u16, &str)> {
        match self {
            Self::Refused {
                code, description, ..
            } => Some((*code, description)),
            _ => None,
        }
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused { code, .. } => *code == 429 || *code >= 500,
            Self::Unintelligible { .. } | Self::Network { .. } => true,
            Self::Unwritable { .. } => false,
        }
    }

    /// When to come back, where it says so.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Why Telegram does not work, if a request that always works got this.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Refused {
                code: 409,
                description,
                ..
            } if description.contains("webhook") => Trouble::Webhook,
            Self::Refused { code: 409, .. } => Trouble::SecondReceiver,
            Self::Refused { code: 429, .. } => Trouble::RateLimited,
            Self::Refused { code: 500.., .. } | Self::Unintelligible { status: 500.., .. } => {
                Trouble::Faulty
            }
            error if error.is_wrong_token() => Trouble::Unauthorized,
            Self::Network { .. } | Self::Unintelligible { .. } => Trouble::Unreachable,
            Self::Refused { .. } | Self::Unwritable { .. } => Trouble::Failed,
        }
    }

    /// The error with a remedy where there is one, for the log.
    pub(super) fn explained(&self) -> String {
        let remedy = match self.trouble() {
            Trouble::Webhook => {
                "a webhook was set for this bot meanwhile: stop the program that sets it and start \
                 this one again, or give each a bot of its own"
            }
            Trouble::SecondReceiver => {
                "another program receives this bot's updates with the same token; stop it, or give \
                 each a bot of its own"
            }
            Trouble::Unauthorized => {
                "Telegram does not know this bot's token any more (telegram.token, \
                 KALLY_TELEGRAM__TOKEN): @BotFather shows the one that works"
            }
            _ => return self.to_string(),
        };
        format!("{self}; {remedy}")
    }

    /// Whether no bot has this token.
    #[must_use]
    pub fn is_wrong_token(&self) -> bool {
        // A token of another form gets a 404.
        matches!(self.refusal(), Some((401 | 404, _)))
    }
}

//! Every request of the API, one method each.
//!
//! A request is sent once. Placing a call uses a new connection each time, so
//! that a stale connection cannot make it doubtful whether the request arrived.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveTime};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

use super::error::{Error, ErrorCode};
use super::lenient::{at, web_address};
use super::measured::measure;
use super::sign_in::{AccessToken, CodeVerifier, Flow, RefreshToken, RegisteredClient, TokenPair};
use super::sound::PublicOnly;
use super::transport::{self, Answer};
use super::wire::{
    Call, CallBody, Credits, History, Recording, RemoteCallId, Statistics, Subscription, Transcript,
};
use super::witness::Witness;
use kally_core::model::{CallId, CallRequest};
use kally_network::{Http, Network};

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
/// The time limit of every other request.
pub const SHORT_LIMIT: Duration = Duration::from_secs(30);
/// A placed call's request stays open as long as the phone call.
pub const CALL_LIMIT: Duration = Duration::from_secs(30 * 60);
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// The longest answer that is read, in bytes.
const LARGE: usize = 8 * 1024 * 1024;
/// The longest answer that is read where a few lines are expected, in bytes.
const SMALL: usize = 64 * 1024;

/// A client of one service; cheap to clone.
#[derive(Clone)]
pub struct Client {
    base: Url,
    short: reqwest::Client,
    placing: reqwest::Client,
    /// For addresses outside the service.
    elsewhere: Elsewhere,
    witness: Option<Arc<dyn Witness>>,
}

/// For addresses outside the service, which the service chooses.
#[derive(Clone)]
struct Elsewhere {
    network: Network,
    /// Leads to public addresses only.
    direct: reqwest::Client,
    /// The proxy resolves the names.
    by_proxy: reqwest::Client,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.base.as_str()).finish()
    }
}

/// Why a client cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The address cannot be one.
    #[error(
        "the KallyAI address must be https:// or http:// with a host and without name, password, query or fragment"
    )]
    Address,
    /// The user agent or the machine's TLS set-up cannot be used.
    #[error("the HTTP client could not be set up")]
    Http(#[source] reqwest::Error),
}

/// A part of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryPage {
    /// The number of rows, 1 to 200.
    pub limit: u8,
    /// The number of newer rows to skip.
    pub offset: u64,
}

impl Client {
    /// A client of the service at this address.
    ///
    /// # Errors
    /// When the address, the user agent or the machine's TLS set-up is
    /// unusable.
    pub fn new(base_url: Url, user_agent: &str) -> Result<Self, BuildError> {
        Self::through(&Network::direct(), base_url, user_agent)
    }

    /// The same, with the authorities and proxies of a network.
    ///
    /// # Errors
    /// When the address, the user agent or a proxy is unusable.
    pub fn through(network: &Network, base_url: Url, user_agent: &str) -> Result<Self, BuildError> {
        Self::build(network, base_url, user_agent, std::convert::identity)
    }

    /// A client of a service that listens on a socket of this machine. It
    /// keeps no connection, so that it can be used on one runtime after
    /// another.
    ///
    /// # Errors
    /// When the machine's TLS set-up is unusable.
    pub fn over(socket: &std::path::Path) -> Result<Self, BuildError> {
        let base = Url::parse("http://localhost").map_err(|_| BuildError::Address)?;
        Self::build(&Network::direct(), base, "kally-bridge/test", |builder| {
            builder.unix_socket(socket).pool_max_idle_per_host(0)
        })
    }

    fn build(
        network: &Network,
        base_url: Url,
        user_agent: &str,
        shape: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, BuildError> {
        let plain = base_url.username().is_empty()
            && base_url.password().is_none()
            && base_url.query().is_none()
            && base_url.fragment().is_none();
        if !matches!(base_url.scheme(), "https" | "http") || !base_url.has_host() || !plain {
            return Err(BuildError::Address);
        }
        let builder = |http| {
            let builder = network.client(http)?;
            Ok(builder
                .user_agent(user_agent)
                .connect_timeout(CONNECT_LIMIT)
                .tcp_keepalive(KEEP_ALIVE)
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false))
        };
        let short = shape(builder(Http::Two).map_err(BuildError::Http)?).timeout(SHORT_LIMIT);
        let placing = shape(builder(Http::One).map_err(BuildError::Http)?)
            .timeout(CALL_LIMIT)
            .pool_max_idle_per_host(0);
        Ok(Self {
            elsewhere: Elsewhere::build(network, user_agent).map_err(BuildError::Http)?,
            short: short.build().map_err(BuildError::Http)?,
            placing: placing.build().map_err(BuildError::Http)?,
            base: base_url,
            witness: None,
        })
    }

    /// The same, with somebody who is told of every answer.
    #[must_use]
    pub fn with_witness(self, witness: Arc<dyn Witness>) -> Self {
        let witness = Some(witness);
        Self { witness, ..self }
    }

    /// Sends a request; `operation` is its name in the metrics.
    async fn send(
        &self,
        operation: &'static str,
        request: RequestBuilder,
        limit: usize,
    ) -> Result<Answer, Error> {
        let sent = Instant::now();
        let answer = transport::send(request, limit).await;
        measure(operation, sent.elapsed(), &answer);
        if let Some(witness) = &self.witness {
            match &answer {
                Ok(answer) => witness.answered(answer.http),
                Err(error) => witness.unanswered(error),
            }
        }
        answer
    }

    /// The address of the service.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.base
    }

    /// For requests to the service's own host.
    pub(super) fn own_host(&self) -> &reqwest::Client {
        &self.short
    }

    /// For requests to other hosts, on public addresses only.
    pub(super) fn elsewhere(&self) -> &reqwest::Client {
        &self.elsewhere.direct
    }

    /// For requests to another host that a proxy leads to; `None` if none does.
    pub(super) fn by_proxy(&self, url: &Url) -> Option<&reqwest::Client> {
        let Elsewhere {
            network, by_proxy, ..
        } = &self.elsewhere;
        network.proxy_to(url).map(|_| by_proxy)
    }

    /// Places a call; may wait for as long as the phone call lasts, at most
    /// half
    /// an hour. `key` is sent as the `Idempotency-Key`.
    ///
    /// # Errors
    /// Check [`Error::certainly_not_done`] before placing it again: an answer
    /// without a call id is [`Error::Unintelligible`], and the call may have
    /// been made.
    pub async fn create_call(
        &self,
        token: &AccessToken,
        key: CallId,
        request: &CallRequest,
    ) -> Result<Call, Error> {
        let request = self
            .placing
            .post(self.url(&["v1", "calls"]))
            .header(AUTHORIZATION, bearer(token))
            .header("Idempotency-Key", key.to_string())
            .json(&CallBody::from(request));
        read_call(&self.send("create_call", request, LARGE).await?)
    }

    /// A page of the account's calls.
    ///
    /// # Errors
    /// An answer without a list is [`Error::Unintelligible`], never an empty page.
    pub async fn history(&self, token: &AccessToken, page: HistoryPage) -> Result<History, Error> {
        let mut url = self.url(&["v1", "calls"]);
        url.query_pairs_mut()
            .append_pair("limit", &page.limit.clamp(1, 200).to_string())
            .append_pair("offset", &page.offset.to_string());
        let request = self.short.get(url).header(AUTHORIZATION, bearer(token));
        let answer = self.send("history", request, LARGE).await?;
        History::read(&answer.json()?).ok_or_else(|| answer.unintelligible())
    }

    /// One call.
    ///
    /// # Errors
    /// As for every request.
    pub async fn call(&self, token: &AccessToken, id: &RemoteCallId) -> Result<Call, Error> {
        let request = self.get(token, &["v1", "calls", id.as_str()]);
        let answer = found(
            self.send("call", request, LARGE).await,
            &ErrorCode::CallNotFound,
        )?;
        read_call(&answer)
    }

    /// The transcript of a call.
    ///
    /// # Errors
    /// [`ErrorCode::TranscriptNotFound`] while it does not exist (yet).
    pub async fn transcript(
        &self,
        token: &AccessToken,
        id: &RemoteCallId,
    ) -> Result<Transcript, Error> {
        let request = self.get(token, &["v1", "calls", id.as_str(), "transcript"]);
        let answer = found(
            self.send("transcript", request, LARGE).await,
            &ErrorCode::TranscriptNotFound,
        )?;
        Ok(Transcript::read(&answer.json()?))
    }

    /// The address of a call's recording.
    ///
    /// # Errors
    /// [`ErrorCode::RecordingNotFound`] while it does not exist (yet).
    pub async fn recording(
        &self,
        token: &AccessToken,
        id: &RemoteCallId,
    ) -> Result<Recording, Error> {
        let request = self.get(token, &["v1", "calls", id.as_str(), "recording"]);
        let answer = found(
            self.send("recording", request, SMALL).await,
            &ErrorCode::RecordingNotFound,
        )?;
        Recording::read(&answer.json()?).ok_or_else(|| answer.unintelligible())
    }

    /// The appointment as an iCalendar file.
    ///
    /// # Errors
    /// An answer that does not look like iCalendar is
    /// [`Error::Unintelligible`].
    pub async fn calendar(&self, token: &AccessToken, id: &RemoteCallId) -> Result<String, Error> {
        let request = self.get(token, &["v1", "calls", id.as_str(), "calendar.ics"]);
        let answer = found(
            self.send("calendar", request, SMALL).await,
            &ErrorCode::CallNotFound,
        )?;
        let http = answer.http;
        let text = answer.text()?;
        let file = text.trim_start_matches('\u{FEFF}').trim();
        let whole = file.starts_with("BEGIN:VCALENDAR") && file.ends_with("END:VCALENDAR");
        if !whole {
            return Err(Error::Unintelligible { http });
        }
        Ok(text)
    }

    /// Takes back a call that has not connected.
    ///
    /// # Errors
    /// As for every request.
    pub async fn cancel(&self, token: &AccessToken, id: &RemoteCallId) -> Result<(), Error> {
        self.act(token, id, "cancel", None).await
    }

    /// Hangs up a running call.
    ///
    /// # Errors
    /// As for every request.
    pub async fn stop(&self, token: &AccessToken, id: &RemoteCallId) -> Result<(), Error> {
        self.act(token, id, "stop", None).await
    }

    /// Moves a scheduled call.
    ///
    /// # Errors
    /// As for every request.
    pub async fn reschedule(
        &self,
        token: &AccessToken,
        id: &RemoteCallId,
        date: NaiveDate,
        time: NaiveTime,
    ) -> Result<(), Error> {
        let body = json!({
            "date": date.format("%Y-%m-%d").to_string(),
            "time": time.format("%H:%M").to_string(),
        });
        self.act(token, id, "reschedule", Some(body)).await
    }

    /// The usage of an account in minutes.
    ///
    /// # Errors
    /// As for every request.
    pub async fn statistics(&self, token: &AccessToken) -> Result<Statistics, Error> {
        let request = self.get(token, &["v1", "users", "me", "statistics"]);
        Ok(Statistics::read(
            &self.send("statistics", request, SMALL).await?.json()?,
        ))
    }

    /// The usage of an account in credits; `None` for an account in minutes.
    ///
    /// # Errors
    /// As for every request.
    pub async fn credits(&self, token: &AccessToken) -> Result<Option<Credits>, Error> {
        let request = self.get(token, &["v1", "credits", "balance"]);
        let answer = self.send("credits", request, SMALL).await?;
        if answer.http == 404 {
            return Ok(None);
        }
        Ok(Some(Credits::read(&answer.json()?)))
    }

    /// The account's subscription.
    ///
    /// # Errors
    /// As for every request.
    pub async fn subscription(&self, token: &AccessToken) -> Result<Subscription, Error> {
        let request = self.get(token, &["v1", "users", "me", "subscription"]);
        Ok(Subscription::read(
            &self.send("subscription", request, SMALL).await?.json()?,
        ))
    }

    /// A personal link to the account's bills, for its owner's eyes only.
    ///
    /// # Errors
    /// As for every request.
    pub async fn billing_portal(&self, token: &AccessToken) -> Result<Url, Error> {
        let request = self.get(token, &["v1", "stripe", "billing-portal"]);
        let answer = self.send("billing", request, SMALL).await?;
        let value = answer.json()?;
        at(&value, &["url"])
            .or(at(&value, &["portal_url"]))
            .and_then(web_address)
            .ok_or_else(|| answer.unintelligible())
    }

    /// The page that starts the CLI flow. The service takes only
    /// `http://localhost:PORT` and `http://127.0.0.1:PORT` as `redirect_uri`.
    #[must_use]
    pub fn cli_sign_in_url(&self, redirect_uri: &Url, state: &str) -> Url {
        let mut url = self.url(&["v1", "auth", "cli"]);
        url.query_pairs_mut()
            .append_pair("redirect_uri", redirect_uri.as_str())
            .append_pair("state", state);
        url
    }

    /// The page that starts the authorization code flow.
    #[must_use]
    pub fn authorize_url(
        &self,
        client_id: &str,
        redirect_uri: &Url,
        scopes: &[&str],
        state: &str,
        verifier: Option<&CodeVerifier>,
    ) -> Url {
        let mut url = self.url(&["v1", "auth", "authorize"]);
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", redirect_uri.as_str())
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", state);
        if let Some(verifier) = verifier {
            url.query_pairs_mut()
                .append_pair("code_challenge", &verifier.challenge())
                .append_pair("code_challenge_method", "S256");
        }
        url
    }

    /// Exchanges the code of the authorization code flow for tokens.
    ///
    /// # Errors
    /// As for every request; a code works once, so an interrupted exchange is
    /// lost.
    pub async fn exchange_code(
        &self,
        client: &RegisteredClient,
        code: &SecretString,
        redirect_uri: &Url,
        verifier: Option<&CodeVerifier>,
    ) -> Result<TokenPair, Error> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("client_id", &client.id),
            ("client_secret", client.secret.expose_secret()),
            ("code", code.expose_secret()),
            ("redirect_uri", redirect_uri.as_str()),
        ];
        form.extend(verifier.map(|verifier| ("code_verifier", verifier.expose())));
        let request = self.short.post(self.url(&["v1", "auth", "gpt", "token"]));
        self.tokens("exchange_code", request.form(&form), None)
            .await
    }

    /// Renews an account's tokens, by the flow that issued them. Store the new
    /// pair before using it: the old refresh token may have stopped working.
    ///
    /// # Errors
    /// As for every request; [`super::Retry::SignIn`] when the refresh token is
    /// dead.
    pub async fn refresh(&self, flow: &Flow, token: &RefreshToken) -> Result<TokenPair, Error> {
        let request = match flow {
            Flow::Cli => self
                .short
                .post(self.url(&["v1", "auth", "refresh"]))
                .json(&json!({ "refresh_token": token.expose() })),
            Flow::Code(client) => self
                .short
                .post(self.url(&["v1", "auth", "gpt", "token"]))
                .form(&[
                    ("grant_type", "refresh_token"),
                    ("client_id", &client.id),
                    ("client_secret", client.secret.expose_secret()),
                    ("refresh_token", token.expose()),
                ]),
        };
        self.tokens("refresh", request, Some(token)).await
    }

    async fn tokens(
        &self,
        operation: &'static str,
        request: RequestBuilder,
        old: Option<&RefreshToken>,
    ) -> Result<TokenPair, Error> {
        let answer = self.send(operation, request, SMALL).await?;
        TokenPair::read(&answer.json()?, old).ok_or_else(|| answer.unintelligible())
    }

    pub(super) fn url(&self, segments: &[&str]) -> Url {
        let mut url = self.base.clone();
        // `new` accepts only addresses that have a path.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    fn get(&self, token: &AccessToken, segments: &[&str]) -> RequestBuilder {
        self.short
            .get(self.url(segments))
            .header(AUTHORIZATION, bearer(token))
    }

    async fn act(
        &self,
        token: &AccessToken,
        id: &RemoteCallId,
        action: &'static str,
        body: Option<Value>,
    ) -> Result<(), Error> {
        let url = self.url(&["v1", "calls", id.as_str(), action]);
        let request = self.short.request(Method::POST, url);
        let request = request.header(AUTHORIZATION, bearer(token));
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        found(
            self.send(action, request, LARGE).await,
            &ErrorCode::CallNotFound,
        )
        .map(drop)
    }
}

impl Elsewhere {
    fn build(network: &Network, user_agent: &str) -> Result<Self, reqwest::Error> {
        let shape = |builder: reqwest::ClientBuilder| {
            builder
                .user_agent(user_agent)
                .connect_timeout(CONNECT_LIMIT)
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .pool_max_idle_per_host(0)
        };
        let direct = network.without_proxies().client(Http::Two)?;
        let direct = shape(direct).dns_resolver(Arc::new(PublicOnly));
        Ok(Self {
            network: network.clone(),
            direct: direct.build()?,
            by_proxy: shape(network.client(Http::Two)?).build()?,
        })
    }
}

/// The `Authorization` header; a token's characters always fit one.
pub(super) fn bearer(token: &AccessToken) -> HeaderValue {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
        .unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
    value.set_sensitive(true);
    value
}

fn read_call(answer: &Answer) -> Result<Call, Error> {
    Call::read(&answer.json()?).ok_or_else(|| answer.unintelligible())
}

/// A success; a 404 that does not name the missing thing becomes the code in
/// `what`.
fn found(answer: Result<Answer, Error>, what: &ErrorCode) -> Result<Answer, Error> {
    let answer = answer?;
    match answer.success() {
        Ok(()) => Ok(answer),
        Err(Error::Refused(mut refusal)) => {
            if refusal.code.as_str() == "http_404" {
                refusal.code = what.clone();
            }
            Err(Error::Refused(refusal))
        }
        Err(error) => Err(error),
    }
}

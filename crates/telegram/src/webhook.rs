//! Receiving by webhook: Telegram sends each update to an address of ours.
//!
//! The answer is 200 only when the update's turn is committed; after anything
//! else Telegram sends it again. A caller without the secret only gets 401. A
//! turn goes on even if its request is given up: a committed turn must also be
//! delivered.

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use tokio::sync::{Semaphore, oneshot};
use url::Url;

use super::intake::{Dependencies, Intake, TELEGRAM};
use super::{ApiError, ReceivingError};
use kally_core::model::{Platform, Trouble};

/// The header in which Telegram sends the secret.
const SECRET: &str = "x-telegram-bot-api-secret-token";

/// The largest update that is read, in bytes; real ones are a hundredth of it.
const LARGEST_UPDATE: usize = 1024 * 1024;

/// How long the body of a request may take.
const READING: Duration = Duration::from_secs(10);

/// How long a request waits for its commit; Telegram waits longer.
const COMMITTING: Duration = Duration::from_secs(25);

/// How many requests Telegram may have open. Still, it sends the updates of one
/// chat one after the other.
const CONNECTIONS: u8 = 100;

/// How often Telegram is asked whether it still sends updates here.
const LOOK: Duration = Duration::from_secs(60);

/// How many updates are being taken in at a time; some outlive their requests.
const TAKING_IN: usize = 256;

/// The receiving end of a webhook.
pub struct Webhook {
    url: Url,
    secret: SecretString,
    /// Set once the bot's identity is known.
    intake: OnceLock<(Arc<Intake>, Dependencies)>,
    taking_in: Arc<Semaphore>,
    look: Duration,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").finish_non_exhaustive()
    }
}

impl Webhook {
    /// A webhook at this address; its path is the path of the route.
    #[must_use]
    pub fn new(url: Url, secret: SecretString) -> Self {
        Self {
            url,
            secret,
            intake: OnceLock::new(),
            taking_in: Arc::new(Semaphore::new(TAKING_IN)),
            look: LOOK,
        }
    }

    /// The same; Telegram is asked this often whether it still sends here.
    #[must_use]
    pub fn looking_every(self, look: Duration) -> Self {
        Self { look, ..self }
    }

    /// The route. Until [`Webhook::run`] has begun, updates are answered so
    /// that they come again.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route(self.url.path(), post(receive))
            .with_state(self)
    }

    /// Sets the webhook and takes updates in until it is dropped. The
    /// webhook stays: Telegram keeps updates meanwhile, and another instance
    /// may have set it anew.
    ///
    /// # Errors
    /// When no bot has this token, or Telegram refuses the address; every other
    /// fault is waited out.
    pub async fn run(&self, with: Dependencies) -> Result<Infallible, ReceivingError> {
        let account = with.api.introduction(&with).await?;
        let bot = account.username.clone();
        let intake = Arc::new(Intake::new(with.clone(), account));
        // Set twice only where it runs twice: then the first stays.
        let _ = self.intake.set((intake, with.clone()));
        self.register(&with).await?;
        tracing::info!(
            bot,
            path = self.url.path(),
            "Telegram: receiving by webhook"
        );
        self.watch(&with).await
    }

    /// Telegram says nothing when a token was revoked or another webhook was
    /// set: it is asked, again and again.
    async fn watch(&self, with: &Dependencies) -> Result<Infallible, ReceivingError> {
        let mut faults = 0;
        loop {
            let pause = match with.api.webhook().await {
                Ok(info) if info.url == self.url.as_str() => {
                    with.works();
                    faults = 0;
                    self.look
                }
                Ok(_) => {
                    let why = "the bot's webhook was changed or removed by another program with \
                               the same token; start this one again to set it";
                    with.health.fails(TELEGRAM, Trouble::Webhook, &why);
                    self.look
                }
                Err(error) => {
                    let pause = with.failed(&error, faults);
                    faults = faults.saturating_add(1);
                    pause
                }
            };
            with.clock.sleep(pause).await;
        }
    }

    async fn register(&self, with: &Dependencies) -> Result<(), ReceivingError> {
        let mut faults = 0;
        loop {
            let set = with.api.set_webhook(&self.url, &self.secret, CONNECTIONS);
            let error = match set.await {
                Ok(()) => return Ok(()),
                Err(error @ ApiError::Refused { code: 400, .. }) => {
                    with.health.fails(TELEGRAM, Trouble::Webhook, &error);
                    return Err(ReceivingError::WebhookRefused(error));
                }
                Err(error) => error,
            };
            let pause = with.failed(&error, faults);
            faults = faults.saturating_add(1);
            with.clock.sleep(pause).await;
        }
    }

    /// Compared by their hashes, so that the time tells neither a part of the
    /// secret nor its length.
    fn is_from_telegram(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get(SECRET)
            .map_or(&[][..], |value| value.as_bytes());
        let given = Sha256::digest(given);
        let ours = Sha256::digest(self.secret.expose_secret().as_bytes());
        given.as_slice().ct_eq(ours.as_slice()).into()
    }
}

async fn receive(
    State(webhook): State<Arc<Webhook>>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    if !webhook.is_from_telegram(&headers) {
        return StatusCode::UNAUTHORIZED;
    }
    let (Some((intake, with)), Ok(permit)) = (
        webhook.intake.get(),
        Arc::clone(&webhook.taking_in).try_acquire_owned(),
    ) else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    with.health.received(Platform::Telegram);
    let update = match tokio::time::timeout(READING, to_bytes(body, LARGEST_UPDATE)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => {
            tracing::warn!(%error, "an update was not received completely, or is too large");
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    let update = match serde_json::from_slice(&update) {
        Ok(update) => update,
        Err(_) => {
            intake.pass_over(None, "it is not JSON");
            return StatusCode::OK;
        }
    };
    let (done, committed) = oneshot::channel();
    let intake = Arc::clone(intake);
    with.tasks.spawn(async move {
        intake.take_in(vec![update]).await;
        drop(permit);
        // Nobody may be waiting any more.
        let _ = done.send(());
    });
    match tokio::time::timeout(COMMITTING, committed).await {
        Ok(Ok(())) => StatusCode::OK,
        // Shutting down, or the store takes its time.
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

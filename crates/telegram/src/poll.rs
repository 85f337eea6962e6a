//! Receiving by long polling.
//!
//! The offset that acknowledges a batch is sent only when every update in it is
//! committed. A fault never ends the stream.

use std::convert::Infallible;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use teloxide::payloads::GetUpdates;
use teloxide::payloads::setters::*;

use super::intake::{Dependencies, Intake};
use super::route::ALLOWED;
use super::{ApiError, ReceivingError};
use kally_core::model::Platform;
use kally_engine::chat::trying::{LONGEST_PAUSE, backoff};

/// The most updates that Telegram hands over at once.
const BATCH: u8 = 100;

/// How long an answer may take beyond the requested wait.
const GRACE: Duration = Duration::from_secs(15);

/// After a week without updates Telegram counts from a new number, which may be
/// below the offset; so the offset is forgotten before that.
const OFFSET_LASTS: TimeDelta = TimeDelta::days(6);

/// The pause while somebody else receives this bot's updates.
const CONFLICT_PAUSE: Duration = Duration::from_secs(5);

/// How updates are received.
#[derive(Debug, Clone, Copy)]
pub struct PollOptions {
    /// How long Telegram holds a request while there is nothing new.
    pub wait: Duration,
}

impl Default for PollOptions {
    fn default() -> Self {
        Self {
            wait: Duration::from_secs(50),
        }
    }
}

/// Receives a bot's updates and brings them to the bridge.
pub struct Polling {
    with: Dependencies,
    options: PollOptions,
}

/// The position up to which updates were committed.
#[derive(Debug, Default)]
struct Offset {
    next: Option<i32>,
    at: Option<DateTime<Utc>>,
}

impl Polling {
    /// Receives for this bot.
    #[must_use]
    pub fn new(with: Dependencies, options: PollOptions) -> Self {
        Self { with, options }
    }

    /// Receives until it is dropped. A webhook that is set is deleted first, or
    /// Telegram would refuse polling; updates that wait for it are received
    /// here.
    ///
    /// # Errors
    /// Only when no bot has this token at the start; every other fault is
    /// waited
    /// out.
    pub async fn run(&self) -> Result<Infallible, ReceivingError> {
        let account = self.with.api.introduction(&*self.with.clock).await?;
        self.delete_webhook().await;
        tracing::info!(bot = %account.username, "Telegram: receiving by polling");
        let intake = Intake::new(self.with.clone(), account);
        let mut offset = Offset::default();
        let mut faults = 0;
        let mut told = None;
        loop {
            let began = self.with.clock.passed();
            match self.receive(&mut offset).await {
                Ok(batch) => {
                    if told.take().is_some() {
                        tracing::info!("Telegram sends updates again");
                    }
                    faults = 0;
                    self.take_in(&intake, batch, &mut offset).await;
                    let hearing = &self.with.doorbells.hearing;
                    hearing.heard(Platform::Telegram, began);
                }
                Err(error) => {
                    let (trouble, pause) = polling_failed(&error, faults);
                    // Each fault is logged once, not every few seconds for
                    // days.
                    if told.as_ref() != Some(&trouble) {
                        tracing::error!("{trouble}");
                        told = Some(trouble);
                    }
                    faults = faults.saturating_add(1);
                    self.with.clock.sleep(pause).await;
                }
            }
        }
    }

    /// Not tried again: if it fails, polling will say why.
    async fn delete_webhook(&self) {
        let deleted = async {
            let webhook = self.with.api.webhook().await?;
            if !webhook.url.is_empty() {
                self.with.api.delete_webhook().await?;
                tracing::warn!(
                    "Telegram: deleting this bot's webhook, since telegram.mode is \"polling\""
                );
            }
            Ok::<_, ApiError>(())
        };
        if let Err(error) = deleted.await {
            tracing::warn!(%error, "the bot's webhook could not be looked up");
        }
    }

    async fn receive(&self, offset: &mut Offset) -> Result<Vec<Value>, ApiError> {
        if offset
            .at
            .is_some_and(|at| self.with.clock.now() - at > OFFSET_LASTS)
        {
            *offset = Offset::default();
        }
        let (hearing, now) = (&self.with.doorbells.hearing, self.with.clock.passed());
        let wait = hearing.patience(Platform::Telegram, now, self.options.wait);
        let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
        let mut payload = GetUpdates::new()
            .limit(BATCH)
            .timeout(seconds)
            .allowed_updates(ALLOWED);
        payload.offset = offset.next;
        self.with.api.ask_within(&payload, wait + GRACE).await
    }

    /// Returns when everything in the batch is committed.
    async fn take_in(&self, intake: &Intake, batch: Vec<Value>, offset: &mut Offset) {
        if batch.is_empty() {
            return;
        }
        let before = offset.next;
        offset.at = Some(self.with.clock.now());
        let highest = intake.take_in(batch).await;
        let next = highest
            .and_then(|id| i32::try_from(id).ok())
            .map(|id| id.saturating_add(1));
        offset.next = offset.next.max(next);
        if offset.next == before {
            // Updates that cannot be acknowledged would come again at once.
            self.with.clock.sleep(LONGEST_PAUSE).await;
        }
    }
}

/// The reason, and how long to wait.
fn polling_failed(error: &ApiError, faults: u32) -> (String, Duration) {
    match error {
        ApiError::Refused {
            code: 409,
            description,
            ..
        } if description.contains("webhook") => (
            "Telegram refuses polling, since a webhook was set for this bot meanwhile: stop the program that \
             sets it and start this one again, or give each a bot of its own"
                .to_owned(),
            CONFLICT_PAUSE,
        ),
        ApiError::Refused { code: 409, .. } => (
            "another program receives this bot's updates with the same token; stop it, or give each a bot of its own"
                .to_owned(),
            CONFLICT_PAUSE,
        ),
        ApiError::Refused {
            retry_after: Some(wait),
            ..
        } => ("Telegram asks to wait".to_owned(), *wait),
        error if error.is_wrong_token() => (
            "Telegram does not know this bot's token any more (telegram.token, KALLY_TELEGRAM__TOKEN): \
             @BotFather shows the one that works; it is tried again"
                .to_owned(),
            backoff(faults),
        ),
        error => (
            format!("Telegram sends no updates; trying again: {error}"),
            backoff(faults),
        ),
    }
}

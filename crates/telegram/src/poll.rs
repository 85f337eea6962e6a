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

use super::intake::{Dependencies, Intake, TELEGRAM};
use super::route::ALLOWED;
use super::{ApiError, ReceivingError};
use kally_core::model::{Platform, Trouble};
use kally_engine::chat::trying::LONGEST_PAUSE;

/// The most updates that Telegram hands over at once.
const BATCH: u8 = 100;

/// How long an answer may take beyond the requested wait.
const GRACE: Duration = Duration::from_secs(15);

/// After a week without updates Telegram counts from a new number, which may be
/// below the offset; so the offset is forgotten before that.
const OFFSET_LASTS: TimeDelta = TimeDelta::days(6);

/// How long Telegram holds the first request after a fault.
const AFTER_FAULT: Duration = Duration::from_secs(1);

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
        let account = self.with.api.introduction(&self.with).await?;
        self.delete_webhook().await;
        tracing::info!(bot = %account.username, "Telegram: receiving by polling");
        let intake = Intake::new(self.with.clone(), account);
        let mut offset = Offset::default();
        let mut faults = 0;
        loop {
            let began = self.with.clock.passed();
            match self.receive(&mut offset).await {
                Ok(batch) => {
                    self.take_in(&intake, batch, &mut offset).await;
                    let hearing = &self.with.doorbells.hearing;
                    hearing.heard(Platform::Telegram, began);
                    self.with.works();
                    if self.outage().is_none() {
                        faults = 0;
                    }
                }
                Err(error) => {
                    let pause = self.with.failed(&error, faults);
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

    fn outage(&self) -> Option<Trouble> {
        let outage = self.with.health.outage(TELEGRAM);
        outage.map(|outage| outage.trouble)
    }

    /// How long Telegram may hold the next request.
    fn patience(&self) -> Duration {
        let usually = match self.outage() {
            // Whether it works again is to be known soon.
            Some(trouble) if trouble != Trouble::SecondReceiver => AFTER_FAULT,
            _ => self.options.wait,
        };
        let (hearing, now) = (&self.with.doorbells.hearing, self.with.clock.passed());
        hearing.patience(Platform::Telegram, now, usually)
    }

    async fn receive(&self, offset: &mut Offset) -> Result<Vec<Value>, ApiError> {
        if offset
            .at
            .is_some_and(|at| self.with.clock.now() - at > OFFSET_LASTS)
        {
            *offset = Offset::default();
        }
        let wait = self.patience();
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

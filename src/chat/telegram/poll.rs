//! Receiving by long polling.
//!
//! The offset that acknowledges a batch is sent only when every update of it is
//! committed. Conversations go side by side, each in its own order; what the
//! store could not keep is tried again until it can. A fault never ends the
//! stream, and an update that cannot be read is passed over, never waited for.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use serde_json::Value;
use teloxide::payloads::setters::*;
use teloxide::payloads::{AnswerCallbackQuery, GetUpdates};
use teloxide::types::{CallbackQueryId, True};
use tokio::sync::Semaphore;

use crate::bridge::{Bridge, Handled, Inbound, TurnError};
use crate::model::ConversationId;
use crate::runtime::{Clock, Tasks};
use crate::store::StoreError;

use super::route::{ALLOWED, Routed, Routes, Unreadable, read};
use super::{Account, ApiError, BotApi};

/// The most updates that Telegram hands over at once.
const BATCH: u8 = 100;

/// How long an answer may take beyond the wait that was asked for.
const GRACE: Duration = Duration::from_secs(15);

/// After a week without updates Telegram counts from a new number, which may be
/// below the offset; it is forgotten before.
const OFFSET_LASTS: TimeDelta = TimeDelta::days(6);

/// The pauses after a fault: the first, and the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The pause while somebody else receives this bot's updates.
const CONFLICT_PAUSE: Duration = Duration::from_secs(5);

/// How many presses are being answered at a time; an answer is a courtesy.
const ANSWERING: usize = 256;

/// Telegram's limit of an alert, in characters.
const LONGEST_ALERT: usize = 200;

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

/// Why nothing can be received at all.
#[derive(Debug, thiserror::Error)]
pub enum PollingError {
    /// There is no bot of this token.
    #[error(
        "Telegram knows no bot of this token (telegram.token, KALLY_TELEGRAM__TOKEN); @BotFather shows it"
    )]
    WrongToken(#[source] ApiError),
}

/// Receives a bot's updates and brings them to the bridge.
pub struct Polling {
    api: Arc<BotApi>,
    bridge: Arc<Bridge>,
    clock: Arc<dyn Clock>,
    tasks: Tasks,
    options: PollOptions,
    answering: Arc<Semaphore>,
}

/// How far the updates were committed.
#[derive(Debug, Default)]
struct Offset {
    next: Option<i32>,
    at: Option<DateTime<Utc>>,
    passed_over: u64,
}

impl Polling {
    /// Receives for this bot.
    #[must_use]
    pub fn new(
        api: Arc<BotApi>,
        bridge: Arc<Bridge>,
        clock: Arc<dyn Clock>,
        tasks: Tasks,
        options: PollOptions,
    ) -> Self {
        Self {
            api,
            bridge,
            clock,
            tasks,
            options,
            answering: Arc::new(Semaphore::new(ANSWERING)),
        }
    }

    /// Receives until it is dropped.
    ///
    /// # Errors
    /// Only when there is no such bot at the start; every other fault is waited
    /// out.
    pub async fn run(&self) -> Result<std::convert::Infallible, PollingError> {
        let account = self.account().await?;
        tracing::info!(bot = %account.username, "Telegram: receiving by polling");
        let routes = Routes::new(account);
        let mut offset = Offset::default();
        let mut faults = 0;
        loop {
            match self.receive(&mut offset).await {
                Ok(batch) => {
                    faults = 0;
                    self.take_in(&routes, batch, &mut offset).await;
                }
                Err(error) => {
                    let pause = polling_failed(&error, faults);
                    faults = faults.saturating_add(1);
                    self.clock.sleep(pause).await;
                }
            }
        }
    }

    async fn account(&self) -> Result<Account, PollingError> {
        let mut faults = 0;
        loop {
            match self.api.account().await {
                Ok(account) => return Ok(account),
                Err(error) if error.is_wrong_token() => {
                    return Err(PollingError::WrongToken(error));
                }
                Err(error) => {
                    let pause = backoff(faults);
                    tracing::warn!(%error, ?pause, "Telegram cannot be reached; trying again");
                    faults = faults.saturating_add(1);
                    self.clock.sleep(pause).await;
                }
            }
        }
    }

    async fn receive(&self, offset: &mut Offset) -> Result<Vec<Value>, ApiError> {
        if offset
            .at
            .is_some_and(|at| self.clock.now() - at > OFFSET_LASTS)
        {
            *offset = Offset {
                passed_over: offset.passed_over,
                ..Offset::default()
            };
        }
        let seconds = u32::try_from(self.options.wait.as_secs()).unwrap_or(u32::MAX);
        let mut payload = GetUpdates::new()
            .limit(BATCH)
            .timeout(seconds)
            .allowed_updates(ALLOWED);
        payload.offset = offset.next;
        self.api
            .ask_within(&payload, self.options.wait + GRACE)
            .await
    }

    /// Answers when everything of the batch is committed.
    async fn take_in(&self, routes: &Routes, batch: Vec<Value>, offset: &mut Offset) {
        if batch.is_empty() {
            return;
        }
        let before = offset.next;
        let now = self.clock.now();
        let mut lanes: HashMap<ConversationId, Vec<(Inbound, Option<CallbackQueryId>)>> =
            HashMap::new();
        for value in batch {
            let id = match read(value) {
                Ok(update) => {
                    let id = update.id.0;
                    match routes.route(update, now).await {
                        Routed::Turn(inbound, press) => {
                            lanes
                                .entry(inbound.conversation.clone())
                                .or_default()
                                .push((*inbound, press));
                        }
                        Routed::Answer(press) => self.answer(press, None),
                        Routed::Nothing => {}
                    }
                    Some(id)
                }
                Err(Unreadable { id, why }) => {
                    offset.passed_over += 1;
                    let all = offset.passed_over;
                    tracing::error!(
                        update = id,
                        why,
                        all,
                        "an update cannot be read and is passed over"
                    );
                    id
                }
            };
            let next = id
                .and_then(|id| i32::try_from(id).ok())
                .map(|id| id.saturating_add(1));
            offset.next = offset.next.max(next);
        }
        offset.at = Some(now);
        join_all(lanes.into_values().map(|lane| self.turns(lane))).await;
        if offset.next == before {
            // Updates that cannot be acknowledged would come again at once.
            self.clock.sleep(LONGEST_PAUSE).await;
        }
    }

    /// The turns of one conversation, in order.
    async fn turns(&self, lane: Vec<(Inbound, Option<CallbackQueryId>)>) {
        for (inbound, press) in lane {
            let handled = self.turn(&inbound).await;
            if let Some(press) = press {
                self.answer(press, handled.and_then(|handled| handled.alert));
            }
        }
    }

    /// Tries until it is committed. Nothing, if it never can be.
    async fn turn(&self, inbound: &Inbound) -> Option<Handled> {
        let mut faults = 0;
        loop {
            match self.bridge.handle(inbound).await {
                Ok(handled) => return Some(handled),
                Err(TurnError::Store(error @ StoreError::TooLarge { .. })) => {
                    tracing::error!(%error, event = inbound.event.0, "an update cannot be kept and is passed over");
                    return None;
                }
                Err(error) => {
                    let pause = backoff(faults);
                    tracing::error!(%error, event = inbound.event.0, ?pause, "an update was not kept; trying again");
                    faults = faults.saturating_add(1);
                    self.clock.sleep(pause).await;
                }
            }
        }
    }

    /// Answers a press, beside everything else. An answer that comes too late
    /// is refused, which is no harm.
    fn answer(&self, press: CallbackQueryId, alert: Option<String>) {
        let Ok(permit) = Arc::clone(&self.answering).try_acquire_owned() else {
            return;
        };
        let mut payload = AnswerCallbackQuery::new(press);
        if let Some(alert) = alert {
            payload = payload.text(shortened(&alert)).show_alert(true);
        }
        let api = Arc::clone(&self.api);
        self.tasks.spawn(async move {
            if let Err(error) = api.ask::<_, True>(&payload).await {
                tracing::debug!(%error, "a press was not answered");
            }
            drop(permit);
        });
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_ALERT {
        return text.to_owned();
    }
    text.chars().take(LONGEST_ALERT - 1).chain(['…']).collect()
}

fn backoff(faults: u32) -> Duration {
    FIRST_PAUSE
        .saturating_mul(1 << faults.min(10))
        .min(LONGEST_PAUSE)
}

/// Says what is wrong; answers with how long to wait.
fn polling_failed(error: &ApiError, faults: u32) -> Duration {
    let pause = backoff(faults);
    match error {
        ApiError::Refused {
            code: 409,
            description,
            ..
        } if description.contains("webhook") => {
            tracing::error!(
                "Telegram refuses polling, since a webhook is set for this bot: stop the program that set it, \
                 then delete it with the Bot API's deleteWebhook"
            );
            CONFLICT_PAUSE
        }
        ApiError::Refused { code: 409, .. } => {
            tracing::warn!(
                "another program receives this bot's updates with the same token; stop it, or give each a bot of its own"
            );
            CONFLICT_PAUSE
        }
        ApiError::Refused {
            retry_after: Some(wait),
            ..
        } => {
            tracing::warn!(?wait, "Telegram asks to wait");
            *wait
        }
        error => {
            tracing::warn!(%error, ?pause, "Telegram's updates cannot be had; trying again");
            pause
        }
    }
}

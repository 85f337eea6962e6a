//! Takes updates in, by polling or webhook: each is routed, and its turn is
//! committed when [`Intake::take_in`] returns, so that it may be acknowledged.
//!
//! Conversations are handled side by side, each in its own order; a turn that
//! the store could not take is tried again until it can. An update that cannot
//! be read is counted and skipped, never waited for.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::join_all;
use serde_json::Value;
use teloxide::payloads::AnswerCallbackQuery;
use teloxide::payloads::setters::*;
use teloxide::types::{CallbackQueryId, True};
use tokio::sync::Semaphore;

use kally_core::dialogue::Wordless;
use kally_core::model::{ConversationId, Platform, Trouble};
use kally_engine::bridge::{Bridge, Content, Doorbells, Inbound};
use kally_engine::chat::cards;
use kally_engine::chat::places::Places;
use kally_engine::chat::trying::{backoff, committed};
use kally_engine::health::{Health, Peer};
use kally_runtime::{Clock, Tasks};
use kally_store::StoreError;

use super::read::{Brings, CardFile, News, Unreadable, read};
use super::route::{Routed, Routes, added};
use super::{ApiError, BotApi, BotIdentity};

pub(super) const TELEGRAM: Peer = Peer::Chat(Platform::Telegram);

/// The shortest pause while somebody else receives this bot's updates, or the
/// token is not accepted.
const CONFLICT_PAUSE: Duration = Duration::from_secs(5);

/// How many presses are being answered at a time; an answer is a courtesy.
const ANSWERING: usize = 256;

/// How many files are being fetched at a time; others are not read.
const FETCHING: usize = 8;

/// Telegram's limit of an alert, in characters.
const LONGEST_ALERT: usize = 200;

/// The parts of the program that receiving needs.
#[derive(Clone)]
pub struct Dependencies {
    pub api: Arc<BotApi>,
    pub bridge: Arc<Bridge>,
    /// The former addresses of groups that moved.
    pub places: Arc<Places>,
    /// Wakes the outbox of a chat that can be written to again.
    pub doorbells: Arc<Doorbells>,
    /// Is told whether Telegram answers.
    pub health: Arc<Health>,
    pub clock: Arc<dyn Clock>,
    pub tasks: Tasks,
}

impl Dependencies {
    /// Telegram answered, and what it brought is committed.
    pub(super) fn works(&self) {
        self.health.works(TELEGRAM);
    }

    /// A request failed and is tried again: logs it, unless it is the same as
    /// before. Returns the pause after this many faults.
    pub(super) fn failed(&self, error: &ApiError, faults: u32) -> Duration {
        let trouble = error.trouble();
        self.health.fails(TELEGRAM, trouble, &error.explained());
        match error.retry_after() {
            Some(wait) => wait,
            None => pause(trouble, faults),
        }
    }
}

/// The pause after this many faults in a row.
fn pause(trouble: Trouble, faults: u32) -> Duration {
    match trouble {
        Trouble::SecondReceiver => backoff(faults).max(CONFLICT_PAUSE),
        // Nothing changes until somebody does something.
        Trouble::Unauthorized => (backoff(faults) * 10).max(CONFLICT_PAUSE),
        _ => backoff(faults),
    }
}

pub(super) struct Intake {
    with: Dependencies,
    routes: Routes,
    answering: Arc<Semaphore>,
    fetching: Semaphore,
    passed_over: AtomicU64,
}

/// The turn of an update.
struct Turn {
    inbound: Inbound,
    /// The press to answer.
    press: Option<CallbackQueryId>,
    /// The file to fetch before.
    file: Option<CardFile>,
}

/// The turns of one conversation, in order.
type Lane = Vec<Turn>;

impl Intake {
    pub(super) fn new(with: Dependencies, account: BotIdentity) -> Self {
        let routes = Routes::new(account, with.bridge.own_links(), with.bridge.restored_at());
        Self {
            with,
            routes,
            answering: Arc::new(Semaphore::new(ANSWERING)),
            fetching: Semaphore::new(FETCHING),
            passed_over: AtomicU64::new(0),
        }
    }

    /// Returns when everything in the batch is committed, with the highest id
    /// in it.
    pub(super) async fn take_in(&self, batch: Vec<Value>) -> Option<u32> {
        let now = self.with.bridge.now();
        let mut highest = None;
        let mut lanes: HashMap<ConversationId, Lane> = HashMap::new();
        for value in batch {
            match read(value) {
                Ok((id, news)) => {
                    highest = highest.max(Some(id));
                    if let Some(turn) = self.sort(id, news, now).await {
                        let conversation = turn.inbound.conversation.clone();
                        lanes.entry(conversation).or_default().push(turn);
                    }
                }
                Err(Unreadable { id, why }) => {
                    highest = highest.max(id);
                    self.pass_over(id, why);
                }
            }
        }
        join_all(lanes.into_values().map(|lane| self.turns(lane))).await;
        highest
    }

    /// Logs and counts an update that cannot be read.
    pub(super) fn pass_over(&self, update: Option<u32>, why: &str) {
        let all = self.passed_over.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::error!(update, why, all, "an update cannot be read and is skipped");
    }

    /// Returns the turn for an update. Updates without a turn (moves, membership)
    /// are handled here.
    async fn sort(&self, id: u32, news: News, now: DateTime<Utc>) -> Option<Turn> {
        let places = &self.with.places;
        match news {
            News::Update(update, beside) => {
                let file = match &beside.brings {
                    Some(Brings::Cards(file)) => Some(file.clone()),
                    _ => None,
                };
                match self.routes.route(*update, beside, now).await {
                    Routed::Turn(mut inbound, press) => {
                        if is_group(&inbound.conversation.chat) {
                            let first =
                                self.kept(|| places.first(&inbound.conversation.chat)).await;
                            inbound.conversation.chat = first;
                        }
                        let inbound = *inbound;
                        return Some(Turn {
                            inbound,
                            press,
                            file,
                        });
                    }
                    Routed::Answer(press) => self.answer(press, None),
                    Routed::Nothing => {}
                }
            }
            News::Moved { from, to } => {
                let (from, to) = (from.to_string(), to.to_string());
                self.kept(|| places.moved(&from, &to)).await;
                let first = self.kept(|| places.first(&to)).await;
                self.ring(first);
            }
            News::Standing {
                chat,
                present: true,
                added_by,
            } => {
                let chat = chat.to_string();
                let first = self.kept(|| places.first(&chat)).await;
                // A group that moved knows the bot.
                let added_by = added_by.filter(|_| first == chat);
                self.ring(first);
                return added_by.map(|by| Turn {
                    inbound: added(id, chat, &by, now),
                    press: None,
                    file: None,
                });
            }
            News::Standing { chat, .. } => {
                tracing::debug!(
                    chat,
                    "the bot was blocked or removed; messages for that chat wait"
                );
            }
        }
        None
    }

    /// Retries the messages that wait for this chat.
    fn ring(&self, chat: String) {
        self.with.doorbells.chats.ring((Platform::Telegram, chat));
    }

    /// The turns of one conversation, in order.
    async fn turns(&self, lane: Lane) {
        let several = lane.first().filter(|_| lane.len() > 1);
        let reading = &self.with.doorbells.reading;
        let _reading = several.map(|turn| reading.begin(&turn.inbound.conversation));
        for turn in lane {
            let Turn {
                mut inbound,
                press,
                file,
            } = turn;
            if let Some(file) = file {
                self.read_cards(&mut inbound, &file).await;
            }
            let handled = committed(&self.with.bridge, &*self.with.clock, &inbound).await;
            if let Some(press) = press {
                self.answer(press, handled.and_then(|handled| handled.alert));
            }
        }
    }

    /// Reads the file of contact cards that a message brings. Without it, the
    /// message is one with a file that the bot cannot read.
    async fn read_cards(&self, inbound: &mut Inbound, file: &CardFile) {
        let is_file = inbound.content == Content::Wordless(Wordless::File);
        if !is_file || !self.with.bridge.admits(inbound) {
            return;
        }
        let Ok(_permit) = self.fetching.try_acquire() else {
            return;
        };
        match self.with.api.file(&file.id, cards::LARGEST).await {
            Ok(bytes) => {
                let found = cards::read(&bytes);
                if !found.is_empty() {
                    inbound.content = Content::Cards(found);
                }
            }
            Err(error) => tracing::warn!(%error, "a file of contact cards cannot be fetched"),
        }
    }

    /// Tries until the store answers.
    async fn kept<T, F>(&self, ask: impl Fn() -> F) -> T
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let mut faults = 0;
        loop {
            match ask().await {
                Ok(answer) => return answer,
                Err(error) => {
                    let pause = backoff(faults);
                    tracing::error!(%error, ?pause, "the id of a group cannot be looked up; trying again");
                    faults = faults.saturating_add(1);
                    self.with.clock.sleep(pause).await;
                }
            }
        }
    }

    /// Answers a press, in the background. An answer that comes too late is
    /// refused, which does no harm.
    fn answer(&self, press: CallbackQueryId, alert: Option<String>) {
        let Ok(permit) = Arc::clone(&self.answering).try_acquire_owned() else {
            return;
        };
        let mut payload = AnswerCallbackQuery::new(press);
        if let Some(alert) = alert {
            payload = payload.text(shortened(&alert));
        }
        let api = Arc::clone(&self.with.api);
        self.with.tasks.spawn(async move {
            if let Err(error) = api.ask::<_, True>(&payload).await {
                tracing::debug!(%error, "a press was not answered");
            }
            drop(permit);
        });
    }
}

/// Whether a chat is not a person's. Those have ids above zero, and only groups
/// move.
pub(super) fn is_group(chat: &str) -> bool {
    chat.starts_with('-')
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_ALERT {
        return text.to_owned();
    }
    text.chars().take(LONGEST_ALERT - 1).chain(['…']).collect()
}

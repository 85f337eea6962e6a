//! The turn: load the records that an event concerns, ask the dialogue for a
//! decision, and commit all of it in one durable step.
//!
//! This is the only writer of conversations. An event is acknowledged to its
//! platform only after [`Bridge::handle`] has returned; a repeated event
//! changes nothing the second time. Nothing here waits for the network, except a
//! card, for a moment (`balances`).

mod account;
mod apply;
mod appointments;
mod backlog;
mod balances;
mod busy;
mod circles;
mod concerned;
mod contacts;
mod feeds;
mod forms;
mod hearing;
mod inbound;
mod limits;
mod links;
mod listening;
mod loaded;
mod others;
mod pick;
mod placing;
mod presence;
mod quiet;
mod record;
mod reports;
mod restored;
mod room;
mod saying;
mod shown;
mod sign_in;
mod strangers;
#[cfg(test)]
mod tests;
mod traced;
mod turn;
mod unkept;
mod used_link;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::access::Access;
use kally_core::dialogue::{Input, Order, Ordered, Standing};
use kally_core::model::{
    AppointmentId, CallId, ChatUser, CommandSigns, ConversationId, ErrandId, Language, MessageRef,
    OwnLinks, OwnSettings, Phone, Platform, Reply, Settings,
};
use kally_core::text::Voice;
use kally_core::understand;
use kally_runtime::{Clock, Doorbell, Ids, Lanes};
use kally_store::{
    EventMark, Key, OutboxRecord, Record, SettingsRecord, Store, StoreError, Stored, Version,
    read_one,
};

use circles::Answer;
use turn::Event;
use unkept::Unkept;

pub(crate) use appointments::listed as listed_appointments;
pub use backlog::{Backlog, MOST_WAITING};
pub use balances::Balances;
pub use busy::{AtWork, Busy};
pub(crate) use contacts::leave_rooms;
pub(crate) use feeds::feed_id;
pub use hearing::Hearing;
pub use inbound::{Card, Content, Handled, Inbound, OfOther, Sender, ToOther, is_command};
pub use limits::CallLimits;
pub use links::{LinkRequest, LinkSource, NewLink, Pasted, PastedInto, Redeemed, TooManyLinks};
pub use presence::Presence;
pub use record::call_view;
pub use reports::Reports;

/// A worker's own part of the commit of a turn that it starts.
#[derive(Debug, Clone, Default)]
pub struct WorkerPart {
    /// The call that it is about.
    pub about: Option<CallId>,
    /// Records that must still be at these versions.
    pub expect: Vec<(Key, Version)>,
    pub put: Vec<Record>,
    pub delete: Vec<Key>,
    pub send: Vec<OutboxRecord>,
    /// The message that shows the answer.
    pub replaces: Option<MessageRef>,
}

/// Why a turn had no effect.
#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    /// A record that the worker brought has changed: read it again.
    #[error("the record {0:?} has changed since it was read")]
    Conflict(Key),
    /// The records changed again in every attempt of the turn.
    #[error("the conversation's records kept changing")]
    Busy,
    /// The store failed; the event is not handled and must come again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The bridge's part of the configuration.
#[derive(Debug, Clone)]
pub struct BridgeOptions {
    /// Settings of people who have set nothing.
    pub defaults: Settings,
    /// How long a confirmed call can be taken back.
    pub undo: Duration,
    /// The bot says when it is an unusual time to call a place.
    pub minds_hours: bool,
    /// How long the history is watched after contact was lost.
    pub doubt: Duration,
    /// How long conversations and calls are kept after their end.
    pub keep: Duration,
    /// A message older than this may not be wanted any more.
    pub late: Duration,
    /// How many calls may be placed.
    pub limits: CallLimits,
    /// How commands are written.
    pub signs: CommandSigns,
    /// The public address below which calendars find appointments, if there is one.
    pub calendars: Option<url::Url>,
}

/// Rings for the workers that have something to do after a commit.
#[derive(Debug, Default)]
pub struct Doorbells {
    /// Conversations with messages to deliver.
    pub delivery: Doorbell<ConversationId>,
    /// Chats that can be written to again, by their first addresses.
    pub chats: Doorbell<(Platform, String)>,
    /// Calls to place or follow.
    pub calls: Doorbell<CallId>,
    pub errands: Doorbell<ErrandId>,
    /// Appointments that have changed.
    pub appointments: Doorbell<AppointmentId>,
    /// Conversations in which something slow is under way.
    pub presence: Presence,
    /// Conversations of which several messages came at once and are being read.
    /// Questions to them wait a moment: the last message decides what is asked.
    pub reading: Busy,
    /// How far people can be heard.
    pub hearing: Hearing,
    /// The answers that wait in each conversation.
    pub backlog: Backlog,
    /// What is reported about calls.
    pub reports: Reports,
}

pub struct Bridge {
    store: Arc<dyn Store>,
    links: Arc<dyn LinkSource>,
    access: Arc<Access>,
    balances: Option<Arc<dyn Balances>>,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    options: BridgeOptions,
    doorbells: Arc<Doorbells>,
    lanes: Lanes<ConversationId>,
    unkept: Unkept,
    circles: circles::Circles,
    /// Calls that were confirmed since the start.
    confirmed: AtomicU64,
    /// Turns since the start.
    turns: AtomicU64,
    /// When the store was restored from a copy, if it was.
    restored_at: Option<DateTime<Utc>>,
}

impl Bridge {
    /// A bridge over a store.
    pub fn new(
        store: Arc<dyn Store>,
        links: Arc<dyn LinkSource>,
        clock: Arc<dyn Clock>,
        ids: Arc<Ids>,
        options: BridgeOptions,
        doorbells: Arc<Doorbells>,
    ) -> Self {
        Self {
            store,
            links,
            access: Arc::new(Access::open()),
            balances: None,
            clock,
            ids,
            options,
            doorbells,
            lanes: Lanes::default(),
            unkept: Unkept::default(),
            circles: circles::Circles::default(),
            confirmed: AtomicU64::new(0),
            turns: AtomicU64::new(0),
            restored_at: None,
        }
    }

    /// The same, for the people who may use it.
    #[must_use]
    pub fn with_access(self, access: Arc<Access>) -> Self {
        Self { access, ..self }
    }

    /// The same; its cards say if little is left.
    #[must_use]
    pub fn with_balances(self, balances: Arc<dyn Balances>) -> Self {
        let balances = Some(balances);
        Self { balances, ..self }
    }

    /// Whether an event is taken even where others are not: a way out, or words
    /// of somebody in danger.
    fn is_urgent(&self, inbound: &Inbound) -> bool {
        let settings = self.defaults_for(Some(&inbound.sender));
        let reading = understand::Context {
            language: settings.language,
            timezone: settings.timezone,
            now: self.clock.now(),
            region: settings.region,
        };
        let words = inbound.content.words();
        inbound.content.is_way_out()
            || words.is_some_and(|words| understand::danger(words, true, &reading).is_some())
    }

    /// Whether the sender of an event may use the bot.
    #[must_use]
    pub fn admits(&self, inbound: &Inbound) -> bool {
        let standing = self.access.of(&inbound.conversation, &inbound.sender);
        matches!(standing, Standing::Admin | Standing::Member)
    }

    /// Who may use it.
    #[must_use]
    pub fn access(&self) -> &Arc<Access> {
        &self.access
    }

    /// Handles an event of a platform. When this returns, all effects of the
    /// event are durable, and it may be acknowledged.
    ///
    /// # Errors
    /// When nothing was committed: the event must not be acknowledged.
    pub async fn handle(&self, inbound: &Inbound) -> Result<Handled, TurnError> {
        let mark = EventMark {
            platform: inbound.conversation.platform,
            id: inbound.event.clone(),
            at: self.clock.now(),
        };
        if self.is_before_restore(inbound.at) {
            return self.before_restore(inbound, mark).await;
        }
        if let Some(handled) = self.stops_for_other(inbound, &mark).await? {
            return Ok(handled);
        }
        let event = match self.circles.answer(inbound, mark.at) {
            Answer::Nothing if !self.is_urgent(inbound) => return Ok(Handled::default()),
            Answer::SayOnce if !self.is_urgent(inbound) => Event::InCircles(inbound),
            _ => Event::Inbound(inbound),
        };
        let handled = self
            .turn(
                &inbound.conversation,
                Some(mark),
                &event,
                &WorkerPart::default(),
            )
            .await;
        match &handled {
            Ok(handled) if !handled.seen_before => self.unkept.note_kept(),
            Err(TurnError::Store(StoreError::Failed(_))) => {
                let language = self.defaults_for(Some(&inbound.sender)).language;
                let voice = self.voice(language, inbound.conversation.platform);
                self.unkept.note(&inbound.conversation, voice);
            }
            _ => {}
        }
        handled
    }

    /// The form of our links' addresses: a message that shows one to a room is
    /// for the bot, no matter who shows it.
    #[must_use]
    pub fn own_links(&self) -> OwnLinks {
        self.links.own_links()
    }

    /// Sentences in a language, with commands as a platform writes them.
    #[must_use]
    pub fn voice(&self, language: Language, platform: Platform) -> Voice {
        Voice::writing(language, self.options.signs.of(platform))
    }

    /// Whether a conversation has begun: its record is stored.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn knows(&self, conversation: &ConversationId) -> Result<bool, StoreError> {
        let key = Key::Conversation(conversation.clone());
        let found = self.store.read(&[key]).await?;
        Ok(!matches!(found.first(), None | Some(Stored::Absent)))
    }

    /// Whether any message was stored since the start.
    #[must_use]
    pub fn has_kept(&self) -> bool {
        self.unkept.has_kept()
    }

    /// Replies to the people whose messages could not be stored since the last
    /// time this was asked. The store cannot hold these replies, so they are
    /// sent at once or not at all.
    #[must_use]
    pub fn unkept(&self) -> Vec<(ConversationId, Reply)> {
        self.unkept.take()
    }

    /// Takes a worker's report into the conversation; the worker's own writes
    /// are in the same commit.
    ///
    /// # Errors
    /// When nothing was committed.
    pub async fn report(
        &self,
        conversation: &ConversationId,
        input: Input,
        with: WorkerPart,
    ) -> Result<(), TurnError> {
        self.turn(conversation, None, &Event::Report(&input), &with)
            .await?;
        if let (Input::CallReported(report), Some(call)) = (input, with.about) {
            self.doorbells.reports.tell(call, report);
        }
        Ok(())
    }

    /// Carries out an order of a person's, or declines it. When this returns,
    /// all of its effects are durable.
    ///
    /// # Errors
    /// When nothing was committed.
    pub async fn order(&self, user: &ChatUser, order: Order) -> Result<Ordered, TurnError> {
        let id = ConversationId::orders_of(user);
        let about = match &order {
            Order::CheckAgain(call) => Some(*call),
            Order::Call(_) | Order::LogOut(_) => None,
        };
        let input = Input::Ordered(order);
        let with = WorkerPart {
            about,
            ..WorkerPart::default()
        };
        let handled = self.turn(&id, None, &Event::Report(&input), &with).await?;
        handled.ordered.ok_or(TurnError::Busy)
    }

    /// The settings of a person who has set nothing: the operator's, in the
    /// language that their platform names.
    pub(crate) fn defaults_for(&self, sender: Option<&Sender>) -> Settings {
        let defaults = self.options.defaults.clone();
        let language = sender.and_then(|sender| sender.language);
        Settings {
            language: language.unwrap_or(defaults.language),
            ..defaults
        }
    }

    /// A person's settings.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settings(&self, user: &ChatUser) -> Result<Settings, StoreError> {
        let stored = read_one::<SettingsRecord>(&*self.store, user).await?;
        Ok(own_settings(&stored).over(&self.options.defaults))
    }
}

/// The numbers that a person wants never called.
fn never_of(stored: &Stored<SettingsRecord>) -> Vec<Phone> {
    let record = stored.record();
    record
        .map(|record| record.never.clone())
        .unwrap_or_default()
}

/// The settings that a person has set.
fn own_settings(stored: &Stored<SettingsRecord>) -> OwnSettings {
    let record = stored.record();
    record.map(|record| record.own.clone()).unwrap_or_default()
}

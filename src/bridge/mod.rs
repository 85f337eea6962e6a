//! The turn: load what an event concerns, ask the dialogue what follows, and
//! commit all of it in one durable step.
//!
//! The only writer of conversations. An event is acknowledged to its platform
//! only after [`Bridge::handle`] has answered; an event that comes twice
//! changes nothing the second time. Nothing here waits for the network.

mod apply;
mod inbound;
mod pick;
mod record;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::dialogue::{self, Context, Conversation, Input, Linked};
use crate::model::{CallId, ChatUser, ConversationId, Language, Name, Settings};
use crate::runtime::{Clock, Doorbell, Ids, Lanes};
use crate::store::{
    AccountRecord, CallRecord, Commit, CommitError, ConversationRecord, EventMark, Key, LinkRecord,
    Record, RecordKind, SettingsRecord, Store, StoreError, Stored, Version, read_one,
};

pub use inbound::{Content, Handled, Inbound, Sender};
pub use record::{call_view, outcome_record, request_of, request_record, settings_of};

/// How often a turn is decided again because a record changed under it.
const ATTEMPTS: usize = 8;

/// What a link session is opened with.
#[derive(Debug, Clone)]
pub struct LinkRequest {
    /// Where the good news goes.
    pub conversation: ConversationId,
    /// The person's name as the platform shows it.
    pub display_name: String,
    /// Their handle.
    pub handle: Option<String>,
    /// Their language.
    pub language: Language,
    /// The time.
    pub now: DateTime<Utc>,
}

/// A link session that was opened, to be committed with the turn.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Its record.
    pub record: LinkRecord,
    /// Where the person has to go.
    pub url: String,
    /// The code that the page shows.
    pub code: String,
    /// How long it works.
    pub valid: Duration,
}

/// Opens link sessions, without I/O.
pub trait LinkSource: Send + Sync {
    /// Opens one.
    fn open(&self, request: LinkRequest) -> NewLink;
}

/// What else belongs into the commit of a turn that a worker starts.
#[derive(Debug, Clone, Default)]
pub struct Extra {
    /// The call that it is about.
    pub about: Option<CallId>,
    /// Records that must still be at these versions.
    pub expect: Vec<(Key, Version)>,
    /// Records to write.
    pub put: Vec<Record>,
    /// Records to remove.
    pub delete: Vec<Key>,
}

/// Why nothing of a turn happened.
#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    /// A record that the worker brought has changed: read it again.
    #[error("the record {0:?} has changed since it was read")]
    Conflict(Key),
    /// Records kept changing under the turn.
    #[error("the conversation's records kept changing")]
    Busy,
    /// The store failed; the event is not handled and must come again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the bridge needs to know from the configuration.
#[derive(Debug, Clone)]
pub struct BridgeOptions {
    /// Settings of people who have set nothing.
    pub defaults: Settings,
    /// How long a confirmed call can be taken back.
    pub undo: Duration,
    /// How long the history is watched after contact was lost.
    pub doubt: Duration,
}

/// Rings for the workers that have something to do after a commit.
#[derive(Debug, Default)]
pub struct Doorbells {
    /// Conversations with messages to deliver.
    pub delivery: Doorbell<ConversationId>,
    /// Calls to place or follow.
    pub calls: Doorbell<CallId>,
    /// Errands to run.
    pub errands: Doorbell<crate::model::ErrandId>,
}

/// The turn.
pub struct Bridge {
    store: Arc<dyn Store>,
    links: Arc<dyn LinkSource>,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    options: BridgeOptions,
    doorbells: Arc<Doorbells>,
    lanes: Lanes<ConversationId>,
}

/// What a turn is about.
enum Event<'a> {
    /// A person said or pressed something.
    Inbound(&'a Inbound),
    /// A worker reports.
    Report(&'a Input),
}

/// All that was read for a turn.
struct Loaded {
    version: Version,
    conversation: Conversation,
    offered: record::Offered,
    sender: Option<Sender>,
    lost: bool,
    settings: Stored<SettingsRecord>,
    account: Stored<AccountRecord>,
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
            clock,
            ids,
            options,
            doorbells,
            lanes: Lanes::default(),
        }
    }

    /// Handles an event of a platform. When this answers, everything that
    /// follows from it is durable, and it may be acknowledged.
    ///
    /// # Errors
    /// When nothing was committed: the event must not be acknowledged.
    pub async fn handle(&self, inbound: &Inbound) -> Result<Handled, TurnError> {
        let mark = EventMark {
            platform: inbound.conversation.platform,
            id: inbound.event.clone(),
            at: self.clock.now(),
        };
        self.turn(
            &inbound.conversation,
            Some(mark),
            &Event::Inbound(inbound),
            &Extra::default(),
        )
        .await
    }

    /// Takes a worker's report into the conversation; what the worker has to
    /// write is written in the same commit.
    ///
    /// # Errors
    /// When nothing was committed.
    pub async fn report(
        &self,
        conversation: &ConversationId,
        input: Input,
        with: Extra,
    ) -> Result<(), TurnError> {
        self.turn(conversation, None, &Event::Report(&input), &with)
            .await
            .map(drop)
    }

    /// A person's settings.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settings(&self, user: &ChatUser) -> Result<Settings, StoreError> {
        let stored = read_one::<SettingsRecord>(&*self.store, user).await?;
        Ok(settings_of(stored.record(), &self.options.defaults))
    }

    async fn turn(
        &self,
        id: &ConversationId,
        mark: Option<EventMark>,
        event: &Event<'_>,
        with: &Extra,
    ) -> Result<Handled, TurnError> {
        let _lane = self.lanes.enter(id.clone()).await;
        if let Some(mark) = &mark
            && self.store.seen(mark.platform, &mark.id).await?
        {
            return Ok(Handled {
                seen_before: true,
                alert: None,
            });
        }
        for _ in 0..ATTEMPTS {
            let loaded = self.load(id).await?;
            let (commit, handled) = self.decide(id, mark.clone(), event, with, loaded).await?;
            let (lanes, calls, errands) = to_wake(&commit);
            match self.store.commit(commit).await {
                Ok(()) => {
                    lanes
                        .into_iter()
                        .for_each(|lane| self.doorbells.delivery.ring(lane));
                    calls
                        .into_iter()
                        .for_each(|call| self.doorbells.calls.ring(call));
                    errands
                        .into_iter()
                        .for_each(|errand| self.doorbells.errands.ring(errand));
                    return Ok(handled);
                }
                Err(CommitError::AlreadySeen) => {
                    return Ok(Handled {
                        seen_before: true,
                        alert: None,
                    });
                }
                Err(CommitError::Conflict(key))
                    if with.expect.iter().any(|(theirs, _)| *theirs == key) =>
                {
                    return Err(TurnError::Conflict(key));
                }
                Err(CommitError::Conflict(_)) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(TurnError::Busy)
    }

    async fn load(&self, id: &ConversationId) -> Result<Loaded, StoreError> {
        let user = id.chat_user();
        let keys = [
            Key::Conversation(id.clone()),
            Key::Settings(user.clone()),
            Key::Account(user),
        ];
        let mut found = self.store.read(&keys).await?.into_iter();
        let mut next = || found.next().unwrap_or(Stored::Absent);
        let stored = only::<ConversationRecord>(next());
        let (settings, account) = (only(next()), only(next()));
        let version = stored.version();
        let unreadable = matches!(stored, Stored::Unreadable { .. });
        let record = stored.into_record();
        let read = record.as_ref().map(record::conversation_of);
        let lost = unreadable || matches!(read, Some(None));
        if lost {
            tracing::error!(conversation = %id.chat_user(), "a conversation could not be read and is set aside");
        }
        Ok(Loaded {
            version,
            conversation: read.flatten().unwrap_or_default(),
            offered: record.as_ref().map(record::offered_of).unwrap_or_default(),
            sender: record.as_ref().and_then(record::sender_of),
            lost,
            settings,
            account,
        })
    }

    /// What follows, as one commit.
    async fn decide(
        &self,
        id: &ConversationId,
        mark: Option<EventMark>,
        event: &Event<'_>,
        with: &Extra,
        loaded: Loaded,
    ) -> Result<(Commit, Handled), StoreError> {
        let (input, sender, private, pressed) = match event {
            Event::Report(input) => ((*input).clone(), loaded.sender.clone(), false, false),
            Event::Inbound(inbound) => {
                let (input, pressed) = inbound::input(inbound, &loaded.offered);
                (
                    input,
                    Some(inbound.sender.clone()),
                    inbound.private,
                    pressed,
                )
            }
        };
        let call = self.call_of(&input, with, &loaded.conversation).await?;
        let context = self.context(&loaded, sender.as_ref(), private, call.as_ref());
        let mut effects = Vec::new();
        let mut conversation = loaded.conversation.clone();
        if loaded.lost {
            let decision = dialogue::step(conversation, Input::RecordLost, &context);
            conversation = decision.conversation;
            effects.extend(decision.effects);
        }
        let decision = dialogue::step(conversation, input, &context);
        effects.extend(decision.effects);
        let mut turn = apply::Applied::new(self, id, &context, loaded, call, sender);
        turn.take_on(with);
        effects.into_iter().for_each(|effect| turn.apply(effect));
        let handled = Handled {
            seen_before: false,
            alert: turn.alert(pressed),
        };
        Ok((turn.into_commit(mark, decision.conversation), handled))
    }

    /// The call that an input is about: as it says, else the conversation's newest.
    async fn call_of(
        &self,
        input: &Input,
        with: &Extra,
        conversation: &Conversation,
    ) -> Result<Option<(Version, CallRecord)>, StoreError> {
        // A worker brings the call as it will be.
        if let Some(record) = with.put.iter().find_map(|record| match record {
            Record::Call(record) => Some((**record).clone()),
            _ => None,
        }) {
            return Ok(Some((Version::default(), record)));
        }
        let pressed = match input {
            Input::ChoicePressed(pressed) => pressed.action.call(),
            _ => None,
        };
        let Some(call) = pressed.or(with.about).or(conversation.last_call) else {
            return Ok(None);
        };
        match read_one::<CallRecord>(&*self.store, &call).await? {
            Stored::Found { version, record } => Ok(Some((version, record))),
            _ => Ok(None),
        }
    }

    fn context(
        &self,
        loaded: &Loaded,
        sender: Option<&Sender>,
        private: bool,
        call: Option<&(Version, CallRecord)>,
    ) -> Context {
        let now = self.clock.now();
        let own_name = sender.and_then(|sender| Name::parse(&sender.display_name).ok());
        Context {
            now,
            settings: settings_of(loaded.settings.record(), &self.options.defaults),
            own_name,
            linked: match loaded.account.record() {
                None => Linked::No,
                Some(record) if record.revoked => Linked::Revoked,
                Some(record) => Linked::Since(record.linked_at),
            },
            private,
            fresh_call: CallId(self.ids.uuid(now)),
            fresh_form: u32::from_le_bytes(self.ids.bytes()),
            call: call.and_then(|(_, record)| call_view(record)),
            undo: self.options.undo,
            doubt: self.options.doubt,
        }
    }
}

/// The record of a kind, out of the union.
fn only<R: RecordKind>(stored: Stored<Record>) -> Stored<R> {
    match stored.map(R::from_record) {
        Stored::Absent => Stored::Absent,
        Stored::Unreadable { version, reason } => Stored::Unreadable { version, reason },
        Stored::Found {
            version,
            record: Some(record),
        } => Stored::Found { version, record },
        Stored::Found {
            version,
            record: None,
        } => Stored::Unreadable {
            version,
            reason: "a record of another kind".to_owned(),
        },
    }
}

/// Who has something to do once a commit is durable.
fn to_wake(
    commit: &Commit,
) -> (
    Vec<ConversationId>,
    Vec<CallId>,
    Vec<crate::model::ErrandId>,
) {
    let lanes = commit
        .send
        .iter()
        .map(|message| message.conversation.clone())
        .collect();
    let mut calls = Vec::new();
    let mut errands = Vec::new();
    for record in &commit.put {
        match record {
            Record::Call(call) => calls.push(call.id),
            Record::Errand(errand) => errands.push(errand.id),
            _ => {}
        }
    }
    (lanes, calls, errands)
}

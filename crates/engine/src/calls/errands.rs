//! Errands: a transcript, a calendar file, an account's usage. A turn asks for
//! an errand, this worker fetches it, and another turn reports it; after a
//! crash in between it is fetched again.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::accounts::AccountError;
use crate::bridge::{TurnError, WorkerPart};
use crate::chat::{Chat, ChatError};
use kally_core::dialogue::{Brought, Errand, Input, Speaker};
use kally_core::model::{CallId, ChatUser, ConversationId, ErrandId, Platform};
use kally_metrics::TIMERS;
use kally_runtime::DueQueue;
use kally_store::{CallRecord, ErrandRecord, Key, ListedWork, StoreError, Stored, Work, read_one};
use kallyai::{self, AccessToken, ErrorCode, RemoteCallId};

use super::past::KnownPast;
use super::personal::Lookers;
use super::{Dependencies, PAGE, needs_sign_in};

/// How long the worker waits for a transcript that does not exist yet.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a platform is asked whether somebody moderates a room.
const MODERATES_ATTEMPTS: usize = 4;

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

pub struct Errands {
    pub(super) parts: Dependencies,
    pub(super) lookers: Lookers,
    chats: HashMap<Platform, Arc<dyn Chat>>,
    pub(super) past: KnownPast,
    running: Mutex<HashSet<ErrandId>>,
    /// Those that wait for a time.
    waiting: DueQueue<ErrandId>,
}

impl Errands {
    /// A worker; [`Errands::run`] starts it.
    #[must_use]
    pub fn new(parts: Dependencies) -> Self {
        Self {
            parts,
            lookers: Lookers::default(),
            chats: HashMap::new(),
            past: KnownPast::default(),
            running: Mutex::default(),
            waiting: DueQueue::default(),
        }
    }

    /// The same, able to ask these chats about their rooms.
    #[must_use]
    pub fn with_chats(self, chats: &[Arc<dyn Chat>]) -> Self {
        let chats = chats.iter().cloned();
        Self {
            chats: chats.map(|chat| (chat.platform(), chat)).collect(),
            ..self
        }
    }

    /// Starts every open errand, then each one that the doorbell rings for.
    /// Never ends.
    pub async fn run(self: Arc<Self>) {
        let mut after = None;
        loop {
            let page = self.parts.store.listed_work(Work::Errands, after, PAGE);
            match page.await {
                Ok(page) if page.is_empty() => break,
                Ok(page) => {
                    after = page.last().map(|errand| errand.id);
                    for ListedWork { id, due } in page {
                        match due {
                            Some(at) => self.waiting.put(ErrandId(id), at),
                            None => self.attend(ErrandId(id)),
                        }
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the open errands cannot be read");
                    self.parts.clock.sleep(Duration::from_secs(5)).await;
                }
            }
        }
        loop {
            TIMERS.set_count(self.waiting.len(), &["errands"]);
            let errands: Vec<ErrandId> = tokio::select! {
                rung = self.parts.doorbells.errands.answer() => rung.into_iter().collect(),
                due = self.waiting.due(&*self.parts.clock) => due,
            };
            errands.into_iter().for_each(|errand| self.attend(errand));
        }
    }

    fn attend(self: &Arc<Self>, id: ErrandId) {
        if !self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id)
        {
            return;
        }
        let errands = Arc::clone(self);
        self.parts.tasks.spawn(async move {
            let mut pause = Duration::from_secs(1);
            while let Err(error) = errands.errand(id).await {
                tracing::error!(errand = %id, %error, "an errand cannot go on now; trying again");
                errands.parts.clock.sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(60));
            }
            errands
                .running
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&id);
        });
    }

    async fn errand(&self, id: ErrandId) -> Result<(), TurnError> {
        let stored = read_one::<ErrandRecord>(&*self.parts.store, &id).await?;
        let mut version = stored.version();
        let Some(record) = stored.into_record() else {
            return Ok(());
        };
        let user = record.conversation.chat_user();
        if let Some(at) = record.errand.due()
            && at > self.parts.clock.now()
        {
            self.waiting.put(id, at);
            return Ok(());
        }
        let presence = &self.parts.doorbells.presence;
        let at_work = (!record.errand.is_unasked()).then(|| presence.begin(&record.conversation));
        let brought = self.fetch(&record.conversation, &record.errand).await?;
        let about = record.errand.call();
        let mut delete = vec![Key::Errand(id)];
        if record.errand == Errand::ForgetMe {
            // It was sealed anew with all the others.
            let stored = read_one::<ErrandRecord>(&*self.parts.store, &id).await?;
            version = stored.version();
            delete.push(Key::Conversation(record.conversation.clone()));
            delete.push(Key::Settings(user));
        }
        let input = Input::ErrandReported(record.errand, Box::new(brought));
        drop(at_work);
        let with = WorkerPart {
            about,
            expect: vec![(Key::Errand(id), version)],
            delete,
            replaces: record.replaces,
            ..WorkerPart::default()
        };
        match self
            .parts
            .bridge
            .report(&record.conversation, input, with)
            .await
        {
            // Another task has done it.
            Err(TurnError::Conflict(_)) => Ok(()),
            done => done,
        }
    }

    /// Fetches what an errand asks for. Nothing is written about it, but for an
    /// errand that removes a person's data.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fetch(
        &self,
        conversation: &ConversationId,
        errand: &Errand,
    ) -> Result<Brought, StoreError> {
        let user = conversation.chat_user();
        Ok(match errand {
            Errand::Transcript { call, .. } => self.transcript(&user, *call).await?,
            Errand::Calendar { call } => self.calendar(&user, *call).await?,
            Errand::Usage => self.usage(&user).await?,
            Errand::Past(errand) => self.of_the_past(&user, errand).await?,
            Errand::Subscription => self.subscription(&user).await?,
            Errand::Billing => self.bills(&user).await?,
            Errand::NewAccount => self.whose(&user).await?,
            Errand::Linked
            | Errand::Command { .. }
            | Errand::DropForm { .. }
            | Errand::Unheard(_)
            | Errand::SumUp { .. } => Brought::Nothing,
            Errand::RoomSetting(_) | Errand::RoomFeed(_) => {
                Brought::Moderates(self.moderates(conversation).await)
            }
            Errand::Contacts => self.places_of_history(&user).await?,
            Errand::MyData => self.my_data(&user).await?,
            Errand::ForgetMe => self.forget(&user, conversation).await?,
        })
    }

    /// Whether the person moderates the room of the conversation; `None` if the
    /// platform does not say for a while.
    async fn moderates(&self, of: &ConversationId) -> Option<bool> {
        let chat = self.chats.get(&of.platform)?;
        let mut pause = Duration::from_millis(500);
        for _ in 0..MODERATES_ATTEMPTS {
            match chat.moderates(of).await {
                Ok(moderates) => return Some(moderates),
                Err(ChatError::Refused(why) | ChatError::Away(why)) => {
                    tracing::warn!(%why, "the platform does not say who moderates a room");
                    return None;
                }
                Err(ChatError::Fault(why)) => {
                    tracing::debug!(%why, "the platform does not say now who moderates a room");
                }
                Err(ChatError::Wait(wait)) => pause = pause.max(wait.min(LONGEST_PAUSE)),
            }
            self.parts.clock.sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        None
    }

    async fn remote(&self, call: CallId) -> Result<Option<RemoteCallId>, StoreError> {
        let record = match read_one::<CallRecord>(&*self.parts.store, &call).await? {
            Stored::Found { record, .. } => record,
            _ => return Ok(None),
        };
        Ok(record.remote.as_deref().and_then(RemoteCallId::parse))
    }

    /// Tries for a while until it is there.
    pub(super) async fn patiently<T, F: Future<Output = Result<T, kallyai::Error>>>(
        &self,
        user: &ChatUser,
        fetch: impl Fn(AccessToken) -> F,
    ) -> Result<Option<T>, AccountError> {
        let begin = self.parts.clock.passed();
        let mut pause = Duration::from_millis(500);
        loop {
            match self.parts.accounts.with_token(user, &fetch).await {
                Ok(found) => return Ok(Some(found)),
                Err(AccountError::Service(error))
                    if error.code() != Some(&ErrorCode::Forbidden) =>
                {
                    tracing::debug!(%error, "the result of an errand does not exist yet");
                    let waited = self.parts.clock.passed().saturating_sub(begin);
                    if waited >= PATIENCE {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error),
            }
            self.parts.clock.sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn transcript(&self, user: &ChatUser, call: CallId) -> Result<Brought, StoreError> {
        let Some(remote) = self.remote(call).await? else {
            return Ok(Brought::Nothing);
        };
        let (client, remote) = (&self.parts.client, &remote);
        let fetched = self
            .patiently(user, |token| async move {
                client.transcript(&token, remote).await
            })
            .await;
        Ok(match fetched {
            Ok(Some(transcript)) if !transcript.entries.is_empty() => {
                Brought::Transcript(transcript.entries.into_iter().map(speaker).collect())
            }
            Ok(_) => Brought::Nothing,
            Err(error) => problem(error, Brought::Nothing)?,
        })
    }

    async fn calendar(&self, user: &ChatUser, call: CallId) -> Result<Brought, StoreError> {
        let Some(remote) = self.remote(call).await? else {
            return Ok(Brought::Nothing);
        };
        let (client, remote) = (&self.parts.client, &remote);
        let fetch = |token: AccessToken| async move { client.calendar(&token, remote).await };
        let fetched = self.parts.accounts.with_token(user, fetch).await;
        match fetched {
            Ok(ics) => Ok(Brought::Calendar(ics)),
            Err(error) => problem(error, Brought::Nothing),
        }
    }
}

/// The reply when an errand fails.
pub(super) fn problem(error: AccountError, otherwise: Brought) -> Result<Brought, StoreError> {
    match error {
        AccountError::Store(error) => Err(error),
        error if needs_sign_in(&error) => Ok(Brought::NotLinked),
        AccountError::Service(error) if error.code() == Some(&ErrorCode::Forbidden) => {
            Ok(Brought::Forbidden)
        }
        error => {
            tracing::warn!(%error, "an errand has failed");
            Ok(otherwise)
        }
    }
}

pub(super) fn speaker(entry: kallyai::TranscriptEntry) -> Speaker {
    let assistant = match entry.speaker {
        kallyai::Speaker::Ai => Some(true),
        kallyai::Speaker::Human => Some(false),
        kallyai::Speaker::Other(_) => None,
    };
    Speaker {
        assistant,
        words: entry.content,
        at: entry.timestamp,
    }
}

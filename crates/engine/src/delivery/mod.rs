//! The outbox: every committed message reaches its chat, in the order of its
//! conversation, however often the process dies.
//!
//! Each conversation with waiting messages has a task of its own, so that a
//! slow chat delays nobody else. A message is removed after it was delivered; a
//! crash in between delivers it again under the same id.

mod order;
mod sound;
#[cfg(test)]
mod tests;
mod typing;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use crate::bridge::Doorbells;
use crate::chat::{Chat, ChatError, Outgoing};
use crate::recordings::Recordings;
use kally_core::model::{ConversationId, MessageRef, Platform, Reply};
use kally_metrics::{DELIVERIES, DELIVERY_SECONDS, LIMIT_WAIT_SECONDS, RETRIES};
use kally_runtime::{Clock, Tasks};
use kally_store::{
    AboutRecord, Commit, CommitError, DeliveryModeV1, Durability, Key, MessageRecord, OutboxRecord,
    Record, Sealer, Seq, Store, StoreError, Stored, open_reply, read_one,
};
use order::{Fate, ordered};

/// The number of waiting messages of a conversation that are read at once.
const BATCH: usize = 256;

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// How often delivery tries whether a chat that could not be written to is
/// back.
const AWAY: Duration = Duration::from_secs(30 * 60);

/// A question waits for so long while more of the person's words are read.
const READING: TimeDelta = TimeDelta::seconds(3);

/// A quiet message that has waited for so long makes a sound after all.
const FRESH: TimeDelta = TimeDelta::minutes(2);

/// A message that could not be delivered for this long is given up.
const PATIENCE: TimeDelta = TimeDelta::days(14);

/// But only after this long without any success: the clock may have been set,
/// or the process may just have come back from a long absence.
const TRIED: Duration = Duration::from_secs(6 * 3600);

pub struct Delivery {
    store: Arc<dyn Store>,
    chats: HashMap<Platform, Arc<dyn Chat>>,
    clock: Arc<dyn Clock>,
    tasks: Tasks,
    doorbells: Arc<Doorbells>,
    /// The conversations that have a task; `true` if more messages came
    /// meanwhile.
    busy: Mutex<HashMap<ConversationId, bool>>,
    sealer: Option<Arc<Sealer>>,
    recordings: Option<Arc<Recordings>>,
    /// Changes whenever more messages come for a conversation that has a task.
    stirred: watch::Sender<u64>,
    /// Changes whenever a conversation has nothing left to deliver.
    emptied: watch::Sender<u64>,
    /// The conversations that show that the bot is at work.
    typing: Mutex<HashSet<ConversationId>>,
}

/// The result of an attempt to deliver one message.
enum Attempt {
    Delivered(Remember),
    /// It will never be delivered.
    GivenUp,
    /// Try again after this pause.
    Later(Duration),
    /// Try again when something happens in the conversation, or after a long
    /// while.
    Away,
    /// A message may not be removed; another message asks the person to do it.
    NotAllowed,
}

/// The facts to store about a delivered message.
#[derive(Default)]
struct Remember {
    /// Its reference, because it will be edited.
    to_edit: Option<MessageRef>,
    /// Its reference, because a reply to it means its call.
    about: Option<MessageRef>,
}

impl Delivery {
    /// A worker; [`Delivery::run`] starts it.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        chats: Vec<Arc<dyn Chat>>,
        clock: Arc<dyn Clock>,
        tasks: Tasks,
        doorbells: Arc<Doorbells>,
    ) -> Self {
        let chats = chats
            .into_iter()
            .map(|chat| (chat.platform(), chat))
            .collect();
        Self {
            store,
            chats,
            clock,
            tasks,
            doorbells,
            busy: Mutex::default(),
            sealer: None,
            recordings: None,
            stirred: watch::Sender::new(0),
            emptied: watch::Sender::new(0),
            typing: Mutex::default(),
        }
    }

    /// The same, able to open messages that wait sealed.
    #[must_use]
    pub fn with_sealer(self, sealer: Arc<Sealer>) -> Self {
        Self {
            sealer: Some(sealer),
            ..self
        }
    }

    /// The same, able to send recordings.
    #[must_use]
    pub fn with_recordings(self, recordings: Arc<Recordings>) -> Self {
        Self {
            recordings: Some(recordings),
            ..self
        }
    }

    /// Starts a task for every waiting conversation, then for each one that the
    /// doorbell rings for. Never ends.
    pub async fn run(self: Arc<Self>) {
        let mut after = None;
        loop {
            match self.store.lanes(after.as_ref(), BATCH).await {
                Ok(page) if page.is_empty() => break,
                Ok(page) => {
                    after = page.last().cloned();
                    page.into_iter().for_each(|lane| self.attend(lane));
                }
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read");
                    self.clock.sleep(Duration::from_secs(5)).await;
                }
            }
        }
        loop {
            tokio::select! {
                lanes = self.doorbells.delivery.answer() => {
                    lanes.into_iter().for_each(|lane| self.attend(lane));
                }
                chats = self.doorbells.chats.answer() => self.stir(&chats),
                begun = self.doorbells.presence.begun() => {
                    begun.into_iter().for_each(|at_work| self.show_typing(at_work));
                }
            }
        }
    }

    /// Tries the waiting messages of these chats again, and those for people
    /// whose private chats they are.
    fn stir(&self, chats: &HashSet<(Platform, String)>) {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        for (lane, more) in busy.iter_mut() {
            let is_rung = |chat: &String| chats.contains(&(lane.platform, chat.clone()));
            *more |= is_rung(&lane.chat) || is_rung(&lane.user);
        }
        drop(busy);
        self.stirred
            .send_modify(|times| *times = times.wrapping_add(1));
    }

    /// Waits until nothing is left to deliver in a conversation.
    pub async fn settled(&self, lane: &ConversationId) {
        let mut emptied = self.emptied.subscribe();
        loop {
            let busy = self
                .busy
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .contains_key(lane);
            if !busy
                && self
                    .store
                    .outbox(lane, 1)
                    .await
                    .is_ok_and(|waiting| waiting.is_empty())
            {
                return;
            }
            if emptied.changed().await.is_err() {
                return;
            }
        }
    }

    fn attend(self: &Arc<Self>, lane: ConversationId) {
        // A chat that is not configured now keeps its messages until it is.
        if !self.chats.contains_key(&lane.platform) {
            return;
        }
        {
            let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(more) = busy.get_mut(&lane) {
                *more = true;
                self.stirred
                    .send_modify(|times| *times = times.wrapping_add(1));
                return;
            }
            busy.insert(lane.clone(), false);
        }
        let delivery = Arc::clone(self);
        self.tasks.spawn(async move { delivery.empty(lane).await });
    }

    /// Delivers until nothing is left.
    async fn empty(&self, lane: ConversationId) {
        // Since when nothing has been delivered.
        let mut failing = None;
        loop {
            // The rings up to now are covered by this reading.
            self.take_more(&lane);
            match self.store.outbox(&lane, BATCH).await {
                Ok(waiting) if waiting.is_empty() => {
                    if self.leave(&lane) {
                        return;
                    }
                }
                Ok(waiting) => {
                    let last = waiting.len() < BATCH;
                    let records = waiting.iter().filter_map(|(_, stored)| stored.record());
                    self.doorbells.backlog.found(&lane, records);
                    match self.deliver_all(&lane, waiting, &mut failing).await {
                        // Messages that came since then have rung for
                        // themselves.
                        Ok(true) if last && self.leave(&lane) => return,
                        Ok(_) => {}
                        Err(error) => {
                            tracing::error!(%error, "a delivery cannot be recorded");
                            self.clock.sleep(Duration::from_secs(5)).await;
                        }
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be read");
                    self.clock.sleep(Duration::from_secs(5)).await;
                }
            }
        }
    }

    /// The conversation is empty, unless more came while it was looked at.
    fn leave(&self, lane: &ConversationId) -> bool {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        if busy.get(lane) == Some(&true) {
            busy.insert(lane.clone(), false);
            return false;
        }
        busy.remove(lane);
        drop(busy);
        self.doorbells.backlog.emptied(lane);
        self.emptied
            .send_modify(|times| *times = times.wrapping_add(1));
        true
    }

    /// Delivers a batch; returns whether nothing of it is left.
    async fn deliver_all(
        &self,
        lane: &ConversationId,
        waiting: Vec<(Seq, Stored<OutboxRecord>)>,
        failing: &mut Option<Duration>,
    ) -> Result<bool, StoreError> {
        let limited = self
            .chats
            .get(&lane.platform)
            .is_some_and(|chat| chat.is_limited());
        for ((seq, stored), fate) in ordered(waiting, limited) {
            let Some(record) = stored.into_record() else {
                tracing::error!("a waiting message cannot be read and is given up");
                self.done(lane, seq, None, Vec::new()).await?;
                continue;
            };
            if fate == Fate::Outdated {
                self.doorbells.backlog.sending(&record);
                self.done(lane, seq, Some(&record), Vec::new()).await?;
                continue;
            }
            if record.passing && self.is_being_read(lane, &record).await {
                return Ok(false);
            }
            self.doorbells.backlog.sending(&record);
            match self.attempt(&record, failing).await? {
                Attempt::Delivered(remember) => {
                    let remembered = remembered(&record, remember, self.clock.now());
                    self.done(lane, seq, Some(&record), remembered).await?;
                    // A later message may go before the others that wait.
                    if self.has_more(lane) {
                        return Ok(false);
                    }
                }
                Attempt::GivenUp => self.done(lane, seq, Some(&record), Vec::new()).await?,
                Attempt::Later(wait) => {
                    let attempts = record.attempts.saturating_add(1);
                    self.requeue(lane, seq, OutboxRecord { attempts, ..record })
                        .await?;
                    self.clock.sleep(wait).await;
                    return Ok(false);
                }
                Attempt::NotAllowed => {
                    let mode = DeliveryModeV1::Send;
                    self.requeue(lane, seq, OutboxRecord { mode, ..record })
                        .await?;
                    return Ok(false);
                }
                Attempt::Away => {
                    self.wait_for_return(lane).await;
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Waits until something happens in the conversation, since a person who
    /// writes is back. Not for ever, because a person may come back without a
    /// message.
    async fn wait_for_return(&self, lane: &ConversationId) {
        let mut stirred = self.stirred.subscribe();
        let mut wait = self.clock.sleep(AWAY);
        loop {
            if self.take_more(lane) {
                return;
            }
            tokio::select! {
                () = &mut wait => return,
                _ = stirred.changed() => {}
            }
        }
    }

    /// Whether more of the person's messages were read before this question was
    /// sent, so that it may be outdated. Nobody waits for long.
    async fn is_being_read(&self, lane: &ConversationId, question: &OutboxRecord) -> bool {
        let reading = &self.doorbells.reading;
        let until = question.created_at + READING;
        if !reading.is_under_way(lane) || self.clock.now() > until {
            return false;
        }
        tokio::select! {
            () = reading.done(lane) => {}
            () = self.clock.sleep_until(until) => {}
        }
        true
    }

    /// Whether more came since [`Self::take_more`].
    fn has_more(&self, lane: &ConversationId) -> bool {
        let busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.get(lane).copied().unwrap_or_default()
    }

    /// Whether more came since the last time this was asked.
    fn take_more(&self, lane: &ConversationId) -> bool {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.get_mut(lane).is_some_and(std::mem::take)
    }

    /// The message that an edit is of, as far as it is known.
    async fn replaced(&self, record: &OutboxRecord) -> Result<Option<MessageRef>, StoreError> {
        if !record.mode.is_edit() && record.mode != DeliveryModeV1::Strip {
            return Ok(None);
        }
        if record.replaces.is_some() {
            return Ok(record.replaces.clone());
        }
        let stored = read_one::<MessageRecord>(&*self.store, &record.message).await?;
        Ok(stored.into_record().map(|message| message.reference))
    }

    async fn attempt(
        &self,
        record: &OutboxRecord,
        failing: &mut Option<Duration>,
    ) -> Result<Attempt, StoreError> {
        let Some(chat) = self.chats.get(&record.conversation.platform) else {
            return Ok(Attempt::GivenUp);
        };
        let replaces = self.replaced(record).await?;
        let known = replaces.clone().filter(|_| record.replaces.is_none());
        let Some(outgoing) = self.outgoing(record, replaces).await else {
            return Ok(Attempt::GivenUp);
        };
        // The process that owns the store by now sends it.
        self.store.is_owned()?;
        let attempt = put(&**chat, record, &outgoing).await;
        measured(record, &attempt, self.clock.now());
        let is_hopeless = self.is_hopeless(record, attempt.is_err(), failing);
        Ok(match attempt {
            Ok(reference) => Attempt::Delivered(match record.mode {
                DeliveryModeV1::Remove | DeliveryModeV1::React | DeliveryModeV1::Strip => {
                    Remember::default()
                }
                DeliveryModeV1::Send => Remember {
                    to_edit: None,
                    about: Some(reference),
                },
                DeliveryModeV1::SendToEdit => Remember::anew(reference),
                DeliveryModeV1::EditLast => Remember::default(),
                // A message that could not be edited any more was sent anew.
                DeliveryModeV1::Edit => match known {
                    Some(known) if known != reference => Remember::anew(reference),
                    _ => Remember::default(),
                },
            }),
            Err(ChatError::Refused(_)) if record.mode == DeliveryModeV1::React => {
                Attempt::NotAllowed
            }
            Err(ChatError::Refused(why)) if record.mode == DeliveryModeV1::Remove => {
                tracing::info!(message = %record.message.0, why, "the bot may not remove a message; it asks the writer to");
                Attempt::NotAllowed
            }
            Err(ChatError::Refused(_) | ChatError::Away(_))
                if record.mode == DeliveryModeV1::Strip =>
            {
                Attempt::GivenUp
            }
            Err(ChatError::Refused(why)) => {
                tracing::error!(message = %record.message.0, why, "the platform refused a message; it is given up");
                Attempt::GivenUp
            }
            Err(_) if is_hopeless => {
                tracing::error!(message = %record.message.0, "a message could not be delivered for too long; it is given up");
                Attempt::GivenUp
            }
            Err(ChatError::Wait(wait)) => Attempt::Later(wait),
            Err(ChatError::Away(why)) => {
                tracing::warn!(message = %record.message.0, why, "a message waits until its chat can be written to again");
                Attempt::Away
            }
            Err(ChatError::Fault(why)) => {
                let pause =
                    Duration::from_millis(500 << record.attempts.min(10)).min(LONGEST_PAUSE);
                tracing::warn!(message = %record.message.0, why, ?pause, "a message was not delivered; trying again");
                Attempt::Later(pause)
            }
        })
    }

    /// The message as it is sent; `None` if its content cannot be opened.
    async fn outgoing(
        &self,
        record: &OutboxRecord,
        replaces: Option<MessageRef>,
    ) -> Option<Outgoing> {
        let reply = self.reply(record)?;
        let (reply, sound) = self.with_sound(record, reply).await;
        Some(Outgoing {
            message: record.message,
            to: record.conversation.clone(),
            replaces,
            answers: record.answers.clone(),
            reply,
            sound,
            weight: record.weight,
            quiet: is_quiet(record, self.clock.now()),
            closes: record.mode == DeliveryModeV1::EditLast,
        })
    }

    /// Whether a failed attempt was the last. `failing` says since when nothing
    /// has been delivered.
    fn is_hopeless(
        &self,
        record: &OutboxRecord,
        has_failed: bool,
        failing: &mut Option<Duration>,
    ) -> bool {
        if !has_failed {
            *failing = None;
            return false;
        }
        let now = self.clock.passed();
        let since = *failing.get_or_insert(now);
        now.saturating_sub(since) >= TRIED && self.clock.now() - record.created_at > PATIENCE
    }

    /// The content of a message, opened if it waits sealed.
    fn reply(&self, record: &OutboxRecord) -> Option<Reply> {
        let Some(sealed) = &record.sealed else {
            return Some(record.reply.clone());
        };
        let owner = record.conversation.chat_user();
        match self
            .sealer
            .as_ref()
            .map(|sealer| open_reply(sealer, &owner, sealed))
        {
            Some(Ok(reply)) => Some(reply),
            Some(Err(error)) => {
                tracing::error!(security = true, user = %owner, %error, "a sealed message does not open and is given up");
                None
            }
            None => {
                tracing::error!(user = %owner, "a sealed message cannot be opened, since there is no key");
                None
            }
        }
    }

    /// Needs no flush of its own: if it is lost, the message is delivered
    /// again.
    async fn done(
        &self,
        lane: &ConversationId,
        seq: Seq,
        record: Option<&OutboxRecord>,
        put: Vec<Record>,
    ) -> Result<(), StoreError> {
        let last = record.filter(|record| record.mode.is_last());
        match (last, put.is_empty()) {
            (None, true) => self.store.delivered(lane, seq).await?,
            (last, _) => {
                let no_more_edits = last.map(|record| Key::Message(record.message));
                self.note(Commit {
                    put,
                    delete: no_more_edits.into_iter().collect(),
                    sent: vec![(lane.clone(), seq)],
                    durability: Durability::Soon,
                    ..Commit::default()
                })
                .await?;
            }
        }
        if let Some(record) = record {
            self.doorbells.backlog.delivered(record);
            self.doorbells.hearing.arrived(record.message);
        }
        Ok(())
    }

    async fn requeue(
        &self,
        lane: &ConversationId,
        seq: Seq,
        record: OutboxRecord,
    ) -> Result<(), StoreError> {
        let requeue = vec![(lane.clone(), seq, record)];
        self.note(Commit {
            requeue,
            durability: Durability::Soon,
            ..Commit::default()
        })
        .await
    }

    async fn note(&self, commit: Commit) -> Result<(), StoreError> {
        let done = self.store.commit(commit).await;
        done.map_err(CommitError::into_failure)
    }
}

impl Remember {
    fn anew(reference: MessageRef) -> Self {
        Self {
            to_edit: Some(reference.clone()),
            about: Some(reference),
        }
    }
}

/// Whether a message that is sent now makes no sound.
fn is_quiet(record: &OutboxRecord, now: DateTime<Utc>) -> bool {
    let sleeps = record.quiet_until.is_some_and(|until| now < until);
    // A message that waited for long is news.
    sleeps || (record.quiet && now - record.created_at < FRESH)
}

/// Counts an attempt, and how long the message or the platform took.
fn measured(record: &OutboxRecord, attempt: &Result<MessageRef, ChatError>, now: DateTime<Utc>) {
    let platform = record.conversation.platform.word();
    let result = match attempt {
        Ok(_) => {
            let took = (now - record.created_at).to_std().unwrap_or_default();
            DELIVERY_SECONDS.observe(took, &[platform]);
            "delivered"
        }
        Err(ChatError::Wait(wait)) => {
            LIMIT_WAIT_SECONDS.observe(*wait, &[platform]);
            RETRIES.count(&["delivery", "limited"]);
            "limited"
        }
        Err(ChatError::Away(_)) => "away",
        Err(ChatError::Refused(_)) => "refused",
        Err(ChatError::Fault(_)) => {
            RETRIES.count(&["delivery", "fault"]);
            "fault"
        }
    };
    DELIVERIES.count(&[platform, result]);
}

/// Has the platform send, edit, strip or remove a message.
async fn put(
    chat: &dyn Chat,
    record: &OutboxRecord,
    outgoing: &Outgoing,
) -> Result<MessageRef, ChatError> {
    let to = &record.conversation;
    match (record.mode, &record.replaces, &outgoing.replaces) {
        (DeliveryModeV1::Remove, Some(message), _) => {
            chat.remove(to, message).await.map(|()| message.clone())
        }
        (DeliveryModeV1::React, Some(message), _) => {
            chat.react(to, message).await.map(|()| message.clone())
        }
        (DeliveryModeV1::Strip, _, Some(message)) if record.spares.as_ref() == Some(message) => {
            Ok(message.clone())
        }
        (DeliveryModeV1::Strip, _, Some(message)) => {
            chat.strip(to, message).await.map(|()| message.clone())
        }
        (DeliveryModeV1::Strip, _, None) => {
            Err(ChatError::Refused("the message never arrived".to_owned()))
        }
        _ => chat.deliver(outgoing).await,
    }
}

/// The records that store these facts.
fn remembered(record: &OutboxRecord, remember: Remember, at: DateTime<Utc>) -> Vec<Record> {
    let to_edit = remember.to_edit.map(|reference| MessageRecord {
        key: record.message,
        conversation: record.conversation.clone(),
        reference,
        at,
    });
    let about = record.about.zip(remember.about);
    let about = about.map(|(call, reference)| AboutRecord {
        reference,
        conversation: record.conversation.clone(),
        call,
        at,
    });
    let to_edit = to_edit.into_iter().map(Record::from);
    to_edit.chain(about.map(Record::from)).collect()
}

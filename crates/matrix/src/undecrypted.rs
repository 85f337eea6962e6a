//! Messages that cannot be decrypted yet: stored until their key comes, across
//! restarts too. After a while their sender is told, at most once an hour.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{EventId, RoomId};

use super::MatrixBot;
use super::cursor::{Cursor, Undecrypted};
use super::event::Event;
use kally_metrics::UNDECRYPTABLE;

/// How long a key may take before its sender is told, in milliseconds.
const GRACE: i64 = 30_000;

/// The bot waits no longer than this for a key, in milliseconds.
const PATIENCE: i64 = 7 * 24 * 60 * 60 * 1000;

/// How many events wait at most, how many of one sender, and how many bytes of
/// them; the oldest are dropped first.
const MOST: usize = 256;
const MOST_OF_ONE: usize = 32;
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// While no keys come, the events are tried again after this many milliseconds:
/// a key may also come from the backup.
const AGAIN: i64 = 10_000;

/// The events that wait for their keys, as they came. Each is listed in the
/// cursor too.
#[derive(Default)]
pub(super) struct UndecryptedEvents {
    raw: HashMap<String, Raw<AnySyncTimelineEvent>>,
    bytes: usize,
    /// When they were last tried, in milliseconds since 1970.
    tried: i64,
}

impl UndecryptedEvents {
    /// Stores an event of somebody who may use the bot until its key comes.
    pub(super) fn add(
        &mut self,
        cursor: &mut Cursor,
        room: &Room,
        event: &TimelineEvent,
        now: DateTime<Utc>,
        allowed: impl Fn(&str) -> bool,
    ) {
        let TimelineEventKind::UnableToDecrypt { event, utd_info } = &event.kind else {
            return;
        };
        let Ok(read) = serde_json::from_str::<Event>(event.json().get()) else {
            return;
        };
        if !allowed(&read.sender) {
            return;
        }
        let known = |waiting: &Undecrypted| waiting.event == read.event_id;
        if !cursor.undecrypted.iter().any(known) {
            UNDECRYPTABLE.count(&["waiting"]);
            tracing::info!(event = read.event_id, room = %room.room_id(), reason = ?utd_info.reason, "a message waits for its key");
            cursor.undecrypted.push(Undecrypted {
                room: room.room_id().to_string(),
                event: read.event_id.clone(),
                sender: read.sender.clone(),
                thread: thread_of(&read),
                session: utd_info
                    .session_id
                    .clone()
                    .or_else(|| Some(read.content["session_id"].as_str()?.to_owned()))
                    .unwrap_or_default(),
                seen: now.timestamp_millis(),
                told: false,
            });
        }
        self.keep(read.event_id, event.clone());
        // The next attempt includes it.
        self.tried = 0;
        self.bound(&mut cursor.undecrypted, &read.sender);
    }

    fn keep(&mut self, id: String, event: Raw<AnySyncTimelineEvent>) {
        self.bytes += event.json().get().len();
        if let Some(before) = self.raw.insert(id, event) {
            self.bytes -= before.json().get().len();
        }
    }

    fn drop(&mut self, id: &str) {
        if let Some(event) = self.raw.remove(id) {
            self.bytes -= event.json().get().len();
        }
    }

    /// Drops the oldest events over the limits, first those of the sender.
    fn bound(&mut self, waiting: &mut Vec<Undecrypted>, sender: &str) {
        let before = waiting.len();
        let of_sender = |one: &Undecrypted| one.sender == sender;
        while waiting.iter().filter(|one| of_sender(one)).count() > MOST_OF_ONE {
            let oldest = waiting.iter().position(of_sender).unwrap_or_default();
            self.drop(&waiting.remove(oldest).event);
        }
        while !waiting.is_empty() && (waiting.len() > MOST || self.bytes > MOST_BYTES) {
            self.drop(&waiting.remove(0).event);
        }
        let dropped = before.saturating_sub(waiting.len());
        UNDECRYPTABLE.add(u64::try_from(dropped).unwrap_or_default(), &["dropped"]);
    }

    /// Removes and returns the events whose key has come, oldest first.
    pub(super) async fn decrypted(
        &mut self,
        account: &Arc<MatrixBot>,
        cursor: &mut Cursor,
        keys_came: bool,
    ) -> Vec<(Room, TimelineEvent)> {
        let now = account.clock.now().timestamp_millis();
        if !keys_came && now - self.tried < AGAIN {
            return Vec::new();
        }
        self.tried = now;
        let mut readable = Vec::new();
        let mut left = Vec::new();
        for waiting in std::mem::take(&mut cursor.undecrypted) {
            match self.attempt(account, &waiting).await {
                Some(decrypted) => {
                    UNDECRYPTABLE.count(&["decrypted"]);
                    self.drop(&waiting.event);
                    readable.push(decrypted);
                }
                None if now - waiting.seen > PATIENCE => {
                    UNDECRYPTABLE.count(&["dropped"]);
                    self.drop(&waiting.event);
                }
                None => left.push(waiting),
            }
        }
        cursor.undecrypted = left;
        readable
    }

    async fn attempt(
        &mut self,
        account: &Arc<MatrixBot>,
        waiting: &Undecrypted,
    ) -> Option<(Room, TimelineEvent)> {
        let room = account
            .client
            .get_room(&RoomId::parse(&waiting.room).ok()?)?;
        let event = match self.raw.get(&waiting.event) {
            Some(raw) => {
                let raw = raw.cast_ref_unchecked::<OriginalSyncRoomEncryptedEvent>();
                room.decrypt_event(raw, None).await.ok()?
            }
            None => {
                // Not in memory since the last start; fetched once.
                let id = EventId::parse(&waiting.event).ok()?;
                let event = room.event(&id, None).await.ok()?;
                self.keep(waiting.event.clone(), event.raw().clone());
                event
            }
        };
        (!event.kind.is_utd()).then_some((room, event))
    }
}

fn thread_of(event: &Event) -> Option<String> {
    let place = event.place();
    let begins = (!place.related).then(|| event.event_id.clone());
    place.thread.or(begins)
}

/// An event of each sender who has to be told now.
pub(super) fn overdue(cursor: &mut Cursor, now: DateTime<Utc>) -> Vec<Undecrypted> {
    let mut overdue: Vec<Undecrypted> = Vec::new();
    for waiting in &mut cursor.undecrypted {
        if waiting.told || now.timestamp_millis() - waiting.seen < GRACE {
            continue;
        }
        waiting.told = true;
        if overdue.iter().all(|other| other.sender != waiting.sender) {
            overdue.push(waiting.clone());
        }
    }
    overdue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(event: &str, sender: &str, seen: i64) -> Undecrypted {
        Undecrypted {
            room: "!r:x".to_owned(),
            event: event.to_owned(),
            sender: sender.to_owned(),
            thread: None,
            session: "a".to_owned(),
            seen,
            told: false,
        }
    }

    #[test]
    fn one_explanation_for_a_sender_and_not_at_once() {
        let mut cursor = Cursor {
            since: None,
            undecrypted: vec![
                waiting("$1", "@ana:x", 0),
                waiting("$2", "@ana:x", 0),
                waiting("$3", "@bob:x", 20_000),
            ],
        };
        let mut told = |seconds: i64| -> Vec<String> {
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let overdue = overdue(&mut cursor, now);
            overdue.into_iter().map(|waiting| waiting.event).collect()
        };
        assert!(told(29).is_empty());
        assert_eq!(told(30), ["$1"]);
        assert!(told(31).is_empty());
        assert_eq!(told(60), ["$3"]);
        assert!(told(99).is_empty());
    }

    /// An encrypted event of that size that nobody can decrypt.
    fn raw(bytes: usize) -> Raw<AnySyncTimelineEvent> {
        let event = serde_json::json!({"ciphertext": "x".repeat(bytes)});
        Raw::new(&event).unwrap().cast_unchecked()
    }

    #[test]
    fn they_are_bounded_by_number_sender_and_bytes() {
        let mut events = UndecryptedEvents::default();
        let mut list = Vec::new();
        let mut add = |sender: String, n: usize, bytes: usize| {
            let id = format!("${sender}{n}");
            list.push(waiting(&id, &sender, 0));
            events.keep(id, raw(bytes));
            events.bound(&mut list, &sender);
            (list.len(), events.raw.len(), events.bytes)
        };
        for n in 0..100 {
            let (listed, kept, _) = add("@mallory:x".to_owned(), n, 50_000);
            assert!(listed <= MOST_OF_ONE && kept == listed, "{listed} {kept}");
        }
        for n in 0..1_000 {
            let (listed, kept, bytes) = add(format!("@m{n}:x"), n, 50_000);
            assert!(listed <= MOST && kept == listed, "{listed} {kept}");
            assert!(bytes <= MOST_BYTES, "{bytes}");
        }
        for n in 0..1_000 {
            let (listed, kept, _) = add(format!("@n{n}:x"), n, 10);
            assert!(listed <= MOST && kept == listed, "{listed} {kept}");
        }
        let (_, _, before) = add("@ana:x".to_owned(), 0, 10);
        let (_, _, after) = add("@ana:x".to_owned(), 0, 10);
        assert!(after <= before, "the same event twice counts once");
    }
}

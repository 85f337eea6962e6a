//! Messages that cannot be decrypted yet: stored until their key comes, across
//! restarts too. After a while their sender is told, once for a session.

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

/// How long a key may take before its sender is told, in milliseconds.
const GRACE: i64 = 30_000;

/// The bot waits no longer than this for a key, in milliseconds.
const PATIENCE: i64 = 7 * 24 * 60 * 60 * 1000;

/// The events that wait for their keys, as they came.
#[derive(Default)]
pub(super) struct UndecryptedEvents(HashMap<String, Raw<AnySyncTimelineEvent>>);

impl UndecryptedEvents {
    /// Stores an event until its key comes.
    pub(super) fn add(
        &mut self,
        cursor: &mut Cursor,
        room: &Room,
        event: &TimelineEvent,
        now: DateTime<Utc>,
    ) {
        let TimelineEventKind::UnableToDecrypt { event, utd_info } = &event.kind else {
            return;
        };
        let Ok(read) = serde_json::from_str::<Event>(event.json().get()) else {
            return;
        };
        let known = |waiting: &Undecrypted| waiting.event == read.event_id;
        if !cursor.undecrypted.iter().any(known) {
            tracing::info!(event = read.event_id, room = %room.room_id(), reason = ?utd_info.reason, "a message waits for its key");
            cursor.undecrypted.push(Undecrypted {
                room: room.room_id().to_string(),
                event: read.event_id.clone(),
                sender: read.sender,
                session: utd_info
                    .session_id
                    .clone()
                    .or_else(|| Some(read.content["session_id"].as_str()?.to_owned()))
                    .unwrap_or_default(),
                seen: now.timestamp_millis(),
                told: false,
            });
        }
        self.0.insert(read.event_id, event.clone());
    }

    /// Removes and returns the events whose key has come, oldest first.
    pub(super) async fn decrypted(
        &mut self,
        account: &Arc<MatrixBot>,
        cursor: &mut Cursor,
    ) -> Vec<(Room, TimelineEvent)> {
        let mut readable = Vec::new();
        let mut left = Vec::new();
        let now = account.clock.now().timestamp_millis();
        for waiting in std::mem::take(&mut cursor.undecrypted) {
            match self.attempt(account, &waiting).await {
                Some(decrypted) => {
                    self.0.remove(&waiting.event);
                    readable.push(decrypted);
                }
                None if now - waiting.seen > PATIENCE => {
                    self.0.remove(&waiting.event);
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
        let event = match self.0.get(&waiting.event) {
            Some(raw) => {
                let raw = raw.cast_ref_unchecked::<OriginalSyncRoomEncryptedEvent>();
                room.decrypt_event(raw, None).await.ok()?
            }
            None => {
                // Not in memory since the last start; fetched once.
                let id = EventId::parse(&waiting.event).ok()?;
                let event = room.event(&id, None).await.ok()?;
                self.0.insert(waiting.event.clone(), event.raw().clone());
                event
            }
        };
        (!event.kind.is_utd()).then_some((room, event))
    }
}

/// The events whose senders have to be told now, one for each session.
pub(super) fn overdue(cursor: &mut Cursor, now: DateTime<Utc>) -> Vec<Undecrypted> {
    let mut told: Vec<String> = cursor
        .undecrypted
        .iter()
        .filter(|waiting| waiting.told)
        .map(|waiting| waiting.session.clone())
        .collect();
    let mut overdue = Vec::new();
    for waiting in &mut cursor.undecrypted {
        if waiting.told || now.timestamp_millis() - waiting.seen < GRACE {
            continue;
        }
        waiting.told = true;
        if !told.contains(&waiting.session) {
            told.push(waiting.session.clone());
            overdue.push(waiting.clone());
        }
    }
    overdue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(event: &str, session: &str, seen: i64) -> Undecrypted {
        Undecrypted {
            room: "!r:x".to_owned(),
            event: event.to_owned(),
            sender: "@ana:x".to_owned(),
            session: session.to_owned(),
            seen,
            told: false,
        }
    }

    #[test]
    fn one_explanation_for_a_session_and_not_at_once() {
        let mut cursor = Cursor {
            since: None,
            undecrypted: vec![
                waiting("$1", "a", 0),
                waiting("$2", "a", 0),
                waiting("$3", "b", 20_000),
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
}

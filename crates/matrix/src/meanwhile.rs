//! Hears people while a sync is held up. The library asks for other people's
//! keys within a sync, and a slow homeserver answers such a question late; an
//! event that refers to another may have to be looked up. Nobody else waits for
//! that: messages since the last sync are read beside it. The sync brings the
//! same events again, and those that are done change nothing then, so its token
//! alone counts.
//!
//! It only reads rooms in which nothing but messages has come, since all state
//! is the library's: who can read a room may have changed. An encrypted message
//! is read if its room key came before, and if the homeserver reports no change
//! of its sender's devices: the identity of such a sender is what it was at the
//! last sync. The message that lacks its key waits, and all behind it.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::api::client::sync::sync_events::v3;
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{JoinedRoom, State};
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId};
use matrix_sdk::{HttpError, Room};
use serde::Deserialize;

use super::event::Event;
use super::sync::{Syncing, filter};

/// A sync that takes longer is held up.
const PATIENCE: Duration = Duration::from_millis(500);

/// How many rooms are read beside a sync at a time.
const MOST: usize = 64;

/// How many events of one sync are remembered as read.
const REMEMBERED: usize = 10_000;

/// The rooms that are being read beside the sync, and the events that were.
#[derive(Debug, Default)]
pub(super) struct Overtaken(Mutex<(HashSet<OwnedRoomId>, HashSet<String>)>);

impl Overtaken {
    /// The events that were not read yet; none while the room is being read.
    fn begin(
        &self,
        room: &RoomId,
        events: Vec<(Event, TimelineEvent)>,
    ) -> Vec<(Event, TimelineEvent)> {
        let mut overtaken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (rooms, read) = &mut *overtaken;
        if rooms.contains(room) || rooms.len() >= MOST {
            return Vec::new();
        }
        if read.len() >= REMEMBERED {
            read.clear();
        }
        let new: Vec<_> = events
            .into_iter()
            .filter(|(event, _)| read.insert(event.event_id.clone()))
            .collect();
        if !new.is_empty() {
            rooms.insert(room.to_owned());
        }
        new
    }

    fn end(&self, room: &RoomId) {
        let mut overtaken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        overtaken.0.remove(room);
    }
}

impl Syncing {
    /// Reads beside a sync that is held up, until it is dropped.
    pub(super) async fn meanwhile(&self, since: Option<String>) -> Infallible {
        // Before the first sync nothing is meant for the bot; and what is not
        // encrypted is from no verified device.
        let Some(since) = since.filter(|_| !self.options.require_verified) else {
            return std::future::pending().await;
        };
        // A homeserver may give the same answer to the same question for minutes.
        for asked in 1.. {
            self.account.clock.sleep(PATIENCE).await;
            match self.news(&since, Duration::from_millis(asked)).await {
                Ok(response) => {
                    let changed = response.device_lists.changed;
                    for (id, update) in response.rooms.join {
                        self.overtake(&id, update, &changed).await;
                    }
                }
                Err(error) => tracing::debug!(%error, "nothing could be read beside the sync"),
            }
        }
        std::future::pending().await
    }

    /// The homeserver's news since a sync, without the library's own requests.
    pub(super) async fn news(
        &self,
        since: &str,
        wait: Duration,
    ) -> Result<v3::Response, HttpError> {
        let mut request = v3::Request::new();
        request.since = Some(since.to_owned());
        request.timeout = Some(wait);
        request.set_presence = PresenceState::Online;
        request.filter = Some(v3::Filter::FilterDefinition(filter()));
        let client = &self.account.client;
        let mut config = client.request_config();
        let limit = super::session::REQUEST + wait;
        config = config.timeout(limit);
        client.send(request).with_request_config(config).await
    }

    /// Handles the messages of a room, in the background: one that is looked up
    /// holds up its own room only.
    async fn overtake(&self, id: &RoomId, update: JoinedRoom, changed: &[OwnedUserId]) {
        let Some(room) = self.account.client.get_room(id) else {
            return;
        };
        let me = self.account.me.as_str();
        let Some(events) = only_messages(&room, update, changed, me).await else {
            return;
        };
        let events = self.overtaken.begin(id, events);
        if events.is_empty() {
            return;
        }
        let (routes, turns) = (Arc::clone(&self.routes), Arc::clone(&self.turns));
        let (overtaken, id) = (Arc::clone(&self.overtaken), id.to_owned());
        let (account, in_words) = (Arc::clone(&self.account), self.options.confirm_in_words);
        self.account.tasks.spawn(async move {
            for (read, event) in events {
                // A fault of the store leaves it to the sync.
                let Ok(inbound) = routes.route(&room, &read).await else {
                    break;
                };
                if let Some(inbound) = inbound {
                    let heeded = account.heeded(&room, &event, &read, inbound, in_words);
                    turns.take(vec![(room.clone(), heeded.await)]).await;
                }
            }
            overtaken.end(&id);
        });
    }
}

/// The events of an update, if they are messages that the library knows enough
/// about; up to one that cannot be decrypted yet, or whose sender's devices have
/// changed.
async fn only_messages(
    room: &Room,
    update: JoinedRoom,
    changed: &[OwnedUserId],
    me: &str,
) -> Option<Vec<(Event, TimelineEvent)>> {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        kind: String,
    }
    let (State::Before(state) | State::After(state)) = &update.state else {
        return None;
    };
    // Senders are described beside their messages.
    let describes_senders = state.events.iter().all(|event| {
        let kind: Result<Kind, _> = serde_json::from_str(event.json().get());
        kind.is_ok_and(|event| event.kind == "m.room.member")
    });
    if update.timeline.limited || !describes_senders || !room.is_synced() {
        return None;
    }
    let mut messages = Vec::new();
    for raw in update.timeline.events {
        let event = TimelineEvent::from_plaintext(raw.clone());
        let read = Event::of(&event)?;
        if read.state_key.is_some() {
            return None;
        }
        if read.kind != "m.room.encrypted" {
            messages.push((read, event));
            continue;
        }
        // The bot's own words need no answer.
        if read.sender == me {
            continue;
        }
        let encrypted = raw.cast_ref_unchecked::<OriginalSyncRoomEncryptedEvent>();
        let decrypted = match changed.iter().any(|sender| *sender == read.sender) {
            true => None,
            false => room.decrypt_event(encrypted, None).await.ok(),
        };
        let Some(event) = decrypted.filter(|event| !event.kind.is_utd()) else {
            break;
        };
        messages.push((Event::of(&event)?, event));
    }
    Some(messages)
}

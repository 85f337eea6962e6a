//! Hears people while a sync is held up. The library asks for other people's
//! keys within a sync, and a slow homeserver answers such a question late; an
//! event that refers to another may have to be looked up. Nobody else waits for
//! that: what was said in rooms without encryption since the last sync is read
//! beside it. The sync brings the same events again, and those that are done
//! change nothing then, so its token alone counts.
//!
//! It only reads rooms in which nothing but messages has come, since all state
//! is the library's: who can read a room may have changed.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::api::client::sync::sync_events::v3;
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{JoinedRoom, State};
use matrix_sdk::ruma::presence::PresenceState;
use matrix_sdk::ruma::{OwnedRoomId, RoomId};
use matrix_sdk::{HttpError, Room};
use serde::Deserialize;

use super::event::Event;
use super::sync::{Syncing, filter};
use super::unheeded::is_encrypted;

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
    fn begin(&self, room: &RoomId, events: Vec<(Event, TimelineEvent)>) -> Vec<Event> {
        let mut overtaken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (rooms, read) = &mut *overtaken;
        if rooms.contains(room) || rooms.len() >= MOST {
            return Vec::new();
        }
        if read.len() >= REMEMBERED {
            read.clear();
        }
        let new = events.into_iter().map(|(event, _)| event);
        let new: Vec<Event> = new
            .filter(|event| read.insert(event.event_id.clone()))
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
                    for (id, update) in response.rooms.join {
                        self.overtake(&id, update).await;
                    }
                }
                Err(error) => tracing::debug!(%error, "nothing could be read beside the sync"),
            }
        }
        std::future::pending().await
    }

    /// What the homeserver has since a sync, without the library's own requests.
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
    async fn overtake(&self, id: &RoomId, update: JoinedRoom) {
        let Some(room) = self.account.client.get_room(id) else {
            return;
        };
        let Some(events) = only_messages(&room, update) else {
            return;
        };
        if is_encrypted(&room).await {
            return;
        }
        let events = self.overtaken.begin(id, events);
        if events.is_empty() {
            return;
        }
        let (routes, turns) = (Arc::clone(&self.routes), Arc::clone(&self.turns));
        let (overtaken, id) = (Arc::clone(&self.overtaken), id.to_owned());
        self.account.tasks.spawn(async move {
            for event in events {
                // A fault of the store leaves it to the sync.
                let Ok(inbound) = routes.route(&room, &event).await else {
                    break;
                };
                if let Some(inbound) = inbound {
                    turns.take(vec![(room.clone(), inbound)]).await;
                }
            }
            overtaken.end(&id);
        });
    }
}

/// The events of an update, if they are messages that the library knows enough
/// about.
fn only_messages(room: &Room, update: JoinedRoom) -> Option<Vec<(Event, TimelineEvent)>> {
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
    let events = update.timeline.events.into_iter().map(|raw| {
        let event = TimelineEvent::from_plaintext(raw);
        let read = Event::of(&event)?;
        (read.state_key.is_none() && read.kind != "m.room.encrypted").then_some((read, event))
    });
    events.collect()
}

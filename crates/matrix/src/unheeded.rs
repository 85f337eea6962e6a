//! Messages that the bot does not act on, though they are for it: in an
//! encrypted room the homeserver could have made them up.

use chrono::{DateTime, Utc};
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};

use kally_core::dialogue::{Pressed, Unheeded};
use kally_core::model::EventId;
use kally_engine::bridge::{Content, Inbound};

use super::MatrixBot;
use super::event::Event;

/// A person is told the same reason once an hour.
pub(super) fn once_an_hour(reason: &str, sender: &str, now: DateTime<Utc>) -> EventId {
    EventId(format!("{reason}:{sender}:{}", now.timestamp() / 3600))
}

impl MatrixBot {
    /// The turn that tells a person that the operator wants verified devices;
    /// once a day.
    pub(super) fn unverified(&self, read: &Event, inbound: Inbound) -> Inbound {
        let day = self.clock.now().timestamp() / 86_400;
        Inbound {
            event: EventId(format!("unverified:{}:{day}", read.sender)),
            content: Content::Unheeded(Unheeded::Unverified),
            ..inbound
        }
    }

    /// The turn for an event; if the bot must not act on the event, the turn
    /// that says so.
    pub(super) async fn heeded(
        &self,
        room: &Room,
        event: &TimelineEvent,
        read: &Event,
        inbound: Inbound,
        confirm_in_words: bool,
    ) -> Inbound {
        let unheeded = |why, event| Inbound {
            event,
            content: Content::Unheeded(why),
            ..inbound.clone()
        };
        let encrypted = matches!(event.kind, TimelineEventKind::Decrypted(_));
        if encrypted {
            return match self.identities.changed(&self.client, &read.sender).await {
                None => inbound,
                Some(key) => {
                    let event = EventId(format!("identity:{}:{key}", read.sender));
                    unheeded(Unheeded::NewIdentity, event)
                }
            };
        }
        let spends = match &inbound.content {
            Content::Press(token) if confirm_in_words => {
                Pressed::parse(token).is_some_and(|pressed| pressed.action.spends())
            }
            _ => false,
        };
        if !(spends || read.is_said()) || !is_encrypted(room).await {
            return inbound;
        }
        match spends {
            true => unheeded(Unheeded::Reaction, inbound.event.clone()),
            false => {
                let now = self.clock.now();
                let event = once_an_hour("unencrypted", &read.sender, now);
                unheeded(Unheeded::Unencrypted, event)
            }
        }
    }
}

/// If nobody can tell, the room counts as encrypted.
pub(super) async fn is_encrypted(room: &Room) -> bool {
    let state = room.latest_encryption_state().await;
    state.map_or(true, |state| state.is_encrypted())
}

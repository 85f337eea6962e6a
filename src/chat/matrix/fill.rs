//! The events of a room since the last sync, none left out: what a limited
//! timeline passes over is fetched, page by page, back to the last sync, or
//! to the invitation where the bot has just come in.

use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::uint;
use matrix_sdk::sync::{JoinedRoomUpdate, State};
use serde_json::Value;

use super::Account;
use super::event::{Brings, Event};
use super::fault::{Fault, fault};

/// How many pages of a hundred events are fetched; what is older is lost, and
/// said to be.
const MOST_PAGES: usize = 50;

const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// All events of an update, oldest first.
pub(super) async fn events(
    account: &Arc<Account>,
    room: &Room,
    update: JoinedRoomUpdate,
    since: Option<&str>,
) -> Vec<TimelineEvent> {
    let state = match &update.state {
        State::Before(events) | State::After(events) => events,
    };
    let came_in = state
        .iter()
        .any(|event| has_come_in(event.json().get(), account))
        || update
            .timeline
            .events
            .iter()
            .any(|event| has_come_in(event.raw().json().get(), account));
    let mut events = update.timeline.events;
    if since.is_none() && !came_in {
        // What was said before the bot's first day is not for it.
        return Vec::new();
    }
    let mut from = update
        .timeline
        .prev_batch
        .filter(|_| update.timeline.limited);
    let to = since.filter(|_| !came_in);
    let mut pages = 0;
    while let Some(token) = from
        && !(came_in && invitation(&events, account).is_some())
    {
        if pages == MOST_PAGES {
            tracing::error!(room = %room.room_id(), "too much was said meanwhile; what is older is passed over");
            break;
        }
        pages += 1;
        let (before, next) = page(account, room, token, to).await;
        from = next.filter(|_| !before.is_empty());
        events.splice(0..0, before);
    }
    if came_in && let Some(at) = invitation(&events, account) {
        events.drain(..=at);
    }
    events
}

/// A page of events, oldest first, and where the one before it ends. Tried
/// until it is had, or the room is closed to the bot.
async fn page(
    account: &Account,
    room: &Room,
    from: String,
    to: Option<&str>,
) -> (Vec<TimelineEvent>, Option<String>) {
    let mut pause = PAUSE;
    loop {
        let mut options = MessagesOptions::backward().from(from.as_str());
        options.limit = uint!(100);
        options.to = to.map(str::to_owned);
        match room.messages(options).await {
            Ok(found) => {
                let mut events = found.chunk;
                events.reverse();
                return (events, found.end);
            }
            Err(error) => match fault(&error) {
                Fault::Wait(wait) => account.clock.sleep(wait).await,
                Fault::Passing => {
                    tracing::warn!(%error, room = %room.room_id(), ?pause, "what was said meanwhile cannot be had; trying again");
                    account.clock.sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                _ => {
                    tracing::warn!(%error, room = %room.room_id(), "what was said meanwhile cannot be had");
                    return (Vec::new(), None);
                }
            },
        }
    }
}

/// Whether an event is the bot's own coming into the room.
fn has_come_in(json: &str, account: &Account) -> bool {
    let Ok(event) = serde_json::from_str::<Value>(json) else {
        return false;
    };
    let was = event["unsigned"]["prev_content"]["membership"]
        .as_str()
        .or_else(|| event["prev_content"]["membership"].as_str());
    event["type"] == "m.room.member"
        && event["state_key"] == account.me.as_str()
        && event["content"]["membership"] == "join"
        && was != Some("join")
}

/// Where the newest invitation of the bot stands.
fn invitation(events: &[TimelineEvent], account: &Account) -> Option<usize> {
    events.iter().rposition(|event| {
        serde_json::from_str::<Event>(event.raw().json().get()).is_ok_and(|event| {
            event.brings()
                == Brings::Member {
                    who: account.me.to_string(),
                    membership: "invite".to_owned(),
                }
        })
    })
}

//! The events of a room since the last sync, without gaps. The part that a
//! limited timeline leaves out is fetched, page by page, back to the last sync,
//! or to the invitation if the bot has come in since.

use std::sync::Arc;

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::uint;
use matrix_sdk::sync::JoinedRoomUpdate;
use matrix_sdk::{Error, Room};

use kally_core::causes;
use kally_engine::chat::trying::backoff;

use super::MatrixBot;
use super::event::{Brings, Event};
use super::fault::{Fault, fault};

/// How many pages of a hundred events are fetched; older events are lost, and
/// logged as lost.
const MOST_PAGES: usize = 50;

/// All events of an update, oldest first. Events before the first sync
/// were not meant for the bot.
///
/// # Errors
/// When the session has ended.
pub(super) async fn events(
    account: &Arc<MatrixBot>,
    room: &Room,
    update: JoinedRoomUpdate,
    since: Option<&str>,
) -> Result<Vec<TimelineEvent>, Error> {
    let Some(since) = since else {
        return Ok(Vec::new());
    };
    let timeline = update.timeline;
    let mut events = timeline.events;
    let mut from = timeline.prev_batch.filter(|_| timeline.limited);
    // If the bot was invited before the last sync, people may have spoken to it
    // before then too. Only its joining event shows that; its membership is in
    // the state of many an update.
    let mut asked_in = asked_in(&events, account);
    let mut pages = 0;
    while let Some(token) = from
        && !(asked_in && invitation(&events, account).is_some())
    {
        if pages == MOST_PAGES {
            tracing::error!(room = %room.room_id(), "a room has too many new messages; the older ones are lost");
            break;
        }
        pages += 1;
        let to = (!asked_in).then_some(since);
        let (before, next) = page(account, room, &token, to).await?;
        from = next.filter(|next| *next != token);
        asked_in |= self::asked_in(&before, account);
        events.splice(0..0, before);
    }
    if asked_in && let Some(at) = invitation(&events, account) {
        events.drain(..=at);
    }
    Ok(events)
}

/// A page of events, oldest first, and where the one before it ends. Retries
/// until it succeeds, or the room is closed to the bot.
async fn page(
    account: &MatrixBot,
    room: &Room,
    from: &str,
    to: Option<&str>,
) -> Result<(Vec<TimelineEvent>, Option<String>), Error> {
    let mut faults = 0;
    loop {
        let mut options = MessagesOptions::backward().from(from);
        options.limit = uint!(100);
        options.to = to.map(str::to_owned);
        let error = match room.messages(options).await {
            Ok(found) => {
                let mut events = found.chunk;
                events.reverse();
                return Ok((events, found.end));
            }
            Err(error) => error,
        };
        let pause = match fault(&error) {
            Fault::SignedOut => return Err(error),
            Fault::Wait(wait) => wait,
            Fault::Passing => backoff(faults),
            Fault::Forbidden | Fault::Refused | Fault::TooLarge => {
                tracing::error!(error = causes(&error), room = %room.room_id(), "missed messages of a room cannot be fetched");
                return Ok((Vec::new(), None));
            }
        };
        tracing::warn!(error = causes(&error), room = %room.room_id(), ?pause, "missed messages of a room cannot be fetched; trying again");
        faults = faults.saturating_add(1);
        account.clock.sleep(pause).await;
    }
}

/// Whether the bot has come in here after an invitation.
fn asked_in(events: &[TimelineEvent], account: &MatrixBot) -> bool {
    events
        .iter()
        .filter_map(Event::of)
        .any(|event| event.accepts_invitation(account.me.as_str()))
}

/// The position of the bot's newest invitation.
fn invitation(events: &[TimelineEvent], account: &MatrixBot) -> Option<usize> {
    events.iter().rposition(|event| {
        Event::of(event).is_some_and(|event| {
            event.brings()
                == Brings::Member {
                    who: account.me.to_string(),
                    membership: "invite".to_owned(),
                }
        })
    })
}

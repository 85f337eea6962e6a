//! `/calendar`: a secret address at which a calendar finds a person's
//! appointments, or a room's. Where the operator has no public address, the bot
//! says so and sends a file.
//!
//! An address is said once, in private: only its hash is kept. A room's is made by
//! its moderators.

use chrono::{DateTime, Utc};

use crate::model::{Appointment, FeedWish};
use crate::understand;

use super::Effect;
use super::action::OtherAction;
use super::appointments::AppointmentPrompt;
use super::command::DoorTo;
use super::errand::{Brought, Errand};
use super::prompt::Prompt;
use super::state::State;
use super::turn::Turn;

/// An address for calendars, as far as the dialogue knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedView {
    /// The operator has a public address.
    pub offered: bool,
    /// Since when there is one.
    pub since: Option<DateTime<Utc>>,
}

fn say(turn: &mut Turn, said: AppointmentPrompt) {
    turn.say(Prompt::Appointment(said));
}

/// `/calendar` in private, alone or with a wish.
pub(super) fn on_command(turn: &mut Turn, state: State, rest: &str) -> State {
    if !turn.context.feed.offered {
        let kept = to_come(turn);
        say(turn, AppointmentPrompt::NoFeed(kept));
        return state;
    }
    let wish = understand::feed_wish(rest).unwrap_or(FeedWish::Give);
    carry_out(turn, wish, false);
    state
}

/// The appointments that are still to come.
fn to_come(turn: &Turn) -> Vec<Appointment> {
    let now = turn.context.now;
    let all = turn.context.appointments.iter().flatten();
    let to_come = all.filter(|kept| !kept.cancelled && !kept.is_past(now));
    to_come.cloned().collect()
}

fn carry_out(turn: &mut Turn, wish: FeedWish, room: bool) {
    match (wish, turn.context.feed.since) {
        (FeedWish::Give, Some(since)) => {
            let said = AppointmentPrompt::FeedKnown {
                since,
                zone: turn.settings.timezone,
                room,
            };
            match room {
                true => turn.act(Effect::SayPrivately(Prompt::Appointment(said))),
                false => say(turn, said),
            }
        }
        (FeedWish::End, since) => {
            if since.is_some() {
                turn.act(Effect::Feed { wish, room });
            }
            say(turn, AppointmentPrompt::FeedEnded { room });
        }
        (wish, _) => turn.act(Effect::Feed { wish, room }),
    }
}

/// A button of `/calendar`.
pub(super) fn on_press(turn: &mut Turn, state: State, action: OtherAction) -> State {
    let wish = match action {
        OtherAction::EndFeed => FeedWish::End,
        _ => FeedWish::Renew,
    };
    if turn.context.feed.offered {
        carry_out(turn, wish, false);
    }
    state
}

/// `/calendar room`: the address of the room's appointments. Returns whether it
/// was that.
pub(super) fn in_room(turn: &mut Turn, rest: &str) -> bool {
    let Some(rest) = understand::of_the_room(rest) else {
        return false;
    };
    if !turn.context.feed.offered {
        say(turn, AppointmentPrompt::NoFeed(Vec::new()));
        return true;
    }
    let wish = understand::feed_wish(rest).unwrap_or(FeedWish::Give);
    turn.act(Effect::Fetch {
        errand: Errand::RoomFeed(wish),
        privately: false,
    });
    true
}

/// The platform has said whether the person moderates the room.
pub(super) fn on_room(turn: &mut Turn, wish: FeedWish, brought: &Brought) {
    match brought {
        Brought::Moderates(Some(true)) => {
            if wish != FeedWish::End {
                turn.say(match turn.context.writes_first {
                    true => Prompt::SaidPrivately,
                    false => Prompt::InPrivate(DoorTo::Chat),
                });
            }
            carry_out(turn, wish, true);
        }
        Brought::Moderates(Some(false)) => turn.say(Prompt::NotModerator),
        _ => turn.say(Prompt::ModeratorUnknown),
    }
}

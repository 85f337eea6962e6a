//! Calls that wait at the service: calling one off, and putting it off to another
//! time. The service decides; a refusal leads back to the question.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::understand::{self, Control};

use super::Effect;
use super::again::time_told;
use super::command::Command;
use super::errand::{self, Brought, Errand, Fetched};
use super::past::{CallRef, PastErrand};
use super::prompt::{Issue, Prompt};
use super::shelf;
use super::state::State;
use super::turn::Turn;

/// A call can be put off at the service for at most this long.
const FURTHEST: TimeDelta = TimeDelta::days(365);

/// *Cancel* on a call that waits.
pub(super) fn call_off(turn: &mut Turn, call: CallRef) {
    let errand = Errand::Past(PastErrand::CallOff { call });
    errand::ask(turn, errand, Command::History);
}

/// *Another time* on a call that waits: the next message names it.
pub(super) fn ask_when(turn: &mut Turn, state: State, call: CallRef) -> State {
    if state.filled().is_some() && !shelf::has_room(turn) {
        turn.alert(Prompt::ManyRequests);
        return state;
    }
    if let State::Form(form, _) | State::TwoRequests(form, ..) = state
        && !form.is_empty()
    {
        shelf::put(turn, form);
    }
    ask(turn, call, None)
}

fn ask(turn: &mut Turn, call: CallRef, issue: Option<Issue>) -> State {
    turn.say(Prompt::AskWhenInstead { issue });
    State::Moving { call }
}

/// The call stays as it is.
pub(super) fn stay(turn: &mut Turn, state: State) -> State {
    turn.say(Prompt::StaysWaiting);
    match state {
        State::Moving { .. } => State::Idle,
        other => other,
    }
}

/// Words while a time was asked for.
pub(super) fn on_text(turn: &mut Turn, call: CallRef, text: &str) -> State {
    if let Some(Control::Cancel | Control::No | Control::Back | Control::Skip) =
        understand::control(text)
    {
        return stay(turn, State::Idle);
    }
    match time_told(turn, zone_of(turn, &call), text, FURTHEST) {
        Ok(at) => {
            let errand = Errand::Past(PastErrand::Move { call, at });
            turn.act(Effect::Fetch {
                errand,
                privately: false,
            });
            State::Idle
        }
        Err(issue) => ask(turn, call, Some(issue)),
    }
}

/// The zone of a call's place, as far as the call is known here; else the
/// person's own.
fn zone_of(turn: &Turn, call: &CallRef) -> Tz {
    let known = turn.context.call.iter().chain(&turn.context.open);
    let mut known = known.filter(|view| match call {
        CallRef::Id(id) => *id == view.id.to_string(),
        _ => false,
    });
    let zone = known.next().map(|view| view.request.timezone);
    zone.unwrap_or(turn.context.settings.timezone)
}

/// The service has answered.
pub(super) fn on_brought(
    turn: &mut Turn,
    state: State,
    errand: PastErrand,
    brought: Brought,
) -> State {
    let zone = match &errand {
        PastErrand::Move { call, .. } => zone_of(turn, call),
        _ => turn.context.settings.timezone,
    };
    let fetched = match (errand, brought) {
        // The outcome of a call that was made here comes by itself.
        (PastErrand::CallOff { .. }, Brought::Call(call, _)) if call.own.is_some() => return state,
        (PastErrand::CallOff { .. }, Brought::Call(call, _)) => Fetched::CalledOff { call },
        (PastErrand::Move { at, .. }, Brought::Call(call, _)) => Fetched::Moved { call, at, zone },
        (PastErrand::Move { call, .. }, Brought::Refused(refusal)) => {
            // The question goes on only if no other one is open meanwhile.
            let issue = Issue::Refused(refusal);
            return match state {
                State::Idle => ask(turn, call, Some(issue)),
                state => {
                    turn.say(Prompt::AskWhenInstead { issue: Some(issue) });
                    state
                }
            };
        }
        (_, Brought::Begun(call)) => Fetched::Begun { call },
        (_, Brought::Nothing) => Fetched::NoSuchCall,
        (_, Brought::Refused(_) | Brought::Unavailable) => Fetched::NotNow,
        _ => Fetched::Unsure,
    };
    turn.say(Prompt::Fetched(fetched));
    state
}

//! A person's own data: `/privacy`, *My data* and *Forget me*.

use super::Effect;
use super::contacts;
use super::errand::Errand;
use super::pressing::remind;
use super::prompt::{CallLine, Prompt};
use super::state::State;
use super::turn::Turn;

/// `/privacy`.
pub(super) fn on_command(turn: &mut Turn, state: State, _rest: &str) -> State {
    turn.say(Prompt::Privacy {
        keep: turn.context.keep,
    });
    remind(turn, state)
}

/// The person wants a copy of everything that is kept about them.
pub(super) fn send_data(turn: &mut Turn) {
    fetch(turn, Errand::MyData);
}

/// The person wants to be forgotten: is that meant?
pub(super) fn ask(turn: &mut Turn) {
    if !calls_are_open(turn) {
        turn.say(Prompt::ForgetMe);
    }
}

/// They have said so twice. The request that is open ends, too.
pub(super) fn forget(turn: &mut Turn, state: State) -> State {
    if calls_are_open(turn) {
        return state;
    }
    turn.act(Effect::ForgetAccount);
    contacts::forget_account(turn);
    fetch(turn, Errand::ForgetMe);
    State::Idle
}

/// A call that is not over spends the person's money: first its end, so that
/// they hear of it. Says so.
fn calls_are_open(turn: &mut Turn) -> bool {
    let calls: Vec<CallLine> = turn.context.open.iter().map(CallLine::of).collect();
    let open = !calls.is_empty();
    if open {
        turn.say(Prompt::ForgetLater { calls });
    }
    open
}

fn fetch(turn: &mut Turn, errand: Errand) {
    turn.act(Effect::Fetch {
        errand,
        privately: true,
    });
}

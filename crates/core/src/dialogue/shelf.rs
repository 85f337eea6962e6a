//! Requests that stand aside while another one goes on. The bot comes back to
//! each when the other is confirmed or dropped, and their cards can be pressed
//! meanwhile.

use super::action::Stamp;
use super::asking::{Alongside, ask};
use super::card;
use super::form::Form;
use super::prompt::Lead;
use super::state::{Asked, Point, State};
use super::turn::Turn;

/// The most requests that stand aside in a conversation.
const MOST: usize = 3;

/// Whether one more may stand aside.
pub(super) fn has_room(turn: &Turn) -> bool {
    turn.shelf.len() < MOST
}

/// Puts a request aside; if as many stand there as may, it is dropped.
pub(super) fn put(turn: &mut Turn, form: Form) {
    if has_room(turn) {
        turn.shelf.push(form);
    }
}

/// Makes room for a request that the person asked for: the open one stands
/// aside. Check [`has_room`] first.
pub(super) fn make_room(turn: &mut Turn, state: State) -> State {
    match state {
        state if state.filled().is_none() => state,
        State::Form(form, _) => {
            put(turn, form);
            State::Idle
        }
        State::TwoRequests(form, _, text) => {
            put(turn, form);
            State::StillWanted { text }
        }
        other => other,
    }
}

/// Takes up the newest of them, once nothing else is open.
pub(super) fn take_up(turn: &mut Turn, state: State) -> State {
    match state {
        State::Idle => match turn.shelf.pop() {
            Some(form) => recall(turn, form),
            None => State::Idle,
        },
        other => other,
    }
}

/// The request with everything that was told about it, and its next question.
fn recall(turn: &mut Turn, form: Form) -> State {
    match form.next_question() {
        Some(slot) => {
            let noted = Alongside::noted(form.values.clone().into_iter().collect());
            ask(turn, form, Asked::first(slot), noted)
        }
        None => card::show(turn, form, Lead::Other),
    }
}

/// Whether this card belongs to a request that stands aside and can go on now.
pub(super) fn has(turn: &Turn, state: &State, stamp: Stamp) -> bool {
    matches!(state, State::Idle | State::Form(..))
        && turn.shelf.iter().any(|form| form.stamp() == stamp)
}

/// The request of this card goes on, and the open one stands aside instead.
pub(super) fn swap(turn: &mut Turn, state: State, stamp: Stamp) -> State {
    let Some(found) = turn.shelf.iter().position(|form| form.stamp() == stamp) else {
        return state;
    };
    let form = turn.shelf.remove(found);
    make_room(turn, state);
    let point = match form.next_question() {
        Some(slot) => Point::Asking(Asked::first(slot)),
        None => Point::Card,
    };
    State::Form(form, point)
}

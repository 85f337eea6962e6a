//! A second request while one is open: the bot notices it and asks, and never
//! mixes it into the first.

use crate::model::{PhoneProblem, Slot};
use crate::understand::{self, Aside, Control};

use super::action::FormAction;
use super::form::Form;
use super::idle;
use super::prompt::Prompt;
use super::shelf;
use super::state::{Point, State};
use super::turn::Turn;

/// Words after the bot asked which of two requests goes on. They choose one, or
/// the open one goes on, which is returned as an error.
pub(super) fn on_text(
    turn: &mut Turn,
    form: Form,
    point: Point,
    other: String,
    text: &str,
) -> Result<State, Box<State>> {
    // '9' where three choices are numbered is no task, and loses no request.
    if !text.chars().any(char::is_alphabetic) {
        return Ok(ask_which(turn, form, point, other));
    }
    // 'Yes' may mean either request, so no call follows from it.
    match understand::control(text) {
        Some(Control::Yes | Control::No) => Ok(ask_which(turn, form, point, other)),
        _ => Err(Box::new(State::Form(form, point))),
    }
}

/// Asks whether to replace the open request or keep it.
pub(super) fn ask_which(turn: &mut Turn, mut form: Form, point: Point, other: String) -> State {
    let found = understand::sentence(&other, &turn.context.reading());
    // The old card's buttons do not count while this is asked.
    form.revision = form.revision.wrapping_add(1);
    turn.say(Prompt::NewRequest {
        stamp: form.stamp(),
        phone: found.phone().cloned(),
        task: found.task().cloned(),
    });
    State::TwoRequests(form, point, other)
}

/// The new request goes on; the open one stands aside.
pub(super) fn keep_both(turn: &mut Turn, form: Form, point: Point, other: &str) -> State {
    if !shelf::has_room(turn) {
        turn.alert(Prompt::ManyRequests);
        return State::Form(form, point);
    }
    shelf::put(turn, form);
    idle::open(turn, other)
}

/// Keeps the other request after a choice on the open one was pressed. Once the
/// open one is confirmed, the bot asks about the other.
pub(super) fn still(turn: &mut Turn, next: State, other: String, pressed: FormAction) -> State {
    match next {
        State::Form(form, point) => State::TwoRequests(form, point, other),
        State::Idle if pressed == FormAction::CallNow => {
            turn.say(Prompt::OtherRequest {
                text: other.clone(),
            });
            State::StillWanted { text: other }
        }
        next => next,
    }
}

/// Whether a message at an open request is a request of its own: a task with
/// another number, with another kind of place, or after 'call …'.
pub(super) fn is_another(turn: &Turn, form: &Form, point: Point, text: &str) -> bool {
    let reading = &turn.context.reading();
    let slot = match point {
        Point::Asking(asked) => Some(asked.slot),
        _ => None,
    };
    if !form.is_filled(Slot::Phone)
        || slot == Some(Slot::Phone)
        || !understand::asks_for_something(text)
        || understand::aside(text) == Some(Aside::Waiting)
    {
        return false;
    }
    let found = understand::sentence(text, reading);
    let several = understand::phone_doubt(text, reading) == Some(PhoneProblem::Several);
    let other = found.has(Slot::Phone) && found.phone() != form.values.phone();
    if several || other {
        return true;
    }
    // 'Party of ten, and they'll need to split the check' answers the question.
    if found.phone().is_none() && slot.is_some_and(|slot| found.has(slot)) {
        return false;
    }
    // 'Ask if there is parking' at a request without another number is a wish.
    let task = form.values.task();
    if found.phone().is_none()
        && task.is_some_and(|task| understand::with_wish(text, task).is_some())
    {
        return false;
    }
    // The answer to the question for the task may well begin with 'call them'.
    if !form.is_filled(Slot::Task) || slot == Some(Slot::Task) {
        return false;
    }
    let elsewhere = form.is_filled(Slot::Category)
        && found
            .category()
            .is_some_and(|kind| form.category() != Some(*kind));
    // 'Change of plans: order two loaves for Saturday' at a request for a price.
    let dated = found.has(Slot::Date) && found.has(Slot::Task);
    let undated = !form.is_filled(Slot::Date) && !form.is_filled(Slot::Time);
    let replaces = point == Point::Card && dated && undated;
    understand::opens_with_calling(text)
        || replaces
        || (elsewhere && slot != Some(Slot::Category) && found.has(Slot::Task))
}

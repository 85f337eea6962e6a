//! Messages that are changed or taken back after they were sent. An edited
//! answer corrects its slot while the form is open. A request that is taken
//! back is cancelled while that is possible.

use crate::model::{CallAt, MessageRef, Slot, Value};
use crate::understand;

use super::Input;
use super::again::reopened;
use super::asking::{Alongside, ask, next_question};
use super::call_at;
use super::card;
use super::contacts;
use super::form::{Form, Source};
use super::prompt::{CallLine, Issue, Lead, Prompt};
use super::reading::{Answer, put_all, read_answer, sentence};
use super::report::{CallStage, CallView};
use super::state::{Asked, Point, State};
use super::stopping;
use super::tries;
use super::turn::Turn;

/// Only this many messages of a form are remembered; nobody edits older ones.
const REMEMBERED: usize = 32;

/// Puts values into a form and returns those that changed it. When they include
/// a date, the form remembers the day on which it was told.
pub(super) fn put(
    turn: &Turn,
    form: &mut Form,
    told: impl IntoIterator<Item = Value>,
) -> Vec<Value> {
    let noted: Vec<Value> = told.into_iter().collect();
    let dated = noted.iter().any(|noted| matches!(noted, Value::Date(_)));
    for value in &noted {
        let text = turn.heard.as_deref();
        form.guessed.retain(|slot| *slot != value.slot());
        if text.is_some_and(|text| understand::is_guessed(value, text)) {
            form.guessed.push(value.slot());
        }
    }
    if noted.iter().any(|noted| matches!(noted, Value::Phone(_))) {
        let heard = turn.heard.as_deref();
        let reading = turn.context.reading();
        form.extension = heard.and_then(|text| understand::extension(text, &reading));
        form.number_from = None;
        form.cards.clear();
    }
    let says_number = noted.iter().any(|noted| matches!(noted, Value::Phone(_)));
    let told: Vec<Slot> = noted.iter().map(Value::slot).collect();
    form.defaults.retain(|slot| !told.contains(slot));
    let mut changed = put_all(form, noted);
    let is_other = |value: &Value| matches!(value, Value::Business(_));
    if changed.iter().any(is_other) && !says_number {
        contacts::on_other_place(form);
    }
    for value in contacts::complete(turn, form) {
        let heard = turn.heard.as_deref().unwrap_or_default();
        let is_new_guess = understand::is_guessed(&value, heard);
        if is_new_guess && !form.guessed.contains(&value.slot()) {
            form.guessed.push(value.slot());
        }
        changed.retain(|told| told.slot() != value.slot());
        changed.push(value);
    }
    if dated {
        form.date_told = Some(turn.today(form));
    }
    changed
}

/// The context of a message at the open form: which form, and for which slot it
/// was asked.
pub(super) struct Telling {
    form: Option<u32>,
    slot: Option<Slot>,
}

impl Telling {
    /// `None` for an input that nobody can edit afterwards.
    pub(super) fn of(state: &State, input: &Input) -> Option<Self> {
        // A choice can be typed as well.
        let edits = matches!(
            input,
            Input::CommandGiven(..) | Input::TextReceived(_) | Input::ChoicePressed(_)
        );
        edits.then(|| Self {
            form: state.form().map(|form| form.id),
            slot: state.open_slot(),
        })
    }

    /// Remembers which values the message told, and whether it asked for a new
    /// form.
    pub(super) fn note(self, turn: &mut Turn, state: &mut State) {
        // It asked for something else, which has its own values.
        if matches!(state, State::TwoRequests(..)) {
            return;
        }
        let (Some(message), Some(form)) = (turn.context.message.clone(), state.form_mut()) else {
            return;
        };
        let same = self.form == Some(form.id);
        if !same {
            turn.asked_by = Some(message.clone());
        }
        let slot = self.slot.filter(|_| same);
        form.sources.retain(|told| told.message != message);
        form.sources.push(Source { message, slot });
        let old = form.sources.len().saturating_sub(REMEMBERED);
        form.sources.drain(..old);
    }
}

/// A message has a new text.
pub(super) fn on_edited(turn: &mut Turn, state: State, text: &str) -> State {
    let Some(message) = turn.context.message.clone() else {
        return state;
    };
    match state {
        State::Form(form, point) => match form.told_by(&message) {
            Some(told) => amend(turn, form, point, told.slot, text),
            None => State::Form(form, point),
        },
        State::TwoRequests(form, point, other) => match form.told_by(&message) {
            Some(told) => match amend(turn, form, point, told.slot, text) {
                State::Form(form, point) => State::TwoRequests(form, point, other),
                state => state,
            },
            None => State::TwoRequests(form, point, other),
        },
        State::Setting { of, behind } => {
            let behind = Box::new(on_edited(turn, *behind, text));
            State::Setting { of, behind }
        }
        State::Renaming { contact, behind } => {
            let behind = Box::new(on_edited(turn, *behind, text));
            State::Renaming { contact, behind }
        }
        state => {
            if let Some(call) = waiting_call(turn, &message)
                && let Some(form) = reopened(turn, &state, &call)
            {
                return edit_waiting(turn, state, &call, form, text);
            }
            // The person edits the request too late, and must not believe that
            // the edit counts.
            if asked_for_call(turn, &message) {
                turn.say(Prompt::EditTooLate);
            }
            state
        }
    }
}

/// The request of a call that waits has a new text: the call is taken back, and
/// the card shows what would be called for now. If nothing has changed, it goes
/// on waiting.
fn edit_waiting(
    turn: &mut Turn,
    state: State,
    call: &CallView,
    mut form: Form,
    text: &str,
) -> State {
    let chosen = call.put_off_to.map(CallAt::Exactly);
    form.call_at = chosen;
    let before = (form.keep_trying, form.voicemail);
    let machine = understand::split_voicemail(text);
    form.voicemail = machine
        .as_ref()
        .map_or(form.voicemail, |(what, _)| Some(*what));
    let text = machine.as_ref().map_or(text, |(_, rest)| rest);
    let wish = tries::take(turn, &mut form, text);
    let text = wish.as_ref().map_or(text, |(rest, _)| rest);
    let rest = call_at::take(turn, &mut form, text, true);
    let text = rest.as_deref().unwrap_or(text);
    let reading = turn.reading_of(&form, text);
    let told = sentence(text, &form, &reading);
    let noted = put(turn, &mut form, told);
    let (zone, now) = (form.zone(&turn.settings), turn.context.now);
    let at = |call_at: Option<CallAt>| call_at.and_then(|it| it.instant(zone, now));
    let same_time = at(form.call_at) == at(chosen) && !form.call_at_wanted;
    if noted.is_empty() && same_time && (form.keep_trying, form.voicemail) == before {
        return state;
    }
    stopping::withdraw(turn, call);
    card::show(turn, form, Lead::of(noted))
}

fn amend(turn: &mut Turn, mut form: Form, point: Point, slot: Option<Slot>, text: &str) -> State {
    let reading = turn.reading_of(&form, text);
    let told = match slot {
        Some(slot) => match read_answer(slot, text, &form, &reading) {
            Answer::Fits(told) | Answer::Elsewhere(told) => told,
            Answer::Aside(aside) => {
                let issue = Alongside::issue(Issue::Aside(aside));
                return ask(turn, form, Asked::editing(slot), issue);
            }
            Answer::Misses(issue) => {
                return ask(turn, form, Asked::editing(slot), Alongside::issue(issue));
            }
        },
        None => {
            let corrected = understand::correction_for(text, form.category(), &reading);
            let found = corrected.unwrap_or_else(|| sentence(text, &form, &reading));
            found.into_iter().collect()
        }
    };
    let noted = put(turn, &mut form, told);
    if noted.is_empty() {
        return State::Form(form, point);
    }
    match point {
        Point::Asking(asked) if !form.is_filled(asked.slot) || asked.editing => {
            ask(turn, form, asked.afresh(), Alongside::noted(noted))
        }
        Point::Asking(_) => match next_question(turn, &mut form) {
            Some(slot) => ask(turn, form, Asked::first(slot), Alongside::noted(noted)),
            None => card::show(turn, form, Lead::of(noted)),
        },
        Point::Card | Point::Choosing | Point::CallAt => card::show(turn, form, Lead::Noted(noted)),
        Point::Linking => State::Form(form, point),
    }
}

/// The call that a message asked for, if it waits for its time.
fn waiting_call(turn: &Turn, message: &MessageRef) -> Option<CallView> {
    let of_it =
        |call: &&CallView| call.asked_by.as_ref() == Some(message) && CallLine::of(call).waits();
    turn.context.open.iter().find(of_it).cloned()
}

fn asked_for_call(turn: &Turn, message: &MessageRef) -> bool {
    let going_on = turn.context.call.as_ref().is_some_and(|call| {
        matches!(
            call.stage,
            CallStage::Confirmed | CallStage::Running | CallStage::Doubtful
        )
    });
    going_on && turn.asked_by.as_ref() == Some(message)
}

/// Drops the request that was taken back; if its call is already going on, asks
/// about the call. Where an answer was taken back, its question comes again.
pub(super) fn on_removed(turn: &mut Turn, state: State) -> State {
    let Some(message) = turn.context.message.clone() else {
        return state;
    };
    if let Some(call) = waiting_call(turn, &message) {
        stopping::withdraw(turn, &call);
        turn.say(Prompt::TakenBack(CallLine::of(&call)));
        return state;
    }
    if turn.asked_by.as_ref() != Some(&message) {
        return on_answer_removed(turn, state, &message);
    }
    match state {
        State::Form(..) | State::TwoRequests(..) => {
            stopping::say_dropped(turn);
            State::Idle
        }
        State::Setting { of, behind } => {
            let behind = Box::new(on_removed(turn, *behind));
            State::Setting { of, behind }
        }
        State::Renaming { contact, behind } => {
            let behind = Box::new(on_removed(turn, *behind));
            State::Renaming { contact, behind }
        }
        state => {
            if let Some(call) = turn.context.call.clone() {
                end_removed(turn, &call);
            }
            state
        }
    }
}

fn on_answer_removed(turn: &mut Turn, state: State, message: &MessageRef) -> State {
    let slot = state.form().and_then(|form| form.told_by(message)?.slot);
    match (state, slot) {
        (State::Form(form, Point::Card | Point::Choosing | Point::Asking(_)), Some(slot))
            if form.is_filled(slot) =>
        {
            ask(turn, form, Asked::editing(slot), Alongside::default())
        }
        (state, _) => state,
    }
}

fn end_removed(turn: &mut Turn, call: &CallView) {
    match call.stage {
        CallStage::Confirmed if !call.made => {
            stopping::withdraw(turn, call);
            turn.say(Prompt::Cancelled);
        }
        CallStage::Running => turn.say(Prompt::StopRunning(CallLine::of(call))),
        _ => {}
    }
}

impl Form {
    fn told_by(&self, message: &MessageRef) -> Option<Source> {
        self.sources
            .iter()
            .find(|told| told.message == *message)
            .cloned()
    }
}

//! Words while nothing is open: about the newest call, the beginning of a
//! request, or small talk.

use crate::model::{Name, PhoneProblem, Slot, Value, Values};
use crate::understand::{self, Aside, CallWord, Control};

use super::again;
use super::amend::put;
use super::asking::{Alongside, ask, next_question, note_long_task};
use super::call_at;
use super::calls;
use super::card;
use super::contacts;
use super::form::Form;
use super::past;
use super::prompt::{Issue, Lead, Prompt};
use super::reading::complaint;
use super::report::CallStage;
use super::state::{Asked, State};
use super::stopping::{self, Out};
use super::tries;
use super::turn::Turn;

/// Words while nothing is open.
pub(super) fn on_text(turn: &mut Turn, text: &str) -> State {
    if let Some(call) = turn.context.call.clone()
        && let Some(action) = understand::call_word(text).and_then(|word| calls::meant(word, &call))
    {
        return calls::on_press(turn, State::Idle, call.id, action);
    }
    if turn.context.call.is_none()
        && let Some(CallWord::Transcript | CallWord::Recording) = understand::call_word(text)
    {
        return past::on_command(turn, State::Idle, "");
    }
    if let Some(state) = again::at_told_time(turn, text) {
        return state;
    }
    if tries::on_idle_words(turn, text).is_some() {
        return State::Idle;
    }
    match understand::control(text) {
        Some(Control::Cancel) => return stopping::way_out(turn, State::Idle, Out::Cancel),
        Some(Control::Back) if understand::call_word(text) == Some(CallWord::Undo) => {
            return stopping::way_out(turn, State::Idle, Out::Undo);
        }
        Some(Control::Help) => {
            turn.say(Prompt::Help);
            return State::Idle;
        }
        // 'Call' agrees to a card, and begins a request where there is none.
        Some(_) if understand::command(text) == Some("call") => return open(turn, ""),
        Some(_) => {
            turn.say(Prompt::NotUnderstood);
            return State::Idle;
        }
        None => {}
    }
    let reading = turn.context.reading();
    let found = understand::sentence(text, &reading);
    let known = known_place(turn, text, &found);
    let concrete = found.has(Slot::Phone)
        || found.has(Slot::Category)
        || understand::phone_doubt(text, &reading).is_some();
    let dangerous = understand::phone(text, &reading) == Err(PhoneProblem::Emergency);
    match understand::aside(text) {
        _ if concrete || dangerous => return begin(turn, text),
        _ if corrects_running_call(turn, text) => turn.say(Prompt::EditTooLate),
        Some(aside) => turn.say(small_talk(aside)),
        None if known => return begin(turn, text),
        None if found.has(Slot::Task) && asks_for_something(turn, text) => {
            return begin(turn, text);
        }
        None => turn.say(Prompt::NotUnderstood),
    }
    State::Idle
}

/// Whether words name a place that the person knows.
fn known_place(turn: &Turn, text: &str, found: &Values) -> bool {
    let business = found.business().map(Name::as_str);
    business.is_some_and(|business| contacts::knows(turn, business))
        || contacts::named(turn, text).is_some()
}

/// Words after the bot asked whether a request is still wanted.
pub(super) fn on_still_wanted_text(turn: &mut Turn, request: String, text: &str) -> State {
    let state = State::StillWanted { text: request };
    match understand::control(text) {
        Some(Control::Yes) => on_still_wanted(turn, state, true),
        Some(Control::No) => on_still_wanted(turn, state, false),
        Some(Control::Cancel) => stopping::way_out(turn, state, Out::Cancel),
        // Something else: the question stays open until a request takes its
        // place.
        _ => match on_text(turn, text) {
            State::Idle => state,
            begun => begun,
        },
    }
}

/// The person answered whether an old request is still wanted.
pub(super) fn on_still_wanted(turn: &mut Turn, state: State, wanted: bool) -> State {
    match (state.without_setting(), wanted) {
        (State::StillWanted { text }, true) => open(turn, &text),
        (State::StillWanted { .. }, false) => {
            stopping::say_dropped(turn);
            State::Idle
        }
        (state, _) => {
            turn.alert(Prompt::Stale);
            state
        }
    }
}

/// Opens a form, unless the request is so old that the bot must ask first.
pub(super) fn begin(turn: &mut Turn, text: &str) -> State {
    if !turn.context.late {
        return open(turn, text);
    }
    turn.say(Prompt::StillWanted);
    State::StillWanted {
        text: text.to_owned(),
    }
}

/// Opens a form and fills it with the values that a sentence tells.
pub(super) fn open(turn: &mut Turn, text: &str) -> State {
    let mut form = Form::new(turn.context.fresh_form);
    let machine = understand::split_voicemail(text);
    form.voicemail = machine.as_ref().map(|(what, _)| *what);
    let text = machine.as_ref().map_or(text, |(_, rest)| rest);
    let wish = tries::take(turn, &mut form, text);
    let text = wish.as_ref().map_or(text, |(rest, _)| rest);
    let rest = call_at::take(turn, &mut form, text, turn.by_command);
    let text = rest.as_deref().unwrap_or(text);
    let reading = turn.reading_of(&form, text);
    let mut noted = put(turn, &mut form, understand::sentence(text, &reading));
    noted.extend(pointed_at(turn, &mut form));
    noted.extend(contacts::put_named(turn, &mut form, text));
    contacts::drop_empty_task(&mut form, text);
    noted.retain(|value| form.is_filled(value.slot()));
    note_long_task(&mut form, text);
    let no_number = !form.is_filled(Slot::Phone);
    // The bot says at once if a number cannot be called.
    if no_number
        && !text.is_empty()
        && understand::phone(text, &reading) == Err(PhoneProblem::Emergency)
    {
        let issue = Some(Issue::Phone(PhoneProblem::Emergency));
        return ask(
            turn,
            form,
            Asked::first(Slot::Phone),
            Alongside { noted, issue },
        );
    }
    let doubt = understand::phone_doubt(text, &reading).filter(|_| no_number);
    let issue = doubt
        .map(Issue::Phone)
        .or_else(|| complaint(text, &form, &reading));
    if !form.is_filled(Slot::Phone) {
        contacts::read_history(turn);
    }
    match next_question(turn, &mut form) {
        Some(slot) => ask(turn, form, Asked::first(slot), Alongside { noted, issue }),
        None => {
            let lead = wish.and_then(|(_, problem)| problem).map(Lead::Tries);
            let lead = lead.or(issue.map(Lead::Issue)).unwrap_or(Lead::None);
            card::show(turn, form, lead)
        }
    }
}

/// 'Book us a table', in reply to a message with the place and its number.
fn pointed_at(turn: &mut Turn, form: &mut Form) -> Vec<Value> {
    let quoted = turn.context.quoted.clone();
    let Some(quoted) = quoted.filter(|_| !form.is_filled(Slot::Phone)) else {
        return Vec::new();
    };
    let reading = turn.reading_of(form, &quoted);
    let told = understand::sentence(&quoted, &reading).only(&[Slot::Phone, Slot::Business]);
    let told = told
        .into_iter()
        .filter(|value| !form.is_filled(value.slot()));
    let told: Vec<Value> = told.collect();
    put(turn, form, told)
}

/// 'No wait, at 9', while the call goes on: the person must not believe that it
/// counts.
fn corrects_running_call(turn: &Turn, text: &str) -> bool {
    let call = turn.context.call.as_ref();
    call.is_some_and(|call| call.stage == CallStage::Running)
        && understand::correction(text, &turn.context.reading()).is_some()
}

/// Whether a text without a number or a kind of place begins a request, and is
/// not a remark about the last one. Where others read along, people also talk
/// about the bot: there it must ask for something.
fn asks_for_something(turn: &Turn, text: &str) -> bool {
    (turn.context.private || understand::asks_for_something(text))
        && text.split_whitespace().count() >= 3
        && !text.trim_end().ends_with('?')
        && understand::correction(text, &turn.context.reading()).is_none()
}

fn small_talk(aside: Aside) -> Prompt {
    match aside {
        Aside::Greeting | Aside::WhoAreYou => Prompt::Welcome,
        other => Prompt::SmallTalk(other),
    }
}

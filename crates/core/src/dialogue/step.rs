//! One step of the dialogue. Only this file decides how each state reacts to an
//! input. A test compares it with the table in `docs/architecture.md`.

use crate::model::Slot;
use crate::understand::{self, Control};

use super::action::Action;
use super::amend::{self, Telling};
use super::command::Command;
use super::pressing;
use super::prompt::Prompt;
use super::state::{Point, State};
use super::turn::Turn;
use super::{
    Context, Conversation, Decision, Effect, Input, again, appointments, asking, call_at, calls,
    card, command, contacts, errand, idle, linking, never, order, second, settings, shared, shelf,
    stopping, tries, waiting,
};

/// The decision for an input.
#[must_use]
pub fn step(conversation: Conversation, input: Input, context: &Context) -> Decision {
    let mut turn = Turn {
        context,
        settings: context.settings.clone(),
        effects: Vec::new(),
        by_command: matches!(input, Input::CommandGiven(Command::Call, _)),
        heard: input.words().map(str::to_owned),
        last_call: conversation.last_call,
        asked_by: conversation.asked_by,
        shelf: conversation.shelf,
        foreign_told: conversation.foreign_told,
        wanted: conversation.wanted,
        search: conversation.search,
        cards: conversation.cards,
        language: context.spoken.or(conversation.language),
        unheard: conversation.unheard,
        changed_contacts: None,
    };
    let telling = Telling::of(&conversation.state, &input);
    let state = next(&mut turn, conversation.state, input);
    let mut state = shelf::take_up(&mut turn, state);
    if let Some(telling) = telling {
        telling.note(&mut turn, &mut state);
    }
    let changed = turn.changed_contacts.take();
    if let Some(contacts) = changed.filter(|now| context.contacts.as_ref() != Some(now)) {
        turn.act(Effect::KeepContacts(Box::new(contacts)));
    }
    Decision {
        conversation: Conversation {
            state,
            last_call: turn.last_call,
            asked_by: turn.asked_by,
            language: turn.language,
            shelf: turn.shelf,
            foreign_told: turn.foreign_told,
            wanted: turn.wanted,
            search: turn.search,
            cards: turn.cards,
            unheard: turn.unheard,
        },
        effects: turn.effects,
    }
}

fn next(turn: &mut Turn, state: State, input: Input) -> State {
    match (state, input) {
        // From a person.
        (state, Input::TextReceived(text)) => on_words(turn, state, &text),
        (state, Input::CommandGiven(command, rest)) => command::on(turn, state, command, &rest),
        (state, Input::CommandUnknown) => command::on_unknown(turn, state),
        (state, Input::ChoicePressed(pressed)) => match pressed.action {
            Action::Form(action) => pressing::on_form(turn, state, pressed.stamp, action),
            Action::Call(call, action) => calls::on_press(turn, state, call, action),
            Action::Other(action) => pressing::on_other(turn, state, action),
        },
        (state, Input::PressTakenBack(pressed)) => stopping::on_taken_back(turn, state, pressed),
        (state, Input::MessageEdited(text)) => amend::on_edited(turn, state, &text),
        (state, Input::MessageRemoved) => amend::on_removed(turn, state),

        (state, Input::PlaceShared { name, number }) => {
            shared::on_place(turn, state, name, number.as_deref())
        }
        (state, Input::Ordered(order)) => {
            order::on(turn, order);
            state
        }

        (state, Input::CardsShared(cards)) => contacts::on_cards(turn, state, &cards),

        // From workers. While the bot asks for a setting, a report goes to the
        // state behind that question, and the question stays open.
        (State::Setting { of, behind }, input) if is_report(&input) => {
            let behind = Box::new(next(turn, *behind, input));
            State::Setting { of, behind }
        }
        (State::Renaming { contact, behind }, input) if is_report(&input) => {
            let behind = Box::new(next(turn, *behind, input));
            State::Renaming { contact, behind }
        }
        (state, Input::CallReported(report)) => calls::on_report(turn, state, report),
        (state, Input::AppointmentDue(id)) => {
            appointments::on_due(turn, id);
            state
        }
        (state, Input::StoppedByOther { name }) => stopping::by_other(turn, state, name),
        (state, Input::ErrandReported(errand, brought)) => {
            errand::on_brought(turn, state, errand, *brought)
        }

        (State::Form(form, point), Input::Restored) => card::on_restored(turn, form, point),

        // These inputs change nothing in this state.
        (state, input) => {
            on_aside(turn, input);
            state
        }
    }
}

/// Words without a command or a choice.
pub(super) fn on_words(turn: &mut Turn, state: State, text: &str) -> State {
    if let Some(danger) = danger_in(turn, &state, text) {
        turn.say(danger);
        return state;
    }
    match tries::on_stop_words(turn, text) {
        Some(Ok(())) => return state,
        Some(Err(several)) => {
            stopping::ask_which(turn, &several, &[], None);
            return state;
        }
        None => {}
    }
    if let Some(asked) = stopping::of_call(turn, &state, text) {
        return stopping::on_words(turn, state, asked);
    }
    if let Some(phone) = never::asked(turn, &state, text) {
        return never::on_words(turn, state, phone);
    }
    if let Some(language) = understand::wanted_language(text) {
        return settings::speak(turn, state, language);
    }
    if let Some(search) = understand::spoken_search(text) {
        return command::on(turn, state, Command::History, &search);
    }
    if let Some(wish) = contacts::wished(turn, text).filter(|_| takes_wishes(&state)) {
        return command::on_contact_wish(turn, state, wish, text);
    }
    if let Some(command) = spoken(&state, text) {
        return command::on(turn, state, command, "");
    }
    if let Some(foreign) = understand::foreign(text).filter(|_| !turn.foreign_told) {
        turn.foreign_told = true;
        turn.say(Prompt::Foreign(foreign));
        if matches!(state, State::Idle) && understand::phone(text, &turn.context.reading()).is_err()
        {
            return state;
        }
    }
    on_answer(turn, state, text)
}

/// Whether words can be a wish about the address book: a task is told in any
/// words, and so is a name.
fn takes_wishes(state: &State) -> bool {
    !matches!(state, State::Renaming { .. } | State::Setting { .. })
        && state.open_slot() != Some(Slot::Task)
}

/// The command that words ask for; a single word at an open question answers it.
fn spoken(state: &State, text: &str) -> Option<Command> {
    let command = Command::spoken(text)?;
    let single = text.split_whitespace().count() == 1;
    (!single || !state.asks()).then_some(command)
}

/// Words at the open question.
fn on_answer(turn: &mut Turn, state: State, text: &str) -> State {
    match state {
        State::Idle => idle::on_text(turn, text),
        State::StillWanted { text: request } => idle::on_still_wanted_text(turn, request, text),
        State::Setting { of, behind } => settings::on_text(turn, of, *behind, text),
        State::Renaming { contact, behind } => contacts::on_name_text(turn, contact, *behind, text),
        State::Scheduling { call } => {
            again::on_text(turn, call, text).unwrap_or_else(|| idle::on_text(turn, text))
        }
        State::Moving { call } => waiting::on_text(turn, call, text),
        State::TwoRequests(form, point, other) => {
            match second::on_text(turn, form, point, other, text) {
                Ok(asked) => asked,
                Err(open) => on_answer(turn, *open, text),
            }
        }
        State::Form(..) if understand::control(text) == Some(Control::StartOver) => {
            again::say_form_open(turn, &state);
            state
        }
        State::Form(form, Point::Linking) => linking::on_text(turn, form, text),
        State::Form(form, point) if second::is_another(turn, &form, point, text) => {
            second::ask_which(turn, form, point, text.to_owned())
        }
        State::Form(form, Point::Asking(asked)) => asking::on_text(turn, form, asked, text),
        State::Form(form, Point::Card) => card::on_text(turn, form, text),
        State::Form(form, Point::Choosing) => card::on_choice_text(turn, form, text),
        State::Form(form, Point::CallAt) => call_at::on_text(turn, form, text),
    }
}

/// Inputs that are answered, or passed on, and leave the state as it is.
fn on_aside(turn: &mut Turn, input: Input) {
    match input {
        Input::ChoiceUnknown => turn.alert(Prompt::Stale),
        Input::SignedIn => turn.act(Effect::AskWhose),
        Input::AddressPasted(outcome) => linking::on_pasted(turn, outcome),
        Input::RecordLost => turn.say(Prompt::RecordLost),
        Input::Restored => turn.say(Prompt::Restored),
        Input::MessageUnheeded(why) => turn.say(Prompt::MessageUnheeded(why)),
        Input::MessageAnonymous => turn.say(Prompt::MessageAnonymous),
        Input::WordlessReceived(what) => turn.say(Prompt::Wordless(what)),
        Input::NotRead => turn.alert(Prompt::OneMoment),
        Input::InCircles => turn.say(Prompt::InCircles),
        Input::TextReceived(_)
        | Input::CommandGiven(..)
        | Input::CommandUnknown
        | Input::ChoicePressed(_)
        | Input::PressTakenBack(_)
        | Input::MessageEdited(_)
        | Input::MessageRemoved
        | Input::PlaceShared { .. }
        | Input::CardsShared(_)
        | Input::CallReported(_)
        | Input::StoppedByOther { .. }
        | Input::AppointmentDue(..)
        | Input::Ordered(_)
        | Input::ErrandReported(..) => {}
    }
}

fn is_report(input: &Input) -> bool {
    matches!(
        input,
        Input::CallReported(_) | Input::StoppedByOther { .. } | Input::ErrandReported(..)
    )
}

/// The numbers to call, if the words say that somebody is in danger.
pub(super) fn danger_in(turn: &Turn, state: &State, text: &str) -> Option<Prompt> {
    let digits = match state {
        State::Setting { .. }
        | State::Renaming { .. }
        | State::Scheduling { .. }
        | State::Moving { .. }
        | State::Form(_, Point::CallAt) => true,
        state => state
            .open_slot()
            .is_some_and(|slot| slot.takes_numbers() && slot != Slot::Phone),
    };
    let reading = turn.context.reading();
    let danger = understand::danger(text, digits, &reading)?;
    Some(Prompt::Danger {
        danger,
        emergency: understand::emergency_number(&reading),
        listening: understand::listening_number(&reading),
    })
}

//! Pressed choices: those on the open form, and those that belong to neither a
//! form nor a call.

use crate::model::{KeepTrying, Whose};

use super::account;
use super::action::{FormAction, OtherAction, SettingChoice, Stamp};
use super::admin;
use super::appointments;
use super::asking::{self, Alongside, ask};
use super::calendar;
use super::call_at;
use super::card;
use super::command::{self, Command, DoorTo};
use super::contacts;
use super::form::Form;
use super::idle;
use super::linking;
use super::never;
use super::past::{self, CallRef};
use super::privacy;
use super::prompt::{Lead, LinkReason, Prompt};
use super::second;
use super::settings;
use super::shelf;
use super::state::{Asked, Point, State};
use super::stopping;
use super::tries;
use super::turn::Turn;
use super::waiting;

/// A choice of the open form. On an older card it means that card's call, if
/// there is one.
pub(super) fn on_form(turn: &mut Turn, state: State, stamp: Stamp, action: FormAction) -> State {
    if let State::Form(form, Point::Linking) = &state
        && is_card_before(form, stamp)
    {
        match action {
            // The card that was confirmed, while its account is being linked.
            FormAction::Edit => return card::choose_field(turn, form.clone()),
            FormAction::Cancel => {
                stopping::say_dropped(turn);
                return State::Idle;
            }
            FormAction::CallNow => {
                turn.alert(linking::waits(turn.context, form));
                return state;
            }
            _ => {}
        }
    }
    if state.form().map(Form::stamp) != Some(stamp) {
        if !shelf::has(turn, &state, stamp) {
            return stopping::on_old_card(turn, state, stamp, action);
        }
        let state = shelf::swap(turn, state, stamp);
        return on_form(turn, state, stamp, action);
    }
    match state.without_setting() {
        State::Form(form, point) => on_open(turn, form, point, action),
        State::TwoRequests(form, point, other) => match action {
            FormAction::Continue | FormAction::KeepThis => remind(turn, State::Form(form, point)),
            FormAction::StartOver | FormAction::Replace => idle::open(turn, &other),
            FormAction::KeepBoth => second::keep_both(turn, form, point, &other),
            action => {
                let next = on_open(turn, form, point, action);
                second::still(turn, next, other, action)
            }
        },
        other => other,
    }
}

/// Whether a stamp is that of the card which was shown last.
fn is_card_before(form: &Form, stamp: Stamp) -> bool {
    stamp.form == form.id && stamp.revision == form.revision.wrapping_sub(1)
}

fn on_open(turn: &mut Turn, form: Form, point: Point, action: FormAction) -> State {
    match (action, point) {
        (FormAction::CallNow, Point::Card) => card::call_now(turn, form),
        (FormAction::AskToo | FormAction::TellToo, Point::Card) => card::say_too(turn, form),
        (FormAction::Edit, _) => card::choose_field(turn, form),
        (FormAction::EditCallAt, _) => call_at::ask_when(turn, form, None),
        (FormAction::CallAt(minute), point) => call_at::on_pick(turn, form, point, minute.0),
        (FormAction::CallAtOnce, _) => call_at::at_once(turn, form),
        (FormAction::KeepTrying, _) => tries::choose(turn, form, Some(KeepTrying::default())),
        (FormAction::Voicemail(what), _) => card::set_voicemail(turn, form, what),
        (FormAction::CallOnce, _) => tries::choose(turn, form, None),
        (FormAction::EditSlot(slot), _) => {
            ask(turn, form, Asked::editing(slot), Alongside::default())
        }
        (FormAction::Cancel, _) => {
            stopping::say_dropped(turn);
            State::Idle
        }
        (FormAction::Continue | FormAction::KeepThis, _) => remind(turn, State::Form(form, point)),
        (FormAction::StartOver | FormAction::Replace, _) => idle::open(turn, ""),
        (FormAction::KeepBoth, point) => second::keep_both(turn, form, point, ""),
        (FormAction::NewLink, Point::Linking) => linking::wait(turn, form, LinkReason::ToCall),
        (FormAction::Month(month), _) => asking::turn_page(turn, form, point, month),
        (FormAction::Empty, Point::Asking(asked)) => asking::empty(turn, form, asked.slot),
        (FormAction::Skip, Point::Asking(asked)) => asking::skip(turn, form, asked),
        (FormAction::Shortened, Point::Asking(asked)) => asking::take_shortened(turn, form, asked),
        (FormAction::Back, Point::Asking(asked)) => asking::go_back(turn, form, asked),
        (FormAction::ShowCard | FormAction::Empty | FormAction::Skip | FormAction::Back, _) => {
            card::show(turn, form, Lead::None)
        }
        (action, Point::Asking(asked)) => asking::on_choice(turn, form, asked, action),
        (_, point) => {
            turn.alert(Prompt::Stale);
            State::Form(form, point)
        }
    }
}

/// A choice that belongs to neither a form nor a call. A person can press it in
/// a room too, with an altered client: it is held to the same privacy as the
/// command that shows it.
pub(super) fn on_other(turn: &mut Turn, state: State, action: OtherAction) -> State {
    if !turn.context.private
        && let Some(command) = action.shown_by()
    {
        return command::on(turn, state, command, "");
    }
    match action {
        OtherAction::PastMove(tag) => waiting::ask_when(turn, state, CallRef::Tag(tag)),
        OtherAction::StayWaiting => waiting::stay(turn, state),
        OtherAction::Give(command) => command::on(turn, state, command, ""),
        OtherAction::AskSetting(of) => settings::ask(turn, state, of, None),
        OtherAction::SetTo(SettingChoice { of, word }) => match of.setting.choice(word) {
            Some(value) => settings::set(turn, state, of.whose, value),
            None => state,
        },
        OtherAction::ClearSetting(of) => settings::clear(turn, state, of),
        OtherAction::KeepSetting => settings::leave(turn, state, Whose::Person),
        OtherAction::KeepRoomSetting => settings::leave(turn, state, Whose::Room),
        OtherAction::Login => {
            account::log_in(turn, &state);
            state
        }
        OtherAction::ReplaceAccount => {
            linking::offer(turn, LinkReason::Asked, DoorTo::Command(Command::Login));
            state
        }
        OtherAction::StillWanted => idle::on_still_wanted(turn, state, true),
        OtherAction::NotWanted => idle::on_still_wanted(turn, state, false),
        OtherAction::Mine(sign_in) => linking::on_mine(turn, state, sign_in),
        OtherAction::NotMine(sign_in) => {
            linking::on_not_mine(turn, sign_in);
            state
        }
        OtherAction::AllowNumber(digits) => never::on_allow(turn, state, digits),
        OtherAction::ForgetAll => privacy::forget(turn, state),
        OtherAction::CallCard(digits) => contacts::on_known_number(turn, state, digits),
        action if action.shown_by() == Some(Command::Contacts) => {
            contacts::on_press(turn, state, action)
        }
        action @ (OtherAction::NewFeed | OtherAction::EndFeed) => {
            calendar::on_press(turn, state, action)
        }
        action @ (OtherAction::AppointmentsPage(_)
        | OtherAction::Appointment(_)
        | OtherAction::AppointmentFile(_)
        | OtherAction::ConfirmAppointment(_)
        | OtherAction::MoveAppointment(_)
        | OtherAction::CancelAppointment(_)
        | OtherAction::RemoveAppointment(_)) => appointments::on_press(turn, state, action),
        action => {
            beside(turn, action);
            state
        }
    }
}

/// Choices that leave the conversation where it is.
fn beside(turn: &mut Turn, action: OtherAction) {
    match action {
        OtherAction::KeepCard(digits) => contacts::keep_card(turn, digits),
        OtherAction::KeepCards => contacts::keep_all(turn),
        OtherAction::LogOutLater => account::log_out_later(turn),
        OtherAction::LogOutNow => account::log_out(turn),
        OtherAction::MyData => privacy::send_data(turn),
        OtherAction::ForgetMe => privacy::ask(turn),
        OtherAction::KeepData => turn.say(Prompt::DataKept),
        OtherAction::HistoryPage(_)
        | OtherAction::HistoryFile(_)
        | OtherAction::PastCall(_)
        | OtherAction::PastTranscript(_)
        | OtherAction::PastRecording(_)
        | OtherAction::PastCalendar(_)
        | OtherAction::PastAgain(_)
        | OtherAction::PastChange(_) => past::on_press(turn, action),
        OtherAction::PastCallOff(tag) => waiting::call_off(turn, CallRef::Tag(tag)),
        action => admin::on_press(turn, action),
    }
}

/// Repeats the open question after the person talked about something else.
pub(super) fn remind(turn: &mut Turn, state: State) -> State {
    match state {
        State::Form(form, Point::Asking(asked)) => {
            ask(turn, form, asked.afresh(), Alongside::default())
        }
        State::Form(form, Point::Card | Point::Choosing | Point::CallAt) => {
            card::show(turn, form, Lead::None)
        }
        State::Form(form, Point::Linking) => {
            linking::remind(turn, &form);
            State::Form(form, Point::Linking)
        }
        State::TwoRequests(form, point, other) => second::ask_which(turn, form, point, other),
        other => other,
    }
}

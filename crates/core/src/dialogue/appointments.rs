//! Appointments: keeping what a call has agreed, the list, the reminders, and
//! another call about one.
//!
//! The bot never says that something is booked, moved or cancelled because a call
//! ended well: the person says so, and only then the appointment changes. If the
//! words of an outcome may mean another time than the one that was asked for,
//! both are offered.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::model::{
    Appointment, AppointmentId, Category, Day, FollowUp, FollowUpKind, Reminder, Slot, Task,
    TimeOfDay, Value, When,
};
use crate::understand;

use super::Effect;
use super::action::{CallAction, OtherAction};
use super::again;
use super::asking::{Alongside, ask};
use super::card;
use super::form::Form;
use super::prompt::{Lead, Prompt};
use super::report::{CallView, Outcome};
use super::shelf;
use super::state::{Asked, State};
use super::turn::Turn;

/// How many appointments a page has.
const PAGE: usize = 8;

/// At most so many other times are offered than the one that was asked for.
const MOST_OTHERS: usize = 3;

/// An appointment as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct AppointmentView {
    pub appointment: Appointment,
    /// The reminders that are still to come.
    pub reminders: Vec<(Reminder, DateTime<Utc>)>,
    /// Today's date where the place is.
    pub today: NaiveDate,
    /// Nobody else reads it.
    pub private: bool,
}

/// A part of the appointments that are still to come, the next one first.
#[derive(Debug, Clone, PartialEq)]
pub struct AppointmentsPage {
    pub appointments: Vec<Appointment>,
    /// From 0.
    pub page: u16,
    /// How many there are.
    pub total: usize,
    pub more: bool,
}

/// Something that is said about appointments.
#[derive(Debug, Clone, PartialEq)]
pub enum AppointmentPrompt {
    List(Box<AppointmentsPage>),
    Shown(Box<AppointmentView>),
    /// It is kept from now on.
    Kept(Box<AppointmentView>),
    /// It is at another time now.
    Moved(Box<AppointmentView>),
    /// It was kept already.
    Unchanged(Box<AppointmentView>),
    /// It is soon.
    Due(Box<AppointmentView>),
    /// For a calendar.
    File(Box<AppointmentView>),
    /// The person says that it was called off.
    Cancelled(Box<AppointmentView>),
    /// It stays, although somebody was asked to call it off.
    Stays(Box<AppointmentView>),
    /// It was removed from the list; nobody was told.
    Removed(Box<AppointmentView>),
    /// Here calendars find them; the address is for one person's eyes.
    Feed {
        url: String,
        /// An earlier address does not work any more.
        renewed: bool,
        /// The room's.
        room: bool,
    },
    /// There is an address, which was said then.
    FeedKnown {
        since: DateTime<Utc>,
        zone: Tz,
        room: bool,
    },
    FeedEnded {
        room: bool,
    },
    /// There are no addresses here; all that are to come, as a file.
    NoFeed(Vec<Appointment>),
    /// Its time has passed.
    Past,
    /// No more can be kept.
    Full,
    /// The appointments cannot be read.
    Unreadable,
}

fn view(turn: &Turn, appointment: &Appointment) -> Box<AppointmentView> {
    let now = turn.context.now;
    let mut reminders = appointment.reminders(&turn.settings);
    reminders.retain(|(_, at)| *at > now);
    Box::new(AppointmentView {
        reminders,
        today: now.with_timezone(&appointment.zone()).date_naive(),
        private: turn.context.private,
        appointment: appointment.clone(),
    })
}

fn say(turn: &mut Turn, said: AppointmentPrompt) {
    turn.say(Prompt::Appointment(said));
}

fn find<'t>(turn: &'t Turn, id: AppointmentId) -> Option<&'t Appointment> {
    let kept = turn.context.appointments.as_ref()?;
    kept.iter().find(|kept| kept.id == id)
}

/// The times that the outcome's words may mean; `None` if they name none.
fn said(turn: &Turn, view: &CallView, outcome: &Outcome) -> Option<Vec<When>> {
    let reading = understand::Context {
        timezone: view.request.timezone,
        now: outcome.ended_at.unwrap_or(turn.context.now),
        ..turn.context.reading()
    };
    let asked = When::of(&view.request);
    let read = |words: &Option<String>| understand::agreed(words.as_ref()?, asked, &reading);
    read(&outcome.highlights).or_else(|| read(&outcome.next_steps))
}

/// What can be kept of a call that has reached its aim.
pub(super) fn offered(turn: &Turn, view: &CallView, outcome: &Outcome) -> Vec<CallAction> {
    if !outcome.is_success() || turn.context.unattended {
        return Vec::new();
    }
    let (now, zone) = (turn.context.now, view.request.timezone);
    let to_come = |when: &When| when.past_at(zone) > now;
    let kind = view.request.follows.map(|follows| follows.kind);
    if kind == Some(FollowUpKind::Cancel) {
        return vec![CallAction::CalledOff, CallAction::StillOn];
    }
    let asked = When::of(&view.request).filter(to_come);
    let mut others = said(turn, view, outcome).unwrap_or_default();
    others.retain(|when| Some(*when) != asked && to_come(when));
    if others.is_empty() {
        // Nothing new was agreed where it was only to be confirmed.
        let keeps = asked.filter(|_| kind != Some(FollowUpKind::Confirm));
        return keeps.map(|_| CallAction::Keep).into_iter().collect();
    }
    let others = others.into_iter().take(MOST_OTHERS);
    let asked = asked.map(CallAction::KeepAsked);
    asked
        .into_iter()
        .chain(others.map(CallAction::KeepSaid))
        .collect()
}

/// A choice below an outcome.
pub(super) fn on_outcome(turn: &mut Turn, call: &CallView, action: CallAction) {
    match action {
        CallAction::KeepAsked(when) | CallAction::KeepSaid(when) => keep(turn, call, when),
        CallAction::Keep => match When::of(&call.request) {
            Some(when) => keep(turn, call, when),
            None => turn.alert(Prompt::Stale),
        },
        action => {
            let follows = call.request.follows;
            match follows.and_then(|follows| find(turn, follows.appointment).cloned()) {
                Some(kept) if action == CallAction::CalledOff => call_off(turn, kept),
                Some(kept) => {
                    let view = view(turn, &kept);
                    say(turn, AppointmentPrompt::Stays(view));
                }
                None => turn.alert(Prompt::Stale),
            }
        }
    }
}

fn keep(turn: &mut Turn, call: &CallView, when: When) {
    let now = turn.context.now;
    if when.past_at(call.request.timezone) <= now {
        return say(turn, AppointmentPrompt::Past);
    }
    let Some(all) = turn.context.appointments.as_ref() else {
        return say(turn, AppointmentPrompt::Unreadable);
    };
    let outcome = call.outcome.as_ref();
    let words = |outcome: &Outcome| {
        let read = |words: &Option<String>| understand::code(words.as_ref()?);
        read(&outcome.highlights).or_else(|| read(&outcome.next_steps))
    };
    let code = outcome.and_then(words);
    let followed = call.request.follows.map(|follows| follows.appointment);
    let known = followed.and_then(|id| find(turn, id));
    let known = known.or_else(|| find(turn, AppointmentId::from(call.id)));
    let (mut kept, is_new) = match known.cloned() {
        Some(known) => (known, false),
        None => match room_for_one(all, turn.context.appointments_elsewhere, now) {
            Ok(dropped) => {
                let dropped = dropped.map(Effect::ForgetAppointment);
                turn.effects.extend(dropped);
                (new(turn, call, when), true)
            }
            Err(Full) => return say(turn, AppointmentPrompt::Full),
        },
    };
    let same = !is_new && kept.when == when && !kept.cancelled;
    if same && (code.is_none() || kept.code == code) {
        let view = view(turn, &kept);
        return say(turn, AppointmentPrompt::Unchanged(view));
    }
    if !is_new {
        kept.sequence = kept.sequence.saturating_add(1);
    }
    if !same {
        kept.set(when, &turn.settings, now);
    }
    kept.code = code.or(kept.code);
    turn.act(Effect::KeepAppointment(Box::new(kept.clone())));
    let view = view(turn, &kept);
    say(
        turn,
        match is_new {
            true => AppointmentPrompt::Kept(view),
            false => AppointmentPrompt::Moved(view),
        },
    );
}

fn new(turn: &Turn, call: &CallView, when: When) -> Appointment {
    Appointment {
        id: AppointmentId::from(call.id),
        uid: turn.context.fresh_call.0,
        request: call.request.clone(),
        when,
        code: None,
        cancelled: false,
        sequence: 0,
        changed_at: turn.context.now,
        reminded: std::collections::BTreeSet::new(),
        closed: false,
    }
}

/// As many are kept as can be, and all are still to come.
struct Full;

/// The one that gives way to another, if one has to: the longest past.
fn room_for_one(
    all: &[Appointment],
    elsewhere: usize,
    now: DateTime<Utc>,
) -> Result<Option<AppointmentId>, Full> {
    if all.len() + elsewhere < Appointment::MOST {
        return Ok(None);
    }
    let over = all
        .iter()
        .filter(|kept| kept.cancelled || kept.is_past(now));
    let oldest = over.min_by_key(|kept| kept.begins()).ok_or(Full)?;
    Ok(Some(oldest.id))
}

fn call_off(turn: &mut Turn, mut kept: Appointment) {
    if !kept.cancelled {
        kept.cancelled = true;
        kept.sequence = kept.sequence.saturating_add(1);
        kept.changed_at = turn.context.now;
        turn.act(Effect::KeepAppointment(Box::new(kept.clone())));
    }
    let view = view(turn, &kept);
    say(turn, AppointmentPrompt::Cancelled(view));
}

/// A reminder is due; a worker brings its appointment.
pub(super) fn on_due(turn: &mut Turn, id: AppointmentId) {
    if let Some(kept) = find(turn, id).cloned() {
        let view = view(turn, &kept);
        say(turn, AppointmentPrompt::Due(view));
    }
}

/// `/appointments`.
pub(super) fn on_command(turn: &mut Turn, state: State, _rest: &str) -> State {
    show_page(turn, 0);
    state
}

fn show_page(turn: &mut Turn, page: u16) {
    let now = turn.context.now;
    let Some(all) = turn.context.appointments.as_ref() else {
        return say(turn, AppointmentPrompt::Unreadable);
    };
    let to_come = |kept: &&Appointment| !kept.cancelled && !kept.is_past(now);
    let mut next: Vec<&Appointment> = all.iter().filter(to_come).collect();
    next.sort_by_key(|kept| (kept.begins(), kept.id));
    let total = next.len();
    let last = total.saturating_sub(1) / PAGE;
    let page = usize::from(page).min(last);
    let shown = next.into_iter().skip(page * PAGE).take(PAGE);
    let page = AppointmentsPage {
        appointments: shown.cloned().collect(),
        page: u16::try_from(page).unwrap_or_default(),
        total,
        more: (page + 1) * PAGE < total,
    };
    in_place(turn, AppointmentPrompt::List(Box::new(page)));
}

/// Shows it in the message whose button was pressed.
fn in_place(turn: &mut Turn, said: AppointmentPrompt) {
    let prompt = Prompt::Appointment(said);
    turn.act(match turn.context.pressed {
        Some(_) => Effect::Redraw(prompt),
        None => Effect::Say(prompt),
    });
}

/// A button of an appointment, or of the list.
pub(super) fn on_press(turn: &mut Turn, state: State, action: OtherAction) -> State {
    let id = match action {
        OtherAction::AppointmentsPage(page) => {
            show_page(turn, page);
            return state;
        }
        OtherAction::Appointment(id)
        | OtherAction::AppointmentFile(id)
        | OtherAction::ConfirmAppointment(id)
        | OtherAction::MoveAppointment(id)
        | OtherAction::CancelAppointment(id)
        | OtherAction::RemoveAppointment(id) => id,
        _ => return state,
    };
    let Some(kept) = find(turn, id).cloned() else {
        turn.alert(Prompt::Stale);
        return state;
    };
    let view = view(turn, &kept);
    match action {
        OtherAction::ConfirmAppointment(_) => {
            return follow_up(turn, state, &kept, FollowUpKind::Confirm);
        }
        OtherAction::MoveAppointment(_) => {
            return follow_up(turn, state, &kept, FollowUpKind::Move);
        }
        OtherAction::CancelAppointment(_) => {
            return follow_up(turn, state, &kept, FollowUpKind::Cancel);
        }
        OtherAction::AppointmentFile(_) => say(turn, AppointmentPrompt::File(view)),
        OtherAction::RemoveAppointment(_) => {
            turn.act(Effect::ForgetAppointment(id));
            say(turn, AppointmentPrompt::Removed(view));
        }
        _ => in_place(turn, AppointmentPrompt::Shown(view)),
    }
    state
}

/// Begins another call about an appointment, made from the first: nothing is
/// called before the person confirms its card.
fn follow_up(turn: &mut Turn, state: State, kept: &Appointment, kind: FollowUpKind) -> State {
    if kept.cancelled {
        turn.alert(Prompt::Stale);
        return state;
    }
    if kept.is_past(turn.context.now) {
        say(turn, AppointmentPrompt::Past);
        return state;
    }
    let state = state.without_setting();
    if state.filled().is_some() && !shelf::has_room(turn) {
        turn.alert(Prompt::ManyRequests);
        return state;
    }
    let wording = (turn.context.wording)(kept, kind, turn.settings.language);
    let Ok(task) = Task::parse(&wording) else {
        return state;
    };
    let state = shelf::make_room(turn, state);
    let mut form = Form::from_request(turn.context.fresh_form, &kept.request);
    form.put(Value::Task(task));
    form.date_told = None;
    form.corrected = false;
    form.follows = Some(FollowUp {
        appointment: kept.id,
        kind,
    });
    for slot in [Slot::Date, Slot::Time] {
        form.values.clear(slot);
        form.skipped.retain(|skipped| *skipped != slot);
    }
    let opened = match kind {
        FollowUpKind::Move => ask(turn, form, Asked::first(Slot::Date), Alongside::default()),
        FollowUpKind::Confirm | FollowUpKind::Cancel => {
            // It is no booking: nothing else is to be arranged.
            form.put(Value::Category(Category::General));
            form.put(Value::Date(Day::On(kept.when.date)));
            if let Some(time) = kept.when.time {
                form.put(Value::Time(TimeOfDay::At(time)));
            }
            card::show(turn, form, Lead::None)
        }
    };
    again::beside(opened, state)
}

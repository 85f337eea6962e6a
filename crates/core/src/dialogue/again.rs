//! Calling again when nobody was reached: now, in a while, or at a time that
//! the person names.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use crate::model::{CallId, Slot, Value};
use crate::understand::{self, Control, DateProblem, TimeProblem};

use super::Effect;
use super::action::CallAction;
use super::asking::{Alongside, ask};
use super::card::{self, off};
use super::form::Form;
use super::never;
use super::pressing::remind;
use super::prompt::{Issue, Lead, Prompt, StatusView};
use super::report::{CallStage, CallView};
use super::same;
use super::shelf;
use super::state::{Asked, State};
use super::turn::Turn;

/// A call can be put off for at most this long.
const FURTHEST: TimeDelta = TimeDelta::days(7);

/// A form filled from a call; `None` while another form is open.
pub(super) fn reopened(turn: &Turn, state: &State, call: &CallView) -> Option<Form> {
    let id = turn.context.fresh_form;
    (state.filled().is_none()).then(|| Form {
        repeats: Some(call.id),
        ..Form::from_request(id, &call.request)
    })
}

/// The same for a report. Nobody waits for a report, so no open question gives
/// way to it.
pub(super) fn reopened_by_report(turn: &Turn, state: &State, call: &CallView) -> Option<Form> {
    let asks = matches!(state, State::Scheduling { .. } | State::StillWanted { .. });
    reopened(turn, state, call).filter(|_| !asks)
}

/// Shows the card of a call once more.
pub(super) fn again(turn: &mut Turn, state: State, call: &CallView, lead: Lead) -> State {
    reopen(turn, state, call, |turn, form| card::show(turn, form, lead))
}

/// *Call again* shows the card, *Change and call again* the fields.
pub(super) fn on_press(
    turn: &mut Turn,
    state: State,
    call: &CallView,
    action: CallAction,
) -> State {
    match action {
        CallAction::Change => reopen(turn, state, call, card::choose_field),
        _ => again(turn, state, call, Lead::None),
    }
}

fn reopen(
    turn: &mut Turn,
    state: State,
    call: &CallView,
    open: impl FnOnce(&mut Turn, Form) -> State,
) -> State {
    if state.filled().is_some() && !shelf::has_room(turn) {
        turn.alert(Prompt::ManyRequests);
        return state;
    }
    let state = shelf::make_room(turn, state);
    match reopened(turn, &state, call) {
        Some(form) => {
            let opened = open(turn, form);
            beside(opened, state)
        }
        None => state,
    }
}

/// The reopened form. If the bot was asking whether another request is still
/// wanted, that request is kept beside it.
pub(super) fn beside(opened: State, before: State) -> State {
    match (opened, before) {
        (State::Form(form, point), State::StillWanted { text }) => {
            State::TwoRequests(form, point, text)
        }
        (opened, _) => opened,
    }
}

pub(super) fn again_in(turn: &mut Turn, state: State, call: &CallView, minutes: u16) -> State {
    let at = turn.context.now + TimeDelta::minutes(i64::from(minutes));
    again_at(turn, state, call, at)
}

/// Places the call again at that time. If the requested day and time are past
/// by then, asks for them again.
fn again_at(turn: &mut Turn, state: State, call: &CallView, at: DateTime<Utc>) -> State {
    let state = match state {
        State::Scheduling { .. } => State::Idle,
        other => other,
    };
    if let Some((slot, issue)) = off(&call.request, at) {
        return match reopened(turn, &state, call) {
            Some(form) => {
                let asked = ask(turn, form, Asked::editing(slot), Alongside::issue(issue));
                beside(asked, state)
            }
            None => remind(turn, state),
        };
    }
    if same::newest(turn.context, &call.request, Some(call.id)).is_some()
        && let Some(form) = reopened(turn, &state, call)
    {
        return beside(card::show(turn, form, Lead::None), state);
    }
    if let Some(limit) = never::limit(turn, &call.request.phone) {
        turn.say(Prompt::LimitReached(limit));
        return state;
    }
    let zone = turn.context.settings.timezone;
    let day = at.with_timezone(&zone).date_naive();
    let today = turn.context.now.with_timezone(&zone).date_naive();
    let status = StatusView::Scheduled {
        at,
        zone,
        day: (day != today).then_some(day),
    };
    turn.act(Effect::CalledAgain(call.id));
    card::place(turn, None, call.request.clone(), at, status);
    state
}

/// *Choose a time* was pressed: the next message names the time.
pub(super) fn ask_when(turn: &mut Turn, state: State, call: &CallView) -> State {
    match state {
        State::Form(form, _) if !form.is_empty() && shelf::has_room(turn) => shelf::put(turn, form),
        state if state.filled().is_some() => {
            say_form_open(turn, &state);
            return state;
        }
        _ => {}
    }
    turn.say(Prompt::AskWhenAgain {
        call: call.id,
        issue: None,
    });
    State::Scheduling { call: call.id }
}

pub(super) fn say_form_open(turn: &mut Turn, state: &State) {
    if let Some(form) = state.form() {
        turn.say(Prompt::FormOpen {
            stamp: form.stamp(),
        });
    }
}

/// Words while a time for calling again was asked for; `None` if the call is
/// gone.
pub(super) fn on_text(turn: &mut Turn, call: CallId, text: &str) -> Option<State> {
    let fits =
        |view: &CallView| view.id == call && view.stage == CallStage::Ended && !view.called_again;
    let view = turn.context.call.clone().filter(fits)?;
    if let Some(Control::Cancel | Control::No | Control::Back | Control::Skip) =
        understand::control(text)
    {
        turn.say(Prompt::LeftAlone);
        return Some(State::Idle);
    }
    Some(match time_told(turn, text, FURTHEST) {
        Ok(at) => again_at(turn, State::Idle, &view, at),
        Err(issue) => {
            let issue = Some(issue);
            turn.say(Prompt::AskWhenAgain { call, issue });
            State::Scheduling { call }
        }
    })
}

/// 'Try again in 5 minutes', about the newest call once it is over.
pub(super) fn at_told_time(turn: &mut Turn, text: &str) -> Option<State> {
    let call = turn.context.call.clone();
    let call = call.filter(|call| call.stage == CallStage::Ended && !call.called_again)?;
    let when = understand::again_when(text)?;
    let told = understand::sentence(when, &turn.context.reading()).without(&[Slot::Task]);
    let is_time = |value: &Value| matches!(value.slot(), Slot::Date | Slot::Time);
    if !told.iter().all(is_time) {
        return None;
    }
    match time_told(turn, when, FURTHEST) {
        Ok(at) => Some(again_at(turn, State::Idle, &call, at)),
        Err(Issue::Time(TimeProblem::NotATime)) => None,
        Err(issue) => {
            turn.say(Prompt::AskWhenAgain {
                call: call.id,
                issue: Some(issue),
            });
            Some(State::Scheduling { call: call.id })
        }
    }
}

pub(super) fn time_told(
    turn: &Turn,
    text: &str,
    furthest: TimeDelta,
) -> Result<DateTime<Utc>, Issue> {
    let (reading, now) = (turn.context.reading(), turn.context.now);
    let time = understand::time(text, None, &reading).map_err(Issue::Time)?;
    let date = match understand::date(text, &reading) {
        Ok(date) => Some(date),
        Err(DateProblem::NotADate) => None,
        Err(problem) => return Err(Issue::Date(problem)),
    };
    let zone = turn.context.settings.timezone;
    let at = next_time(date, time, zone, now).ok_or(Issue::Time(TimeProblem::NoSuchTime))?;
    if at < now {
        return Err(Issue::Past);
    }
    if at - now > furthest {
        return Err(Issue::TooFarAhead);
    }
    Ok(at)
}

/// That time on that day; without a day, the next time the clock shows it. When
/// a change of clocks makes a time happen twice, takes the one still to come; a
/// time that it skips gives `None`.
fn next_time(
    date: Option<NaiveDate>,
    time: NaiveTime,
    zone: Tz,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let on = |day: NaiveDate| {
        let local = zone.from_local_datetime(&day.and_time(time));
        let first = local.earliest().filter(|at| *at >= now);
        first.or(local.latest()).map(|at| at.with_timezone(&Utc))
    };
    if let Some(date) = date {
        return on(date);
    }
    let here = now.with_timezone(&zone).naive_local();
    if here.time() < time {
        return on(here.date());
    }
    let again = on(here.date()).filter(|at| *at >= now);
    again.or_else(|| on(here.date().checked_add_days(Days::new(1))?))
}

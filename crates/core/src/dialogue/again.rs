//! Calling again when nobody was reached: now, in a while, or at a time that
//! the person names.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::model::{CallId, FURTHEST, KeepTrying, Slot, Tries, Value, instant_of};
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
use super::tries;
use super::turn::Turn;

/// A form filled from a call; `None` while another form is open.
pub(super) fn reopened(turn: &Turn, state: &State, call: &CallView) -> Option<Form> {
    let id = turn.context.fresh_form;
    (state.filled().is_none()).then(|| Form {
        repeats: Some(call.id),
        keep_trying: agreed(call),
        ..Form::from_request(id, &call.request)
    })
}

/// The series that was agreed to with a call, if none of it was made.
fn agreed(call: &CallView) -> Option<KeepTrying> {
    let tries = call.tries.as_ref().filter(|_| !call.made)?;
    (!tries.has_begun() && !tries.stopped).then_some(tries.plan)
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
    at_time(turn, state, call, at)
}

/// The place said when it can be called again, and the person agrees.
pub(super) fn again_then(
    turn: &mut Turn,
    state: State,
    call: &CallView,
    at: DateTime<Utc>,
) -> State {
    if at <= turn.context.now {
        return ask_when(turn, state, call);
    }
    again_at(turn, state, call, at, None)
}

/// Places the call at that time: once more, or one that waits.
fn at_time(turn: &mut Turn, state: State, call: &CallView, at: DateTime<Utc>) -> State {
    match call.stage {
        CallStage::Confirmed => put_off(turn, state, call, at),
        _ => again_at(turn, state, call, at, None),
    }
}

/// When a call is placed, as its status says it.
pub(super) fn scheduled(turn: &Turn, at: DateTime<Utc>, zone: Tz, again: bool) -> StatusView {
    let day = at.with_timezone(&zone).date_naive();
    let today = turn.context.now.with_timezone(&zone).date_naive();
    StatusView::Scheduled {
        at,
        zone,
        day: (day != today).then_some(day),
        again,
    }
}

/// A call that waits is to be made at another time. Beyond the time that is
/// asked for it is not made: the question stays open.
fn put_off(turn: &mut Turn, state: State, call: &CallView, at: DateTime<Utc>) -> State {
    if let Some((_, issue)) = off(&call.request, at) {
        turn.say(Prompt::AskWhenAgain {
            call: call.id,
            waits: true,
            issue: Some(match issue {
                Issue::Past => Issue::PastByThen,
                issue => issue,
            }),
        });
        return State::Scheduling { call: call.id };
    }
    let status = scheduled(turn, at, call.request.timezone, false);
    turn.act(Effect::PutOff {
        call: call.id,
        not_before: at,
        status,
    });
    match state {
        State::Scheduling { .. } => State::Idle,
        other => other,
    }
}

/// *Now* on a call that waits: it can still be taken back for a moment.
pub(super) fn now(turn: &mut Turn, state: State, call: &CallView) -> State {
    let undo = TimeDelta::from_std(turn.context.undo).unwrap_or_default();
    let at = turn.context.now + undo;
    if off(&call.request, at).is_some() {
        return put_off(turn, state, call, at);
    }
    turn.act(Effect::PutOff {
        call: call.id,
        not_before: at,
        status: StatusView::Soon {
            wait: turn.context.undo,
        },
    });
    match state {
        State::Scheduling { call: asked } if asked == call.id => State::Idle,
        other => other,
    }
}

/// Places the call again at that time, perhaps as the first of a series. If the requested day and time are past
/// by then, asks for them again.
pub(super) fn again_at(
    turn: &mut Turn,
    state: State,
    call: &CallView,
    at: DateTime<Utc>,
    tries: Option<Tries>,
) -> State {
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
    let zone = call.request.timezone;
    let status = match &tries {
        Some(tries) => tries::trying(turn, at, zone, tries),
        None => scheduled(turn, at, zone, true),
    };
    turn.act(Effect::CalledAgain(call.id));
    let request = match (&tries, call.ended_as.as_deref()) {
        (Some(_), Some(ended_as)) => call.request.once_more(ended_as),
        _ => call.request.clone(),
    };
    card::place(turn, None, request, at, status, tries);
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
        waits: call.stage == CallStage::Confirmed,
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
    let fits = |view: &&CallView| {
        view.id == call
            && match view.stage {
                CallStage::Ended => !view.called_again,
                CallStage::Confirmed => !view.made,
                _ => false,
            }
    };
    let known = turn.context.call.iter().chain(&turn.context.open);
    let view = known.into_iter().find(fits)?.clone();
    let waits = view.stage == CallStage::Confirmed;
    if let Some(Control::Cancel | Control::No | Control::Back | Control::Skip) =
        understand::control(text)
    {
        turn.say(match waits {
            true => Prompt::StaysWaiting,
            false => Prompt::LeftAlone,
        });
        return Some(State::Idle);
    }
    // 'In a hundred days at 10' names a time, and means another one.
    let clear = understand::call_time_told(text, &turn.context.reading()).is_some();
    let told = match time_told(turn, view.request.timezone, text, FURTHEST) {
        Ok(_) if !clear => Err(Issue::Time(TimeProblem::NotATime)),
        told => told,
    };
    Some(match told {
        Ok(at) => at_time(turn, State::Idle, &view, at),
        Err(issue) => {
            let issue = Some(issue);
            turn.say(Prompt::AskWhenAgain { call, waits, issue });
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
    match time_told(turn, call.request.timezone, when, FURTHEST) {
        Ok(at) => Some(again_at(turn, State::Idle, &call, at, None)),
        Err(Issue::Time(TimeProblem::NotATime)) => None,
        Err(issue) => {
            turn.say(Prompt::AskWhenAgain {
                call: call.id,
                waits: false,
                issue: Some(issue),
            });
            Some(State::Scheduling { call: call.id })
        }
    }
}

/// The time that words tell, on the clocks of a zone.
pub(super) fn time_told(
    turn: &Turn,
    zone: Tz,
    text: &str,
    furthest: TimeDelta,
) -> Result<DateTime<Utc>, Issue> {
    let now = turn.context.now;
    let reading = understand::Context {
        timezone: zone,
        ..turn.context.reading()
    };
    let time = understand::time(text, None, &reading).map_err(Issue::Time)?;
    let date = match understand::date(text, &reading) {
        Ok(date) => Some(date),
        Err(DateProblem::NotADate) => None,
        Err(problem) => return Err(Issue::Date(problem)),
    };
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
    let on = |day: NaiveDate| instant_of(day.and_time(time), zone, now);
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

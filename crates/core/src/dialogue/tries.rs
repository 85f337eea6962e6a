//! Trying again until somebody is reached, as the person agreed beforehand. A
//! try is a call of its own; the next one is decided in the turn that tells how
//! the one before ended. After an unclear end nothing is tried.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::model::{
    Holidays, Hours, KeepTrying, NoMore, OpeningHours, Phone, Tried, Tries, TriesProblem,
};
use crate::understand;

use super::again;
use super::card::{self, off};
use super::form::Form;
use super::never;
use super::prompt::{CallLine, Callee, Lead, Prompt, StatusView};
use super::report::{CallStage, CallView, Outcome};
use super::state::State;
use super::stopping;
use super::turn::Turn;
use super::{CallLimit, Effect, Linked};

/// Why a series of calls made no further one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesEnd {
    NoMore(NoMore),
    /// What is asked for would be past by then.
    PastByThen,
    Limit(CallLimit),
    /// No account is linked any more.
    NotLinked,
}

/// The calls of a series, beside the outcome of its last one.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesView {
    /// The calls before, which reached nobody.
    pub tried: Vec<Tried>,
    /// The zone in which their times are told.
    pub zone: Tz,
    /// Why no call follows, if the last one reached nobody either.
    pub over: Option<SeriesEnd>,
}

/// A series of calls that the person agrees to, or may agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesPlan {
    pub plan: KeepTrying,
    /// Calls are made at hours in which the place is likely to answer.
    pub in_hours: bool,
}

impl SeriesPlan {
    pub(super) fn of(turn: &Turn, plan: KeepTrying) -> Self {
        Self {
            plan,
            in_hours: turn.context.minds_hours,
        }
    }
}

/// The service's words for an end at which nobody was reached, and which is
/// clear: calling again may help.
pub(super) fn is_missed(status: &str) -> bool {
    matches!(status, "no_answer" | "busy" | "voicemail")
}

/// The next call of a series and its time, or the reason that ends the series;
/// `None` if the call is no part of a series, or somebody was reached.
fn after(
    turn: &Turn,
    call: &CallView,
    outcome: &Outcome,
) -> Option<Result<(Tries, DateTime<Utc>), SeriesEnd>> {
    let tries = call.tries.as_ref()?;
    is_missed(&outcome.status).then(|| {
        let tries = tries.after(tried(turn, call, &outcome.status));
        let at = due(turn, call, &tries)?;
        Ok((tries, at))
    })
}

fn tried(turn: &Turn, call: &CallView, status: &str) -> Tried {
    Tried {
        call: call.id,
        at: call.placed_at.unwrap_or(turn.context.now),
        status: status.to_owned(),
    }
}

/// When the next call of a series is due.
fn due(turn: &Turn, call: &CallView, tries: &Tries) -> Result<DateTime<Utc>, SeriesEnd> {
    let request = &call.request;
    let told = told_hours(turn, &request.phone);
    let hours = Hours {
        category: request.category,
        zone: request.timezone,
        holidays: Holidays::of(&request.phone),
        told: told.as_ref(),
    };
    let minded = turn.context.minds_hours.then_some(&hours);
    let next = tries.next(turn.context.now, request.timezone, minded);
    let at = next.map_err(SeriesEnd::NoMore)?;
    if off(request, at).is_some() {
        return Err(SeriesEnd::PastByThen);
    }
    if !matches!(turn.context.linked, Linked::Since(_)) {
        return Err(SeriesEnd::NotLinked);
    }
    match never::limit(turn, &request.phone) {
        Some(limit) => Err(SeriesEnd::Limit(limit)),
        None => Ok(at),
    }
}

/// The opening hours of a place, as far as the person has told them.
pub(super) fn told_hours(turn: &Turn, phone: &Phone) -> Option<OpeningHours> {
    turn.contacts()?.at_number(phone)?.hours.clone()
}

/// Has the next call of the series placed, if one follows this outcome. The
/// status message tells of it, and nothing else is said.
pub(super) fn go_on(turn: &mut Turn, call: &CallView, outcome: &Outcome) -> bool {
    let Some(Ok((tries, at))) = after(turn, call, outcome) else {
        return false;
    };
    let status = trying(turn, at, call.request.timezone, &tries);
    let next = turn.context.fresh_call;
    turn.last_call = Some(next);
    turn.act(Effect::TryAgain {
        after: call.id,
        call: next,
        not_before: at,
        tries: Box::new(tries),
        status,
    });
    true
}

/// What to say of a series with the outcome of its last call.
pub(super) fn series(turn: &Turn, call: &CallView, outcome: &Outcome) -> Option<SeriesView> {
    let tries = call.tries.as_ref()?;
    let over = after(turn, call, outcome).and_then(Result::err);
    let is_worth_saying = tries.has_begun() || over.is_some_and(|over| !over.is_stopped());
    is_worth_saying.then(|| SeriesView {
        tried: tries.before.clone(),
        zone: call.request.timezone,
        over,
    })
}

impl SeriesEnd {
    fn is_stopped(self) -> bool {
        self == Self::NoMore(NoMore::Stopped)
    }
}

/// The status of a series that waits for its next call.
pub(super) fn trying(turn: &Turn, at: DateTime<Utc>, zone: Tz, tries: &Tries) -> StatusView {
    let today = turn.context.now.with_timezone(&zone).date_naive();
    let day = at.with_timezone(&zone).date_naive();
    StatusView::Trying {
        at,
        zone,
        day: (day != today).then_some(day),
        tried: tries.before.clone(),
    }
}

/// Says what *Keep trying* means, before the person agrees to it.
pub(super) fn ask(
    turn: &mut Turn,
    call: &CallView,
    plan: KeepTrying,
    problem: Option<TriesProblem>,
) {
    turn.say(Prompt::AskKeepTrying {
        call: call.id,
        to: Callee::of(&call.request),
        plan: SeriesPlan::of(turn, plan),
        problem,
    });
}

/// The person agreed: the first call of the series waits for its time.
pub(super) fn start(turn: &mut Turn, state: State, call: &CallView, plan: KeepTrying) -> State {
    let Some(status) = call.ended_as.as_deref().filter(|status| is_missed(status)) else {
        turn.alert(Prompt::Stale);
        return state;
    };
    let tries = Tries::agreed(plan, turn.context.now).after(tried(turn, call, status));
    match due(turn, call, &tries) {
        Ok(at) => again::again_at(turn, state, call, at, Some(tries)),
        Err(why) => {
            turn.say(Prompt::NoTries { call: call.id, why });
            state
        }
    }
}

/// Whether the call belongs to a series that goes on after it.
fn goes_on(call: &CallView) -> bool {
    let open = !matches!(call.stage, CallStage::Ended | CallStage::Undecided);
    open && call.tries.as_ref().is_some_and(|tries| !tries.stopped)
}

/// *Stop trying* was pressed; perhaps below an older call of the series.
pub(super) fn on_stop(turn: &mut Turn, state: State, pressed: &CallView) -> State {
    let is_it = |call: &&CallView| {
        let later = call.tries.as_ref().is_some_and(|it| it.has(pressed.id));
        goes_on(call) && (call.id == pressed.id || later)
    };
    let open = turn.context.open.iter().chain([pressed]);
    match open.into_iter().find(is_it).cloned() {
        Some(call) => stop(turn, &call),
        None => turn.alert(Prompt::Stale),
    }
    state
}

/// Ends a series. A call that is on its way goes on.
fn stop(turn: &mut Turn, call: &CallView) {
    if call.stage == CallStage::Confirmed && !call.made && call.has_tried() {
        stopping::withdraw(turn, call);
        turn.say(Prompt::TakenBack(CallLine::of(call)));
    } else {
        turn.act(Effect::StopTrying(call.id));
        turn.say(Prompt::NoMoreTries(CallLine::of(call)));
    }
}

/// 'Stop trying', about a series of the person's; `None` if no series goes on, or
/// the words say something else.
pub(super) fn on_stop_words(turn: &mut Turn, text: &str) -> Option<Result<(), Vec<CallView>>> {
    if !understand::stops_trying(text) {
        return None;
    }
    let context = turn.context;
    let replied = context.call.iter().filter(|_| context.replied);
    let mut meant: Vec<CallView> = replied.filter(|call| goes_on(call)).cloned().collect();
    if meant.is_empty() {
        meant = context
            .open
            .iter()
            .filter(|call| goes_on(call))
            .cloned()
            .collect();
    }
    match meant.as_slice() {
        [] => None,
        [call] => {
            stop(turn, call);
            Some(Ok(()))
        }
        _ => Some(Err(meant)),
    }
}

/// 'Keep trying', 'every half hour until 8', about a call that reached nobody.
pub(super) fn on_idle_words(turn: &mut Turn, text: &str) -> Option<()> {
    let call = turn.context.call.clone();
    let call = call.filter(|call| call.stage == CallStage::Ended && !call.called_again)?;
    call.ended_as
        .as_deref()
        .filter(|status| is_missed(status))?;
    let reading = understand::Context {
        timezone: call.request.timezone,
        ..turn.context.reading()
    };
    match understand::keep_trying(text, true, &reading)? {
        Ok(plan) => ask(turn, &call, plan, None),
        Err(problem) => ask(turn, &call, KeepTrying::default(), Some(problem)),
    }
    Some(())
}

/// Words at the card that only say whether to try again; else the form as it was.
pub(super) fn on_card_words(
    turn: &mut Turn,
    mut form: Form,
    text: &str,
) -> Result<State, Box<Form>> {
    if form.keep_trying.is_some() && understand::calls_once(text) {
        return Ok(choose(turn, form, None));
    }
    match understand::keep_trying(text, false, &turn.reading_of(&form, text)) {
        Some(plan) => {
            let problem = note(&mut form, plan);
            Ok(card::show(
                turn,
                form,
                problem.map_or(Lead::None, Lead::Tries),
            ))
        }
        None => Err(Box::new(form)),
    }
}

fn note(form: &mut Form, plan: Result<KeepTrying, TriesProblem>) -> Option<TriesProblem> {
    match plan {
        Ok(plan) => {
            form.keep_trying = Some(plan);
            None
        }
        Err(problem) => Some(problem),
    }
}

/// Takes the wish to try again out of a request: the rest of it, and the problem
/// with the wish.
pub(super) fn take(
    turn: &Turn,
    form: &mut Form,
    text: &str,
) -> Option<(String, Option<TriesProblem>)> {
    let reading = turn.reading_of(form, text);
    let (plan, rest) = understand::split_keep_trying(text, &reading)?;
    let problem = note(form, plan);
    Some((rest, problem))
}

/// Whether it is tried again was chosen below the card.
pub(super) fn choose(turn: &mut Turn, mut form: Form, plan: Option<KeepTrying>) -> State {
    form.keep_trying = plan;
    card::show(turn, form, Lead::None)
}

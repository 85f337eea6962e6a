//! When to call, kept apart from when to come: told in words or picked, shown on
//! the card, and agreed with it. Where no time is told, the card says if it is an
//! unusual one at the place, and offers the next good one. It never stands in the
//! way of a call.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::model::{
    CallAt, CallRequest, Category, ContactSource, FURTHEST, Holidays, Hours, OpeningHours, Slot,
    WrongTime,
};
use crate::understand::{self, CallTime, Control, TimeProblem};

use super::again::time_told;
use super::card::{self, off};
use super::form::Form;
use super::prompt::{Issue, Lead, Prompt};
use super::state::{Point, State};
use super::stopping;
use super::turn::Turn;

/// A good time is offered only if it is that far away: sooner, nobody would
/// notice the difference.
const SOONEST: TimeDelta = TimeDelta::minutes(5);

/// A note about the time of the call, and the next good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeThere {
    /// The time of the call.
    pub at: DateTime<Utc>,
    /// The zone of the place.
    pub zone: Tz,
    /// It is now, and not a time that the person has chosen.
    pub now: bool,
    pub why: WrongTime,
    /// The next good time, if there is one before the time that is asked for.
    pub next: Option<DateTime<Utc>>,
}

/// Something about the time of a call that the person has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallAtProblem {
    /// The chosen time has passed.
    Past,
    /// A change of clocks skips it where the place is.
    NoSuchTime,
    /// What is asked for would be past by then.
    TooLate,
    /// They are open now, so the call need not wait.
    OpenNow,
    /// They are never open, from what the person told.
    NeverOpen,
}

/// What words about the time of a call have brought.
enum Told {
    /// The form has it.
    Noted,
    /// The person has to name a time.
    Ask(Option<Issue>),
}

/// Words at the card that only say when to call, or when the place is open; else
/// the form as it was.
pub(super) fn on_card_words(
    turn: &mut Turn,
    mut form: Form,
    text: &str,
) -> Result<State, Box<Form>> {
    let place = form.values.business().map(|name| name.as_str().to_owned());
    let reading = turn.reading_of(&form, text);
    if let Some(time) = understand::call_time(text, place.as_deref(), &reading) {
        return Ok(on_words(turn, form, time));
    }
    match tell_hours(turn, &mut form, text) {
        Some(lead) => Ok(card::show(turn, form, lead)),
        None => Err(Box::new(form)),
    }
}

/// Words that say when to call.
fn on_words(turn: &mut Turn, mut form: Form, time: CallTime) -> State {
    match tell(turn, &mut form, time) {
        Told::Noted => card::show(turn, form, Lead::None),
        Told::Ask(issue) => ask_when(turn, form, issue),
    }
}

/// Takes the time of the call out of a request, and returns the rest of it.
pub(super) fn take(turn: &mut Turn, form: &mut Form, text: &str, calls: bool) -> Option<String> {
    let reading = turn.reading_of(form, text);
    let (time, rest) = understand::split_call_time(text, calls, &reading)?;
    let mut placed = form.clone();
    // The time is meant where the number is.
    if let Ok(phone) = understand::phone(&rest, &reading) {
        placed.put(crate::model::Value::Phone(phone));
    }
    match tell(turn, &mut placed, time) {
        Told::Noted => form.call_at = placed.call_at,
        Told::Ask(_) => form.call_at_wanted = true,
    }
    Some(rest)
}

fn tell(turn: &Turn, form: &mut Form, time: CallTime) -> Told {
    let at = match time {
        CallTime::Now => None,
        CallTime::WhenOpen => Some(CallAt::WhenOpen),
        CallTime::Later => return Told::Ask(None),
        CallTime::Told(words) => match read(turn, form, &words) {
            Ok(at) => Some(at),
            Err(issue) => return Told::Ask(Some(issue)),
        },
    };
    form.call_at = at;
    Told::Noted
}

/// Reads a time for the call; a day alone means the first good time of it.
fn read(turn: &Turn, form: &Form, words: &str) -> Result<CallAt, Issue> {
    let zone = form.zone(&turn.settings);
    let now = turn.context.now;
    let there = |at: DateTime<Utc>| CallAt::There(at.with_timezone(&zone).naive_local());
    let issue = match time_told(turn, zone, words, FURTHEST) {
        Ok(at) if understand::is_from_now(words, &turn.context.reading()) => {
            return Ok(CallAt::Exactly(at));
        }
        Ok(at) => return Ok(there(at)),
        Err(issue) => issue,
    };
    if !matches!(issue, Issue::Time(TimeProblem::NotATime)) {
        return Err(issue);
    }
    let reading = understand::Context {
        timezone: zone,
        ..turn.context.reading()
    };
    let day = understand::date(words, &reading).map_err(Issue::Date)?;
    if understand::sentence(words, &reading).time().is_some() {
        // 'Tomorrow afternoon': the bot knows no hour that is meant.
        return Err(issue);
    }
    let told = told_hours(turn, form);
    let hours = hours(turn, form, told.as_ref());
    let first = hours.first_of(day, now + SOONEST);
    let first = first.or_else(|| hours.next(now)).ok_or(issue)?;
    match first - now > FURTHEST {
        true => Err(Issue::TooFarAhead),
        false => Ok(there(first)),
    }
}

/// Asks when to call.
pub(super) fn ask_when(turn: &mut Turn, mut form: Form, issue: Option<Issue>) -> State {
    form.revision = form.revision.wrapping_add(1);
    let told = told_hours(turn, &form);
    let hours = hours(turn, &form, told.as_ref());
    let zone = hours.zone;
    let next = hours.next(turn.context.now).filter(|at| {
        let request = form.request(&turn.settings, turn.today(&form)).ok();
        request.is_none_or(|request| off(&request, *at).is_none())
    });
    turn.say(Prompt::AskCallAt {
        stamp: form.stamp(),
        issue,
        zone,
        today: turn.today(&form),
        next,
    });
    State::Form(form, Point::CallAt)
}

/// Words while the time of the call was asked for.
pub(super) fn on_text(turn: &mut Turn, mut form: Form, text: &str) -> State {
    match understand::control(text) {
        Some(Control::Cancel) => return stopping::cancel_said(turn, form),
        Some(Control::Back | Control::Skip | Control::No) => {
            return card::show(turn, form, Lead::None);
        }
        _ => {}
    }
    if let Some(lead) = tell_hours(turn, &mut form, text) {
        return card::show(turn, form, lead);
    }
    let reading = turn.reading_of(&form, text);
    match understand::call_time_told(text, &reading) {
        Some(time) => on_words(turn, form, time),
        // The words may still name a time that cannot be: 'yesterday at 10'.
        None => {
            let issue = read(turn, &form, text).err();
            let issue = issue.unwrap_or(Issue::Time(TimeProblem::NotATime));
            ask_when(turn, form, Some(issue))
        }
    }
}

/// A time was picked: at the card that agrees to the call.
pub(super) fn on_pick(turn: &mut Turn, mut form: Form, point: Point, at: DateTime<Utc>) -> State {
    form.call_at = Some(CallAt::Exactly(at));
    if point == Point::Card && at > turn.context.now {
        return card::call_now(turn, form);
    }
    card::show(turn, form, Lead::None)
}

/// The call need not wait.
pub(super) fn at_once(turn: &mut Turn, mut form: Form) -> State {
    form.call_at = None;
    card::show(turn, form, Lead::None)
}

/// Whether the time of the call is meant in a zone that nobody knows.
pub(super) fn needs_zone(turn: &Turn, form: &Form) -> bool {
    let by_clock = matches!(form.call_at, Some(CallAt::There(_) | CallAt::WhenOpen));
    by_clock && form.known_zone(&turn.settings).is_none() && !form.skipped.contains(&Slot::Timezone)
}

/// The chosen time as an instant. A time that cannot be is dropped, and the
/// problem is said.
pub(super) fn settle(
    turn: &Turn,
    form: &mut Form,
    request: &CallRequest,
) -> (Option<DateTime<Utc>>, Option<CallAtProblem>) {
    let (zone, now) = (request.timezone, turn.context.now);
    let Some(chosen) = form.call_at else {
        return (None, None);
    };
    let mut problem = |problem| {
        form.call_at = None;
        (None, Some(problem))
    };
    if chosen == CallAt::WhenOpen {
        let told = told_hours(turn, form);
        let hours = Hours {
            zone,
            ..hours(turn, form, told.as_ref())
        };
        let next = match hours.wrong(now) {
            None => Err(CallAtProblem::OpenNow),
            Some(_) => hours.next(now).ok_or(CallAtProblem::NeverOpen),
        };
        return match next {
            Ok(next) if off(request, next).is_some() => {
                form.call_at = None;
                (None, Some(CallAtProblem::TooLate))
            }
            Ok(next) => {
                let local = next.with_timezone(&zone).naive_local();
                form.call_at = Some(CallAt::There(local));
                (Some(next), None)
            }
            Err(problem) => {
                form.call_at = None;
                (None, Some(problem))
            }
        };
    }
    match chosen.instant(zone, now) {
        None => problem(CallAtProblem::NoSuchTime),
        Some(at) if at <= now => problem(CallAtProblem::Past),
        Some(at) if off(request, at).is_some() => problem(CallAtProblem::TooLate),
        Some(at) => (Some(at), None),
    }
}

/// The note that the card needs about the time of the call, if any.
pub(super) fn time_there(
    turn: &Turn,
    form: &Form,
    request: &CallRequest,
    call_at: Option<DateTime<Utc>>,
) -> Option<TimeThere> {
    if !turn.context.minds_hours {
        return None;
    }
    let zone = form.known_zone(&turn.settings)?;
    let told = told_hours(turn, form);
    let hours = hours(turn, form, told.as_ref());
    let at = call_at.unwrap_or(turn.context.now);
    let why = hours.wrong(at)?;
    let next = hours.next(at);
    Some(TimeThere {
        at,
        zone,
        now: call_at.is_none(),
        why,
        next: next.filter(|next| off(request, *next).is_none()),
    })
}

/// What is known of the hours of a form's place.
pub(super) fn hours<'a>(turn: &Turn, form: &Form, told: Option<&'a OpeningHours>) -> Hours<'a> {
    Hours {
        category: form.category().unwrap_or(Category::General),
        zone: form.zone(&turn.settings),
        holidays: form.values.phone().map(Holidays::of).unwrap_or_default(),
        told,
    }
}

/// The hours that the person has told of a form's place, now or before.
pub(super) fn told_hours(turn: &Turn, form: &Form) -> Option<OpeningHours> {
    let kept = form.values.phone().and_then(|phone| {
        let book = turn.contacts()?;
        book.at_number(phone)?.hours.clone()
    });
    match (kept, form.hours.clone()) {
        (Some(kept), Some(now)) => Some(kept.with(&now)),
        (kept, now) => now.or(kept),
    }
}

/// Notes the opening hours that words tell, and returns what to say about them;
/// `None` if they tell none. They are kept with the place, if it has a name.
pub(super) fn tell_hours(turn: &mut Turn, form: &mut Form, text: &str) -> Option<Lead> {
    let told = understand::opening_hours(text)?;
    let all = match told_hours(turn, form) {
        Some(before) => before.with(&told),
        None => told,
    };
    if all.is_never_open() {
        return Some(Lead::CallAt(CallAtProblem::NeverOpen));
    }
    form.hours = Some(all.clone());
    keep(turn, form);
    Some(Lead::HoursNoted(all))
}

/// Keeps with the place what the person has told of its hours and its zone.
pub(super) fn keep(turn: &mut Turn, form: &Form) {
    let zone = match form
        .values
        .phone()
        .is_some_and(|phone| phone.area_timezone().is_none())
    {
        true => form.values.timezone().copied(),
        false => None,
    };
    let (Some(phone), Some(name)) = (form.values.phone(), form.values.business()) else {
        return;
    };
    if form.hours.is_none() && zone.is_none() {
        return;
    }
    let now = turn.context.now;
    if let Some(book) = turn.contacts_mut() {
        let tag = book.note(name, phone, ContactSource::Told, now);
        book.keep_hours(tag, form.hours.clone(), zone);
    }
}

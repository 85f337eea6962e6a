//! Calls that people have tried again until somebody answers, and what is promised
//! about them. Nobody ever does.

use chrono::{DateTime, TimeDelta, Utc};
use kally_core::model::CallId;
use kally_sandbox::Dialled;
use kally_store::{CallRecord, CallStageV1, OutcomeV1};

use super::super::world::World;
use super::life::{calls_to, home, press_label, request, say};
use super::promises::{Counted, PROMPTLY};
use super::{Month, PEOPLE};

/// How many people have a call tried again.
pub(super) const SERIES: u32 = 40;

/// The area codes of their numbers, whose other digits are those at which the
/// service reaches nobody.
const AREAS: [u16; SERIES as usize] = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225,
    228, 229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 272, 276,
    281, 301,
];

/// A series of calls, as its person knows it.
#[derive(Debug)]
pub(super) struct Series {
    number: u32,
    /// When they agreed to it, by the process's clock.
    agreed: DateTime<Utc>,
    /// The calls after the first one.
    more: u32,
    /// From the end of a call to the next.
    pause: TimeDelta,
    stopped: Option<Stop>,
}

/// A person had a series stopped.
#[derive(Debug)]
struct Stop {
    /// When, by the right clock.
    at: DateTime<Utc>,
    /// They were told that this call goes on.
    goes_on: Option<CallId>,
}

/// The person of a series.
fn person(number: u32) -> u32 {
    number % PEOPLE
}

fn phone(number: u32) -> String {
    format!("+1{}5550101", AREAS[number as usize])
}

/// The newest call of a series.
fn newest(world: &World, number: u32) -> Option<CallRecord> {
    let before = |call: &CallRecord| call.tries.as_ref().map(|tries| tries.before.len());
    let calls = calls_to(world, &phone(number)).into_iter();
    calls.max_by_key(before)
}

/// A person asks for a call that is tried again this often, so many minutes apart.
pub(super) async fn ask(world: &mut World, month: &mut Month, number: u32, more: u32, apart: u32) {
    let person = person(number);
    let wanted = format!("{}, ask whether my parcel has come", phone(number));
    request(world, person, &wanted).await;
    let times = if more == 1 { "time" } else { "times" };
    let words = format!("keep trying {more} more {times}, {apart} minutes apart");
    let plan = match more {
        1 => "one more call".to_owned(),
        more => format!("up to {more} more calls"),
    };
    let heard = say(world, person, &words).await;
    assert!(heard.contains(&plan), "{words}: {heard}");
    let agreed = world.now();
    let pressed = press_label(world, person, "Call now").await;
    assert!(pressed.is_some(), "{wanted}: {heard}");
    assert!(newest(world, number).is_some(), "{number} is not called");
    month.series.push(Series {
        number,
        agreed,
        more,
        pause: TimeDelta::minutes(apart.into()),
        stopped: None,
    });
}

/// They have it stopped, if it still goes on: every second one by a button.
pub(super) async fn stop(world: &mut World, month: &mut Month, number: u32) {
    let goes_on = |call: &CallRecord| call.is_followed();
    let Some(call) = newest(world, number).filter(goes_on) else {
        return;
    };
    let person = person(number);
    // While the first call goes on, no button is about the others.
    let pressed = match number.is_multiple_of(2) {
        true => None,
        false => press_label(world, person, "Stop trying").await,
    };
    let heard = match pressed {
        Some(heard) => heard,
        None => say(world, person, "stop trying").await,
    };
    let goes_on = heard.contains("I won't call again").then_some(call.id);
    let is_stopped = goes_on.is_some() || heard.contains("I've stopped trying");
    assert!(is_stopped, "{number} is not stopped: {heard}");
    let mut series = month.series.iter_mut();
    let series = series.find(|series| series.number == number);
    series.expect("it was asked for").stopped = Some(Stop {
        at: world.right_now(),
        goes_on,
    });
}

/// The calls of a series that the service made, the first one first.
fn made(series: &Series, world: &World) -> Vec<Dialled> {
    let phone = phone(series.number);
    let mut made = world.service.sandbox.dialled();
    made.retain(|dialled| dialled.number == phone);
    made.sort_by_key(|dialled| dialled.at);
    made
}

impl Series {
    /// As many calls as its person has agreed to.
    fn most(&self) -> usize {
        self.more as usize + 1
    }

    /// When the call after this one is due, by the process's clock.
    fn next(&self, month: &Month, before: &Dialled) -> Option<DateTime<Utc>> {
        before
            .ended_at
            .map(|ended| month.by_clock(ended) + self.pause)
    }
}

pub(super) fn no_more_than_agreed(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    for series in &month.series {
        let made = made(series, world).len();
        let holds = made <= series.most();
        counted.check(holds, || format!("{series:?} made {made} calls"));
    }
    counted
}

pub(super) fn none_before_its_pause(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    for series in &month.series {
        for pair in made(series, world).windows(2) {
            let at = month.by_clock(pair[1].at);
            let due = series.next(month, &pair[0]);
            let holds = due.is_some_and(|due| at >= due);
            counted.check(holds, || {
                format!("{series:?} went on at {at} instead of {due:?}")
            });
        }
    }
    counted
}

/// A call that was on its way then goes on, as the person was told.
pub(super) fn none_after_a_stop(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    for series in &month.series {
        let Some(stop) = &series.stopped else {
            continue;
        };
        let goes_on = stop.goes_on.map(|call| call.to_string());
        let made = made(series, world);
        let later = made.iter().filter(|dialled| {
            dialled.at > stop.at && (goes_on.is_none() || dialled.idempotency_key != goes_on)
        });
        let later: Vec<_> = later.map(|dialled| dialled.at).collect();
        counted.check(later.is_empty(), || {
            format!("{series:?} was stopped, and went on at {later:?}")
        });
    }
    counted
}

pub(super) fn each_has_its_key(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    for series in &month.series {
        let made = made(series, world);
        for (place, dialled) in made.iter().enumerate() {
            let key = &dialled.idempotency_key;
            let before = made[..place].iter();
            let is_own = key.is_some() && before.clone().all(|it| it.idempotency_key != *key);
            counted.check(is_own, || format!("{series:?} used the key {key:?} again"));
        }
    }
    counted
}

/// The end of a series.
#[derive(Debug, PartialEq)]
enum End {
    AllMade,
    Stopped,
    /// It was too late for the next call, and its person was asked about it.
    Late,
    /// It was unclear whether a call was made: its person was asked if it stayed
    /// unclear, and nothing is tried by itself after that.
    Unclear,
}

/// The words of the two questions.
const LATE: &str = "I couldn't place this call in time";
const UNCLEAR: &str = "If you call again, they may get two calls";

/// Whether the person was asked this about a series.
fn is_asked(series: &Series, world: &World, words: &str) -> bool {
    let home = home(person(series.number));
    let phone = phone(series.number);
    let asks = |text: String| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        text.contains(words) && digits.contains(&phone[1..])
    };
    let sent = world.chat().sent();
    let mut theirs = sent.iter().filter(|sent| sent.to == home);
    theirs.any(|sent| asks(sent.reply.body.to_plain()))
}

/// How a series ended; `None` if it just stays open, or nobody was told.
fn end(series: &Series, world: &World) -> Option<End> {
    let call = newest(world, series.number)?;
    let outcome = match &call.stage {
        CallStageV1::Undecided => {
            return is_asked(series, world, UNCLEAR).then_some(End::Unclear);
        }
        CallStageV1::Ended { outcome, .. } => outcome,
        _ => return None,
    };
    let all = made(series, world).len() >= series.most();
    let is_unclear = call.tries.is_some_and(|tries| tries.stopped);
    match (outcome, &series.stopped) {
        (OutcomeV1::Reported(_), _) if all => Some(End::AllMade),
        (_, Some(_)) => Some(End::Stopped),
        (OutcomeV1::Reported(_), None) => is_unclear.then_some(End::Unclear),
        _ => is_asked(series, world, LATE).then_some(End::Late),
    }
}

/// Each series goes on promptly until its end. Around downtime and a clock that is
/// set it may be late, or the person is asked; a death may leave it unclear whether
/// a call was made.
pub(super) fn none_forgotten(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    let mut ends = Vec::new();
    for series in &month.series {
        let made = made(series, world);
        let excused = |due: &DateTime<Utc>| month.is_disturbed(*due);
        let mut due = Some(series.agreed);
        for dialled in &made {
            let at = month.by_clock(dialled.at);
            let promptly = due.is_some_and(|due| at - due < PROMPTLY || excused(&due));
            counted.check(promptly, || format!("{series:?}: {at} instead of {due:?}"));
            due = series.next(month, dialled);
        }
        let end = end(series, world);
        counted.check(end.is_some(), || format!("{series:?} is forgotten"));
        let is_wanted = end != Some(End::Late) || due.as_ref().is_some_and(excused);
        counted.check(is_wanted, || format!("{series:?} was given up"));
        ends.extend(end);
    }
    let count = |end: End| ends.iter().filter(|it| **it == end).count();
    let unclear = count(End::Unclear);
    println!(
        "  of the series, {} made all calls, {} were stopped, {} were late, {unclear} unclear",
        count(End::AllMade),
        count(End::Stopped),
        count(End::Late),
    );
    counted.check(unclear <= month.deaths, || {
        format!("{unclear} series ended in doubt")
    });
    counted
}

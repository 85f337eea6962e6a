//! Reminders of appointments: a death at each of their points, weeks away, a clock
//! that is set, changes of clocks in both zones. None is said early, twice, or
//! forgotten.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::bench::{Bench, Run, Scenario};
use super::person::{Nerve, Place, Step};
use super::scenarios::sweep_with;
use super::words::{ANSWERED, CARD};
use super::world::Setting;
use Place::Ana;
use Step::{Away, Pass, Press, Say, See, Set};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// It is noon: the day before at the same time is in an hour, two hours before are
/// in 23.
const REQUEST: &str = "/call +1 415 555 2671, table for four tomorrow at 1 pm, name Ana";
const KEPT: &[&str] = &["Kept:"];
const DAY_BEFORE: &[&str] = &["Tomorrow: +1"];
const THAT_DAY: &[&str] = &["Today: +1"];

fn kept(request: &'static str) -> Vec<Step> {
    vec![
        Say(Ana, request),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, ANSWERED),
        Press(Ana, "Keep it"),
        See(Ana, KEPT),
    ]
}

#[track_caller]
fn run(what: &str, begins: Option<&str>, steps: Vec<Step>) -> Run {
    let setting = Setting {
        what: what.to_owned(),
        ..Setting::default()
    };
    let setting = match begins {
        Some(begins) => Setting {
            begins: begins.parse().unwrap(),
            ..setting
        },
        None => setting,
    };
    let scenario = Scenario {
        steps,
        may_fail: true,
        alike: false,
        ..Scenario::default()
    };
    Bench::new().run(&scenario, setting, Nerve::LeavesIt)
}

/// When the reminders were said, by the right clock.
fn reminded(run: &Run) -> Vec<(&'static str, DateTime<Utc>)> {
    let kind = |text: &str| {
        let kinds = ["Tomorrow: ", "Today: ", "Soon: "];
        kinds.into_iter().find(|kind| text.starts_with(kind))
    };
    let said = run.came.iter();
    said.filter_map(|(text, at)| Some((kind(text)?.trim_end_matches(": "), *at)))
        .collect()
}

/// Compares the reminders with those that are expected, to the minute.
#[track_caller]
fn check(run: &Run, expected: &[(&str, &str)]) {
    let found: Vec<_> = reminded(run)
        .into_iter()
        .map(|(kind, at)| (kind, at.format("%m-%dT%H:%M").to_string()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(kind, at)| (*kind, (*at).to_owned()))
        .collect();
    assert_eq!(found, expected, "{:#?}", run.texts);
}

#[test]
fn an_appointment_and_its_reminders() {
    let mut steps = kept(REQUEST);
    steps.extend([See(Ana, DAY_BEFORE), See(Ana, THAT_DAY)]);
    sweep_with(
        DAY.as_secs() * 7,
        "an appointment and its reminders",
        80,
        &Scenario {
            steps,
            ..Scenario::default()
        },
    );
}

#[test]
fn each_is_said_at_its_time() {
    let mut steps = kept(REQUEST);
    steps.extend([See(Ana, THAT_DAY), Pass(15 * MINUTE)]);
    let quiet = run("undisturbed", None, steps);
    check(
        &quiet,
        &[("Tomorrow", "01-28T21:00"), ("Today", "01-29T19:00")],
    );
}

/// Those that were missed are said at once if the appointment is still to come; of
/// several only the last one.
#[test]
fn hours_and_weeks_away() {
    for (away, expected) in [
        (
            5 * HOUR,
            &[("Tomorrow", "01-29T01:"), ("Today", "01-29T19:")][..],
        ),
        (24 * HOUR, &[("Today", "01-29T20:")]),
        (3 * 7 * DAY, &[]),
    ] {
        let mut steps = kept(REQUEST);
        steps.push(Away(away));
        match expected {
            [] => steps.push(Pass(2 * HOUR)),
            _ => steps.push(See(Ana, THAT_DAY)),
        }
        let run = run(&format!("{away:?} away"), None, steps);
        let found: Vec<_> = reminded(&run)
            .into_iter()
            .map(|(kind, at)| (kind, at.format("%m-%dT%H:").to_string()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(k, a)| (*k, (*a).to_owned()))
            .collect();
        assert_eq!(found, expected, "{away:?}");
    }
}

/// A clock that is set far away and back again for a while costs no reminder and
/// repeats none.
#[test]
fn a_clock_that_is_set() {
    for by in [
        TimeDelta::hours(-2),
        TimeDelta::days(-30),
        TimeDelta::days(30),
        TimeDelta::days(3650),
    ] {
        let mut steps = kept(REQUEST);
        steps.extend([Pass(MINUTE), Set(by), Pass(20 * MINUTE), Set(-by)]);
        steps.extend([See(Ana, THAT_DAY), Pass(15 * MINUTE)]);
        let run = run(&format!("{by}"), None, steps);
        let found: Vec<_> = reminded(&run).into_iter().map(|(kind, _)| kind).collect();
        let late = reminded(&run).last().map(|(_, at)| *at);
        assert_eq!(found, ["Tomorrow", "Today"], "{by}: {:#?}", run.texts);
        let due: DateTime<Utc> = "2026-01-29T19:00:00Z".parse().unwrap();
        let late = (late.unwrap() - due).num_minutes();
        assert!((0..2).contains(&late), "{by}: {late} min");
    }
    // While it is ahead by some hours, what is due by it is said, and not again.
    let mut steps = kept(REQUEST);
    let ahead = TimeDelta::hours(3);
    steps.extend([Pass(MINUTE), Set(ahead), Pass(5 * MINUTE), Set(-ahead)]);
    steps.extend([See(Ana, THAT_DAY), Pass(15 * MINUTE)]);
    let run = run("ahead by hours", None, steps);
    let found: Vec<_> = reminded(&run).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(found, ["Tomorrow", "Today"], "{:#?}", run.texts);
}

/// In the United States the clocks go forward on 8 March 2026 and back on 1
/// November, in Spain on 29 March and 25 October. The day before is at the same
/// time by the clocks there; two hours before are two hours.
#[test]
fn changes_of_clocks_in_both_zones() {
    for (number, begins, expected) in [
        // 13:00 there on 7 and 8 March.
        (
            "+1 415 555 2671",
            "2026-03-07T20:00:00Z",
            [("Tomorrow", "03-07T21:00"), ("Today", "03-08T18:00")],
        ),
        (
            "+1 415 555 2671",
            "2026-10-31T19:30:00Z",
            [("Tomorrow", "10-31T20:00"), ("Today", "11-01T19:00")],
        ),
        (
            "+34 915 552 671",
            "2026-03-28T11:00:00Z",
            [("Tomorrow", "03-28T12:00"), ("Today", "03-29T09:00")],
        ),
        (
            "+34 915 552 671",
            "2026-10-24T10:30:00Z",
            [("Tomorrow", "10-24T11:00"), ("Today", "10-25T10:00")],
        ),
    ] {
        let request: &'static str =
            format!("/call {number}, table for four tomorrow at 1 pm, name Ana").leak();
        let mut steps = kept(request);
        steps.extend([See(Ana, &["Today: +"]), Pass(15 * MINUTE)]);
        let run = run(&format!("{number} {begins}"), Some(begins), steps);
        check(&run, &expected);
    }
}

/// Nobody is reminded of what was removed.
#[test]
fn an_appointment_that_is_removed() {
    let mut steps = kept(REQUEST);
    steps.extend([
        Say(Ana, "/appointments"),
        See(Ana, &["One appointment"]),
        Say(Ana, "1"),
        See(Ana, &["[Remove from the list]"]),
        Press(Ana, "Remove from the list"),
        See(Ana, &["Removed from your list"]),
        Pass(22 * HOUR),
    ]);
    check(&run("removed", None, steps), &[]);
}

/// A call from the appointment that calls it off: then there is no reminder.
#[test]
fn an_appointment_that_is_called_off() {
    let mut steps = kept(REQUEST);
    steps.extend([
        Press(Ana, "Cancel it"),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, &["[It is cancelled]"]),
        Press(Ana, "It is cancelled"),
        See(Ana, &["marked as cancelled"]),
        Pass(22 * HOUR),
    ]);
    let setting = Setting::default();
    let scenario = Scenario {
        steps,
        calls: 2,
        may_fail: true,
        alike: false,
        ..Scenario::default()
    };
    let run = Bench::new().run(&scenario, setting, Nerve::LeavesIt);
    assert_eq!(run.dialled, 2);
    assert_eq!(
        run.submissions[1]["task_description"],
        "Cancel my reservation."
    );
    assert_eq!(run.submissions[1]["appointment_date"], "2026-01-29");
    check(&run, &[]);
}

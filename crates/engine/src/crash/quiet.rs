//! Quiet hours: the ends of calls that were put off make no sound, and several are
//! summed up once, at the end of the hours: with a death at each point, after weeks
//! away, on changes of clocks, and with a setting that changes meanwhile.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::bench::{Bench, Run, Scenario};
use super::person::{Nerve, Place, Step};
use super::scenarios::sweep_with;
use super::words::CARD;
use super::world::Setting;
use Place::{Ana, AnaInRoom};
use Step::{Away, Pass, Press, Say, See};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

const NIGHT: &str = "/settings quiet 22:00-7:30";
const FIRST: &str = "/call +1 415 555 2671, ask whether my parcel has come";
const SECOND: &str = "/call +1 415 555 2672, ask whether my parcel has come";
const FINISHED: &[&str] = &["Call finished"];
const SUMMED_UP: &str = "While it was quiet:";
const SUMMARY: &[&str] = &[SUMMED_UP];

/// Quiet hours, and calls that wait until then, where the place and Ana are.
fn asked(place: Place, quiet: &'static str, calls: &[(&'static str, &'static str)]) -> Vec<Step> {
    let mut steps = vec![Say(Ana, quiet), See(Ana, &["Saved"])];
    for (request, when) in calls {
        steps.extend([
            Say(place, request),
            See(place, CARD),
            Say(place, when),
            See(place, &["[Call at that time]"]),
            Press(place, "Call at that time"),
            See(place, &["I'll call +1 415-555-267"]),
        ]);
    }
    steps
}

fn two(place: Place, quiet: &'static str) -> Vec<Step> {
    let calls = [
        (FIRST, "call them tonight at 23:00"),
        (SECOND, "call them tonight at 23:30"),
    ];
    asked(place, quiet, &calls)
}

#[track_caller]
fn run_from(what: &str, begins: &str, calls: usize, steps: &[Step]) -> Run {
    let setting = Setting {
        what: what.to_owned(),
        begins: begins.parse().unwrap(),
        ..Setting::default()
    };
    let scenario = Scenario {
        steps: steps.to_vec(),
        calls,
        may_fail: true,
        alike: false,
        ..Scenario::default()
    };
    Bench::new().run(&scenario, setting, Nerve::LeavesIt)
}

/// From noon in Los Angeles on 28 January 2026.
#[track_caller]
fn run(what: &str, calls: usize, steps: &[Step]) -> Run {
    run_from(what, "2026-01-28T20:00:00Z", calls, steps)
}

/// The ends make no sound; returns when they were summed up, with a sound.
#[track_caller]
fn summed_up(run: &Run) -> Vec<DateTime<Utc>> {
    let said = |words: &'static str| {
        let heard = run.heard.iter();
        heard.filter(move |it| it.text.contains(words))
    };
    let ends = said("Call finished");
    for heard in ends.chain(said("I'll call +1 415-555-2671 at 23:00 (")) {
        assert!(heard.quiet, "{} made a sound", heard.text);
    }
    assert!(said(SUMMED_UP).all(|heard| !heard.quiet));
    said(SUMMED_UP).map(|heard| heard.at).collect()
}

#[track_caller]
fn check(run: &Run, at: &str) {
    let (came, due) = (summed_up(run), at.parse::<DateTime<Utc>>().unwrap());
    let late = came.first().map(|came| (*came - due).num_seconds());
    assert!(came.len() == 1, "summed up {} times", came.len());
    let late = late.unwrap_or(-1);
    assert!((0..60).contains(&late), "{late} s after {at}");
}

#[test]
fn two_ends_are_summed_up_wherever_the_process_dies() {
    let calls = [
        (FIRST, "call them today at 13:30"),
        (SECOND, "call them today at 14:30"),
    ];
    let mut steps = asked(Ana, "/settings quiet 13:00-15:30", &calls);
    steps.extend([See(Ana, FINISHED), See(Ana, SUMMARY)]);
    sweep_with(
        DAY.as_secs() * 7,
        "two calls in quiet hours",
        120,
        &Scenario {
            steps,
            calls: 2,
            ..Scenario::default()
        },
    );
}

#[test]
fn in_the_morning_with_a_sound_and_once() {
    let mut steps = two(Ana, NIGHT);
    steps.extend([See(Ana, SUMMARY), Pass(2 * DAY)]);
    let run = run("a night", 2, &steps);
    check(&run, "2026-01-29T15:30:00Z");
    // The calls of the summary can be shown.
    steps.extend([
        Press(Ana, "Show: +1 415-555-2671"),
        See(Ana, &["Finished", "finished"]),
    ]);
    self::run("a call is shown", 2, &steps);
}

#[test]
fn in_a_room_as_well() {
    let mut steps = two(AnaInRoom, NIGHT);
    steps.extend([See(AnaInRoom, SUMMARY), Pass(2 * DAY)]);
    check(&run("in a room", 2, &steps), "2026-01-29T15:30:00Z");
}

#[test]
fn one_alone_is_not_summed_up() {
    let mut steps = asked(Ana, NIGHT, &[(FIRST, "call them tonight at 23:00")]);
    steps.extend([See(Ana, FINISHED), Pass(2 * DAY)]);
    assert!(summed_up(&run("one call", 1, &steps)).is_empty());
}

/// A person who has just confirmed a call is awake.
#[test]
fn a_call_that_was_just_confirmed_makes_a_sound() {
    let mut steps = vec![Say(Ana, NIGHT), See(Ana, &["Saved"]), Pass(11 * HOUR)];
    steps.extend([
        Say(Ana, FIRST),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, FINISHED),
    ]);
    let run = run("confirmed at night", 1, &steps);
    let mut ends = run.heard.iter();
    let end = ends.find(|heard| heard.text.contains("Call finished"));
    assert!(!end.expect("its end").quiet);
}

/// The process is away from midnight on; it is back in the morning, in the next
/// night, or weeks later.
#[test]
fn hours_and_weeks_away() {
    for (away, at) in [
        (10 * HOUR, "2026-01-29T18:30:00Z"),
        (24 * HOUR, "2026-01-30T15:30:00Z"),
        (20 * DAY + 10 * HOUR, "2026-02-18T18:30:00Z"),
    ] {
        let mut steps = two(Ana, NIGHT);
        // Half past midnight.
        steps.extend([Pass(12 * HOUR + HOUR / 2), Away(away), See(Ana, SUMMARY)]);
        steps.push(Pass(2 * DAY));
        check(&run(&format!("{away:?} away"), 2, &steps), at);
    }
}

#[test]
fn a_setting_that_is_changed_in_the_night() {
    for (words, at) in [
        ("/settings quiet off", "2026-01-29T08:30:00Z"),
        ("/settings quiet 22 to 6", "2026-01-29T14:00:00Z"),
        ("/settings quiet 22 to 9:15", "2026-01-29T17:15:00Z"),
    ] {
        let mut steps = two(Ana, NIGHT);
        steps.extend([Pass(12 * HOUR + HOUR / 2), Say(Ana, words)]);
        steps.extend([See(Ana, SUMMARY), Pass(2 * DAY)]);
        check(&run(words, 2, &steps), at);
    }
}

/// In the night to 8 March 2026 the clocks go forward in Los Angeles, in the one to
/// 1 November back: half past seven there stays half past seven.
#[test]
fn changes_of_clocks() {
    for (begins, at) in [
        ("2026-03-07T20:00:00Z", "2026-03-08T14:30:00Z"),
        ("2026-10-31T19:00:00Z", "2026-11-01T15:30:00Z"),
    ] {
        let mut steps = two(Ana, NIGHT);
        steps.extend([See(Ana, SUMMARY), Pass(2 * DAY)]);
        check(&run_from(begins, begins, 2, &steps), at);
    }
}

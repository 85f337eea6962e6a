//! Calls that wait for a time: a death at each of their points, days and weeks
//! away, a clock that is set, changes of clocks in both zones, an account that is
//! unlinked meanwhile. None is made early, twice, or forgotten.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::bench::{Bench, Run, Scenario};
use super::person::{Nerve, Place, Step};
use super::scenarios::sweep_with;
use super::time::{run, scenario};
use super::words::{ANSWERED, CARD, told};
use super::world::Setting;
use Place::Ana;
use Step::{Away, Happen, Link, Pass, Press, Say, See, Set};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);

const REQUEST: &str = "/call +1 415 555 2671, table for four on 20 February at 8 pm, name Ana";
/// For no particular day, so that nothing in it can be past.
const WHENEVER: &str = "/call +1 415 555 2671, ask whether my parcel has come";
const WAITS: &[&str] = &["I'll call +1 415-555-2671"];
const LAPSED: &[&str] = &["I couldn't place this call in time"];

/// A call that waits until the next day at ten, where the place is.
fn waiting(request: &'static str, when: &'static str) -> Vec<Step> {
    vec![
        Say(Ana, request),
        See(Ana, CARD),
        Say(Ana, when),
        See(Ana, &["[Call at that time]"]),
        Press(Ana, "Call at that time"),
        See(Ana, WAITS),
    ]
}

/// When the clock there first shows ten on the day after the run's first.
fn at_ten(run: &Run) -> i64 {
    let due: DateTime<Utc> = "2026-01-29T18:00:00Z".parse().unwrap();
    (run.rang[0] - due).num_seconds()
}

#[test]
fn a_call_that_waits_until_tomorrow() {
    let mut steps = waiting(REQUEST, "call them tomorrow at 10");
    steps.extend([
        See(Ana, &["I'll call +1 415-555-2671 at 10:00"]),
        See(Ana, ANSWERED),
    ]);
    sweep_with(
        DAY.as_secs() * 7,
        "a call at a time",
        80,
        &Scenario {
            steps,
            told: told("2671"),
            ..Scenario::default()
        },
    );
}

#[test]
fn a_call_that_waits_is_put_off_and_made_now() {
    let mut steps = waiting(REQUEST, "call them tomorrow at 10");
    steps.extend([
        Say(Ana, "/calls"),
        See(Ana, &["[Another time]"]),
        Press(Ana, "Another time"),
        See(Ana, &["When should I call"]),
        Say(Ana, "tomorrow at noon"),
        See(Ana, &["at 12:00"]),
        Say(Ana, "/calls"),
        See(Ana, &["at 12:00"]),
        Press(Ana, "Now"),
        See(Ana, ANSWERED),
    ]);
    sweep_with(
        DAY.as_secs() * 7,
        "a call that is put off here",
        80,
        &Scenario {
            steps,
            told: told("2671"),
            ..Scenario::default()
        },
    );
}

/// It is made when the clock there shows ten, and not a moment before.
#[test]
fn it_is_made_at_its_time() {
    let mut steps = waiting(WHENEVER, "call them tomorrow at 10");
    steps.push(See(Ana, ANSWERED));
    let quiet = run("undisturbed", 1, &steps);
    assert_eq!((quiet.dialled, quiet.asked), (1, 0));
    let late = at_ten(&quiet);
    assert!((0..120).contains(&late), "{late} s after ten");
}

/// Away over its time: a little late it is made, later the person is asked.
#[test]
fn days_and_weeks_away() {
    // The process is back in time, a moment after, and weeks later.
    for (away, asked) in [
        (Duration::from_secs(3600), false),
        (8 * DAY, true),
        (3 * 7 * DAY, true),
    ] {
        let mut steps = waiting(WHENEVER, "call them tomorrow at 10");
        steps.push(Away(away));
        if asked {
            steps.extend([See(Ana, LAPSED), Say(Ana, "call now")]);
        }
        steps.push(See(Ana, ANSWERED));
        let run = run(&format!("{away:?} away"), 1 + usize::from(asked), &steps);
        assert_eq!((run.dialled, run.asked), (1, 0), "{away:?}");
    }
}

/// Set forward beyond the time by minutes, it is made at once; by days, the person
/// is asked. Set back, it waits longer.
#[test]
fn a_clock_that_is_set() {
    for (by, asks) in [
        (TimeDelta::hours(-2), false),
        (TimeDelta::hours(2), false),
        (TimeDelta::days(-30), false),
        (TimeDelta::days(30), true),
    ] {
        let mut steps = waiting(WHENEVER, "call them tomorrow at 10");
        steps.extend([Pass(MINUTE), Set(by)]);
        match asks {
            true => steps.extend([See(Ana, LAPSED), Set(-by), Say(Ana, "call now")]),
            false => steps.extend([Pass(MINUTE), Set(-by)]),
        }
        steps.push(See(Ana, ANSWERED));
        let run = run(&format!("{by}"), 1 + usize::from(asks), &steps);
        assert_eq!((run.dialled, run.asked), (1, 0), "{by}");
        if !asks {
            let late = at_ten(&run);
            assert!((0..120).contains(&late), "{by}: {late} s after ten");
        }
    }
}

/// The account is unlinked meanwhile: at its time the person is asked to sign in,
/// and the request is kept.
#[test]
fn an_account_that_is_gone_by_then() {
    let mut steps = waiting(REQUEST, "call them tomorrow at 10");
    steps.extend([
        Happen(|sandbox| sandbox.revoke_all()),
        See(Ana, &["page shows the code"]),
        Link(Ana),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, ANSWERED),
    ]);
    let run = run("signed out meanwhile", 2, &steps);
    assert_eq!((run.dialled, run.asked), (1, 0));
    assert_eq!(run.submissions[0]["appointment_date"], "2026-02-20");
}

/// A call that is dropped is not made, however long one waits.
#[test]
fn a_call_that_is_dropped() {
    let mut steps = waiting(WHENEVER, "call them tomorrow at 10");
    steps.extend([
        Say(Ana, "/calls"),
        See(Ana, &["[Drop]"]),
        Press(Ana, "Drop"),
        See(Ana, &["I've cancelled the call"]),
        Pass(2 * DAY),
    ]);
    let run = run("dropped", 1, &steps);
    assert_eq!((run.dialled, run.asked), (0, 0));
}

/// In the United States the clocks go forward on 8 March 2026 and back on 1
/// November, in Spain on 29 March and 25 October: ten o'clock there stays ten.
#[test]
fn changes_of_clocks_in_both_zones() {
    for (number, begins, due) in [
        (
            "+1 415 555 2671",
            "2026-03-07T20:00:00Z",
            "2026-03-08T17:00:00Z",
        ),
        (
            "+1 415 555 2671",
            "2026-10-31T20:00:00Z",
            "2026-11-01T18:00:00Z",
        ),
        (
            "+34 915 552 671",
            "2026-03-28T12:00:00Z",
            "2026-03-29T08:00:00Z",
        ),
        (
            "+34 915 552 671",
            "2026-10-24T12:00:00Z",
            "2026-10-25T09:00:00Z",
        ),
    ] {
        let due: DateTime<Utc> = due.parse().unwrap();
        let request: &'static str =
            format!("/call {number}, ask whether my parcel has come").leak();
        let steps = [
            Say(Ana, request),
            See(Ana, CARD),
            Say(Ana, "call them tomorrow at 10"),
            See(Ana, &["[Call at that time]"]),
            Press(Ana, "Call at that time"),
            See(Ana, &["I'll call +"]),
            See(Ana, ANSWERED),
        ];
        let setting = Setting {
            what: format!("{number} {due}"),
            begins: begins.parse().unwrap(),
            ..Setting::default()
        };
        let run = Bench::new().run(&scenario(1, &steps), setting, Nerve::LeavesIt);
        assert_eq!((run.dialled, run.asked), (1, 0), "{number} {due}");
        let late = (run.rang[0] - due).num_seconds();
        assert!((0..120).contains(&late), "{number}: {late} s after {due}");
    }
}

//! Calls that are tried again as the person agreed: a death at each of their
//! points, weeks away, a clock that is set, changes of clocks in both zones, an
//! account that is unlinked, contact that is lost. No try is made early, twice or
//! unasked, and none is forgotten.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::bench::{Bench, Run, Scenario};
use super::person::{Nerve, Place, Step};
use super::scenarios::sweep_with;
use super::words::{ANSWERED, CARD};
use super::world::Setting;
use Place::Ana;
use Step::{Away, Happen, Link, Pass, Press, Say, See, Set};
use kally_sandbox::{Drop, Fault, Options};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Nobody answers, then the line is busy, then somebody answers.
const THIRD: &str = "/call +1 415 555 0141, ask whether my parcel has come";
/// Nobody ever answers.
const NEVER: &str = "/call +1 415 555 0101, ask whether my parcel has come";
const AGREED: &[&str] = &["up to 3 more calls"];
const AGAIN: &[&str] = &["again at"];
const LAPSED: &[&str] = &["I couldn't place this call in time"];
/// The end of a series; also where the person was asked in between, and the bot
/// tries nothing by itself any more.
const OVER: &[&str] = &["Call finished", "Nobody answered", "The line was busy"];

/// A series that is agreed to on the card, up to the first pause.
fn agreed(request: &'static str) -> Vec<Step> {
    vec![
        Say(Ana, request),
        See(Ana, CARD),
        Say(Ana, "keep trying until they answer"),
        See(Ana, AGREED),
        Say(Ana, "call now"),
        See(Ana, AGAIN),
    ]
}

fn and_then(request: &'static str, steps: &[Step]) -> Vec<Step> {
    [&agreed(request), steps].concat()
}

#[track_caller]
fn run_at(what: &str, begins: Option<&str>, calls: usize, steps: &[Step]) -> Run {
    let usual = Setting::default();
    let setting = Setting {
        what: what.to_owned(),
        begins: begins.map_or(usual.begins, |begins| begins.parse().unwrap()),
        ..usual
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

#[track_caller]
fn run(what: &str, calls: usize, steps: &[Step]) -> Run {
    run_at(what, None, calls, steps)
}

/// The minutes between calls.
fn pauses(run: &Run) -> Vec<i64> {
    let pairs = run.rang.iter().zip(&run.rang[1..]);
    pairs
        .map(|(one, next)| (*next - *one).num_minutes())
        .collect()
}

#[test]
fn a_series_that_was_agreed_to_beforehand() {
    let scenario = Scenario {
        steps: [&agreed(THIRD)[..5], &[See(Ana, OVER)]].concat(),
        calls: 3,
        ..Scenario::default()
    };
    sweep_with(7 * DAY.as_secs(), "a series of calls", 100, &scenario);
}

#[test]
fn a_series_that_begins_after_an_outcome() {
    let scenario = Scenario {
        steps: vec![
            Say(Ana, NEVER),
            See(Ana, CARD),
            Say(Ana, "call now"),
            See(Ana, &["Nobody answered"]),
            Say(Ana, "try 2 more times, 30 minutes apart"),
            See(Ana, &["up to 2 more calls"]),
            Say(Ana, "keep trying like this"),
            See(Ana, &["I've made all the calls", "Nobody answered"]),
        ],
        calls: 3,
        ..Scenario::default()
    };
    sweep_with(
        7 * DAY.as_secs(),
        "a series after an outcome",
        120,
        &scenario,
    );
}

#[test]
fn pauses_grow_until_somebody_answers() {
    let quiet = run("undisturbed", 3, &and_then(THIRD, &[See(Ana, ANSWERED)]));
    assert_eq!((quiet.dialled, quiet.asked), (3, 0));
    for (pause, least) in pauses(&quiet).into_iter().zip([20, 40]) {
        assert!((least..least + 5).contains(&pause), "{pause} minutes");
    }
    let whole = &["I've made all the calls"];
    let never = run(
        "nobody ever answers",
        4,
        &and_then(NEVER, &[See(Ana, whole)]),
    );
    assert_eq!((never.dialled, never.asked), (4, 0));
}

/// Away for a while, a try is made late or the person is asked; weeks later too.
#[test]
fn weeks_away() {
    let back = run(
        "ten minutes away",
        3,
        &and_then(THIRD, &[Away(10 * MINUTE), See(Ana, ANSWERED)]),
    );
    assert_eq!(back.dialled, 3);
    for away in [HOUR, 8 * DAY, 21 * DAY] {
        let steps = [Away(away), See(Ana, LAPSED), Pass(2 * DAY)];
        let left = run(&format!("{away:?} away"), 2, &and_then(THIRD, &steps));
        assert_eq!((left.dialled, left.asked), (1, 0), "{away:?}");
        let steps = [
            Away(away),
            See(Ana, LAPSED),
            Say(Ana, "call now"),
            See(Ana, OVER),
        ];
        let asked = run(
            &format!("{away:?} away, again"),
            3,
            &and_then(THIRD, &steps),
        );
        assert_eq!((asked.dialled, asked.asked), (2, 0), "{away:?}");
    }
}

/// No call is made before the clock shows its time, however it is set.
#[test]
fn a_clock_that_is_set() {
    for (by, asks) in [
        (TimeDelta::hours(-2), false),
        (TimeDelta::minutes(10), false),
        (TimeDelta::days(-30), false),
        (TimeDelta::hours(2), true),
        (TimeDelta::days(30), true),
    ] {
        let mut steps = agreed(THIRD);
        steps.extend([Pass(MINUTE), Set(by)]);
        match asks {
            true => steps.extend([See(Ana, LAPSED), Set(-by), Pass(DAY)]),
            false => steps.extend([Pass(MINUTE), Set(-by), See(Ana, ANSWERED)]),
        }
        let (calls, dialled) = if asks { (2, 1) } else { (3, 3) };
        let run = run(&format!("{by}"), calls, &steps);
        assert_eq!((run.dialled, run.asked), (dialled, 0), "{by}");
        for (pause, least) in pauses(&run).into_iter().zip([20, 40]) {
            assert!((least..least + 5).contains(&pause), "{by}: {pause} minutes");
        }
    }
}

/// In the United States the clocks go forward on 8 March 2026 at 10:00 UTC and
/// back on 1 November at 9:00 UTC, in Spain on 29 March and 25 October at 1:00
/// UTC: a pause is as long as it is.
#[test]
fn changes_of_clocks_in_both_zones() {
    for (number, begins) in [
        ("+1 415 555 0141", "2026-03-08T09:30:00Z"),
        ("+1 415 555 0141", "2026-11-01T08:30:00Z"),
        ("+34 910 000 141", "2026-03-29T00:30:00Z"),
        ("+34 910 000 141", "2026-10-25T00:30:00Z"),
    ] {
        let request: &'static str =
            format!("/call {number}, ask whether my parcel has come").leak();
        let steps = and_then(request, &[See(Ana, ANSWERED)]);
        let run = run_at(&format!("{number} {begins}"), Some(begins), 3, &steps);
        assert_eq!((run.dialled, run.asked), (3, 0), "{number} {begins}");
        for (pause, least) in pauses(&run).into_iter().zip([20, 40]) {
            assert!(
                (least..least + 5).contains(&pause),
                "{begins}: {pause} minutes"
            );
        }
        let first: DateTime<Utc> = begins.parse().unwrap();
        assert!(run.rang[0] - first < TimeDelta::minutes(5));
    }
}

/// The account is unlinked while a try waits: the person is asked to sign in, and
/// the series is over.
#[test]
fn an_account_that_is_gone_by_then() {
    let steps = [
        Happen(|sandbox| sandbox.revoke_all()),
        See(Ana, &["page shows the code"]),
        Link(Ana),
        See(Ana, CARD),
        Pass(2 * DAY),
    ];
    let run = run("signed out meanwhile", 2, &and_then(THIRD, &steps));
    assert_eq!((run.dialled, run.asked), (1, 0));
    let steps = [
        Say(Ana, "/logout"),
        See(Ana, &["[Now, without the outcome]"]),
        Press(Ana, "Now, without the outcome"),
        Pass(2 * DAY),
    ];
    let run = self::run("logged out", 2, &and_then(THIRD, &steps));
    assert_eq!((run.dialled, run.asked), (1, 0));
}

#[test]
fn a_series_that_is_stopped() {
    for words in ["stop trying", "deja de intentarlo", "cancel"] {
        let steps = [
            Say(Ana, words),
            See(Ana, &["I've stopped trying"]),
            Pass(2 * DAY),
        ];
        let run = run(words, 2, &and_then(THIRD, &steps));
        assert_eq!((run.dialled, run.asked), (1, 0), "{words}");
    }
    let steps = [
        Press(Ana, "Stop trying"),
        See(Ana, &["I've stopped trying"]),
        Pass(2 * DAY),
    ];
    let run = run("by its button", 2, &and_then(THIRD, &steps));
    assert_eq!((run.dialled, run.asked), (1, 0));
}

/// Contact is lost, and nobody knows whether the call was made: nothing is tried.
#[test]
fn never_after_an_unclear_end() {
    let mut steps = agreed("/call +1 415 555 0132, ask whether my parcel has come");
    steps.pop();
    steps.extend([See(Ana, OVER), Pass(2 * HOUR)]);
    let run = run("contact lost", 1, &steps);
    assert_eq!(run.dialled, 0);
    assert!(run.asked > 0, "the person is asked");
}

/// The call was made and its answer lost, and the history shows it late: the
/// person hears how it ended, and nothing is tried by itself.
#[test]
fn never_after_contact_was_lost() {
    let mut steps = vec![Happen(|sandbox| {
        sandbox.fail(Fault {
            method: Some("POST".to_owned()),
            drop: Some(Drop::After),
            ..Fault::at("/v1/calls")
        });
    })];
    steps.extend(agreed(NEVER));
    steps.pop();
    steps.extend([See(Ana, &["Nobody answered"]), Pass(DAY)]);
    let usual = Setting::default();
    let setting = Setting {
        what: "a late history".to_owned(),
        sandbox: Options {
            history_lag: 6 * MINUTE,
            idempotency: false,
            ..usual.sandbox
        },
        ..usual
    };
    let scenario = Scenario {
        steps,
        alike: false,
        ..Scenario::default()
    };
    let run = Bench::new().run(&scenario, setting, Nerve::LeavesIt);
    assert_eq!((run.dialled, run.asked), (1, 0));
    assert!(
        run.texts.iter().any(|text| text.contains("I lost contact")),
        "{:#?}",
        run.texts
    );
}

/// A message is left by the first machine only.
#[test]
fn a_message_is_left_once() {
    let mut steps = vec![
        Say(
            Ana,
            "/call +1 415 555 0104, ask whether my parcel has come, and if it goes to voicemail, leave a message",
        ),
        See(Ana, &["Leave one message"]),
    ];
    steps.extend(agreed("").split_off(2));
    steps.push(See(Ana, &["I've made all the calls"]));
    let run = run("voicemail", 4, &steps);
    let told = |text: &str| {
        let asked = run
            .submissions
            .iter()
            .map(|it| it["additional_instructions"].to_string());
        asked.map(|it| it.contains(text)).collect::<Vec<_>>()
    };
    assert_eq!(told("leave one short message"), [true, false, false, false]);
    assert_eq!(told("without leaving a message"), [false, true, true, true]);
}

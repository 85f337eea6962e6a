//! Faults of time: the process is away for a week, its clock is set forward and
//! back in the middle of things, daylight saving begins and ends. Texts stay
//! true, outdated requests are asked about, and nothing takes longer than it
//! should.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::bench::{Bench, Run, Scenario};
use super::person::{Nerve, Place, Step};
use super::words::{ANSWERED, CARD, NOBODY, and_then, confirmed, request};
use super::world::Setting;
use Place::Ana;
use Step::{Away, Happen, Link, Pass, Press, Refuse, Say, See, Set};

const MINUTE: Duration = Duration::from_secs(60);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// Its request stays open as long as the call goes on.
const TABLE: &str = "2671";
/// Its request is answered early, and the worker then asks for the status.
const EARLY: &str = "0107";
/// Nobody answers this one.
const UNANSWERED: &str = "0101";

const PAST: &[&str] = &["That time has passed"];

pub(super) fn scenario(calls: usize, steps: &[Step]) -> Scenario {
    Scenario {
        steps: steps.to_vec(),
        calls,
        may_fail: true,
        alike: false,
        ..Scenario::default()
    }
}

#[track_caller]
pub(super) fn run(what: &str, calls: usize, steps: &[Step]) -> Run {
    let setting = Setting {
        what: what.to_owned(),
        ..Setting::default()
    };
    Bench::new().run(&scenario(calls, steps), setting, Nerve::LeavesIt)
}

fn said(run: &Run, words: &str) -> usize {
    run.texts.iter().filter(|text| text.contains(words)).count()
}

/// Everything that is open when the process goes away continues a week later.
#[test]
fn after_a_week_what_was_told_is_kept_and_an_old_day_is_asked_about() {
    let again = [
        See(Ana, PAST),
        Say(Ana, "tomorrow"),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, ANSWERED),
    ];
    let [form, card, linking]: [&[Step]; 3] = [
        &[
            Say(
                Ana,
                "/call +1 415 555 2671, table for four tomorrow at 8 pm",
            ),
            See(Ana, &["Which name should I give"]),
            Away(WEEK),
            Say(Ana, "Ana"),
        ],
        &[
            Say(Ana, request(TABLE)),
            See(Ana, CARD),
            Away(WEEK),
            Say(Ana, "call now"),
        ],
        &[
            Say(Ana, request(TABLE)),
            See(Ana, CARD),
            Happen(|sandbox| sandbox.revoke_all()),
            Say(Ana, "call now"),
            See(Ana, &["page shows the code"]),
            Away(WEEK),
            Link(Ana),
        ],
    ];
    for (what, first) in [("a question", form), ("a card", card), ("a link", linking)] {
        let calls = if what == "a link" { 2 } else { 1 };
        let run = run(what, calls, &[first, &again].concat());
        assert_eq!((run.dialled, run.asked), (1, 0), "{what}");
        let told = run.submissions.last().unwrap();
        assert_eq!(told["appointment_date"], "2026-02-05", "{what}");
        assert_eq!(told["user_name"], "Ana", "{what}");
        assert_eq!(told["party_size"], 4, "{what}");
    }
}

/// A week is longer than the lifetime of any access token.
#[test]
fn after_a_week_a_call_that_was_in_flight_has_its_outcome() {
    for number in [TABLE, EARLY] {
        let steps = and_then(
            request(number),
            &[
                See(Ana, &["Calling +1"]),
                Pass(MINUTE),
                Away(WEEK),
                See(Ana, ANSWERED),
            ],
        );
        let run = run(number, 1, &steps);
        assert_eq!((run.dialled, run.asked), (1, 0), "{number}");
    }
}

/// The network comes back later than the process. That is not a reason to say
/// that nobody knows.
#[test]
fn after_a_week_a_service_that_is_still_out_of_reach_is_waited_for() {
    let down = |sandbox: &kally_sandbox::Sandbox| {
        sandbox.fail(kally_sandbox::Fault {
            status: Some(503),
            times: 3,
            ..kally_sandbox::Fault::at("/v1/")
        });
    };
    for number in [TABLE, EARLY] {
        let steps = and_then(
            request(number),
            &[
                See(Ana, &["Calling +1"]),
                Pass(MINUTE),
                Happen(down),
                Away(WEEK),
                See(Ana, ANSWERED),
            ],
        );
        let run = run(number, 1, &steps);
        assert_eq!((run.dialled, run.asked), (1, 0), "{number}");
    }
}

/// A call that was due in ten minutes is not placed a week later.
#[test]
fn after_a_week_a_call_that_waited_is_asked_about() {
    let steps = and_then(
        request(UNANSWERED),
        &[
            See(Ana, NOBODY),
            Press(Ana, "In 10 min"),
            See(Ana, &["I'll call +1 415-555-0101 again"]),
            Away(WEEK),
            See(Ana, PAST),
            Say(Ana, "tomorrow"),
            See(Ana, CARD),
            Say(Ana, "call now"),
            See(Ana, NOBODY),
        ],
    );
    let run = run("a call that waited", 3, &steps);
    assert_eq!((run.dialled, run.asked), (2, 0));
}

/// The outcome was on its way when the process went away, for longer than any
/// retry lasts. The platform still cannot be reached when the process is back.
#[test]
fn after_two_weeks_an_outcome_that_was_not_delivered_comes() {
    let steps = and_then(
        request(EARLY),
        &[
            See(Ana, &["Calling +1"]),
            Pass(3 * MINUTE),
            Refuse(30),
            Pass(MINUTE),
            Away(2 * WEEK + MINUTE),
            See(Ana, ANSWERED),
        ],
    );
    let run = run("an outcome", 1, &steps);
    assert_eq!(said(&run, "Call finished"), 1, "{:#?}", run.texts);
}

/// The service cannot be reached until the table's time is past: nobody is
/// called about it any more, though the call itself is not old yet.
#[test]
fn a_call_that_waited_beyond_its_own_time_is_asked_about() {
    let steps = [
        Say(
            Ana,
            "/call +1 415 555 2671, table for four today at 12:10 pm, name Ana",
        ),
        See(Ana, CARD),
        Happen(|sandbox| {
            sandbox.fail(kally_sandbox::Fault {
                status: Some(503),
                times: 100_000,
                ..kally_sandbox::Fault::at("/v1/")
            });
        }),
        Say(Ana, "call now"),
        See(Ana, &["I can't reach KallyAI"]),
        See(Ana, PAST),
        Say(Ana, "8 pm"),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, ANSWERED),
    ];
    let setting = Setting {
        well_after: 12 * MINUTE,
        ..Setting::default()
    };
    let run = Bench::new().run(&scenario(2, &steps), setting, Nerve::LeavesIt);
    assert_eq!((run.dialled, run.asked), (1, 0));
    assert_eq!(run.submissions[0]["appointment_time"], "20:00");
}

/// The changes of a clock: daylight saving by mistake, and years.
const JUMPS: [TimeDelta; 4] = [
    TimeDelta::hours(-1),
    TimeDelta::hours(1),
    TimeDelta::days(-3650),
    TimeDelta::days(3650),
];

/// The clock is set while a call goes on, or while it is looked for: the worker
/// follows it no longer, no shorter and asks no more often.
#[test]
fn a_clock_that_is_set_during_a_call_changes_nothing() {
    let answered: &[&str] = &["Call finished"];
    let left: &[&str] = &["I'll leave it there"];
    let cases = [
        ("2671", answered, 1),
        ("0107", answered, 1),
        ("0131", answered, 1),
        ("0132", left, 0),
    ];
    for (number, ends, dialled) in cases {
        let call = |jump: Option<TimeDelta>| {
            let begun = &["Calling +1", "I lost contact"];
            let mut steps = confirmed(request(number));
            steps.push(See(Ana, begun));
            steps.push(Pass(Duration::from_secs(20)));
            steps.extend(jump.map(Set));
            steps.push(See(Ana, ends));
            run(&format!("{number}, {jump:?}"), 1, &steps)
        };
        let quiet = call(None);
        for jump in JUMPS {
            let run = call(Some(jump));
            let what = format!("{number}, {jump:?}");
            assert_eq!(run.dialled, dialled, "{what}");
            assert_eq!(run.asked, quiet.asked, "{what}");
            assert_eq!(run.texts, quiet.texts, "{what}");
            assert!(run.took <= quiet.took + MINUTE, "{what}: {:?}", run.took);
            assert!(
                run.requests <= quiet.requests + 3,
                "{what}: {}",
                run.requests
            );
        }
    }
}

/// The clock is set while a call waits because the service cannot be reached:
/// the call is placed soon after, or the person is asked.
#[test]
fn a_clock_that_is_set_while_a_call_waits_does_not_put_it_off() {
    let down = |sandbox: &kally_sandbox::Sandbox| {
        sandbox.fail(kally_sandbox::Fault {
            status: Some(503),
            times: 6,
            ..kally_sandbox::Fault::at("/v1/")
        });
    };
    for jump in JUMPS {
        let steps = [
            Say(Ana, request(TABLE)),
            See(Ana, CARD),
            Happen(down),
            Say(Ana, "call now"),
            See(Ana, &["I can't reach KallyAI"]),
            Set(jump),
            See(
                Ana,
                &[
                    "Call finished",
                    "I couldn't place this call",
                    "That time has passed",
                ],
            ),
            Set(-jump),
        ];
        let run = run(&format!("{jump:?}"), 1, &steps);
        assert!(run.took < 20 * MINUTE, "{jump:?}: {:?}", run.took);
        assert!(run.requests < 40, "{jump:?}: {}", run.requests);
        assert_eq!(
            run.dialled,
            usize::from(jump < TimeDelta::zero()),
            "{jump:?}"
        );
    }
}

/// A call that waits for a time of day is due when the clock says so, once the
/// clock is right. If the time is so far off that nobody can have meant it, the
/// bot asks.
#[test]
fn a_call_that_waits_for_a_time_of_day_goes_by_the_clock_that_is_right() {
    for (jump, waits) in [(-60, 120), (60, 1), (30, 31)] {
        let steps = and_then(
            request(UNANSWERED),
            &[
                See(Ana, NOBODY),
                Press(Ana, "In an hour"),
                See(Ana, &["I'll call +1 415-555-0101 again"]),
                Set(TimeDelta::minutes(jump)),
                See(Ana, &["Nobody answered", "I couldn't place this call"]),
            ],
        );
        let run = run(&format!("{jump} min"), 2, &steps);
        let between = run.rang[1] - run.rang[0];
        assert_eq!(run.dialled, 2, "{jump} min");
        assert!(
            (between.num_minutes() - waits).abs() <= 5,
            "{jump} min: {between}"
        );
    }
    // Confirmed by a clock that was years ahead and is then put right.
    let years = TimeDelta::days(3650);
    let steps = [
        Set(years),
        Say(Ana, request(UNANSWERED)),
        See(Ana, &["Do you still want it"]),
        Set(-years),
        Say(Ana, "yes"),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, NOBODY),
        Set(years),
        Press(Ana, "In an hour"),
        See(Ana, &["That time has passed"]),
        Set(-years),
    ];
    let run = run("years", 1, &steps);
    assert_eq!(run.dialled, 1);
}

/// For no particular day, so that nothing in it can be past.
const WHENEVER: &str = "/call +1 415 555 0101, ask whether my parcel has come";

/// The clock was years ahead when the person said when to call again.
#[test]
fn a_call_that_is_due_in_years_is_asked_about() {
    let years = TimeDelta::days(3650);
    let steps = and_then(
        WHENEVER,
        &[
            See(Ana, NOBODY),
            Set(years),
            Press(Ana, "In an hour"),
            See(Ana, &["I'll call +1 415-555-0101 again"]),
            Set(-years),
            Away(MINUTE),
            See(Ana, &["I couldn't place this call in time"]),
            Say(Ana, "call now"),
            See(Ana, NOBODY),
        ],
    );
    let run = run("due in years", 3, &steps);
    assert_eq!((run.dialled, run.asked), (2, 0));
    assert!(run.took < 20 * MINUTE, "{:?}", run.took);
}

/// A call that was due at once is placed, even if the clock of the next process
/// is wrong.
#[test]
fn a_clock_that_starts_in_1970_does_not_put_off_what_was_to_be_called_at_once() {
    let down = |sandbox: &kally_sandbox::Sandbox| {
        sandbox.fail(kally_sandbox::Fault {
            status: Some(503),
            times: 2,
            ..kally_sandbox::Fault::at("/v1/")
        });
    };
    let steps = [
        Say(Ana, WHENEVER),
        See(Ana, CARD),
        Happen(down),
        Say(Ana, "call now"),
        See(Ana, &["I can't reach KallyAI"]),
        Set(TimeDelta::days(-365 * 56)),
        Away(MINUTE),
        See(Ana, NOBODY),
    ];
    let run = run("1970", 1, &steps);
    assert_eq!((run.dialled, run.asked), (1, 0));
    assert!(run.took < 20 * MINUTE, "{:?}", run.took);
}

/// With a clock that is years off the bot confirms nothing that nobody means;
/// once the clock is right the form goes on as it was.
#[test]
fn a_clock_that_is_set_at_the_card_loses_nothing() {
    for jump in JUMPS {
        let steps = [
            Say(
                Ana,
                "/call +1 415 555 2671, table for four tomorrow at 8 pm",
            ),
            See(Ana, &["Which name should I give"]),
            Set(jump),
            Say(Ana, "Ana"),
            See(Ana, &["[Call now]", "That time has passed"]),
            Set(-jump),
            Say(Ana, "29 January"),
            See(Ana, CARD),
            Say(Ana, "call now"),
            See(Ana, ANSWERED),
        ];
        let run = run(&format!("{jump:?}"), 1, &steps);
        assert_eq!((run.dialled, run.asked), (1, 0), "{jump:?}");
        let told = &run.submissions[0];
        assert_eq!(told["appointment_date"], "2026-01-29", "{jump:?}");
        assert_eq!(told["appointment_time"], "20:00", "{jump:?}");
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A request from before midnight whose call is placed after it.
#[test]
fn midnight_between_the_word_and_the_call_is_told_the_service() {
    let told = |before_midnight: u32| {
        let steps = [
            Pass((12 * 60 - before_midnight) * MINUTE),
            Say(Ana, request(UNANSWERED)),
            See(Ana, CARD),
            Say(Ana, "call now"),
            See(Ana, NOBODY),
            Press(Ana, "In an hour"),
            See(Ana, &["I'll call +1 415-555-0101 again"]),
            See(Ana, NOBODY),
        ];
        let run = run("midnight", 2, &steps);
        assert_eq!(run.dialled, 2);
        let corrected = |told: &serde_json::Value| told.to_string().contains("corrected");
        assert!(
            run.submissions
                .iter()
                .all(|it| it["appointment_date"] == "2026-01-29")
        );
        run.submissions.iter().map(corrected).collect::<Vec<_>>()
    };
    assert_eq!(told(300), [false, false]);
    assert_eq!(told(30), [false, true], "'tomorrow' is today by then");
}

/// In Los Angeles the clocks go forward at two on the 8th of March 2026, and
/// back at two on the 1st of November.
#[test]
fn a_change_of_clocks_is_neither_slept_through_nor_called_twice() {
    let cases = [
        (
            "2026-03-08T08:30:00Z",
            "at 3:30 am",
            "2026-03-08T10:30:00Z",
            "03:30",
        ),
        (
            "2026-11-01T07:30:00Z",
            "at 1:30 am",
            "2026-11-01T08:30:00Z",
            "01:30",
        ),
        // The first 1:30 is over.
        (
            "2026-11-01T08:45:00Z",
            "at 1:30 am",
            "2026-11-01T09:30:00Z",
            "01:30",
        ),
        (
            "2026-11-01T08:45:00Z",
            "In an hour",
            "2026-11-01T09:49:00Z",
            "01:4",
        ),
        (
            "2026-03-08T09:45:00Z",
            "In an hour",
            "2026-03-08T10:49:00Z",
            "03:4",
        ),
    ];
    for (begins, words, due, shown) in cases {
        let told = match words {
            "In an hour" => vec![Press(Ana, words)],
            words => vec![
                Press(Ana, "Choose a time"),
                See(Ana, &["When should I call again"]),
                Say(Ana, words),
            ],
        };
        let first = [
            Say(Ana, request(UNANSWERED)),
            See(Ana, CARD),
            Say(Ana, "call now"),
            See(Ana, NOBODY),
        ];
        let last = [
            See(Ana, &["I'll call +1 415-555-0101 again"]),
            See(Ana, NOBODY),
        ];
        let setting = Setting {
            what: format!("{begins}: {words}"),
            begins: at(begins),
            ..Setting::default()
        };
        let steps = [&first[..], &told, &last].concat();
        let run = Bench::new().run(&scenario(2, &steps), setting, Nerve::LeavesIt);
        let off = (run.rang[1] - at(due)).num_minutes().abs();
        assert!(off <= 1, "{begins}, {words}: {:?}", run.rang);
        assert_eq!(
            said(&run, &format!("again at {shown}")),
            1,
            "{:#?}",
            run.texts
        );
    }
}

/// Half past two is on no clock that night.
#[test]
fn a_time_that_a_change_of_clocks_leaves_out_is_asked_about() {
    let steps = [
        Say(
            Ana,
            "/call +1 415 555 0101, table for four today at 2:30 am, name Ana",
        ),
        See(Ana, &["That isn't a time"]),
        Say(Ana, "3:30 am"),
        See(Ana, CARD),
        Say(Ana, "call now"),
        See(Ana, NOBODY),
        Press(Ana, "Choose a time"),
        See(Ana, &["When should I call again"]),
        Say(Ana, "at 2:30 am"),
        See(Ana, &["That isn't a time"]),
        Say(Ana, "at 3:10 am"),
        See(Ana, &["again at 03:10"]),
        See(Ana, NOBODY),
    ];
    let setting = Setting {
        begins: at("2026-03-08T08:30:00Z"),
        ..Setting::default()
    };
    let run = Bench::new().run(&scenario(2, &steps), setting, Nerve::LeavesIt);
    assert_eq!(run.dialled, 2);
    assert_eq!(run.submissions[0]["appointment_time"], "03:30");
}

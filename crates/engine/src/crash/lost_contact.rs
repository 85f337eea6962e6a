//! Calls that may or may not have been made, and the outcomes of the sandbox's
//! numbers: the bot says the truth about each, and each is settled.

use std::time::Duration;

use chrono::TimeDelta;

use super::bench::{Bench, Run, Scenario};
use super::person::{Nerve, Place, Step};
use super::words::{ANSWERED, CARD, NOBODY, and_then, request};
use super::world::Setting;
use Place::Ana;
use Step::{Happen, Press, Say, See};
use kally_sandbox::{Drop, Fault, Options};

/// A call to a number, followed until one of these texts is said.
fn call(number: &str, ends: &'static [&'static str]) -> Scenario {
    scenario(1, and_then(request(number), &[See(Ana, ends)]))
}

fn scenario(calls: usize, steps: Vec<Step>) -> Scenario {
    Scenario {
        steps,
        calls,
        may_fail: true,
        alike: false,
        ..Scenario::default()
    }
}

fn keyless() -> Setting {
    let usual = Setting::default();
    Setting {
        sandbox: Options {
            idempotency: false,
            ..usual.sandbox
        },
        ..usual
    }
}

fn said(run: &Run, words: &str) -> bool {
    run.texts.iter().any(|text| text.contains(words))
}

/// Each number of the sandbox, with the last text and the number of calls
/// dialled, for a person who leaves the call alone and for one who does not.
#[test]
fn every_number_of_the_sandbox_comes_to_its_end() {
    let answered = ANSWERED;
    let left: &[&str] = &["Call finished", "I'll leave it there"];
    let cases: &[(&str, &[&str], usize, usize)] = &[
        ("0101", NOBODY, 1, 1),
        ("0102", &["The line was busy"], 1, 1),
        ("0103", &["The call failed"], 1, 1),
        ("0104", &["It went to voicemail"], 1, 1),
        ("0105", &["The call was cancelled"], 1, 1),
        ("0106", &["The call ended"], 1, 1),
        ("0107", answered, 1, 1),
        ("0108", answered, 1, 1),
        ("0109", answered, 1, 1),
        ("0110", answered, 1, 1),
        ("0111", answered, 1, 1),
        ("0120", &["Your KallyAI plan is used up"], 0, 0),
        ("0121", &["KallyAI doesn't call that country"], 0, 0),
        ("0122", &["KallyAI won't call about this"], 0, 0),
        ("0123", &["KallyAI can't call for this date"], 0, 0),
        ("0124", &["don't want calls like this"], 0, 0),
        ("0125", &["Your KallyAI plan is used up"], 0, 0),
        ("0130", left, 0, 1),
        ("0131", answered, 1, 1),
        ("0132", &["I'll leave it there", "get two calls"], 0, 0),
        ("0133", &["I'll leave it there", "get two calls"], 0, 0),
        ("0134", answered, 1, 1),
    ];
    let bench = Bench::new();
    for (number, ends, left, anyway) in cases {
        for (nerve, dialled) in [(Nerve::LeavesIt, left), (Nerve::CallsAnyway, anyway)] {
            let setting = Setting {
                what: (*number).to_owned(),
                ..keyless()
            };
            let run = bench.run(&call(number, ends), setting, nerve);
            assert_eq!(run.dialled, *dialled, "{number}, {nerve:?}");
        }
    }
}

/// The second request is refused; that says nothing about the first.
#[test]
fn a_refused_second_attempt_does_not_say_that_nothing_was_called() {
    for refusal in [402, 422] {
        let post = |fault| Fault {
            method: Some("POST".to_owned()),
            path: "/v1/calls".to_owned(),
            ..fault
        };
        let lost = post(Fault {
            drop: Some(Drop::Before),
            ..Fault::at("")
        });
        let refused = post(Fault {
            status: Some(refusal),
            ..Fault::at("")
        });
        let setting = Setting {
            what: format!("{refusal}"),
            faults: vec![lost, refused],
            ..keyless()
        };
        let scenario = call("2671", ANSWERED);
        let run = Bench::new().run(&scenario, setting, Nerve::CallsAnyway);
        assert!(
            said(&run, "It's still not known whether the first one was made"),
            "{refusal}: {:#?}",
            run.texts
        );
        for claim in ["no call was made", "I didn't call"] {
            assert!(!said(&run, claim), "{refusal}: {:#?}", run.texts);
        }
        assert_eq!(run.dialled, 1, "{refusal}");
    }
}

/// The sign-in expires in the middle of a call. The person is told, and hears
/// the outcome once they have signed in again.
#[test]
fn a_sign_in_that_is_lost_during_a_call_loses_no_outcome() {
    let steps = and_then(
        request("0107"),
        &[
            See(Ana, &["(1 min)"]),
            Happen(|sandbox| sandbox.revoke_all()),
            See(Ana, ANSWERED),
        ],
    );
    let run = Bench::new().run(&scenario(1, steps), keyless(), Nerve::LeavesIt);
    assert!(
        said(&run, "I can't see how the call is going"),
        "{:#?}",
        run.texts
    );
    assert_eq!((run.dialled, run.asked), (1, 0));
}

/// The call was made, the answer lost, and the history shows it only later.
#[test]
fn a_history_that_is_late_is_waited_for() {
    for minutes in [1, 8] {
        let mut setting = keyless();
        setting.sandbox.history_lag = Duration::from_secs(minutes * 60);
        let scenario = call("0131", ANSWERED);
        let run = Bench::new().run(&scenario, setting, Nerve::CallsAnyway);
        assert_eq!((run.dialled, run.asked), (1, 0), "{minutes} min");
        assert!(said(&run, "I'm checking KallyAI's history"));
    }
    // Later than anybody waits: the person is asked, and warned.
    let mut setting = keyless();
    setting.sandbox.history_lag = Duration::from_secs(45 * 60);
    let scenario = call("0131", &["I'll leave it there"]);
    let run = Bench::new().run(&scenario, setting, Nerve::LeavesIt);
    assert_eq!(run.dialled, 1);
    assert!(run.asked > 1);
}

/// The service's rows are told apart even if its clock is wrong.
#[test]
fn a_service_whose_clock_is_wrong_is_understood() {
    for hours in [-1, 1] {
        for (number, dialled, asked) in [("2671", 1, false), ("0131", 1, false), ("0132", 0, true)]
        {
            let setting = Setting {
                what: format!("{hours} h, {number}"),
                skew: TimeDelta::hours(hours),
                ..keyless()
            };
            let ends: &[&str] = &["Call finished", "I'll leave it there"];
            let run = Bench::new().run(&call(number, ends), setting, Nerve::LeavesIt);
            assert_eq!(
                (run.dialled, run.asked > 0),
                (dialled, asked),
                "{hours} h, {number}"
            );
        }
    }
}

/// The same number is called again at once, the history is unavailable and then
/// the request is lost: the first call is not mistaken for the second.
#[test]
fn an_earlier_call_is_never_taken_for_this_one() {
    let storm = |sandbox: &kally_sandbox::Sandbox| {
        sandbox.fail(Fault {
            method: Some("GET".to_owned()),
            status: Some(503),
            times: 5,
            ..Fault::at("/v1/calls")
        });
        sandbox.fail(Fault {
            method: Some("POST".to_owned()),
            drop: Some(Drop::Before),
            ..Fault::at("/v1/calls")
        });
    };
    let steps = and_then(
        request("0101"),
        &[
            See(Ana, NOBODY),
            Happen(storm),
            Press(Ana, "Call again"),
            See(Ana, CARD),
            Say(Ana, "call now"),
            See(Ana, &["I'll leave it there", "Nobody answered"]),
        ],
    );
    let run = Bench::new().run(&scenario(2, steps), keyless(), Nerve::LeavesIt);
    assert_eq!(run.dialled, 1);
    assert!(run.asked > 0, "{:#?}", run.texts);
}

/// A disk that takes half a minute for each flush causes delays, and nothing
/// else.
#[test]
fn a_slow_disk_delays_and_breaks_nothing() {
    let setting = Setting {
        flush: Duration::from_secs(30),
        ..keyless()
    };
    let scenario = call("2671", ANSWERED);
    let run = Bench::new().run(&scenario, setting, Nerve::LeavesIt);
    assert_eq!((run.dialled, run.asked), (1, 0));
}

/// The worker asks a service that is down with growing pauses, not all the
/// time.
#[test]
fn a_service_that_is_down_is_asked_with_pauses() {
    let setting = Setting {
        faults: vec![Fault {
            method: Some("GET".to_owned()),
            status: Some(503),
            times: 100_000,
            ..Fault::at("/v1/calls")
        }],
        well_after: Duration::from_secs(600),
        ..keyless()
    };
    let run = Bench::new().run(&call("2671", ANSWERED), setting, Nerve::LeavesIt);
    assert_eq!((run.dialled, run.asked), (1, 0));
    assert!(
        run.requests < 40,
        "{} requests in ten minutes",
        run.requests
    );
}

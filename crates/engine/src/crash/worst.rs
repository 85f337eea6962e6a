//! KallyAI at its worst: every kind of fault at every step of a call, for a
//! moment, for a while and for good. A call is still placed at most once,
//! nobody is told anything untrue, and everything comes to an end. `cargo test`
//! makes one in [`SAMPLE`] of these runs.

use super::bench::{Bench, Scenario};
use super::one_in;
use super::person::Nerve;
use super::words::{confirmed, request};
use super::world::Setting;
use kally_sandbox::{Damage, Drop, Fault, Options};

/// No run makes more requests: two hours of asking every half a minute.
const MOST: usize = 300;

/// `cargo test` makes one in this many runs. Odd, so that both kinds of people
/// and of services come up.
const SAMPLE: usize = 7;

/// A kind of fault, without a path yet.
fn kinds() -> Vec<(&'static str, Fault)> {
    let fault = Fault::at("");
    let status = |status| Fault {
        status: Some(status),
        ..fault.clone()
    };
    let late = |minutes: u64| Fault {
        delay_ms: minutes * 60_000,
        ..fault.clone()
    };
    let damaged = |body| Fault {
        body: Some(body),
        ..fault.clone()
    };
    let dropped = |when| Fault {
        drop: Some(when),
        ..fault.clone()
    };
    vec![
        ("500", status(500)),
        ("503", status(503)),
        ("401", status(401)),
        ("408", status(408)),
        (
            "a limit",
            Fault {
                retry_after: Some(20),
                ..status(429)
            },
        ),
        (
            "a gateway's page",
            Fault {
                status: Some(502),
                ..damaged(Damage::Html)
            },
        ),
        ("a page", damaged(Damage::Html)),
        ("cut JSON", damaged(Damage::Cut)),
        ("a reset before", dropped(Drop::Before)),
        ("a reset in the answer", dropped(Drop::During)),
        ("a reset after", dropped(Drop::After)),
        ("two minutes late", late(2)),
        ("half an hour late", late(40)),
    ]
}

/// The path where a fault strikes, and a number whose call meets it: one whose
/// request stays open, or one that is answered early and asked about.
const STEPS: &[(&str, Option<&str>, &str, bool)] = &[
    ("the history", Some("GET"), "/v1/calls", false),
    ("the request", Some("POST"), "/v1/calls", false),
    (
        "the request, answered early",
        Some("POST"),
        "/v1/calls",
        true,
    ),
    ("asking about it", Some("GET"), "/v1/calls/", true),
    ("renewing the sign-in", None, "/v1/auth/refresh", true),
    ("everything", None, "/v1/", false),
    ("everything, answered early", None, "/v1/", true),
];

/// A call with any outcome.
fn call(number: &str) -> Scenario {
    Scenario {
        steps: confirmed(request(number)),
        may_fail: true,
        alike: false,
        ..Scenario::default()
    }
}

fn with_faults(what: String, idempotency: bool, faults: Vec<Fault>) -> Setting {
    let usual = Setting::default();
    Setting {
        what,
        faults,
        sandbox: Options {
            idempotency,
            ..usual.sandbox
        },
        ..usual
    }
}

#[test]
fn every_fault_at_every_step() {
    let bench = Bench::new();
    let one_in = one_in(SAMPLE);
    let (mut cases, mut runs, mut asked, mut dialled) = (0_usize, 0, 0, 0);
    for (step, method, path, early) in STEPS {
        for (kind, fault) in kinds() {
            for times in [1, 4, 100_000] {
                for nerve in Nerve::ALL {
                    cases += 1;
                    if !cases.is_multiple_of(one_in) {
                        continue;
                    }
                    let what = format!("{kind} at {step}, {times} times");
                    let fault = Fault {
                        path: (*path).to_owned(),
                        method: method.map(str::to_owned),
                        times,
                        ..fault.clone()
                    };
                    let scenario = call(if *early { "0107" } else { "2671" });
                    let setting = Setting {
                        tokens_expired: *path == "/v1/auth/refresh",
                        ..with_faults(what.clone(), runs % 2 == 0, vec![fault])
                    };
                    let run = bench.run(&scenario, setting, nerve);
                    assert!(run.requests < MOST, "{what}: {} requests", run.requests);
                    runs += 1;
                    asked += usize::from(run.asked > 0);
                    dialled += usize::from(run.dialled > 0);
                }
            }
        }
    }
    println!("{runs} runs of {cases}: {dialled} called, in {asked} somebody was asked");
    assert!(cases >= 540, "{cases}");
    assert_eq!(runs, cases / one_in);
}

//! Whole conversations, with a death of the process at each of their points.
//!
//! The test prints the number of points and compares it with a lower bound: a
//! point that is no longer passed is no longer proven. `cargo test` dies at the
//! first, at the last and at one in [`SAMPLE`] of the others, a different one
//! for each kind of service and disk.

use serde_json::json;

use super::bench::{Bench, Scenario};
use super::disk::On;
use super::one_in;
use super::person::{Nerve, Place, Step};
use super::words::{ANSWERED, CARD, NOBODY, and_then, request, told};
use super::world::{Setting, Unflushed};
use Place::{Ana, AnaInRoom, LuisInRoom};
use Step::{Link, Press, Say, See};
use kally_sandbox::Options;

/// `cargo test` tries one in this many points. The points of a commit come in
/// threes, so this is not a multiple of three.
const SAMPLE: usize = 13;
const SAMPLE_OF_POSTGRES: usize = 29;

fn setting(
    usual: &Setting,
    idempotency: bool,
    unflushed: Unflushed,
    deaths: Vec<usize>,
) -> Setting {
    let usual = usual.clone();
    Setting {
        sandbox: Options {
            idempotency,
            ..usual.sandbox
        },
        what: format!("keys honoured: {idempotency}, {unflushed:?}, {deaths:?}"),
        deaths,
        unflushed,
        ..usual
    }
}

/// Dies at every point of a conversation, one after the other; then at one and
/// once more soon after.
fn sweep(name: &str, least: usize, scenario: &Scenario) {
    sweep_in(&Setting::default(), name, least, scenario);
}

/// The same, where an access token works for so long. A death while one is
/// renewed may cost the sign-in, which a scenario that waits for days is not
/// about.
pub(super) fn sweep_with(token_seconds: u64, name: &str, least: usize, scenario: &Scenario) {
    let mut usual = Setting::default();
    usual.sandbox.token_seconds = token_seconds;
    sweep_in(&usual, name, least, scenario);
}

fn sweep_in(usual: &Setting, name: &str, least: usize, scenario: &Scenario) {
    let bench = Bench::new();
    let quiet = setting(usual, true, Unflushed::Lost, Vec::new());
    let undisturbed = bench.run(scenario, quiet, Nerve::LeavesIt);
    let (mut runs, mut asked) = (0, 0);
    let mut run = |deaths: Vec<usize>, idempotency, unflushed| {
        let nerve = Nerve::ALL[deaths[0] % 2];
        let setting = setting(usual, idempotency, unflushed, deaths);
        let what = setting.what.clone();
        let run = bench.run(scenario, setting, nerve);
        runs += 1;
        asked += usize::from(run.asked > 0);
        if run.asked == 0 && scenario.alike {
            assert_eq!(
                run.said, undisturbed.said,
                "{what}: something else was said"
            );
        }
        run.died
    };
    let one_in = match usual.on {
        On::Memory => one_in(SAMPLE),
        // Each of its runs takes half a second.
        On::Postgres => one_in(SAMPLE_OF_POSTGRES).max(4),
    };
    // Where every point is tried, the last run has no death in it.
    let most = match one_in {
        1 => usize::MAX,
        _ => undisturbed.points,
    };
    let mut points = undisturbed.points;
    let mut offset = 0;
    for idempotency in [true, false] {
        for unflushed in usual.on.fates() {
            let mut deaths = chosen(most, one_in, offset);
            let survived = deaths.find(|death| run(vec![*death], idempotency, unflushed) == 0);
            points = points.min(survived.map_or(points, |death| death - 1));
            offset += one_in / 4;
        }
    }
    for first in chosen(points, one_in, offset) {
        // Another distance each time; over all runs every distance comes up.
        let second = first + 1 + first * 13 % 47;
        run(vec![first, second], false, Unflushed::Lost);
    }
    println!(
        "{name}: one in {one_in} of {points} points, {runs} runs, in {asked} of them somebody was asked"
    );
    assert!(
        points >= least,
        "{name} has lost points: {points} of {least}"
    );
}

/// One point in so many, and the first and the last.
fn chosen(points: usize, one_in: usize, offset: usize) -> impl Iterator<Item = usize> {
    (1..=points)
        .filter(move |point| *point == 1 || *point == points || point % one_in == offset % one_in)
}

fn whole_call() -> Scenario {
    Scenario {
        steps: and_then(
            request("2671"),
            &[
                See(Ana, ANSWERED),
                Say(Ana, "transcript"),
                See(Ana, &["Transcript of the call"]),
            ],
        ),
        told: told("2671"),
        ..Scenario::default()
    }
}

#[test]
fn a_call_from_the_first_word_to_the_transcript() {
    sweep("a call", 81, &whole_call());
}

#[test]
fn a_recording_that_is_sent() {
    sweep(
        "a recording",
        87,
        &Scenario {
            steps: and_then(
                request("2671"),
                &[
                    See(Ana, ANSWERED),
                    Say(Ana, "play the recording"),
                    See(Ana, &["Recording of the call"]),
                ],
            ),
            told: told("2671"),
            ..Scenario::default()
        },
    );
}

#[test]
fn a_call_that_waits_at_the_service_and_is_called_off() {
    sweep(
        "called off",
        66,
        &Scenario {
            steps: and_then(
                request("0110"),
                &[
                    See(Ana, &["in its queue"]),
                    Press(Ana, "Cancel the call"),
                    See(Ana, &["✖️ The call was", "✅ Call finished"]),
                ],
            ),
            told: told("0110"),
            called_off: true,
            alike: false,
            ..Scenario::default()
        },
    );
}

#[test]
fn a_call_that_waits_at_the_service_and_is_put_off() {
    sweep(
        "put off",
        154,
        &Scenario {
            steps: and_then(
                request("0110"),
                &[
                    See(Ana, &["in its queue"]),
                    Press(Ana, "Another time"),
                    See(Ana, &["When should KallyAI call instead"]),
                    Say(Ana, "tomorrow at 10"),
                    See(Ana, &["KallyAI will call", "too late", "Call finished"]),
                    See(Ana, ANSWERED),
                ],
            ),
            told: told("0110"),
            alike: false,
            ..Scenario::default()
        },
    );
}

fn linked_in_between() -> Scenario {
    Scenario {
        linked: &[],
        steps: and_then(
            request("2671"),
            &[
                See(Ana, &["page shows the code"]),
                Link(Ana),
                See(Ana, CARD),
                Say(Ana, "call now"),
                See(Ana, ANSWERED),
            ],
        ),
        told: told("2671"),
        ..Scenario::default()
    }
}

#[test]
fn an_account_linked_in_between() {
    sweep("linked in between", 82, &linked_in_between());
}

#[test]
fn a_card_that_is_corrected() {
    let mut told = told("2671");
    told[1].1 = json!(5);
    told[2].1 = json!("21:00");
    sweep(
        "a corrected card",
        118,
        &Scenario {
            steps: vec![
                Say(Ana, "/call +1 415 555 2671"),
                See(Ana, &["What should I ask them for"]),
                Say(Ana, "table for four tomorrow at 8 pm"),
                See(Ana, &["Which name should I give"]),
                Say(Ana, "Ana"),
                See(Ana, CARD),
                Say(Ana, "no, 5 people"),
                See(Ana, &["People: 5"]),
                Press(Ana, "Edit"),
                See(Ana, &["What would you like to change"]),
                Press(Ana, "Time"),
                See(Ana, &["At what time", "what time"]),
                Say(Ana, "9 pm"),
                See(Ana, &["21:00"]),
                Say(Ana, "call now"),
                See(Ana, ANSWERED),
            ],
            told,
            ..Scenario::default()
        },
    );
}

#[test]
fn a_call_that_is_stopped() {
    sweep(
        "a stopped call",
        65,
        &Scenario {
            steps: and_then(
                request("2671"),
                &[
                    See(Ana, &["(30 s)", "(1 min)", "Call finished"]),
                    Say(Ana, "stop"),
                    See(Ana, &["✖️ The call ended", "Call finished"]),
                ],
            ),
            told: told("2671"),
            alike: false,
            ..Scenario::default()
        },
    );
}

fn tried_again() -> Scenario {
    let told = told("0101");
    Scenario {
        steps: and_then(
            request("0101"),
            &[
                See(Ana, NOBODY),
                Press(Ana, "Call again"),
                See(Ana, CARD),
                Say(Ana, "call now"),
                See(Ana, NOBODY),
                Press(Ana, "In 10 min"),
                See(Ana, NOBODY),
            ],
        ),
        calls: 3,
        told,
        ..Scenario::default()
    }
}

#[test]
fn nobody_answers_and_it_is_tried_again() {
    sweep("nobody answers", 198, &tried_again());
}

fn two_people() -> Scenario {
    let mut told = told("2671");
    told.truncate(1);
    Scenario {
        linked: &[AnaInRoom, LuisInRoom],
        steps: vec![
            Say(AnaInRoom, request("2671")),
            Say(
                LuisInRoom,
                "/call +1 415 555 2671, table for two tomorrow at 1 pm, name Luis",
            ),
            See(AnaInRoom, CARD),
            See(LuisInRoom, CARD),
            Say(AnaInRoom, "call now"),
            Say(LuisInRoom, "call now"),
            See(LuisInRoom, ANSWERED),
            See(AnaInRoom, ANSWERED),
        ],
        calls: 2,
        told,
        ..Scenario::default()
    }
}

#[test]
fn two_people_in_one_room() {
    sweep("two people", 137, &two_people());
}

#[test]
fn a_form_in_a_room_that_waits_for_the_account() {
    sweep(
        "a form that waits",
        110,
        &Scenario {
            linked: &[],
            steps: vec![
                Say(AnaInRoom, request("2671")),
                See(AnaInRoom, CARD),
                Say(AnaInRoom, "call now"),
                See(Ana, &["page shows the code"]),
                Link(Ana),
                See(AnaInRoom, CARD),
                Say(AnaInRoom, "call now"),
                See(AnaInRoom, ANSWERED),
                Press(AnaInRoom, "Transcript to me"),
                See(Ana, &["Transcript of the call"]),
            ],
            told: told("2671"),
            ..Scenario::default()
        },
    );
}

#[test]
fn contact_is_lost_after_the_call_was_made() {
    let told = told("0131");
    sweep(
        "lost contact",
        94,
        &Scenario {
            steps: and_then(request("0131"), &[See(Ana, ANSWERED)]),
            told,
            ..Scenario::default()
        },
    );
}

#[test]
fn a_call_that_is_answered_early_and_asked_about() {
    let told = told("0107");
    sweep(
        "answered early",
        93,
        &Scenario {
            steps: and_then(request("0107"), &[See(Ana, ANSWERED)]),
            told,
            ..Scenario::default()
        },
    );
}

/// The same with the records in a PostgreSQL.
#[test]
fn every_promise_holds_on_postgresql() {
    let usual = Setting {
        on: On::Postgres,
        ..Setting::default()
    };
    for (name, least, scenario) in [
        ("a call on PostgreSQL", 81, whole_call()),
        ("linked in between on PostgreSQL", 82, linked_in_between()),
        ("nobody answers on PostgreSQL", 198, tried_again()),
        ("two people on PostgreSQL", 137, two_people()),
    ] {
        sweep_in(&usual, name, least, &scenario);
    }
}

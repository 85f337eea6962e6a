//! Whole conversations, and a death of the process at each of their points.
//!
//! How many points each has is printed, and held to a lower bound: a point
//! that is no longer passed is one that is no longer proven.

use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::check::{Expected, broken};
use super::person::{Nerve, People, Place, Step};
use super::world::{Setting, Unflushed, World};
use crate::kallyai::Client;
use crate::sandbox::Options;
use Place::{Ana, AnaInRoom, LuisInRoom};
use Step::{Link, Press, Say, See};

/// A conversation.
struct Scenario {
    /// Who is signed in from the beginning.
    linked: &'static [Place],
    steps: &'static [Step],
    /// How many calls are confirmed in it.
    calls: usize,
    told: Vec<(&'static str, Value)>,
    /// How many points it has at the least.
    least: usize,
}

const REQUEST: &str = "/call +1 415 555 2671, table for four tomorrow at 8 pm, name Ana";
const ENDED: &[&str] = &["They answered"];

fn told() -> Vec<(&'static str, Value)> {
    vec![
        ("respondent_phone", json!("+14155552671")),
        ("party_size", json!(4)),
        ("appointment_time", json!("20:00")),
        ("user_name", json!("Ana")),
    ]
}

fn one_run(
    scenario: &Scenario,
    socket: &std::path::Path,
    client: &Client,
    setting: Setting,
    nerve: Nerve,
) -> Run {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let what = format!("{:?}, {nerve:?}", setting);
        let mut world = World::new(socket, client, setting);
        for place in scenario.linked {
            world.begin_linked(&place.id()).await;
        }
        let mut people = People::new(&mut world, nerve);
        people.act(scenario.steps).await;
        let asked = people.asked;
        let died_at = world.points.died_at();
        let expected = Expected {
            calls: scenario.calls,
            told: &scenario.told,
            asked,
            deaths: died_at.len(),
        };
        let broken = broken(&world, &expected).await;
        assert!(
            broken.is_empty(),
            "dying at {died_at:?} ({what}):\n{}\n\n{}",
            broken.join("\n"),
            world.chat.texts().join("\n---\n")
        );
        world.stop().await;
        Run {
            died: died_at.len(),
            asked,
        }
    })
}

/// What came of a run.
struct Run {
    died: usize,
    asked: usize,
}

/// The service's place on this machine.
struct Bench {
    socket: PathBuf,
    client: Client,
    _folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("kallyai");
        let client = Client::over(&socket).unwrap();
        Self {
            socket,
            client,
            _folder: folder,
        }
    }

    fn run(&self, scenario: &Scenario, setting: Setting, nerve: Nerve) -> Run {
        one_run(scenario, &self.socket, &self.client, setting, nerve)
    }
}

fn setting(idempotency: bool, unflushed: Unflushed, deaths: Vec<usize>) -> Setting {
    let usual = Setting::default();
    Setting {
        sandbox: Options {
            idempotency,
            ..usual.sandbox
        },
        deaths,
        unflushed,
        ..usual
    }
}

/// Dies at every point of a conversation, one after the other; then at one and
/// once more soon after.
fn sweep(name: &str, scenario: &Scenario) {
    let bench = Bench::new();
    let (mut runs, mut asked, mut points) = (0, 0, usize::MAX);
    for idempotency in [true, false] {
        for unflushed in [Unflushed::Lost, Unflushed::Kept] {
            for death in 1.. {
                let nerve = Nerve::ALL[death % 2];
                let setting = setting(idempotency, unflushed, vec![death]);
                let run = bench.run(scenario, setting, nerve);
                runs += 1;
                asked += usize::from(run.asked > 0);
                if run.died == 0 {
                    points = points.min(death - 1);
                    break;
                }
            }
        }
    }
    for first in 1..=points {
        // Another distance each time; over all of them every one comes up.
        let second = first + 1 + first * 13 % 47;
        let nerve = Nerve::ALL[first % 2];
        let setting = setting(false, Unflushed::Lost, vec![first, second]);
        asked += usize::from(bench.run(scenario, setting, nerve).asked > 0);
        runs += 1;
    }
    println!("{name}: {points} points, {runs} runs, in {asked} of them somebody was asked");
    assert!(
        points >= scenario.least,
        "{name} has lost points: {points} of {}",
        scenario.least
    );
}

#[test]
fn a_call_from_the_first_word_to_the_transcript() {
    sweep(
        "a call",
        &Scenario {
            linked: &[Ana],
            steps: &[
                Say(Ana, REQUEST),
                See(Ana, &["[Call now]"]),
                Say(Ana, "call now"),
                See(Ana, ENDED),
                Say(Ana, "transcript"),
                See(Ana, &["Transcript of the call"]),
            ],
            calls: 1,
            told: told(),
            least: 80,
        },
    );
}

#[test]
fn an_account_linked_in_between() {
    sweep(
        "linked in between",
        &Scenario {
            linked: &[],
            steps: &[
                Say(Ana, REQUEST),
                See(Ana, &["[Call now]"]),
                Say(Ana, "call now"),
                See(Ana, &["link.example"]),
                Link(Ana),
                See(Ana, &["[Call now]"]),
                Say(Ana, "call now"),
                See(Ana, ENDED),
            ],
            calls: 1,
            told: told(),
            least: 80,
        },
    );
}

#[test]
fn a_card_that_is_corrected() {
    let mut told = told();
    told[1].1 = json!(5);
    told[2].1 = json!("21:00");
    sweep(
        "a corrected card",
        &Scenario {
            linked: &[Ana],
            steps: &[
                Say(Ana, "/call +1 415 555 2671"),
                See(Ana, &["What should I get done"]),
                Say(Ana, "table for four tomorrow at 8 pm"),
                See(Ana, &["Under which name"]),
                Say(Ana, "Ana"),
                See(Ana, &["[Call now]"]),
                Say(Ana, "no, 5 people"),
                See(Ana, &["People: 5"]),
                Press(Ana, "Edit"),
                See(Ana, &["What should be different"]),
                Press(Ana, "Time"),
                See(Ana, &["At what time", "what time"]),
                Say(Ana, "9 pm"),
                See(Ana, &["21:00"]),
                Say(Ana, "call now"),
                See(Ana, ENDED),
            ],
            calls: 1,
            told,
            least: 100,
        },
    );
}

#[test]
fn a_call_that_is_stopped() {
    sweep(
        "a stopped call",
        &Scenario {
            linked: &[Ana],
            steps: &[
                Say(Ana, REQUEST),
                See(Ana, &["[Call now]"]),
                Say(Ana, "call now"),
                See(Ana, &["(30 s)", "(1 min)", "They answered"]),
                Say(Ana, "stop"),
                See(Ana, &["✖️ The call was", "They answered"]),
            ],
            calls: 1,
            told: told(),
            least: 65,
        },
    );
}

#[test]
fn nobody_answers_and_it_is_tried_again() {
    let mut told = told();
    told[0].1 = json!("+14155550101");
    sweep(
        "nobody answers",
        &Scenario {
            linked: &[Ana],
            steps: &[
                Say(
                    Ana,
                    "/call +1 415 555 0101, table for four tomorrow at 8 pm, name Ana",
                ),
                See(Ana, &["[Call now]"]),
                Say(Ana, "call now"),
                See(Ana, &["Nobody answered"]),
                Press(Ana, "Call again"),
                See(Ana, &["[Call now]"]),
                Say(Ana, "call now"),
                See(Ana, &["Nobody answered"]),
                Press(Ana, "In 10 min"),
                See(Ana, &["Nobody answered"]),
            ],
            calls: 3,
            told,
            least: 100,
        },
    );
}

#[test]
fn two_people_in_one_room() {
    let mut told = told();
    told.truncate(1);
    sweep(
        "two people",
        &Scenario {
            linked: &[AnaInRoom, LuisInRoom],
            steps: &[
                Say(AnaInRoom, REQUEST),
                Say(
                    LuisInRoom,
                    "/call +1 415 555 2671, table for two tomorrow at 7 pm, name Luis",
                ),
                See(AnaInRoom, &["[Call now]"]),
                See(LuisInRoom, &["[Call now]"]),
                Say(AnaInRoom, "call now"),
                Say(LuisInRoom, "call now"),
                See(LuisInRoom, ENDED),
                See(AnaInRoom, ENDED),
            ],
            calls: 2,
            told,
            least: 120,
        },
    );
}

#[test]
fn a_form_in_a_room_that_waits_for_the_account() {
    sweep(
        "a form that waits",
        &Scenario {
            linked: &[],
            steps: &[
                Say(AnaInRoom, REQUEST),
                See(AnaInRoom, &["[Call now]"]),
                Say(AnaInRoom, "call now"),
                See(Ana, &["link.example"]),
                Link(Ana),
                See(AnaInRoom, &["[Call now]"]),
                Say(AnaInRoom, "call now"),
                See(AnaInRoom, ENDED),
                Press(AnaInRoom, "Transcript to me"),
                See(Ana, &["Transcript of the call"]),
            ],
            calls: 1,
            told: told(),
            least: 100,
        },
    );
}

//! A homeserver whose tokens end: the bot renews them, and every death leaves
//! tokens that are accepted.

use std::thread;
use std::time::{Duration, Instant};

use axum::http::StatusCode;

use super::Bot;
use super::gate::Gate;
use super::people::Person;
use super::synapse::Synapse;
use super::talks::Talks as _;
use crate::support::{Chance, LIMIT, kills};

/// A token that can be renewed lasts three seconds. The others last for the test.
const ENDING: &str = "refreshable_access_token_lifetime: 3s\n\
                      nonrefreshable_access_token_lifetime: 10m\n";

/// Waits until the bot has renewed its session so often.
#[track_caller]
fn renews(gate: &Gate, times: usize) {
    let fine = |gate: &Gate| {
        let renewals = gate.passages("POST /refresh");
        renewals
            .iter()
            .filter(|renewal| renewal.status == 200)
            .count()
    };
    // A token that has ended is noticed after a long poll of half a minute.
    let until = Instant::now() + LIMIT * 4;
    while fine(gate) < times {
        assert!(
            Instant::now() < until,
            "{:?}",
            gate.passages("POST /refresh")
        );
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn tokens_are_renewed_and_a_death_loses_none() {
    let synapse = Synapse::with(ENDING);
    let gate = Gate::before(&synapse);
    let bot = Bot::new(&synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let mut running = bot.start();
    let signed_in = device(&running.log.raw());
    let (mut ana, room) = bot.meets::<Person>(&synapse, "ana");
    renews(&gate, 2);
    let bot = bot.with("KALLY_MATRIX__PASSWORD", "");
    let mut chance = Chance::of(17);
    for _ in 0..kills(4, 20) {
        thread::sleep(Duration::from_millis(chance.number(3500)));
        running.kill();
        running = bot.start();
        assert_eq!(device(&running.log.raw()), signed_in);
    }
    let before = gate.passages("POST /refresh").len();
    renews(&gate, before / 2 + 1);
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    assert!(!running.log.raw().contains("syt_") && !running.log.raw().contains("syr_"));
}

#[test]
fn a_renewal_that_is_refused_ends_the_session_with_a_remedy() {
    let synapse = Synapse::with(ENDING);
    let gate = Gate::before(&synapse);
    let bot = Bot::new(&synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let running = bot.start();
    // A fault of a moment is waited out.
    gate.misleads("POST /refresh", 2);
    renews(&gate, 1);
    gate.forbids("POST /refresh", StatusCode::UNAUTHORIZED, "M_UNKNOWN_TOKEN");
    let ended = ["does not accept the bot's session any more"];
    let ended = running.log.wait(0, &ended, LIMIT * 3);
    assert!(ended.is_some(), "{}", running.so_far());
}

/// The device that the log names.
#[track_caller]
fn device(log: &str) -> String {
    let (_, rest) = log.split_once("device=\"").expect("not signed in");
    rest.split('"').next().unwrap().to_owned()
}

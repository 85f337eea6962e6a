//! Five thousand hostile connections for two minutes, on a process with 1,024
//! files: people in Telegram and Matrix go on, nearly as quickly as before.

use std::time::{Duration, Instant};

use super::people::Person;
use super::talks::Talks as _;
use super::{Bot, synapse};
use crate::support::Visitors;
use crate::telegram::stage::{ANA, Stage};

/// The usual limit of a process that nobody has raised.
const FILES: u64 = 1024;
/// Of each of five kinds of visitors.
const OF_EACH_KIND: usize = 1000;
/// How many come at least, in all.
const CONNECTIONS: usize = 5_000;
const QUIET: Duration = Duration::from_secs(20);
const ATTACK: Duration = Duration::from_secs(120);
/// Where answers come in milliseconds, a busy machine is no sign of harm.
const NOTHING: Duration = Duration::from_millis(400);

/// How long each answer took, for some time.
fn asked_for(time: Duration, mut ask: impl FnMut() -> Duration) -> Vec<Duration> {
    let until = Instant::now() + time;
    let mut took = Vec::new();
    while Instant::now() < until {
        took.push(ask());
        std::thread::sleep(Duration::from_millis(20));
    }
    took.sort();
    took
}

fn p99(took: &[Duration]) -> Duration {
    took[(took.len() * 99).div_ceil(100) - 1]
}

#[test]
fn five_thousand_hostile_connections_stop_nobody() {
    let bot = Bot::new(synapse::shared(), "");
    let stage = Stage::new("")
        .variable("KALLY_SERVER__TRUSTED_PROXIES", "127.0.0.1")
        .variable("KALLY_MATRIX__HOMESERVER", &synapse::shared().url())
        .variable("KALLY_MATRIX__USER", &bot.user)
        .variable("KALLY_MATRIX__PASSWORD", &bot.account.password);
    stage.run_with_files(FILES);
    stage.until_logged("Matrix: signed in");
    let there = stage.private(ANA);
    let (mut ana, room) = bot.meets::<Person>(synapse::shared(), "ana");
    let mut telegram = || {
        let begun = Instant::now();
        there.ask("/help", "How it works");
        begun.elapsed()
    };
    let mut matrix = || {
        let begun = Instant::now();
        ana.say(&room, "/help");
        ana.hears(&room, "How it works");
        begun.elapsed()
    };
    telegram();
    matrix();
    let quiet = [
        asked_for(QUIET / 2, &mut telegram),
        asked_for(QUIET / 2, &mut matrix),
    ];
    let port = stage.place.port();
    let until = Instant::now() + ATTACK;
    let crowd = std::thread::spawn(move || {
        // Who is sent away comes again.
        let mut came = 0;
        while Instant::now() < until || came < CONNECTIONS {
            let visitors = Visitors::as_many_as_can(port, OF_EACH_KIND);
            came += visitors.count;
            visitors.are_sent_away();
        }
        came
    });
    let mut busy = [Vec::new(), Vec::new()];
    while !crowd.is_finished() {
        busy[0].extend(asked_for(Duration::from_secs(2), &mut telegram));
        busy[1].extend(asked_for(Duration::from_secs(2), &mut matrix));
    }
    println!("{} hostile connections", crowd.join().unwrap());
    for (name, quiet, mut busy) in [
        ("Telegram", &quiet[0], busy[0].clone()),
        ("Matrix", &quiet[1], busy[1].clone()),
    ] {
        busy.sort();
        let (before, meanwhile) = (p99(quiet), p99(&busy));
        println!(
            "{name}: p99 {before:?} of {} quiet answers, {meanwhile:?} of {} meanwhile",
            quiet.len(),
            busy.len()
        );
        assert!(
            meanwhile <= before * 3 || meanwhile < NOTHING,
            "{name}: {before:?}, {meanwhile:?}"
        );
    }
    stage.ends_well(0);
}

//! Many hours of work in a few: people ask for calls without a pause while
//! everything around the bot fails in turn. Each call that was confirmed is made
//! once, or its person is asked; each outcome comes; memory, files and disk stay
//! flat. The bot begins with the store of an earlier version, and in the end goes
//! on with a backup of itself.
//!
//!     SOAK=60 cargo test --locked --test it soak:: -- --ignored --nocapture
//!
//! runs for sixty minutes; without the variable it takes three. From half an hour on
//! two times weeks pass, and the sweep of old records keeps the disk flat too.

mod measures;
mod people;
mod trouble;

use std::time::{Duration, Instant};

use crate::support::Chance;
use crate::telegram::stage::Stage;
use crate::versions;
use measures::Measures;
use people::{PEOPLE, People};
use trouble::{TROUBLES, Trouble};

/// The length of the run in minutes, if `SOAK` does not say it.
const MINUTES: u64 = 3;

/// From this length on there is time for sweeps: the first one comes ten minutes
/// after a start.
const WITH_SWEEPS: u64 = 30;

/// Records are kept for this long, the least that the configuration takes.
const KEPT: &str = "15days";
const PASS: u32 = 16;

/// How long a sweep may take to come.
const SWEEP: Duration = Duration::from_secs(12 * 60);

/// The rounds between two restarts. Memory is measured at their end, so that each
/// measure is taken at the same age.
const STRETCH: usize = 6;

#[expect(
    clippy::disallowed_methods,
    reason = "how long the run is stands on the command line"
)]
fn minutes() -> u64 {
    match std::env::var("SOAK") {
        Ok(minutes) => minutes.parse().expect("SOAK is a number of minutes"),
        Err(_) => MINUTES,
    }
}

/// The result of the run.
#[derive(Debug, Default)]
pub struct Tally {
    rounds: usize,
    calls: usize,
    /// Calls whose person was asked, since nobody could know.
    asked: usize,
    /// Outcomes that came once more after a death.
    repeated: usize,
    deaths: usize,
    /// Full disks that left room within the store's file.
    room: usize,
    troubles: std::collections::BTreeMap<String, usize>,
}

#[test]
#[ignore = "a long run: .ci/long"]
fn everything_fails_in_turn_and_nothing_is_lost() {
    let minutes = minutes();
    let began = Instant::now();
    let until = began + Duration::from_secs(minutes * 60);
    let mut sweeps = match minutes {
        WITH_SWEEPS.. => vec![2, 1],
        _ => Vec::new(),
    };
    let clock = trouble::Clock::new();
    let stage = Stage::new("--call-seconds 0.4 --token-seconds 90");
    let stage = stage.variable("KALLY_STORE__KEY", versions::KEY);
    let stage = clock.governs(stage.variable("KALLY_STORE__KEEP", KEPT));
    versions::restore(&stage.place, &versions::kept()[0]);
    stage.run();
    let mut people = People::linked(&stage);
    let mut chance = Chance::of(17);
    let mut measures = Measures::default();
    let mut tally = Tally::default();
    // Everything happens once before anything happens twice.
    let mut troubles = TROUBLES.to_vec();
    while Instant::now() < until || !troubles.is_empty() {
        if troubles.is_empty() {
            troubles = TROUBLES.to_vec();
        }
        let third = sweeps
            .last()
            .copied()
            .map(|third| began + (until - began) * third / 3);
        if third.is_some_and(|third| Instant::now() >= third) {
            sweeps.pop();
            weeks_pass(&stage, &mut people, &mut tally, &mut chance, &clock);
            measures.after_sweep(&stage);
        }
        for _ in 0..STRETCH {
            people.round(&mut tally, Trouble::Nothing, &mut chance, &clock);
        }
        measures.take(&stage);
        let next = usize::try_from(chance.number(troubles.len() as u64)).unwrap();
        let trouble = troubles.swap_remove(next);
        *tally.troubles.entry(format!("{trouble:?}")).or_default() += 1;
        people.round(&mut tally, trouble, &mut chance, &clock);
        stage.run();
        tally.deaths += 1;
    }
    restored(&stage);
    tally.deaths += 2;
    people.round(&mut tally, Trouble::Nothing, &mut chance, &clock);
    println!("{tally:#?}\n{measures}");
    assert_eq!(sweeps, Vec::<u32>::new(), "there was no time for a sweep");
    assert_eq!(tally.calls, tally.rounds * PEOPLE);
    assert!(tally.room < tally.troubles["DiskFull"], "no disk was full");
    measures.are_flat();
    stage.telegram.assert_unbroken();
    stage.place.sandbox.waits_for_dialled(tally.calls);
    assert_eq!(stage.place.sandbox.dialled().len(), tally.calls);
}

/// A backup of the running bot takes the place of its store.
#[track_caller]
fn restored(stage: &Stage) {
    let passphrase = stage.place.home().join("passphrase");
    std::fs::write(&passphrase, "correct horse battery staple").unwrap();
    let run = |line: &str| {
        let start = stage
            .place
            .command(&format!("{line} --passphrase-file passphrase"));
        let (code, output, log) = start.run("");
        assert_eq!(code, 0, "{line}: {output}{log}");
    };
    run("backup soak.backup");
    stage.stop();
    std::fs::rename(stage.place.store(), stage.place.home().join("before")).unwrap();
    run("restore soak.backup");
    stage.run();
}

/// Weeks pass, and the bot sweeps what is past while people go on.
#[track_caller]
fn weeks_pass(
    stage: &Stage,
    people: &mut People<'_>,
    tally: &mut Tally,
    chance: &mut Chance,
    clock: &trouble::Clock,
) {
    // A process that has only just begun does not know of signals yet.
    stage.until_logged("the bridge runs");
    stage.stop();
    clock.passes(PASS, stage);
    stage.run();
    tally.deaths += 1;
    let until = Instant::now() + SWEEP;
    while !stage
        .log_of_this_one()
        .contains("records that are past were removed")
    {
        assert!(Instant::now() < until, "no sweep{}", stage.so_far());
        people.round(tally, Trouble::Nothing, chance, clock);
    }
}

//! The bot is killed at random times, over many conversations with calls in
//! them: each confirmed call rings once, or the person is asked; each outcome
//! comes; the card holds what was answered.
//!
//! Seeded, and short unless `KILLS` says how many kills there are to be, or
//! `KALLY_TEST=all` that there are to be many.

use std::thread;
use std::time::Duration;

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use super::talk::{Act, Chance, Step};
use crate::support::kills;

/// How many kills where nobody says, and in the long run.
const KILLS: (usize, usize) = (3, 40);

/// The times within which the bot is killed after something was done, in
/// microseconds: while it is received, while it is answered, while a phone call
/// goes on.
const WITHIN: [u64; 3] = [8_000, 80_000, 1_500_000];

/// The same for one that has just been started.
const STARTING: u64 = 400_000;

/// A caller: who they are, and what they ask for.
struct Caller {
    person: i64,
    number: &'static str,
    dialled: &'static str,
    name: &'static str,
}

/// Each calls a number of their own.
const CALLERS: [Caller; 2] = [
    Caller {
        person: ANA,
        number: "415 555 0100",
        dialled: "+14155550100",
        name: "Ana García",
    },
    Caller {
        person: BEN,
        number: "212 555 0199",
        dialled: "+12125550199",
        name: "Ben Ruiz",
    },
];

impl Caller {
    /// What they say, and what follows, up to the card.
    fn steps(&self) -> [Step; 6] {
        [
            (Act::Says("/call"), "Which number should I call?"),
            (Act::Says(self.number), "What should I get done?"),
            (
                Act::Says("Reserve a table on the terrace for 4"),
                "Under which name?",
            ),
            (Act::Says(self.name), "For which day?"),
            (Act::Says("28 January"), "At what time?"),
            (Act::Says("8pm"), "They will hear an AI"),
        ]
    }
}

/// What became of all of it.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    calls: usize,
    asked: usize,
    repeated: usize,
}

struct Run<'a> {
    stage: &'a Stage,
    chance: Chance,
    kills: usize,
    tally: Tally,
}

impl Run<'_> {
    /// Kills the bot at some time from now, perhaps; starts it again. Perhaps
    /// that one is killed as well, while it takes up what is left.
    fn kill(&mut self, within: &[u64]) {
        let within = self.chance.one(within);
        for (among, within) in [(5, within), (3, STARTING)] {
            if self.tally.kills >= self.kills || self.chance.number(among) == 0 {
                return;
            }
            thread::sleep(Duration::from_micros(self.chance.number(within)));
            self.stage.run();
            self.tally.kills += 1;
            if self.chance.number(3) > 0 {
                return;
            }
        }
    }

    /// How often a number was dialled.
    fn rang(&self, number: &str) -> usize {
        let calls = self.stage.place.sandbox.dialled();
        calls.iter().filter(|call| call["number"] == number).count()
    }

    /// A whole conversation, from `/call` to the outcome.
    fn conversation(&mut self, seat: &Seat<'_>, caller: &Caller) {
        let before = self.rang(caller.dialled);
        let outcomes = seat.count("✅ They answered");
        let kills = self.tally.kills;
        for (act, answer) in caller.steps() {
            seat.does(act);
            self.kill(&WITHIN[..2]);
            let shown = seat.hears(answer);
            if answer == "They will hear an AI" {
                for words in [caller.name, "28 January", "20:00", "Reserve a table"] {
                    assert!(shown.text.contains(words), "{words:?} is not in {shown:?}");
                }
            }
        }
        seat.presses("Call now");
        self.kill(&WITHIN);
        let over = seat.hears_any(&[
            "✅ They answered",
            "If you call again, they may hear from me twice",
        ]);
        let rang = self.rang(caller.dialled) - before;
        if over.text.contains("✅") {
            assert_eq!(rang, 1, "{}", self.stage.so_far());
        } else {
            assert_eq!(rang, 0, "asked in vain{}", self.stage.so_far());
            self.tally.asked += 1;
            seat.press("Call again anyway", "✅ They answered");
        }
        // What comes again has come before the answer to this.
        seat.ask("/help", "How it works");
        assert_eq!(
            self.rang(caller.dialled) - before,
            1,
            "{}",
            self.stage.so_far()
        );
        let told = seat.count("✅ They answered") - outcomes;
        let most = 1 + self.tally.kills - kills;
        assert!((1..=most).contains(&told), "{told}{}", self.stage.so_far());
        self.tally.repeated += told - 1;
        self.tally.calls += 1;
    }
}

/// Conversations in turn until there were so many kills.
fn killed_often(seed: u64, sandbox: &str) {
    let stage = Stage::running(&format!("--call-seconds 1 {sandbox}"));
    let seats = CALLERS.map(|caller| (stage.linked(caller.person), caller));
    let mut run = Run {
        stage: &stage,
        chance: Chance::of(seed),
        kills: kills(KILLS.0, KILLS.1),
        tally: Tally::default(),
    };
    while run.tally.kills < run.kills {
        for (seat, caller) in &seats {
            run.conversation(seat, caller);
        }
    }
    println!("{:?}", run.tally);
    let calls = run.tally.calls;
    stage.ends_well(calls);
}

#[test]
fn killed_often_with_idempotency() {
    killed_often(300, "");
}

#[test]
fn killed_often_without_idempotency() {
    killed_often(301, "--no-idempotency");
}

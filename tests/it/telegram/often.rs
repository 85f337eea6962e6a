//! The bot is killed at random times, over many conversations with calls in
//! them: each confirmed call rings once, or the person is asked; each outcome
//! comes; the card shows every answer.
//!
//! Seeded, and short unless `KILLS` gives the number of kills, or
//! `KALLY_TEST=all` asks for many.

use std::thread;
use std::time::Duration;

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use super::talk::{Act, Chance, Step};
use crate::support::kills;
use postgres_cluster::Cluster;

/// The default number of kills, and the number in the long run.
const KILLS: (usize, usize) = (3, 40);

/// The times within which the bot is killed after a step, in microseconds:
/// while it receives the message, while it answers, while a phone call goes on.
const WITHIN: [u64; 3] = [8_000, 80_000, 1_500_000];

/// The same for a bot that has just been started.
const STARTING: u64 = 400_000;

/// A caller, and their request.
struct Caller {
    person: i64,
    number: &'static str,
    dialled: &'static str,
    name: &'static str,
}

/// Each calls a different number.
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
    /// Their messages, and the answers, up to the card.
    fn steps(&self) -> [Step; 6] {
        [
            (Act::Says("/call"), "Which number should I call?"),
            (Act::Says(self.number), "What should I ask them for?"),
            (
                Act::Says("Reserve a table on the terrace for 4"),
                "Which name should I give?",
            ),
            (Act::Says(self.name), "For which day?"),
            (Act::Says("28 January"), "At what time?"),
            (Act::Says("8pm"), "They will hear an AI"),
        ]
    }
}

/// The result of the whole test.
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
    /// Maybe kills the bot at a random time from now, and starts it again.
    /// Maybe kills that one as well, while it takes up the remaining work.
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
        let outcomes = seat.count("✅ Call finished");
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
            "✅ Call finished",
            "If you call again, they may get two calls",
        ]);
        let rang = self.rang(caller.dialled) - before;
        if over.text.contains("✅") {
            assert_eq!(rang, 1, "{}", self.stage.so_far());
        } else {
            assert_eq!(rang, 0, "asked in vain{}", self.stage.so_far());
            self.tally.asked += 1;
            seat.press("Call again anyway", "✅ Call finished");
        }
        // A repeated message has come before the answer to this.
        seat.ask("/help", "How it works");
        assert_eq!(
            self.rang(caller.dialled) - before,
            1,
            "{}",
            self.stage.so_far()
        );
        let told = seat.count("✅ Call finished") - outcomes;
        let most = 1 + self.tally.kills - kills;
        assert!((1..=most).contains(&told), "{told}{}", self.stage.so_far());
        self.tally.repeated += told - 1;
        self.tally.calls += 1;
    }
}

/// Conversations in turn until there were this many kills.
fn killed_often(seed: u64, stage: &Stage) {
    stage.run();
    let seats = CALLERS.map(|caller| (stage.linked(caller.person), caller));
    let mut run = Run {
        stage,
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
    killed_often(300, &Stage::new("--call-seconds 1"));
}

#[test]
fn killed_often_without_idempotency() {
    killed_often(301, &Stage::new("--call-seconds 1 --no-idempotency"));
}

#[test]
fn killed_often_with_the_records_in_postgresql() {
    let stage = Stage::new("--call-seconds 1 --no-idempotency");
    killed_often(302, &stage.on(Cluster::shared()));
}

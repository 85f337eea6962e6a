//! The bot is killed at random times, with no chance to tidy up: in a direct
//! chat and in a shared room, in clear and encrypted. Nothing is lost, nothing
//! is said twice: here each message has a transaction of its own.
//!
//! Seeded, and short unless `KILLS` says how many kills there are to be.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::people::Person;
use super::secret::Secret;
use super::talks::{Talks, said};
use super::{Bot, links, synapse};
use crate::support::{Chance, Program, kills};

/// How many kills where nobody says.
const KILLS: usize = 10;

/// The times within which the bot is killed after something was done, in
/// microseconds: while it is received, while it is answered.
const WITHIN: [u64; 2] = [20_000, 200_000];

/// The same for one that has just been started.
const STARTING: u64 = 800_000;

struct Run {
    bot: Bot,
    running: Program,
    chance: Chance,
    killed: usize,
    kills: usize,
}

impl Run {
    #[track_caller]
    fn new(seed: u64, sandbox: &str) -> Self {
        let bot = Bot::new(synapse::shared(), sandbox);
        let running = bot.start();
        Self {
            bot,
            running,
            chance: Chance::of(seed),
            killed: 0,
            kills: kills(KILLS),
        }
    }

    /// Kills the bot at some time from now; starts it again. Perhaps that one
    /// is killed as well, while it takes up what is left.
    fn kill(&mut self) {
        let mut within = self.chance.one(&WITHIN);
        loop {
            if self.killed >= self.kills {
                return;
            }
            thread::sleep(Duration::from_micros(self.chance.number(within)));
            self.running.kill();
            self.running = self.bot.place.command("run").start();
            self.killed += 1;
            within = STARTING;
            if self.chance.number(3) > 0 {
                return;
            }
        }
    }
}

fn killed_in_a_direct_chat<P: Talks>(seed: u64) {
    let mut run = Run::new(seed, "");
    let (mut ana, room) = run.bot.meets::<P>(synapse::shared(), "ana");
    let mut shown = Vec::new();
    while run.killed < run.kills {
        let name = format!("Quentin N{}", shown.len());
        ana.say(&room, &format!("/settings name {name}"));
        run.kill();
        shown.push(format!("Name: {name} "));
        ana.hears(&room, shown.last().unwrap());
    }
    // What would come twice has come before the answer to this.
    ana.say(&room, "/help");
    ana.hears(&room, "/call: start a call");
    for shown in shown {
        assert_eq!(
            ana.times(&room, &shown),
            1,
            "{shown}: {:#?}",
            ana.heard(&room)
        );
    }
}

/// What is said in a thread, and what follows.
const STEPS: [(&str, &str); 6] = [
    ("Reserve a table on the terrace", "Under which name?"),
    ("Ana García", "For which day?"),
    ("28 January", "At what time?"),
    ("8pm", "For how many people?"),
    ("4", "They will hear an AI"),
    ("1", "✅ They answered"),
];

fn thread_of(event: &Value) -> &str {
    event["content"]["m.relates_to"]["event_id"]
        .as_str()
        .unwrap_or_default()
}

/// Waits for an answer in a thread.
#[track_caller]
fn hears_in(person: &mut impl Talks, room: &str, root: &str, text: &str) {
    let me = person.me();
    person.waits(room, text, |event| {
        event["sender"] != me.as_str() && thread_of(event) == root && said(event).contains(text)
    });
}

/// How often something was said in a thread.
fn times_in(person: &mut impl Talks, room: &str, root: &str, text: &str) -> usize {
    let events = person.seen(room).events.iter();
    let fits = |event: &&Value| {
        event["type"] == "m.room.message" && thread_of(event) == root && said(event).contains(text)
    };
    events.filter(fits).count()
}

fn killed_in_a_shared_room<P: Talks>(seed: u64) {
    let mut run = Run::new(seed, "--call-seconds 1");
    let synapse = synapse::shared();
    let numbers = ["415 555 0100", "212 555 0199"];
    let mut people: Vec<P> = Vec::new();
    for name in ["ana", "bob"] {
        let (mut person, private) = run.bot.meets::<P>(synapse, name);
        links(&mut person, &private);
        people.push(person);
    }
    let other = people[1].me();
    let room = people[0].room(&[&run.bot.user, &other]);
    people[1].join(&room);
    for person in &mut people {
        person.sees_in(&room, &run.bot.user);
    }
    let mut calls = 0;
    while run.killed < run.kills {
        let mut roots = Vec::new();
        for (person, number) in people.iter_mut().zip(numbers) {
            let root = person.say(&room, &format!("!call {number}"));
            run.kill();
            hears_in(person, &room, &root, "What should I get done?");
            roots.push(root);
        }
        for (words, answer) in STEPS {
            // Both at once; neither waits for the other.
            for (person, root) in people.iter_mut().zip(&roots) {
                person.say_in(&room, root, words);
            }
            run.kill();
            for (person, root) in people.iter_mut().zip(&roots) {
                hears_in(person, &room, root, answer);
            }
        }
        calls += people.len();
        // What would come twice has come before the answer to this.
        for (person, root) in people.iter_mut().zip(&roots) {
            let asked = person.say(&room, "!help");
            hears_in(person, &room, &asked, "/call: start a call");
            for (_, answer) in STEPS {
                let times = times_in(person, &room, root, answer);
                assert_eq!(times, 1, "{answer}: {:#?}", person.heard(&room));
            }
        }
        assert_eq!(run.bot.place.sandbox.dialled().len(), calls);
    }
}

#[test]
fn in_a_direct_chat() {
    killed_in_a_direct_chat::<Person>(1);
}

#[test]
fn in_an_encrypted_direct_chat() {
    killed_in_a_direct_chat::<Secret>(2);
}

#[test]
fn in_a_shared_room() {
    killed_in_a_shared_room::<Person>(3);
}

#[test]
fn in_an_encrypted_room() {
    killed_in_a_shared_room::<Secret>(4);
}

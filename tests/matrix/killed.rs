//! The bot is killed at random times, with no chance to tidy up: in a direct
//! chat and in a shared room, in clear and encrypted. Nothing is lost, and
//! nothing is said twice, since each message has a transaction of its own here.
//!
//! Seeded, and short unless `KILLS` gives the number of kills, or
//! `KALLY_TEST=all` asks for many.

use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::people::Person;
use super::secret::Secret;
use super::talks::{Talks, said};
use super::{Bot, links, synapse};
use crate::support::{Chance, Program, kills};

/// The default number of kills, and the number in the long run.
const KILLS: (usize, usize) = (6, 20);

/// The times within which the bot is killed after a step, in microseconds:
/// while it receives the message, while it answers.
const WITHIN: [u64; 2] = [20_000, 200_000];

/// The same for a bot that has just been started.
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
            kills: kills(KILLS.0, KILLS.1),
        }
    }

    /// Kills the bot at a random time from now, and starts it again. Maybe
    /// kills that one as well, while it takes up the remaining work.
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
    // The library stores the first secure channel of a device before the room
    // key that came by it. Killed in between, it has lost the key, and the bot
    // can only ask the person to write again.
    ana.say(&room, "/privacy");
    ana.hears(&room, "This is kept about you");
    let mut shown = Vec::new();
    while run.killed < run.kills {
        let name = format!("Quentin N{}", shown.len());
        ana.say(&room, &format!("/settings name {name}"));
        run.kill();
        shown.push(format!("Name: {name} "));
        ana.hears(&room, shown.last().unwrap());
    }
    // A repeated message would have come before the answer to this.
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    for shown in shown {
        assert_eq!(
            ana.times(&room, &shown),
            1,
            "{shown}: {:#?}",
            ana.heard(&room)
        );
    }
}

/// The messages in a thread, and the answers.
const STEPS: [(&str, &str); 5] = [
    (
        "Reserve a table on the terrace",
        "Which name should I give?",
    ),
    ("Ana García", "For which day?"),
    ("28 January", "At what time?"),
    ("8pm", "For how many people?"),
    ("4", "They will hear an AI"),
];

const OUTCOME: &str = "✅ Call finished";

/// The choice that calls again anyway, by its number.
const ANYWAY: &str = "] Call again anyway";

fn thread_of(event: &Value) -> &str {
    event["content"]["m.relates_to"]["event_id"]
        .as_str()
        .unwrap_or_default()
}

/// Waits for one of several answers in a thread; returns its text.
#[track_caller]
fn hears_in(person: &mut impl Talks, room: &str, root: &str, texts: &[&str]) -> String {
    let me = person.me();
    let heard = person.waits(room, &format!("{texts:?}"), |event| {
        let is_one = |text: &&str| said(event).contains(text);
        event["sender"] != me.as_str() && thread_of(event) == root && texts.iter().any(is_one)
    });
    said(&heard)
}

/// How often a text was said in a thread.
fn times_in(person: &mut impl Talks, room: &str, root: &str, text: &str) -> usize {
    let events = person.seen(room).events.iter();
    let fits = |event: &&Value| {
        event["type"] == "m.room.message" && thread_of(event) == root && said(event).contains(text)
    };
    events.filter(fits).count()
}

/// Several people in a room, each with an account and a number of their own.
struct Table<P> {
    run: Run,
    room: String,
    people: Vec<(P, &'static str)>,
    /// The number of conversations so far, in each of which each number was
    /// called.
    calls: usize,
    /// How often somebody was asked whether to call again.
    asked: usize,
}

impl<P: Talks> Table<P> {
    #[track_caller]
    fn new(seed: u64) -> Self {
        let run = Run::new(seed, "--call-seconds 1");
        let seat = |name: &str, number| {
            let (mut person, private) = run.bot.meets::<P>(synapse::shared(), name);
            links(&mut person, &private);
            (person, number)
        };
        let mut people = vec![seat("ana", "415 555 0100"), seat("bob", "212 555 0199")];
        let bob = people[1].0.me();
        let room = people[0].0.room(&[&run.bot.user, &bob]);
        people[1].0.join(&room);
        for (person, _) in &mut people {
            person.sees_in(&room, &run.bot.user);
            // The key of a room that comes while the bot dies can be lost
            // (docs/reliability.md), so it comes before.
            let asked = person.say(&room, "!help");
            hears_in(person, &room, &asked, &["!call: Start a phone call"]);
        }
        Self {
            run,
            room,
            people,
            calls: 0,
            asked: 0,
        }
    }

    /// From `!call` to the outcome, everybody at once.
    #[track_caller]
    fn conversations(&mut self) {
        let mut roots = Vec::new();
        for (person, number) in &mut self.people {
            let root = person.say(&self.room, &format!("!call {number}"));
            self.run.kill();
            hears_in(person, &self.room, &root, &["What should I ask them for?"]);
            roots.push(root);
        }
        for (words, answer) in STEPS {
            self.all_say(&roots, words);
            for ((person, _), root) in self.people.iter_mut().zip(&roots) {
                hears_in(person, &self.room, root, &[answer]);
            }
        }
        self.all_say(&roots, "1");
        for (at, root) in roots.iter().enumerate() {
            self.comes_to_its_end(at, root);
        }
        // A repeated message would have come before the answer to this.
        for ((person, _), root) in self.people.iter_mut().zip(&roots) {
            let asked = person.say(&self.room, "!help");
            hears_in(person, &self.room, &asked, &["!call: Start a phone call"]);
            for answer in STEPS.map(|(_, answer)| answer).into_iter().chain([OUTCOME]) {
                let times = times_in(person, &self.room, root, answer);
                assert_eq!(times, 1, "{answer}: {:#?}", person.heard(&self.room));
            }
        }
    }

    /// Neither waits for the other.
    #[track_caller]
    fn all_say(&mut self, roots: &[String], words: &str) {
        for ((person, _), root) in self.people.iter_mut().zip(roots) {
            person.say_in(&self.room, root, words);
        }
        self.run.kill();
    }

    /// The outcome comes. A process that dies between the intent and the
    /// request may have to ask: then no call was dialled.
    #[track_caller]
    fn comes_to_its_end(&mut self, at: usize, root: &str) {
        let (person, number) = &mut self.people[at];
        let heard = hears_in(person, &self.room, root, &[OUTCOME, ANYWAY]);
        if let Some((choices, _)) = heard.split_once(ANYWAY) {
            let (_, choice) = choices.rsplit_once('[').unwrap();
            assert_eq!(
                rang(&self.run, number),
                self.calls,
                "asked in vain: {heard}"
            );
            self.asked += 1;
            person.say_in(&self.room, root, choice);
            hears_in(person, &self.room, root, &[OUTCOME]);
        }
        assert_eq!(rang(&self.run, number), self.calls + 1, "{heard}");
    }
}

/// How often a number was dialled.
fn rang(run: &Run, number: &str) -> usize {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let calls = run.bot.place.sandbox.dialled();
    let rang = |call: &&Value| call["number"].as_str().unwrap().ends_with(&digits);
    calls.iter().filter(rang).count()
}

fn killed_in_a_shared_room<P: Talks>(seed: u64) {
    let mut table = Table::<P>::new(seed);
    while table.run.killed < table.run.kills {
        table.conversations();
        table.calls += 1;
    }
    let (kills, asked) = (table.run.killed, table.asked);
    let calls = table.calls * table.people.len();
    println!("{kills} kills, {calls} calls, somebody was asked {asked} times");
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

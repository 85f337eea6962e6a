//! The promises of a month, each with the number of things that it was checked on.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use kally_core::model::{ConversationId, MessageKey, QuietHours};
use kally_store::{CallStageV1, OutcomeV1};

use super::super::world::World;
use super::life::{call, has_quiet_hours, home, lives_in_madrid, phone};
use super::{Month, PEOPLE, tables, tries};

/// A call is made within this time after it is due.
pub(super) const PROMPTLY: TimeDelta = TimeDelta::minutes(2);

const END: &str = "Call finished";
const DUE_SOON: &str = "I'll call";
const SUMMARY: &str = "While it was quiet:";

/// The result of a check.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) checked: usize,
    pub(super) broken: Vec<String>,
}

impl Counted {
    pub(super) fn check(&mut self, holds: bool, what: impl FnOnce() -> String) {
        self.checked += 1;
        if !holds {
            self.broken.push(what());
        }
    }
}

type Check = fn(&Month, &World) -> Counted;

/// All of them.
pub(super) const PROMISES: [(&str, Check); 15] = [
    ("no call is made early", none_early),
    (
        "no call is made twice, or against its person's will",
        none_twice,
    ),
    ("no call is forgotten", none_forgotten),
    (
        "an announcement comes once, and once more for each death",
        announced_once,
    ),
    (
        "ends make a sound outside quiet hours, and none within",
        quiet_hours,
    ),
    (
        "several ends of a night are summed up, each once",
        summed_up_once,
    ),
    (
        "a series makes no more calls than agreed",
        tries::no_more_than_agreed,
    ),
    (
        "none of its calls is made before its pause is over",
        tries::none_before_its_pause,
    ),
    (
        "none is made after the person stopped it",
        tries::none_after_a_stop,
    ),
    (
        "each of its calls has a key of its own",
        tries::each_has_its_key,
    ),
    ("no series is forgotten", tries::none_forgotten),
    ("no reminder is early", tables::none_early),
    (
        "a reminder comes once, and once more for each death",
        tables::each_once,
    ),
    ("no reminder is forgotten", tables::none_forgotten),
    (
        "nobody is reminded of what they removed",
        tables::none_of_what_was_removed,
    ),
];

/// When each number was dialled, by the process's clock.
fn dialled(month: &Month, world: &World) -> HashMap<String, Vec<DateTime<Utc>>> {
    let mut times: HashMap<String, Vec<_>> = HashMap::new();
    for dialled in world.service.sandbox.dialled() {
        let at = month.by_clock(dialled.at);
        times.entry(dialled.number).or_default().push(at);
    }
    times
}

fn none_early(month: &Month, world: &World) -> Counted {
    let (mut counted, times) = (Counted::default(), dialled(month, world));
    for told in month.told.iter().filter(|told| !told.now && !told.dropped) {
        for at in times.get(&phone(told.number)).into_iter().flatten() {
            counted.check(*at >= told.due, || format!("{told:?} was made at {at}"));
        }
    }
    counted
}

fn none_twice(month: &Month, world: &World) -> Counted {
    let (mut counted, times) = (Counted::default(), dialled(month, world));
    for told in &month.told {
        let made = times.get(&phone(told.number)).map_or(0, Vec::len);
        let most = usize::from(!told.dropped);
        counted.check(made <= most, || format!("{told:?} was made {made} times"));
    }
    counted
}

/// Each call that was not dropped is made promptly. Around downtime and a clock that
/// is set it may be late, or the person is asked; but it never just stays open. A
/// death in the middle may have them asked, too.
fn none_forgotten(month: &Month, world: &World) -> Counted {
    let (mut counted, times) = (Counted::default(), dialled(month, world));
    let mut asked = 0;
    for told in month.told.iter().filter(|told| !told.dropped) {
        let stage = call(world, told.number).map(|call| call.stage);
        let made = times.get(&phone(told.number)).and_then(|at| at.first());
        let ends = matches!(
            &stage,
            Some(CallStageV1::Undecided | CallStageV1::Ended { .. })
        );
        counted.check(ends, || format!("{told:?} is forgotten: {stage:?}"));
        let reported = matches!(
            &stage,
            Some(CallStageV1::Ended {
                outcome: OutcomeV1::Reported(_),
                ..
            })
        );
        let is_asked = !reported && stage != Some(CallStageV1::Undecided);
        asked += usize::from(is_asked);
        let excused = month.is_disturbed(told.due);
        counted.check(!is_asked || excused, || format!("{told:?} was given up"));
        if let Some(at) = made {
            let promptly = told.now || *at - told.due < PROMPTLY;
            counted.check(promptly || excused, || format!("{told:?} was made at {at}"));
        }
    }
    println!("  of the calls, {asked} were asked about after downtime");
    counted
}

/// The messages that arrived with these words, by conversation.
fn heard(
    world: &World,
    words: &str,
) -> Vec<(ConversationId, MessageKey, String, bool, DateTime<Utc>)> {
    let sent = world.chat().sent().into_iter().zip(world.came());
    sent.filter_map(|(sent, at)| {
        let text = sent.reply.body.to_plain();
        let is_it = text.contains(words);
        is_it.then_some((sent.to, sent.message, text, sent.quiet, at))
    })
    .collect()
}

fn announced_once(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    let mut messages: HashMap<String, HashSet<MessageKey>> = HashMap::new();
    let mut times: HashMap<MessageKey, usize> = HashMap::new();
    // The status says so as well, with another button.
    for sent in world.chat().sent() {
        let has_drop = sent
            .reply
            .choices
            .iter()
            .any(|choice| choice.label == "Drop");
        let text = sent.reply.body.to_plain();
        if has_drop && text.starts_with(DUE_SOON) {
            messages.entry(text).or_default().insert(sent.message);
            *times.entry(sent.message).or_default() += 1;
        }
    }
    for (text, keys) in &messages {
        counted.check(keys.len() == 1, || format!("{} times: {text}", keys.len()));
    }
    let repeated: usize = times.values().map(|times| times - 1).sum();
    counted.check(repeated <= month.deaths, || {
        format!("{repeated} announcements were repeated")
    });
    counted
}

/// The end of the quiet hours that a person is in.
fn quiet_until(person: u32, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let hours: QuietHours = "22:00-07:30".parse().ok()?;
    let zone = match lives_in_madrid(person) {
        true => chrono_tz::Europe::Madrid,
        false => chrono_tz::America::Los_Angeles,
    };
    hours.end(zone, at).filter(|_| has_quiet_hours(person))
}

/// The ends that arrived: whose, of which number, when by the process's clock, and
/// whether without a sound.
fn ends(month: &Month, world: &World) -> Vec<(u32, u32, DateTime<Utc>, bool)> {
    let mut found = Vec::new();
    for (to, _, text, quiet, at) in heard(world, END) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let of = |told: &&super::Told| {
            home(told.person) == to && digits.contains(&phone(told.number)[1..])
        };
        if let Some(told) = month.told.iter().find(of).filter(|told| !told.now) {
            found.push((told.person, told.number, month.by_clock(at), quiet));
        }
    }
    found
}

fn quiet_hours(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    for (person, number, at, quiet) in ends(month, world) {
        let until = quiet_until(person, at);
        // Between its commit and its arrival the hours may begin or end.
        let before = quiet_until(person, at - PROMPTLY);
        if until.is_some() == before.is_some() {
            counted.check(quiet == until.is_some(), || {
                format!("the end of {number} at {at}: quiet is {quiet}")
            });
        }
    }
    counted
}

fn summed_up_once(month: &Month, world: &World) -> Counted {
    let mut counted = Counted::default();
    let mut nights: HashMap<(u32, DateTime<Utc>), HashSet<u32>> = HashMap::new();
    for (person, number, at, quiet) in ends(month, world) {
        if let Some(until) = quiet_until(person, at).filter(|_| quiet) {
            nights.entry((person, until)).or_default().insert(number);
        }
    }
    let mut summaries: HashMap<u32, HashMap<MessageKey, String>> = HashMap::new();
    for (to, message, text, quiet, at) in heard(world, SUMMARY) {
        let person = (0..PEOPLE)
            .find(|person| home(*person) == to)
            .expect("a person");
        let asleep = quiet_until(person, month.by_clock(at)).is_some();
        counted.check(!quiet && !asleep, || format!("a summary at {at}"));
        let digits = text.chars().filter(char::is_ascii_digit).collect();
        summaries.entry(person).or_default().insert(message, digits);
    }
    let times = |person: &u32, number: &u32| {
        let of_person = summaries.get(person);
        let texts = of_person.into_iter().flat_map(HashMap::values);
        texts
            .filter(|text| text.contains(&phone(*number)[1..]))
            .count()
    };
    for ((person, until), numbers) in &nights {
        for number in numbers {
            let times = times(person, number);
            let most = times <= 1;
            let all = numbers.len() < 2 || times == 1;
            counted.check(most && all, || {
                format!("{number} of the night to {until} was summed up {times} times")
            });
        }
    }
    let said: usize = summaries.values().map(HashMap::len).sum();
    println!("  {} nights with an end, {said} summaries", nights.len());
    counted.check(said > 0, || "nothing was summed up".to_owned());
    counted
}

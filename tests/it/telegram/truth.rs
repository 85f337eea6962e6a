//! The bot's claims against the sandbox's ledger: a person presses, says and
//! replies at random while several calls begin and end, and every sentence that
//! says that something was called, goes on, is over or was not made must be true
//! at some moment between the person's last actions and the sentence.
//!
//! Seeded; `KALLY_TEST=all` asks for many runs.

use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use kally_runtime::{Clock as _, SystemClock};
use serde_json::Value;

use super::stage::{ANA, Stage};
use crate::support::{Chance, LIMIT, runs};
use telegram_emulator::{Kind, Request, Shown};

const GROUP: i64 = -500;

/// The number of runs, and that in the long run.
const RUNS: (usize, usize) = (2, 40);

/// The actions of one run.
const ACTIONS: usize = 40;

/// Each request has a number of its own, so that a sentence with the number is
/// about that request.
const AREAS: [&str; 12] = [
    "212", "213", "305", "312", "404", "415", "503", "512", "602", "617", "702", "713",
];

/// How the sandbox's calls end: well, with nobody there, cut off, answered early,
/// with contact lost, refused, in a queue.
const ENDS: [&str; 8] = [
    "0100", "0100", "0101", "0106", "0107", "0131", "0120", "0110",
];

/// The end of the numbers that the sandbox refuses.
const REFUSED: &str = "0120";

/// The end of those that it puts into its queue.
const QUEUED: &str = "0110";

const WORDS: [&str; 10] = [
    "cancel",
    "stop",
    "undo",
    "/cancel",
    "/calls",
    "yes",
    "call now",
    "how is it going?",
    "hang up",
    "never mind",
];

/// The words that may confirm a call.
const YES: [&str; 2] = ["yes", "call now"];

/// The bot asks the service about a call at least this often.
const ASKED_AGAIN: Duration = Duration::from_secs(5);

/// The buttons that lead to more calls.
const GOES_ON: [&str; 5] = [
    "Call now",
    "Call as well",
    "Call again",
    "Keep both",
    "Continue",
];

/// The claim of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Claim {
    /// No call of the person's goes on or is about to be made.
    NothingGoesOn,
    /// The call to this number was not made, and will not be.
    NotMade,
    /// It was made, and is over.
    Over,
    /// It goes on, or is being placed.
    GoesOn,
}

/// The beginnings of sentences, and what they claim. In those with a number it
/// comes somewhere behind.
const CLAIMS: [(&str, Claim); 14] = [
    ("Cancelled. No call was made.", Claim::NothingGoesOn),
    ("There is nothing to cancel.", Claim::NothingGoesOn),
    ("You have no calls under way.", Claim::NothingGoesOn),
    ("I've cancelled the call", Claim::NotMade),
    ("✖️ I didn't call", Claim::NotMade),
    ("The call to # was not made", Claim::NotMade),
    ("The call to # is over", Claim::Over),
    ("The call to # is under way", Claim::GoesOn),
    ("The call to #: under way", Claim::GoesOn),
    ("I'm hanging up on the call", Claim::GoesOn),
    ("Hanging up on", Claim::GoesOn),
    ("Calling #…", Claim::GoesOn),
    ("✅ Call finished", Claim::Over),
    ("Nobody answered", Claim::Over),
];

/// A sentence of the bot's.
#[derive(Debug)]
struct Said {
    claim: Claim,
    number: Option<String>,
    /// Since when it may have been decided, and when it came.
    between: (Duration, Duration),
    text: String,
}

/// A phone call of the ledger.
#[derive(Debug)]
struct Rang {
    number: String,
    from: Duration,
    to: Option<Duration>,
}

/// An action of the person's.
#[derive(Debug, Clone, Copy)]
struct Action {
    at: Duration,
    /// It may have confirmed a call.
    confirms: bool,
}

struct Run<'a> {
    stage: &'a Stage,
    chance: Chance,
    actions: Vec<Action>,
    requests: usize,
    /// The beginning, on both clocks. All other times count from here.
    zero: (Instant, DateTime<Utc>),
}

#[test]
fn every_claim_is_true() {
    let mut claims = 0;
    for seed in 0..runs(RUNS) {
        claims += run(seed as u64);
    }
    assert!(claims > 0, "nothing was claimed");
}

/// One random conversation; the number of claims in it.
fn run(seed: u64) -> usize {
    let stage = Stage::new("--call-seconds 1")
        .variable("KALLY_CALLS__UNDO", "1s")
        .variable("KALLY_CALLS__DOUBT", "3s");
    let members = &[ANA];
    stage.telegram.group(GROUP, Kind::Group, "Friends", members);
    stage.run();
    stage.linked(ANA);
    let mut run = Run {
        stage: &stage,
        chance: Chance::of(seed + 1),
        actions: Vec::new(),
        requests: 0,
        zero: (Instant::now(), SystemClock.now()),
    };
    for _ in 0..ACTIONS {
        run.act();
        run.pause();
    }
    run.ends();
    let said = run.said();
    let rang = run.rang();
    let lies: Vec<&Said> = said.iter().filter(|it| !run.holds(it, &rang)).collect();
    assert!(
        lies.is_empty(),
        "seed {seed}: {lies:#?}{rang:#?}{:#?}{}",
        run.actions,
        stage.so_far()
    );
    stage.telegram.assert_unbroken();
    println!("seed {seed}: {} claims, {} calls", said.len(), rang.len());
    said.len()
}

impl Run<'_> {
    fn act(&mut self) {
        let place = match self.chance.number(4) {
            0 => GROUP,
            _ => ANA,
        };
        match self.chance.number(12) {
            0..4 if self.requests < AREAS.len() => self.asks(place),
            0..9 => self.presses(),
            9..10 => self.replies(),
            _ => self.says(place),
        }
    }

    fn note(&mut self, confirms: bool) {
        let at = self.zero.0.elapsed();
        self.actions.push(Action { at, confirms });
    }

    fn asks(&mut self, place: i64) {
        let (area, end) = (AREAS[self.requests], self.chance.one(&ENDS));
        self.requests += 1;
        self.note(false);
        let request = format!("/call +1 {area} 555 {end} and ask for the price of a haircut");
        self.stage.telegram.writes(place, ANA, &request);
    }

    fn says(&mut self, place: i64) {
        let words = self.chance.one(&WORDS);
        // In a group the bot sees commands only.
        let place = if words.starts_with('/') { place } else { ANA };
        self.note(YES.contains(&words));
        self.stage.telegram.writes(place, ANA, words);
    }

    /// The bot's newest messages in both places.
    fn newest(&self) -> Vec<Shown> {
        let of_bot = [ANA, GROUP].map(|place| {
            let mut shown = self.stage.seat(place, ANA).shown();
            let newest = shown.len().saturating_sub(4);
            shown.drain(..newest);
            shown
        });
        of_bot.into_iter().flatten().collect()
    }

    fn presses(&mut self) {
        let shown: Vec<Shown> = self.newest();
        let tokens = |shown: &Shown| {
            let buttons = shown.buttons.iter();
            // The others are addresses.
            let ours = buttons.filter(|(_, data)| data.starts_with(['f', 'c', 's']));
            let ours = ours.filter(|(_, data)| !data.contains("://"));
            ours.map(|button| (shown.clone(), button.clone()))
                .collect::<Vec<_>>()
        };
        let offered: Vec<(Shown, (String, String))> = shown.iter().flat_map(tokens).collect();
        if offered.is_empty() {
            return;
        }
        // Most presses go on with something, so that several calls go on at once.
        let goes_on =
            |(_, (label, _)): &&(Shown, (String, String))| GOES_ON.contains(&label.as_str());
        let further: Vec<_> = offered.iter().filter(goes_on).cloned().collect();
        let (on, (label, token)) = match self.chance.number(4) {
            1.. if !further.is_empty() => self.chance.one(&further),
            _ => self.chance.one(&offered),
        };
        self.note(label.starts_with("Call"));
        let telegram = &self.stage.telegram;
        // The button may have gone meanwhile.
        telegram.sends_press(on.chat, on.id, ANA, &token);
    }

    fn replies(&mut self) {
        let shown = self.newest();
        if shown.is_empty() {
            return;
        }
        let to = self.chance.one(&shown);
        let words = self.chance.one(&["stop", "cancel", "undo"]);
        self.note(false);
        self.stage.telegram.replies(to.chat, ANA, to.id, words);
    }

    /// Sometimes the person waits for the answer, or for much longer.
    fn pause(&mut self) {
        match self.chance.number(4) {
            0 => self.stage.settles(),
            1 => thread::sleep(Duration::from_millis(self.chance.number(1500))),
            _ => thread::sleep(Duration::from_millis(self.chance.number(200))),
        }
    }

    /// Waits until nothing goes on any more, in a queue neither.
    fn ends(&self) {
        const QUIET: Duration = Duration::from_secs(3);
        let until = Instant::now() + LIMIT;
        let mut quiet_since = Instant::now();
        let mut before = Vec::new();
        while quiet_since.elapsed() < QUIET {
            assert!(Instant::now() < until, "calls go on for ever");
            thread::sleep(Duration::from_millis(100));
            let ledger = self.stage.place.sandbox.dialled();
            let all_over = ledger.iter().all(|call| !call["ended_at"].is_null());
            if !all_over || ledger != before {
                quiet_since = Instant::now();
            }
            before = ledger;
        }
        self.stage.settles();
    }

    fn rang(&self) -> Vec<Rang> {
        let ledger = self.stage.place.sandbox.dialled();
        let instant = |time: &Value| {
            let time: DateTime<Utc> = time.as_str()?.parse().ok()?;
            Some((time - self.zero.1).to_std().unwrap_or_default())
        };
        let rang = ledger.iter().map(|call| Rang {
            number: call["number"].as_str().unwrap().to_owned(),
            from: instant(&call["at"]).unwrap(),
            to: instant(&call["ended_at"]),
        });
        rang.collect()
    }

    /// All claims, in messages, edits and toasts.
    fn said(&self) -> Vec<Said> {
        let telegram = &self.stage.telegram;
        let methods = ["sendMessage", "editMessageText", "answerCallbackQuery"];
        let requests = methods.map(|method| telegram.requests(method));
        let requests: Vec<Request> = requests.into_iter().flatten().collect();
        let mut said = Vec::new();
        for request in requests.iter().filter(|it| it.at > self.zero.0) {
            let text = request.fields.get("text").and_then(Value::as_str);
            let came = request.at - self.zero.0;
            said.extend(self.claims(text.unwrap_or_default(), came));
        }
        said
    }

    fn claims(&self, text: &str, came: Duration) -> Vec<Said> {
        let outcome = text.starts_with('✅') || text.starts_with("Nobody answered");
        // The number of an outcome is in its second line.
        let sentences: Vec<&str> = match outcome {
            true => vec![text],
            false => text.lines().collect(),
        };
        let said = sentences.into_iter().filter_map(|sentence| {
            let number = number_in(sentence);
            let blank = match &number {
                Some((_, shown)) => sentence.replacen(shown, "#", 1),
                None => sentence.to_owned(),
            };
            let blank = blank.trim_start_matches(['•', ' ']);
            let (_, claim) = *CLAIMS
                .iter()
                .find(|(begins, _)| blank.starts_with(begins))?;
            Some(Said {
                claim,
                number: number.map(|(digits, _)| digits),
                between: (self.decided_since(came), came),
                text: sentence.to_owned(),
            })
        });
        said.collect()
    }

    /// A sentence answers one of the last three actions before it, or comes by
    /// itself.
    fn decided_since(&self, came: Duration) -> Duration {
        let before = self.actions.iter().rev().filter(|action| action.at < came);
        before
            .take(3)
            .last()
            .map_or(Duration::ZERO, |action| action.at)
    }

    /// Whether a sentence was true at some moment.
    fn holds(&self, said: &Said, rang: &[Rang]) -> bool {
        let (since, came) = said.between;
        let goes_on = |call: &Rang| call.from <= since && call.to.is_none_or(|to| to >= came);
        let of_number = |call: &&Rang| Some(&call.number) == said.number.as_ref();
        let mut its = rang.iter().filter(of_number);
        match said.claim {
            Claim::NothingGoesOn => {
                !rang.iter().any(goes_on) && !rang.iter().any(|call| self.was_coming(call, said))
            }
            Claim::NotMade => {
                self.is_of_an_earlier_call(said)
                    || !its.any(|call| goes_on(call) || self.was_coming(call, said))
            }
            // One that waited in the service's queue may have been cancelled there.
            Claim::Over => {
                let number = said.number.as_deref().unwrap_or_default();
                let is_over = |call: &Rang| call.to.is_some_and(|to| to <= came);
                number.ends_with(QUEUED) && !its.clone().any(goes_on) || its.any(is_over)
            }
            // A call is said to be placed a moment before the service hears of it,
            // which may refuse it. Its end is known when the bot has asked again.
            Claim::GoesOn => {
                let number = said.number.as_deref().unwrap_or_default();
                let is_known = |to| to + ASKED_AGAIN < since;
                number.ends_with(REFUSED) || its.any(|call| !call.to.is_some_and(is_known))
            }
        }
    }

    /// Whether a sentence answers a reply to a call that was taken back in time: the
    /// same number may be called again meanwhile.
    fn is_of_an_earlier_call(&self, said: &Said) -> bool {
        let number = |text: &str| number_in(text).map(|(digits, _)| digits);
        let taken_back = |shown: &telegram_emulator::Shown| {
            shown.text.contains("I didn't call") && number(&shown.text) == number(&said.text)
        };
        let shown = [ANA, GROUP].map(|chat| self.stage.telegram.shown(chat));
        said.text.starts_with("The call to") && shown.iter().flatten().any(taken_back)
    }

    /// Whether a phone rang after the sentence because of something that the
    /// person had said before it could be decided.
    fn was_coming(&self, call: &Rang, said: &Said) -> bool {
        let (since, came) = said.between;
        let may_confirm = |action: &&Action| action.confirms && action.at < call.from;
        let confirmed = self.actions.iter().rev().find(may_confirm);
        call.from > came && confirmed.is_some_and(|action| action.at < since)
    }
}

/// The number in a sentence: in digits, and as it is shown.
fn number_in(sentence: &str) -> Option<(String, String)> {
    let at = sentence.find("+1 ")?;
    let shown: String = sentence[at..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || "+- ".contains(*c))
        .collect();
    let shown = shown.trim_end().to_owned();
    let digits = shown.chars().filter(|c| c.is_ascii_digit() || *c == '+');
    Some((digits.collect(), shown))
}

/// The checks themselves: each kind of lie is seen.
#[test]
fn a_lie_is_seen() {
    let stage = Stage::new("--call-seconds 1");
    let second = Duration::from_secs;
    let action = |n, confirms| Action {
        at: second(n),
        confirms,
    };
    let run = Run {
        stage: &stage,
        chance: Chance::of(1),
        actions: vec![action(1, true), action(10, false)],
        requests: 0,
        zero: (Instant::now(), SystemClock.now()),
    };
    let number = "+12125550100".to_owned();
    let rang = [Rang {
        number: number.clone(),
        from: second(20),
        to: Some(second(30)),
    }];
    let holds = |claim, since, came| {
        let said = Said {
            claim,
            number: Some(number.clone()),
            between: (second(since), second(came)),
            text: String::new(),
        };
        run.holds(&said, &rang)
    };
    for claim in [Claim::NothingGoesOn, Claim::NotMade] {
        assert!(!holds(claim, 10, 11), "it rings later: {claim:?}");
        assert!(!holds(claim, 21, 25), "it goes on: {claim:?}");
        assert!(holds(claim, 25, 31), "it has just ended: {claim:?}");
    }
    assert!(!holds(Claim::Over, 21, 25));
    assert!(holds(Claim::Over, 21, 31));
    assert!(!holds(Claim::GoesOn, 40, 41));
    assert!(holds(Claim::GoesOn, 10, 19));
}

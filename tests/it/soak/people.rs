//! The people of the run. In a round each of them asks for a call in one
//! sentence, presses *Call now*, and waits for the outcome.

use std::time::{Duration, Instant};

use super::Tally;
use super::trouble::{Clock, Trouble};
use crate::support::Chance;
use crate::telegram::seat::Seat;
use crate::telegram::stage::Stage;
use telegram_emulator::Shown;

/// How many there are.
pub const PEOPLE: usize = 6;

/// The Telegram id of the first one.
const FIRST: i64 = 500;

/// The messages that stay in a chat.
const KEPT: usize = 60;

/// How long an outcome may take to come: after some troubles the bot waits before
/// it tries again.
const PATIENCE: Duration = Duration::from_secs(90);

const FINISHED: &str = "✅ Call finished";
const IN_DOUBT: &str = "If you call again, they may get two calls";
const TOO_LATE: &str = "I couldn't place this call in time, so no call was made.";
const CARD: &str = "They will hear an AI";
const NOT_SAVED: &str = "I can't save anything at the moment";

/// The people, each in their private chat, with an account.
pub struct People<'a> {
    stage: &'a Stage,
    seats: Vec<Seat<'a>>,
    round: usize,
    /// The newest message or edit before this round.
    since: u64,
}

impl<'a> People<'a> {
    #[track_caller]
    pub fn linked(stage: &'a Stage) -> Self {
        let ids = FIRST..;
        let seats = ids.take(PEOPLE).map(|id| {
            stage.telegram.person(id, &format!("Person {id}"), "", "en");
            stage.linked(id)
        });
        Self {
            stage,
            seats: seats.collect(),
            round: 0,
            since: 0,
        }
    }

    /// The number that a person has called; somebody answers it.
    fn number(person: usize) -> String {
        let area = ["415", "212", "310", "617", "206", "702"];
        format!("+1{}5550100", area[person])
    }

    /// A time that no other round near this one asks for.
    fn time(&self) -> String {
        format!("{}:{:02}", 19 + self.round / 60 % 3, self.round % 60)
    }

    /// A round in which this trouble happens.
    #[track_caller]
    pub fn round(
        &mut self,
        tally: &mut Tally,
        trouble: Trouble,
        chance: &mut Chance,
        clock: &Clock,
    ) {
        self.round += 1;
        let deaths = tally.deaths;
        let rang: Vec<usize> = (0..PEOPLE).map(|person| self.rang(person)).collect();
        self.since = self.newest();
        for (person, seat) in self.seats.iter().enumerate() {
            let words = format!(
                "/call {} and reserve a table for 4 on 28 January at {} under Ana Lima",
                Self::number(person),
                self.time(),
            );
            seat.says(&words);
        }
        let happening = trouble.begins(self.stage, chance, clock, tally);
        for seat in &self.seats {
            self.hears(seat, &[CARD]);
        }
        happening.goes_on(self.stage, chance, tally);
        let cards: Vec<u64> = (self.seats.iter())
            .map(|seat| self.confirms(seat))
            .collect();
        happening.ends(self.stage, chance, tally);
        for (person, seat) in self.seats.iter().enumerate() {
            // A clock that is set makes calls late.
            let over = self.hears_the_end(seat, cards[person], &[FINISHED, IN_DOUBT, TOO_LATE]);
            let again = match () {
                () if over.contains(IN_DOUBT) => "Call again anyway",
                () if over.contains(TOO_LATE) => "Call now",
                () => continue,
            };
            let rings = self.rang(person) - rang[person];
            assert_eq!(rings, 0, "asked in vain{}", self.stage.so_far());
            tally.asked += 1;
            seat.presses(again);
            self.hears(seat, &[FINISHED]);
        }
        for (person, seat) in self.seats.iter().enumerate() {
            // A message that comes once more has come before this answer.
            seat.ask("/help", "How it works");
            let rings = self.rang(person) - rang[person];
            assert_eq!(rings, 1, "calls of {person}{}", self.stage.so_far());
            let told = self.told(seat);
            let most = 1 + tally.deaths - deaths;
            assert!((1..=most).contains(&told), "{told}{}", self.stage.so_far());
            tally.repeated += told - 1;
            tally.calls += 1;
            self.stage.telegram.clears(seat.chat(), KEPT);
        }
        tally.rounds += 1;
    }

    /// Presses *Call now*; returns the stamp of the card.
    #[track_caller]
    fn confirms(&self, seat: &Seat<'_>) -> u64 {
        let card = self.card(seat);
        seat.presses("Call now");
        card
    }

    /// The stamp of the newest card that can be confirmed.
    fn card(&self, seat: &Seat<'_>) -> u64 {
        let shown = seat.shown();
        let open = shown
            .iter()
            .filter(|shown| shown.labels().contains(&"Call now"));
        open.map(|shown| shown.stamp).max().unwrap_or_default()
    }

    /// Waits for one of several words about the request that was confirmed on a card
    /// of this stamp. A card that comes anew, below the answer to something else, is
    /// confirmed anew.
    #[track_caller]
    fn hears_the_end(&self, seat: &Seat<'_>, mut confirmed: u64, words: &[&str]) -> String {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let again = self.stage.within(PATIENCE, |_| {
                let is_over = (seat.shown().iter())
                    .any(|shown| shown.stamp > self.since && self.is_about(shown, words));
                (is_over || self.card(seat) > confirmed).then_some(!is_over)
            });
            match again {
                Some(true) => confirmed = self.confirms(seat),
                _ => break,
            }
        }
        self.hears(seat, words)
    }

    /// Whether words about this round's request are in a message.
    fn is_about(&self, shown: &Shown, words: &[&str]) -> bool {
        words.iter().any(|words| shown.text.contains(words))
            && (shown.text.contains(&self.time()) || shown.text.contains(IN_DOUBT))
    }

    /// Waits for one of several words about this round's request; returns the
    /// message.
    #[track_caller]
    fn hears(&self, seat: &Seat<'_>, words: &[&str]) -> String {
        let began = Instant::now();
        let found = self.stage.within(PATIENCE, |_| {
            let mut shown = seat.shown();
            shown.retain(|shown| shown.stamp > self.since && self.is_about(shown, words));
            shown.pop()
        });
        let waited = began.elapsed();
        let found =
            found.unwrap_or_else(|| panic!("{words:?} after {waited:?}{}", self.stage.so_far()));
        found.text
    }

    fn newest(&self) -> u64 {
        let shown = self.seats.iter().flat_map(Seat::shown);
        shown.map(|shown| shown.stamp).max().unwrap_or_default()
    }

    /// How often the outcome of this round was told.
    fn told(&self, seat: &Seat<'_>) -> usize {
        let (time, shown) = (self.time(), seat.shown());
        let outcomes = shown.iter().filter(|shown| shown.text.contains(FINISHED));
        outcomes.filter(|shown| shown.text.contains(&time)).count()
    }

    /// How often a person's number rang.
    fn rang(&self, person: usize) -> usize {
        let number = Self::number(person);
        let calls = self.stage.place.sandbox.dialled();
        calls
            .iter()
            .filter(|call| call["number"] == number.as_str())
            .count()
    }
}

/// Somebody writes until the disk is full; the messages are answered once there is
/// room again. Answers whether it was full in the end: after a sweep there is much
/// room within the store's file, which may not grow.
#[track_caller]
pub fn write_until_full(stage: &Stage) -> bool {
    let seat = stage.private(FIRST);
    for _ in 0..1_000 {
        seat.says("/help");
        let heard = seat.hears_any(&["How it works", NOT_SAVED]);
        if heard.text.contains(NOT_SAVED) {
            return true;
        }
        stage.telegram.clears(FIRST, KEPT);
    }
    false
}

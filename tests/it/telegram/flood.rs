//! Somebody writes a hundred messages a second, into a chat that accepts no
//! messages: others wait no longer, and the waiting messages are bounded.

use std::thread;
use std::time::{Duration, Instant};

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use super::talk::request;
use telegram_emulator::{Emulator, Fault};

/// The number of messages; they come at a hundred a second.
const WRITTEN: usize = 300;
const EVERY: Duration = Duration::from_millis(10);

/// Answers that may wait in a conversation.
const MOST_WAITING: usize = 20;

/// A longer answer means that the others are delayed, even on a busy machine.
const SLACK: Duration = Duration::from_secs(3);

/// Goes through a request up to its card, and takes it back; returns the
/// longest time of an answer.
fn slowest(seat: &Seat<'_>) -> Duration {
    let mut slowest = Duration::ZERO;
    for step in request() {
        let asked = Instant::now();
        seat.goes_on(step);
        slowest = slowest.max(asked.elapsed());
    }
    seat.ask("/cancel", "No call was made");
    slowest
}

fn floods(telegram: &Emulator, person: i64) {
    let begun = Instant::now();
    for number in 0..WRITTEN {
        let due = EVERY * u32::try_from(number).unwrap();
        thread::sleep(due.saturating_sub(begun.elapsed()));
        telegram.writes(person, person, "/help");
    }
}

#[test]
fn a_flood_slows_nobody_and_is_bounded() {
    let stage = Stage::running("--call-seconds 1");
    let (ana, ben) = (stage.private(ANA), stage.private(BEN));
    let quiet = slowest(&ana);
    stage.telegram.arm("sendMessage", Fault::Silence);
    ben.says("/help");
    stage.until("the answer is on its way", |telegram| {
        (telegram.armed() == 0).then_some(())
    });
    let telegram = stage.telegram.clone();
    let flood = thread::spawn(move || floods(&telegram, BEN));
    while !flood.is_finished() {
        let flooded = slowest(&ana);
        let fair = quiet * 2 + SLACK;
        assert!(flooded <= fair, "{flooded:?}, {quiet:?} when it is quiet");
    }
    flood.join().unwrap();
    stage.settles();
    // Waiting messages are sent by the next process, since the first waits for
    // its answer.
    stage.run();
    ben.hears("One moment");
    ben.ask("/help", "How it works");
    // The rest was not read, and is not read later.
    stage.settles();
    assert_eq!(ben.count("One moment"), 1, "{}", stage.so_far());
    assert_eq!(
        ben.count("How it works"),
        MOST_WAITING + 1,
        "{}",
        stage.so_far()
    );
    stage.ends_well(0);
}

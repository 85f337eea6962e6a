//! Somebody writes a hundred messages a second, into a chat that accepts no
//! messages: others wait no longer, and the waiting messages are bounded.

use std::thread;
use std::time::{Duration, Instant};

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use super::talk::request;
use telegram_emulator::{Emulator, Fault, Shown};

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

/// A call has to be hung up this soon, even on a busy machine.
const SOON: Duration = Duration::from_secs(10);

/// A hundred messages during a call, a *stop* in their middle, at Telegram's
/// pace: the call is hung up at once, and that is said before most other answers.
#[track_caller]
fn stops_in_a_flood(down: bool) {
    let stage = Stage::new("--call-seconds 300").variable("KALLY_TELEGRAM__PACE", "true");
    stage.telegram.limit();
    stage.run();
    let ana = stage.linked(ANA);
    ana.ask(
        "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "Calling +1 415-555-0100…");
    stage.dials(1);
    if down {
        stage.stop();
    }
    let before = ana.shown().len();
    for number in 0..100 {
        ana.says(if number == 50 { "stop" } else { "/help" });
    }
    let begun = Instant::now();
    if down {
        stage.run();
    }
    let stopped = ana.hears("I'm hanging up on the call to +1 415-555-0100");
    ana.hears("The call ended before it was finished.");
    let took = begun.elapsed();
    assert!(took < SOON, "{took:?}{}", stage.so_far());
    let shown = ana.shown();
    let earlier = shown.iter().filter(|shown| shown.id < stopped.id).count() - before;
    assert!(earlier < MOST_WAITING, "{earlier}{}", stage.so_far());
    println!("hung up after {took:?}, {earlier} answers before it");
    stage.until("others come after it", |_| {
        let is_later = |shown: &&Shown| shown.id > stopped.id && shown.text.contains("How it");
        ana.shown().iter().find(is_later).map(|_| ())
    });
    stage.ends_well(1);
}

#[test]
fn a_stop_in_a_flood_ends_the_call_at_once() {
    stops_in_a_flood(false);
}

#[test]
fn a_stop_in_a_flood_from_the_time_without_a_bot_ends_the_call_at_once() {
    stops_in_a_flood(true);
}

//! People write faster than the bot can answer, or while it is down: all of it
//! is read, the end of it is answered, and ways out go first.

use std::time::Duration;

use super::stage::{ANA, Stage};
use telegram_emulator::{Fault, Shown};

/// More than answers may wait.
const MANY: u32 = 40;

const REQUEST: &str =
    "/call +1 415 555 0100 and reserve a table for 4 tomorrow at 8pm, name Ana García";

/// The number of people goes up to this and down again.
fn people() -> impl Iterator<Item = u32> {
    (1..=MANY / 2).chain((1..=MANY / 2).rev())
}

/// Row 8 of the Telegram trial, B13 of the Matrix trial.
#[test]
fn what_was_written_while_the_bot_was_down_is_answered_by_its_end() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    stage.stop();
    let before = ana.shown();
    for number in people() {
        ana.says(&format!("make it {number} people"));
    }
    ana.says("7 people");
    stage.run();
    ana.says("/help");
    ana.hears("How it works");
    stage.until("the last card", |_| {
        let shown = ana.shown();
        let last = shown
            .into_iter()
            .rfind(|shown| shown.text.contains("They will"));
        last.filter(|card| card.text.contains("People: 7"))
    });
    let shown = ana.shown();
    let edits = |shown: &[Shown]| shown.iter().map(|shown| shown.edits).sum::<usize>();
    let answers = shown.len() - before.len() + edits(&shown) - edits(&before);
    assert!(answers <= 4, "{answers} answers: {}", stage.so_far());
    assert_eq!(ana.count("One moment"), 0, "{}", stage.so_far());
    stage.ends_well(0);
}

/// Behind an answer that takes its time.
#[test]
fn the_answer_to_a_way_out_goes_before_others() {
    let stage = Stage::running("--call-seconds 60");
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", "Calling +1 415-555-0100…");
    let late = Fault::Late(Duration::from_secs(2));
    stage.telegram.arm("sendMessage", late);
    for _ in 0..15 {
        ana.says("/help");
    }
    ana.says("stop");
    let stopped = ana.hears("I'm hanging up on the call to +1 415-555-0100");
    stage.until("the others come after it", |_| {
        let is_later = |shown: &&Shown| shown.id > stopped.id && shown.text.contains("How it");
        (ana.shown().iter().filter(is_later).count() >= 10).then_some(())
    });
    stage.ends_well(1);
}

/// Nobody waits for a hundred questions when they want to be rid of them.
#[test]
fn a_hundred_messages_do_not_keep_a_call_going() {
    let stage = Stage::running("--call-seconds 60");
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    ana.press("Call now", "Calling +1 415-555-0100…");
    stage.dials(1);
    stage.stop();
    for _ in 0..100 {
        ana.says("is it done?");
    }
    ana.says("stop");
    stage.run();
    ana.hears("I'm hanging up on the call to +1 415-555-0100");
    ana.hears("The call ended before it was finished.");
    stage.ends_well(1);
}

/// A *yes* that was written before the card was shown is no *yes* to it.
#[test]
fn nobody_agrees_to_a_card_that_they_have_not_seen() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    stage.stop();
    ana.says(REQUEST);
    ana.says("yes");
    stage.run();
    ana.hears("Please check this first.");
    ana.ask("yes", "✅ Call finished");
    stage.ends_well(1);
}

/// A person in danger is answered, however much they have written before.
#[test]
fn a_cry_for_help_goes_before_others() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    let late = Fault::Late(Duration::from_secs(2));
    stage.telegram.arm("sendMessage", late);
    for _ in 0..30 {
        ana.says("/help");
    }
    ana.says("I need an ambulance");
    let answer = ana.hears("call 911 yourself, now.");
    stage.until("the others come after it", |_| {
        let is_later = |shown: &&Shown| shown.id > answer.id && shown.text.contains("How it");
        (ana.shown().iter().filter(is_later).count() >= 10).then_some(())
    });
    stage.ends_well(0);
}

//! Ways out: the bot says nothing false about any call, and each can be stopped
//! or taken back by word, reply, command and button, in any chat.

use std::time::Duration;

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use telegram_emulator::{Fault, Kind, Shown};

const GROUP: i64 = -500;

/// Calls that go on until somebody hangs up.
const LONG: &str = "--call-seconds 60";

/// A stage with time to take a call back.
fn with_time_to_undo(sandbox: &str, undo: &str) -> Stage {
    let stage = Stage::new(sandbox).variable("KALLY_CALLS__UNDO", undo);
    stage.run();
    stage
}

/// A request in one sentence, up to its card.
#[track_caller]
fn asks(seat: &Seat<'_>, number: &str) -> Shown {
    let request = format!("/call {number} and reserve a table for 4 tomorrow at 8pm, name Ana");
    seat.says(&request);
    let shown = seat.hears_any(&["They will hear an AI", "Which name should I give?"]);
    match shown.text.contains("They will hear") {
        true => shown,
        false => seat.press("Ana García", "They will hear an AI"),
    }
}

/// Presses a button that the bot may have taken away since it was seen.
#[track_caller]
fn presses_late(seat: &Seat<'_>, seen: &Shown, label: &str) {
    let found = seen.buttons.iter().find(|(text, _)| text == label);
    let (_, data) = found.unwrap_or_else(|| panic!("no {label:?} in {seen:?}"));
    let telegram = &seat.stage.telegram;
    telegram.sends_press(seat.spot.chat, seen.id, seat.person, data);
}

/// A running call; returns its status message.
#[track_caller]
fn calls(seat: &Seat<'_>, number: &str, shown: &str) -> Shown {
    asks(seat, number);
    seat.presses("Call now");
    seat.hears(&format!("Calling {shown}…"))
}

#[test]
fn the_time_to_undo_begins_when_it_is_offered() {
    let stage = with_time_to_undo(LONG, "2s");
    let ana = stage.linked(ANA);
    let card = asks(&ana, "+1 415 555 0100");
    for _ in 0..3 {
        let fault = Fault::Answer(500, "{}".to_owned());
        stage.telegram.arm("editMessageText", fault);
    }
    ana.presses("Call now");
    ana.becomes(&card, " in 2 seconds");
    ana.press("Undo", "Here is your request again.");
    stage.ends_well(0);
}

#[test]
fn nothing_is_dialled_before_an_undo_in_time_is_heard() {
    let stage = with_time_to_undo(LONG, "2s");
    let ana = stage.linked(ANA);
    let card = asks(&ana, "+1 415 555 0100");
    ana.presses("Call now");
    ana.becomes(&card, " in 2 seconds");
    // Telegram is slow to tell what people do.
    let slow = Fault::Late(Duration::from_secs(5));
    stage.telegram.arm("getUpdates", slow);
    ana.press("Undo", "Here is your request again.");
    stage.ends_well(0);
}

/// Row 1 of the Telegram trial.
#[test]
fn what_is_dropped_is_not_the_call_that_counts_down() {
    let stage = with_time_to_undo(LONG, "30s");
    let ana = stage.linked(ANA);
    let card = asks(&ana, "+1 415 555 0100");
    let open = ana.ask(
        "/call +1 415 555 0108 for a haircut",
        "You have an open request",
    );
    // The earlier card is confirmed, with another request behind it.
    presses_late(&ana, &card, "Call now");
    ana.hears("You also asked for this");
    ana.becomes(&card, " in 30 seconds");
    // Its buttons are over, though another message was pressed.
    ana.loses_buttons(&open);
    ana.ask("cancel", "Here is your request again.");
    assert_eq!(ana.count("Cancelled."), 0, "{}", stage.so_far());
    stage.ends_well(0);
}

#[test]
fn the_request_behind_a_confirmed_card_is_not_lost() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    let card = asks(&ana, "+1 415 555 0100");
    ana.ask(
        "/call +1 415 555 0108 and ask for the price of a haircut",
        "You have an open request",
    );
    presses_late(&ana, &card, "Call now");
    ana.hears("You also asked for this");
    let card = ana.press("Yes, go on", "They will hear an AI");
    assert!(card.text.contains("0108"), "{card:?}");
    assert!(!card.text.contains("People"), "{card:?}");
}

/// Row 3 of the Telegram trial.
#[test]
fn a_reply_means_the_call_that_it_replies_to() {
    let stage = Stage::running(LONG);
    let ana = stage.linked(ANA);
    let older = calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    let newer = calls(&ana, "+1 415 555 0108", "+1 415-555-0108");
    stage.telegram.replies(ANA, ANA, older.id, "stop");
    ana.hears("I'm hanging up on the call to +1 415-555-0100");
    ana.becomes(&older, "The call to +1 415-555-0100 is over");
    let newer = ana.becomes(&newer, "Calling +1 415-555-0108");
    assert_eq!(newer.labels(), ["Stop"], "{newer:?}");
    // That call is over, and the bot says so about the right one.
    stage.telegram.replies(ANA, ANA, older.id, "/cancel");
    ana.hears("The call to +1 415-555-0100 is over.");
    stage.telegram.replies(ANA, ANA, newer.id, "hang up");
    ana.becomes(&newer, "The call to +1 415-555-0108 is over");
    stage.ends_well(2);
}

/// Row 4 of the Telegram trial: the newest one is over.
#[test]
fn one_that_goes_on_is_found_behind_one_that_is_over() {
    let stage = Stage::running(LONG);
    let ana = stage.linked(ANA);
    let older = calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    // The newer one is over.
    let newer = calls(&ana, "+1 415 555 0108", "+1 415-555-0108");
    stage.telegram.replies(ANA, ANA, newer.id, "hang up");
    ana.hears("The call ended before it was finished.");
    ana.ask(
        "/cancel",
        "The call to +1 415-555-0100 is under way. Hang up?",
    );
    ana.ask("stop", "I'm hanging up on the call to +1 415-555-0100");
    ana.becomes(&older, "is over");
    ana.ask("stop", "There is nothing to cancel.");
    stage.ends_well(2);
}

/// Row 4 of the Telegram trial: one is scheduled.
#[test]
fn one_that_waits_for_its_time_is_found() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    asks(&ana, "+1 415 555 0101");
    ana.press("Call now", "Nobody answered");
    ana.press("In 10 min", "again at");
    asks(&ana, "+1 415 555 0100");
    ana.press("Call now", "✅ Call finished");
    ana.ask("/cancel", "Here is your request again.");
    stage.ends_well(2);
}

#[test]
fn with_several_calls_the_person_is_asked() {
    let stage = Stage::running(LONG);
    let ana = stage.linked(ANA);
    let first = calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    let second = calls(&ana, "+1 415 555 0108", "+1 415-555-0108");
    let asked = ana.ask("stop", "Which one do you mean?");
    assert_eq!(
        asked.labels(),
        ["Stop: +1 415-555-0100", "Stop: +1 415-555-0108"]
    );
    ana.presses("Stop: +1 415-555-0100");
    ana.becomes(&first, "is over");
    assert!(!ana.becomes(&second, "Calling").buttons.is_empty());
    ana.ask("cuelga", "I'm hanging up on the call to +1 415-555-0108");
    ana.becomes(&second, "is over");
    stage.ends_well(2);
}

/// Row 4 of the Telegram trial: the call is in a group.
#[test]
fn a_call_of_a_group_is_stopped_in_private() {
    let stage = Stage::new(LONG);
    let members = [ANA, BEN];
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &members);
    stage.run();
    let private = stage.linked(ANA);
    stage.linked(BEN);
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    asks(&ana, "+1 415 555 0100");
    ana.presses_own("Call now");
    let status = ana.hears_own("Calling +1 415-555-0100");
    stage.place.sandbox.waits_for_dialled(1);
    // Nothing is known about somebody else's calls.
    ben.own("/cancel", "There is nothing to cancel.");
    private.ask(
        "/cancel",
        "The call to +1 415-555-0100 is under way. Hang up?",
    );
    private.presses("Stop");
    ana.becomes(&status, "The call to +1 415-555-0100 is over");
    stage.ends_well(1);
}

#[test]
fn in_a_group_nothing_is_told_of_calls_elsewhere() {
    let stage = Stage::new(LONG);
    stage.telegram.group(GROUP, Kind::Group, "Friends", &[ANA]);
    stage.run();
    let private = stage.linked(ANA);
    calls(&private, "+1 415 555 0100", "+1 415-555-0100");
    let ana = stage.seat(GROUP, ANA);
    let told = ana.own("/cancel", "You have nothing open here.");
    assert!(!told.text.contains("0100"), "{told:?}");
    private.ask("stop", "I'm hanging up");
    stage.ends_well(1);
}

/// Row 5 of the Telegram trial.
#[test]
fn a_bare_number_presses_no_button_that_nobody_sees() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    asks(&ana, "+1 415 555 0100");
    for number in ["1", "3", "2."] {
        let number = ana.ask(number, "people, or");
        assert!(number.text.contains("People: 4"), "{number:?}");
    }
    let asked = ana.ask("1", "people, or");
    assert_eq!(asked.labels(), ["Call now", "Edit", "Cancel"]);
    let card = ana.ask("3 people", "Changed: 3 people.");
    assert!(card.text.contains("People: 3"), "{card:?}");
    ana.ask("/cancel", "No call was made.");
    stage.ends_well(0);
}

/// Row 6 of the Telegram trial.
#[test]
fn an_outcome_takes_no_answer_from_a_question() {
    let stage = Stage::running("--call-seconds 2");
    let ana = stage.linked(ANA);
    calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    ana.ask(
        "/call +1 415 555 0108 and reserve a table tomorrow at 8pm, name Ana",
        "For how many people?",
    );
    ana.hears("✅ Call finished");
    let card = ana.ask("2", "They will hear an AI");
    assert!(card.text.contains("People: 2"), "{card:?}");
    // The outcome's choices can still be typed.
    ana.ask("transcript", "KallyAI");
    ana.ask("cancel", "I've dropped this request.");
    stage.ends_well(1);
}

/// Row 7 of the Telegram trial.
#[test]
fn cancel_on_the_card_within_the_time_to_undo_takes_the_call_back() {
    let stage = with_time_to_undo(LONG, "30s");
    let ana = stage.linked(ANA);
    let card = asks(&ana, "+1 415 555 0100");
    let [(_, call), _, (_, cancel)] = card.buttons.as_slice() else {
        panic!("{card:?}");
    };
    ana.press("Call now", " in 30 seconds");
    // A slipped finger: twice, before the button was gone from the screen.
    let update = stage.telegram.sends_press(ANA, card.id, ANA, call);
    assert!(ana.alerted(update).contains("already confirmed"));
    stage.telegram.sends_press(ANA, card.id, ANA, cancel);
    let again = ana.hears("Here is your request again.");
    assert_eq!(again.labels(), ["Call now", "Edit", "Cancel"]);
    // The message of the call stays the call's.
    ana.becomes(&card, "I didn't call +1 415-555-0100");
    let again = ana.becomes(&again, "Here is your request again.");
    assert_eq!(again.labels(), ["Call now", "Edit", "Cancel"]);
    stage.ends_well(0);
}

#[test]
fn cancel_on_the_card_of_a_call_that_goes_on_asks() {
    let stage = Stage::running(LONG);
    let ana = stage.linked(ANA);
    let card = asks(&ana, "+1 415 555 0100");
    ana.presses("Call now");
    let status = ana.hears("Calling +1 415-555-0100…");
    presses_late(&ana, &card, "Cancel");
    ana.hears("The call to +1 415-555-0100 is under way. Hang up?");
    ana.presses("Stop");
    ana.becomes(&status, "is over");
    stage.ends_well(1);
}

#[test]
fn cancel_at_another_form_takes_back_what_counts_down() {
    let stage = with_time_to_undo(LONG, "30s");
    let ana = stage.linked(ANA);
    asks(&ana, "+1 415 555 0100");
    ana.press("Call now", " in 30 seconds");
    ana.ask("/call +1 415 555 0108", "What should I ask them for?");
    ana.ask(
        "cancel",
        "I've cancelled the call to +1 415-555-0100. It was not made.",
    );
    ana.hears("What should I ask them for?");
    ana.ask("cancel", "Cancelled. No call was made.");
    stage.ends_well(0);
}

#[test]
fn stop_at_another_form_asks_what_is_meant() {
    let stage = Stage::running(LONG);
    let ana = stage.linked(ANA);
    let status = calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    ana.ask("/call +1 415 555 0108", "What should I ask them for?");
    let asked = ana.ask("stop", "Which one do you mean?");
    assert_eq!(
        asked.labels(),
        ["Stop: +1 415-555-0100", "Drop this request"]
    );
    ana.presses("Stop: +1 415-555-0100");
    ana.becomes(&status, "is over");
    // The form is as it was.
    ana.ask(
        "ask for the price of a haircut for men",
        "They will hear an AI",
    );
    let dropped = ana.ask("cancel", "I've dropped this request.");
    assert!(dropped.buttons.is_empty(), "{dropped:?}");
    stage.ends_well(1);
}

/// Row 8 of the Telegram trial: *stop* in mid-call.
#[test]
fn ways_out_are_taken_while_nothing_else_is_read() {
    let stage = Stage::running(LONG);
    let ana = stage.linked(ANA);
    calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    // One answer takes its time, and impatient words pile up behind it.
    let late = Fault::Late(Duration::from_secs(3));
    stage.telegram.arm("sendMessage", late);
    for _ in 0..30 {
        ana.says("/help");
    }
    stage.settles();
    ana.says("stop");
    // Before all that waits.
    ana.hears("I'm hanging up on the call to +1 415-555-0100");
    ana.hears("One moment");
    stage.ends_well(1);
}

/// Row 9 of the Telegram trial: the outcome is awaited.
#[test]
fn who_logs_out_in_mid_call_hears_of_it_first() {
    let stage = Stage::running("--call-seconds 3");
    let ana = stage.linked(ANA);
    calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    let asked = ana.ask("/logout", "Shall I log you out when it is over, or now?");
    assert_eq!(
        asked.labels(),
        ["After the call", "Now, without the outcome"]
    );
    ana.press(
        "After the call",
        "I'll log you out when your calls are over",
    );
    ana.hears("✅ Call finished");
    ana.hears("I've deleted your KallyAI sign-in.");
    ana.ask("/status", "No KallyAI account is linked.");
    stage.ends_well(1);
}

/// Row 9 of the Telegram trial: at once.
#[test]
fn who_logs_out_at_once_is_told_which_outcome_is_lost() {
    let stage = Stage::running(LONG);
    let ana = stage.linked(ANA);
    let status = calls(&ana, "+1 415 555 0100", "+1 415-555-0100");
    ana.ask("/logout", "Shall I log you out");
    let told = ana.press("Now, without the outcome", "I can't tell you how these end");
    assert!(told.text.contains("+1 415-555-0100"), "{told:?}");
    let status = ana.becomes(&status, "You logged out");
    assert!(status.buttons.is_empty(), "{status:?}");
    ana.ask("stop", "There is nothing to cancel.");
    stage.ends_well(1);
}

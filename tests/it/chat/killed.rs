//! The bot is killed, with no chance to tidy up, and started again: the
//! terminal's view of it. The engine's `crash` proves for all chats together
//! that the bot can die at any moment.

use std::thread;
use std::time::Duration;

use super::card;
use crate::support::Place;

const ASKED: &str = "[1] Check again [2] Call again anyway [3] Leave it";

/// Confirmed, dialled, killed while the phone call goes on: the next process
/// gets the outcome, and the phone rang once.
#[track_caller]
fn killed_while_the_call_goes_on(sandbox: &str, last_digits: &str) {
    let place = Place::new(&format!("--call-seconds 2 {sandbox}"));
    let mut chat = place.linked_chat();
    card(&mut chat, last_digits);
    chat.ask("Call now", "Calling +1 415-555-");
    place.sandbox.waits_for_dialled(1);
    chat.kill();
    let mut chat = place.chat();
    chat.hears("✅ Call finished")
        .hears(&format!("+1 415-555-{last_digits}"));
    let output = chat.ends_well();
    assert_eq!(output.matches("✅ Call finished").count(), 1, "{output}");
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn while_the_request_is_open() {
    killed_while_the_call_goes_on("", "0100");
}

#[test]
fn while_the_call_is_followed() {
    killed_while_the_call_goes_on("--no-idempotency", "0107");
}

#[test]
fn during_the_undo_time() {
    let place = Place::new("--call-seconds 1").variable("KALLY_CALLS__UNDO", "3s");
    let mut chat = place.linked_chat();
    card(&mut chat, "0100");
    chat.ask("Call now", " in 3 seconds.").hears("[1] Undo");
    chat.kill();
    assert!(place.sandbox.dialled().is_empty());
    let mut chat = place.chat();
    chat.hears("Calling +1 415-555-0100…")
        .hears("✅ Call finished");
    chat.ends_well();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn a_call_that_was_taken_back_stays_so() {
    let place = Place::new("--call-seconds 1").variable("KALLY_CALLS__UNDO", "2s");
    let mut chat = place.linked_chat();
    card(&mut chat, "0100");
    chat.ask("Call now", " in 2 seconds.").hears("[1] Undo");
    chat.ask("Undo", "Here is your request again.");
    chat.kill();
    let mut chat = place.chat();
    // Longer than the call would have waited.
    chat.ask("/status", "Your KallyAI account has been linked since");
    thread::sleep(Duration::from_secs(3));
    assert!(!chat.ends_well().contains("Calling +1"));
    assert!(place.sandbox.dialled().is_empty());
}

/// Dropped before it was dialled: the person is asked, across a restart, and
/// nothing is dialled until they say so.
#[track_caller]
fn asked_across_a_restart(sandbox: &str) {
    let place = Place::new(&format!("--call-seconds 1 {sandbox}"));
    let mut chat = place.linked_chat();
    card(&mut chat, "0132");
    chat.ask("Call now", "The call may have been made.");
    chat.kill();
    let mut chat = place.chat();
    chat.hears(ASKED);
    assert!(place.sandbox.dialled().is_empty());
    chat.kill();
    let mut chat = place.chat();
    chat.hears("I place phone calls").hears(ASKED);
    chat.ask("3", "All right, I'll leave it there.");
    chat.ends_well();
    assert!(place.sandbox.dialled().is_empty());
}

#[test]
fn while_the_history_is_watched_and_while_the_person_decides() {
    asked_across_a_restart("--no-idempotency");
}

#[test]
fn in_the_middle_of_a_form() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    chat.ask("/call", "Which number should I call?")
        .ask("415 555 0100", "What should I ask them for?");
    chat.ask("table for 4 tomorrow at 8pm", "Which name should I give?");
    chat.kill();
    let mut chat = place.chat();
    chat.hears("I place phone calls")
        .hears("Which name should I give?");
    chat.ask("Ana", "📞 +1 415-555-0100")
        .hears("Name Ana")
        .hears("People 4")
        .hears("[1] Call now");
    chat.kill();
    let mut chat = place.chat();
    chat.ask("1", "Calling +1 415-555-0100…")
        .hears("✅ Call finished");
    chat.ends_well();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

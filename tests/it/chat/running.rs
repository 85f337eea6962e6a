//! A call while it goes on.

use super::card;
use crate::support::Place;

#[test]
fn the_call_is_stopped() {
    let place = Place::new("--call-seconds 30");
    let mut chat = place.linked_chat();
    card(&mut chat, "0100");
    chat.ask("Call now", "Calling +1 415-555-0100…")
        .hears("[1] Stop");
    place.sandbox.waits_for_dialled(1);
    chat.ask("Stop", "I'm hanging up on the call to +1 415-555-0100.")
        .hears("✖️ The call ended before it was finished.");
    chat.ends_well();
}

#[test]
fn cancel_asks_before_it_hangs_up() {
    let place = Place::new("--call-seconds 30");
    let mut chat = place.linked_chat();
    card(&mut chat, "0107");
    chat.ask("Call now", "Calling +1 415-555-0107…");
    place.sandbox.waits_for_dialled(1);
    chat.ask(
        "/cancel",
        "The call to +1 415-555-0107 is under way. Hang up?",
    )
    .hears("[1] Stop");
    // Between them comes 'Hanging up…', unless the outcome is faster.
    chat.ask("1", "✖️ The call ended before it was finished.");
    chat.ends_well();
}

#[test]
fn a_long_call_shows_how_long_it_has_been() {
    let place = Place::new("--call-seconds 16");
    let mut chat = place.linked_chat();
    card(&mut chat, "0100");
    chat.ask("Call now", "Calling +1 415-555-0100…")
        .hears("Calling +1 415-555-0100… (15 s)");
    chat.hears("✅ Call finished (16 s).");
    chat.ends_well();
}

#[test]
fn a_sign_in_that_was_revoked_is_asked_for_again_and_the_request_kept() {
    let place = Place::new("--call-seconds 1 --token-seconds 61");
    let mut chat = place.linked_chat();
    let refuse = serde_json::json!({"path": "/v1/auth/refresh", "times": 100, "status": 401});
    place.sandbox.fail(&refuse);
    let refuse = serde_json::json!({"path": "/v1/calls", "times": 100, "status": 401});
    place.sandbox.fail(&refuse);
    card(&mut chat, "0100");
    chat.ask("Call now", "KallyAI no longer accepts your sign-in")
        .hears("Link my account:");
    chat.ask("/cancel", "Cancelled.");
    chat.ends_well();
    assert!(place.sandbox.dialled().is_empty());
}

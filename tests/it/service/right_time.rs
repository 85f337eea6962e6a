//! The right time, in the terminal: a call at a time, calls that wait, and the
//! note about the time there.

use std::time::Duration;

use chrono::{DateTime, Timelike as _, Utc};
use kally_runtime::{Clock as _, SystemClock};

use super::super::chat::card;
use crate::support::{Place, Program};

/// A place where offices are closed now, and for an hour at least: from five in the
/// morning until six in the evening (UTC) it is night in Honolulu, else in Athens.
fn asleep() -> &'static str {
    match (5..18).contains(&SystemClock.now().hour()) {
        true => "+1 808 555 0100",
        false => "+30 21 0123 0100",
    }
}

/// A call that waits until tomorrow at ten, where the place is.
fn waiting(place: &Place) -> Program {
    let mut chat = place.linked_chat();
    card(&mut chat, "0100");
    chat.ask("call them tomorrow at 10", "I call")
        .hears("10:00 (Los Angeles)")
        .hears("[1] Call at that time [2] As soon as I confirm [3] Edit [4] Cancel");
    chat.ask("1", "I'll call +1 415-555-0100 on")
        .hears("at 10:00 (Los Angeles).");
    chat
}

#[test]
fn a_call_waits_for_its_time_and_outlasts_the_process() {
    let place = Place::new("--call-seconds 1");
    let mut chat = waiting(&place);
    chat.ask("/calls", "at 10:00 (Los Angeles)")
        .hears("[1] Now [2] Another time [3] Drop");
    chat.kill();
    let mut chat = place.chat();
    chat.ask("/calls", "at 10:00 (Los Angeles)")
        .hears("[1] Now [2] Another time [3] Drop");
    chat.ask("2", "When should I call?");
    chat.ask("yesterday", "When should I call?");
    chat.ask("on Mars", "When should I call?");
    chat.ask("in a hundred days at 10", "When should I call?");
    chat.ask("tomorrow at 11:15 am", "at 11:15 (Los Angeles).");
    assert!(place.sandbox.dialled().is_empty());
    chat.ask("/calls", "at 11:15 (Los Angeles)")
        .hears("[1] Now");
    chat.ask("1", "✅ Call finished");
    assert_eq!(place.sandbox.dialled().len(), 1);
    chat.ends_well();
}

#[test]
fn a_call_that_waits_is_dropped() {
    let place = Place::new("");
    let mut chat = waiting(&place);
    chat.ask("/calls", "[3] Drop");
    chat.ask(
        "3",
        "I've cancelled the call to +1 415-555-0100. It was not made.",
    );
    chat.ask("/calls", "You have no calls under way");
    assert!(place.sandbox.dialled().is_empty());
    chat.ends_well();
}

/// The shortest wait that words can tell.
#[test]
fn a_call_is_placed_at_its_time() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    card(&mut chat, "0100");
    let before = SystemClock.now();
    chat.ask("llámales dentro de 1 minuto", "[1] Call at that time");
    chat.ask("1", "I'll call +1 415-555-0100 at");
    chat.hears_one(&["✅ Call finished"], Duration::from_secs(100));
    let minute = |at: DateTime<Utc>| at.timestamp() / 60;
    assert!(
        minute(SystemClock.now()) > minute(before),
        "not in the same minute"
    );
    assert_eq!(place.sandbox.dialled().len(), 1);
    chat.ends_well();
}

#[test]
fn a_bad_hour_there_is_said_and_never_a_wall() {
    let place = Place::new("--call-seconds 1").variable("KALLY_CALLS__MINDS_HOURS", "true");
    let mut chat = place.linked_chat();
    chat.say(&format!(
        "call {} and ask whether my parcel has come",
        asleep()
    ));
    chat.hears_one(&["It is", "there"], crate::support::LIMIT);
    chat.hears("[2] Call now anyway [3] Edit [4] Cancel");
    // A bare 'yes' may mean either time.
    chat.ask("yes", "or now all the same? Choose below.");
    chat.ask(
        "cierran los lunes",
        "I've noted when they are open: Mon closed.",
    )
    .hears("[2] Call now anyway");
    chat.ask("2", "✅ Call finished");
    assert_eq!(place.sandbox.dialled().len(), 1);
    chat.ends_well();
}

/// A series that was agreed to beforehand goes on through a kill; each try is a
/// call of its own, and one message tells of all.
#[test]
fn a_call_is_tried_again_until_somebody_answers() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    card(&mut chat, "0141");
    chat.ask("keep trying until they answer", "up to 3 more calls")
        .hears("4 in all at most");
    chat.ask("1", "I'll call +1 415-555-0141 again at")
        .hears("no answer");
    chat.ask("/calls", "+1 415-555-0141")
        .hears("[1] Now [2] Another time [3] Stop trying");
    chat.ask("1", "busy");
    chat.kill();
    let mut chat = place.chat();
    chat.ask("/calls", "+1 415-555-0141").hears("[1] Now");
    chat.ask("1", "✅ Call finished").hears("Tried before:");
    let dialled = place.sandbox.dialled();
    let mut keys: Vec<_> = dialled
        .iter()
        .map(|call| &call["idempotency_key"])
        .collect();
    keys.dedup();
    assert_eq!(keys.len(), 3, "each has a key of its own: {dialled:?}");
    chat.ends_well();
}

#[test]
fn trying_again_is_agreed_to_after_an_outcome_and_stops() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    card(&mut chat, "0101");
    chat.ask("1", "Nobody answered").hears("Keep trying");
    chat.ask(
        "every half hour until they answer",
        "up to 3 more calls, 30 minutes apart",
    )
    .hears("[1] Keep trying like this [2] Leave it");
    chat.ask("1", "I'll call +1 415-555-0101 again at");
    chat.ask("deja de intentarlo", "I've stopped trying");
    chat.ask("/calls", "You have no calls under way");
    assert_eq!(place.sandbox.dialled().len(), 1);
    chat.ends_well();
}

/// A time that they said is a button; pressed, it is a call at that time.
#[test]
fn a_time_that_they_said_is_a_choice() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    card(&mut chat, "0140");
    chat.ask("1", "Call back tomorrow at 10")
        .hears("[1] Call again: Tomorrow at 10:00");
    chat.ask("1", "I'll call +1 415-555-0140 again on");
    assert_eq!(place.sandbox.dialled().len(), 1);
    chat.ends_well();
}

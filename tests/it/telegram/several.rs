//! A second request while one is open: both go on, and neither is lost.

use super::seat::Seat;
use super::stage::{ANA, Stage};
use telegram_emulator::{Kind, Shown};

const FIRST: &str =
    "/call +1 415 555 0100 and reserve a table for 4 tomorrow at 8pm, name Ana García";
const SECOND: &str = "call the salon at +1 415 555 0108 and ask for the price of a haircut";

const SECOND_COMMAND: &str =
    "/call the salon at +1 415 555 0108 and ask for the price of a haircut";

/// The card of the first request stands, and another one was said.
#[track_caller]
fn two(seat: &Seat<'_>) -> Shown {
    seat.ask(FIRST, "They will hear an AI");
    let asked = seat.ask(SECOND, "A new request?");
    assert_eq!(asked.labels(), ["Keep both", "Replace", "Keep this one"]);
    asked
}

/// Row 2 of the Telegram trial.
#[test]
fn two_requests_go_on_side_by_side() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    two(&ana);
    let second = ana.press("Keep both", "They will hear an AI");
    assert!(second.text.contains("0108"), "{second:?}");
    assert!(!second.text.contains("People"), "{second:?}");
    let listed = ana.ask("/calls", "Not confirmed yet");
    assert!(listed.text.contains("0100"), "{listed:?}");
    assert!(listed.text.contains("0108"), "{listed:?}");
    ana.presses("Call now");
    let first = ana.hears("Your other request:");
    assert!(first.text.contains("0100"), "{first:?}");
    assert!(first.text.contains("People: 4"), "{first:?}");
    ana.hears("✅ Call finished");
    ana.press("Call now", "✅ Call finished");
    ana.ask("/cancel", "There is nothing to cancel.");
    stage.ends_well(2);
}

#[test]
fn what_is_replaced_or_cancelled_is_not_asked_about_again() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    two(&ana);
    let second = ana.press("Replace", "They will hear an AI");
    assert!(second.text.contains("0108"), "{second:?}");
    ana.ask(FIRST, "You have an open request");
    ana.press("Keep both", "They will hear an AI");
    let other = ana.ask("/cancel", "Your other request:");
    assert!(other.text.contains("0108"), "{other:?}");
    ana.ask("/cancel", "No call was made.");
    ana.ask("/cancel", "There is nothing to cancel.");
    stage.ends_well(0);
}

/// A request is found and dropped from wherever the person may see it.
#[test]
fn a_request_in_a_group_is_dropped_from_the_private_chat() {
    const STREET: i64 = -500;
    const CLUB: i64 = -600;
    let stage = Stage::new("--call-seconds 1");
    for (group, title) in [(STREET, "Street"), (CLUB, "Club")] {
        stage.telegram.group(group, Kind::Group, title, &[ANA]);
    }
    stage.run();
    let (street, club) = (stage.seat(STREET, ANA), stage.seat(CLUB, ANA));
    let private = stage.private(ANA);
    private.ask("/cancel", "There is nothing to cancel.");
    street.own(FIRST, "They will hear an AI");
    let listed = private.ask("/calls", "Not confirmed yet, in another chat");
    assert!(listed.text.contains("0100"), "{listed:?}");
    assert_eq!(listed.labels()[0], "Drop this request: +1 415-555-0100");
    // One group hears nothing of the other.
    let told = club.own("/cancel", "You have nothing open here.");
    assert!(!told.text.contains("0100"), "{told:?}");
    club.own("/calls", "You have nothing open here.");
    // With one candidate, it is the one.
    private.ask("/cancel", "I'm dropping your request in the other chat");
    street.hears_own("Cancelled. No call was made.");
    street.own("/calls", "You have no calls under way.");
    // With several, the person chooses.
    street.own(FIRST, "They will hear an AI");
    club.own(SECOND_COMMAND, "They will hear an AI");
    private.ask("/cancel", "Which one do you mean?");
    private.press(
        "Drop this request: +1 415-555-0108",
        "I'm dropping your request",
    );
    club.hears_own("Cancelled. No call was made.");
    let listed = private.ask("/calls", "Not confirmed yet, in another chat");
    assert!(!listed.text.contains("0108"), "{listed:?}");
    stage.ends_well(0);
}

/// Row 16 of the Telegram trial: *Call again*.
#[test]
fn calling_again_loses_no_open_request() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(FIRST, "They will hear an AI");
    ana.press("Call now", "✅ Call finished");
    ana.ask(SECOND, "They will hear an AI");
    let again = ana.press("Call again", "They will hear an AI");
    assert!(again.text.contains("0100"), "{again:?}");
    let other = ana.ask("cancel", "Your other request:");
    assert!(other.text.contains("0108"), "{other:?}");
    ana.press("Call now", "✅ Call finished");
    stage.ends_well(2);
}

/// Row 16 of the Telegram trial: *Undo*.
#[test]
fn a_call_that_is_taken_back_loses_no_open_request() {
    let stage = Stage::new("--call-seconds 60").variable("KALLY_CALLS__UNDO", "30s");
    stage.run();
    let ana = stage.linked(ANA);
    let card = ana.ask(FIRST, "They will hear an AI");
    ana.presses("Call now");
    ana.becomes(&card, " in 30 seconds");
    ana.ask(SECOND, "They will hear an AI");
    ana.presses("Undo");
    ana.hears("It was not made.");
    // The request that was being told goes on, then the other one.
    let other = ana.ask("cancel", "Your other request:");
    assert!(other.text.contains("0100"), "{other:?}");
    assert!(other.text.contains("People: 4"), "{other:?}");
    stage.ends_well(0);
}

//! Taking a call back before it is placed.

use super::card;
use crate::support::Start;

#[test]
fn a_confirmed_call_can_be_taken_back() {
    for undo in ["Undo", "1", "/cancel"] {
        let mut demo = Start::of("demo --linked")
            .variable("KALLY_CALLS__UNDO", "5s")
            .start();
        card(&mut demo, "0100");
        demo.ask("Call now", " in 5 seconds.").hears("[1] Undo");
        demo.ask(undo, "Here is your request again.")
            .hears("📞 +1 415-555-0100");
        demo.hears("Name Ana").hears("[1] Call now");
        assert!(
            !demo.ends_well().contains("Calling +1 415-555-0100…"),
            "{undo}"
        );
    }
}

#[test]
fn a_call_that_is_not_taken_back_is_placed() {
    let mut demo = Start::of("demo --linked")
        .variable("KALLY_CALLS__UNDO", "1s")
        .start();
    card(&mut demo, "0101");
    demo.ask("Call now", " in 1 second.")
        .hears("Calling +1 415-555-0101…")
        .hears("[1] Stop");
    demo.hears("Nobody answered.");
    demo.ask("Undo", "There is nothing to cancel.");
    demo.ends_well();
}

#[test]
fn a_call_in_ten_minutes_can_be_taken_back() {
    let mut demo = super::calling("0102");
    demo.hears("The line was busy.")
        .hears("[1] In 10 min [2] In an hour [3] Choose a time [4] Keep trying [5] Call again [6] Leave it");
    demo.ask("1", "again at")
        .hears("(Los Angeles).")
        .hears("[1] Undo");
    demo.ask("Undo", "Here is your request again.")
        .hears("📞 +1 415-555-0102");
    demo.ends_well();
}

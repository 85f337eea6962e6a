//! Quiet hours, in the terminal: told in words, and the summary of what came.

use crate::support::{Place, around_now, make_due};

#[test]
fn several_ends_are_summed_up_when_it_is_not_quiet_any_more() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    chat.ask("/settings quiet", "Now: Off.")
        .hears("[1] 22:00–07:30 [2] Off [3] Keep it");
    chat.ask("10 to 7", "In the morning or in the evening?");
    chat.ask("10pm to 22", "begin and end at the same time");
    chat.ask("from 10pm to 7", "Quiet hours 22:00–07:00");
    chat.ask("/settings timezone Etc/UTC", "Saved");
    let hours = format!("/settings quiet {}", around_now());
    chat.ask(&hours, "Saved");
    for ending in ["0100", "0101"] {
        let request = format!("/call +1 415 555 {ending}, ask whether my parcel has come");
        chat.ask(&request, "They will hear an AI");
        chat.ask("call them tomorrow at 10", "[1] Call at that time");
        chat.ask("1", "I'll call +1 415-555-01");
    }
    chat.kill();
    make_due(&place);
    let mut chat = place.chat();
    let both = ["✅ Call finished", "Nobody answered"];
    for _ in both {
        chat.hears_one(&both, crate::support::LIMIT);
    }
    chat.ask("/settings quiet off", "While it was quiet:")
        .hears("[1] Show: +1 415-555-01");
    chat.ask("1", "Asked for");
    assert_eq!(place.sandbox.dialled().len(), 2);
    chat.ends_well();
}

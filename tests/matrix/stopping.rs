//! Ways out over Matrix: a call is found from the room's main timeline and
//! from the direct chat, and a reply means the call that it replies to.

use serde_json::Value;

use super::people::Person;
use super::talks::{Talks as _, id, said};
use super::{Bot, is_mine, link, synapse};

/// A running call in a room's thread; returns its status message.
#[track_caller]
fn calling(ana: &mut Person, room: &str, number: &str, shown: &str) -> Value {
    let request = format!("!call {number}, table for 4 tomorrow at 8pm under Ana");
    ana.say(room, &request);
    let card = ana.hears(room, &format!("📞 {shown}"));
    ana.press(room, &id(&card), "✅");
    let status = ana.hears(room, &format!("Calling {shown} now…"));
    ana.waits(room, "the call goes on", |event| {
        said(event).contains(&format!("Calling {shown}…"))
    });
    status
}

/// B2 of the trial in rooms.
#[test]
fn a_call_in_a_thread_is_found_from_everywhere() {
    let bot = Bot::new(synapse::shared(), "--call-seconds 600");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let private = bot.direct(&mut ana);
    ana.say(&private, "/login");
    let asked = ana.hears(&private, "Link my account");
    link(&asked);
    is_mine(&mut ana, &private);
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);

    let first = calling(&mut ana, &room, "+1 415 555 0100", "+1 415-555-0100");
    // From the main timeline, outside the thread.
    ana.say(&room, "!cancel");
    ana.hears(&room, "The call to +1 415-555-0100 is under way. Hang up?");
    // From the direct chat, while a second one goes on.
    calling(&mut ana, &room, "+1 415 555 0108", "+1 415-555-0108");
    ana.say(&private, "stop");
    let asked = said(&ana.hears(&private, "Which one do you mean?"));
    for call in ["[1] Stop: +1 415-555-0100", "[2] Stop: +1 415-555-0108"] {
        assert!(asked.contains(call), "{asked}");
    }
    ana.say(&private, "2");
    ana.waits(&room, "the second call is over", |event| {
        said(event).contains("The call to +1 415-555-0108 is over")
    });
    // A reply to the status of the first one.
    ana.reply(&room, &first, "hang up");
    ana.waits(&room, "the first call is over", |event| {
        said(event).contains("The call to +1 415-555-0100 is over")
    });
    ana.say(&private, "stop");
    ana.hears(&private, "There is nothing to cancel.");
    assert_eq!(bot.place.sandbox.dialled().len(), 2);
}

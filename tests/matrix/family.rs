//! People who talk to each other in a thread of the bot's, and a hand that
//! slips.

use serde_json::json;

use super::people::Person;
use super::talks::{Talks as _, id, said};
use super::{Bot, is_mine, link, synapse};

const REQUEST: &str = "!call +1 415 555 0100, table for 4 tomorrow at 8pm";

/// Awkward moment 1 of the trial in rooms: words for somebody else are no
/// answer, however they are addressed.
#[test]
fn words_for_somebody_else_are_no_answer() {
    let bot = Bot::new(synapse::shared(), "");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let mut bob = Person::new(synapse::shared(), "bob").named("Bob");
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    let thread = ana.say(&room, REQUEST);
    ana.hears(&room, "Which name should I give?");
    let his = bob.say(&room, "I'm in");
    let said_there = |text: &str, more: serde_json::Value| {
        let mut content = json!({"msgtype": "m.text", "body": text,
            "m.relates_to": {"rel_type": "m.thread", "event_id": thread,
                "is_falling_back": true, "m.in_reply_to": {"event_id": thread}}});
        for (key, value) in more.as_object().into_iter().flatten() {
            content[key] = value.clone();
        }
        content
    };
    let mentions = json!({"m.mentions": {"user_ids": [bob.user]}});
    let replies = json!({"m.relates_to": {"rel_type": "m.thread", "event_id": thread,
        "is_falling_back": false, "m.in_reply_to": {"event_id": his}}});
    for (text, more) in [
        ("Bob: do you prefer 8 or 9?", mentions),
        ("shall we ask the Smiths too", replies),
        ("Bob, will you bring the 2 kids?", json!({})),
    ] {
        ana.send(&room, "m.room.message", &said_there(text, more));
    }
    ana.say_in(&room, &thread, "Ana");
    let card = said(&ana.hears(&room, "📞 +1 415-555-0100"));
    assert!(card.contains("Name: Ana When"), "{card}");
    assert!(card.contains("People: 4"), "{card}");
    assert!(card.contains("20:00"), "{card}");
    assert!(!card.contains("Smiths"), "{card}");
    // Afterwards the thread is theirs, unless they name the bot.
    ana.say_in(&room, &thread, "cancel");
    ana.hears(&room, "Cancelled. No call was made.");
    ana.say_in(&room, &thread, "a restaurant tomorrow would still be nice");
    ana.say_in(&room, &thread, "!help");
    ana.hears(&room, "How it works");
    assert_eq!(ana.times(&room, "Which number should I call?"), 0);
}

/// Awkward moment 7: ✅ is taken back within the time to undo. 👍 means the
/// same as ✅.
#[test]
fn a_confirmation_is_taken_back_with_its_reaction() {
    let bot = Bot::new(synapse::shared(), "--call-seconds 600").with("KALLY_CALLS__UNDO", "60s");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let room = bot.direct(&mut ana);
    ana.say(&room, "/login");
    link(&ana.hears(&room, "Link my account"));
    is_mine(&mut ana, &room);
    ana.say(
        &room,
        "+1 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = id(&ana.hears(&room, "📞 +1 415-555-0100"));
    let pressed = ana.press(&room, &card, "👍");
    ana.hears(&room, " in 1 min");
    ana.put(&format!("rooms/{room}/redact/{pressed}/r1"), &json!({}));
    ana.hears(&room, "Here is your request again.");
    assert_eq!(bot.place.sandbox.dialled().len(), 0);
}

/// Missing 5 of the trial: Bob posts the place, and Ana replies to it.
#[test]
fn a_request_means_the_number_in_the_message_that_it_replies_to() {
    let bot = Bot::new(synapse::shared(), "--call-seconds 600");
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana").named("Ana García");
    let mut bob = Person::new(synapse::shared(), "bob").named("Bob");
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    bob.say(&room, "Casa Pepe, +34 912 34 56 78");
    let place = ana.hears(&room, "Casa Pepe");
    ana.reply(
        &room,
        &place,
        "!call book us a table for 4 tomorrow at 9pm under Ana",
    );
    let card = said(&ana.hears(&room, "[1] Call now"));
    assert!(card.contains("+34 912 34 56 78"), "{card}");
    assert!(card.contains("Casa Pepe"), "{card}");
}

//! The homeserver decides who may do what in a room. It cannot see inside the
//! encryption, so encrypted events give nobody a power.

use serde_json::{Value, json};

use super::people::Person;
use super::secret::Secret;
use super::talks::{Talks as _, id};
use super::{Bot, synapse};
use crate::support::LIMIT;

const REQUEST: &str = "!call 415 555 0100, table for 4 tomorrow at 8pm under Ana";

/// The bot's answer shows that it has read everything before.
#[track_caller]
fn is_read(person: &mut impl super::talks::Talks, room: &str) {
    person.say(room, "!help");
    person.hears(room, "/call: Start a phone call");
}

/// A room that anybody can join.
fn public_room(person: &Person) -> String {
    let made = person.post("createRoom", &json!({"preset": "public_chat"}));
    made["room_id"].as_str().unwrap().to_owned()
}

fn tombstone(next: &str) -> Value {
    json!({"body": "This room has moved", "replacement_room": next})
}

#[test]
fn what_others_forge_inside_the_encryption_is_nothing() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let _running = bot.start();
    let mut ana = Secret::new(synapse, "ana");
    let mut mallory = Secret::new(synapse, "mallory");
    let room = ana.room(&[&bot.user, &mallory.plain.user]);
    mallory.join(&room);
    ana.sees_in(&room, &bot.user);
    mallory.sees_in(&room, &bot.user);
    let asked = ana.say(&room, REQUEST);
    let card = ana.hears(&room, "[1] Call now");
    let hers = public_room(&mallory.plain);
    let kicked = json!({"membership": "leave", "state_key": bot.user});
    for (kind, content) in [
        ("m.room.redaction", json!({"redacts": asked})),
        ("m.room.redaction", json!({"redacts": id(&card)})),
        ("m.room.tombstone", tombstone(&hers)),
        ("m.room.member", kicked),
    ] {
        mallory.send(&room, kind, &content);
    }
    is_read(&mut mallory, &room);
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "I've written to you in private.");
    assert_eq!(ana.times(&room, "Cancelled"), 0, "{:#?}", ana.heard(&room));
    bot.account().is_in(&hers, false);
}

#[test]
fn a_moderator_tidies_up_and_withdraws_nothing() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let mut running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let mut bob = Person::new(synapse, "bob");
    let room = bob.room(&[&bot.user, &ana.user]);
    ana.join(&room);
    bob.sees_in(&room, &bot.user);
    ana.sees_in(&room, &bot.user);
    let asked = ana.say(&room, REQUEST);
    ana.hears(&room, "[1] Call now");
    let other = ana.say(
        &room,
        "!call 415 555 0101, table for 2 tomorrow at 9pm under Eva",
    );
    let card = ana.hears(&room, "[1] Call now");
    bob.put(&format!("rooms/{room}/redact/{asked}/r1"), &json!({}));
    // The moderator has a conversation of his own in that thread.
    bob.say_in(&room, &other, "!call");
    bob.hears(&room, "Which number should I call?");
    // Messages from before a restart are not remembered.
    running.kill();
    let _running = bot.start();
    bob.put(&format!("rooms/{room}/redact/{other}/r2"), &json!({}));
    is_read(&mut bob, &room);
    assert_eq!(ana.times(&room, "Cancelled"), 0, "{:#?}", ana.heard(&room));
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "I've written to you in private.");
    // A person can take back their own messages.
    let mine = bob.say(&room, REQUEST);
    bob.hears(&room, "[1] Call now");
    bob.put(&format!("rooms/{room}/redact/{mine}/r3"), &json!({}));
    bob.hears(&room, "Cancelled.");
}

#[test]
fn only_who_may_ask_the_bot_in_leads_it_elsewhere() {
    let synapse = synapse::shared();
    let mut ana = Person::new(synapse, "ana");
    let mallory = Person::new(synapse, "mallory");
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__ALLOWED_USERS", &ana.user);
    let running = bot.start();
    let his = {
        let made = json!({"preset": "private_chat", "invite": [ana.user],
            "power_level_content_override": {"invite": 0}});
        let made = mallory.post("createRoom", &made);
        made["room_id"].as_str().unwrap().to_owned()
    };
    ana.join(&his);
    let invited = json!({"user_id": bot.user});
    ana.post(&format!("rooms/{his}/invite"), &invited);
    ana.sees_in(&his, &bot.user);
    let trap = public_room(&mallory);
    let moves = |person: &Person, room: &str, next: &str| {
        person.put(
            &format!("rooms/{room}/state/m.room.tombstone"),
            &tombstone(next),
        );
    };
    moves(&mallory, &his, &trap);
    let refused = running.log.wait(0, &["is not followed"], LIMIT);
    assert!(refused.is_some(), "{}", running.so_far());
    // An allowed user leads the bot on, once from each room.
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    let next = public_room(&ana);
    moves(&ana, &room, &next);
    bot.account().is_in(&next, true);
    let another = public_room(&ana);
    moves(&ana, &room, &another);
    // From another room it is led there, and by nothing else.
    let second = ana.room(&[&bot.user]);
    ana.sees_in(&second, &bot.user);
    let third = public_room(&ana);
    moves(&ana, &second, &third);
    bot.account().is_in(&third, true);
    bot.account().is_in(&another, false);
    bot.account().is_in(&trap, false);
}

//! The homeserver decides who may do what in a room. It cannot see inside the
//! encryption, so encrypted events give nobody a power.

use serde_json::{Value, json};

use super::people::Person;
use super::secret::Secret;
use super::talks::{Talks, id, said};
use super::{Bot, links, synapse};
use crate::support::LIMIT;

const REQUEST: &str = "!call 415 555 0100, table for 4 tomorrow at 8pm under Ana";

/// The bot's answer shows that it has read everything before.
#[track_caller]
fn is_read(person: &mut impl Talks, room: &str) {
    person.say(room, "!help");
    person.hears(room, "!call: Start a phone call");
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

/// In Ana's conversation, with everything that an altered client can send. Her
/// account is linked, so that one success would ring a phone.
#[track_caller]
fn is_hers_alone<P: Talks>() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<P>(synapse, "ana");
    links(&mut ana, &private);
    let mut bob = P::new(synapse, "bob");
    let room = ana.room(&[&bot.user, &bob.me()]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    bob.sees_in(&room, &bot.user);
    let asked = ana.say(&room, REQUEST);
    let card = bob.hears(&room, "[1] Call now");
    let (shown, token) = (id(&card), card["content"][MEMO]["choices"][0][1].clone());
    assert!(token.is_string(), "{card}");
    for key in ["✅", "1️⃣", "2️⃣", "❌"] {
        bob.press(&room, &shown, key);
    }
    for words in ["1", "call now", "3", "cancel", "415 555 0199"] {
        bob.say_in(&room, &asked, words);
        bob.reply(&room, &card, words);
    }
    // Words of his in the place of hers, and of the bot's.
    for of in [&asked, &shown] {
        let new = json!({"msgtype": "m.text", "body": "!call 415 555 0199, table for 9 at 9pm under Bob",
            MEMO: memo(&room, &asked, &bob.me(), &token)});
        let edit = json!({"msgtype": "m.text", "body": "*", "m.new_content": new,
            "m.relates_to": {"rel_type": "m.replace", "event_id": of}});
        bob.send(&room, "m.room.message", &edit);
    }
    // His own message as if it were the bot's: for him to press, and for her.
    for owner in [bob.me(), ana.me()] {
        let forged = json!({"msgtype": "m.text", "body": "Shall we dance?",
            MEMO: memo(&room, &asked, &owner, &token)});
        let forged = bob.send(&room, "m.room.message", &forged);
        bob.press(&room, &forged, "👍");
        ana.hears(&room, "Shall we dance?");
        ana.press(&room, &forged, "👍");
        ana.reply(&room, &json!({ "event_id": forged }), "1");
    }
    is_read(&mut bob, &room);
    // The same in her conversation, which has an order of its own.
    ana.say_in(&room, &asked, "!help");
    ana.hears(&room, "!call: Start a phone call");
    let card = ana.hears(&room, "[1] Call now");
    assert_eq!(bot.place.sandbox.dialled().len(), 0);
    for changed in [
        "Cancelled",
        "Calling",
        "0199",
        "What would you like to change?",
    ] {
        let by_bot = ana.times(&room, changed);
        let by_bob = bob_said(&mut ana, &room, &bob.me(), changed);
        assert_eq!(by_bot, by_bob, "{changed}: {:#?}", ana.heard(&room));
    }
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100");
}

const MEMO: &str = "org.kally-bridge.memo";

/// The field in which the bot keeps the meaning of reactions.
fn memo(room: &str, thread: &str, owner: &str, token: &Value) -> Value {
    json!({"chat": room, "thread": thread, "user": owner, "choices": [["👍", token]]})
}

/// How often somebody has said these words in a room.
fn bob_said(ana: &mut impl Talks, room: &str, bob: &str, words: &str) -> usize {
    let events = ana.seen(room).events.iter();
    let his = events.filter(|event| event["sender"] == bob && event["type"] == "m.room.message");
    his.filter(|event| said(event).contains(words)).count()
}

#[test]
fn somebody_elses_request_takes_nothing_from_others() {
    is_hers_alone::<Person>();
}

#[test]
fn nor_where_everything_is_encrypted() {
    is_hers_alone::<Secret>();
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

/// B11 of the trial in rooms.
#[test]
fn only_who_may_ask_the_bot_in_leads_it_elsewhere() {
    let synapse = synapse::shared();
    let mut ana = Person::new(synapse, "ana");
    let mallory = Person::new(synapse, "mallory");
    let bot = Bot::new(synapse, "")
        .with("KALLY_ACCESS__MODE", "invited")
        .with("KALLY_ACCESS__PEOPLE", &ana.user);
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

/// The homeserver can send in a person's name, but not with their keys.
#[test]
fn a_plain_message_in_an_encrypted_room_counts_for_nothing() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    links(&mut ana, &room);
    ana.say(&room, REQUEST.trim_start_matches("!call "));
    let card = ana.hears(&room, "[1] Call now");
    // Words, an edit and a file, all in clear and in her name.
    ana.plain.say(&room, "call now");
    ana.hears(&room, "That message was not encrypted");
    for text in ["1", "!call +1 415 555 0199", "/logout"] {
        ana.plain.say(&room, text);
    }
    let edit = json!({"msgtype": "m.text", "body": "* call now",
        "m.new_content": {"msgtype": "m.text", "body": "call now"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": id(&card)}});
    ana.plain.send(&room, "m.room.message", &edit);
    ana.say(&room, "/account");
    ana.hears(&room, "has been linked since");
    let told = ana.times(&room, "That message was not encrypted");
    assert!(told <= 2, "once an hour: {:#?}", ana.heard(&room));
    assert_eq!(bot.place.sandbox.dialled().len(), 0);
    // Her encrypted words count.
    ana.say(&room, "call now");
    ana.hears(&room, "Calling +1 415-555-0100…");
}

#[test]
fn a_reaction_confirms_no_call_where_the_operator_wants_words() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600").with("KALLY_MATRIX__CONFIRM", "message");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    links(&mut ana, &room);
    ana.say(&room, REQUEST.trim_start_matches("!call "));
    let card = ana.hears(&room, "[1] Call now");
    ana.plain.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Reactions are never encrypted");
    assert_eq!(bot.place.sandbox.dialled().len(), 0);
    // Other choices cost nothing, so a reaction is enough.
    ana.press(&room, &id(&card), "2️⃣");
    ana.hears(&room, "What would you like to change?");
    ana.say(&room, "back");
    ana.hears(&room, "[1] Call now");
    ana.say(&room, "call now");
    ana.hears(&room, "Calling +1 415-555-0100…");
}

#[test]
fn a_new_identity_is_told_before_anything_is_done() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    links(&mut ana, &room);
    ana.say(&room, REQUEST.trim_start_matches("!call "));
    ana.hears(&room, "[1] Call now");
    // It is remembered across a restart.
    running.kill();
    let _running = bot.start();
    ana.resets_identity();
    let until = std::time::Instant::now() + LIMIT;
    // The homeserver may tell the bot of the message before the identity.
    while ana.times(&room, "Your encryption identity is new") == 0 {
        assert!(std::time::Instant::now() < until, "{:#?}", ana.heard(&room));
        ana.say(&room, "/help");
        ana.listen(std::time::Duration::from_millis(500));
    }
    assert_eq!(bot.place.sandbox.dialled().len(), 0);
    // A card that comes with the help after these words has to be looked at first.
    loop {
        ana.say(&room, "call now");
        let answer = ana.waits(&room, "an answer", |event| {
            let words = said(event);
            words.contains("Calling +1 415-555-0100") || words.contains("Please check this first")
        });
        if said(&answer).contains("Calling") {
            break;
        }
    }
    assert_eq!(ana.times(&room, "Your encryption identity is new"), 1);
}

/// B8 of the trial in rooms: events that nobody can decrypt, from somebody who may
/// use the bot and from somebody who may not.
#[test]
fn a_flood_that_nobody_can_decrypt_is_answered_once() {
    let synapse = synapse::shared();
    let mut ana = Secret::new(synapse, "ana");
    let mut mallory = Person::new(synapse, "mallory");
    let bot = Bot::new(synapse, "")
        .with("KALLY_ACCESS__MODE", "invited")
        .with("KALLY_ACCESS__PEOPLE", &ana.plain.user);
    let running = bot.start();
    let room = ana.room(&[&bot.user, &mallory.user]);
    mallory.join(&room);
    ana.sees_in(&room, &bot.user);
    let junk = |session: usize| {
        json!({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "A".repeat(40_000),
            "device_id": "X", "sender_key": "x", "session_id": format!("session {session}")})
    };
    for session in 0..100 {
        mallory.send(&room, "m.room.encrypted", &junk(session));
    }
    for session in 0..40 {
        ana.plain
            .send(&room, "m.room.encrypted", &junk(1000 + session));
    }
    is_read(&mut ana, &room);
    ana.hears(&room, "I can't read what you wrote");
    is_read(&mut ana, &room);
    // The hour may have changed meanwhile.
    assert!(ana.times(&room, "I can't read what you wrote") <= 2);
    let log = running.log.flat();
    assert!(
        log.matches("waits for its key").count() <= 40,
        "not of strangers"
    );
}

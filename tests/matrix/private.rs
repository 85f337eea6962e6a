//! Personal things are said where nobody else reads, was, or can come in: in a
//! room that the bot made for the person, or that they made for it.

use std::time::Duration;

use serde_json::{Value, json};

use super::gate::Gate;
use super::people::Person;
use super::secret::Secret;
use super::synapse::Synapse;
use super::talks::{Talks as _, id};
use super::{Bot, is_mine, link, synapse};

/// Words that nobody but the person may read.
const PERSONAL: &str = "Link my account";

const OPEN: &str = "Others can read along here";

fn bot(synapse: &Synapse) -> Bot {
    Bot::new(synapse, "--call-seconds 600")
}

/// A room that Ana made with these options; the bot is invited as to a direct
/// chat.
#[track_caller]
fn room_of(ana: &Person, bot: &str, with: &Value) -> String {
    let mut made = json!({"invite": [bot], "is_direct": true, "preset": "trusted_private_chat"});
    for (name, value) in with.as_object().unwrap() {
        made[name] = value.clone();
    }
    let made = ana.post("createRoom", &made);
    made["room_id"].as_str().unwrap().to_owned()
}

/// Invites the bot to a direct chat in an existing room.
#[track_caller]
fn asks_in(person: &Person, room: &str, bot: &str) {
    person.put(
        &format!("rooms/{room}/state/m.room.member/{bot}"),
        &json!({"membership": "invite", "is_direct": true}),
    );
}

fn state(kind: &str, content: &Value) -> Value {
    json!({"initial_state": [{"type": kind, "state_key": "", "content": content}]})
}

/// Signs in from a room in which others read along; nothing about it is said
/// there. Returns the room where it is said: one that the bot made.
#[track_caller]
fn signs_in_elsewhere(ana: &mut Secret, room: &str, bot: &Bot) -> (String, Value) {
    ana.say(room, "!login");
    let private = ana.plain.invited_by(&bot.user);
    assert_ne!(private, room);
    ana.join(&private);
    let asked = ana.hears(&private, PERSONAL);
    ana.hears(room, "I've written to you in private.");
    assert_eq!(ana.times(room, PERSONAL), 0, "{:#?}", ana.heard(room));
    let made = ana.plain.get(&format!("rooms/{private}/state"));
    let of = |kind: &str| {
        let events = made.as_array().unwrap().iter();
        let mut events = events.filter(|event| event["type"] == kind);
        events.next().cloned().unwrap_or_default()
    };
    assert_eq!(of("m.room.create")["sender"], bot.user.as_str());
    assert_eq!(of("m.room.join_rules")["content"]["join_rule"], "invite");
    let history = of("m.room.history_visibility");
    assert_eq!(history["content"]["history_visibility"], "invited");
    assert!(of("m.room.encryption")["content"]["algorithm"].is_string());
    (private, asked)
}

#[test]
fn a_stranger_s_room_is_nobody_s_private_chat() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = bot(synapse).with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let running = bot.start();
    let mallory = Person::new(synapse, "mallory");
    let spy = Person::new(synapse, "spy");
    let mut ana = Secret::new(synapse, "ana");
    let readable = json!({"history_visibility": "world_readable"});
    let mut made = state("m.room.history_visibility", &readable);
    made["invite"] = json!([ana.plain.user]);
    let made = mallory.post("createRoom", &made);
    let room = made["room_id"].as_str().unwrap().to_owned();
    ana.join(&room);
    // The person who made the room is gone before the bot is there.
    gate.limits("/join", 1, Duration::from_millis(1500));
    asks_in(&mallory, &room, &bot.user);
    mallory.post(&format!("rooms/{room}/leave"), &json!({}));
    ana.sees_in(&room, &bot.user);
    // It looks like a direct chat, so they are told that it is not; once.
    ana.say(&room, "hello");
    ana.hears(&room, OPEN);
    ana.say(&room, "anybody there?");
    let (private, asked) = signs_in_elsewhere(&mut ana, &room, &bot);
    let seen = spy.get(&format!("rooms/{room}/messages?dir=b&limit=100"));
    let seen = seen["chunk"].to_string();
    assert!(seen.contains("in private"), "{seen}");
    assert!(!seen.contains("/link/"), "{seen}");
    assert_eq!(ana.times(&room, OPEN), 1, "{}", running.so_far());
    link(&asked);
    is_mine(&mut ana, &private);
    // In the room a person can ask for a call as in any other.
    let call = "!call +1 415 555 0100, table for 4 tomorrow at 8pm under Ana";
    ana.say(&room, call);
    let card = ana.hears(&room, "[1] Call now");
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100");
}

#[test]
fn a_direct_chat_into_which_others_can_come_or_look_is_none() {
    let synapse = synapse::shared();
    let bot = bot(synapse);
    let _running = bot.start();
    let mut ana = Secret::new(synapse, "ana");
    let bob = Person::new(synapse, "bob");
    let rooms = [
        room_of(
            &ana.plain,
            &bot.user,
            &state("m.room.join_rules", &json!({"join_rule": "public"})),
        ),
        room_of(
            &ana.plain,
            &bot.user,
            &state("m.room.join_rules", &json!({"join_rule": "knock"})),
        ),
        room_of(
            &ana.plain,
            &bot.user,
            &state(
                "m.room.history_visibility",
                &json!({"history_visibility": "world_readable"}),
            ),
        ),
        {
            // Somebody came and went before the bot.
            let room = room_of(&ana.plain, &bob.user, &json!({}));
            bob.post(&format!("join/{room}"), &json!({}));
            bob.post(&format!("rooms/{room}/leave"), &json!({}));
            asks_in(&ana.plain, &room, &bot.user);
            room
        },
        {
            // Somebody was invited and never came.
            let room = room_of(&ana.plain, &bob.user, &json!({}));
            asks_in(&ana.plain, &room, &bot.user);
            room
        },
    ];
    for room in &rooms {
        ana.sees_in(room, &bot.user);
    }
    let (private, _) = signs_in_elsewhere(&mut ana, &rooms[0], &bot);
    for room in &rooms[1..] {
        ana.say(room, "!login");
        ana.hears(&private, PERSONAL);
        ana.hears(room, "I've written to you in private.");
        assert_eq!(ana.times(room, PERSONAL), 0, "{:#?}", ana.heard(room));
    }
}

/// Changes the rules of a room, and waits for the bot's warning. From then on
/// unaddressed messages are not for the bot any more, and personal things are
/// said elsewhere.
#[track_caller]
fn is_opened(ana: &mut Secret, bot: &Bot, change: impl FnOnce(&Person, &str)) {
    let room = room_of(&ana.plain, &bot.user, &json!({}));
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    change(&ana.plain, &room);
    ana.hears(&room, OPEN);
    ana.say(&room, "call 415 555 0100");
    signs_in_elsewhere(ana, &room, bot);
    assert_eq!(ana.heard(&room).len(), 3, "{:#?}", ana.heard(&room));
}

#[test]
fn a_private_chat_that_is_opened_is_none_any_more() {
    let synapse = synapse::shared();
    let bot = bot(synapse);
    let _running = bot.start();
    let setting = |kind: &'static str, content: Value| {
        move |ana: &Person, room: &str| {
            ana.put(&format!("rooms/{room}/state/{kind}"), &content);
        }
    };
    let public = setting("m.room.join_rules", json!({"join_rule": "public"}));
    is_opened(&mut Secret::new(synapse, "ana"), &bot, public);
    let readable = json!({"history_visibility": "world_readable"});
    let readable = setting("m.room.history_visibility", readable);
    is_opened(&mut Secret::new(synapse, "eva"), &bot, readable);
    let bob = Person::new(synapse, "bob");
    is_opened(&mut Secret::new(synapse, "mia"), &bot, |mia, room| {
        let bob = json!({"user_id": bob.user});
        mia.post(&format!("rooms/{room}/invite"), &bob);
    });
}

#[test]
fn a_room_of_the_bot_s_own_into_which_somebody_is_asked_is_left_for_another() {
    let synapse = synapse::shared();
    let bot = bot(synapse);
    let mut running = bot.start();
    let mut ana = Secret::new(synapse, "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    let (private, _) = signs_in_elsewhere(&mut ana, &room, &bot);
    // The bot knows it after a restart as well.
    running.kill();
    let _running = bot.start();
    ana.say(&private, "/help");
    ana.hears(&private, "!call: Start a phone call");
    let bob = Person::new(synapse, "bob");
    ana.plain.post(
        &format!("rooms/{private}/invite"),
        &json!({"user_id": bob.user}),
    );
    ana.hears(&private, OPEN);
    ana.plain.forgets_invitations();
    signs_in_elsewhere(&mut ana, &room, &bot);
    assert_eq!(ana.times(&private, PERSONAL), 1);
}

#[test]
fn a_direct_chat_stays_one_over_a_restart_and_an_upgrade() {
    let synapse = synapse::shared();
    let bot = bot(synapse);
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    ana.say(&room, "/login");
    ana.hears(&room, PERSONAL);
    running.kill();
    let _running = bot.start();
    ana.say(&room, "/login");
    ana.hears(&room, PERSONAL);
    let upgraded = ana.post(
        &format!("rooms/{room}/upgrade"),
        &json!({"new_version": "11"}),
    );
    let next = upgraded["replacement_room"].as_str().unwrap();
    let invited = json!({"user_id": bot.user});
    ana.post(&format!("rooms/{next}/invite"), &invited);
    ana.sees_in(next, &bot.user);
    // Only the invitation to a direct chat makes this one private: words count.
    ana.say(next, "/login");
    ana.hears(next, PERSONAL);
}

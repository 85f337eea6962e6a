//! What the service offers beside placing calls: the account's figures, its plan,
//! its bills and its history, in plain and in encrypted chats.

use serde_json::json;

use super::people::Person;
use super::secret::Secret;
use super::talks::Talks;
use super::{Bot, links, synapse};

const BILLS: &str = "https://billing.kallyai.invalid/session/sandbox";

/// Everything, in a direct chat.
#[track_caller]
fn offers_all<P: Talks>() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<P>(synapse, "ana");
    links(&mut ana, &room);
    bot.place
        .sandbox
        .past(&json!({"account": "ana", "count": 23}));
    ana.say(&room, "how many minutes do I have left?");
    ana.hears(&room, " of 50 ▰");
    ana.say(&room, "!plan");
    ana.hears(&room, "every month");
    ana.say(&room, "!billing");
    ana.hears(&room, BILLS);
    ana.say(&room, "!history");
    ana.hears(&room, "Your calls 1 to 10 of 23");
    ana.say(&room, "11");
    ana.hears(&room, "Your calls 11 to 20 of 23");
    ana.say(&room, "1");
    ana.hears(&room, "Place 11");
    ana.say(&room, "!historial comunicaba");
    ana.hears(&room, "comunicaba");
}

#[test]
fn in_a_plain_direct_chat() {
    offers_all::<Person>();
}

#[test]
fn in_an_encrypted_direct_chat() {
    offers_all::<Secret>();
}

/// A search is carried along; nothing of the answers is said in the room.
#[test]
fn in_a_room_the_answers_come_in_private() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    bot.place
        .sandbox
        .past(&json!({"account": "ana", "count": 12}));
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    for (asked, answer) in [
        ("!usage", " of 50 ▰"),
        ("!plan", "every month"),
        ("!billing", BILLS),
        ("!history place 12", "“place 12”: one call"),
    ] {
        ana.say(&room, asked);
        ana.hears(&room, "I've written to you in private.");
        ana.hears(&private, answer);
    }
    let heard = ana.heard(&room).join("\n");
    for words in [" of 50", "every month", "billing.kallyai", "Place 12"] {
        assert!(!heard.contains(words), "{words}: {heard}");
    }
}

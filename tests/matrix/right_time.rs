//! The right time, on Matrix: a call that waits, in plain and in encrypted chats.

use super::people::Person;
use super::secret::Secret;
use super::talks::Talks;
use super::{Bot, links, synapse};

#[track_caller]
fn waits<P: Talks>() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<P>(synapse, "ana");
    links(&mut ana, &room);
    let request = "!call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";
    ana.say(&room, request);
    ana.hears(&room, "They will hear an AI");
    ana.say(&room, "call them tomorrow at 10");
    ana.hears(&room, "10:00 (Los Angeles)");
    ana.say(&room, "1");
    ana.hears(&room, "I'll call +1 415-555-0100 on");
    ana.say(&room, "!llamadas");
    ana.hears(&room, "10:00 (Los Angeles)");
    ana.say(&room, "1");
    ana.hears(&room, "Call finished");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}

#[test]
fn in_a_plain_direct_chat() {
    waits::<Person>();
}

#[test]
fn in_an_encrypted_direct_chat() {
    waits::<Secret>();
}

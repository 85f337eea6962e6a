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

/// One message is edited through all tries; each is a call of its own.
#[track_caller]
fn tries_again<P: Talks>() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<P>(synapse, "ana");
    links(&mut ana, &room);
    ana.say(
        &room,
        "!call +1 415 555 0141, ask whether my parcel has come, and keep trying until they answer",
    );
    ana.hears(&room, "up to 3 more calls");
    ana.say(&room, "1");
    ana.hears(&room, "Tried:");
    ana.say(&room, "!llamadas");
    ana.hears(&room, "Stop trying");
    ana.say(&room, "1");
    ana.hears(&room, "busy");
    ana.say(&room, "deja de intentarlo");
    ana.hears(&room, "stopped trying");
    assert_eq!(bot.place.sandbox.dialled().len(), 2);
}

#[test]
fn tries_again_in_a_plain_direct_chat() {
    tries_again::<Person>();
}

#[test]
fn tries_again_in_an_encrypted_direct_chat() {
    tries_again::<Secret>();
}

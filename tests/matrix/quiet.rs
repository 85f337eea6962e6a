//! Quiet hours, on Matrix: notices without a mention, then one text; in plain and in
//! encrypted chats, and in a room where each request has a thread.

use serde_json::{Value, json};

use super::people::Person;
use super::secret::Secret;
use super::talks::Talks;
use super::{Bot, links, synapse};
use crate::support::{around_now, make_due};

/// A message that no client makes a sound for.
#[track_caller]
fn is_silent(event: &Value) {
    assert_eq!(event["content"]["msgtype"], "m.notice", "{event}");
    assert_eq!(event["content"]["m.mentions"], json!({}), "{event}");
}

/// Quiet hours that are in force, told in a direct chat.
#[track_caller]
fn quiet_now(person: &mut impl Talks, room: &str) {
    person.say(room, "!settings timezone Etc/UTC");
    person.hears(room, "Saved");
    person.say(room, &format!("!settings quiet {}", around_now()));
    person.hears(room, "Saved");
}

/// Says something, in a thread if there is one.
#[track_caller]
fn say(person: &mut impl Talks, room: &str, root: Option<&str>, words: &str) {
    match root {
        Some(root) => person.say_in(room, root, words),
        None => person.say(room, words),
    };
}

/// A call that waits until tomorrow; in a room its thread is continued.
#[track_caller]
fn waits(person: &mut impl Talks, room: &str, ending: &str, in_thread: bool) {
    let request = format!("!call +1 415 555 {ending}, ask whether my parcel has come");
    let root = person.say(room, &request);
    person.hears(room, "They will hear an AI");
    let root = in_thread.then_some(root);
    say(person, room, root.as_deref(), "call them tomorrow at 10");
    person.hears(room, "10:00 (Los Angeles)");
    say(person, room, root.as_deref(), "call at that time");
    person.hears(room, "I'll call +1 415-555-01");
}

#[track_caller]
fn quiet<P: Talks>() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<P>(synapse, "ana");
    links(&mut ana, &room);
    quiet_now(&mut ana, &room);
    for ending in ["0100", "0101"] {
        waits(&mut ana, &room, ending, false);
    }
    assert!(running.terminate().success());
    make_due(&bot.place);
    let _running = bot.start();
    let ends = ana.hears_each(&room, ["Call finished", "Nobody answered"]);
    ends.iter().for_each(is_silent);
    ana.say(&room, "!settings quiet off");
    let summary = ana.hears(&room, "While it was quiet:");
    // In a direct chat a text makes a sound without a mention.
    assert_eq!(summary["content"]["msgtype"], "m.text", "{summary}");
    assert_eq!(bot.place.sandbox.dialled().len(), 2);
}

#[test]
fn in_a_plain_direct_chat() {
    quiet::<Person>();
}

#[test]
fn in_an_encrypted_direct_chat() {
    quiet::<Secret>();
}

#[test]
fn in_the_threads_of_a_room() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let mut running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    quiet_now(&mut ana, &private);
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    for ending in ["0100", "0101"] {
        waits(&mut ana, &room, ending, true);
    }
    assert!(running.terminate().success());
    make_due(&bot.place);
    let _running = bot.start();
    let ends = ana.hears_each(&room, ["Call finished", "Nobody answered"]);
    ends.iter().for_each(is_silent);
    assert_eq!(bot.place.sandbox.dialled().len(), 2);
}

//! The settings of a room, which its moderators change.

use serde_json::Value;

use super::coming::upgrade;
use super::people::Person;
use super::talks::{Talks as _, id, said};
use super::{Bot, links, synapse};

fn thread_of(event: &Value) -> Option<&str> {
    let relation = &event["content"]["m.relates_to"];
    let is_thread = relation["rel_type"] == "m.thread";
    relation["event_id"].as_str().filter(|_| is_thread)
}

/// A running call of Ana's; its status message.
#[track_caller]
fn calling(ana: &mut Person, room: &str) -> Value {
    ana.say(
        room,
        "!call +1 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(room, "📞 +1 415-555-0100");
    ana.press(room, &id(&card), "✅");
    let status = ana.hears(room, "Calling +1 415-555-0100 now…");
    ana.waits(room, "the call goes on", |event| {
        said(event).contains("Calling +1 415-555-0100…")
    });
    status
}

#[test]
fn moderators_change_the_settings_of_their_room() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    let mut bob = Person::new(synapse, "bob").named("Bob");
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);

    bob.say(&room, "!room");
    let shown = said(&bob.hears(&room, "The settings of this room"));
    for row in [
        "Outcome for the room: Only in the thread",
        "Who may stop a call: Whoever asked for it",
        "Threads: One for each request",
    ] {
        assert!(shown.contains(row), "{shown}");
    }
    bob.say(&room, "!room threads off");
    bob.hears(&room, "Only moderators can change the settings");
    ana.say(&room, "!room outcome on");
    ana.hears(&room, "Outcome for the room: One line");

    // Only who asked may stop the call, until the room wants it otherwise.
    let status = calling(&mut ana, &room);
    bob.press(&room, &id(&status), "1️⃣");
    bob.hears(&room, "'s request.");
    ana.say(&room, "!room stopping everybody");
    ana.hears(&room, "Who may stop a call: Everybody here");
    bob.reply(&room, &status, "stop");
    // In either order, as they belong to different threads.
    let stopped = |event: &Value| said(event).contains("asked me to stop your call");
    let is_line =
        |event: &Value| said(event).contains("+1 415-555-0100 ·") && thread_of(event).is_none();
    let first = ana.waits(&room, "an answer", |event| stopped(event) || is_line(event));
    let second = ana.waits(&room, "the other", |event| stopped(event) || is_line(event));
    let (told, line) = match is_line(&first) {
        true => (second, first),
        false => (first, second),
    };
    assert!(said(&told).contains("Bob asked me to stop"), "{told}");
    assert_eq!(thread_of(&told), thread_of(&status), "{told}");
    assert!(is_line(&line), "{line}");
    assert_eq!(line["content"]["msgtype"], "m.notice", "{line}");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);

    // Without threads, also where the room goes on.
    ana.say(&room, "!room threads off");
    ana.hears(&room, "Threads: No threads");
    ana.say(&room, "!call");
    let question = ana.hears(&room, "Which number should I call?");
    assert_eq!(thread_of(&question), None, "{question}");
    ana.reply(&room, &question, "cancel");
    ana.hears(&room, "Cancelled.");
    let next = upgrade(&ana, &room, &bot, &[&bob]);
    bob.join(&next);
    bob.say(&next, "!call");
    let question = bob.hears(&next, "Which number should I call?");
    assert_eq!(thread_of(&question), None, "{question}");
    ana.say(&next, "!room threads default");
    ana.hears(&next, "Please choose one of these");
}

//! The bot, or its homeserver, goes away and comes back: messages from
//! meanwhile are answered, and none is answered twice.

use std::thread;
use std::time::Duration;

use super::gate::Gate;
use super::people::Person;
use super::synapse::{self, Synapse};
use super::talks::{Talks as _, id};
use super::{Bot, calls, links};
use crate::support::LIMIT;

#[test]
fn what_was_said_while_the_bot_was_down_is_answered_once() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    ana.say(&room, "/call");
    ana.hears(&room, "Which number should I call?");
    running.kill();
    ana.say(&room, "415 555 0100");
    ana.say(&room, "ask whether they are open tomorrow");
    let mut running = bot.start();
    ana.hears(&room, "“Ask whether they are open tomorrow”");
    running.kill();
    let _running = bot.start();
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    for text in ["Which number should I call?", "“Ask whether"] {
        assert_eq!(ana.times(&room, text), 1, "{text}: {:#?}", ana.heard(&room));
    }
    // The question that was answered already may be left out.
    let asked = ana.times(&room, "What should I ask them for?");
    assert!(asked <= 1, "{:#?}", ana.heard(&room));
}

#[test]
fn more_than_a_sync_holds_is_fetched() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let mut running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "!help");
    ana.hears(&room, "!call: Start a phone call");
    running.kill();
    let asked = ana.say(&room, "!call");
    for n in 0..250 {
        ana.say(&room, &format!("by the way {n}"));
    }
    ana.say(&room, "!help");
    gate.limits("/messages", 1, Duration::from_millis(200));
    gate.misleads("/messages", 1);
    let _running = bot.start();
    // Two requests in threads of their own: neither waits for the other.
    let [question, _] = ana.hears_each(
        &room,
        ["Which number should I call?", "!call: Start a phone call"],
    );
    assert_eq!(
        question["content"]["m.relates_to"]["event_id"],
        asked.as_str()
    );
    assert_eq!(ana.heard(&room).len(), 3);
    let pages = gate.passages("/messages");
    let statuses: Vec<u16> = pages.iter().map(|page| page.status).collect();
    assert!(statuses.starts_with(&[429, 404, 200]), "{statuses:?}");
}

#[test]
fn the_homeserver_restarts() {
    let synapse = Synapse::start();
    let bot = Bot::new(&synapse, "--call-seconds 600");
    let running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(&synapse, "ana");
    links(&mut ana, &room);
    calls(&mut ana, &room);
    // The call ends while nobody can be told.
    let logged = running.log.flat().len();
    synapse.stop();
    bot.place.sandbox.ends_calls();
    let tried = ["a message was not delivered; trying again"];
    let tried = running.log.wait(logged, &tried, LIMIT);
    assert!(tried.is_some(), "{}", running.so_far());
    synapse.resume();
    ana.hears(&room, "✅ Call finished");
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    let outcomes = ana.times(&room, "✅ Call finished");
    assert_eq!(outcomes, 1, "{:#?}", ana.heard(&room));
}

#[test]
fn an_old_yes_is_asked_about_again() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &room);
    ana.say(&room, "+1 415 555 0100, ask whether they are open tomorrow");
    let card = ana.hears(&room, "[1] Call now");
    running.kill();
    ana.press(&room, &id(&card), "1️⃣");
    // Messages older than a second count as old.
    thread::sleep(Duration::from_millis(1200));
    let bot = bot.with("KALLY_CALLS__LATE", "1s");
    let mut running = bot.start();
    let card = ana.hears(&room, "[1] Call now");
    assert!(bot.place.sandbox.dialled().is_empty(), "{card}");
    // New messages do not, even on a slow machine.
    running.kill();
    let bot = bot.with("KALLY_CALLS__LATE", "1h");
    let _running = bot.start();
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "✅ Call finished");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}

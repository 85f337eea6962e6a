//! The bot, or its homeserver, goes away and comes back: what was said
//! meanwhile is answered, and nothing is answered twice.

use std::thread;
use std::time::Duration;

use serde_json::json;

use super::people::{Person, id};
use super::synapse::{self, Synapse};
use super::{Bot, link};

#[test]
fn what_was_said_while_the_bot_was_down_is_answered_once() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let mut running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.direct(&bot.user);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "/call");
    ana.hears(&room, "Which number should I call?");
    running.kill();
    ana.say(&room, "415 555 0100");
    ana.say(&room, "ask whether they are open tomorrow");
    let mut running = bot.start();
    ana.hears(&room, "What should I get done?");
    ana.hears(&room, "“Ask whether they are open tomorrow”");
    running.kill();
    let _running = bot.start();
    ana.say(&room, "/help");
    ana.hears(&room, "/call: start a call");
    let heard = ana.heard(&room);
    for text in [
        "Which number should I call?",
        "What should I get done?",
        "“Ask whether",
    ] {
        let times = heard.iter().filter(|said| said.contains(text)).count();
        assert_eq!(times, 1, "{text}: {heard:#?}");
    }
}

#[test]
fn killed_at_many_points_nothing_is_lost_or_said_twice() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let mut running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.direct(&bot.user);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "/help");
    ana.hears(&room, "/call: start a call");
    let moments = [0, 5, 10, 20, 30, 40, 55, 70, 90, 120, 160, 220];
    for (round, moment) in moments.into_iter().enumerate() {
        let name = char::from(b'A' + u8::try_from(round).unwrap());
        ana.say(&room, &format!("/settings name Quentin {name}"));
        thread::sleep(Duration::from_millis(moment));
        running.kill();
        running = bot.start();
        ana.hears(&room, &format!("Name: Quentin {name}"));
    }
    let heard = ana.heard(&room);
    for round in 0..moments.len() {
        let name = char::from(b'A' + u8::try_from(round).unwrap());
        let shown = format!("Name: Quentin {name} ");
        let times = heard.iter().filter(|said| said.contains(&shown)).count();
        assert_eq!(times, 1, "{shown}: {heard:#?}");
    }
}

#[test]
fn more_than_a_sync_holds_is_fetched() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let mut running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "!help");
    ana.hears(&room, "/call: start a call");
    running.kill();
    let asked = ana.say(&room, "!call");
    for n in 0..250 {
        ana.say(&room, &format!("by the way {n}"));
    }
    ana.say(&room, "!help");
    let _running = bot.start();
    // Two requests in threads of their own: neither waits for the other.
    let [question, _] = ana.hears_each(
        &room,
        ["Which number should I call?", "/call: start a call"],
    );
    assert_eq!(
        question["content"]["m.relates_to"]["event_id"],
        asked.as_str()
    );
    assert_eq!(ana.heard(&room).len(), 3);
}

#[test]
fn the_homeserver_restarts() {
    let synapse = Synapse::start();
    let bot = Bot::new(&synapse, "--call-seconds 4");
    let running = bot.start();
    let mut ana = Person::new(&synapse, "ana");
    let room = ana.direct(&bot.user);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "/login");
    let asked = ana.hears(&room, "Link my account");
    link(&asked);
    ana.hears(&room, "✅ Linked.");
    ana.say(
        &room,
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "[1] Call now");
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100");
    // The call ends while nobody can be told.
    synapse.stop();
    thread::sleep(Duration::from_secs(6));
    synapse.resume();
    ana.hears(&room, "✅ They answered");
    ana.say(&room, "/help");
    ana.hears(&room, "/call: start a call");
    let heard = ana.heard(&room);
    let outcomes = heard
        .iter()
        .filter(|said| said.contains("✅ They answered"));
    assert_eq!(outcomes.count(), 1, "{heard:#?}");
    drop(running);
}

#[test]
fn an_upgraded_room_is_followed_with_what_is_to_be_said() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 8");
    let _running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    let private = ana.direct(&bot.user);
    ana.sees_in(&private, &bot.user);
    ana.say(&private, "/login");
    let asked = ana.hears(&private, "Link my account");
    link(&asked);
    ana.hears(&private, "✅ Linked.");
    ana.say(
        &room,
        "!call 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "[1] Call now");
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100");
    let upgraded = ana.post(
        &format!("rooms/{room}/upgrade"),
        &json!({"new_version": "11"}),
    );
    let next = upgraded["replacement_room"].as_str().unwrap().to_owned();
    ana.post(
        &format!("rooms/{next}/invite"),
        &json!({"user_id": bot.user}),
    );
    bot.account().is_in(&next, true);
    let outcome = ana.hears(&next, "✅ They answered");
    // What is pressed there is still understood.
    ana.press(&next, &id(&outcome), "1️⃣");
    ana.hears(&next, "Transcript of the call to +1 415-555-0100");
}

#[test]
fn an_old_yes_is_asked_about_again() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 8").with("KALLY_MATRIX__STALE_AFTER", "2s");
    let mut running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.direct(&bot.user);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "/login");
    let asked = ana.hears(&room, "Link my account");
    link(&asked);
    ana.hears(&room, "✅ Linked.");
    ana.say(&room, "+1 415 555 0100, ask whether they are open tomorrow");
    let card = ana.hears(&room, "[1] Call now");
    running.kill();
    ana.press(&room, &id(&card), "1️⃣");
    thread::sleep(Duration::from_secs(6));
    let _running = bot.start();
    let card = ana.hears(&room, "[1] Call now");
    assert!(bot.place.sandbox.dialled().is_empty(), "{card}");
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "✅ They answered");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}

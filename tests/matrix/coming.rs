//! Joining and leaving: invitations, rooms that go on in another, empty rooms.

use std::time::Duration;

use serde_json::json;

use super::gate::Gate;
use super::people::Person;
use super::talks::{Talks as _, id};
use super::{Bot, links, synapse};

fn bot() -> Bot {
    Bot::new(synapse::shared(), "--call-seconds 600")
}

#[test]
fn who_is_not_allowed_is_declined_with_a_word() {
    let synapse = synapse::shared();
    let mut ana = Person::new(synapse, "ana");
    let bot = bot()
        .with("KALLY_ACCESS__MODE", "invited")
        .with("KALLY_ACCESS__PEOPLE", &ana.user)
        .with("KALLY_ACCESS__ADMINS", "@operator:elsewhere");
    let _running = bot.start();
    let mut bob = Person::new(synapse, "bob");
    let room = bob.direct(&bot.user);
    let left = bob.waits(&room, "a refusal", |event| {
        event["state_key"] == bot.user.as_str() && event["content"]["membership"] == "leave"
    });
    let reason = left["content"]["reason"].as_str().unwrap_or_default();
    assert!(reason.contains("invited people only"), "{left}");
    bot.direct(&mut ana);
}

#[test]
fn an_invitation_while_the_bot_is_down_is_accepted_at_the_start() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = bot().with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let mut running = bot.start();
    running.kill();
    let mut ana = Person::new(synapse, "ana");
    let mut room = ana.room(&[&bot.user]);
    // Said after the invitation, but before the bot joins.
    let asked = ana.say(&room, "!call");
    let mut running = bot.start();
    ana.sees_in(&room, &bot.user);
    let question = ana.hears(&room, "Which number should I call?");
    assert_eq!(
        question["content"]["m.relates_to"]["event_id"],
        asked.as_str()
    );
    // The bot has heard of the invitation, and ends before it joins.
    let joins = gate.passages("/join").len();
    gate.limits("/join", 1, Duration::from_secs(600));
    let hers = std::mem::replace(&mut room, ana.room(&[&bot.user]));
    gate.waits_for("/join", joins + 1);
    // This message comes after the invitation: once it is answered, the sync
    // token is past the invitation for good.
    ana.say(&hers, "!help");
    ana.hears(&hers, "!call: Start a phone call");
    running.kill();
    ana.say(&room, "!help");
    let _running = bot.start();
    ana.sees_in(&room, &bot.user);
    ana.hears(&room, "!call: Start a phone call");
}

#[test]
fn what_was_said_before_the_first_start_is_not_for_the_bot() {
    let synapse = synapse::shared();
    let bot = bot();
    let mut ana = Person::new(synapse, "ana");
    let room = ana.room(&[&bot.user]);
    bot.account.post(&format!("join/{room}"), &json!({}));
    ana.say(&room, "!call");
    let _running = bot.start();
    ana.say(&room, "!help");
    ana.hears(&room, "!call: Start a phone call");
    // If the first message had been read, it would have been answered before
    // this one.
    ana.say(&room, "!help");
    ana.hears(&room, "!call: Start a phone call");
    let heard = ana.heard(&room);
    assert_eq!(heard.len(), 2, "{heard:#?}");
}

#[test]
fn a_room_that_everybody_has_left_is_left() {
    let bot = bot();
    let _running = bot.start();
    let mut ana = Person::new(synapse::shared(), "ana");
    let mut bob = Person::new(synapse::shared(), "bob");
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    bob.sees_in(&room, &bot.user);
    ana.post(&format!("rooms/{room}/leave"), &json!({}));
    bob.waits(&room, "Ana leaves", |event| {
        event["state_key"] == ana.user.as_str() && event["content"]["membership"] == "leave"
    });
    bob.post(&format!("rooms/{room}/leave"), &json!({}));
    let account = bot.account();
    account.is_in(&room, false);
}

/// Upgrades a room, and invites the bot and others into the new one.
#[track_caller]
pub fn upgrade(ana: &Person, room: &str, bot: &Bot, others: &[&Person]) -> String {
    let upgraded = ana.post(
        &format!("rooms/{room}/upgrade"),
        &json!({"new_version": "11"}),
    );
    let next = upgraded["replacement_room"].as_str().unwrap().to_owned();
    let users = others.iter().map(|other| &other.user);
    for user in users.chain([&bot.user]) {
        ana.post(&format!("rooms/{next}/invite"), &json!({"user_id": user}));
    }
    bot.account().is_in(&next, true);
    next
}

/// A request in a room, up to its call.
#[track_caller]
fn calls(person: &mut Person, room: &str) {
    person.say(
        room,
        "!call 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = person.hears(room, "[1] Call now");
    person.press(room, &id(&card), "1️⃣");
    person.hears(room, "Calling +1 415-555-0100");
}

#[test]
fn an_upgraded_room_is_followed_with_what_is_to_be_said() {
    let synapse = synapse::shared();
    let bot = bot();
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    calls(&mut ana, &room);
    let next = upgrade(&ana, &room, &bot, &[]);
    bot.place.sandbox.ends_calls();
    let outcome = ana.hears(&next, "✅ Call finished");
    // A press there is still understood.
    ana.press(&next, &id(&outcome), "1️⃣");
    ana.hears(&next, "Transcript of the call to +1 415-555-0100");
}

#[test]
fn an_outcome_waits_for_an_upgrade_that_the_bot_has_not_heard_of() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = bot().with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    calls(&mut ana, &room);
    // From here on, the bot hears nothing: the sync under way brings this
    // message, and the next one has to wait.
    gate.limits("/sync", 1_000, Duration::from_millis(200));
    ana.say(&room, "It is their lunch break.");
    gate.waits_until("/sync", |passage| passage.status == 429);
    let upgraded = ana.post(
        &format!("rooms/{room}/upgrade"),
        &json!({"new_version": "11"}),
    );
    let next = upgraded["replacement_room"].as_str().unwrap();
    bot.place.sandbox.ends_calls();
    gate.waits_until("PUT /send/", |passage| passage.status == 403);
    gate.opens();
    ana.post(
        &format!("rooms/{next}/invite"),
        &json!({"user_id": bot.user}),
    );
    ana.hears(next, "✅ Call finished");
    let mut in_private = ana.heard(&private).into_iter();
    assert!(!in_private.any(|text| text.contains("Call finished")));
}

#[test]
fn an_upgraded_room_without_threads_goes_on_as_if_it_were_the_same() {
    let synapse = synapse::shared();
    let bot = bot().with("KALLY_MATRIX__THREADS", "false");
    let mut running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    let mut bob = Person::new(synapse, "bob");
    let room = ana.room(&[&bot.user, &bob.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    calls(&mut ana, &room);
    bob.say(&room, "!call 415 555 0101");
    bob.hears(&room, "What should I ask them for?");
    let next = upgrade(&ana, &room, &bot, &[&bob]);
    bob.join(&next);
    // The bot knows the chain of rooms after a restart as well.
    running.kill();
    let _running = bot.start();
    bot.place.sandbox.ends_calls();
    let outcome = ana.hears(&next, "✅ Call finished");
    ana.press(&next, &id(&outcome), "1️⃣");
    ana.hears(&next, "Transcript of the call to +1 415-555-0100");
    // Bob's form has come along, and so has his question.
    bob.say(&next, "!help");
    bob.hears(&next, "!call: Start a phone call");
    let question = bob.hears(&next, "What should I ask them for?");
    bob.reply(&next, &question, "ask whether they are open tomorrow");
    bob.hears(&next, "“Ask whether they are open tomorrow”");
}

#[test]
fn a_room_cannot_lead_its_words_into_another() {
    let synapse = synapse::shared();
    let bot = bot();
    let _running = bot.start();
    let mut ana = Person::new(synapse, "ana");
    let mut eve = Person::new(synapse, "eve");
    let hers = ana.room(&[&bot.user]);
    ana.sees_in(&hers, &bot.user);
    let room = eve.room(&[&bot.user]);
    eve.sees_in(&room, &bot.user);
    eve.put(
        &format!("rooms/{room}/state/m.room.tombstone"),
        &json!({"body": "gone", "replacement_room": hers}),
    );
    eve.say(&room, "!call");
    eve.hears(&room, "Which number should I call?");
    assert!(ana.heard(&hers).is_empty());
}

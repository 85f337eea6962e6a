//! Encrypted rooms: the homeserver can read none of the messages.

use matrix_sdk::encryption::verification::Verification;
use serde_json::Value;

use super::secret::Secret;
use super::talks::{Talks as _, id, said};
use super::{Bot, is_mine, link, synapse};
use crate::support::LIMIT;

/// The clear parts of an encrypted event: those that the specification puts
/// beside the ciphertext, and the event that it belongs to. The test does not
/// look for words: any short one occurs in a ciphertext by chance.
const IN_CLEAR: [&str; 6] = [
    "algorithm",
    "ciphertext",
    "device_id",
    "m.relates_to",
    "sender_key",
    "session_id",
];
const RELATION_IN_CLEAR: [&str; 5] = [
    "event_id",
    "is_falling_back",
    "key",
    "m.in_reply_to",
    "rel_type",
];

/// The events that may be clear in an encrypted room: its state, reactions
/// (which no client encrypts), and redactions.
#[track_caller]
fn all_is_encrypted(events: &[Value]) {
    let mut encrypted = 0;
    for event in events {
        if event.get("state_key").is_some() {
            continue;
        }
        match event["type"].as_str().unwrap() {
            "m.room.encrypted" => encrypted += 1,
            "m.reaction" => {}
            "m.room.redaction" => continue,
            other => panic!("{other} is in clear: {event}"),
        }
        for name in names(&event["content"]) {
            assert!(IN_CLEAR.contains(&name), "{name} is in clear: {event}");
        }
        for name in names(&event["content"]["m.relates_to"]) {
            let known = RELATION_IN_CLEAR.contains(&name);
            assert!(known, "{name} is in clear: {event}");
        }
    }
    assert!(encrypted > 5, "{encrypted} encrypted events");
}

fn names(object: &Value) -> Vec<&str> {
    let fields = object.as_object().into_iter().flatten();
    fields.map(|(name, _)| name.as_str()).collect()
}

#[test]
fn an_encrypted_direct_chat_from_the_invitation_to_the_outcome() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let mut running = bot.start();
    let log = running.log.flat();
    assert!(log.contains("verified=true"), "{log}");
    let told = running.log.wait(0, &["matrix-recovery-key.txt"], LIMIT);
    assert!(told.is_some(), "{}", running.so_far());
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    ana.say(
        &room,
        "+1 415 555 0109, book a table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "📞 +1 415-555-0109");
    ana.press(&room, &id(&card), "1️⃣");
    let asked = ana.hears(&room, "You haven't linked your KallyAI account yet.");
    link(&asked);
    let card = is_mine(&mut ana, &room);
    assert!(said(&card).contains("Here is your request again."));
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0109…");
    bot.place.sandbox.ends_calls();
    let outcome = ana.hears(&room, "✅ Call finished");
    // A restart keeps the device, and the meaning of its buttons.
    running.kill();
    let running = bot.start();
    assert!(running.output.flat().is_empty(), "the key is shown once");
    ana.press(&room, &id(&outcome), "1️⃣");
    ana.hears(&room, "The transcript has 200 entries");
    let file = ana.waits(&room, "a file", |event| {
        event["content"]["msgtype"] == "m.file"
    });
    assert!(file["content"]["file"]["key"]["k"].is_string(), "{file}");
    assert!(file["content"].get("url").is_none(), "{file}");
    all_is_encrypted(&ana.stored(&room));
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}

#[test]
fn an_encrypted_room_and_a_direct_chat_that_the_bot_opens() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let running = bot.start();
    let mut ana = Secret::new(synapse, "ana");
    let mut bob = Secret::new(synapse, "bob");
    let room = ana.room(&[&bot.user, &bob.plain.user]);
    bob.join(&room);
    ana.sees_in(&room, &bot.user);
    bob.sees_in(&room, &bot.user);
    ana.say(
        &room,
        "!call +1 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "📞 +1 415-555-0100");
    bob.hears(&room, "📞 +1 415-555-0100");
    ana.press(&room, &id(&card), "1️⃣");
    let private = ana.plain.invited_by(&bot.user);
    ana.join(&private);
    let asked = ana.hears(&private, "Link my account");
    link(&asked);
    is_mine(&mut ana, &private);
    let card = ana.hears(&room, "[1] Call now");
    ana.press(&room, &id(&card), "1️⃣");
    ana.hears(&room, "Calling +1 415-555-0100…");
    bot.place.sandbox.ends_calls();
    ana.hears(&room, "✅ Call finished");
    bob.hears(&room, "✅ Call finished");
    all_is_encrypted(&ana.stored(&room));
    drop(running);
}

/// A copy of the store knows the bot's keys as they were: no message is encrypted with
/// one that has encrypted others since.
#[test]
fn a_restored_bot_uses_no_key_again() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    let ran = |line: &str| {
        let line = format!("{line} --passphrase-file passphrase");
        let (code, output, log) = bot.place.command(&line).run("");
        assert_eq!(code, 0, "{line}: {output}{log}");
    };
    let passphrase = bot.place.home().join("passphrase");
    std::fs::write(passphrase, "correct horse battery staple").unwrap();
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    ran("backup copy.backup");
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    assert!(running.terminate().success(), "{}", running.so_far());
    let before = keys_of(&ana.stored(&room), &bot.user);
    let store = bot.place.store();
    std::fs::rename(&store, bot.place.home().join("before")).unwrap();
    ran("restore copy.backup");
    let running = bot.start();
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    let after = keys_of(&ana.stored(&room), &bot.user);
    let newest = after.first().unwrap();
    assert!(!before.contains(newest), "{newest}: {}", running.so_far());
}

/// The keys that encrypt somebody's messages, the newest message's first.
fn keys_of(events: &[Value], user: &str) -> Vec<String> {
    let own = events.iter().filter(|event| event["sender"] == user);
    let keys = own.filter_map(|event| event["content"]["session_id"].as_str());
    keys.map(str::to_owned).collect()
}

#[test]
fn what_was_said_while_the_bot_was_down_is_decrypted_and_answered() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let mut running = bot.start();
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    ana.say(&room, "/call");
    ana.hears(&room, "Which number should I call?");
    running.kill();
    ana.say(&room, "415 555 0100");
    // A new session, whose key the bot has to get.
    ana.forgets_key(&room);
    ana.say(&room, "ask whether they are open tomorrow");
    let _running = bot.start();
    ana.hears(&room, "“Ask whether they are open tomorrow”");
    assert_eq!(ana.times(&room, "Which number should I call?"), 1);
    // The question that was answered already may be left out.
    assert!(ana.times(&room, "What should I ask them for?") <= 1);
}

#[test]
fn a_person_verifies_the_bot_by_emoji() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let running = bot.start();
    let (mut ana, room) = bot.meets::<Secret>(synapse, "ana");
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    let user = matrix_sdk::ruma::UserId::parse(&bot.user).unwrap();
    let encryption = ana.client.encryption();
    let identity = ana
        .run(encryption.request_user_identity(&user))
        .unwrap()
        .unwrap();
    assert!(!identity.is_verified());
    let request = ana.run(identity.request_verification()).unwrap();
    let mut begun = false;
    let mut confirmed = false;
    let until = std::time::Instant::now() + LIMIT * 2;
    while !request.is_done() {
        assert!(
            std::time::Instant::now() < until,
            "{:?}{}",
            request.state(),
            running.so_far()
        );
        ana.listen(std::time::Duration::from_millis(300));
        if request.is_ready() && !begun {
            ana.run(request.start_sas()).unwrap();
            begun = true;
        }
        if let Some(Verification::SasV1(sas)) =
            ana.run(encryption.get_verification(&user, request.flow_id()))
            && sas.can_be_presented()
            && !confirmed
        {
            assert!(sas.emoji().is_some());
            ana.run(sas.confirm()).unwrap();
            confirmed = true;
        }
    }
    // Signed by Ana's own identity, as soon as the homeserver has it.
    let verified = |ana: &Secret| {
        let identity = ana.run(encryption.request_user_identity(&user)).unwrap();
        identity.unwrap().is_verified()
    };
    while !verified(&ana) {
        assert!(std::time::Instant::now() < until, "{}", running.so_far());
        ana.listen(std::time::Duration::from_millis(300));
    }
}

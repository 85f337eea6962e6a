//! The recording of a call, as a sound; and a call that waits at the service.

use serde_json::Value;

use super::people::Person;
use super::secret::Secret;
use super::talks::{Talks, id, said};
use super::{Bot, links, synapse};

fn is_sound(event: &Value) -> bool {
    event["content"]["msgtype"] == "m.audio"
}

/// A finished call in a direct chat, and its recording.
#[track_caller]
fn recording<P: Talks>() -> Value {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<P>(synapse, "ana");
    links(&mut ana, &room);
    ana.say(
        &room,
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "📞 +1 415-555-0100");
    ana.press(&room, &id(&card), "✅");
    ana.hears(&room, "✅ Call finished");
    ana.say(&room, "play the recording");
    ana.hears(&room, "Recording of the call to +1 415-555-0100");
    let sound = ana.waits(&room, "a sound", is_sound);
    let info = &sound["content"]["info"];
    assert_eq!(info["mimetype"], "audio/mpeg", "{sound}");
    assert!(info["duration"].as_u64().is_some(), "{sound}");
    assert_eq!(sound["content"]["filename"], "recording.mp3");
    sound
}

#[test]
fn in_a_plain_chat_it_is_a_sound() {
    let sound = recording::<Person>();
    assert!(sound["content"]["url"].is_string(), "{sound}");
}

#[test]
fn in_an_encrypted_chat_it_is_an_encrypted_sound() {
    let sound = recording::<Secret>();
    let file = &sound["content"]["file"];
    assert!(file["key"]["k"].is_string(), "{sound}");
    assert!(sound["content"].get("url").is_none(), "{sound}");
}

#[test]
fn in_a_room_it_comes_in_private_unless_the_requester_chooses() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &private);
    let room = ana.room(&[&bot.user]);
    ana.sees_in(&room, &bot.user);
    ana.say(
        &room,
        "!call +1 415 555 0100, table for 4 tomorrow at 8pm under Ana",
    );
    let card = ana.hears(&room, "📞 +1 415-555-0100");
    ana.press(&room, &id(&card), "✅");
    let outcome = ana.hears(&room, "✅ Call finished");
    ana.reply(&room, &outcome, "recording");
    let comes = ana.hears(&room, "The recording comes to you in private.");
    ana.waits(&private, "a sound", is_sound);
    assert!(!ana.seen(&room).events.iter().any(is_sound));
    ana.press(&room, &id(&comes), "1️⃣");
    ana.waits(&room, "a sound", is_sound);
}

#[test]
fn a_queued_call_is_put_off_and_called_off() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 600");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &room);
    ana.say(
        &room,
        "+1 415 555 0110, reserva una mesa para 4 mañana a las 20:00 a nombre de Ana",
    );
    let card = ana.hears(&room, "📞 +1 415-555-0110");
    ana.press(&room, &id(&card), "✅");
    let status = ana.waits(&room, "the queue", |event| {
        said(event).contains("KallyAI tiene la llamada al +1 415-555-0110 en cola")
    });
    let of = status["content"]["m.relates_to"]["event_id"].as_str();
    let of = of.map_or_else(|| id(&status), str::to_owned);
    ana.press(&room, &of, "2️⃣");
    ana.hears(&room, "¿Cuándo tiene que llamar KallyAI?");
    ana.say(&room, "mañana a las 10");
    ana.hears(&room, "✅ KallyAI llamará a +1 415-555-0110 el");
    ana.press(&room, &of, "1️⃣");
    ana.hears(&room, "✖️ La llamada se ha cancelado.");
    assert!(bot.place.sandbox.dialled().is_empty());
}

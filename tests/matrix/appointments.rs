//! Appointments on Matrix: kept, called about once more, and as a file; in plain
//! and in encrypted chats, and in a room.

use super::people::Person;
use super::secret::Secret;
use super::talks::{Talks, id, said};
use super::{Bot, links, synapse};

#[track_caller]
fn keeps<P: Talks>() {
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
    ana.say(&room, "keep it");
    let kept = said(&ana.hears(&room, "Kept: +1 415-555-0100"));
    assert!(kept.contains("I'll remind you: "), "{kept}");
    ana.say(&room, "calendar file");
    ana.hears(&room, "The appointment, for your calendar");
    let file = ana.waits(&room, "a file", |event| {
        event["content"]["msgtype"] == "m.file"
    });
    assert_eq!(file["content"]["info"]["mimetype"], "text/calendar");
    ana.say(&room, "!calendar");
    ana.hears(&room, "There is no address for calendars here");
    ana.say(&room, "!appointments");
    ana.hears(&room, "One appointment");
    ana.say(&room, "1");
    ana.hears(&room, "People: 4 people");
    // A second call, which changes nothing before the person says so.
    ana.say(&room, "cancel it");
    let card = ana.hears(&room, "Cancel my reservation.");
    assert_eq!(bot.place.sandbox.dialled().len(), 1, "the card comes first");
    ana.press(&room, &id(&card), "✅");
    ana.hears(&room, "] It stays");
    ana.say(&room, "it is cancelled");
    ana.hears(&room, "marked as cancelled in your calendar");
    ana.say(&room, "!appointments");
    ana.hears(&room, "You keep no appointments");
    assert_eq!(bot.place.sandbox.dialled().len(), 2);
}

#[test]
fn in_a_plain_direct_chat() {
    keeps::<Person>();
}

#[test]
fn in_an_encrypted_direct_chat() {
    keeps::<Secret>();
}

#[test]
fn en_castellano() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    links(&mut ana, &room);
    let request =
        "llama al +34 915 552 671 y reserva una mesa para 4 mañana a las 21:00 a nombre de Ana";
    ana.say(&room, request);
    let card = ana.hears(&room, "Sabrán que habla una IA");
    ana.press(&room, &id(&card), "✅");
    ana.hears(&room, "✅ Llamada terminada");
    ana.say(&room, "guardar la cita");
    let kept = said(&ana.hears(&room, "Guardada: +34 915 55 26 71"));
    assert!(
        kept.contains("21:00 (Madrid)") && kept.contains("Te avisaré: "),
        "{kept}"
    );
    ana.say(&room, "mis citas");
    ana.hears(&room, "Una cita");
}

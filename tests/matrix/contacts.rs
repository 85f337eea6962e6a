//! The address book on Matrix: a place is called again by its name, vCard files in
//! plain and in encrypted chats, and a contact that is shared with a room.

use super::people::Person;
use super::secret::Secret;
use super::talks::Talks;
use super::{Bot, links, synapse};

const CARDS: &str =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Casa Pepe\r\nTEL:+1 415 555 0100\r\nEND:VCARD\r\n";

/// A card from a file, kept and called; the place once more by its name.
#[track_caller]
fn knows_places<P: Talks>() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "--call-seconds 1");
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<P>(synapse, "ana");
    links(&mut ana, &room);
    ana.send_file(&room, "pepe.vcf", "text/vcard", CARDS.as_bytes());
    ana.hears(&room, "Casa Pepe, +1 415-555-0100. Shall I call there");
    ana.say(&room, "keep it");
    ana.hears(&room, "Kept in your contacts: Casa Pepe, +1 415-555-0100.");
    ana.say(
        &room,
        "call Casa Pepe, table for 2 tomorrow at 9pm, under Ana",
    );
    ana.hears(&room, "The number is from a contact card.");
    ana.say(&room, "call now");
    ana.hears(&room, "✅ Call finished");
    ana.say(&room, "Call Casa Pepe again, Friday at 9 for 4");
    let card = ana.hears(&room, "As last time: name Ana");
    let card = card["content"]["body"].as_str().unwrap().to_owned();
    assert!(card.contains("+1 415-555-0100"), "{card}");
    ana.say(&room, "cancel");
    ana.say(&room, "!contacts");
    ana.hears(&room, "One contact");
    ana.say(&room, "1");
    ana.hears(&room, "Last time: name Ana; 2 people");
    ana.say(&room, "!contactos olvida Casa Pepe");
    ana.hears(&room, "Casa Pepe");
    ana.say(&room, "!call");
    // A file answers the question for the number.
    ana.hears(&room, "+1 415 555 2671");
    ana.send_file(
        &room,
        "pepe.vcf",
        "application/octet-stream",
        CARDS.as_bytes(),
    );
    ana.hears(&room, "+1 415-555-0100");
    assert_eq!(bot.place.sandbox.dialled().len(), 1);
}

#[test]
fn in_a_plain_direct_chat() {
    knows_places::<Person>();
}

#[test]
fn in_an_encrypted_direct_chat() {
    knows_places::<Secret>();
}

/// In a room the list is said in private, and only what its owner shares is known
/// to others.
#[test]
fn in_a_room_only_what_is_shared_is_known() {
    let synapse = synapse::shared();
    let bot = Bot::new(synapse, "");
    let _running = bot.start();
    let (mut ana, private) = bot.meets::<Person>(synapse, "ana");
    let (mut ben, _) = bot.meets::<Person>(synapse, "ben");
    links(&mut ana, &private);
    ana.say(&private, "!contacts add Casa Pepe +1 415 555 0100");
    ana.hears(&private, "Kept in your contacts");
    let room = ana.room(&[&bot.user, &ben.user]);
    ben.join(&room);
    ana.sees_in(&room, &bot.user);
    ana.say(&room, "!contacts");
    ana.hears(&room, "I've written to you in private.");
    ana.hears(&private, "One contact");
    let request = "!call Casa Pepe, table for 4 tomorrow at 9pm, name Ben";
    ben.say(&room, request);
    ben.hears(&room, "Which number should I call?");
    let heard = ben.heard(&room).join("\n");
    assert!(!heard.contains("0100"), "{heard}");
    ana.say(&room, "!contacts share Casa Pepe");
    ana.hears(&room, "Shared with this room: Casa Pepe, +1 415-555-0100.");
    ben.say(&room, "!cancel");
    ben.say(&room, request);
    ben.hears(&room, "who shares it here");
}

//! The address book, on Telegram.

use std::time::Instant;

use serde_json::json;

use super::stage::{ANA, BEN, EVA, Stage};
use crate::support::LIMIT;
use telegram_emulator::{Kind, Shown};

const GROUP: i64 = -500;

#[track_caller]
fn has(shown: &Shown, parts: &[&str]) {
    for part in parts {
        assert!(shown.text.contains(part), "{part:?} is not in {shown:?}");
    }
}

#[test]
fn a_place_is_called_again_by_its_name() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    let first = "call Casa Pepe at +1 415 555 0100, table for 2 tomorrow at 8pm, under Ana";
    let card = ana.ask(first, "They will hear an AI");
    assert!(!card.text.contains("The number is from"), "{card:?}");
    ana.press("Call now", "✅ Call finished");
    // It is known after the process was killed, too.
    stage.run();
    let again = "Call Casa Pepe again, Friday at 9 for 4";
    let card = ana.ask(again, "They will hear an AI");
    let parts = [
        "+1 415-555-0100",
        "Casa Pepe",
        "The number is from your calls.",
        "As last time: name Ana.",
    ];
    has(&card, &parts);
    let outcome = ana.press("Call now", "✅ Call finished");
    has(&outcome, &["a table for 4", "21:00", "in the name of Ana"]);
    for call in stage.dials(2) {
        assert_eq!(call["number"], "+14155550100");
    }
    // Another person knows nothing of it.
    let ben = stage.private(BEN);
    ben.ask(again, "Which number should I call?");
    stage.settles();
    assert_eq!(ben.count("0100"), 0, "{}", stage.so_far());
    stage.ends_well(2);
}

#[test]
fn two_that_fit_are_asked_about() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(
        "/contacts add Hotel Miramar +1 415 555 0100",
        "Kept in your contacts",
    );
    let words = "add Hotel Miramar +1 415 555 0111 to my contacts";
    ana.ask(
        words,
        "Kept in your contacts: Hotel Miramar, +1 415-555-0111",
    );
    let words = "book a room at Hotel Miramar tomorrow for 2 nights, 2 people, under Ana";
    let asked = ana.ask(words, "I know several numbers for that name.");
    let labels = asked.labels();
    assert!(
        labels.contains(&"Hotel Miramar, +1 415-555-0100"),
        "{labels:?}"
    );
    let card = ana.press("Hotel Miramar, +1 415-555-0111", "They will hear an AI");
    has(
        &card,
        &["+1 415-555-0111", "The number is from your contacts."],
    );
    ana.press("Cancel", "Cancelled");
    // The last places are buttons.
    let asked = ana.ask("/call", "Which number should I call?");
    assert!(
        asked.labels().contains(&"Hotel Miramar, +1 415-555-0111"),
        "{asked:?}"
    );
    ana.press(
        "Hotel Miramar, +1 415-555-0111",
        "What should I ask them for?",
    );
    stage.ends_well(0);
}

#[test]
fn the_list_is_turned_and_changed_by_buttons() {
    let stage = Stage::running("");
    let ana = stage.linked(ANA);
    for n in 10..20 {
        let words = format!("/contacts add Place {n} +1 415 555 01{n}");
        ana.ask(&words, &format!("Place {n}, +1 415-555-01{n}"));
    }
    let list = ana.ask("my contacts", "Contacts 1 to 8 of 10");
    ana.presses("Next →");
    let list = ana.becomes(&list, "Contacts 9 to 10 of 10");
    // The page keeps its buttons, also once nothing is left to be delivered.
    std::thread::sleep(std::time::Duration::from_millis(400));
    ana.presses("Place 19");
    let one = ana.becomes(&list, "From: you wrote it");
    has(&one, &["Place 19", "+1 415-555-0119, United States"]);
    ana.press(
        "Rename",
        "Which name should Place 19, +1 415-555-0119 have?",
    );
    ana.ask("Casa Pepe", "Renamed: Casa Pepe, +1 415-555-0119.");
    let open = || {
        let list = ana.ask("my contacts", "Contacts 1 to 8 of 10");
        ana.presses("Casa Pepe");
        ana.becomes(&list, "From: you wrote it");
    };
    open();
    ana.press("Call", "What should I ask them for?");
    ana.ask("cancel", "Cancelled");
    open();
    ana.press("Remove", "Removed from your contacts: Casa Pepe");
    ana.ask(
        "rename Place 18 to Bistro",
        "Renamed: Bistro, +1 415-555-0118.",
    );
    ana.ask(
        "delete Bistro from my contacts",
        "Removed from your contacts: Bistro",
    );
    ana.ask(
        "/contacts forget Nobody",
        "None of your contacts is called “Nobody”.",
    );
    ana.ask("/contacts forget all", "Remove all 8 contacts?");
    ana.press("Remove all contacts", "Your contacts are removed.");
    ana.ask("/contacts", "You have no contacts yet.");
    stage.ends_well(0);
}

#[test]
fn the_history_of_the_account_is_read_after_linking() {
    let stage = Stage::running("");
    let past = json!({"account": "ana", "count": 23});
    stage.place.sandbox.past(&past);
    let ana = stage.linked(ANA);
    let until = Instant::now() + LIMIT;
    let list = loop {
        let list = ana.ask("/contacts", "ontacts");
        if list.text.contains(" of 23") {
            break list;
        }
        assert!(Instant::now() < until, "{}", stage.so_far());
    };
    has(&list, &["Contacts 1 to 8 of 23", "Place 1 "]);
    let card = ana.ask(
        "call Place 7 and ask for their opening hours",
        "They will hear an AI",
    );
    has(&card, &["The number is from your account's history."]);
    ana.press("Cancel", "Cancelled");
    // They are the account's.
    ana.ask("/logout", "the contacts that only its history told");
    ana.ask("/contacts", "You have no contacts yet.");
    stage.ends_well(0);
}

const TWO: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Casa Pepe\r\nTEL:+1 415 555 0100\r\nEND:VCARD\r\n\
    BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bistro\r\nTEL:+1 415 555 0111\r\nTEL;TYPE=CELL:+1 415 555 0112\r\nEND:VCARD\r\n";

#[test]
fn contact_cards_are_kept_and_called() {
    let stage = Stage::running("");
    let ana = stage.linked(ANA);
    let contact =
        json!({"phone_number": "+14155550100", "first_name": "Casa", "last_name": "Pepe"});
    stage.telegram.sends(ANA, ANA, "contact", contact.clone());
    ana.hears("Casa Pepe, +1 415-555-0100. Shall I call there");
    ana.press(
        "Keep it",
        "Kept in your contacts: Casa Pepe, +1 415-555-0100.",
    );
    // A card answers the question for the number.
    ana.ask("/call", "Which number should I call?");
    stage.telegram.sends(ANA, ANA, "contact", contact);
    ana.hears("What should I ask them for?");
    let card = ana.ask("ask for their opening hours please", "They will hear an AI");
    has(&card, &["Casa Pepe", "The number is from a contact card."]);
    ana.press("Cancel", "Cancelled");
    // So does a file with several numbers, once one is picked.
    ana.ask("/call", "Which number should I call?");
    stage
        .telegram
        .sends_file(ANA, "two.vcf", "text/vcard", TWO.as_bytes());
    let asked = ana.hears("That contact card has more than one number.");
    assert!(
        asked.labels().contains(&"Bistro, +1 415-555-0112"),
        "{asked:?}"
    );
    ana.press("Bistro, +1 415-555-0112", "What should I ask them for?");
    ana.ask("cancel", "Cancelled");
    // Otherwise all can be kept.
    stage
        .telegram
        .sends_file(ANA, "two.vcf", "text/x-vcard", TWO.as_bytes());
    ana.hears("3 numbers. Shall I call one");
    ana.press("Keep them", "Kept in your contacts: 3.");
    ana.ask("/contacts", "3 contacts");
    stage.ends_well(0);
}

#[test]
fn a_file_that_is_no_card_costs_nothing() {
    let stage = Stage::running("");
    let ana = stage.linked(ANA);
    ana.ask("/call", "Which number should I call?");
    let long = TWO.repeat(600);
    for (name, kind, bytes) in [
        ("long.vcf", "text/vcard", long.as_bytes()),
        ("no.vcf", "text/vcard", b"hello"),
        ("a.pdf", "application/pdf", b"%PDF"),
    ] {
        stage.telegram.sends_file(ANA, name, kind, bytes);
        ana.hears("file");
    }
    assert_eq!(stage.telegram.requests("getFile").len(), 1);
    ana.ask("+1 415 555 0100", "What should I ask them for?");
    stage.ends_well(0);
}

#[test]
fn an_owner_shares_a_place_with_a_group() {
    let stage = Stage::new("--call-seconds 1");
    let people = [ANA, BEN];
    stage.telegram.group(GROUP, Kind::Group, "Friends", &people);
    stage.run();
    let private = stage.linked(ANA);
    stage.linked(BEN);
    private.ask(
        "/contacts add Casa Pepe +1 415 555 0100",
        "Kept in your contacts",
    );
    let (ana, ben) = (stage.seat(GROUP, ANA), stage.seat(GROUP, BEN));
    // The list itself is personal.
    let door = ana.own("/contacts", "That is personal");
    assert!(!door.text.contains("Pepe"), "{door:?}");
    private.follows(&door.buttons[0].1);
    private.hears("1. Casa Pepe");
    let request = "/call Casa Pepe, table for 4 tomorrow at 9pm, name Ben";
    ben.own(request, "Which number should I call?");
    ben.own("/cancel", "Cancelled");
    ana.own(
        "/contacts share Casa Pepe",
        "Shared with this room: Casa Pepe",
    );
    let card = ben.own(request, "They will hear an AI");
    has(
        &card,
        &[
            "+1 415-555-0100",
            "The number is from Ana García, who shares it here.",
        ],
    );
    ben.presses_own("Call now");
    ben.hears_own("✅ Call finished");
    private.ask("/contacts Casa Pepe", "Shared: with one room");
    private.press("Stop sharing", "Not shared any more");
    stage.ends_well(1);
}

#[test]
fn in_spanish() {
    let stage = Stage::running("");
    let eva = stage.linked(EVA);
    let words = "Añade Casa Pepe +34 912 345 678 a mis contactos";
    eva.ask(
        words,
        "Guardado en tus contactos: Casa Pepe, +34 912 34 56 78.",
    );
    let card = eva.ask(
        "Llama a Casa Pepe y reserva mesa para 4 el viernes a las 21:00, a nombre de Eva",
        "El número es de tus contactos.",
    );
    has(&card, &["+34 912 34 56 78", "Casa Pepe"]);
    eva.press("Cancelar", "Cancelado");
    eva.ask("mis contactos", "Un contacto");
    eva.press("Casa Pepe", "Origen: lo escribiste tú");
    eva.ask(
        "/contactos renombra Casa Pepe a Pepe",
        "Nombre cambiado: Pepe",
    );
    eva.ask("/contactos olvida Pepe", "Borrado de tus contactos: Pepe");
    stage.ends_well(0);
}

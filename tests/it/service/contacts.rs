//! The address book in the terminal: a place is called again by its name, and the
//! account's history in every trouble of the service.

use serde_json::json;

use crate::support::Place;

const AGAIN: &str = "Call Casa Pepe again, Friday at 9 for 4";

#[test]
fn a_place_is_called_again_by_its_name() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    let first = "call Casa Pepe at +1 415 555 0100, table for 2 tomorrow at 8pm, under Ana";
    chat.ask(first, "They will hear");
    chat.ask("call now", "Call finished");
    chat.ask(AGAIN, "+1 415-555-0100")
        .hears("Place Casa Pepe")
        .hears("The number is from your calls.")
        .hears("As last time: name Ana.");
    chat.ask("call now", "Call finished");
    chat.ends_well();
    // The next program knows it, too.
    let mut chat = place.chat();
    chat.ask(AGAIN, "The number is from your calls.");
    chat.ask("cancel", "I've dropped this request.");
    let calls = place.sandbox.dialled();
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|call| call["number"] == "+14155550100"));
    chat.ends_well();
}

#[test]
fn contacts_are_chosen_by_number_or_label() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    chat.ask("/contacts", "You have no contacts yet.");
    let words = "add Hotel Miramar +1 415 555 0100 to my contacts";
    chat.ask(
        words,
        "Kept in your contacts: Hotel Miramar, +1 415-555-0100.",
    );
    let words = "/contacts add Hotel Miramar +1 415 555 0111";
    chat.ask(
        words,
        "Kept in your contacts: Hotel Miramar, +1 415-555-0111.",
    );
    let words = "book a room at Hotel Miramar tomorrow for 2 nights, 2 people, under Ana";
    chat.ask(words, "I know several numbers for that name.")
        .hears("[1] Hotel Miramar, +1 415-555-0111 [2] Hotel Miramar, +1 415-555-0100");
    chat.ask("2", "The number is from your contacts.");
    chat.ask("cancel", "Cancelled");
    chat.ask("my contacts", "2 contacts")
        .hears("[1] Hotel Miramar");
    chat.ask("1", "From you wrote it");
    chat.ask("rename", "Which name should Hotel Miramar");
    chat.ask("Casa Pepe", "Renamed: Casa Pepe");
    chat.ask("/call", "Which number should I call?")
        .hears("[1] Hotel Miramar [2] Casa Pepe");
    chat.ask("casa pepe", "What should I ask them for?");
    chat.ask("cancel", "Cancelled");
    chat.ask("/contacts forget all", "Remove all 2 contacts?");
    chat.ask("remove all contacts", "Your contacts are removed.");
    chat.ends_well();
}

/// The history is asked for by itself: its troubles are nobody's concern.
#[test]
fn a_history_in_trouble_costs_nothing() {
    for answer in [
        json!({"body": "html"}),
        json!({"status": 500}),
        json!({"status": 403, "json": {"error": {"code": "forbidden", "message": "no"}}}),
        json!({"json": {"calls": [{"call_id": 7}, null], "total": 2}}),
        json!({"json": {}}),
    ] {
        let place = Place::new("");
        let mut how = answer.clone();
        how["whole"] = json!(true);
        how["method"] = json!("GET");
        place.sandbox.answers("/v1/calls", how);
        let mut chat = place.linked_chat();
        chat.ask("/contacts", "You have no contacts yet.");
        chat.ask(AGAIN, "Which number should I call?");
        chat.ask("+1 415 555 0100", "Which name should I give?");
        let said = chat.ends_well();
        assert!(
            !said.contains("forbidden") && !said.contains("html"),
            "{said}"
        );
    }
}

#[test]
fn in_spanish() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    chat.ask("háblame en español", "español");
    chat.ask(
        "llama a Casa Pepe al +34 912 345 678, mesa para 2 mañana a las 21:00 a nombre de Eva",
        "Sabrán que",
    );
    chat.ask("llamar", "Llamada terminada");
    chat.ask(
        "Llama otra vez a Casa Pepe, el viernes a las 9 para 4",
        "+34 912 34 56 78",
    )
    .hears("El número es de tus llamadas.")
    .hears("Como la última vez: un restaurante; a nombre de Eva.");
    chat.ask("cancelar", "He descartado esta petición.");
    chat.ask("mis contactos", "Un contacto");
    chat.ask("casa pepe", "Origen tus llamadas")
        .hears("La última vez a nombre de Eva; 2 personas");
    chat.ends_well();
}

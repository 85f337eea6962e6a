//! The history: pages, searches, one call, a table; in every form and trouble of
//! the service.

use serde_json::{Value, json};

use super::super::chat::card;
use crate::support::{Place, Program};

const CALLS: &str = "/v1/calls";

/// The list of calls, and nothing else on that path.
fn list(how: Value) -> Value {
    let mut how = how;
    how["whole"] = json!(true);
    how["method"] = json!("GET");
    how
}

fn row(id: &str, at: &str, business: &str) -> Value {
    json!({"call_id": id, "status": "success", "metadata": {"created_at": at},
        "submission": {"respondent_phone": "+14155550100", "business_name": business}})
}

#[test]
fn pages_stay_the_same_while_new_calls_come_in() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    place.sandbox.past(&json!({"account": "ana", "count": 25}));
    chat.ask("/history", "Your calls 1 to 10 of 25, newest first")
        .hears("Place 1 · no answer")
        .hears("Place 10 · busy")
        .hears("[11] Older [12] As a table");
    place
        .sandbox
        .past(&json!({"account": "ana", "count": 3, "submission": {"business_name": "New"}}));
    chat.ask("11", "Your calls 11 to 20 of 25")
        .hears("Place 11")
        .hears("Place 20")
        .hears("[11] Newer [12] Older [13] As a table");
    chat.ask("12", "Your calls 21 to 25 of 25")
        .hears("Place 21")
        .hears("Place 25")
        .hears("[6] Newer [7] As a table");
    chat.ask("6", "Your calls 11 to 20 of 25");
    let before = chat.ends_well();
    assert!(!before.contains("New ·"), "{before}");
}

#[test]
fn thousands_of_rows() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    place
        .sandbox
        .past(&json!({"account": "ana", "count": 3000}));
    chat.ask("/history", "Your calls 1 to 10 of 3000, newest first")
        .hears("Place 10 ");
    chat.ask("/history place 1999", "“place 1999”: one call")
        .hears("Place 1999")
        .hears("These are only your newest calls");
    chat.ask("/history place 2999", "I found no call for “place 2999”.")
        .hears("These are only your newest calls");
    chat.ask("/history file", "your calls as a table, part 1 of 2.")
        .hears("calls.csv");
    chat.hears("part 2 of 2.")
        .hears("These are only your newest calls")
        .hears("calls-2.csv");
    chat.ends_well();
}

#[test]
fn each_form_of_the_list_is_read() {
    let older = row("b", "2026-01-02T10:00:00Z", "Second");
    let newer = row("a", "2026-01-03T10:00:00Z", "First");
    for answer in [
        json!({"calls": [newer, older], "total": 2}),
        json!({"items": [newer, older], "total": "2"}),
        // The oldest first, with rows that nobody can read, and unknown fields.
        json!({"calls": [older, {"call_id": null}, 7, newer], "total": 2, "more": {"a": 1}}),
        json!({"calls": [], "items": [newer, older]}),
        json!({"calls": [newer, older]}),
    ] {
        let place = Place::new("");
        let mut chat = place.linked_chat();
        place
            .sandbox
            .answers(CALLS, list(json!({"json": answer.clone()})));
        chat.ask("/history", "Your calls 1 to 2")
            .hears("✅ 3 January 2026, 05:00 · First · finished")
            .hears("✅ 2 January 2026, 05:00 · Second · finished");
        chat.ends_well();
    }
}

#[test]
fn trouble_with_the_list_is_said() {
    const NOT_NOW: &str = "KallyAI doesn't answer at the moment.";
    for (how, expected) in [
        (json!({"status": 500}), NOT_NOW),
        (json!({"body": "html"}), NOT_NOW),
        (json!({"body": "cut"}), NOT_NOW),
        (json!({"body": "empty"}), NOT_NOW),
        (json!({"json": {}}), NOT_NOW),
        (
            json!({"json": {"calls": []}}),
            "Your account has made no calls yet.",
        ),
        (
            json!({"status": 403}),
            "Your KallyAI sign-in doesn't allow that yet.",
        ),
    ] {
        let place = Place::new("");
        let mut chat = place.linked_chat();
        place.sandbox.answers(CALLS, list(how));
        chat.ask("/history", expected);
        chat.ends_well();
    }
}

/// A call made here.
fn calls(chat: &mut Program) {
    card(chat, "0100");
    chat.ask("Call now", "✅ Call finished").hears("Call again");
}

#[test]
fn calls_that_were_made_here_are_never_shown_with_less() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    place.sandbox.past(&json!({"account": "ana", "count": 1}));
    calls(&mut chat);
    chat.ask("/history", "Your calls 1 to 2 of 2")
        .hears("+1 415-555-0100 · finished")
        .hears("Place 1 ·");
    // The service forgets how it ended.
    let id = place.sandbox.dialled()[0]["call_id"].clone();
    let bare = json!({"call_id": id, "status": "in_progress"});
    place
        .sandbox
        .answers(CALLS, list(json!({"json": {"calls": [bare]}})));
    let one = format!("{CALLS}/{}", id.as_str().unwrap());
    place
        .sandbox
        .answers(&one, json!({"json": bare, "whole": true}));
    chat.ask("/history", "+1 415-555-0100 · finished");
    chat.ask("1", "✅ +1 415-555-0100")
        .hears("Status finished")
        .hears("Length 1 s")
        .hears("They confirmed a table")
        .hears("Next:")
        .hears("It cost 0.1 credits.")
        .hears("The call began like this:")
        .hears("[1] Transcript [2] Recording [3] Calendar [4] Call again");
    chat.ends_well();
}

#[test]
fn while_the_service_is_silent_calls_that_were_made_here_are_shown() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    calls(&mut chat);
    place.sandbox.answers(CALLS, list(json!({"body": "html"})));
    chat.ask("/history", "+1 415-555-0100 · finished").hears(
        "KallyAI doesn't answer at the moment, so these are only the calls that you made here.",
    );
    chat.ends_well();
}

#[test]
fn a_call_made_elsewhere_is_opened_and_made_again() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    let past = json!({"account": "ana", "count": 1, "status": "success",
        "submission": {"business_name": "Casa Pepe", "party_size": 3, "appointment_date": "2026-01-28"}});
    let ids = place.sandbox.past(&past);
    let id = ids[0].as_str().unwrap().to_owned();
    chat.ask("what did Casa Pepe say?", "“casa pepe”: one call")
        .hears("Casa Pepe · finished")
        .hears("[1] Call 1 [2] As a table");
    chat.ask("1", "✅ Casa Pepe, +1 415-555-0101")
        .hears("“Reserve a table for 2 people”")
        .hears("Status finished")
        .hears("Length 1 min 5 s")
        .hears(&format!("Id: {}", &id[..8]))
        .hears("[1] Transcript [2] Recording [3] Calendar [4] Call again");
    chat.ask("1", "Transcript of the call to Casa Pepe, +1 415-555-0101");
    chat.ask(&format!("/callinfo {}", &id[..8]), "✅ Casa Pepe")
        .hears("Call again");
    chat.ask("3", "The appointment, for your calendar.");
    chat.ask(
        &format!("/transcript {id}"),
        "Transcript of the call to Casa Pepe",
    );
    chat.ask(&format!("/call-info {id}"), "✅ Casa Pepe")
        .hears("Call again");
    chat.ask("call again", "📞 +1 415-555-0101")
        .hears("Place Casa Pepe")
        .hears("Name Ana")
        .hears("People 3")
        .hears("[1] Call now");
    chat.ask("1", "Nobody answered.");
    chat.ends_well();
}

#[test]
fn ids_that_are_not_theirs_open_nothing() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    let ids = place.sandbox.past(&json!({"account": "ben", "count": 2}));
    let other = ids[0].as_str().unwrap();
    place.sandbox.answers(CALLS, list(json!({"json": {"calls": [
        row("abc-1", "2026-01-02T10:00:00Z", "One"), row("abc-2", "2026-01-02T10:00:00Z", "Two")]}})));
    for command in ["/callinfo", "/transcript"] {
        for id in [other, "x", "../../v1/users/me", "🙂"] {
            chat.ask(
                &format!("{command} {id}"),
                "Your account has no call with that id.",
            );
        }
    }
    chat.ask("/callinfo abc", "Several calls have such an id. Which one?")
        .hears("[1] Call 1 [2] Call 2");
    let said = chat.ends_well();
    assert!(!said.contains("Place 1"), "{said}");
}

#[test]
fn searches_in_spanish() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    place.sandbox.past(&json!({"account": "ana", "count": 12}));
    chat.ask(
        "las últimas llamadas",
        "Tus llamadas, de la 1 a la 10 de 12, primero las últimas",
    )
    .hears("Place 10")
    .hears("[11] Anteriores [12] En una tabla");
    chat.ask("/historial comunicaba", "llamadas de la 1 a la 3 de 3")
        .hears("Place 2 · comunicaba");
    chat.ask("/historial luna", "No he encontrado ninguna llamada");
    chat.ask("mis llamadas a Place 12", "«place 12»: una llamada");
    chat.ask(
        "/historial archivo",
        "Aquí están tus 12 llamadas en una tabla.",
    )
    .hears("llamadas.csv");
    chat.ends_well();
}

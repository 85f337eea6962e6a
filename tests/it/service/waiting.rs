//! Calls that wait at the service: called off, and put off to another time.

use serde_json::json;

use super::super::chat::card;
use crate::support::{Place, Program};

/// A call of this program's that the service has scheduled.
fn waiting(place: &Place) -> Program {
    let mut chat = place.linked_chat();
    card(&mut chat, "0111");
    chat.ask("Call now", "KallyAI")
        .hears("[1] Cancel the call [2] Another time");
    chat
}

fn long() -> Place {
    Place::new("--call-seconds 600")
}

#[test]
fn a_call_that_waits_is_called_off() {
    let place = long();
    let mut chat = waiting(&place);
    chat.ask("1", "✖️ The call was cancelled.");
    assert!(place.sandbox.dialled().is_empty());
    chat.ends_well();
}

#[test]
fn a_call_that_waits_is_put_off() {
    let place = long();
    let mut chat = waiting(&place);
    chat.ask("2", "When should KallyAI call instead?")
        .hears("[Leave it as it is]");
    chat.ask("whenever", "When should KallyAI call instead?");
    chat.ask(
        "tomorrow at 10:15",
        "✅ KallyAI will call +1 415-555-0111 on",
    )
    .hears("at 10:15 (Los Angeles).");
    chat.ask("/history", "scheduled at KallyAI");
    chat.ask("1", "Status scheduled at KallyAI")
        .hears("[1] Cancel the call [2] Another time");
    chat.ask("2", "When should KallyAI call instead?");
    chat.ask("leave it as it is", "All right, the call stays as it is.");
    chat.kill();
}

#[test]
fn a_refused_time_is_asked_for_again() {
    let place = long();
    let mut chat = waiting(&place);
    chat.ask("2", "When should KallyAI call instead?");
    place
        .sandbox
        .fail(&json!({"path": "/v1/calls/", "method": "POST", "status": 422}));
    chat.ask(
        "tomorrow at 3",
        "KallyAI doesn't take that time, so the call stays as it was.",
    )
    .hears("KallyAI says: A fault was armed")
    .hears("When should KallyAI call instead?");
    chat.ask("tomorrow at 11am", "✅ KallyAI will call +1 415-555-0111");
    chat.kill();
}

#[test]
fn lost_answers_are_looked_into() {
    for (fault, expected) in [
        (json!({"drop": "after"}), "✖️ The call was cancelled."),
        (json!({"body": "cut"}), "✖️ The call was cancelled."),
        (
            json!({"drop": "before"}),
            "KallyAI doesn't answer at the moment.",
        ),
        (
            json!({"status": 500}),
            "KallyAI doesn't answer at the moment.",
        ),
    ] {
        let place = long();
        let mut chat = waiting(&place);
        let mut fault = fault;
        fault["path"] = json!("/v1/calls/");
        fault["method"] = json!("POST");
        place.sandbox.fail(&fault);
        chat.ask("1", expected);
        chat.kill();
    }
}

#[test]
fn it_may_be_too_late() {
    let place = Place::new("--call-seconds 5");
    let mut chat = waiting(&place);
    chat.ask("2", "When should KallyAI call instead?");
    place.sandbox.waits_for_dialled(1);
    chat.say("tomorrow at 10");
    let answers = [
        "KallyAI is calling +1 415-555-0111 already, so that can't be changed any more.",
        "The call to +1 415-555-0111 is over already.",
    ];
    chat.hears_one(&answers, crate::support::LIMIT);
    let said = chat.ends_well();
    assert!(said.contains("✅ Call finished"), "{said}");
}

#[test]
fn calls_that_were_made_elsewhere_too() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    let past = json!({"account": "ana", "count": 2, "status": "scheduled"});
    place.sandbox.past(&past);
    chat.ask("/history scheduled", "Place 1 · scheduled at KallyAI")
        .hears("[3] As a table");
    chat.ask("1", "Status scheduled at KallyAI")
        .hears("[1] Cancel the call [2] Another time");
    chat.ask("1", "✖️ Cancelled. KallyAI won't call Place 1.");
    chat.ask("¿qué llamadas he hecho?", "Place 1 · cancelada")
        .hears("Place 2 · programada en KallyAI")
        .hears("[3] En una tabla");
    chat.ask("2", "[2] Otra hora");
    chat.ask("2", "¿Cuándo tiene que llamar KallyAI?");
    chat.ask("mañana a las 10", "✅ KallyAI llamará a Place 2 el")
        .hears("a las 10:00");
    chat.ask("/historial canceladas", "Place 1 · cancelada");
    chat.ends_well();
}

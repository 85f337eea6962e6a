//! The history, on Telegram.

use serde_json::json;

use super::stage::{ANA, EVA, Stage};
use telegram_emulator::Kind;

const GROUP: i64 = -500;

fn past(stage: &Stage, count: u32) {
    let past = json!({"account": "ana", "count": count});
    stage.place.sandbox.past(&past);
}

#[test]
fn pages_are_turned_in_their_message() {
    let stage = Stage::running("");
    let ana = stage.linked(ANA);
    past(&stage, 23);
    let first = ana.ask("/history", "Your calls 1 to 10 of 23");
    assert_eq!(first.text.matches(" · Place ").count(), 10, "{first:?}");
    ana.presses("Older");
    let second = ana.becomes(&first, "Your calls 11 to 20 of 23");
    assert!(second.labels().contains(&"Newer"), "{second:?}");
    ana.presses("Older");
    let third = ana.becomes(&first, "Your calls 21 to 23 of 23");
    assert!(!third.labels().contains(&"Older"), "{third:?}");
    ana.presses("Call 3");
    ana.hears("✖️ Place 23");
    ana.presses("Newer");
    ana.becomes(&first, "Your calls 11 to 20 of 23");
    // Another process goes on with the same buttons.
    stage.run();
    ana.presses("Newer");
    ana.becomes(&first, "Your calls 1 to 10 of 23");
    // Another search has pages of its own.
    ana.ask("/history busy", "“busy”: calls 1 to");
    let file = ana.press("As a table", "calls as a table");
    assert_eq!(file.document.as_deref(), Some("calls.csv"));
    let table = file.content.unwrap();
    assert!(
        table.contains(",busy,") && !table.contains("finished"),
        "{table}"
    );
    let newest = ana.shown().len();
    stage.telegram.presses_on(ANA, first.id, ANA, "Older");
    ana.becomes(&first, "Your calls 11 to 20 of 23");
    assert_eq!(ana.shown().len(), newest, "{}", stage.so_far());
    stage.ends_well(0);
}

#[test]
fn a_table_that_was_made_in_a_group_says_where() {
    let stage = Stage::running("--call-seconds 1");
    let private = stage.linked(ANA);
    stage
        .telegram
        .group(GROUP, Kind::Supergroup, "Friends", &[ANA]);
    let ana = stage.seat(GROUP, ANA);
    ana.own(
        "/call 415 555 0100 table for 4 tomorrow at 8pm, name Ana",
        "They will hear an AI",
    );
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    let door = ana.own("/history", "That is personal");
    private.follows(&door.buttons[0].1);
    private.hears("+1 415-555-0100 · finished");
    let call = private.press("Call 1", "✅ +1 415-555-0100");
    assert!(call.text.contains("It cost 0.1 credits."), "{call:?}");
    private.press("Transcript", "Transcript of the call");
    private.press("Call again", "📞 +1 415-555-0100");
    stage.settles();
    assert_eq!(ana.count("credits"), 0, "{}", stage.so_far());
    stage.ends_well(1);
}

#[test]
fn in_spanish() {
    let stage = Stage::running("");
    let eva = stage.linked(EVA);
    past(&stage, 12);
    let first = eva.ask(
        "¿Qué llamadas he hecho?",
        "Tus llamadas, de la 1 a la 10 de 12",
    );
    eva.presses("Anteriores");
    eva.becomes(&first, "de la 11 a la 12 de 12");
    let file = eva.press("En una tabla", "en una tabla");
    assert_eq!(file.document.as_deref(), Some("llamadas.csv"));
    let call = eva.press("Llamada 2", "✅ Place 12");
    assert!(call.text.contains("Estado: terminada"), "{call:?}");
    stage.ends_well(0);
}

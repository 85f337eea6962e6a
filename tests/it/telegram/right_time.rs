//! The right time, on Telegram, in both languages.

use super::stage::{ANA, EVA, Stage};

const REQUEST: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

#[test]
fn a_call_waits_is_moved_and_is_made() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(REQUEST, "They will hear an AI");
    let card = ana.ask("Call them tomorrow at 10", "10:00 (Los Angeles)");
    assert!(
        format!("{card:?}").contains("20:00 (Los Angeles)"),
        "both times: {card:?}"
    );
    ana.press("Call at that time", "I'll call +1 415-555-0100 on");
    stage.run();
    ana.ask("/calls", "at 10:00 (Los Angeles)");
    ana.press("Another time", "When should I call?");
    ana.says("tomorrow at noon");
    stage.settles();
    ana.ask("/calls", "at 12:00 (Los Angeles)");
    assert!(stage.place.sandbox.dialled().is_empty());
    ana.presses("Now");
    ana.hears("✅ Call finished");
    stage.ends_well(1);
}

#[test]
fn en_espanol_tambien() {
    let stage = Stage::running("--call-seconds 1");
    let eva = stage.linked(EVA);
    eva.ask(
        "/llamar +34 910 000 100, reserva mesa para 4 pasado mañana a las 21:00 a nombre de Eva",
        "Sabrán que habla una IA",
    );
    eva.ask("llámales mañana a las 10", "10:00 (Madrid)");
    eva.press("Llamar a esa hora", "Llamo al +34 910 00 01 00 el");
    eva.ask("/llamadas", "a las 10:00 (Madrid)");
    eva.press("Descartar", "He anulado la llamada");
    assert!(stage.place.sandbox.dialled().is_empty());
    stage.ends_well(0);
}

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

/// One message is edited through all tries; the outcome is a new one.
#[test]
fn a_call_is_tried_again_until_somebody_answers() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(
        "/call +1 415 555 0141, ask whether my parcel has come",
        "They will hear an AI",
    );
    ana.ask("keep trying until they answer", "up to 3 more calls");
    let first = ana.press("Call now", "I'll call +1 415-555-0141 again at");
    ana.ask("/calls", "+1 415-555-0141");
    ana.presses("Now");
    let second = ana.hears("busy.");
    assert_eq!(first.id, second.id, "one message is edited");
    ana.ask("/calls", "+1 415-555-0141");
    ana.presses("Now");
    ana.hears("✅ Call finished");
    stage.ends_well(3);
}

#[test]
fn se_intenta_otra_vez_y_se_deja() {
    let stage = Stage::running("--call-seconds 1");
    let eva = stage.linked(EVA);
    eva.ask(
        "/llamar +34 910 000 101, pregunta si ha llegado mi paquete",
        "Sabrán que habla una IA",
    );
    eva.press("Llamar", "No ha contestado nadie");
    eva.ask(
        "cada media hora hasta que contesten",
        "hasta 3 llamadas más, cada 30 minutos",
    );
    // Shortly before midnight it tells the day as well.
    eva.press("Seguir así", "Vuelvo a llamar al +34 910 00 01 01");
    eva.press("Dejar de intentarlo", "He dejado de intentarlo");
    stage.ends_well(1);
}

#[test]
fn a_time_that_they_said_is_a_button() {
    let stage = Stage::running("--call-seconds 1");
    let eva = stage.linked(EVA);
    eva.ask(
        "/llamar +34 910 000 140, pregunta si ha llegado mi paquete; si salta el buzón, cuelga",
        "Colgar sin dejar mensaje",
    );
    eva.press("Llamar", "Vuelve a llamar mañana a las 10");
    eva.press(
        "Volver a llamar: Mañana a las 10:00",
        "Vuelvo a llamar al +34 910 00 01 40 el",
    );
    stage.ends_well(1);
}

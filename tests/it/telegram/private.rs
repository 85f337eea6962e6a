//! Whole conversations in private.

use super::stage::{ANA, EVA, Stage};

#[test]
fn a_table_from_the_first_question_to_the_outcome() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask("/call", "Which number should I call?");
    ana.ask("415 555 0100", "What should I ask them for?");
    let asked = ana.ask("table for 4 tomorrow at 8pm", "Which name should I give?");
    assert!(asked.text.contains("4 people"), "{asked:?}");
    let card = ana.press("Ana García", "They will hear an AI");
    for line in ["📞 +1 415-555-0100", "Name: Ana García", "People: 4"] {
        assert!(card.text.contains(line), "{line} in {card:?}");
    }
    assert_eq!(card.labels(), ["Call now", "Edit", "Cancel"]);
    let status = ana.press("Call now", "Calling +1 415-555-0100…");
    assert_eq!(status.labels(), ["Stop"]);
    let outcome = ana.hears("✅ Call finished");
    assert!(outcome.labels().contains(&"Transcript"), "{outcome:?}");
    // The status was edited in place.
    let status = ana.becomes(&status, "The call to +1 415-555-0100 is over.");
    assert!(status.buttons.is_empty(), "{status:?}");
    ana.press("Transcript", "KallyAI");
    let calendar = ana.press("Calendar", "The appointment, for your calendar.");
    assert_eq!(calendar.document.as_deref(), Some("appointment.ics"));
    assert!(calendar.content.unwrap().starts_with("BEGIN:VCALENDAR"));
    stage.ends_well(1);
}

#[test]
fn everything_in_spanish_to_a_long_transcript() {
    let stage = Stage::new("--call-seconds 1")
        .variable("KALLY_LOCALE__LANGUAGE", "es")
        .variable("KALLY_LOCALE__REGION", "ES");
    stage.run();
    let eva = stage.linked(EVA);
    eva.ask("/llamar", "¿A qué número llamo?");
    eva.ask("912 34 01 09", "¿Qué les pido?");
    eva.ask(
        "mesa para 4 mañana a las nueve y media",
        "¿A nombre de quién?",
    );
    let card = eva.press("Eva Ruiz", "Sabrán que habla una IA");
    assert!(card.text.contains("+34 912 34 01 09 · España"), "{card:?}");
    eva.press("Llamar", "Llamando al +34 912 34 01 09…");
    eva.hears("✅ Llamada terminada");
    let transcript = eva.press("Transcripción", "aquí va como archivo");
    assert_eq!(transcript.document.as_deref(), Some("transcripcion.txt"));
    stage.ends_well(1);
}

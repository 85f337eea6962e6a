//! Appointments in the terminal: kept, listed, moved by a second call, and as a
//! file; they outlive the process.

use super::card;
use crate::support::Place;

#[test]
fn it_outlives_the_process_and_is_moved_by_a_second_call() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    card(&mut chat, "0100");
    chat.ask("Call now", "✅ Call finished");
    chat.ask("Keep it", "Kept: +1 415-555-0100 · ")
        .hears("I'll remind you: ");
    chat.ends_well();

    let mut chat = place.chat();
    chat.ask("/appointments", "One appointment")
        .hears("1. +1 415-555-0100 · ");
    chat.ask("1", "Name Ana");
    chat.ask("Calendar file", "The appointment, for your calendar");
    chat.ask("Move it", "For which day?");
    chat.ask("in three days at 9 pm", "Move my reservation on ");
    assert_eq!(place.sandbox.dialled().len(), 1, "the card comes first");
    chat.ask("Call now", "✅ Call finished");
    chat.ask("Keep it", "Changed: +1 415-555-0100 · ");
    chat.ask("/appointments", "21:00");
    assert_eq!(place.sandbox.dialled().len(), 2);
    let files = std::fs::read_dir(place.documents()).unwrap();
    let files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    let [file] = &files[..] else {
        panic!("{files:?}");
    };
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("DTSTART;TZID=America/Los_Angeles:"), "{text}");
    chat.ends_well();
}

#[test]
fn en_castellano() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    chat.ask(
        "llama al +34 915 552 671 y reserva una mesa para 4 mañana a las 21:00 a nombre de Ana",
        "Sabrán que habla una IA",
    );
    chat.ask("Llamar", "✅ Llamada terminada");
    chat.ask("Guardar la cita", "Guardada: +34 915 55 26 71 · ")
        .hears("21:00 (Madrid)");
    chat.ask("mis citas", "Una cita");
    chat.ask("1", "Te avisaré: ");
    chat.ask("Anularla", "Anula mi reserva.");
    chat.ends_well();
}

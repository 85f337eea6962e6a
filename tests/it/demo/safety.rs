//! Errors that must never happen: the wrong number on a card, two requests in
//! one, a form for somebody in danger, an ordinary address mistaken for a
//! secret.

use super::{card, talk};
use crate::support::{Program, Start};

const PHONE: &str = "Which number should I call?";
const TASK: &str = "What should I ask them for?";
const DANGER: &str = "If somebody is in danger, call 911 yourself, now.";
const UNKNOWN: &str = "I don't know that command.";
const DESCONOCIDO: &str = "No conozco esa orden.";
const PELIGRO: &str = "Si alguien está en peligro, llama tú al 112, ahora mismo.";

fn spanish() -> Program {
    Start::demo()
        .variable("KALLY_LOCALE__LANGUAGE", "es")
        .variable("KALLY_LOCALE__REGION", "ES")
        .variable("KALLY_LOCALE__TIMEZONE", "Europe/Madrid")
        .start()
}

/// Says something whose whole answer must be one sentence: no question follows
/// it before the answer to the next message.
#[track_caller]
fn alone(demo: &mut Program, line: &str, sentence: &str, unknown: &str) {
    demo.ask(line, sentence);
    demo.ask("/nonsense", unknown);
    let heard = demo.output.flat();
    let (before, _) = heard.rsplit_once(unknown).unwrap();
    let (_, between) = before.rsplit_once(sentence).unwrap();
    assert!(!between.contains('?'), "{line}: {between}");
}

#[test]
fn a_number_in_doubt_is_asked_for() {
    let mut demo = Start::demo().start();
    let lines: &[(&str, &[&str])] = &[
        ("/call", &[PHONE]),
        ("617 555 01990", &["too many digits", PHONE]),
        ("not 617 555 0199", &["shouldn't call that number", PHONE]),
        ("fax 617 555 0199", &["looks like a fax number", PHONE]),
        (
            "617 555 0199 or 617 555 0198",
            &["more than one number", PHONE],
        ),
        ("my number is 617 555 0199", &["your own number", PHONE]),
        ("34 912 345 678", &["with + and the country code", PHONE]),
        ("617 555 0199", &["+1 617-555-0199, United States.", TASK]),
        ("(617) 555-0199 ext 12", &[TASK]),
        ("617 555 0199", &[TASK]),
        ("cancel", &["Cancelled."]),
        (
            "call 617 555 01990 and ask for the opening hours",
            &["too many digits", PHONE],
        ),
        ("cancel", &["Cancelled."]),
        (
            "don't call +1 617 555 0198, call +1 617 555 0199 and ask for the opening hours",
            &["📞 +1 617-555-0199"],
        ),
        (
            "not +1 617 555 0199",
            &["shouldn't call that number", "📞 +1 617-555-0199"],
        ),
        ("use +1 617 555 0197 instead", &["📞 +1 617-555-0197"]),
        ("cancel", &["Cancelled."]),
        (
            "call +1 617 555 0198 for a table for 2 at 8 under Ana, and call +1 212 555 0197 to get a doctor on Monday",
            &["more than one number", PHONE],
        ),
    ];
    talk(&mut demo, lines);
    demo.ends_well();
}

#[test]
fn a_second_request_is_not_mixed_into_the_first() {
    let mut demo = Start::demo().start();
    card(&mut demo, "0100");
    let replace = "[1] Keep both [2] Replace [3] Keep this one";
    let lines: &[(&str, &[&str])] = &[
        (
            "call +34 912 345 678 and ask for the price of a haircut",
            &[
                "A new request?",
                "+34 912 34 56 78",
                "price of a haircut",
                replace,
            ],
        ),
        // 'Yes' may mean either request: nothing is called.
        ("yes", &["A new request?", replace]),
        (
            "Keep this one",
            &["📞 +1 415-555-0100", "table for 4", "[1] Call now"],
        ),
        (
            "actually book a dentist at 212 555 0198 for Monday at 10",
            &["A new request?", "+1 212-555-0198", replace],
        ),
        ("3", &["📞 +1 415-555-0100", "People 4"]),
        (
            "call the dentist and book a cleaning on friday at 10am",
            &["A new request?"],
        ),
        ("make it 9pm", &["Changed: 21:00", "📞 +1 415-555-0100"]),
        (
            "forget this, book a dentist at 212 555 0198 for Monday at 10",
            &["A new request?", replace],
        ),
        ("Replace", &["a clinic", "Which name should I give?"]),
        (
            "call +1 415 555 0100 and reserve a table for two tomorrow at 8pm",
            &["A new request?", replace],
        ),
        ("keep this one", &["Which name should I give?"]),
        ("Ana", &["📞 +1 212-555-0198", "dentist"]),
    ];
    talk(&mut demo, lines);
    let all = demo.ends_well();
    assert!(!all.contains("Calling"), "{all}");
}

#[test]
fn a_second_request_is_noticed_in_spanish() {
    let mut demo = spanish();
    let lines: &[(&str, &[&str])] = &[
        (
            "llama al 912345678 y reserva mesa para 4 mañana a las 9",
            &["¿A nombre de quién?"],
        ),
        (
            "mejor llama al 934567890 y pide cita con el dentista el lunes a las 10",
            &[
                "¿Una petición nueva?",
                "+34 934 56 78 90",
                "[1] Guardar las dos [2] Sustituir [3] Seguir con esta",
            ],
        ),
        ("Seguir con esta", &["¿A nombre de quién?"]),
        ("Ana", &["📞 +34 912 34 56 78", "Personas 4"]),
    ];
    talk(&mut demo, lines);
    demo.ends_well();
}

#[test]
fn danger_gets_no_form() {
    let mut demo = Start::demo().start();
    for cry in [
        "I need an ambulance",
        "help me I'm dying",
        "call the police",
        "there's a fire in my house",
        "somebody broke into my house, call the cops",
        "911",
        "call 112",
        "/call call 911 now and book a table",
    ] {
        alone(&mut demo, cry, DANGER, UNKNOWN);
    }
    demo.ask("/call", PHONE);
    alone(&mut demo, "911", DANGER, UNKNOWN);
    demo.ask("617 555 0199", TASK);
    alone(&mut demo, "my husband can't breathe", DANGER, UNKNOWN);
    let lines: &[(&str, &[&str])] = &[
        (
            "ask the police museum for the opening hours",
            &["Ask the police museum"],
        ),
        ("cancel", &["Cancelled."]),
        ("a table for 2 near the police station", &[PHONE]),
        ("cancel", &["Cancelled."]),
        ("book a table at The Ambulance for 2", &[PHONE]),
        ("cancel", &["Cancelled."]),
    ];
    talk(&mut demo, lines);
    demo.ends_well();
}

#[test]
fn danger_gets_no_form_in_spanish() {
    let mut demo = spanish();
    for cry in [
        "necesito una ambulancia",
        "llama a la policía",
        "me estoy muriendo",
        "¡socorro!",
        "hay un incendio en mi casa",
        "112",
        "llama al 061",
    ] {
        alone(&mut demo, cry, PELIGRO, DESCONOCIDO);
    }
    alone(
        &mut demo,
        "016",
        "violencia contra las mujeres",
        DESCONOCIDO,
    );
    alone(&mut demo, "024", "Habla con alguien ahora", DESCONOCIDO);
    demo.ask(
        "pregunta en la comisaría por el horario",
        "¿A qué número llamo?",
    );
    demo.ends_well();
}

#[test]
fn an_ordinary_address_is_no_secret() {
    let mut demo = Start::demo().start();
    let lines: &[(&str, &[&str])] = &[
        (
            "https://homes.example.com/list?city=Dallas&state=TX call +1 415 555 0199 and ask the price of the flat",
            &["+1 415-555-0199"],
        ),
        ("cancel", &["Cancelled."]),
        ("/call +1 415 555 0199", &[TASK]),
    ];
    talk(&mut demo, lines);
    demo.ask(&"a".repeat(1500), "characters, and KallyAI takes 1000");
    demo.ends_well();
}

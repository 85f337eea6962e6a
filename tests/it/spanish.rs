//! A whole conversation in Spanish, read line by line.

use chrono::{Days, Locale, NaiveDate, Utc};

use crate::support::{Program, Start, without_moments};

/// The output, one line for each message, with words for the dates.
fn told(demo: &Program) -> String {
    let mut text = without_moments(&demo.output.flat());
    for (date, word) in [(1, "MAÑANA"), (0, "HOY")].map(|(days, word)| (day(days), word)) {
        for form in [
            "%A %-d de %B de %Y",
            "%A %-d de %B",
            "%-d de %B de %Y",
            "%Y-%m-%d",
        ] {
            text = text.replace(
                &date.format_localized(form, Locale::es_ES).to_string(),
                word,
            );
        }
    }
    for beginning in [
        " > ",
        " 📞",
        " [1]",
        " - MOMENT",
        " ✅",
        " Llamando",
        " La llamada",
        " Sabrán",
    ] {
        text = text.replace(beginning, &format!("\n{}", &beginning[1..]));
    }
    text
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program takes the machine's clock"
)]
fn day(from_today: u64) -> NaiveDate {
    Utc::now()
        .with_timezone(&chrono_tz::Europe::Madrid)
        .date_naive()
        + Days::new(from_today)
}

fn spanish() -> Program {
    Start::demo()
        .variable("KALLY_LOCALE__LANGUAGE", "es")
        .variable("KALLY_LOCALE__REGION", "ES")
        .variable("KALLY_LOCALE__TIMEZONE", "Europe/Madrid")
        .start()
}

#[test]
fn a_table_is_reserved() {
    let mut demo = spanish();
    demo.ask("/llamar", "¿A qué número llamo?");
    demo.ask("no tengo ni idea", "Ahí no veo ningún número de teléfono.");
    demo.ask("912 34 01 00", "¿Qué les pido?");
    demo.ask(
        "reserva mesa para 4 mañana a las nueve y media",
        "¿A nombre de quién?",
    );
    demo.ask("ayuda", "También puedes escribir atrás, saltar o cancelar.");
    demo.ask("Ana García", "[1] Llamar");
    demo.ask("no, 5 personas", "Cambiado: 5 personas.");
    demo.ask("cambiar", "¿Qué cambiamos?");
    demo.ask("Hora", "¿A qué hora?");
    demo.ask("a las diez", "Cambiado: 22:00.")
        .hears("[1] Llamar");
    demo.ask("sí", "Llamando al +34 912 34 01 00")
        .hears("[1] Transcripción");
    demo.ask("transcripción", "Muchas gracias, adiós.");
    demo.ask("gracias", "De nada.");
    demo.ask("/estado", "Créditos que quedan 50 de 50");
    demo.ends_well();
    insta::assert_snapshot!(told(&demo));
}

#[test]
fn a_table_in_one_sentence_from_the_first_line() {
    let mut demo = spanish();
    demo.say("912 34 01 01, reserva mesa para 4 mañana a las nueve y media a nombre de Ana");
    demo.hears("📞 +34 912 34 01 01 · España")
        .hears("Restaurante")
        .hears("A nombre de Ana");
    demo.hears("21:30 (Madrid)")
        .hears("Personas 4")
        .hears("Sabrán que habla una IA que llama de tu parte.");
    demo.ask("Llamar", "Llamando al +34 912 34 01 01")
        .hears("[1] Colgar");
    demo.hears("[1] En 10 min [2] En una hora [3] Elegir hora [4] Seguir intentándolo [5] Llamar otra vez [6] Dejarlo");
    let output = demo.ends_well();
    assert!(
        !output.contains("Nobody") && !output.contains("Call"),
        "no English: {output}"
    );
}

#[test]
fn an_emergency_number_is_refused() {
    let mut demo = spanish();
    for number in ["112", "061", "091"] {
        demo.ask(number, "Nunca llamo a los servicios de emergencia.")
            .ask("cancelar", "No hay nada que cancelar.");
    }
    demo.ends_well();
}

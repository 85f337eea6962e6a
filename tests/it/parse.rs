//! `parse`: the understood values, as JSON, for one text and for a batch.

use serde_json::{Value, json};

use crate::support::Start;

#[track_caller]
fn single(options: &str, text: &str, expected: &Value) {
    let line = format!("parse --now 2026-01-28T10:00 {options}");
    let (code, output, log) = Start::of(&line).argument(text).run("");
    assert_eq!(code, 0, "{text}: {log}");
    let found: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(found, *expected, "{text}");
}

#[test]
fn one_text() {
    let english = "call +1 415 555 2671, table for four tomorrow at 8";
    let expected = json!({
        "phone": "+14155552671", "category": "restaurant", "date": "2026-01-29", "time": "20:00", "party_size": 4,
        "task": "table for four tomorrow at 8",
    });
    single("", english, &expected);
    let spanish = "mesa para 4 mañana a las nueve y media en el 912345678";
    let expected = json!({
        "phone": "+34912345678", "category": "restaurant", "date": "2026-01-29", "time": "21:30", "party_size": 4,
        "task": "mesa para 4 mañana a las nueve y media",
    });
    single(
        "--lang es --region ES --tz Europe/Madrid",
        spanish,
        &expected,
    );
    single("", "hello", &json!({}));
}

#[test]
fn every_day_and_time_is_explained() {
    let text = "they close on Sunday, don't book Friday, table for 2 on Saturday at 8";
    let start = Start::of("parse --now 2026-01-28T10:00 --explain").argument(text);
    let (code, output, log) = start.run("");
    assert_eq!(code, 0, "{log}");
    let found: Value = serde_json::from_str(&output).unwrap();
    assert_eq!(found["slots"]["date"], "2026-01-31");
    let read = |words, role| json!({"kind": "day", "words": words, "role": role});
    let days = [
        read("Sunday", "context"),
        read("Friday", "ruled out"),
        read("Saturday", "wanted"),
        json!({"kind": "time", "words": "at 8", "role": "wanted"}),
    ];
    assert_eq!(found["read"], json!(days));
}

#[test]
fn a_batch_is_answered_line_by_line() {
    let input = concat!(
        r#"{"id":1,"lang":"en","tz":"America/New_York","now":"2026-01-28T12:00:00Z","region":"US","text":"table for 2 on friday at 7pm"}"#,
        "\nno json\n\n",
        r#"{"id":"b","text":5}"#,
        "\n",
        r#"{"id":3,"tz":"Mars/X","text":"x"}"#,
        "\n",
        r#"{"text":"hola","lang":"es"}"#,
    );
    let (code, output, log) = Start::of("parse --batch").run(input);
    assert_eq!(code, 0, "{log}");
    let answers: Vec<Value> = output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 5, "{output}");
    assert_eq!(answers[0]["id"], 1);
    assert_eq!(answers[0]["slots"]["date"], "2026-01-30");
    assert_eq!(answers[0]["slots"]["time"], "19:00");
    assert_eq!(answers[0]["slots"]["party_size"], 2);
    assert!(
        answers[1]["error"]
            .as_str()
            .unwrap()
            .contains("not a line of the expected JSON"),
        "{output}"
    );
    assert_eq!(answers[2]["id"], "b");
    assert!(answers[2]["error"].is_string(), "{output}");
    assert_eq!(
        answers[3]["error"],
        "tz is not an IANA timezone: \"Mars/X\""
    );
    assert_eq!(answers[4], json!({"slots": {}}));
}

#[track_caller]
fn refused(arguments: &str, said: &str) {
    let (code, output, log) = Start::of(arguments).run("");
    assert_ne!(code, 0, "{arguments}: {output}");
    assert!(log.contains(said), "{arguments}: {log}");
}

#[test]
fn what_cannot_be_parsed_is_said() {
    refused("parse", "<TEXT>...");
    refused("parse --batch text", "cannot be used with");
    refused(
        "parse --tz Mars x",
        "write an IANA name such as Europe/Madrid",
    );
    refused("parse --lang fr x", "write en or es");
    refused(
        "parse --now later x",
        "\"later\" is not a time such as 2026-01-28T10:00 (--now)",
    );
}

/// The number that each text is read as, by region.
#[track_caller]
fn numbers(language: &str, region: &str, table: &[(&str, Option<&str>)]) {
    let input: String = table
        .iter()
        .map(|(text, _)| {
            let line = json!({
                "lang": language, "tz": "UTC", "now": "2026-01-28T12:00:00Z", "region": region, "text": text,
            });
            format!("{line}\n")
        })
        .collect();
    let (code, output, log) = Start::of("parse --batch").run(&input);
    assert_eq!(code, 0, "{log}");
    let wrong: Vec<String> = output
        .lines()
        .zip(table)
        .filter_map(|(line, (text, expected))| {
            let answer: Value = serde_json::from_str(line).unwrap();
            let found = answer["slots"]["phone"].as_str();
            (found != *expected).then(|| format!("{text}: {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(output.lines().count(), table.len());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of what people write")]
fn the_number_that_is_meant_in_english() {
    let good = Some("+16175550164");
    numbers(
        "en",
        "US",
        &[
            ("don't call 617-555-0172, ask when they open", None),
            (
                "it's no longer 617-555-0172, call 617-555-0164 and ask when they open",
                good,
            ),
            (
                "call 617-555-0164, not 617-555-0172, and ask when they open",
                good,
            ),
            (
                "instead of 617-555-0172 call 617-555-0164 and ask for Tom",
                good,
            ),
            (
                "617-555-0172, I mean 617-555-0164, ask when they open",
                good,
            ),
            (
                "call 617-555-0172, sorry, 617-555-0164, and ask for Tom",
                good,
            ),
            (
                "617-555-0172 is out of service, use 617-555-0164 and ask for Tom",
                good,
            ),
            (
                "they changed from 617-555-0172 to 617-555-0164, ask for Tom",
                good,
            ),
            (
                "the old number was 617-555-0172, the new one is 617-555-0164, ask for Tom",
                good,
            ),
            ("ignore 617-555-0172, ask for Tom", None),
            ("call 617-555-0172 or 617-555-0164 and ask for Tom", None),
            (
                "call 617-555-0172, if nobody answers call 617-555-0164, ask for Tom",
                None,
            ),
            ("don't forget to call 617-555-0164 and ask for Tom", good),
            ("call 617-555-0164 and ask why the door doesn't work", good),
            (
                "call 617-555-0164 and tell them my number is 617-555-0172",
                good,
            ),
            ("fax 617-555-0172, phone 617-555-0164, ask for Tom", good),
            ("617-555-0164 (tel) 617-555-0172 (fax) ask for Tom", good),
            ("F: 617-555-0172 T: 617-555-0164 ask for Tom", good),
            ("fax: 617-555-0172, ask for Tom", None),
            ("my number is 617-555-0172, book a table", None),
            ("reach me at 617-555-0172, book a table", None),
            ("617-555-0172 is my cell, book a table", None),
            ("call my dad at 617-555-0164 and say hello", good),
            ("cancel my booking at Rosa's 617-555-0164", good),
            ("call me a taxi at 617-555-0164", good),
            ("please ring my barber on 617-555-0164 and book a cut", good),
            (
                "look at https://flats.example.com/item/6175550172 and ask the price",
                None,
            ),
            ("mail tom6175550172@example.com", None),
            ("ask @bar_6175550172 if they are open", None),
            ("ask about ticket 6175550172", None),
            ("order number 6175550172 is late, ask why", None),
            ("order a pizza from 617-555-0164", good),
            ("call 617 555 01722 and ask for Tom", None),
            ("call 415 555 26711 and ask for Tom", None),
            ("call 6175550172 8 and ask for Tom", None),
            ("34 912 345 678, ask for Tom", None),
            ("1 (617) 555-0164 ask for Tom", good),
            ("617 555 0164 4 people tomorrow at 8pm", good),
            ("table for 4 617 555 0164 tomorrow at 8pm", good),
        ],
    );
}

#[test]
fn the_number_that_is_meant_in_spanish() {
    let good = Some("+34934567812");
    numbers(
        "es",
        "ES",
        &[
            ("no llames al 912345612, pregunta si abren", None),
            (
                "ya no es el 912345612, llama al 934567812 y pide mesa",
                good,
            ),
            ("al 912345612 no, al 934567812, pide mesa", good),
            (
                "llama al 912345612, perdón, al 934567812, y pide mesa",
                good,
            ),
            ("llama al 912345612, mejor al 934567812, y pide mesa", good),
            ("en vez del 912345612 llama al 934567812 y pide mesa", good),
            (
                "el 912345612 no contesta, prueba el 934567812 y pide mesa",
                good,
            ),
            ("no es el 912345612 sino el 934567812, pide mesa", good),
            ("llama al 912345612 o al 934567812 y pide mesa", None),
            ("no olvides llamar al 934567812 y pide mesa", good),
            ("llama al 934567812, no es urgente, y pide mesa", good),
            ("fax 912345612, tel. 934567812, pide mesa", good),
            (
                "el 912345612 es el fax, llama al 934567812 y pide mesa",
                good,
            ),
            ("mi número es el 912345612, pide mesa", None),
            ("llámame al 912345612 cuando acabes, pide mesa", None),
            ("llama a mi madre al 934567812 y dile que llego tarde", good),
            ("llama a mi dentista al 934567812 y pide cita", good),
            ("llámame un taxi al 934567812 para mañana", good),
            (
                "mira https://pisos.example.com/912345612 y pregunta si sigue libre",
                None,
            ),
            ("pedido 912345612, pregunta cuándo llega", None),
            ("llama al 934567812 por el pedido 912345612", good),
            ("llama al 912 345 6129 y pide mesa", None),
            ("llama al 934567812 4 personas mañana a las 9", good),
            ("borra el 912345612, pide mesa", None),
        ],
    );
}

/// As much as the bot reads of a message.
const LONG: usize = 8_000;

/// Texts that make a careless reader try again and again.
const REPEATED: [&str; 30] = [
    "a",
    "1",
    "1 ",
    "+",
    "+1 ",
    "+34 912 ",
    "(415) ",
    "0",
    "-",
    "call ",
    "llama a ",
    "call call 1 ",
    "table for ",
    "mesa para ",
    "no, ",
    "not before 4pm and ",
    "at 8 at ",
    "a las 9 y media menos cuarto ",
    "29/1/",
    "tomorrow ",
    "pasado mañana ",
    "next friday or ",
    "under Ana under ",
    "a nombre de ",
    "\u{201c}",
    "((((",
    "ñ\u{301}",
    "\u{200b}",
    "👨‍👩‍👧‍👦",
    "tel:+1415555",
];

/// Ten of them in a process that may compute for so many seconds.
const SECONDS: u64 = 8;

#[test]
fn no_text_takes_long_to_read() {
    let texts = REPEATED.map(|piece| {
        let text = piece.repeat(LONG / piece.chars().count() + 1);
        text.chars().take(LONG).collect::<String>()
    });
    for language in ["en", "es"] {
        for texts in texts.chunks(10) {
            let lines = texts.iter().map(|text| {
                let line = json!({
                    "lang": language, "tz": "UTC", "now": "2026-01-28T12:00:00Z", "region": "US", "text": text,
                });
                format!("{line}\n")
            });
            let input: String = lines.collect();
            let start = Start::of("parse --batch").computes_at_most(SECONDS);
            let (code, output, log) = start.run(&input);
            assert_eq!(code, 0, "{log}");
            let read = output.matches("\"slots\"").count();
            assert_eq!(read, texts.len(), "{output:.1000}");
        }
    }
}

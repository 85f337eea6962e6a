//! `parse`: what is understood, as JSON, for one text and for a batch.

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
        "\"later\" is no time such as 2026-01-28T10:00 (--now)",
    );
}

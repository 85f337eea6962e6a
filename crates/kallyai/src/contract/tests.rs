use serde_json::{Value, json};

use super::expected::differences;
use super::*;

fn token() -> AccessToken {
    AccessToken::parse("at-0123456789abcdef").unwrap()
}

fn told(question: Question, http: u16, body: Value) -> Vec<String> {
    let told = differences(question, http, Some(&body));
    told.into_iter()
        .map(|difference| format!("{:?}: {}", difference.weight, difference.tells))
        .collect()
}

fn call() -> Value {
    json!({
        "call_id": "0f6c1c3e-8a34-4a19-9c7e-3f1f2a1d7b11", "status": "success",
        "highlights": "Ana Lopez has a table at 20:00", "next_steps": null,
        "duration_seconds": 61.5, "credits_used": 1.5,
        "metadata": {"created_at": "2026-01-22T15:30:00Z", "ended_at": "2026-01-22T15:31:00Z"},
        "submission": {"respondent_phone": "+34 912 345 678", "business_name": "Hotel",
            "task_category": "hotel", "task_description": "Ask for ana@example.org",
            "appointment_date": "2026-01-28", "appointment_time": "20:00"},
    })
}

#[test]
fn the_contract_itself_has_no_differences() {
    assert_eq!(told(Question::Call, 200, call()), Vec::<String>::new());
    let rows = json!({"calls": [call(), call()], "total": 2});
    assert_eq!(told(Question::History, 200, rows), Vec::<String>::new());
    let rows = json!({"items": [], "total": 0});
    assert_eq!(told(Question::History, 200, rows), Vec::<String>::new());
    let refusal = json!({"error": {"code": "call_not_found", "details": {"message": "No"}}});
    assert_eq!(told(Question::NoCall, 404, refusal), Vec::<String>::new());
}

#[test]
fn differences_say_what_they_mean() {
    let mut changed = call();
    changed["status"] = json!("ringing");
    changed["duration_seconds"] = json!("61");
    changed["credits_used"] = json!({"amount": 1});
    changed["metadata"]["region"] = json!("eu");
    changed["cost_usd"] = json!(1);
    changed.as_object_mut().unwrap().remove("call_id");
    assert_eq!(
        told(Question::Call, 200, changed),
        [
            "Breaks: `call_id` is missing",
            "Copes: `status` says \"ringing\", a word that the client does not know",
            "Copes: `duration_seconds` is a text, not a number; it is read all the same",
            "Copes: `credits_used` is an object, not a number, and is not read",
            "More: the service also tells `cost_usd`, `metadata.region`",
        ]
    );
    assert_eq!(
        told(Question::History, 200, json!({"rows": []})),
        [
            "Breaks: the list is missing: `calls` or `items` is not there",
            "Copes: `total` is missing: the number of all calls is unknown",
        ]
    );
    assert_eq!(
        differences(Question::Credits, 503, None)
            .into_iter()
            .map(|difference| difference.tells)
            .collect::<Vec<_>>(),
        [
            "the service answers with HTTP 503",
            "the refusal is not JSON, so it names no reason",
        ]
    );
    // An account in minutes has no credits.
    let none = json!({"error": {"code": "http_404", "message": "none"}});
    assert_eq!(told(Question::Credits, 404, none).len(), 1);
}

#[test]
fn nothing_personal_stays() {
    let mut redactor = Redactor::of_account(&token());
    let redacted = redactor.redact(&call()).unwrap();
    assert_eq!(
        redacted,
        json!({
            "call_id": "00000000-0000-4000-8000-000000000001", "status": "success",
            "highlights": "[30 characters]", "next_steps": null,
            "duration_seconds": 61.5, "credits_used": 1.5,
            "metadata": {"created_at": "2026-01-22T15:30:00Z", "ended_at": "2026-01-22T15:31:00Z"},
            "submission": {"respondent_phone": "+12025550104", "business_name": "[5 characters]",
                "task_category": "hotel", "task_description": "[23 characters]",
                "appointment_date": "2026-01-28", "appointment_time": "20:00"},
        }),
    );
    // The same call has the same stand-in in the next answer.
    let rows = redactor.redact(&json!({"calls": [call()]})).unwrap();
    assert_eq!(rows["calls"][0]["call_id"], redacted["call_id"]);
    // An address keeps its scheme only, a long number nothing.
    let others = json!({"url": "https://eu-1.example.com/a?sig=1", "id": 34_912_345_678_u64,
        "+34912345678": true});
    assert_eq!(
        redactor.redact(&others).unwrap(),
        json!({"url": "https://host-6.invalid/", "id": 1, "[name]": true}),
    );
    // The redacted answers are read like the real ones.
    assert_eq!(told(Question::Call, 200, redacted), Vec::<String>::new());
}

#[test]
fn leftovers_are_found() {
    let mut redactor = Redactor::of_account(&token());
    // A name that is also the name of a field.
    let named = json!({"user_name": "Maria7", "people": {"Maria7": 2}});
    assert_eq!(redactor.redact(&named), Err(Leftover));
    let mut redactor = Redactor::of_account(&AccessToken::parse("at-secret").unwrap());
    assert_eq!(redactor.redact(&json!({"at-secret": 1})), Err(Leftover));
}

#[test]
fn a_recording_comes_back_as_it_was_written() {
    let observed = Observed {
        question: Question::Call,
        http: 200,
        media_type: Some("application/json".to_owned()),
        body: call().to_string(),
        took: Duration::from_millis(3),
    };
    let mut redactor = Redactor::of_account(&token());
    let recording = Recording::of(&observed, &mut redactor).unwrap();
    let written = recording.written().unwrap();
    for personal in ["Ana", "912", "0f6c", "example"] {
        assert!(!written.contains(personal), "{personal} in {written}");
    }
    let read = Recording::read(&written).unwrap();
    assert_eq!(read, recording);
    assert_eq!(read.differences(), observed.differences());
    let newer = written.replace("\"format\": 1", "\"format\": 2");
    assert!(matches!(
        Recording::read(&newer),
        Err(RecordingError::Format(2))
    ));
    assert!(Recording::read("{}").is_err());
}

/// Recordings of the service: the client reads each of them, with no more
/// differences than the file beside it tells.
#[test]
fn recordings_are_replayed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    let mut replayed = 0;
    for account in std::fs::read_dir(folder).unwrap() {
        let account = account.unwrap().path();
        let mut told = String::new();
        for question in Question::ALL {
            let file = account.join(format!("{}.json", question.name()));
            let Ok(text) = std::fs::read_to_string(&file) else {
                continue;
            };
            let recording = Recording::read(&text).unwrap();
            assert_eq!(recording.name(), question.name(), "{}", file.display());
            for difference in recording.differences() {
                told += &format!("{}: {}\n", question.name(), difference.tells);
            }
            replayed += 1;
        }
        let known = std::fs::read_to_string(account.join("differences.txt")).unwrap_or_default();
        assert_eq!(told, known, "{}", account.display());
    }
    assert!(replayed > 0, "there are no recordings");
}

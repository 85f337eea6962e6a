//! `call`: confirmed by the command, placed once, followed to its end; killed and
//! taken up again.

use std::thread;
use std::time::Duration;

use serde_json::json;

use super::{Ran, bridge, calls, end_of, linked, ran, start, table};
use crate::support::{LIMIT, Place, Program};

#[test]
fn a_call_is_made_and_its_outcome_shown() {
    let place = linked("--call-seconds 1");
    let done = calls(&place, "0100", &["--date", "tomorrow"]).ends_with(0);
    let done = done
        .shows("✅ Call finished")
        .shows("They confirmed a table");
    for words in [
        "Confirmed: the call to Italian Bistro (+1 415-555-0100).",
        "kally-bridge call --resume ",
        "Calling Italian Bistro (+1 415-555-0100)…",
    ] {
        assert!(done.err.contains(words), "{words:?}: {done:?}");
    }
    let dialled = place.sandbox.dialled();
    assert_eq!(dialled.len(), 1);
    let history = ran(&place, &["history", "--json"]).ends_with(0).json();
    let call = &history["calls"][0];
    assert_eq!(call["id"], dialled[0]["call_id"]);
    assert_eq!(call["own_id"], dialled[0]["idempotency_key"]);
    assert_eq!(call["task"], "Reserve a table for 4 at 8pm");
    assert_eq!(call["business"], "Italian Bistro");
    assert_eq!(call["name"], "John Smith");
    assert_eq!(call["party_size"], 4);
    assert_eq!(call["category"], "restaurant");
}

#[test]
fn each_end_has_its_code() {
    let place = linked("--call-seconds 0.2");
    for (digits, code, end, status) in [
        ("0100", 0, "done", "success"),
        ("0101", 10, "not_reached", "no_answer"),
        ("0102", 10, "not_reached", "busy"),
        ("0103", 11, "call_failed", "failed"),
        ("0104", 10, "not_reached", "voicemail"),
        ("0105", 12, "cancelled", "cancelled"),
        ("0106", 12, "cancelled", "terminated"),
        ("0107", 0, "done", "success"),
    ] {
        let done = calls(&place, digits, &["--json"]).ends_with(code);
        let json = done.json();
        assert_eq!(json["end"], end, "{json}");
        assert_eq!(json["call"]["status"], status, "{json}");
        assert_eq!(json["call"]["phone"], format!("+1415555{digits}"));
        assert!(json["call"]["own_id"].is_string(), "{json}");
        let id = json["call"]["id"].as_str().unwrap();
        let info = ran(&place, &["call-info", id, "--json"])
            .ends_with(0)
            .json();
        assert_eq!(info["call"]["status"], status, "{info}");
        assert_eq!(info["call"]["own_id"], json["call"]["own_id"]);
    }
    assert_eq!(place.sandbox.dialled().len(), 8);
}

#[test]
fn what_is_missing_or_wrong_names_its_option() {
    let place = Place::new("");
    let missing = ran(&place, &["call"]).says(2, "--phone is missing.");
    for words in ["--task is missing.", "--category is missing."] {
        assert!(missing.err.contains(words), "{missing:?}");
    }
    for (option, value, words) in [
        ("--phone", "911", "emergency number"),
        ("--phone", "+1 900 555 0100", "premium"),
        ("--phone", "nobody", "phone number"),
        ("--task", "table", "10 characters"),
        ("--category", "zoo", ""),
        ("--party-size", "51", "50"),
        ("--party-size", "-4", ""),
        ("--date", "2020-01-01", "past"),
        ("--date", "31 February", ""),
        ("--time", "25:00", ""),
        ("--language", "fr", "English"),
        ("--timezone", "Mars/Olympus", ""),
        ("--time", "8", "08:00 or 20:00"),
        ("--nights", "many", ""),
    ] {
        let good = [
            ("--phone", "+14155550100"),
            ("--task", "Reserve a table for 4"),
            ("--category", "restaurant"),
            ("--date", "tomorrow"),
        ];
        let mut all = vec!["call", option, value];
        let others = good.iter().filter(|(other, _)| *other != option);
        all.extend(others.flat_map(|(option, value)| [*option, *value]));
        let refused = ran(&place, &all).says(2, option);
        assert!(refused.err.contains(words), "{words:?}: {refused:?}");
        all.push("--json");
        let refused = ran(&place, &all).json();
        assert_eq!(refused["flags"], json!([option]), "{refused}");
    }
    assert!(place.sandbox.dialled().is_empty());
}

#[test]
fn words_in_danger_make_no_call() {
    let place = linked("");
    let help = ran(
        &place,
        &[
            "call",
            "-p",
            "+14155550100",
            "-c",
            "general",
            "-t",
            "Help, I cannot breathe, call 911",
        ],
    );
    help.says(4, "911");
    assert!(place.sandbox.dialled().is_empty());
}

#[test]
fn nobody_signed_in_nobody_called() {
    let place = Place::new("");
    calls(&place, "0100", &[]).says(3, "kally-bridge login");
    assert!(place.sandbox.dialled().is_empty());
}

#[test]
fn a_dry_run_shows_the_card_and_calls_nobody() {
    let place = Place::new("");
    let card = calls(&place, "0100", &["--dry-run", "--date", "tomorrow"]).ends_with(0);
    let card = card
        .shows("📞 +1 415-555-0100 · United States")
        .shows("Italian Bistro")
        .shows("John Smith")
        .shows("They will hear an AI");
    assert!(!card.out.contains("Call now"), "{card:?}");
    assert_eq!(card.err, "");
    let card = calls(&place, "0100", &["--dry-run", "--json", "-l", "es"]).json();
    assert_eq!(card["request"]["call_language"], "es");
    assert_eq!(card["request"]["time"], "20:00");
    assert_eq!(card["request"]["timezone"], "America/Los_Angeles");
    assert!(place.sandbox.dialled().is_empty());
}

#[test]
fn refusals_are_explained() {
    let place = linked("");
    for (digits, code, words) in [
        ("0120", 4, "KallyAI"),
        ("0121", 4, "KallyAI"),
        ("0122", 4, ""),
    ] {
        let refused = calls(&place, digits, &[]).ends_with(code);
        assert!(refused.err.contains(words), "{refused:?}");
        assert!(!refused.err.contains("kept"), "{refused:?}");
        assert!(refused.out.is_empty(), "{refused:?}");
    }
    assert!(place.sandbox.dialled().is_empty());
}

#[test]
fn limits_hold() {
    let place = linked("--call-seconds 0.2").variable("KALLY_ACCESS__CALLS_PER_DAY", "1");
    calls(&place, "0100", &[]).ends_with(0);
    calls(&place, "0107", &[])
        .says(4, "One call a day")
        .json_free();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

impl Ran {
    /// Nothing was printed for programs.
    #[track_caller]
    fn json_free(self) {
        assert!(!self.out.contains('{'), "{self:?}");
    }
}

#[test]
fn the_same_call_twice_needs_a_word() {
    let place = linked("--call-seconds 600");
    let holder = bridge(&place);
    let first = calls(&place, "0100", &["--no-wait", "--json"])
        .ends_with(0)
        .json();
    assert!(first["call"]["own_id"].is_string(), "{first}");
    place.sandbox.waits_for_dialled(1);
    calls(&place, "0100", &[]).says(4, "--again");
    assert_eq!(place.sandbox.dialled().len(), 1);
    calls(&place, "0100", &["--no-wait", "--again"]).ends_with(0);
    place.sandbox.waits_for_dialled(2);
    drop(holder);
}

/// The own id in the line that tells how to resume.
#[track_caller]
fn resumes(program: &Program) -> String {
    let told = program.log.wait(0, &["--resume "], LIMIT);
    let (_, end) = told.unwrap_or_else(|| panic!("no id.{}", program.so_far()));
    program.log.flat()[end..].chars().take(36).collect()
}

#[test]
fn killed_while_the_call_goes_on() {
    let place = linked("--call-seconds 2");
    let table = table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut call = start(&place, &table);
    let id = resumes(&call);
    place.sandbox.waits_for_dialled(1);
    call.kill();
    let done = ran(&place, &["call", "--resume", &id]).ends_with(0);
    done.shows("✅ Call finished");
    // Once more: it is over, and nobody is called.
    let again = ran(&place, &["call", "--resume", &id, "--json"])
        .ends_with(0)
        .json();
    assert_eq!(again["call"]["status"], "success");
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn killed_before_it_was_dialled() {
    // The history is read first, and that is slow.
    let place = linked("--call-seconds 0.2");
    place.sandbox.answers(
        "/v1/calls",
        json!({"method": "GET", "whole": true, "delay_ms": 4000}),
    );
    let table = table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut call = start(&place, &table);
    let id = resumes(&call);
    call.kill();
    assert!(place.sandbox.dialled().is_empty());
    ran(&place, &["call", "--resume", &id])
        .ends_with(0)
        .shows("✅ Call finished");
    assert_eq!(place.sandbox.dialled().len(), 1);
}

/// Without `--resume` it goes on as well, and its outcome is told.
#[test]
fn a_killed_call_goes_on_with_the_chat() {
    let place = linked("--call-seconds 2");
    let table = table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut call = start(&place, &table);
    place.sandbox.waits_for_dialled(1);
    call.kill();
    let mut chat = place.chat();
    chat.hears("✅ Call finished");
    chat.ask("/history", "Italian Bistro · finished");
    chat.ends_well();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn an_outcome_that_was_told_is_not_told_again() {
    let place = linked("--call-seconds 0.2");
    calls(&place, "0100", &[]).ends_with(0);
    let mut chat = place.chat();
    chat.ask("/history", "Italian Bistro · finished");
    let said = chat.ends_well();
    assert!(!said.contains("Call finished"), "{said}");
}

#[test]
fn interrupted_it_says_how_to_go_on() {
    let place = linked("--call-seconds 2");
    let table = table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut call = start(&place, &table);
    let id = resumes(&call);
    place.sandbox.waits_for_dialled(1);
    let status = call.terminate();
    assert_eq!(status.code(), Some(128 + 15));
    let err = call.log.raw();
    assert_eq!(err.matches(&format!("--resume {id}")).count(), 2, "{err}");
    ran(&place, &["call", "--resume", &id]).ends_with(0);
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn contact_is_lost_and_nobody_knows() {
    let place = linked("--call-seconds 0.2 --no-idempotency");
    let lost = calls(&place, "0132", &["--json"]).ends_with(13);
    let json = lost.json();
    assert_eq!(json["call"]["status"], "unknown", "{json}");
    assert!(
        lost.err.contains("The call may have been made."),
        "{lost:?}"
    );
    let id = json["call"]["own_id"].as_str().unwrap();
    ran(&place, &["call", "--resume", id]).says(13, "Nobody calls again by itself.");
    assert!(place.sandbox.dialled().is_empty());
}

#[test]
fn ids_of_nobody_are_followed_nowhere() {
    let place = linked("");
    let unknown = "01978a51-5d2e-7c43-8b0e-5f6f1a0c9d2e";
    ran(&place, &["call", "--resume", unknown]).says(5, "No call with that id");
    ran(&place, &["call", "--resume", "../../x"]).ends_with(2);
}

#[test]
fn without_waiting_it_goes_on_in_the_background() {
    let place = linked("--call-seconds 2");
    let left = calls(&place, "0100", &["--no-wait", "--json"])
        .ends_with(0)
        .json();
    let id = left["call"]["own_id"].as_str().unwrap().to_owned();
    place.sandbox.waits_for_dialled(1);
    // The process in the background holds the store, and answers.
    let until = std::time::Instant::now() + LIMIT;
    loop {
        let info = ran(&place, &["call-info", &id, "--json"])
            .ends_with(0)
            .json();
        if info["call"]["status"] == "success" {
            break;
        }
        assert!(std::time::Instant::now() < until, "{info}");
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(place.sandbox.dialled().len(), 1);
    // Its process ends by itself, and leaves no socket.
    let socket = place.store().join("command.sock");
    while socket.exists() {
        assert!(std::time::Instant::now() < until, "it does not end");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn in_spanish() {
    let place = linked("--call-seconds 0.2").variable("KALLY_LOCALE__LANGUAGE", "es");
    let done = calls(&place, "0100", &["--date", "mañana"]).ends_with(0);
    let done = done.shows("✅ Llamada terminada");
    assert!(done.err.contains("Confirmada: la llamada"), "{done:?}");
    calls(&place, "0100", &["--date", "ayer"]).says(2, "--date: ");
    ran(&place, &["call"]).says(2, "Falta --phone.");
    ran(&place, &["history"]).ends_with(0).shows("terminada");
    ran(&place, &["usage"])
        .ends_with(0)
        .shows("Créditos que quedan");
    ran(&place, &["subscription"])
        .ends_with(0)
        .shows("cada mes");
}

#[test]
fn a_program_that_reads_the_output_may_stop() {
    let place = linked("--call-seconds 0.2");
    let mut history = start(&place, &["history"]);
    assert_eq!(end_of(&mut history).code, 0);
}

/// The answer to the request is lost, cut off, or a gateway's: nobody calls twice.
#[test]
fn an_answer_that_makes_no_sense_is_looked_into() {
    for (digits, code, status, dialled) in [
        ("0131", 0, "success", 1),
        ("0134", 0, "success", 1),
        ("0133", 13, "unknown", 0),
        ("0125", 4, "refused", 0),
        ("0110", 0, "success", 1),
        ("0111", 0, "success", 1),
    ] {
        let place = linked("--call-seconds 0.3 --no-idempotency");
        let done = calls(&place, digits, &["--json"]).ends_with(code);
        let json = done.json();
        assert_eq!(json["call"]["status"], status, "{digits}: {json}");
        assert_eq!(place.sandbox.dialled().len(), dialled, "{digits}");
        if code == 4 {
            let told = json["message"].as_str().unwrap();
            assert!(told.contains("https://"), "where to upgrade: {json}");
        }
    }
}

/// Before it is dialled everything may fail, and fails without a call.
#[test]
fn a_service_that_is_not_there_is_waited_for() {
    let place = linked("--call-seconds 0.2");
    place
        .sandbox
        .fail(&json!({"path": "/v1/calls", "method": "GET", "status": 503, "times": 2}));
    let done = calls(&place, "0100", &[]).ends_with(0);
    assert!(done.err.contains("Calling Italian Bistro"), "{done:?}");
    assert_eq!(place.sandbox.dialled().len(), 1);
}

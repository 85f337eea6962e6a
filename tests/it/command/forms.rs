//! What commands fetch, in every form and trouble of the service.

use serde_json::{Value, json};

use super::{bytes, linked, ran};
use crate::support::Place;

const CALLS: &str = "/v1/calls";
const CREDITS: &str = "/v1/credits/balance";
const MINUTES: &str = "/v1/users/me/statistics";
const PLAN: &str = "/v1/users/me/subscription";
const BILLS: &str = "/v1/stripe/billing-portal";
const ADDRESS: &str = "https://billing.kallyai.invalid/session/sandbox";

/// In which the service answers nothing that can be used.
fn troubles() -> Vec<(Value, i32)> {
    vec![
        (json!({"status": 500}), 6),
        (json!({"status": 429}), 6),
        (json!({"body": "html"}), 6),
        (json!({"body": "cut"}), 6),
        (json!({"body": "empty"}), 6),
        (json!({"drop": "before"}), 6),
        (json!({"drop": "during"}), 6),
        (json!({"json": [1]}), 6),
        (json!({"status": 403}), 3),
    ]
}

/// The list of calls, and nothing else on that path.
fn list(mut how: Value) -> Value {
    how["whole"] = json!(true);
    how["method"] = json!("GET");
    how
}

/// One command after another in the same place, with one fault each.
#[track_caller]
fn troubled(paths: &[&str], arguments: &[&str]) {
    for (how, code) in troubles() {
        let place = linked("");
        for path in paths {
            place.sandbox.answers(path, list(how.clone()));
        }
        let ended = ran(&place, arguments);
        assert_eq!(ended.code, code, "{how}: {ended:?}");
        assert_eq!(ended.out, "", "{how}: {ended:?}");
        let words = match code {
            3 => "kally-bridge login --wide",
            _ => "KallyAI",
        };
        assert!(ended.err.contains(words), "{how}: {ended:?}");
        let mut with_json = arguments.to_vec();
        with_json.push("--json");
        let json = ran(&place, &with_json).json();
        assert!(json["message"].as_str().unwrap().contains(words), "{json}");
    }
}

#[test]
fn the_usage_in_each_form() {
    for (credits, minutes, words, left) in [
        (
            json!({"json": {"credits_remaining": "42", "credits_allocated": 50, "surprise": [1]}}),
            json!({"status": 500}),
            "Credits left",
            json!({"allocated": 50.0, "used": null, "left": 42.0}),
        ),
        (
            json!({"json": {"credits_used": 12.25, "credits_allocated": 50, "plan_type": "pro"}}),
            json!({"status": 404}),
            "37.75 of 50",
            json!({"allocated": 50.0, "used": 12.25, "left": 37.75}),
        ),
        (
            json!({"status": 404}),
            json!({"json": {"minutes_remaining": 12.5, "calls_allocated": 20, "calls_used": 3}}),
            "Minutes left",
            json!(null),
        ),
    ] {
        let place = linked("");
        place.sandbox.answers(CREDITS, credits);
        place.sandbox.answers(MINUTES, minutes);
        ran(&place, &["usage"]).ends_with(0).shows(words);
        let json = ran(&place, &["--usage", "--json"]).ends_with(0).json();
        assert_eq!(json["usage"]["credits"], left, "{json}");
        if left.is_null() {
            assert_eq!(json["usage"]["minutes"]["left"], 12.5, "{json}");
            assert_eq!(json["usage"]["calls"]["left"], 17.0, "{json}");
        }
    }
}

#[test]
fn trouble_with_the_usage_has_a_code() {
    troubled(&[CREDITS, MINUTES], &["usage"]);
}

#[test]
fn the_plan_in_each_form() {
    for (how, words, plan) in [
        (
            json!({"json": {"plan": {"type": "pro", "period": "yearly", "minutes_included": "500"},
            "auto_renew": "false", "more": {"unknown": true}}}),
            "every year",
            json!("pro"),
        ),
        (
            json!({"json": {"plan": "pro", "expires_at": 1_772_323_200, "auto_renew": 1,
            "management_url": "javascript:alert(1)"}}),
            "Renews",
            json!("pro"),
        ),
        (json!({"status": 404}), "no plan at the moment", json!(null)),
    ] {
        let place = linked("");
        place.sandbox.answers(PLAN, how);
        let shown = ran(&place, &["subscription"]).ends_with(0).shows(words);
        assert!(!shown.out.contains("javascript"), "{shown:?}");
        let json = ran(&place, &["--subscription", "--json"])
            .ends_with(0)
            .json();
        assert_eq!(json["subscription"]["plan"], plan, "{json}");
        assert_eq!(json["subscription"]["manage_url"], json!(null), "{json}");
    }
}

#[test]
fn trouble_with_the_plan_has_a_code() {
    troubled(&[PLAN], &["subscription"]);
}

#[test]
fn the_address_of_the_bills_alone_is_printed() {
    for how in [
        json!({"json": {"url": ADDRESS}}),
        json!({"json": {"portal_url": ADDRESS}}),
    ] {
        let place = linked("");
        place.sandbox.answers(BILLS, how);
        let bills = ran(&place, &["billing"]).ends_with(0);
        assert_eq!(bills.out, format!("{ADDRESS}\n"));
        let json = ran(&place, &["--billing", "--json"]).ends_with(0).json();
        assert_eq!(json["url"], ADDRESS);
    }
    let place = linked("");
    place.sandbox.answers(BILLS, json!({"status": 404}));
    ran(&place, &["billing"]).says(5, "KallyAI has no bills");
    let place = linked("");
    place
        .sandbox
        .answers(BILLS, json!({"json": {"url": "javascript:alert(1)"}}));
    let refused = ran(&place, &["billing"]).says(6, "KallyAI didn't give the address");
    assert!(!refused.err.contains("javascript"), "{refused:?}");
}

#[test]
fn trouble_with_the_bills_has_a_code() {
    troubled(&[BILLS], &["billing"]);
}

#[test]
fn the_address_of_the_bills_is_in_no_file_and_no_log() {
    for held in [false, true] {
        let place = Place::new("").variable("RUST_LOG", "trace");
        super::logs_in(&place, &["login"]).ends_with(0);
        let mut chat = held.then(|| place.chat());
        let bills = ran(&place, &["billing"]).ends_with(0);
        assert!(bills.out.contains(ADDRESS), "{bills:?}");
        ran(&place, &["subscription"])
            .ends_with(0)
            .shows("invalid/manage");
        let mut all = bills.err.into_bytes();
        if let Some(chat) = &mut chat {
            chat.ends_well();
            all.extend(chat.log.raw().into_bytes());
            all.extend(chat.output.raw().into_bytes());
        }
        let stored = bytes(&place.store());
        assert!(stored.len() > 1000);
        all.extend(stored);
        for secret in ["session/sandbox", "invalid/manage"] {
            let found = all.windows(secret.len()).any(|at| at == secret.as_bytes());
            assert!(!found, "{secret} is kept or logged");
        }
    }
}

fn row(id: &str, at: &str, business: &str) -> Value {
    json!({"call_id": id, "status": "success", "metadata": {"created_at": at},
        "submission": {"respondent_phone": "+14155550100", "business_name": business}})
}

#[test]
fn the_history_in_each_form() {
    let older = row("b", "2026-01-02T10:00:00Z", "Second");
    let newer = row("a", "2026-01-03T10:00:00Z", "First");
    for answer in [
        json!({"calls": [newer, older], "total": 2}),
        json!({"items": [newer, older], "total": "2"}),
        json!({"calls": [older, {"call_id": null}, 7, newer], "total": 2, "more": {"a": 1}}),
        json!({"calls": [], "items": [newer, older]}),
        json!({"calls": [newer, older]}),
    ] {
        let place = linked("");
        place.sandbox.answers(CALLS, list(json!({"json": answer})));
        let listed = ran(&place, &["history"]).ends_with(0);
        assert_eq!(
            listed.out,
            "a  2026-01-03 05:00  finished  First, +1 415-555-0100\n\
             b  2026-01-02 05:00  finished  Second, +1 415-555-0100\n",
        );
        let json = ran(&place, &["--history", "--json"]).ends_with(0).json();
        assert_eq!(json["calls"][1]["business"], "Second", "{json}");
        assert_eq!(json["complete"], true, "{json}");
    }
}

#[test]
fn an_empty_history_is_no_trouble() {
    let place = linked("");
    let none = ran(&place, &["history"]).ends_with(0);
    assert!(none.out.contains("no calls yet"), "{none:?}");
    let json = ran(&place, &["history", "--json"]).json();
    assert_eq!((&json["calls"], &json["total"]), (&json!([]), &json!(0)));
}

#[test]
fn trouble_with_the_history_has_a_code() {
    troubled(&[CALLS], &["history"]);
}

#[test]
fn thousands_of_rows() {
    let place = linked("");
    place
        .sandbox
        .past(&json!({"account": "ana", "count": 3000}));
    let listed = ran(&place, &["history"]).ends_with(0);
    assert_eq!(listed.out.lines().count(), 50);
    assert!(
        listed.err.contains("The newest 50 of 3000 calls:"),
        "{listed:?}"
    );
    let listed = ran(&place, &["history", "--limit", "2000", "--json"])
        .ends_with(0)
        .json();
    assert_eq!(listed["calls"].as_array().unwrap().len(), 2000);
    assert_eq!(
        (&listed["total"], &listed["complete"]),
        (&json!(3000), &json!(false))
    );
    let found = ran(&place, &["history", "place", "1999"]).ends_with(0);
    assert!(
        found.out.contains("Place 1999") && found.out.lines().count() == 1,
        "{found:?}"
    );
    assert!(
        found.err.contains("These are only your newest calls"),
        "{found:?}"
    );
    ran(&place, &["history", "place", "2999"])
        .ends_with(0)
        .shows("I found no call");
}

#[test]
fn while_the_service_is_silent_calls_that_were_made_here_are_listed() {
    let place = linked("--call-seconds 0.2");
    super::calls(&place, "0100", &[]).ends_with(0);
    place.sandbox.answers(CALLS, list(json!({"body": "html"})));
    let listed = ran(&place, &["history"])
        .ends_with(0)
        .shows("Italian Bistro");
    assert!(
        listed.err.contains("only the calls that you made here"),
        "{listed:?}"
    );
    let json = ran(&place, &["history", "--json"]).ends_with(0).json();
    assert_eq!(json["only_made_here"], true);
}

#[test]
fn one_call_and_its_transcript() {
    let place = linked("");
    let past = json!({"account": "ana", "count": 2, "status": "success",
        "submission": {"business_name": "Casa Pepe", "party_size": 3}});
    let ids = place.sandbox.past(&past);
    let id = ids[0].as_str().unwrap();
    for command in [&["call-info", id][..], &["--call-info", id]] {
        ran(&place, command)
            .ends_with(0)
            .shows("✅ Casa Pepe, +1 415-555-0101")
            .shows("Status")
            .shows(id);
    }
    let json = ran(&place, &["call-info", &id[..30], "--json"])
        .ends_with(0)
        .json();
    assert_eq!(
        (&json["call"]["id"], &json["call"]["party_size"]),
        (&json!(id), &json!(3))
    );
    let said = ran(&place, &["--transcript", id]).ends_with(0);
    assert!(
        said.err.contains("Transcript of the call to Casa Pepe"),
        "{said:?}"
    );
    assert!(said.out.lines().count() > 3, "{said:?}");
    assert!(said.out.starts_with("00:00:0"), "{said:?}");
    let json = ran(&place, &["transcript", id, "--json"])
        .ends_with(0)
        .json();
    assert_eq!(json["transcript"][1]["speaker"], "assistant", "{json}");
    assert_eq!(json["call"]["id"], id);
}

#[test]
fn no_terminal_obeys_what_others_said() {
    let place = linked("");
    let ids = place
        .sandbox
        .past(&json!({"account": "ana", "count": 1, "status": "success"}));
    let id = ids[0].as_str().unwrap();
    let path = format!("{CALLS}/{id}/transcript");
    place.sandbox.answers(
        &path,
        json!({"json": {"entries": [
        {"speaker": "HUMAN", "content": "\u{1b}[2Jx\u{202E}y\r\nz", "timestamp": "00:00:01"}]}}),
    );
    let said = ran(&place, &["transcript", id]).ends_with(0);
    assert!(!said.out.contains(['\u{1b}', '\u{202E}', '\r']), "{said:?}");
    assert_eq!(said.out.lines().count(), 1, "{said:?}");
}

#[test]
fn ids_of_other_people_open_nothing() {
    let place = linked("");
    let ids = place.sandbox.past(&json!({"account": "ben", "count": 2}));
    let other = ids[0].as_str().unwrap();
    place.sandbox.past(&json!({"account": "ana", "count": 1}));
    for command in ["call-info", "transcript"] {
        for id in [other, "x", "../../v1/users/me", "🙂", "", "a b"] {
            ran(&place, &[command, id]).says(5, "Your account has no call with that id.");
            let json = ran(&place, &[command, id, "--json"]).ends_with(5).json();
            assert_eq!(json["end"], "not_found");
        }
    }
    place.sandbox.answers(CALLS, list(json!({"json": {"calls": [
        row("abc-1", "2026-01-02T10:00:00Z", "One"), row("abc-2", "2026-01-02T10:00:00Z", "Two")]}})));
    ran(&place, &["call-info", "abc"]).says(5, "abc-2");
}

#[test]
fn there_may_be_no_transcript() {
    for (how, code) in [
        (json!({"status": 404}), 5),
        (json!({"json": {"entries": []}}), 5),
        (json!({"status": 403}), 3),
    ] {
        let place = linked("");
        let ids = place
            .sandbox
            .past(&json!({"account": "ana", "count": 1, "status": "no_answer"}));
        let id = ids[0].as_str().unwrap();
        place
            .sandbox
            .answers(&format!("{CALLS}/{id}/transcript"), how.clone());
        let none = ran(&place, &["transcript", id]);
        assert_eq!(
            (none.code, none.out.as_str()),
            (code, ""),
            "{how}: {none:?}"
        );
    }
}

/// Nobody waits for ever.
#[test]
fn a_slow_service_is_given_up() {
    let slow = json!({"delay_ms": 60_000});
    let begun = std::time::Instant::now();
    for (path, command) in [(BILLS, "billing"), (PLAN, "subscription")] {
        let place = linked("");
        place.sandbox.answers(path, slow.clone());
        let given_up = ran(&place, &[command]);
        assert_eq!(
            (given_up.code, given_up.out.as_str()),
            (6, ""),
            "{given_up:?}"
        );
    }
    assert!(begun.elapsed().as_secs() < 60);
}

#[test]
fn one_call_is_shown_as_far_as_it_is_known() {
    for (how, code) in troubles() {
        let place = linked("");
        let ids = place
            .sandbox
            .past(&json!({"account": "ana", "count": 1, "status": "busy"}));
        let id = ids[0].as_str().unwrap();
        place.sandbox.answers(&format!("{CALLS}/{id}"), how.clone());
        // The list knows it.
        ran(&place, &["call-info", id])
            .ends_with(0)
            .shows("Place 1");
        // Nobody knows it.
        place.sandbox.answers(CALLS, list(how.clone()));
        let none = ran(&place, &["call-info", id]);
        assert_eq!(
            (none.code, none.out.as_str()),
            (code, ""),
            "{how}: {none:?}"
        );
    }
}

#[test]
fn trouble_with_a_transcript_has_a_code() {
    for (how, code) in troubles() {
        let place = linked("");
        let past = json!({"account": "ana", "count": 1, "status": "success"});
        let ids = place.sandbox.past(&past);
        let id = ids[0].as_str().unwrap();
        place
            .sandbox
            .answers(&format!("{CALLS}/{id}/transcript"), how.clone());
        let none = ran(&place, &["transcript", id]);
        // A list without entries is none.
        let code = if how == json!({"json": [1]}) { 5 } else { code };
        assert_eq!(
            (none.code, none.out.as_str()),
            (code, ""),
            "{how}: {none:?}"
        );
    }
}

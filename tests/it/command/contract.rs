//! `check --contract`: the service beside what is expected of it, and a call that
//! is asked for twice.

use serde_json::json;

use super::{bridge, bytes, calls, linked, ran};
use crate::support::Place;

fn contract(place: &Place) -> super::Ran {
    ran(place, &["check", "--contract"])
}

#[test]
fn the_sandbox_is_the_contract() {
    let place = linked("--call-seconds 0.3");
    let first = contract(&place).ends_with(0);
    let unasked = "- call: not asked, the account has no call yet";
    first
        .shows(unasked)
        .shows("The client can use every answer.");
    calls(&place, "0100", &[]).ends_with(0);
    let whole = contract(&place).ends_with(0);
    for question in ["statistics", "history", "call", "transcript", "no-call"] {
        assert!(
            whole.out.contains(&format!("✓ {question}: HTTP ")),
            "{whole:?}"
        );
    }
    // The process that holds the store does the same.
    let mut holder = bridge(&place);
    contract(&place).ends_with(0).shows("✓ call: HTTP 200");
    holder.ends_well();
}

#[test]
fn a_difference_is_told_and_kept_without_anything_personal() {
    let place = linked("--call-seconds 0.3");
    calls(&place, "0100", &[]).ends_with(0);
    let rows = json!({"rows": [], "owner": "Ana Lopez", "phone": "+34912345678"});
    let answer = json!({"json": rows, "whole": true});
    place.sandbox.answers("/v1/calls", answer);
    let folder = place.home().join("answers");
    let named = folder.to_str().unwrap();
    let told = ran(&place, &["check", "--contract", "--record", named]).ends_with(1);
    let told = told
        .shows("✗ history: HTTP 200")
        .shows("the list is missing: `calls` or `items` is not there (the client cannot use this)")
        .shows("The client cannot use 1 answer.");
    let kept = String::from_utf8(bytes(&folder)).unwrap();
    assert!(kept.contains("\"rows\": []"), "{kept}");
    assert!(kept.contains(told.out.trim()), "the report is kept too");
    for personal in ["Ana", "912345678", "127.0.0.1:1/"] {
        assert!(!kept.contains(personal), "{personal}: {kept}");
    }
    // Kept answers are not written over.
    let again = ran(&place, &["check", "--contract", "--record", named]);
    assert!(again.err.contains("is not empty"), "{again:?}");
    again.ends_with(1);
}

#[test]
fn without_a_sign_in_nothing_is_asked() {
    let place = Place::new("");
    contract(&place).says(3, "kally-bridge login");
}

/// Asks for a test call and types this number.
fn test_call(place: &Place, typed: &str) -> (i32, String, String) {
    let start = place.command("check --contract --call +14155550100");
    start.run(&format!("{typed}\n"))
}

#[test]
fn a_call_that_is_asked_for_twice_is_one_call() {
    let place = linked("--call-seconds 0.3");
    let (code, out, err) = test_call(&place, "+1 415 555 0100");
    assert_eq!(code, 0, "{out}{err}");
    for line in [
        "first request: open for ",
        "Both answers name the same call.",
        "The history has one more call to that number.",
        "The key of a request is honoured",
    ] {
        assert!(out.contains(line), "{line}: {out}{err}");
    }
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn a_service_that_calls_twice_is_found_out() {
    let place = linked("--call-seconds 0.3 --no-idempotency");
    let (code, out, err) = test_call(&place, "+14155550100");
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("The answers name two calls."), "{out}{err}");
    assert!(out.contains("2 more calls"), "{out}{err}");
}

#[test]
fn nobody_is_called_unless_the_number_is_typed_again() {
    let place = linked("");
    for typed in ["", "yes", "+14155550101"] {
        let (code, out, err) = test_call(&place, typed);
        assert_eq!(code, 1, "{out}{err}");
        assert!(err.contains("Nobody was called."), "{out}{err}");
    }
    for number in ["911", "5550100", "+34803123456"] {
        let start = place.command(&format!("check --contract --call {number}"));
        let (code, out, err) = start.run("");
        assert_eq!(code, 2, "{number}: {out}{err}");
    }
    assert_eq!(place.sandbox.dialled().len(), 0);
}

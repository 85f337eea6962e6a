//! Telegram answers badly during whole conversations: all end well.

use std::time::Duration;

use serde_json::json;

use super::stage::{ANA, Stage};
use super::talk::{Chance, request};
use crate::emulator::{Fault, refusal};

/// What goes wrong, and whether the request was done all the same.
fn faults() -> [(Fault, bool); 8] {
    let wait = json!({"retry_after": 1});
    let busy = refusal(429, "Too Many Requests: retry after 1", Some(wait));
    let gateway = "<html><body><h1>502 Bad Gateway</h1></body></html>".to_owned();
    [
        (Fault::Answer(429, busy), false),
        (
            Fault::Answer(500, refusal(500, "Internal Server Error", None)),
            false,
        ),
        (Fault::Answer(502, gateway), false),
        (Fault::Answer(504, String::new()), false),
        (Fault::ResetBefore, false),
        (Fault::ResetAfter, true),
        (Fault::Cut, true),
        (Fault::Late(Duration::from_millis(700)), true),
    ]
}

/// A whole conversation with a fault of sending and one of receiving at each
/// step.
fn with_faults(seed: u64) {
    let stage = Stage::new("--call-seconds 1");
    let mut chance = Chance::of(seed);
    let faults = faults();
    stage.telegram.arm("getMe", chance.one(&faults).0);
    stage.run();
    let ana = stage.linked(ANA);
    let mut asked = Vec::new();
    for step in request() {
        let (fault, done) = chance.one(&faults);
        let repeated = done && !matches!(fault, Fault::Late(_));
        stage.telegram.arm("sendMessage", fault);
        stage.telegram.arm("getUpdates", chance.one(&faults).0);
        ana.goes_on(step);
        asked.push((step.1, if repeated { 2 } else { 1 }));
    }
    for method in ["answerCallbackQuery", "editMessageText", "sendMessage"] {
        stage.telegram.arm(method, chance.one(&faults[..6]).0);
    }
    ana.press("Call now", "✅ They answered");
    stage.telegram.arm("sendDocument", chance.one(&faults).0);
    ana.press("Calendar", "The appointment, for your calendar.");
    for (question, times) in asked {
        let count = ana.count(question);
        assert_eq!(count, times, "{question}{}", stage.so_far());
    }
    let waiting = stage.place.sandbox.dialled();
    assert_eq!(waiting.len(), 1, "{waiting:#?}");
    stage.telegram.assert_unbroken();
}

#[test]
fn whatever_goes_wrong_a_conversation_ends_well() {
    with_faults(1);
}

#[test]
fn whatever_else_goes_wrong_a_conversation_ends_well() {
    with_faults(2);
}

//! Telegram fails during whole conversations: all end well.

use std::time::Duration;

use serde_json::json;

use super::stage::{ANA, BEN, Stage};
use super::talk::{Chance, THE_CARD, lasting, request};
use telegram_emulator::{Fault, Kind, refusal};

/// The faults, and whether the request takes effect nevertheless.
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
        stage.telegram.arm(step.0.answered_by(), fault);
        stage.telegram.arm("getUpdates", chance.one(&faults).0);
        ana.goes_on(step);
        // An edit that is repeated is the same message.
        let edits = step.0.answered_by() == "editMessageText";
        asked.push((step.1, if repeated && !edits { 2 } else { 1 }));
    }
    for method in ["answerCallbackQuery", "editMessageText", "sendMessage"] {
        stage.telegram.arm(method, chance.one(&faults[..6]).0);
    }
    ana.press("Call now", "✅ Call finished");
    stage.telegram.arm("sendDocument", chance.one(&faults).0);
    ana.press("Calendar", "The appointment, for your calendar.");
    for (question, times) in asked {
        let count = ana.count(question);
        // One of its messages has become the next question, or the call's
        // status.
        let lasts = lasting().contains(&question) && question != THE_CARD.1;
        let less = usize::from(!lasts);
        // A repeated one is left out if the next question is there already.
        let times = 1 - less..=times - less;
        assert!(
            times.contains(&count),
            "{question} {count} times: {}",
            stage.so_far()
        );
    }
    let waiting = stage.place.sandbox.dialled();
    assert_eq!(waiting.len(), 1, "{waiting:#?}");
    stage.telegram.assert_unbroken();
}

/// The same in a group by webhook: setting it fails as well.
#[test]
fn whatever_goes_wrong_in_a_group_by_webhook_ends_well() {
    let stage = Stage::new("--call-seconds 1").by_webhook();
    stage
        .telegram
        .group(-500, Kind::Group, "Friends", &[ANA, BEN]);
    let mut chance = Chance::of(3);
    let faults = faults();
    for method in ["getMe", "setWebhook"] {
        stage.telegram.arm(method, chance.one(&faults[1..6]).0);
    }
    stage.run();
    stage.linked(ANA);
    let people = [stage.seat(-500, ANA), stage.seat(-500, BEN)];
    for (text, answer) in [
        ("/call", "Which number should I call?"),
        ("415 555 0100", "What should I ask them for?"),
    ] {
        for person in &people {
            stage.telegram.arm("sendMessage", chance.one(&faults).0);
            person.own(text, answer);
        }
    }
    let [ana, ben] = people;
    ben.own("/cancel", "Cancelled");
    ana.own(
        "book a table for 4 tomorrow at 8pm",
        "Which name should I give?",
    );
    ana.presses_own("Ana García");
    ana.hears_own("They will hear an AI");
    for method in ["getChatMember", "editMessageText", "sendMessage"] {
        stage.telegram.arm(method, chance.one(&faults).0);
    }
    ana.presses_own("Call now");
    ana.hears_own("✅ Call finished");
    stage.ends_well(1);
}

#[test]
fn whatever_goes_wrong_a_conversation_ends_well() {
    with_faults(1);
}

#[test]
fn whatever_else_goes_wrong_a_conversation_ends_well() {
    with_faults(2);
}

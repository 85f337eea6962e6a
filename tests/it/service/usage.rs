//! What is left of a plan: asked for, and on the card.

use serde_json::json;

use crate::support::{Place, Program};

const CREDITS: &str = "/v1/credits/balance";
const MINUTES: &str = "/v1/users/me/statistics";
const LINKED: &str = "Your KallyAI account has been linked since";
const UNKNOWN: &str = "KallyAI didn't say what is left on your plan.";

#[test]
fn each_form_of_the_figures_is_shown() {
    for (credits, minutes, expected) in [
        (
            json!({"json": {"credits_remaining": "42", "credits_allocated": 50, "surprise": [1]}}),
            json!({"status": 500}),
            &["Credits left 42 of 50 ▰▰▰▰▰▰▰▰▱▱"][..],
        ),
        (
            json!({"json": {"credits_used": 12.25, "credits_allocated": 50, "plan_type": "pro",
                "period_start": "2026-01-01", "period_end": 1_772_323_200}}),
            json!({"status": 404}),
            &[
                "Plan pro",
                "Credits left 37.75 of 50",
                "Period 1 January 2026 to 1 March 2026",
                "Renews on",
            ],
        ),
        (
            json!({"status": 404}),
            json!({"json": {"minutes_remaining": 12.5, "calls_allocated": 20, "calls_used": 3}}),
            &["Minutes left 12.5", "Calls left 17 of 20 ▰▰▰▰▰▰▰▰▰▱"],
        ),
        // The credits are a gateway's page, cut off, or nobody may see them.
        (
            json!({"body": "html"}),
            json!({"json": {"minutes_remaining": 1, "minutes_allocated": 60}}),
            &[
                "Minutes left 1 of 60 ▰▱▱▱▱▱▱▱▱▱",
                "⚠️ You have 1 of 60 minutes left.",
            ],
        ),
        (
            json!({"body": "cut"}),
            json!({"json": {"usage_percentage": 40}}),
            &["Used 40 %"],
        ),
        (json!({"json": {}}), json!({"json": {}}), &[UNKNOWN]),
        (
            json!({"body": "empty"}),
            json!({"body": "empty"}),
            &[UNKNOWN],
        ),
        (json!({"status": 500}), json!({"status": 503}), &[UNKNOWN]),
        (json!({"json": [1]}), json!({"json": "no"}), &[UNKNOWN]),
    ] {
        let place = Place::new("");
        let mut chat = place.linked_chat();
        place.sandbox.answers(CREDITS, credits);
        place.sandbox.answers(MINUTES, minutes);
        chat.ask("/usage", LINKED);
        for words in expected {
            chat.hears(words);
        }
        chat.hears("[1] All calls [2] My plan [3] My bills [4] Link another account [5] Log out");
        chat.ends_well();
    }
}

#[test]
fn what_is_left_is_asked_for_in_many_ways() {
    let place = Place::new("");
    let mut chat = place.linked_chat();
    for words in [
        "/usage",
        "/account",
        "/uso",
        "how many minutes do I have left?",
        "What is left?",
        "my credits",
        "/login",
    ] {
        chat.ask(words, LINKED).hears("Credits left 50 of 50");
    }
    chat.ask(
        "¿cuántos minutos me quedan?",
        "Tu cuenta de KallyAI está vinculada desde el",
    )
    .hears("Créditos que quedan 50 de 50 ▰▰▰▰▰▰▰▰▰▰")
    .hears("[1] Todas las llamadas [2] Mi plan [3] Mis facturas [4] Vincular otra cuenta");
    chat.ask("5", "He borrado tu acceso a KallyAI");
    chat.ask("/uso", "No hay ninguna cuenta de KallyAI vinculada");
    chat.ends_well();
}

/// The program's own card.
fn card(chat: &mut Program) {
    chat.ask(
        "/call 415 555 0100 table for 4 tomorrow at 8pm, name Ana",
        "They will hear an AI",
    );
}

#[test]
fn the_card_says_that_little_is_left() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    let period = json!("2199-02-01T00:00:00Z");
    let little = json!({"credits_remaining": 10, "credits_allocated": 50, "period_end": period});
    place.sandbox.answers(CREDITS, json!({"json": little}));
    card(&mut chat);
    chat.hears("⚠️ You have 10 of 50 credits left. Your plan renews on Friday 1 February.")
        .hears("[1] Call now");
    // A change of the card asks nobody again.
    chat.ask("5 people", "Changed: 5 people.")
        .hears("⚠️ You have 10 of 50 credits left.");
    chat.ask("call now", "✅ Call finished")
        .hears("It cost 0.1 credits.");
    chat.ends_well();
}

#[test]
fn after_a_call_the_figures_are_new() {
    let place = Place::new("--call-seconds 1");
    let mut chat = place.linked_chat();
    place.sandbox.fail(
        &json!({"path": CREDITS, "json": {"credits_remaining": 11, "credits_allocated": 50}}),
    );
    card(&mut chat);
    chat.hears("[1] Call now");
    place.sandbox.answers(
        CREDITS,
        json!({"json": {"credits_remaining": 0, "credits_allocated": 50}}),
    );
    chat.ask("call now", "✅ Call finished").hears("Call again");
    card(&mut chat);
    chat.hears("⚠️ You have no credits left. KallyAI may refuse a call.");
    assert_eq!(chat.ends_well().matches('⚠').count(), 1);
}

/// The card comes all the same, and soon.
#[test]
fn no_trouble_with_the_figures_holds_up_the_card() {
    for how in [
        json!({"delay_ms": 60_000}),
        json!({"status": 403}),
        json!({"status": 500}),
        json!({"body": "html"}),
        json!({"body": "cut"}),
        json!({"body": "empty"}),
        json!({"drop": "before"}),
        json!({"json": {"credits_remaining": null, "credits_allocated": "many"}}),
    ] {
        let place = Place::new("--call-seconds 1");
        let mut chat = place.linked_chat();
        place.sandbox.answers(CREDITS, how.clone());
        place.sandbox.answers(MINUTES, how.clone());
        let before = std::time::Instant::now();
        card(&mut chat);
        assert!(before.elapsed().as_secs() < 10, "{how}");
        chat.hears("[1] Call now");
        chat.ask("1", "✅ Call finished");
        assert!(!chat.ends_well().contains('⚠'), "{how}");
    }
}

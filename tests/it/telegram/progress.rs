//! A call's status and outcome, beside their words.

use super::stage::{ANA, Stage};

fn sentence(ending: &str) -> String {
    format!("/call +1 415 555 {ending}, book a table for 4 tomorrow at 8pm under Ana")
}

/// Row 27 of the Telegram trial.
#[test]
fn a_call_in_the_services_queue_is_not_called_dialling() {
    for ending in ["0110", "0111"] {
        let stage = Stage::running("--call-seconds 3");
        let ana = stage.linked(ANA);
        ana.ask(&sentence(ending), "They will hear an AI");
        let status = ana.press("Call now", "Calling");
        ana.becomes(
            &status,
            &format!("KallyAI has the call to +1 415-555-{ending} in its queue"),
        );
        ana.becomes(&status, &format!("Calling +1 415-555-{ending}…"));
        ana.hears("✅ Call finished");
        stage.ends_well(1);
    }
}

#[test]
fn a_queued_call_can_be_called_off_or_put_off() {
    let stage = Stage::running("--call-seconds 60");
    let ana = stage.linked(ANA);
    ana.ask(&sentence("0110"), "They will hear an AI");
    let status = ana.press("Call now", "in its queue");
    ana.presses("Another time");
    ana.hears("When should KallyAI call instead?");
    ana.ask("tomorrow at 10", "✅ KallyAI will call +1 415-555-0110 on");
    let (id, label) = (status.id, "Cancel the call");
    stage.telegram.presses_on(ANA, id, ANA, label);
    ana.hears("✖️ The call was cancelled.");
    stage.ends_well(0);
}

#[test]
fn where_nobody_was_reached_the_number_can_be_copied() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(&sentence("0101"), "They will hear an AI");
    ana.presses("Call now");
    let outcome = ana.hears("Nobody answered.");
    assert_eq!(
        outcome.address("Copy the number").as_deref(),
        Some("+14155550101"),
        "{outcome:?}"
    );
    ana.ask(&sentence("0100"), "They will hear an AI");
    ana.presses("Call now");
    let outcome = ana.hears("✅ Call finished");
    assert!(
        !outcome.labels().contains(&"Copy the number"),
        "{outcome:?}"
    );
    stage.ends_well(2);
}

/// Row 22 of the Telegram trial.
#[test]
fn the_name_of_the_settings_is_on_the_card_and_not_asked_for() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    ana.ask("/settings", "Your settings");
    ana.press("Name", "Which name should I book under?");
    ana.ask("Ida Ray", "Saved");
    let card = ana.ask(
        "/call +1 415 555 0100, table for 2 tomorrow at 8pm",
        "They will hear an AI",
    );
    assert!(card.text.contains("Name: Ida Ray"), "{card:?}");
    // It can be changed there, and left empty.
    let card = ana.ask("under Ana Ruiz instead", "They will hear an AI");
    assert!(card.text.contains("Name: Ana Ruiz"), "{card:?}");
    ana.ask("no name", "left empty");
    let card = ana.ask("3 people", "Changed: 3 people");
    assert!(!card.text.contains("Name:"), "{card:?}");
    stage.ends_well(0);
}

#[test]
fn the_sign_in_is_a_button() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    let offer = ana.ask("/login", "you can link your KallyAI account");
    assert!(offer.labels().contains(&"Link my account"), "{offer:?}");
    assert!(offer.links.is_empty(), "{offer:?}");
    stage.ends_well(0);
}

#[test]
fn the_same_call_is_wanted_again_at_a_time() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(&sentence("0101"), "They will hear an AI");
    ana.presses("Call now");
    ana.hears("Nobody answered.");
    ana.ask(
        "try again in 20 minutes",
        "I'll call +1 415-555-0101 again at",
    );
    ana.ask("undo", "Here is your request again.");
    stage.ends_well(1);
}

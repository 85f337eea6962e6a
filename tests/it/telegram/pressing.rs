//! Buttons, edits, and messages without text.

use serde_json::json;

use super::stage::{ANA, Stage};
use super::talk::request;
use telegram_emulator::{Fault, refusal};

#[test]
fn a_stale_button_says_so_and_a_double_tap_acts_once() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    let mut shown = Vec::new();
    for step in request() {
        shown.push(ana.goes_on(step));
    }
    let card = shown.pop().unwrap();
    let name = shown
        .iter()
        .find(|shown| shown.text.contains("Which name should I give?"));
    let old = &name.unwrap().buttons[0];
    let stale = stage
        .telegram
        .sends_press(ANA, name.unwrap().id, ANA, &old.1);
    assert!(!ana.alerted(stale).is_empty(), "a word for a stale button");
    // Three taps on the card's button, before the first had an effect.
    let call = &card.buttons[0].1;
    let taps: Vec<i64> = (0..3)
        .map(|_| stage.telegram.sends_press(ANA, card.id, ANA, call))
        .collect();
    ana.hears("✅ Call finished");
    for tap in taps {
        ana.alerted(tap);
    }
    let again = stage.telegram.sends_press(ANA, card.id, ANA, call);
    assert!(!ana.alerted(again).is_empty(), "a word for a stale button");
    stage.ends_well(1);
}

#[test]
fn a_day_is_picked_from_the_calendar() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    for step in request().take(4) {
        ana.goes_on(step);
    }
    let asked = ana.shown().pop().unwrap();
    assert!(asked.text.contains("For which day?"), "{asked:?}");
    // A month further; the same message shows it.
    let title = asked.buttons[1].0.clone();
    ana.presses("›");
    let next = stage.until("the next month", |_| {
        let shown = ana.shown().pop()?;
        (shown.buttons.get(1)?.0 != title).then_some(shown)
    });
    assert_eq!(next.id, asked.id);
    // The weekdays and the empty cells do nothing, but are answered.
    let blank = next.buttons.iter().find(|(label, _)| label == "·");
    let blank = blank.map(|(_, data)| data.clone());
    if let Some(blank) = blank {
        let update = stage.telegram.sends_press(ANA, next.id, ANA, &blank);
        assert_eq!(ana.alerted(update), "");
    }
    ana.presses("15");
    let asked = ana.hears("At what time?");
    assert!(asked.text.contains(" 15 "), "{asked:?}");
    stage.ends_well(0);
}

#[test]
fn an_edited_answer_corrects_the_form() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    ana.ask("/call", "Which number should I call?");
    let number = ana.says("415 555 0100");
    ana.hears("What should I ask them for?");
    stage.telegram.rewrites(ANA, number, "415 555 0107");
    ana.hears("+1 415-555-0107");
    ana.ask(
        "Book a table for 4 tomorrow at 8pm",
        "Which name should I give?",
    );
    let card = ana.press("Ana García", "They will hear an AI");
    assert!(card.text.contains("📞 +1 415-555-0107"), "{card:?}");
    stage.ends_well(0);
}

/// Row 25 of the Telegram trial: nothing to call.
#[test]
fn what_the_bot_cannot_read_gets_an_honest_sentence_and_keeps_the_question() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    let file = json!({"file_id": "1", "file_unique_id": "1", "duration": 3});
    let size = json!([{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]);
    let spot = json!({"latitude": 40.4, "longitude": -3.7});
    let kinds = [
        ("voice", file.clone(), "I can't listen to voice messages."),
        ("photo", size, "I can't see pictures or videos."),
        ("sticker", file.clone(), "I only read words."),
        ("document", file.clone(), "I can't open files."),
        (
            "poll",
            json!({"id": "1", "question": "When?"}),
            "I can't read polls.",
        ),
        (
            "location",
            spot,
            "A place on the map doesn't tell me who to call.",
        ),
    ];
    for (kind, content, answer) in &kinds {
        stage.telegram.sends(ANA, ANA, kind, content.clone());
        ana.hears(answer);
    }
    ana.ask("/call", "Which number should I call?");
    stage.telegram.sends(ANA, ANA, "voice", file);
    ana.hears("I can't listen to voice messages.");
    ana.ask("415 555 0100", "What should I ask them for?");
    stage.ends_well(0);
}

/// Row 25 of the Telegram trial: a place to call.
#[test]
fn a_contact_and_a_place_on_the_map_are_the_place_to_call() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    let bistro =
        json!({"phone_number": "+14155550100", "first_name": "Bistro", "last_name": "Ana"});
    stage.telegram.sends(ANA, ANA, "contact", bistro);
    ana.hears("Bistro Ana, +1 415-555-0100. Shall I call there");
    let asked = ana.press("Call Bistro Ana", "What should I ask them for?");
    assert!(asked.text.contains("place Bistro Ana"), "{asked:?}");
    ana.ask(
        "Table for 2 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    let card = ana.ask("3 people", "Changed: 3 people");
    assert!(card.text.contains("Place: Bistro Ana"), "{card:?}");
    ana.ask("cancel", "Cancelled.");
    ana.ask("/call", "Which number should I call?");
    let spot = json!({"latitude": 40.4, "longitude": -3.7});
    let venue = json!({"location": spot, "title": "Luigi's", "address": "Main Street 1"});
    stage.telegram.sends(ANA, ANA, "venue", venue);
    ana.hears("Got it: place Luigi's. Which number should I call?");
    let bad = json!({"phone_number": "12", "first_name": "Bar"});
    stage.telegram.sends(ANA, ANA, "contact", bad);
    ana.hears("Which number should I call?");
    stage.ends_well(0);
}

#[test]
fn thanks_get_a_reaction_and_no_words() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    let said = ana.says("thanks!");
    stage.until("a reaction", |telegram| telegram.reaction(ANA, said));
    // Where Telegram refuses it, a word.
    let fault = Fault::Answer(400, refusal(400, "Bad Request: REACTION_INVALID", None));
    stage.telegram.arm("setMessageReaction", fault);
    ana.ask("thank you", "You're welcome.");
    assert_eq!(ana.count("You're welcome."), 1);
    stage.settles();
}

#[test]
fn ones_own_number_is_shared_by_a_key_that_goes_away_again() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask("/settings", "Your settings");
    ana.presses("Call-back number");
    let asked = ana.hears("call you back");
    assert!(!asked.keys.is_empty(), "{asked:?}");
    // Telegram writes the number without its plus.
    stage.telegram.shares_number(ANA, "34612345678");
    let saved = ana.hears("+34 612 34 56 78");
    assert!(saved.text.contains("Saved"), "{saved:?}");
    stage.settles();
    ana.ask("/help", "How it works");
    stage.until("the keys go away", |telegram| {
        telegram.keyboard(ANA).is_empty().then_some(())
    });
    stage.ends_well(0);
}

const SENTENCE: &str = "/call +1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

#[test]
fn a_call_is_taken_back_before_it_is_dialled() {
    let stage = Stage::new("--call-seconds 1").variable("KALLY_CALLS__UNDO", "60s");
    stage.run();
    let ana = stage.linked(ANA);
    ana.ask(SENTENCE, "They will hear an AI");
    let status = ana.press("Call now", " in 1 min");
    ana.press("Undo", "Here is your request again.");
    let status = ana.becomes(&status, "I didn't call +1 415-555-0100");
    assert!(status.buttons.is_empty(), "{status:?}");
    stage.ends_well(0);
}

#[test]
fn a_running_call_is_stopped_in_its_status() {
    let stage = Stage::running("--call-seconds 30");
    let ana = stage.linked(ANA);
    ana.ask(SENTENCE, "They will hear an AI");
    let status = ana.press("Call now", "Calling +1 415-555-0100…");
    stage.place.sandbox.waits_for_dialled(1);
    ana.presses("Stop");
    ana.hears("✖️ The call ended before it was finished.");
    ana.becomes(&status, "is over");
    assert_eq!(ana.count("Hanging up"), 0, "{}", stage.so_far());
    stage.ends_well(1);
}

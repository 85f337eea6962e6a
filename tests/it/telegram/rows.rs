//! Rows of the Telegram trial that belong nowhere else: words that were misread,
//! lost, or answered with something else.

use chrono::{Datelike as _, TimeDelta, Timelike as _};
use kally_runtime::{Clock as _, SystemClock};

use super::seat::Seat;
use super::stage::{ANA, EVA, Stage};
use telegram_emulator::Shown;

const TABLE: &str = "/call +1 415 555 0100, table for 5 tomorrow at 20:30 under Ana";

/// Drops the request, in either language.
#[track_caller]
fn drops(seat: &Seat<'_>) {
    seat.says("/cancel");
    seat.hears_any(&["Cancelled. No call was made.", "No he llamado a nadie."]);
}

/// Row 2 of the Telegram trial: at a question.
#[test]
fn a_new_request_at_a_question_is_asked_about() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    ana.ask("/call +1 415 555 0100", "What should I ask them for?");
    let other = "call the dentist at +1 212 555 0199 and book a cleaning on friday at 10am";
    let asked = ana.ask(other, "A new request?");
    assert_eq!(asked.labels(), ["Keep both", "Replace", "Keep this one"]);
    let second = ana.press("Replace", "Which name should I give?");
    assert!(second.text.contains("+1 212-555-0199"), "{second:?}");
    stage.ends_well(0);
}

/// Row 4 of the Telegram trial: a call that the bot has lost contact with.
#[test]
fn a_call_in_doubt_is_found_by_stop() {
    let stage = Stage::new("").variable("KALLY_CALLS__DOUBT", "60s");
    stage.run();
    let ana = stage.linked(ANA);
    ana.ask(
        "/call +1 415 555 0130, table for 5 tomorrow at 20:30 under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "I lost contact while calling");
    for words in ["stop", "/cancel"] {
        ana.ask(words, "I can't hang up");
    }
}

/// Row 10 of the Telegram trial.
#[test]
fn a_number_behind_my_is_a_number() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    for (words, number) in [
        ("call my mom at +1 415 555 2671", "+1 415-555-2671"),
        ("llama a mi madre al +34 912 345 678", "+34 912 34 56 78"),
        (
            "Please call my hairdresser on 415 555 2671 and ask for the price of a haircut",
            "+1 415-555-2671",
        ),
        (
            "cancel my reservation at Luigi's +1 415 555 2671",
            "+1 415-555-2671",
        ),
        (
            "move my table at Luigi's (+1 415 555 2671)",
            "+1 415-555-2671",
        ),
    ] {
        ana.ask(words, number);
        drops(&ana);
    }
    stage.ends_well(0);
}

/// Row 11 of the Telegram trial.
#[test]
fn an_edit_of_a_message_that_was_not_for_the_form_changes_nothing() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    ana.ask(TABLE, "They will hear an AI");
    let other = ana.says("/call +1 415 555 0108 and ask for the price of a haircut");
    ana.hears("You have an open request");
    ana.press("Continue", "They will hear an AI");
    let telegram = &stage.telegram;
    let edited = "/call +1 415 555 0108 and ask for the price of a short haircut";
    assert!(telegram.rewrites(ANA, other, edited).is_some());
    stage.settles();
    let card = ana.ask("make it 6 people", "Changed: 6 people.");
    assert!(card.text.contains("Table for 5"), "{card:?}");
    assert!(card.text.contains("0100"), "{card:?}");
    assert!(!card.text.contains("haircut"), "{card:?}");
    stage.ends_well(0);
}

/// Row 12 of the Telegram trial.
#[test]
fn other_words_are_no_name() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    let request = "/call +1 415 555 0100, table for 5 tomorrow at 20:30";
    ana.ask(request, "Which name should I give?");
    for words in [
        "what happened?",
        "reserve a table",
        "hurry up",
        "table",
        "my wife",
    ] {
        ana.ask(words, "Which name should I give?");
        assert_eq!(
            ana.count("They will hear"),
            0,
            "{words}: {}",
            stage.so_far()
        );
    }
    let card = ana.ask("me", "They will hear an AI");
    assert!(card.text.contains("Name: Ana García"), "{card:?}");
    stage.ends_well(0);
}

/// Row 13 of the Telegram trial.
#[test]
fn the_time_of_another_call_is_told_in_words() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    let request = "/call +1 415 555 0101, table for 5 in two days at 20:30 under Ana";
    ana.ask(request, "They will hear an AI");
    let asked = ["in 20 minutes", "in two hours"];
    let unasked = [
        "try again in 5 minutes",
        "retry at 10am tomorrow",
        "call again tomorrow at 10",
    ];
    for words in asked.into_iter().chain(unasked) {
        ana.press("Call now", "Nobody answered");
        if asked.contains(&words) {
            ana.press("Choose a time", "When should I call again?");
        }
        ana.ask(words, "I'll call +1 415-555-0101 again");
        ana.press("Undo", "Here is your request again.");
    }
    stage.ends_well(5);
}

/// Row 14 of the Telegram trial.
#[test]
fn a_request_in_pieces_is_put_together() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    ana.ask("/call +1 415 555 0100", "What should I ask them for?");
    for (words, noted) in [
        ("table", "a restaurant"),
        ("for 2", "2 people"),
        ("tomorrow", "Got it: "),
        ("at 8pm", "20:00"),
    ] {
        let asked = ana.ask(words, "What should I ask them for?");
        assert!(asked.text.contains(noted), "{words}: {asked:?}");
    }
    ana.ask(
        "A quiet table outside if they can",
        "Which name should I give?",
    );
    let card = ana.ask("Ana", "They will hear an AI");
    for kept in ["Restaurant", "People: 2", "20:00"] {
        assert!(card.text.contains(kept), "{kept}: {card:?}");
    }
    stage.ends_well(0);
}

/// Row 15 of the Telegram trial.
#[test]
fn a_request_that_is_too_long_keeps_its_number() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    let story = "We would like to sit by the window and hear some music. ".repeat(70);
    let long = format!("call +1 415 555 0100 and reserve a table for 2 tomorrow at 8pm. {story}");
    assert!(long.len() > 3_900);
    let asked = ana.ask(&long[..3_950], "KallyAI takes 1000 at most");
    assert!(asked.text.contains("+1 415-555-0100"), "{asked:?}");
    ana.press("Use the shortened version", "Which name should I give?");
    let card = ana.ask("Ana", "They will hear an AI");
    assert!(card.text.contains("People: 2"), "{card:?}");
    stage.ends_well(0);
}

/// Row 18 of the Telegram trial.
#[test]
fn the_example_of_the_spanish_greeting_can_be_sent() {
    let stage = Stage::running("");
    let eva = stage.private(EVA);
    let greeting = eva.ask("/start", "Hago llamadas por ti").text;
    let example = greeting.split(['«', '»']).nth(1).unwrap();
    eva.ask(example, "+34 912 34 56 78");
    eva.ask("/cancel", "No he llamado a nadie.");
    // At home in another country, the number in Spain is offered.
    eva.ask("/call", "¿A qué número llamo?");
    let asked = eva.ask("912 34 56 78", "país");
    assert_eq!(asked.labels()[0], "+34 912 34 56 78", "{asked:?}");
    eva.press("+34 912 34 56 78", "¿Qué les pido?");
    stage.ends_well(0);
}

/// Rows 21 and 24 of the Telegram trial.
#[test]
fn plain_requests_to_the_bot_are_no_phone_calls() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    for (words, answer) in [
        ("stop", "There is nothing to cancel."),
        ("link my account", "Here you can link your KallyAI account."),
        ("log in", "Here you can link your KallyAI account."),
        ("change my language", "Your settings"),
        ("settings", "Your settings"),
        ("status", "You have no calls under way."),
        ("how is it going", "You have no calls under way."),
        ("which calls are running?", "You have no calls under way."),
        ("call", "Which number should I call?"),
    ] {
        ana.ask(words, answer);
    }
    drops(&ana);
    ana.ask("please speak spanish", "español");
    stage.ends_well(0);
}

/// Row 21 of the Telegram trial: after a call.
#[test]
fn who_asks_for_the_words_of_a_call_gets_its_transcript() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    ana.ask(TABLE, "They will hear an AI");
    ana.press("Call now", "✅ Call finished");
    ana.ask("what did they say?", "Transcript of the call");
    stage.ends_well(1);
}

/// Row 23 of the Telegram trial.
#[test]
fn a_second_tap_is_answered_by_a_toast() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.linked(ANA);
    let twice = |shown: &Shown, label: &str| {
        let found = shown.buttons.iter().find(|(text, _)| text == label);
        let (_, data) = found.unwrap_or_else(|| panic!("no {label} in {shown:?}"));
        let taps = [0, 1].map(|_| stage.telegram.sends_press(ANA, shown.id, ANA, data));
        taps.map(|tap| ana.alerted(tap))
    };
    let card = ana.ask(TABLE, "They will hear an AI");
    twice(&card, "Call now");
    let outcome = ana.hears("✅ Call finished");
    // The service takes its time.
    let slow = |path: &str| {
        let slow = serde_json::json!({"path": path, "times": 1, "delay_ms": 1_000});
        stage.place.sandbox.fail(&slow);
    };
    slow("/v1/calls");
    twice(&outcome, "Transcript");
    ana.hears("Transcript of the call");
    slow("/v1/calls");
    twice(&outcome, "Calendar");
    ana.hears("The appointment, for your calendar.");
    let card = ana.ask(
        "/call +1 415 555 0101, table for 5 in two days at 20:30 under Ana",
        "They will hear an AI",
    );
    twice(&card, "Call now");
    let outcome = ana.hears("Nobody answered");
    twice(&outcome, "In 10 min");
    ana.hears("I'll call +1 415-555-0101 again");
    stage.settles();
    assert_eq!(ana.count("Transcript of the call"), 1, "{}", stage.so_far());
    assert_eq!(ana.count("The appointment"), 1, "{}", stage.so_far());
    stage.ends_well(2);
}

/// Row 26 of the Telegram trial.
#[test]
fn a_number_that_is_time_or_people_is_asked_about() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    ana.ask(TABLE, "They will hear an AI");
    let asked = ana.ask("make it 9", "9 people, or");
    assert!(asked.text.contains("People: 5"), "{asked:?}");
    assert!(asked.text.contains("20:30"), "{asked:?}");
    stage.ends_well(0);
}

/// Row 28 of the Telegram trial. It takes its minute.
#[test]
fn a_long_call_shows_how_long_it_goes_on() {
    let stage = Stage::running("--call-seconds 90");
    let ana = stage.linked(ANA);
    ana.ask(TABLE, "They will hear an AI");
    let status = ana.press("Call now", "Calling +1 415-555-0100…");
    let counted = stage.within(std::time::Duration::from_secs(100), |_| {
        let shown = ana.shown();
        let counts = |shown: &&Shown| shown.id == status.id && shown.text.contains("(1 min)");
        shown.iter().find(counts).map(|_| ())
    });
    assert!(counted.is_some(), "{}", stage.so_far());
    ana.ask("stop", "I'm hanging up");
    stage.ends_well(1);
}

/// The line above the details that count over the words.
const COUNTS: &str = "If your words say something else, these details count:";

/// A timezone in which it is another day than in Madrid now.
fn another_day() -> &'static str {
    let now = SystemClock.now();
    let madrid = now.with_timezone(&chrono_tz::Europe::Madrid);
    match madrid.hour() {
        0..12 => "Pacific/Pago_Pago",
        _ => "Pacific/Kiritimati",
    }
}

/// Row 29 of the Telegram trial.
#[test]
fn details_count_over_the_words_only_where_the_words_differ() {
    let stage = Stage::new("").variable("KALLY_LOCALE__TIMEZONE", another_day());
    stage.run();
    let ana = stage.private(ANA);
    // The name was not in the words.
    let request = "/call +1 415 555 0100, table for 5 tomorrow at 20:30";
    ana.ask(request, "Which name should I give?");
    ana.ask("Ana", "They will hear an AI");
    let card = ana.ask("under Eva instead", "Name: Eva");
    assert!(!card.text.contains(COUNTS), "{card:?}");
    drops(&ana);
    // It is another day there.
    let card = ana.ask(
        "/call +34 912 345 678, table for 5 tomorrow at 20:30 under Ana",
        "They will hear an AI",
    );
    assert!(!card.text.contains(COUNTS), "{card:?}");
    drops(&ana);
    // The number comes after the day, which the words do not tell.
    let date = SystemClock.now() + TimeDelta::days(20);
    let day = format!("{}-{:02}-{:02}", date.year(), date.month(), date.day());
    ana.ask(
        "/call reserve a table for 5 at 20:30 under Ana",
        "Which number should I call?",
    );
    ana.ask("+1 415 555 0100", "For which day?");
    ana.ask(&day, "They will hear an AI");
    let card = ana.ask("+34 912 345 678", "34 912 34 56 78");
    assert!(!card.text.contains(COUNTS), "{card:?}");
    drops(&ana);
    // The words tell a date.
    ana.ask(
        &format!("/call reserve a table for 5 on {day} at 20:30 under Ana"),
        "Which number should I call?",
    );
    let card = ana.ask("+34 912 345 678", "They will hear an AI");
    assert!(!card.text.contains(COUNTS), "{card:?}");
    drops(&ana);
    // Tomorrow here is another day than tomorrow there.
    ana.ask(
        "/call reserve a table for 5 tomorrow at 20:30 under Ana",
        "Which number should I call?",
    );
    let card = ana.ask("+34 912 345 678", "They will hear an AI");
    assert!(card.text.contains(COUNTS), "{card:?}");
    stage.ends_well(0);
}

/// Row 31 of the Telegram trial.
#[test]
fn a_very_long_word_is_no_address() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    for length in [1_000, 4_096] {
        let said = ana.says(&"a".repeat(length));
        ana.hears("I didn't understand that.");
        assert!(stage.telegram.is_there(ANA, said));
    }
    stage.ends_well(0);
}

/// Row 32 of the Telegram trial.
#[test]
fn who_logs_out_in_the_countdown_is_told_nothing_else() {
    let stage = Stage::new("").variable("KALLY_CALLS__UNDO", "60s");
    stage.run();
    let ana = stage.linked(ANA);
    let card = ana.ask(TABLE, "They will hear an AI");
    ana.presses("Call now");
    ana.becomes(&card, " in 1 min");
    ana.ask("/logout", "Shall I log you out");
    ana.press(
        "Now, without the outcome",
        "I've deleted your KallyAI sign-in.",
    );
    ana.becomes(&card, "I didn't call +1 415-555-0100");
    stage.settles();
    assert_eq!(ana.count("no longer accepts"), 0, "{}", stage.so_far());
    stage.ends_well(0);
}

/// Row 33 of the Telegram trial.
#[test]
fn a_language_that_is_not_spoken_is_answered_once() {
    let stage = Stage::running("");
    let ana = stage.private(ANA);
    let german = "Ruf bitte +1 415 555 0100 an und reserviere einen Tisch für morgen Abend";
    ana.ask(
        german,
        "Ich spreche nur Englisch und Spanisch, auch am Telefon.",
    );
    ana.ask("Guten Abend, haben Sie einen Tisch?", "I");
    assert_eq!(ana.count("Ich spreche"), 1, "{}", stage.so_far());
    stage.ends_well(0);
}

/// Awkward moments of the trial: a correction in mid-call, and gibberish.
#[test]
fn words_that_change_nothing_are_said_to() {
    let stage = Stage::running("--call-seconds 300");
    let ana = stage.linked(ANA);
    ana.ask(
        "/call +1 415 555 0100, table for 5 at 20:30 under Ana",
        "For which day?",
    );
    ana.ask("asdf", "For which day?");
    ana.ask("asdf", "You can also write back, skip or cancel.");
    ana.ask("tomorrow", "They will hear an AI");
    ana.press("Call now", "Calling +1 415-555-0100…");
    stage.dials(1);
    ana.ask(
        "no wait it's 9pm, not 8!",
        "The call is already under way, so that changes nothing.",
    );
    ana.ask("stop", "I'm hanging up");
    stage.ends_well(1);
}

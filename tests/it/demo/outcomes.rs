//! The texts of every scenario; the last four digits of the number choose it.

use std::path::PathBuf;

use super::{call, calling, card};
use crate::support::{Program, Start};

/// The call ends, and the bot says this about it.
#[track_caller]
fn ends(last_digits: &str, texts: &[&str]) {
    let mut demo = calling(last_digits);
    for text in texts {
        demo.hears(text);
    }
    demo.ends_well();
}

#[test]
fn any_other_number_answers() {
    let words = [
        "✅ Call finished (2 s).",
        "+1 415-555-0100",
        "They confirmed a table for 4 on",
        "at 20:00 in the name of Ana.",
        "Next: Arrive ten minutes early",
        "[1] Transcript [2] Recording [3] Calendar [4] Keep it [5] Call again",
    ];
    ends("0100", &words);
}

#[test]
fn nobody_answers() {
    ends(
        "0101",
        &[
            "Nobody answered.",
            "[1] In 10 min [2] In an hour [3] Choose a time [4] Keep trying [5] Call again [6] Leave it",
        ],
    );
}

#[test]
fn busy() {
    ends(
        "0102",
        &[
            "The line was busy.",
            "[1] In 10 min [2] In an hour [3] Choose a time [4] Keep trying [5] Call again [6] Leave it",
        ],
    );
}

#[test]
fn failed() {
    ends(
        "0103",
        &[
            "✖️ The call failed.",
            "[1] Transcript [2] Recording [3] Call again",
        ],
    );
}

#[test]
fn voicemail() {
    ends(
        "0104",
        &[
            "It went to voicemail.",
            "[1] Transcript [2] In 10 min [3] In an hour [4] Choose a time [5] Keep trying [6] Call again [7] Leave it",
        ],
    );
}

#[test]
fn cancelled() {
    ends("0105", &["✖️ The call was cancelled.", "[1] Call again"]);
}

#[test]
fn terminated() {
    ends(
        "0106",
        &["✖️ The call ended before it was finished.", "Call again"],
    );
}

#[test]
fn answered_early_and_followed_to_its_end() {
    for last_digits in ["0107", "0110", "0111"] {
        ends(
            last_digits,
            &["✅ Call finished", "They confirmed a table for 4"],
        );
    }
}

#[test]
fn a_late_transcript_comes() {
    let mut demo = calling("0108");
    demo.hears("✅ Call finished");
    demo.ask("Transcript", "Transcript of the call to +1 415-555-0108");
    demo.hears("KallyAI: Hello, I am an AI calling for Ana.");
    assert!(!demo.ends_well().contains("no transcript"));
}

#[test]
fn a_long_transcript_is_a_document() {
    let mut demo = calling("0109");
    demo.hears("✅ Call finished");
    demo.ask(
        "1",
        "The transcript has 200 entries, so here it is as a file.",
    );
    demo.hears("Saved to ").hears(" lines).");
    let output = demo.read_so_far();
    let path = output
        .split_once("Saved to ")
        .and_then(|(_, rest)| rest.split_once(" ("))
        .unwrap()
        .0;
    let path = PathBuf::from(path.replace(' ', ""));
    let text = std::fs::read_to_string(&path).unwrap();
    demo.ends_well();
    assert!(!path.exists(), "the demo leaves nothing behind: {path:?}");
    let spoken = |line: &&str| line.contains(" KallyAI: ") || line.contains(" Them: ");
    assert_eq!(text.lines().filter(spoken).count(), 200, "{text}");
    assert!(text.contains("I am an AI calling for Ana"), "{text}");
}

/// A demo in which a request was confirmed and refused. The refusal comes at
/// once, so *Calling* may or may not be said before it.
#[track_caller]
fn refused(last_digits: &str) -> Program {
    let mut demo = Start::demo().start();
    card(&mut demo, last_digits);
    demo.say("Call now");
    demo
}

#[test]
fn with_nothing_left_the_request_is_kept() {
    for last_digits in ["0120", "0125"] {
        let mut demo = refused(last_digits);
        demo.hears("Your KallyAI plan is used up, so no call was made.");
        demo.hears("You can upgrade at https://");
        demo.hears("[1] Try again");
        demo.ask("1", &format!("📞 +1 415-555-{last_digits}"));
        demo.hears("Name Ana")
            .hears("20:00")
            .hears("People 4")
            .hears("[1] Call now");
        demo.ends_well();
    }
}

/// Refused because of one answer: another answer is enough, and the call is
/// made.
#[track_caller]
fn mended(
    last_digits: &str,
    said: &str,
    question: &str,
    answer: &str,
    card: &[&str],
    outcome: &str,
) {
    let mut demo = refused(last_digits);
    demo.hears(said).hears(question);
    demo.say(answer);
    for text in card {
        demo.hears(text);
    }
    demo.ask("Call now", outcome);
    demo.ends_well();
}

#[test]
fn a_refused_number_asks_for_another() {
    let kept = [
        "📞 +1 415-555-0100",
        "under Ana",
        "Name Ana",
        "20:00",
        "People 4",
        "[1] Call now",
    ];
    let unserved = "KallyAI doesn't call that country yet, so no call was made.";
    mended(
        "0121",
        unserved,
        "Which number should I call?",
        "+1 415 555 0100",
        &kept,
        "✅ Call finished",
    );
    let blocked = "The people at that number don't want calls like this, so no call was made";
    mended(
        "0124",
        blocked,
        "Which number should I call?",
        "+1 415 555 0100",
        &kept,
        "✅ Call finished",
    );
}

#[test]
fn a_refused_task_is_asked_for_again() {
    let kept = [
        "📞 +1 415-555-0122",
        "“Ask politely for a quiet table",
        "Name Ana",
        "20:00",
        "People 4",
        "[1] Call now",
    ];
    let refused = "KallyAI won't call about this, so no call was made.";
    // The number refuses any task: the question comes again, and so it goes
    // round.
    let again = "KallyAI won't call about this";
    mended(
        "0122",
        refused,
        "What should I ask them for?",
        "Ask politely for a quiet table",
        &kept,
        again,
    );
}

#[test]
fn a_refused_date_is_asked_for_again() {
    let kept = [
        "📞 +1 415-555-0123",
        "Name Ana",
        "20:00",
        "People 4",
        "[1] Call now",
    ];
    let refused = "KallyAI can't call for this date or time, so no call was made.";
    let again = "KallyAI can't call for this date or time";
    mended(
        "0123",
        refused,
        "For which day?",
        "in three days",
        &kept,
        again,
    );
}

/// Contact is lost, the history does not show it, and the person is asked.
#[track_caller]
fn doubtful(last_digits: &str) -> Program {
    let mut demo = calling(last_digits);
    demo.hears("The call may have been made.");
    demo.hears("[1] Check again [2] Call again anyway [3] Leave it");
    demo
}

#[test]
fn after_an_error_the_person_decides_and_the_call_is_made() {
    let mut demo = doubtful("0130");
    demo.ask("Call again anyway", "Calling +1 415-555-0130…")
        .hears("✅ Call finished");
    demo.ends_well();
}

#[test]
fn dropped_before_dialling_is_left_alone() {
    let mut demo = doubtful("0132");
    demo.ask("Leave it", "All right, I'll leave it there.");
    demo.ends_well();
}

#[test]
fn a_gateway_page_can_be_checked_again() {
    let mut demo = doubtful("0133");
    demo.ask("Check again", "I'm checking KallyAI's history for");
    demo.hears("[1] Check again [2] Call again anyway [3] Leave it");
    demo.ask("3", "All right, I'll leave it there.");
    demo.ends_well();
}

#[test]
fn dialled_before_contact_was_lost_ends_with_its_outcome() {
    for last_digits in ["0131", "0134"] {
        let mut demo = calling(last_digits);
        demo.hears("✅ Call finished")
            .hears("They confirmed a table for 4");
        let output = demo.ends_well();
        assert!(!output.contains("Call again anyway"), "{output}");
    }
}

#[test]
fn the_end_of_the_input_waits_for_every_call() {
    let mut demo = Start::demo().start();
    call(&mut demo, "0101");
    call(&mut demo, "0102");
    call(&mut demo, "0100");
    let output = demo.ends_well();
    for text in ["Nobody answered.", "The line was busy.", "✅ Call finished"] {
        assert!(output.contains(text), "{text}: {output}");
    }
}

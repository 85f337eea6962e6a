//! The ways through the form: every question with its help, nonsense, skip and
//! back; every field changed from the card; emergency numbers.

use super::card;
use crate::support::{Program, Start};

/// Help says why, gives an example and names the ways out; nonsense, twice,
/// costs nothing; and the question stays.
#[track_caller]
fn explains(demo: &mut Program, question: &str, why: &str, example: &str, nonsense: Option<&str>) {
    demo.ask("help", why).hears(example).hears(question);
    demo.hears("You can also write back, skip or cancel.")
        .hears("Cancel");
    if let Some(complaint) = nonsense {
        demo.ask("blah", complaint).hears(question);
        demo.ask("blah blah", complaint)
            .hears(example)
            .hears(question)
            .hears("Cancel");
    }
}

#[test]
fn every_question_explains_itself_and_leads_on_and_back() {
    let mut demo = Start::demo().start();
    let (phone, task) = ("Which number should I call?", "What should I get done?");
    demo.ask("/call", phone);
    explains(
        &mut demo,
        phone,
        "It is the number of the place",
        "A number looks like",
        Some("I see no phone number in that."),
    );
    demo.ask("skip", "I can't call without it.").hears(phone);
    demo.ask("back", "This is the first question.").hears(phone);
    demo.ask("415 555 0100", "+1 415-555-0100, United States.")
        .hears(task);
    explains(
        &mut demo,
        task,
        "I tell them what you need in your words",
        "Ten characters or more are needed",
        None,
    );
    demo.ask("short", "10 characters or more, please.")
        .hears(task);
    demo.ask("back", "At the moment: +1 415-555-0100")
        .hears(phone);
    demo.ask("skip", task);
    let (name, day, time, people) = (
        "Under which name?",
        "For which day?",
        "At what time?",
        "For how many people?",
    );
    demo.ask("reserve a table by the window please", "a restaurant")
        .hears(name);
    explains(
        &mut demo,
        name,
        "They usually ask under which name.",
        "A first name is enough",
        None,
    );
    demo.ask("skip", day);
    demo.ask("back", name);
    demo.ask("Ana", "under Ana").hears(day);
    explains(
        &mut demo,
        day,
        "They will ask for the day.",
        "A day looks like",
        Some("I see no day in that."),
    );
    demo.ask("yesterday", "is in the past.").hears(day);
    demo.ask("skip", time);
    demo.ask("back", day);
    demo.ask("tomorrow", time);
    explains(
        &mut demo,
        time,
        "They will ask for the time.",
        "A time looks like",
        Some("I see no time in that."),
    );
    demo.ask("back", day).hears("[Today] [Tomorrow]");
    demo.ask("Tomorrow", time).hears("[20:30]");
    demo.ask("20:30", people);
    explains(
        &mut demo,
        people,
        "They will ask how many of you",
        "A number from 1 to 50",
        Some("I see no number in that."),
    );
    demo.ask("51", "It can be 1 to 50.").hears(people);
    demo.ask("+1 415 555 0101", "+1 415-555-0101, United States.")
        .hears(people);
    demo.ask("4", "📞 +1 415-555-0101")
        .hears("Restaurant")
        .hears("“Reserve a table by the window please”");
    demo.hears("Name Ana")
        .hears("20:30 (New York)")
        .hears("People 4")
        .hears("[1] Call now");
    demo.ask("cancel", "Cancelled. Nothing was called.");
    demo.ends_well();
}

#[test]
fn every_question_can_be_left() {
    let mut demo = Start::demo().start();
    let answers = [
        ("415 555 0100", "What should I get done?"),
        ("reserve a table by the window please", "Under which name?"),
        ("Ana", "For which day?"),
        ("tomorrow", "At what time?"),
        ("20:30", "For how many people?"),
        ("4", "[1] Call now"),
    ];
    for last in 0..=answers.len() {
        demo.ask("/call", "Which number should I call?");
        for (answer, question) in &answers[..last] {
            demo.ask(answer, question);
        }
        demo.ask(
            if last % 2 == 0 { "cancel" } else { "/cancel" },
            "Cancelled. Nothing was called.",
        );
    }
    demo.ask("/cancel", "There is nothing to cancel.");
    demo.ends_well();
}

/// One field, chosen at the card, asked for, answered, and shown anew.
#[track_caller]
fn edits(
    demo: &mut Program,
    field: &str,
    question: &str,
    answer: &str,
    said_back: &str,
    on_card: &str,
) {
    demo.ask("Edit", "What should be different?")
        .hears("[1] Number [2] Task");
    demo.ask(field, question).hears("Back");
    demo.say(answer);
    demo.hears(said_back)
        .hears(on_card)
        .hears("[1] Call now [2] Edit [3] Cancel");
}

#[test]
fn every_field_can_be_changed_from_the_card() {
    let mut demo = Start::demo().start();
    card(&mut demo, "0100");
    edits(
        &mut demo,
        "1",
        "Which number should I call?",
        "+1 415 555 0102",
        "📞 +1 415-555-0102",
        "Restaurant",
    );
    edits(
        &mut demo,
        "Task",
        "What should I get done?",
        "A quiet table please",
        "Restaurant",
        "“A quiet table please”",
    );
    let task = "“A quiet table please”";
    edits(
        &mut demo,
        "Kind of place",
        "What kind of place is it?",
        "clinic",
        "Now a clinic.",
        "Clinic “A quiet",
    );
    edits(
        &mut demo,
        "Kind of place",
        "What kind of place is it?",
        "1",
        "Now a restaurant.",
        "Restaurant “A quiet",
    );
    edits(
        &mut demo,
        "Place",
        "What is the place called?",
        "Luigi's",
        "Restaurant",
        "Place Luigi's",
    );
    edits(
        &mut demo,
        "Name",
        "Under which name?",
        "Bob",
        "Now under Bob.",
        "Name Bob",
    );
    edits(
        &mut demo,
        "Time",
        "At what time?",
        "half past nine",
        "Now 21:30.",
        "21:30 (New York)",
    );
    edits(
        &mut demo,
        "Date",
        "For which day?",
        "in three days",
        "Now ",
        "21:30 (New York)",
    );
    edits(
        &mut demo,
        "People",
        "For how many people?",
        "6",
        "Now 6 people.",
        "People 6",
    );
    edits(
        &mut demo,
        "Language",
        "Which language should I speak",
        "Spanish",
        "People 6",
        "Spanish on the phone",
    );
    edits(
        &mut demo,
        "Timezone",
        "In which timezone",
        "Madrid",
        "Name Bob",
        "21:30 (Madrid)",
    );
    edits(
        &mut demo,
        "People",
        "For how many people?",
        "back",
        "📞 +1 415-555-0102",
        "People 6",
    );
    edits(
        &mut demo,
        "People",
        "For how many people?",
        "skip",
        task,
        "Language",
    );
    assert!(
        !demo
            .ask("Edit", "What should be different?")
            .unread()
            .contains("People 6")
    );
    demo.ask("Back to the card", "📞 +1 415-555-0102")
        .hears("Place Luigi's")
        .hears("Name Bob")
        .hears("[1] Call now");
    demo.ask("no, 5 people", "Now 5 people.")
        .hears("People 5")
        .hears("[1] Call now");
    demo.ask("what?", "[1] Call now")
        .ask("qwerty", "I didn't understand that.")
        .hears("People 5");
    demo.ends_well();
}

#[test]
fn emergency_numbers_are_never_taken() {
    let refused =
        "That is an emergency number. I never call those: in an emergency dial it yourself, now.";
    let mut demo = Start::demo().start();
    demo.ask("/call", "Which number should I call?");
    for number in ["911", "112", "+1 911", "9-1-1"] {
        demo.ask(number, refused)
            .hears("Which number should I call?");
    }
    demo.ask("cancel", "Cancelled.");
    demo.ask("911", refused).ask("cancel", "Cancelled.");
    demo.ask(
        "/call call 911 now and book a table for 4 tomorrow at 8pm under Ana",
        refused,
    );
    demo.ask("cancel", "Cancelled.");
    card(&mut demo, "0100");
    demo.ask("Edit", "What should be different?")
        .ask("Number", "Which number should I call?");
    demo.ask("911", refused).ask("back", "📞 +1 415-555-0100");
    assert!(!demo.ends_well().contains("Calling"));
}

#[test]
fn words_that_begin_nothing_cost_nothing() {
    let mut demo = Start::demo().start();
    demo.ask("hello", "I place phone calls for you");
    demo.ask("thanks", "You're welcome.");
    demo.ask(
        "/nonsense",
        "I don't know that command. /help shows the ones I know.",
    );
    demo.ask("asdf", "Write /call").ask("hm", "/call");
    demo.ask("/call", "Which number should I call?");
    demo.ask("/nonsense", "I don't know that command.")
        .hears("Which number should I call?");
    demo.ask("/help", "/settings: language")
        .hears("Which number should I call?");
    demo.ask("415 555 0100", "What should I get done?");
    demo.ask("/call", "You have a request open.")
        .hears("[1] Continue [2] Start over");
    demo.ask("1", "What should I get done?");
    demo.ask("/call", "You have a request open.")
        .ask("Start over", "Which number should I call?");
    demo.ends_well();
}

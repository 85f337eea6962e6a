//! The ways through the form: every question with its help, nonsense, skip and
//! back; and words while no question is open.

use super::{card, talk};
use crate::support::{Program, Start};

const PHONE: &str = "Which number should I call?";
const TASK: &str = "What should I ask them for?";
const NAME: &str = "Which name should I give?";
const DAY: &str = "For which day?";
const TIME: &str = "At what time?";
const PEOPLE: &str = "For how many people?";

/// Help says why, gives an example and names the ways out; nonsense, twice,
/// costs nothing; and the question stays.
#[track_caller]
fn explains(
    demo: &mut Program,
    question: &str,
    [why, example]: [&str; 2],
    complaint: Option<&str>,
) {
    let needed = [PHONE, TASK].contains(&question);
    let ways_out = if needed {
        "You can also write back or cancel."
    } else {
        "You can also write back, skip or cancel."
    };
    talk(
        demo,
        &[("help", &[why, example, question, ways_out, "Cancel"])],
    );
    if let Some(complaint) = complaint {
        talk(demo, &[("blah", &[complaint, question])]);
        talk(
            demo,
            &[("blah blah", &[complaint, example, question, "Cancel"])],
        );
    }
}

#[test]
fn the_first_questions_explain_themselves_and_lead_on_and_back() {
    let mut demo = Start::demo().start();
    demo.ask("/call", PHONE);
    let help = ["It's the number I'll call", "A number looks like"];
    explains(
        &mut demo,
        PHONE,
        help,
        Some("I don't see a phone number in that."),
    );
    let lines: &[(&str, &[&str])] = &[
        ("skip", &["I can't call without it.", PHONE]),
        ("back", &["This is the first question.", PHONE]),
        ("415 555 0100", &["+1 415-555-0100, United States.", TASK]),
    ];
    talk(&mut demo, lines);
    let help = [
        "I tell them what you need in your words",
        "Between ten and a thousand characters",
    ];
    explains(&mut demo, TASK, help, None);
    let lines: &[(&str, &[&str])] = &[
        ("short", &["10 characters or more, please.", TASK]),
        ("back", &["Now: +1 415-555-0100", PHONE]),
        ("skip", &[TASK]),
        (
            "reserve a table by the window please",
            &["a restaurant", NAME],
        ),
    ];
    talk(&mut demo, lines);
    explains(
        &mut demo,
        NAME,
        ["They usually ask for a name.", "A first name is enough"],
        None,
    );
    talk(
        &mut demo,
        &[
            ("skip", &[DAY]),
            ("back", &[NAME]),
            ("Ana", &["name Ana", DAY]),
        ],
    );
    demo.ends_well();
}

#[test]
fn the_details_explain_themselves_and_lead_on_and_back() {
    let mut demo = Start::demo().start();
    let first = "/call 415 555 0100, reserve a table by the window please, under Ana";
    demo.ask(first, "a restaurant, name Ana.").hears(DAY);
    let help = ["They will ask for the day.", "A day looks like"];
    explains(&mut demo, DAY, help, Some("I don't see a day in that."));
    let lines: &[(&str, &[&str])] = &[
        ("yesterday", &["is in the past.", DAY]),
        ("skip", &[TIME]),
        ("back", &[DAY]),
        ("tomorrow", &[TIME]),
    ];
    talk(&mut demo, lines);
    let help = ["They will ask for the time.", "A time looks like"];
    explains(&mut demo, TIME, help, Some("I don't see a time in that."));
    let lines: &[(&str, &[&str])] = &[
        ("back", &[DAY, "[Today] [Tomorrow]"]),
        ("Tomorrow", &[TIME, "[20:30]"]),
        ("20:30", &[PEOPLE]),
    ];
    talk(&mut demo, lines);
    let help = ["They will ask how many of you", "A number from 1 to 50"];
    explains(
        &mut demo,
        PEOPLE,
        help,
        Some("I don't see a number in that."),
    );
    let card = [
        "📞 +1 415-555-0101",
        "Restaurant",
        "Name Ana",
        "20:30 (Los Angeles)",
        "People 4",
        "[1] Call now",
    ];
    let lines: &[(&str, &[&str])] = &[
        ("51", &["Give me a number from 1 to 50.", PEOPLE]),
        (
            "+1 415 555 0101",
            &["+1 415-555-0101, United States.", PEOPLE],
        ),
        ("4", &card),
        ("cancel", &["Cancelled. No call was made."]),
    ];
    talk(&mut demo, lines);
    demo.ends_well();
}

#[test]
fn every_question_can_be_left() {
    let mut demo = Start::demo().start();
    let answers = [
        ("415 555 0100", TASK),
        ("reserve a table by the window please", NAME),
        ("Ana", DAY),
        ("tomorrow", TIME),
        ("20:30", PEOPLE),
        ("4", "[1] Call now"),
    ];
    for last in 0..=answers.len() {
        demo.ask("/call", PHONE);
        for (answer, question) in &answers[..last] {
            demo.ask(answer, question);
        }
        let leave = if last % 2 == 0 { "cancel" } else { "/cancel" };
        demo.ask(leave, "Cancelled. No call was made.");
    }
    demo.ask("/cancel", "There is nothing to cancel.");
    demo.ends_well();
}

#[test]
fn emergency_numbers_are_never_taken() {
    let refused =
        "I never call the emergency services. If somebody is in danger, call 911 yourself, now.";
    let mut demo = Start::demo().start();
    demo.ask("/call", PHONE);
    for number in ["911", "112", "+1 911", "9-1-1"] {
        demo.ask(number, refused);
    }
    demo.ask("cancel", "Cancelled.");
    demo.ask("911", refused)
        .ask("cancel", "There is nothing to cancel.");
    demo.ask(
        "/call call 911 now and book a table for 4 tomorrow at 8pm under Ana",
        refused,
    );
    demo.ask("cancel", "There is nothing to cancel.");
    card(&mut demo, "0100");
    demo.ask("Edit", "What would you like to change?")
        .ask("Number", PHONE);
    demo.ask("911", refused).ask("back", "📞 +1 415-555-0100");
    assert!(!demo.ends_well().contains("Calling"));
}

#[test]
fn words_that_begin_nothing_cost_nothing() {
    let mut demo = Start::demo().start();
    let unknown = "I don't know that command. /help shows the ones I know.";
    let lines: &[(&str, &[&str])] = &[
        ("hello", &["I place phone calls for you"]),
        ("thanks", &["You're welcome."]),
        ("/nonsense", &[unknown]),
        ("asdf", &["Write /call"]),
        ("hm", &["Write /call"]),
        ("/call", &[PHONE]),
        ("/nonsense", &[unknown, PHONE]),
        ("/help", &["/settings: Language", PHONE]),
        ("/start", &["I place phone calls for you", PHONE]),
        ("415 555 0100", &[TASK]),
        (
            "/call",
            &[
                "You have an open request.",
                "[1] Continue [2] Keep both [3] Start over",
            ],
        ),
        ("1", &[TASK]),
        ("/call", &["You have an open request."]),
        ("Start over", &[PHONE]),
    ];
    talk(&mut demo, lines);
    demo.ends_well();
}

#[test]
fn the_demo_says_what_it_is_and_how_to_leave_it() {
    let mut demo = Start::demo().start();
    demo.hears("This is a demo: KallyAI is simulated, and nobody is really called.");
    demo.ask(
        "how do I leave?",
        "write exit or press Ctrl-D. The demo ends with that",
    );
    // It leaves also in the middle of a request.
    demo.ask("/call 415 555 0100", TASK);
    demo.say("exit");
    let status = demo.end();
    assert!(status.success(), "{status}");
    assert!(!demo.so_far().contains("Cancelled"), "{}", demo.so_far());
}

#[test]
fn while_an_account_is_linked_plain_words_are_understood() {
    let mut demo = Start::of("demo").start();
    let waits = "Your request is kept until your account is linked.";
    card(&mut demo, "0100");
    demo.ask("Call now", "You haven't linked your KallyAI account yet.");
    demo.ask("edit", "What would you like to change?");
    demo.ask("back", "They will hear an AI");
    demo.ask("Call now", "You haven't linked your KallyAI account yet.");
    demo.ask("1", waits).hears("[1] New link [2] Cancel");
    demo.ask("no, 5 people", "Changed: 5 people");
    demo.hears("People 5").hears("[1] Call now");
    demo.ask("Call now", "You haven't linked your KallyAI account yet.");
    demo.ask("3", "Cancelled. No call was made.");
    demo.ends_well();
}

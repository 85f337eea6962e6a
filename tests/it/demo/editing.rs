//! Every field changed from the card, by its button and in a sentence.

use super::{card, talk};
use crate::support::{Program, Start};

/// One field: chosen at the card, asked for, answered, and shown anew.
struct Edit {
    field: &'static str,
    question: &'static str,
    answer: &'static str,
    then: [&'static str; 2],
}

const fn edit(
    field: &'static str,
    question: &'static str,
    answer: &'static str,
    then: [&'static str; 2],
) -> Edit {
    Edit {
        field,
        question,
        answer,
        then,
    }
}

const EDITS: &[Edit] = &[
    edit(
        "1",
        "Which number should I call?",
        "+1 415 555 0102",
        ["📞 +1 415-555-0102", "Restaurant"],
    ),
    edit(
        "Task",
        "What should I ask them for?",
        "A quiet table please",
        ["Restaurant", "“A quiet table please”"],
    ),
    edit(
        "Kind of place",
        "What kind of place is it?",
        "clinic",
        ["Changed: a clinic.", "Clinic “A quiet"],
    ),
    edit(
        "Kind of place",
        "What kind of place is it?",
        "1",
        ["Changed: a restaurant.", "Restaurant “A quiet"],
    ),
    edit(
        "Place",
        "What is the place called?",
        "Luigi's",
        ["Restaurant", "Place Luigi's"],
    ),
    edit(
        "Name",
        "Which name should I give?",
        "Bob",
        ["Changed: name Bob.", "Name Bob"],
    ),
    edit(
        "Time",
        "At what time?",
        "half past nine",
        ["Changed: 21:30.", "21:30 (Los Angeles)"],
    ),
    edit(
        "Date",
        "For which day?",
        "in three days",
        ["Changed: ", "21:30 (Los Angeles)"],
    ),
    edit(
        "People",
        "For how many people?",
        "6",
        ["Changed: 6 people.", "People 6"],
    ),
    edit(
        "Language",
        "Which language should I speak",
        "Spanish",
        ["People 6", "Spanish on the phone"],
    ),
    edit(
        "Timezone",
        "In which timezone",
        "Madrid",
        ["Name Bob", "21:30 (Madrid)"],
    ),
    edit(
        "People",
        "For how many people?",
        "back",
        ["📞 +1 415-555-0102", "People 6"],
    ),
    edit(
        "Name",
        "Which name should I give?",
        "Leave it empty",
        ["Name: left empty.", "Place Luigi's"],
    ),
];

#[track_caller]
fn check(demo: &mut Program, edit: &Edit) {
    demo.ask("Edit", "What would you like to change?")
        .hears("[1] Number [2] Task");
    demo.ask(edit.field, edit.question).hears("Back");
    demo.say(edit.answer);
    edit.then.iter().for_each(|text| {
        demo.hears(text);
    });
    demo.hears("[1] Call now [2] Edit [3] Cancel");
}

#[test]
fn every_field_can_be_changed_from_the_card() {
    let mut demo = Start::demo().start();
    card(&mut demo, "0100");
    for edit in EDITS {
        check(&mut demo, edit);
    }
    demo.ask("Edit", "What would you like to change?")
        .hears("Back to the card");
    demo.say("Back to the card");
    let before = demo.read_so_far().len();
    demo.hears("📞 +1 415-555-0102")
        .hears("Place Luigi's")
        .hears("[1] Call now");
    let card = &demo.read_so_far()[before..];
    assert!(!card.contains("Name "), "what was emptied is gone: {card}");
    demo.ends_well();
}

#[test]
fn a_word_at_the_card_is_enough() {
    let mut demo = Start::demo().start();
    card(&mut demo, "0100");
    let lines: &[(&str, &[&str])] = &[
        (
            "no, 5 people",
            &["Changed: 5 people.", "People 5", "[1] Call now"],
        ),
        (
            "at nine",
            &["Changed: 21:00.", "21:00 (Los Angeles)", "[1] Call now"],
        ),
        ("what?", &["People 5", "[1] Call now"]),
        (
            "qwerty",
            &["I didn't understand that.", "People 5", "[1] Call now"],
        ),
        ("help", &["How it works", "People 5", "[1] Call now"]),
        (
            "yes",
            &["Calling +1 415-555-0100", "They confirmed a table for 5"],
        ),
    ];
    talk(&mut demo, lines);
    demo.ends_well();
}

#[test]
fn the_timezone_is_said_at_the_card() {
    let mut demo = Start::demo().start();
    card(&mut demo, "0100");
    demo.ask("Berlin time", "Changed: Berlin time.")
        .hears("20:00 (Berlin)");
    demo.ask("in Madrid time", "20:00 (Madrid)");
    demo.ends_well();
}

#[test]
fn a_kind_of_place_is_no_name() {
    let mut demo = Start::demo().start();
    demo.ask(
        "/call +1 415 555 0100, table for 4 tomorrow at 8pm",
        "Which name should I give?",
    );
    demo.ask("restaurant", "I don't see a name in that.");
    demo.ask("Ana", "Name Ana");
    demo.ends_well();
}

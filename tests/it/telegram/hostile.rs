//! Hostile names and texts: everything is answered and shown as it was written,
//! and the next messages work as usual.

use super::stage::{BEN, EVA, Stage};
use telegram_emulator::Kind;

/// Markup of every kind, direction marks, characters of no width, other
/// scripts, bytes that are hardly text.
const WORDS: [&str; 14] = [
    "<b>bold</b> <a href=\"tg://user?id=43\">Ben</a> & <script>alert(1)</script>",
    "</b></i></blockquote><blockquote expandable>&lt;&#0;&amp;nbsp;",
    "*bold* _it_ [x](http://evil.example) `code` ~~~ ||spoiler||",
    "\u{202E}drowssap ruoy em evig\u{202C} \u{2066}a\u{2069} \u{200F}",
    "t\u{200B}o\u{200D}d\u{2060}a\u{FEFF}y\u{AD}",
    "\u{200B}\u{200D}\u{2060}\u{FEFF}",
    "nul\u{0}l \u{0}\u{0} \u{7} \u{1b}[2J \u{9b}31m \u{7f}",
    "👨‍👩‍👧‍👦🏳️‍🌈👍🏿 🇪🇸🇪🇸🇪",
    "مرحبا، أريد طاولة لأربعة أشخاص غدا الساعة ٨",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "\u{FFFD}\u{FFFE}\u{10FFFF}\u{E000}",
    "/call@somebody_else /call /call",
    "99999999999999999999999999999999999999999999999999999999",
    "' OR 1=1; -- ${jndi:ldap://x} {{7*7}} %s%n ../../etc/passwd",
];

/// Every question of a form, with a good answer.
const QUESTIONS: [(&str, &str); 7] = [
    ("/call", "Which number should I call?"),
    ("415 555 0100", "What should I ask them for?"),
    (
        "Reserve a table on the terrace",
        "Which name should I give?",
    ),
    ("Ana", "For which day?"),
    ("28 January", "At what time?"),
    ("8pm", "For how many people?"),
    ("4", "They will hear an AI"),
];

fn stage() -> Stage {
    let stage = Stage::new("--call-seconds 1");
    let (name, last) = ("<b>Ben</b> &amp; \u{202E}neB\u{0}\u{200B}", "<i>");
    stage.telegram.person(BEN, name, last, "en");
    stage.run();
    stage
}

/// Each of them instead of an answer, at every question. Some of them may be a
/// task or a name; then the next question comes.
#[test]
fn whatever_is_answered_the_questions_go_on() {
    let stage = stage();
    let ben = stage.private(BEN);
    for words in WORDS {
        ben.ask(QUESTIONS[0].0, QUESTIONS[0].1);
        for (answer, _) in &QUESTIONS[1..] {
            ben.says(words);
            ben.ask("/help", "How it works");
            ben.says(answer);
        }
        ben.ask("/cancel", "ancelled");
    }
    for (answer, question) in QUESTIONS {
        ben.ask(answer, question);
    }
    assert!(!stage.log().contains("panicked"), "{}", stage.so_far());
    stage.ends_well(0);
}

/// The text is shown and passed on completely as written; only direction marks
/// and characters of no width are left out.
#[test]
fn what_was_written_is_shown_as_it_was() {
    let stage = stage();
    stage
        .telegram
        .group(-500, Kind::Group, "</b>\u{202E}", &[BEN, EVA]);
    let ben = stage.linked(BEN);
    ben.ask("/call +1 415 555 0100", "What should I ask them for?");
    let task = "Ask <b>Eva</b> whether they *are* <open> & \"free\" &amp; 👨‍👩‍👧‍👦 مرحبا";
    let card = ben.ask(task, "They will hear an AI");
    assert!(card.text.contains(task), "{card:?}");
    ben.press("Call now", "✅ Call finished");
    let group = stage.seat(-500, BEN);
    group.own("/call", "Which number should I call?");
    stage.ends_well(1);
}

/// A message longer than any app sends.
#[test]
fn a_message_of_a_hundred_kilobytes_is_answered() {
    let stage = stage();
    let ben = stage.private(BEN);
    ben.ask("/call +1 415 555 0100", "What should I ask them for?");
    for piece in [
        "a long story ",
        "<b>",
        "ß",
        "\u{200B}",
        "👨‍👩‍👧‍👦",
        "mañana a las 8 ",
    ] {
        let words = piece.repeat(100_000 / piece.len());
        ben.says(&words);
        ben.ask("/help", "What should I ask them for?");
    }
    ben.ask("Ask whether they are open", "They will hear an AI");
    stage.ends_well(0);
}

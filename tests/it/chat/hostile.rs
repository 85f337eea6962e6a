//! Input that nobody types, piped into the terminal: the bot answers it, and
//! prints nothing that a terminal obeys.

use crate::support::Place;

#[test]
fn whatever_is_piped_in_is_answered_and_orders_nothing() {
    let place = Place::new("").variable(
        "KALLY_TERMINAL__USER",
        "<b>eve</b> & [x](http://evil.example)",
    );
    let lines = [
        "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m".to_owned(),
        "nul\u{0}l \u{202E}drow\u{202C} \u{2066}a\u{2069} t\u{200B}oday \u{8}\u{7f}".to_owned(),
        "<b>bold</b> **bold** [x](http://evil.example)".to_owned(),
        "/cancel".to_owned(),
        "/call +1 415 555 0100".to_owned(),
        "a very long story ".repeat(100_000 / 18 + 10),
        "👨‍👩‍👧‍👦".repeat(4_000),
        "Ask \u{1b}[31mwhether\u{202E} they are <open> & \u{0}free".to_owned(),
        "/cancel".to_owned(),
        "/help".to_owned(),
    ];
    let input = lines.join("\n") + "\n";
    let (code, output, log) = place.command("chat").run(&input);
    assert_eq!(code, 0, "{log}");
    for words in [
        "What should I ask them for?",
        "<open> &",
        "ancelled",
        "How it works",
    ] {
        assert!(output.contains(words), "{words:?} is not said");
    }
    let orders = |c: char| {
        let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && c != '\n')
    };
    assert!(!output.contains(orders), "an order came out");
    assert!(!log.contains("panicked"), "{log}");
}

//! Makes text safe to show: a terminal obeys control characters, and much of
//! the text comes from other people. No escape, bell, control sequence or
//! change of direction gets through; line breaks and tabs become spaces or
//! lines.

/// The replacement for a character that is not shown.
const REPLACEMENT: char = '\u{FFFD}';

/// The text with its line breaks, and without anything else that a terminal
/// obeys.
pub(super) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars().filter_map(safe).collect()
}

/// The same on one line.
pub(super) fn line(text: &str) -> String {
    lines(text).replace('\n', " ")
}

fn safe(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        // Both the C0 and the C1 set: U+009B alone begins a control sequence.
        c if c.is_control() => Some(REPLACEMENT),
        // They reorder the text, which could disguise a number or a link.
        '\u{200E}'
        | '\u{200F}'
        | '\u{061C}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        assert_eq!(lines(text), wanted);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        check("plain, ñ, 📞", "plain, ñ, 📞");
        check("a\r\nb\rc\td", "a\nb\nc d");
        check("\u{1b}[2Jx\u{7}", "\u{FFFD}[2Jx\u{FFFD}");
        check("\u{9b}31m\u{9d}0;t\u{9c}", "\u{FFFD}31m\u{FFFD}0;t\u{FFFD}");
        check("+1\u{202E}555\u{202C}", "+1555");
        check("a\u{0}b\u{8}\u{7f}", "a\u{FFFD}b\u{FFFD}\u{FFFD}");
        assert_eq!(line("a\nb"), "a b");
    }
}

//! Cuts a text that is too long for one message where a reader would pause: at
//! the end of a line, else of a sentence, else of a word; never inside a
//! visible character.

use unicode_segmentation::UnicodeSegmentation as _;

use super::html::Run;

/// The length of a text as Telegram counts it: in UTF-16 code units, without
/// the markup.
pub(super) fn units(runs: &[Run]) -> usize {
    runs.iter().map(|run| units_of(&run.text)).sum()
}

fn units_of(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text in parts of at most `limit` units (at least 2), none of them blank.
pub(super) fn split(runs: Vec<Run>, limit: usize) -> Vec<Vec<Run>> {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut parts = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let rest = &text[from..];
        let gap = rest.len() - rest.trim_start_matches(['\n', ' ']).len();
        // The first part keeps its leading space.
        if !parts.is_empty() && gap > 0 {
            from += gap;
            continue;
        }
        let to = from + cut(rest, limit);
        if !text[from..to].trim().is_empty() {
            parts.push(slice(&runs, from, to));
        }
        from = to;
    }
    parts
}

/// The end of the first part of a text.
fn cut(text: &str, limit: usize) -> usize {
    let hard = fitting(text, limit);
    if hard == text.len() {
        return hard;
    }
    let window = &text[..hard];
    // A part of less than half the limit would waste a message, and an empty
    // one would be refused.
    ["\n", ". ", "? ", "! ", " "]
        .into_iter()
        .filter_map(|pause| window.rfind(pause).map(|at| at + pause.trim_end().len()))
        .find(|at| *at >= (hard / 2).max(1))
        .unwrap_or(hard)
}

/// How many bytes fit: whole visible characters, unless the first alone is too
/// long.
fn fitting(text: &str, limit: usize) -> usize {
    // No character has more units than bytes.
    if text.len() <= limit {
        return text.len();
    }
    let within = |lengths: &mut dyn Iterator<Item = &str>| {
        let mut used = 0;
        lengths
            .take_while(|piece| {
                used += units_of(piece);
                used <= limit
            })
            .map(str::len)
            .sum::<usize>()
    };
    match within(&mut text.graphemes(true)) {
        0 => within(&mut text.split_inclusive(|_| true))
            .max(text.chars().next().map_or(0, char::len_utf8)),
        whole => whole,
    }
}

/// The runs between two places of the whole text.
fn slice(runs: &[Run], from: usize, to: usize) -> Vec<Run> {
    let mut at = 0;
    let mut part = Vec::new();
    for run in runs {
        let (start, end) = (at, at + run.text.len());
        at = end;
        let (low, high) = (from.max(start), to.min(end));
        if low < high {
            part.push(Run {
                text: run.text[low - start..high - start].to_owned(),
                look: run.look.clone(),
            });
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::html::{Look, html};

    fn plain(text: &str) -> Vec<Run> {
        vec![Run {
            text: text.to_owned(),
            look: Look::Plain,
        }]
    }

    #[track_caller]
    fn check(text: &str, limit: usize, expected: &[&str]) {
        let parts: Vec<String> = split(plain(text), limit)
            .iter()
            .map(|part| html(part))
            .collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn it_is_cut_where_a_reader_would_pause() {
        check("one two", 10, &["one two"]);
        check(
            "line one\nline two\nline three",
            18,
            &["line one\nline two", "line three"],
        );
        check(
            "They have a table. It is at eight.",
            22,
            &["They have a table.", "It is at eight."],
        );
        check("one two three four", 9, &["one two", "three", "four"]);
        check("abcdefghij", 4, &["abcd", "efgh", "ij"]);
        check("", 10, &[]);
        check("\n \n", 2, &[]);
        check("\n👨", 2, &["👨"]);
    }

    #[test]
    fn what_is_one_character_stays_one() {
        // A family is 11 units, a flag 4, an accent 2.
        check("a👨‍👩‍👧‍👦b", 12, &["a👨‍👩‍👧‍👦", "b"]);
        check("🇪🇸🇪🇸🇪🇸", 9, &["🇪🇸🇪🇸", "🇪🇸"]);
        check("👨‍👩‍👧‍👦", 5, &["👨\u{200d}👩", "\u{200d}", "👧\u{200d}👦"]);
    }

    #[test]
    fn markup_is_whole_in_every_part() {
        let runs = vec![
            Run {
                text: "said".into(),
                look: Look::Strong,
            },
            Run {
                text: " ".into(),
                look: Look::Plain,
            },
            Run {
                text: "aaaa bbbb".into(),
                look: Look::Quote,
            },
        ];
        let parts: Vec<String> = split(runs, 10).iter().map(|part| html(part)).collect();
        assert_eq!(
            parts,
            [
                "<b>said</b> <blockquote>aaaa</blockquote>",
                "<blockquote>bbbb</blockquote>"
            ]
        );
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "[a-z .\n👨‍é]{0,200}", limit in 2usize..40) {
            let parts = split(plain(&text), limit);
            let words = |text: &str| text.split_whitespace().collect::<String>();
            let joined: String = parts.iter().flatten().map(|run| run.text.as_str()).collect();
            prop_assert_eq!(words(&joined), words(&text));
            for part in &parts {
                prop_assert!(units(part) <= limit);
                prop_assert!(part.iter().any(|run| !run.text.trim().is_empty()));
            }
        }
    }
}

//! The task in the person's own words: cut, never changed.

use std::ops::Range;

use super::line::{Kind, Line};
use crate::model::{Task, TextProblem};

/// Reads the task as it stands.
///
/// # Errors
/// When too little or too much is left of it.
pub fn task(text: &str) -> Result<Task, TextProblem> {
    Task::parse(text)
}

/// Words that say nothing of what should get done.
const EMPTY: &[&str] = &[
    "please", "pls", "por", "favor", "porfa", "hi", "hello", "hola", "hey", "can", "could", "you",
    "call", "ring", "phone", "number", "llama", "llamar", "llamad", "puedes", "podrias", "numero",
    "telefono", "this", "este", "al", "a", "the", "el", "la", "i", "to", "want", "quiero", "need",
    "would", "like", "thanks", "gracias", "me", "for", "that", "is", "it", "its", "it's", "es",
    "their", "su", "and", "y", "buenas", "ok", "them", "now", "ahora", "tel", "with", "country",
    "code", "que", "my", "mi", "llames", "make", "hacer", "una", "un", "llamada", "si",
];

/// What is left of a sentence without its phone number and the words that only
/// led to it ('call', 'llama al'), if that says what should get done.
pub(super) fn of_sentence(
    line: &Line<'_>,
    whole: &str,
    phone: Option<&Range<usize>>,
) -> Option<Task> {
    let content = line.tokens.iter().enumerate().any(|(index, token)| {
        token.kind == Kind::Word
            && !phone.is_some_and(|phone| phone.contains(&index))
            && !EMPTY.contains(&token.folded.as_str())
    });
    if !content {
        return None;
    }
    let Some(phone) = phone else {
        return Task::parse(whole).ok();
    };
    let cut = widened(line, phone);
    let byte = |index: usize, end: bool| {
        line.tokens.get(index).map_or(whole.len(), |token| {
            if end {
                token.span.end
            } else {
                token.span.start
            }
        })
    };
    let (from, to) = (byte(cut.start, false), byte(cut.end, false));
    let (before, after) = (whole[..from].trim_end(), whole[to..].trim_start());
    let rest = if before.is_empty() {
        after.to_owned()
    } else if after.is_empty() {
        before
            .trim_end_matches([',', ':', '-', '–', '(', ';'])
            .trim_end()
            .to_owned()
    } else if after.starts_with([',', '.', ';', '!', '?', ')', ':']) {
        format!("{}{after}", before.trim_end_matches([',', ';', ':']))
    } else {
        format!("{before} {after}")
    };
    Task::parse(&rest).ok()
}

/// The number's tokens with the connective before it, and with the joint
/// behind it where nothing else stands before.
fn widened(line: &Line<'_>, phone: &Range<usize>) -> Range<usize> {
    #[rustfmt::skip]
    const VERBS: &[&[&str]] = &[
        &["can", "you", "call"], &["could", "you", "call"], &["please", "call"],
        &["i", "want", "you", "to", "call"], &["can", "you", "please", "call"], &["call"], &["ring"],
        &["phone"], &["dial"], &["llama"], &["llamar"], &["llamad"], &["llame"], &["puedes", "llamar"],
        &["podrias", "llamar"], &["por", "favor", "llama"], &["quiero", "que", "llames"], &["contact"],
        &["marca"],
    ];
    const LINKS: &[&str] = &[
        "at", "on", "al", "a", "en", "el", "tel", "tlf", "tfno", "telefono", "numero", "number",
        "phone", "this", "este", "their", "su", "is", "es", "nº", "movil", "mobile", "(", ":",
        "the", "no", "num", "tel:", "de",
    ];
    let mut start = phone.start;
    let word = |index: usize| line.tokens[index].folded.as_str();
    while start > 0 && LINKS.contains(&word(start - 1)) {
        start -= 1;
    }
    if start >= 2
        && word(start - 1) == "."
        && matches!(word(start - 2), "tel" | "tlf" | "tfno" | "no" | "num")
    {
        start -= 2;
    }
    let led_by = VERBS
        .iter()
        .filter(|verb| {
            verb.len() <= start
                && verb
                    .iter()
                    .enumerate()
                    .all(|(i, part)| word(start - verb.len() + i) == *part)
        })
        .map(|verb| verb.len())
        .max();
    start -= led_by.unwrap_or(0);
    let mut end = phone.end;
    let bracketed = start < phone.start && word(phone.start - 1) == "(";
    if bracketed
        && line
            .tokens
            .get(end)
            .is_some_and(|token| token.folded == ")")
    {
        end += 1;
    }
    if start == 0 {
        while line.tokens.get(end).is_some_and(|token| {
            matches!(
                token.folded.as_str(),
                "," | "." | ":" | ";" | "-" | ")" | "and" | "y" | "e" | "to" | "para" | "–" | "—"
            )
        }) {
            let joint = line.tokens[end].kind == Kind::Word;
            let counted = joint
                && line
                    .tokens
                    .get(end + 1)
                    .is_some_and(|token| token.kind == Kind::Number);
            if counted {
                break;
            }
            end += 1;
        }
    }
    start..end
}

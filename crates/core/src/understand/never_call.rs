//! 'Never call them again': only as a whole message, with the number or with a
//! word that points to a call.

use super::lexicon::WORDS;
use super::line::Line;
use super::{Context, phone};
use crate::model::Phone;

/// A number that must not be called again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeverCall {
    Number(Phone),
    /// The one that the conversation is about.
    This,
}

/// Stands for the number, or for the word that points to it.
const PLACE: &str = "#";

/// The number that a whole message asks never to call again.
#[must_use]
pub fn never_call(text: &str, context: &Context) -> Option<NeverCall> {
    if text.len() > 120 {
        return None;
    }
    let words = Line::new(text).words();
    let (words, has_digits) = without_digits(&words);
    let messages = &WORDS.messages;
    let pointed = messages.never_objects.iter().find_map(|object| {
        let place = words.find(object)?;
        let whole = |at: usize| words.as_bytes().get(at).is_none_or(|byte| *byte == b' ');
        let before = place.checked_sub(1).is_none_or(whole);
        (before && whole(place + object.len())).then(|| words.replacen(object, PLACE, 1))
    });
    let asked = pointed.as_deref().unwrap_or(&words);
    if !messages.never_calls.contains(&without_fillers(asked)) {
        return None;
    }
    match (has_digits, pointed.is_some() || !words.contains(PLACE)) {
        (true, false) => phone(digits(text), context).ok().map(NeverCall::Number),
        (false, true) => Some(NeverCall::This),
        _ => None,
    }
}

/// The words with one place instead of those with digits.
fn without_digits(words: &str) -> (String, bool) {
    let mut kept: Vec<&str> = Vec::new();
    for word in words.split(' ') {
        match word.bytes().any(|byte| byte.is_ascii_digit()) {
            true if kept.last() == Some(&PLACE) => {}
            true => kept.push(PLACE),
            false => kept.push(word),
        }
    }
    let has_digits = kept.contains(&PLACE);
    (kept.join(" "), has_digits)
}

fn without_fillers(words: &str) -> &str {
    let mut words = words;
    for filler in WORDS.messages.fillers {
        words = words.strip_suffix(filler).unwrap_or(words).trim_end();
        words = words.strip_prefix(filler).unwrap_or(words).trim_start();
    }
    words
}

/// The part of a text that may be a number.
fn digits(text: &str) -> &str {
    let is_number = |char: char| char.is_ascii_digit() || char == '+' || char == '(';
    let begin = text.find(is_number).unwrap_or_default();
    let end = text.rfind(|char: char| char.is_ascii_digit());
    text.get(begin..=end.unwrap_or(begin)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::understand::tests::{english, spanish};

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let context = match text.contains("llam") {
            true => spanish(),
            false => english(),
        };
        let found = never_call(text, &context).map(|found| match found {
            NeverCall::Number(phone) => phone.as_e164().to_owned(),
            NeverCall::This => "this".to_owned(),
        });
        assert_eq!(found.as_deref(), expected, "{text:?}");
    }

    #[test]
    fn a_whole_message_asks() {
        check("Never call +1 415-555-2671 again!", Some("+14155552671"));
        check(
            "please never call (415) 555-2671 again",
            Some("+14155552671"),
        );
        check("Don't ever call them again.", Some("this"));
        check("do not call this number again", Some("this"));
        check("No vuelvas a llamar al 912 345 678", Some("+34912345678"));
        check("no les llames más, por favor", Some("this"));
        check("Nunca más llames a este número", Some("this"));
    }

    #[test]
    fn anything_else_does_not() {
        check("don't call 415 555 2671, call 415 555 0100", None);
        check("No llames al 912345678, llama al 934567890", None);
        check("don't call before 9", None);
        check("never call 12 again", None);
        check("call them again", None);
        check("never call them again before 10", None);
        check("", None);
    }
}

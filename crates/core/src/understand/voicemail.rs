//! What to do when a machine answers: 'if it goes to voicemail, hang up', 'si
//! salta el buzón, deja un mensaje'.

use super::fold;
use super::lexicon::WORDS;
use super::line::{Cursor, Line};
use crate::model::Voicemail;

/// What a whole message asks for.
#[must_use]
pub fn voicemail(text: &str) -> Option<Voicemail> {
    let line = Line::new(text);
    let (wish, _, end) = wish_at(line.start())?;
    let ends = end.at_end() || is_mark(end) && end.next().at_end();
    ends.then_some(wish)
}

/// What a request asks for beside everything else, and the request without those
/// words. They have to name the machine: a message may be what the call is for.
#[must_use]
pub fn split_voicemail(text: &str) -> Option<(Voicemail, String)> {
    let line = Line::new(text);
    let begins = |index: usize| {
        let before = line.at(index).before();
        line.tokens[index].new_line || is_mark_word(before) || WORDS.tries.joints.contains(&before)
    };
    let starts = (1..line.tokens.len()).filter(|index| begins(*index));
    starts.into_iter().find_map(|start| {
        let (wish, is_named, end) = wish_at(line.at(start))?;
        let joint = WORDS.tries.joints.contains(&end.word());
        let ends = end.at_end() || is_mark(end) || joint || line.tokens[end.index].new_line;
        if !is_named || !ends {
            return None;
        }
        let first = line.tokens[start].span.start;
        let last = line.tokens[end.index - 1].span.end;
        let before = without_joint(&line.text[..first]);
        let behind = line.text[last..].trim_start_matches([' ', ',', ';', '.']);
        Some((wish, format!("{before} {behind}").trim().to_owned()))
    })
}

/// The beginning of a request without the word that joins a wish to it.
pub(super) fn without_joint(text: &str) -> &str {
    let text = text.trim_end();
    let (rest, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    let kept = match WORDS.tries.joints.contains(&fold(last).as_str()) {
        true => rest,
        false => text,
    };
    kept.trim_end_matches([' ', ',', ';', '\n'])
}

fn is_mark(at: Cursor<'_>) -> bool {
    is_mark_word(at.word())
}

fn is_mark_word(word: &str) -> bool {
    matches!(word, "." | "," | ";" | ":" | "!" | ")")
}

fn behind_polite(mut at: Cursor<'_>) -> Cursor<'_> {
    while WORDS.requests.polite.contains(&at.word()) || at.word() == "," {
        at = at.next();
    }
    at
}

/// The wish that begins here, whether it names the machine, and behind it.
fn wish_at(start: Cursor<'_>) -> Option<(Voicemail, bool, Cursor<'_>)> {
    let words = &WORDS.tries;
    let named = start.eat_any(words.voicemail);
    let at = behind_polite(named.unwrap_or(start));
    let (wish, end) = match (at.eat_any(words.hang_up), at.eat_any(words.leave_message)) {
        (Some(end), _) => (Voicemail::HangUp, end),
        (None, Some(end)) => (Voicemail::Leave, end),
        (None, None) => return None,
    };
    let later = end.eat_any(words.voicemail);
    let is_named = named.is_some() || later.is_some();
    Some((wish, is_named, later.unwrap_or(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_it() {
        for (text, expected) in [
            ("if it goes to voicemail, hang up", Some(Voicemail::HangUp)),
            ("hang up if you get voicemail.", Some(Voicemail::HangUp)),
            ("leave a message", Some(Voicemail::Leave)),
            ("please don't leave a message", Some(Voicemail::HangUp)),
            ("si salta el buzón, cuelga", Some(Voicemail::HangUp)),
            (
                "Si salta el contestador, deja un mensaje",
                Some(Voicemail::Leave),
            ),
            ("leave a message for the chef", None),
            ("hang up the coat", None),
            ("if it goes to voicemail", None),
            ("", None),
        ] {
            assert_eq!(voicemail(text), expected, "{text}");
        }
    }

    #[test]
    fn a_request_says_it_beside_the_rest() {
        let call = "call +34 912 345 678 and ask for a table";
        for (text, expected, rest) in [
            (
                format!("{call}, if it goes to voicemail leave a message"),
                Voicemail::Leave,
                call.to_owned(),
            ),
            (
                format!("{call}. Hang up if you get voicemail. Name Ana"),
                Voicemail::HangUp,
                format!("{call}. Name Ana"),
            ),
            (
                format!("{call} y si salta el buzón, cuelga"),
                Voicemail::HangUp,
                call.to_owned(),
            ),
        ] {
            assert_eq!(split_voicemail(&text), Some((expected, rest)), "{text}");
        }
        for text in [
            "call +34 912 345 678 and leave a message that I am late",
            "call +34 912 345 678 and leave a message",
            "call +34 912 345 678, hang up after two rings",
        ] {
            assert_eq!(split_voicemail(text), None, "{text}");
        }
    }
}

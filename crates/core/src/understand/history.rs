//! Searches in the history of calls: 'no answer since monday', 'what did Casa
//! Pepe say?'.

use super::lexicon::WORDS;
use crate::model::fold;

/// The longest message that is a search.
const LONGEST: usize = 120;

/// The ways of ending that a search names, as the service's words, and the rest
/// of the search, folded.
#[must_use]
pub fn statuses(text: &str) -> (Vec<&'static str>, String) {
    let mut rest = format!(" {} ", fold(text));
    let mut found = Vec::new();
    for (status, phrases) in WORDS.named.statuses {
        for phrase in phrases.iter() {
            let phrase = format!(" {phrase} ");
            if let Some(at) = rest.find(&phrase) {
                rest.replace_range(at..at + phrase.len(), " ");
                found.push(*status);
            }
        }
    }
    (found, rest.trim().to_owned())
}

/// The words before and behind 'since'.
#[must_use]
pub fn since(folded: &str) -> (String, Option<String>) {
    let padded = format!(" {folded} ");
    let places = WORDS.named.since.iter().filter_map(|word| {
        let word = format!(" {word} ");
        let at = padded.find(&word)?;
        Some((at, at + word.len()))
    });
    match places.min() {
        Some((at, end)) => {
            let before = padded[..at].trim().to_owned();
            let behind = padded.get(end..).unwrap_or_default().trim().to_owned();
            (before, Some(behind))
        }
        None => (folded.to_owned(), None),
    }
}

/// A search without its wish for a file.
#[must_use]
pub fn without_file(text: &str) -> (&str, bool) {
    let text = text.trim();
    let (head, last) = text.rsplit_once(' ').unwrap_or(("", text));
    match WORDS.named.file.contains(&fold(last).as_str()) {
        true => (head.trim(), true),
        false => (text, false),
    }
}

/// The search that a whole message asks for in plain words.
#[must_use]
pub fn spoken_search(text: &str) -> Option<String> {
    // 'What did they say?' is about the call at hand.
    if text.len() > LONGEST || super::call_word(text).is_some() {
        return None;
    }
    let folded = fold(text);
    let of = |pattern: &&str| {
        let (before, behind) = pattern.split_once('*')?;
        let search = folded.strip_prefix(before)?.strip_suffix(behind)?.trim();
        (!search.is_empty()).then(|| search.to_owned())
    };
    WORDS.named.searches.iter().find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_ask_for_a_search() {
        for (text, expected) in [
            ("What did Casa Pepe say?", Some("casa pepe")),
            ("show me my calls to Luigi's", Some("luigi s")),
            ("¿Qué dijeron en Casa Pepe?", Some("casa pepe")),
            ("mis llamadas a Casa Pepe", Some("casa pepe")),
            ("what did say", None),
            ("what did they say?", None),
            ("¿qué dijeron?", None),
            ("call Casa Pepe", None),
        ] {
            assert_eq!(spoken_search(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_file_is_asked_for_last() {
        assert_eq!(without_file("file"), ("", true));
        assert_eq!(without_file("casa pepe CSV"), ("casa pepe", true));
        assert_eq!(without_file("archivo"), ("", true));
        assert_eq!(without_file("casa pepe"), ("casa pepe", false));
    }
}

//! A place that the person has called before, by its name in a sentence, however
//! it is written: 'call casa pepe again friday at 9'.

use super::lexicon::WORDS;
use crate::model::fold;

/// Whether a text, already [folded](fold), names a known place as the one to
/// call: the name begins the text, or stands behind a verb of calling or 'at'.
/// Compares whole words.
#[must_use]
pub fn names_place(text: &str, name: &str) -> bool {
    let name = fold(name);
    if name.is_empty() || !text.contains(&name) {
        return false;
    }
    let (padded, name) = (format!(" {text} "), format!(" {name} "));
    let mut found = padded.match_indices(&name);
    found.any(|(at, _)| is_announced(padded.get(..at).unwrap_or_default().trim()))
}

/// Whether a text asks for a call to a place and says nothing else: 'call Casa
/// Pepe again, please'.
#[must_use]
pub fn only_calls(text: &str, name: &str) -> bool {
    let (text, name) = (fold(text), fold(name));
    let (padded, name) = (format!(" {text} "), format!(" {name} "));
    let Some((before, behind)) = padded.split_once(&name) else {
        return false;
    };
    let places = &WORDS.place_names;
    let small = || {
        let joints = places.to.iter().chain(places.between.iter());
        let polite = WORDS.requests.polite.iter();
        let again = WORDS.messages.calling_again.iter();
        let polite = polite.chain(WORDS.messages.fillers.iter()).chain(again);
        joints.chain(polite).chain(WORDS.named.articles.iter())
    };
    let calling = || {
        small()
            .chain(places.verbs.iter())
            .chain(places.verbs_to.iter())
    };
    let mut before = before.trim();
    while let Some(head) = ends_with(before, calling()).filter(|_| !before.is_empty()) {
        before = head;
    }
    let mut behind = behind.trim();
    while let Some(tail) = begins_with(behind, small()).filter(|_| !behind.is_empty()) {
        behind = tail;
    }
    before.is_empty() && behind.is_empty()
}

/// The words behind one of the phrases, if a text begins with one.
fn begins_with<'t, 'w>(
    text: &'t str,
    mut phrases: impl Iterator<Item = &'w &'static str>,
) -> Option<&'t str> {
    phrases.find_map(|phrase| {
        let tail = text.strip_prefix(fold(phrase).as_str())?;
        (tail.is_empty() || tail.starts_with(' ')).then(|| tail.trim_start())
    })
}

/// Whether the words before a name lead to a place.
fn is_announced(before: &str) -> bool {
    if before.is_empty() || ends_with(before, WORDS.businesses.leads.iter()).is_some() {
        return true;
    }
    let places = &WORDS.place_names;
    let mut rest = before;
    loop {
        if let Some(head) = ends_with(rest, places.verbs.iter().chain(places.verbs_to.iter())) {
            return ends_with(head, places.ruling_out.iter()).is_none();
        }
        let small = places.to.iter().chain(places.between.iter());
        let small = small.chain(WORDS.named.articles.iter());
        match ends_with(rest, small) {
            Some(head) => rest = head,
            None => return false,
        }
    }
}

/// The words before one of the phrases, if a text ends with one.
fn ends_with<'t, 'w>(
    text: &'t str,
    mut phrases: impl Iterator<Item = &'w &'static str>,
) -> Option<&'t str> {
    phrases.find_map(|phrase| {
        let head = text.strip_suffix(fold(phrase).as_str())?;
        (head.is_empty() || head.ends_with(' ')).then(|| head.trim_end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_counts_where_a_place_is_named() {
        for (text, expected) in [
            ("call casa pepe again friday at 9", true),
            ("Call Casa Pepe again", true),
            ("casa pepe, friday at 9", true),
            ("vuelve a llamar a casa pepe el viernes", true),
            ("llama otra vez a la casa pepe", true),
            ("table for 4 at casa pepe", true),
            ("mesa en casa pepe", true),
            ("call again casa pepe", true),
            ("table under casa pepe", false),
            ("don't call casa pepe", false),
            ("no llames a casa pepe", false),
            ("call casa pepes", false),
            ("call the casa", false),
        ] {
            let folded = fold(text);
            assert_eq!(names_place(&folded, "Casa Pepe"), expected, "{text}");
        }
    }

    #[test]
    fn a_call_alone_is_no_task() {
        for (text, expected) in [
            ("call casa pepe again", true),
            ("Please call Casa Pepe!", true),
            ("can you ring the casa pepe once more please", false),
            ("llama otra vez a Casa Pepe", true),
            ("vuelve a llamar a casa pepe por favor", true),
            ("casa pepe", true),
            ("call casa pepe and ask for a table", false),
            ("call casa pepe to say i'm late", false),
            ("call casa pepe friday at 9", false),
            ("call her", false),
        ] {
            assert_eq!(only_calls(text, "Casa Pepe"), expected, "{text}");
        }
    }
}

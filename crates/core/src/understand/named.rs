//! Things that a person names by their word: a command, a setting and its
//! value, a field of the card.

use super::lexicon::{WORDS, meaning};
use crate::model::{Setting, SettingValue, Slot, fold};

/// The key of the command that a word names, in small letters.
#[must_use]
pub fn command(word: &str) -> Option<&'static str> {
    meaning(&fold(word), WORDS.named.commands)
}

/// The key of the command that a whole message asks for in plain words: 'how is
/// it going?', 'enlaza mi cuenta'.
#[must_use]
pub fn spoken_command(text: &str) -> Option<&'static str> {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return None;
    }
    let words = fold(text);
    let mut plain = words.as_str();
    for filler in WORDS.messages.fillers {
        plain = plain.strip_suffix(filler).map_or(plain, str::trim_end);
    }
    meaning(&words, WORDS.named.spoken).or_else(|| meaning(plain, WORDS.named.spoken))
}

/// The setting that a word names.
#[must_use]
pub fn setting(word: &str) -> Option<Setting> {
    meaning(&fold(word), WORDS.named.settings)
}

/// The value of a setting that has a few, by one of its words.
#[must_use]
pub fn setting_choice(setting: Setting, text: &str) -> Option<SettingValue> {
    let folded = fold(text);
    let ((_, word), _) = (WORDS.named.setting_choices.iter())
        .find(|((of, _), words)| *of == setting && words.contains(&folded.as_str()))?;
    setting.choice(word)
}

/// 'None', 'remove it': the value is to be empty.
#[must_use]
pub fn means_nothing(text: &str) -> bool {
    WORDS.named.nothing.contains(&fold(text).as_str())
}

/// A wish about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// It should be asked for.
    Change(Slot),
    /// It should be empty.
    Empty(Slot),
}

/// 'Change the name', 'another day', 'without a name': the field that a message
/// names, with nothing but a verb and an article.
#[must_use]
pub fn wish(text: &str) -> Option<Wish> {
    let folded = fold(text);
    let folded = folded.trim_end_matches(['.', '!', ',']);
    let fault = text.split([',', ';']).next().map(fold).unwrap_or_default();
    if let Some(slot) = complained_of(fault.trim_end_matches(['.', '!'])) {
        return Some(Wish::Change(slot));
    }
    if WORDS.named.vague_times.contains(&folded) {
        return Some(Wish::Change(Slot::Time));
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let change = |word: &str| WORDS.named.change.contains(&word);
    let empty = |word: &str| WORDS.named.empty.contains(&word);
    let (verb, rest) = match words.split_first() {
        Some((first, rest)) if change(first) || empty(first) => (Some(*first), rest),
        _ => (None, words.as_slice()),
    };
    let rest = match rest.split_first() {
        Some((first, rest)) if WORDS.named.articles.contains(first) => rest,
        _ => rest,
    };
    let slot = meaning(&rest.join(" "), WORDS.named.slots)?;
    Some(match verb {
        Some(verb) if empty(verb) => Wish::Empty(slot),
        _ => Wish::Change(slot),
    })
}

/// 'Wrong date', 'that's not the number', 'está mal el nombre': the field that a
/// message finds fault with.
fn complained_of(folded: &str) -> Option<Slot> {
    if let Some(slot) = wrong_in_short(folded) {
        return Some(slot);
    }
    let behind = |text: &str| -> Option<Slot> {
        let text = text.trim();
        let mut words = text.split(' ');
        let bare = match words.next() {
            Some(first) if WORDS.named.articles.contains(&first) => {
                words.collect::<Vec<_>>().join(" ")
            }
            _ => text.to_owned(),
        };
        meaning(&bare, WORDS.named.slots)
    };
    let before = WORDS.named.faults_before.iter();
    before
        .filter_map(|fault| behind(folded.strip_prefix(fault)?))
        .next()
        .or_else(|| {
            let faults = WORDS.named.faults_behind.iter();
            faults
                .filter_map(|fault| behind(folded.strip_suffix(fault)?))
                .next()
        })
}

/// 'You got the number wrong it ends in 2617': a few words with a fault and one
/// field.
fn wrong_in_short(folded: &str) -> Option<Slot> {
    const MOST_WORDS: usize = 12;
    let words: Vec<&str> = folded.split(' ').collect();
    let fault = words.iter().any(|word| WORDS.named.faulty.contains(word));
    let mut fields = words
        .iter()
        .filter_map(|word| meaning(word, WORDS.named.slots));
    let field = fields
        .next()
        .filter(|_| fault && words.len() <= MOST_WORDS)?;
    fields.all(|other| other == field).then_some(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Wish>) {
        assert_eq!(wish(text), expected, "{text:?}");
    }

    #[test]
    fn a_field_is_named_by_its_word() {
        check("phone", Some(Wish::Change(Slot::Phone)));
        check("Change the name", Some(Wish::Change(Slot::Name)));
        check("otro día", Some(Wish::Change(Slot::Date)));
        check("quita el nombre", Some(Wish::Empty(Slot::Name)));
        check("sin hora", Some(Wish::Empty(Slot::Time)));
        check("wrong date", Some(Wish::Change(Slot::Date)));
        check("That's not the number!", Some(Wish::Change(Slot::Phone)));
        check("the name is wrong", Some(Wish::Change(Slot::Name)));
        check("está mal el nombre", Some(Wish::Change(Slot::Name)));
        check("la hora está mal", Some(Wish::Change(Slot::Time)));
        check("a bit later", Some(Wish::Change(Slot::Time)));
        check("un poco más tarde", Some(Wish::Change(Slot::Time)));
        check("wrong", None);
        check("change the date to friday", None);
        check("Ana", None);
        check("", None);
    }
}

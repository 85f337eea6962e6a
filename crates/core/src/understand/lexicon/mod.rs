//! The words of each language, one file a language. People mix languages, so
//! readers always look through all of them.
//!
//! Words are folded: small letters, no accents (see [`fold`]).

mod en;
mod es;

use crate::model::{Setting, Slot, fold};

/// Words that mean something, each with all that is said for it.
pub(super) type Words<T> = &'static [(T, &'static [&'static str])];

/// The words of one language.
pub(super) struct Lexicon {
    /// Commands, by the keys of the dialogue's table; the first word of each is
    /// the one that is shown.
    pub commands: Words<&'static str>,
    /// Fields of a request, as a person names them.
    pub slots: Words<Slot>,
    /// Settings, as a person names them.
    pub settings: Words<Setting>,
    /// The values of a setting that has a few, by their words.
    pub setting_choices: Words<(Setting, &'static str)>,
    /// Verbs and adjectives that ask for another value of a field.
    pub change: &'static [&'static str],
    /// Words that ask for a field to be empty.
    pub empty: &'static [&'static str],
    /// Words before the name of a field.
    pub articles: &'static [&'static str],
    /// Answers that mean no value at all.
    pub nothing: &'static [&'static str],
}

/// Every language.
pub(super) const ALL: [&Lexicon; 2] = [&en::LEXICON, &es::LEXICON];

/// Whether some language has a word in one of its lists.
pub(super) fn has(word: &str, list: impl Fn(&Lexicon) -> &'static [&'static str]) -> bool {
    ALL.iter().any(|lexicon| list(lexicon).contains(&word))
}

/// What a text means by one of the lists, whole.
pub(super) fn meaning<T: Copy + 'static>(
    text: &str,
    list: impl Fn(&Lexicon) -> Words<T>,
) -> Option<T> {
    let folded = fold(text);
    ALL.iter()
        .flat_map(|lexicon| list(lexicon))
        .find(|(_, words)| words.contains(&folded.as_str()))
        .map(|(meaning, _)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded() {
        let plain = |words: &[&str]| {
            for word in words {
                assert_eq!(fold(word), *word);
            }
        };
        for lexicon in ALL {
            [
                lexicon.change,
                lexicon.empty,
                lexicon.articles,
                lexicon.nothing,
            ]
            .into_iter()
            .for_each(plain);
            lexicon.commands.iter().for_each(|(_, words)| plain(words));
            lexicon.slots.iter().for_each(|(_, words)| plain(words));
            lexicon.settings.iter().for_each(|(_, words)| plain(words));
            (lexicon.setting_choices.iter()).for_each(|(_, words)| plain(words));
        }
    }

    #[test]
    fn each_language_names_every_field_setting_and_choice() {
        for lexicon in ALL {
            for slot in Slot::ALL {
                assert!(lexicon.slots.iter().any(|(it, _)| *it == slot), "{slot:?}");
            }
            for setting in Setting::ALL {
                let named = lexicon.settings.iter().any(|(it, _)| *it == setting);
                assert!(named, "{setting:?}");
            }
            // A language is named by its own name, which the places know.
            for value in Setting::Transcript.choices() {
                let key = value.word().map(|word| (Setting::Transcript, word));
                let named = lexicon
                    .setting_choices
                    .iter()
                    .any(|(it, _)| Some(*it) == key);
                assert!(named, "{value:?}");
            }
        }
    }
}

//! The words of each language, one folder a language, one file a topic. People
//! mix languages, so readers look through all of them at once: [`WORDS`].
//!
//! Words are folded: small letters, no accents (see [`super::line::fold`]). A
//! new language is a folder like `en` and its line in [`ALL`]; the compiler asks
//! it for every list, and a list may be empty.

pub(super) mod asked;
mod common;
mod en;
mod es;
pub(super) mod index;
mod lists;
pub(super) mod opening;
pub(super) mod topics;

use std::sync::LazyLock;

use asked::ValueOf;
use lists::{AllLanguages, Form, OneLanguage, lexicon};
use topics::{
    Businesses, ClockWords, ContactWords, Correcting, DangerWords, DayWords, Days, Kinds,
    LaterWords, Messages, Named, Names, Numbers, People, Phones, PlaceNames, Places, Relative,
    Requests, Roles, Spelling, Stretches, Things, TryWords, WhichNumber,
};

lexicon! {
    /// The words of one language.
    Lexicon {
        /// Words for commands, settings and fields.
        pub named: Named,
        /// The address book.
        pub contacts: ContactWords,
        /// Whole messages that steer the dialogue or a call, or answer nothing.
        pub messages: Messages,
        /// The kinds of place.
        pub kinds: Kinds,
        /// Counts of people and nights.
        pub people: People,
        /// Corrections of earlier messages.
        pub correcting: Correcting,
        /// Requests: calls, tasks, and the language to speak.
        pub requests: Requests,
        /// Names of people, and words that look like one.
        pub names: Names,
        /// Places' names.
        pub businesses: Businesses,
        /// The words around places' names.
        pub place_names: PlaceNames,
        /// Numbers in words.
        pub numbers: Numbers,
        /// Times of day.
        pub clock: ClockWords,
        /// Stretches of time.
        pub stretches: Stretches,
        /// Days.
        pub days: Days,
        /// Days in words.
        pub day_words: DayWords,
        /// Changes that are told by their distance.
        pub relative: Relative,
        /// Whether a day or a time is wanted.
        pub roles: Roles,
        /// Numbers that are of things.
        pub things: Things,
        /// When a place says that it can be called again.
        pub later: LaterWords,
        /// Trying again until somebody is reached.
        pub tries: TryWords,
        /// Danger, and phrases that only sound like it.
        pub danger: DangerWords,
        /// Words around the digits of a number.
        pub phones: Phones,
        /// Which of the numbers in a text is to be called.
        pub which: WhichNumber,
        /// Timezones, countries and languages.
        pub places: Places,
        /// Words as they are spelt in a chat.
        pub spelling: Spelling,
    }
}

/// Phrases of all languages with an asterisk for other words.
pub(super) type Patterns = lists::Phrases<AllLanguages>;

/// Every language.
pub(super) const ALL: [&Lexicon; 2] = [&en::LEXICON, &es::LEXICON];

/// The words of all languages together, with those that are the same in every
/// language.
pub(super) static WORDS: LazyLock<Lexicon<AllLanguages>> = LazyLock::new(|| {
    let mut all = vec![&common::LEXICON];
    all.extend(ALL);
    Lexicon::merged(&all)
});

/// The meaning of a whole folded text in one of the lists.
pub(super) fn meaning<T: Copy>(folded: &str, list: lists::Groups<AllLanguages, T>) -> Option<T> {
    list.iter()
        .find(|(_, words)| words.contains(&folded))
        .map(|(meaning, _)| *meaning)
}

/// The value of a folded word in one of the lists.
pub(super) fn value<T: Copy>(folded: &str, list: &(impl ValueOf<T> + ?Sized)) -> Option<T> {
    list.value_of(folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{self, Setting, Slot};
    use crate::understand::line;

    #[test]
    fn words_are_folded() {
        for lexicon in ALL.into_iter().chain([&common::LEXICON]) {
            lexicon.each_word(&mut |list, word| assert_eq!(line::fold(word), word, "{list}"));
            let named = &lexicon.named;
            named.each_word(&mut |list, word| {
                // An asterisk stands for other words.
                let plain = word.replace("* ", "").replace(" *", "");
                assert_eq!(model::fold(&plain), plain, "{list}");
            });
        }
    }

    #[test]
    fn every_language_has_names() {
        let chats = model::Language::ALL.map(model::Language::code);
        let calls = model::CallLanguage::ALL.map(model::CallLanguage::code);
        for code in chats.into_iter().chain(calls) {
            let mut named = WORDS.places.languages.iter();
            assert!(named.any(|(it, _)| *it == code), "{code}");
        }
        for code in calls {
            let mut named = WORDS.requests.languages.iter();
            assert!(named.any(|(it, _)| *it == code), "{code}");
        }
    }

    #[test]
    fn each_language_names_every_field_setting_and_choice() {
        for lexicon in ALL {
            let named = &lexicon.named;
            for slot in Slot::ALL {
                assert!(named.slots.iter().any(|(it, _)| *it == slot), "{slot:?}");
            }
            for setting in Setting::ALL {
                let found = named.settings.iter().any(|(it, _)| *it == setting);
                assert!(found, "{setting:?}");
            }
            // A language is named by its own name, which the places know.
            let with_words = |setting: &Setting| *setting != Setting::Language;
            let choices = Setting::ALL.into_iter().filter(with_words);
            for value in choices.flat_map(Setting::choices) {
                let key = value.word().map(|word| (value.setting(), word));
                let mut choices = named.setting_choices.iter();
                assert!(choices.any(|(it, _)| Some(*it) == key), "{value:?}");
            }
        }
    }
}

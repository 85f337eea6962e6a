//! Lists of words, and how the lists of all languages become one.
//!
//! A topic's fields are named once: the macros make the struct that each
//! language fills, and the code that merges them. The merged lists have an index
//! and live as long as the program.

use super::index::Indexed;

/// Whether lists are those of one language, or those of all, which have an
/// index.
pub(in crate::understand) trait Form {
    type Phrases: Copy;
    type Values<T: Copy + 'static>: Copy;
    type Groups<T: Copy + 'static>: Copy;
}

/// Lists as the file of a language writes them.
pub(in crate::understand) struct OneLanguage;

/// The lists of all languages as one.
pub(in crate::understand) struct AllLanguages;

type Listed<E> = &'static [E];
type Found<E> = &'static Indexed<E>;

impl Form for OneLanguage {
    type Phrases = Listed<&'static str>;
    type Values<T: Copy + 'static> = Listed<(&'static str, T)>;
    type Groups<T: Copy + 'static> = Listed<(T, Listed<&'static str>)>;
}

impl Form for AllLanguages {
    type Phrases = Found<&'static str>;
    type Values<T: Copy + 'static> = Found<(&'static str, T)>;
    type Groups<T: Copy + 'static> = Listed<(T, Found<&'static str>)>;
}

/// Words and phrases, tokens separated by spaces.
pub(in crate::understand) type Phrases<F> = <F as Form>::Phrases;

/// Words as they stand in a text, with their accents and the spaces around them.
pub(in crate::understand) type Written<F> = <F as Form>::Phrases;

/// Words and phrases, each with its meaning.
pub(in crate::understand) type Values<F, T> = <F as Form>::Values<T>;

/// Meanings, each with all of its phrases.
pub(in crate::understand) type Groups<F, T> = <F as Form>::Groups<T>;

/// Longer phrases come before shorter ones, so that the first that fits is the
/// longest, in any order of the languages.
fn longest_first<T>(items: &mut [T], phrase: impl Fn(&T) -> &'static str) {
    items.sort_by_key(|item| std::cmp::Reverse(phrase(item).len()));
}

/// The phrases of all lists, each once.
pub(super) fn phrases(lists: impl Iterator<Item = Phrases<OneLanguage>>) -> Phrases<AllLanguages> {
    let mut all: Vec<&'static str> = Vec::new();
    for phrase in lists.flatten() {
        if !all.contains(phrase) {
            all.push(phrase);
        }
    }
    longest_first(&mut all, |phrase| phrase);
    Box::leak(Box::new(Indexed::new(all)))
}

/// The phrases of all lists, each with its first meaning.
pub(super) fn values<T: Copy + 'static>(
    lists: impl Iterator<Item = Values<OneLanguage, T>>,
) -> Values<AllLanguages, T> {
    let mut all: Vec<(&'static str, T)> = Vec::new();
    for value in lists.flatten() {
        if !all.iter().any(|(phrase, _)| *phrase == value.0) {
            all.push(*value);
        }
    }
    longest_first(&mut all, |(phrase, _)| phrase);
    Box::leak(Box::new(Indexed::new(all)))
}

/// The meanings of all lists, each once with the phrases of all.
pub(super) fn groups<T: Copy + PartialEq + 'static>(
    lists: impl Iterator<Item = Groups<OneLanguage, T>>,
) -> Groups<AllLanguages, T> {
    let mut all: Vec<(T, Vec<Phrases<OneLanguage>>)> = Vec::new();
    for (meaning, phrases) in lists.flatten() {
        match all.iter_mut().find(|(known, _)| known == meaning) {
            Some((_, known)) => known.push(*phrases),
            None => all.push((*meaning, vec![*phrases])),
        }
    }
    let all: Vec<(T, Phrases<AllLanguages>)> = all
        .into_iter()
        .map(|(meaning, lists)| (meaning, phrases(lists.into_iter())))
        .collect();
    all.leak()
}

/// Writes the struct of a topic and the code that merges it.
macro_rules! topic {
    (
        $(#[$about:meta])*
        $topic:ident {
            $($(#[$doc:meta])* pub $field:ident: $kind:ident $(<$value:ty>)?,)*
        }
    ) => {
        $(#[$about])*
        pub(in crate::understand) struct $topic<
            F: $crate::understand::lexicon::lists::Form =
                $crate::understand::lexicon::lists::OneLanguage,
        > {
            $($(#[$doc])* pub $field: $kind<F $(, $value)?>,)*
        }

        impl $topic<$crate::understand::lexicon::lists::AllLanguages> {
            pub(in crate::understand) fn merged(all: &[&$topic]) -> Self {
                use $crate::understand::lexicon::lists;
                Self {
                    $($field: lists::merge!($kind, all.iter().map(|it| it.$field)),)*
                }
            }
        }

        impl $topic {
            /// No words at all.
            pub(in crate::understand) const EMPTY: Self = Self { $($field: &[],)* };

            #[cfg(test)]
            pub(in crate::understand) fn each_word(&self, visit: &mut dyn FnMut(&str, &str)) {
                use $crate::understand::lexicon::lists;
                $(lists::each!($kind, self.$field, |word: &str| visit(stringify!($field), word));)*
            }
        }
    };
}

/// Merges lists of a kind.
macro_rules! merge {
    (Phrases, $lists:expr) => {
        lists::phrases($lists)
    };
    (Written, $lists:expr) => {
        lists::phrases($lists)
    };
    (Values, $lists:expr) => {
        lists::values($lists)
    };
    (Groups, $lists:expr) => {
        lists::groups($lists)
    };
}

/// Visits the words of a list that are to be folded.
#[cfg(test)]
macro_rules! each {
    (Phrases, $list:expr, $visit:expr) => {
        $list.iter().for_each(|word| $visit(word))
    };
    (Written, $list:expr, $visit:expr) => {};
    (Values, $list:expr, $visit:expr) => {
        $list.iter().for_each(|(word, _)| $visit(word))
    };
    (Groups, $list:expr, $visit:expr) => {
        $list
            .iter()
            .flat_map(|(_, words)| *words)
            .for_each(|word| $visit(word))
    };
}

/// Writes the struct of all topics and the code that merges it.
macro_rules! lexicon {
    (
        $(#[$about:meta])*
        $lexicon:ident { $($(#[$doc:meta])* pub $field:ident: $topic:ident,)* }
    ) => {
        $(#[$about])*
        pub(in crate::understand) struct $lexicon<F: Form = OneLanguage> {
            $($(#[$doc])* pub $field: $topic<F>,)*
        }

        impl $lexicon<AllLanguages> {
            fn merged(all: &[&$lexicon]) -> Self {
                Self {
                    $($field: $topic::merged(&all.iter().map(|it| &it.$field).collect::<Vec<_>>()),)*
                }
            }
        }

        impl $lexicon {
            /// No words at all.
            const EMPTY: Self = Self { $($field: $topic::EMPTY,)* };

            #[cfg(test)]
            fn each_word(&self, visit: &mut dyn FnMut(&str, &str)) {
                $(self.$field.each_word(visit);)*
            }
        }
    };
}

#[cfg(test)]
pub(super) use each;
pub(super) use {lexicon, merge, topic};

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Phrases<OneLanguage> = &["no", "no wait"];
    const OTHER: Phrases<OneLanguage> = &["no", "no espera"];

    #[test]
    fn a_longer_phrase_goes_before_what_it_begins_with() {
        let all = phrases([ONE, OTHER].into_iter());
        assert_eq!(**all, ["no espera", "no wait", "no"]);
    }

    #[test]
    fn a_meaning_has_the_phrases_of_all_lists() {
        let lists: [Groups<OneLanguage, u32>; 2] = [&[(1, ONE)], &[(1, OTHER), (2, &["other"])]];
        let all = groups(lists.into_iter()).iter();
        let all: Vec<_> = all
            .map(|(meaning, words)| (*meaning, words.to_vec()))
            .collect();
        assert_eq!(
            all,
            [(1, vec!["no espera", "no wait", "no"]), (2, vec!["other"])]
        );
    }
}

//! The words that something may begin with. Most words of a text begin no day and
//! no time: one look tells so, and saves the dozens of lists that the readers of
//! days and times would ask.

use super::super::line::{Cursor, Kind};
use super::index::{Entry, Indexed};

/// The first words of lists.
pub(in crate::understand) struct Opening {
    words: Indexed<&'static str>,
}

impl Opening {
    pub(in crate::understand) fn of(lists: &[&dyn FirstWords]) -> Self {
        let mut words: Vec<&'static str> = lists.iter().flat_map(|it| it.first_words()).collect();
        words.sort_unstable();
        words.dedup();
        Self {
            words: Indexed::new(words),
        }
    }

    /// Whether one of the words stands here, or figures, which may begin anything.
    #[inline]
    pub(in crate::understand) fn is_at(&self, cursor: Cursor<'_>) -> bool {
        cursor.token().is_some_and(|token| {
            let known = || self.words.entry_by(token.key, &token.folded).is_some();
            token.kind == Kind::Number || known()
        })
    }
}

/// A list of phrases, with or without their meanings.
pub(in crate::understand) trait FirstWords {
    fn first_words(&self) -> Vec<&'static str>;
}

impl<E: Entry> FirstWords for Indexed<E> {
    fn first_words(&self) -> Vec<&'static str> {
        let first = |entry: &E| entry.phrase().split(' ').next();
        self.iter().filter_map(first).collect()
    }
}

/// The words that begin a part of something may begin the whole.
impl FirstWords for Opening {
    fn first_words(&self) -> Vec<&'static str> {
        self.words.first_words()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, common};
    use crate::understand::Context;
    use crate::understand::date::{day_at, day_here};
    use crate::understand::family::{family_at, family_here};
    use crate::understand::line::Line;
    use crate::understand::party::{party_at, party_here};
    use crate::understand::tests::{english, every_text, spanish};
    use crate::understand::time::{
        clock_at, clock_here, past_or_to, past_or_to_here, preference_at, preference_here,
    };

    /// Nothing begins with a word that an opening does not have.
    fn check(text: &str, context: &Context) {
        let line = Line::new(text);
        for index in 0..line.tokens.len() {
            let at = line.at(index);
            let day = day_here(at, context).is_none() || day_at(at, context).is_some();
            let time = clock_here(at).is_none() || clock_at(at).is_some();
            let past = past_or_to_here(at).is_none() || past_or_to(at).is_some();
            let party = party_here(at).is_none() || party_at(at).is_some();
            let stretch = preference_here(at).is_none() || preference_at(at).is_some();
            let family = family_here(at).is_none() || family_at(at).is_some();
            let same = [day, time, past, party, family, stretch];
            assert_eq!(same, [true; 6], "{text:?} at {index}");
        }
    }

    #[test]
    fn every_phrase_may_begin_something() {
        let (english, spanish) = (english(), spanish());
        for lexicon in ALL.into_iter().chain([&common::LEXICON]) {
            lexicon.each_word(&mut |_, phrase| {
                for behind in [
                    "", "5", "friday", "the 5th", "viernes", "8pm", "eight", "people",
                ] {
                    check(&format!("{phrase} {behind}"), &english);
                    check(&format!("{phrase} {behind}"), &spanish);
                }
            });
        }
    }

    #[test]
    fn no_message_is_read_otherwise() {
        let (english, spanish) = (english(), spanish());
        for text in every_text() {
            check(&text, &english);
            check(&text, &spanish);
        }
    }
}

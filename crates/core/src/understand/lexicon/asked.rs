//! What lists are asked: which phrase stands here, what a word means. Lists of
//! all languages have an index; those of one language, and the few phrases that
//! stand in the code, have none and need none.

use super::index::{Indexed, Key};

/// Words with their values: a list of one language, or of all.
pub(in crate::understand) trait ValueOf<T> {
    fn value_of(&self, word: &str) -> Option<T>;
}

impl<T: Copy> ValueOf<T> for Indexed<(&'static str, T)> {
    fn value_of(&self, word: &str) -> Option<T> {
        self.entry(word).map(|(_, value)| *value)
    }
}

impl<T: Copy> ValueOf<T> for [(&'static str, T)] {
    fn value_of(&self, word: &str) -> Option<T> {
        let found = self.iter().find(|(it, _)| *it == word);
        found.map(|(_, value)| *value)
    }
}

/// Phrases of which one may begin at a token: a list of the lexicon, or a few
/// that stand in the code.
pub(in crate::understand) trait AnyOf {
    /// What `read` makes of the first phrase that it accepts, among those that
    /// may begin with this word.
    fn first_fitting<R>(
        &self,
        word: &str,
        key: Key,
        read: impl FnMut(&str) -> Option<R>,
    ) -> Option<R>;
}

impl AnyOf for Indexed<&'static str> {
    #[inline]
    fn first_fitting<R>(
        &self,
        _: &str,
        key: Key,
        mut read: impl FnMut(&str) -> Option<R>,
    ) -> Option<R> {
        self.beginning(key).find_map(|phrase| read(phrase))
    }
}

impl AnyOf for [&str] {
    fn first_fitting<R>(
        &self,
        word: &str,
        _: Key,
        read: impl FnMut(&str) -> Option<R>,
    ) -> Option<R> {
        let initial = word.as_bytes().first();
        let fits = |phrase: &&str| phrase.as_bytes().first() == initial;
        self.iter().copied().filter(fits).find_map(read)
    }
}

impl<const N: usize> AnyOf for [&str; N] {
    fn first_fitting<R>(
        &self,
        word: &str,
        key: Key,
        read: impl FnMut(&str) -> Option<R>,
    ) -> Option<R> {
        self.as_slice().first_fitting(word, key, read)
    }
}

impl<P: AnyOf + ?Sized> AnyOf for &P {
    fn first_fitting<R>(
        &self,
        word: &str,
        key: Key,
        read: impl FnMut(&str) -> Option<R>,
    ) -> Option<R> {
        (**self).first_fitting(word, key, read)
    }
}

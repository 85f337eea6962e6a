//! Lists of phrases that are looked up by a word.
//!
//! A text asks hundreds of lists about each of its words, and nearly always the
//! answer is no. An index gives that answer in a few steps: it sorts the entries
//! of a list into buckets by their first word, and by their whole phrase. Within
//! a bucket the entries keep the order of the list, so the first that fits is the
//! same as without the index.

use std::ops::Deref;

/// The key by which a word is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::understand) struct Key(u32);

impl Key {
    /// A few of its letters and its length tell a word from most others.
    #[inline]
    pub(in crate::understand) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let letter = |at: usize| bytes.get(at).copied().map_or(0, u32::from);
        let last = letter(bytes.len().wrapping_sub(1));
        let length = u32::try_from(bytes.len() & 0x3F).unwrap_or_default();
        let mixed = letter(0) | last << 8 | letter(bytes.len() / 2) << 16 | length << 24;
        Self((mixed ^ letter(1) << 21).wrapping_mul(0x9E37_79B1))
    }

    /// The key of a text's first word.
    pub(in crate::understand) fn of_first_word(text: &str) -> Self {
        Self::of(text.split(' ').next().unwrap_or_default())
    }
}

/// Places in a list, by a key.
#[derive(Debug)]
struct Buckets {
    /// A bit for each key that is there; it answers most questions.
    present: u128,
    /// How many bits of a key do not choose a bucket.
    shift: u32,
    /// Where each bucket begins, and the end of the last.
    starts: Box<[u16]>,
    /// Keys with their places; in a bucket the places are in order.
    places: Box<[(Key, u16)]>,
}

impl Buckets {
    fn new(keys: &[Key]) -> Self {
        let bits = (keys.len() * 2).next_power_of_two().trailing_zeros().max(1);
        let shift = u32::BITS - bits;
        let mut places: Vec<(Key, u16)> = keys.iter().copied().zip(0..).collect();
        places.sort_by_key(|(key, _)| key.0 >> shift);
        let starts = (0..=1_u32 << bits)
            .map(|at| places.partition_point(|(key, _)| key.0 >> shift < at))
            .map(|start| u16::try_from(start).unwrap_or(u16::MAX));
        Self {
            present: keys.iter().fold(0, |all, key| all | Self::bit(*key)),
            shift,
            starts: starts.collect(),
            places: places.into(),
        }
    }

    #[inline]
    fn bit(key: Key) -> u128 {
        1 << (key.0 >> 7 & 127)
    }

    /// The places of a key, in order.
    #[inline]
    fn places(&self, key: Key) -> impl Iterator<Item = usize> {
        let bucket = match self.present & Self::bit(key) {
            0 => &[],
            _ => self.bucket(key),
        };
        let found = bucket.iter().filter(move |(it, _)| *it == key);
        found.map(|(_, place)| usize::from(*place))
    }

    fn bucket(&self, key: Key) -> &[(Key, u16)] {
        let at = usize::try_from(key.0 >> self.shift).unwrap_or_default();
        let Some([start, end]) = self.starts.get(at..at + 2) else {
            return &[];
        };
        let bucket = usize::from(*start)..usize::from(*end);
        self.places.get(bucket).unwrap_or_default()
    }
}

/// An entry of a list: a phrase, perhaps with its meaning.
pub(in crate::understand) trait Entry {
    fn phrase(&self) -> &'static str;
}

impl Entry for &'static str {
    fn phrase(&self) -> &'static str {
        self
    }
}

impl<T> Entry for (&'static str, T) {
    fn phrase(&self) -> &'static str {
        self.0
    }
}

/// A list and its index.
#[derive(Debug)]
pub(in crate::understand) struct Indexed<E> {
    entries: Vec<E>,
    by_first_word: Buckets,
    by_phrase: Buckets,
    /// How many words the longest phrase has.
    most_words: usize,
}

impl<E: Entry> Indexed<E> {
    pub(in crate::understand) fn new(entries: Vec<E>) -> Self {
        let keys = |key: fn(&str) -> Key| -> Vec<Key> {
            entries.iter().map(|entry| key(entry.phrase())).collect()
        };
        let words = |entry: &E| entry.phrase().split(' ').count();
        Self {
            by_first_word: Buckets::new(&keys(Key::of_first_word)),
            by_phrase: Buckets::new(&keys(Key::of)),
            most_words: entries.iter().map(words).max().unwrap_or_default(),
            entries,
        }
    }

    /// The entries that may begin with a word of this key, in order.
    #[inline]
    pub(in crate::understand) fn beginning(&self, key: Key) -> impl Iterator<Item = &E> {
        let places = self.by_first_word.places(key);
        places.filter_map(|place| self.entries.get(place))
    }

    /// The first entry with exactly this phrase.
    #[inline]
    pub(in crate::understand) fn entry(&self, phrase: &str) -> Option<&E> {
        self.entry_by(Key::of(phrase), phrase)
    }

    /// The same for a phrase whose key is known.
    #[inline]
    pub(in crate::understand) fn entry_by(&self, key: Key, phrase: &str) -> Option<&E> {
        let places = self.by_phrase.places(key);
        places
            .filter_map(|place| self.entries.get(place))
            .find(|entry| entry.phrase() == phrase)
    }

    pub(in crate::understand) fn most_words(&self) -> usize {
        self.most_words
    }
}

impl Indexed<&'static str> {
    /// Asked as a slice is, since readers ask both.
    #[inline]
    pub(in crate::understand) fn contains(&self, phrase: &&str) -> bool {
        self.entry(phrase).is_some()
    }
}

impl<E> Deref for Indexed<E> {
    type Target = [E];

    fn deref(&self) -> &[E] {
        &self.entries
    }
}

impl<'a, E> IntoIterator for &'a Indexed<E> {
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASES: [&str; 5] = ["no wait", "not", "no", "ñu", ""];

    #[test]
    fn every_phrase_is_found_and_no_other() {
        let list = Indexed::new(PHRASES.to_vec());
        for phrase in PHRASES {
            assert!(list.contains(&phrase), "{phrase}");
        }
        for other in ["wait", "n", "no wai", "nu"] {
            assert!(!list.contains(&other), "{other}");
        }
        assert!(!Indexed::<&str>::new(Vec::new()).contains(&"no"));
    }

    #[test]
    fn phrases_that_begin_alike_keep_their_order() {
        let list = Indexed::new(PHRASES.to_vec());
        let begins = |phrase: &&&str| phrase.split(' ').next() == Some("no");
        let found: Vec<&str> = list
            .beginning(Key::of("no"))
            .filter(begins)
            .copied()
            .collect();
        assert_eq!(found, ["no wait", "no"]);
        assert_eq!(list.most_words(), 2);
    }
}

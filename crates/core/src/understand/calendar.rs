//! Weekdays and months, abbreviated and with the slips that fingers make in the
//! long ones.

use std::sync::LazyLock;

use chrono::Weekday;

use super::lexicon::index::Indexed;
use super::lexicon::{WORDS, value};

/// The weekday a folded word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    static NAMES: LazyLock<Names<Weekday>> = LazyLock::new(|| Names::new(WORDS.days.weekdays));
    NAMES.find(word)
}

/// The month, 1 to 12, a folded word names.
pub(super) fn month(word: &str) -> Option<u32> {
    static NAMES: LazyLock<Names<u32>> = LazyLock::new(|| Names::new(WORDS.days.months));
    NAMES.find(word)
}

/// A name has at least so many letters if one slip in it is forgiven.
const LONG: usize = 6;

/// The names of days or months.
struct Names<T: 'static> {
    exact: &'static Indexed<(&'static str, T)>,
    /// The long ones, in the order of the list.
    long: Vec<(&'static str, Letters, T)>,
}

impl<T: Copy> Names<T> {
    fn new(exact: &'static Indexed<(&'static str, T)>) -> Self {
        let long = exact.iter().filter(|(name, _)| name.len() >= LONG);
        let long = long.map(|(name, value)| (*name, Letters::of(name), *value));
        Self {
            exact,
            long: long.collect(),
        }
    }

    fn find(&self, word: &str) -> Option<T> {
        value(word, self.exact).or_else(|| self.near(word))
    }

    fn near(&self, word: &str) -> Option<T> {
        if word.len() + 1 < LONG || WORDS.days.no_slips.contains(&word) {
            return None;
        }
        let letters = Letters::of(word);
        let is_near =
            |name: &str| one_slip(name, word) && (name.len() > LONG || same_ends(name, word));
        let mut long = self.long.iter();
        let found = long.find(|(name, of, _)| of.are_near(letters) && is_near(name));
        found.map(|(.., value)| *value)
    }
}

/// Which letters a word has: readers ask for days at every word, and most words
/// have other letters than any day.
#[derive(Clone, Copy)]
struct Letters(u32);

impl Letters {
    fn of(word: &str) -> Self {
        Self(word.bytes().fold(0, |all, byte| all | 1 << (byte & 31)))
    }

    /// One slip takes a letter away, adds one, or both.
    fn are_near(self, other: Self) -> bool {
        let lowest_off = |bits: u32| bits & bits.wrapping_sub(1);
        lowest_off(lowest_off(self.0 ^ other.0)) == 0
    }
}

/// Whether only letters inside a word are missing or swapped: so 'juevs' is
/// 'jueves', but neither 'sundae' nor 'Frida' is a day.
fn same_ends(right: &str, typed: &str) -> bool {
    let mut letters = (
        right.bytes().collect::<Vec<_>>(),
        typed.bytes().collect::<Vec<_>>(),
    );
    let ends = letters.0.first() == letters.1.first() && letters.0.last() == letters.1.last();
    letters.0.sort_unstable();
    letters.1.sort_unstable();
    ends && (typed.len() < right.len() || letters.0 == letters.1)
}

/// Whether one letter too many, too few, wrong, or swapped with its neighbour
/// is all that tells two folded words apart.
pub(super) fn one_slip(right: &str, typed: &str) -> bool {
    let (a, b) = (right.as_bytes(), typed.as_bytes());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a.len(), b.len()) {
        (0, 0) => true,
        (x, y) if x > y => a[1..] == *b,
        (x, y) if x < y => *a == b[1..],
        _ => a[1..] == b[1..] || (a.len() > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..]),
    }
}

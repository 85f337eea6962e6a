//! Weekdays and months, abbreviated and with the slips that fingers make in the
//! long ones.

use super::lexicon::WORDS;
use chrono::Weekday;

/// The weekday a folded word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    named(WORDS.days.weekdays, word)
}

/// The month, 1 to 12, a folded word names.
pub(super) fn month(word: &str) -> Option<u32> {
    named(WORDS.days.months, word)
}

fn named<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    let exact = table.iter().find(|(name, _)| *name == word);
    let near = || {
        table.iter().find(|(name, _)| {
            (name.len() >= 7 || (name.len() == 6 && same_ends(name, word))) && one_slip(name, word)
        })
    };
    exact.or_else(near).map(|(_, value)| *value)
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

//! The calendar's words: weekdays and months in both languages, abbreviated
//! and with the slips that fingers make in the long ones.

use chrono::Weekday;

#[rustfmt::skip]
const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Mon), ("mondays", Weekday::Mon), ("mon", Weekday::Mon), ("lunes", Weekday::Mon),
    ("lun", Weekday::Mon), ("tuesday", Weekday::Tue), ("tues", Weekday::Tue), ("tue", Weekday::Tue),
    ("martes", Weekday::Tue), ("wednesday", Weekday::Wed), ("wed", Weekday::Wed), ("weds", Weekday::Wed),
    ("miercoles", Weekday::Wed), ("mier", Weekday::Wed), ("mie", Weekday::Wed), ("thursday", Weekday::Thu),
    ("thu", Weekday::Thu), ("thur", Weekday::Thu), ("thurs", Weekday::Thu), ("jueves", Weekday::Thu),
    ("jue", Weekday::Thu), ("friday", Weekday::Fri), ("fri", Weekday::Fri), ("viernes", Weekday::Fri),
    ("vie", Weekday::Fri), ("saturday", Weekday::Sat), ("sat", Weekday::Sat), ("sabado", Weekday::Sat),
    ("sab", Weekday::Sat), ("sunday", Weekday::Sun), ("sun", Weekday::Sun), ("domingo", Weekday::Sun),
    ("dom", Weekday::Sun), ("wensday", Weekday::Wed), ("wendsday", Weekday::Wed),
    ("thrusday", Weekday::Thu), ("freitag", Weekday::Fri), ("vier", Weekday::Fri), ("juev", Weekday::Thu),
];
#[rustfmt::skip]
const MONTHS: &[(&str, u32)] = &[
    ("january", 1), ("jan", 1), ("enero", 1), ("ene", 1), ("february", 2), ("feb", 2), ("febrero", 2),
    ("febuary", 2), ("march", 3), ("mar", 3), ("marzo", 3), ("april", 4), ("apr", 4), ("abril", 4),
    ("abr", 4), ("may", 5), ("mayo", 5), ("june", 6), ("jun", 6), ("junio", 6), ("july", 7), ("jul", 7),
    ("julio", 7), ("august", 8), ("aug", 8), ("agosto", 8), ("ago", 8), ("september", 9), ("sep", 9),
    ("sept", 9), ("septiembre", 9), ("setiembre", 9), ("october", 10), ("oct", 10), ("octubre", 10),
    ("november", 11), ("nov", 11), ("noviembre", 11), ("december", 12), ("dec", 12), ("diciembre", 12),
    ("dic", 12),
];

/// The weekday a folded word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    named(WEEKDAYS, word)
}

/// The month, 1 to 12, a folded word names.
pub(super) fn month(word: &str) -> Option<u32> {
    named(MONTHS, word)
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

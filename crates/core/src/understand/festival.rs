//! Days with a name of their own: 'Christmas Eve', 'Nochevieja', 'San
//! Valentín'. They are read only where no other day is named, since 'the
//! Valentine's dinner on the 13th' is on the 13th; and only names of one day
//! count, so that a 'Christmas dinner' has no date.

use super::Context;
use super::date::{Day, yearless};
use super::line::Cursor;

/// Names with their day and month.
#[rustfmt::skip]
const FESTIVALS: &[(&str, u32, u32)] = &[
    ("valentine's day", 14, 2), ("valentines day", 14, 2), ("valentine day", 14, 2),
    ("valentine's", 14, 2), ("valentines", 14, 2), ("dia de san valentin", 14, 2), ("san valentin", 14, 2),
    ("dia de los enamorados", 14, 2), ("halloween", 31, 10), ("christmas eve", 24, 12),
    ("xmas eve", 24, 12), ("noche buena", 24, 12), ("nochebuena", 24, 12), ("christmas day", 25, 12),
    ("xmas day", 25, 12), ("dia de navidad", 25, 12), ("boxing day", 26, 12),
    ("new year's eve", 31, 12), ("new years eve", 31, 12), ("new year eve", 31, 12), ("nye", 31, 12),
    ("noche vieja", 31, 12), ("nochevieja", 31, 12), ("fin de ano", 31, 12), ("new year's day", 1, 1),
    ("new years day", 1, 1), ("ano nuevo", 1, 1), ("dia de reyes", 6, 1),
];

/// A named day here.
pub(super) fn festival_at<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(&["el"]);
    let (day, month, end) = FESTIVALS
        .iter()
        .find_map(|(name, day, month)| Some((*day, *month, at.eat(name)?)))?;
    Some((yearless(day, month, context), end))
}

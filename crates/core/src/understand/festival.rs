//! Days with a name of their own: 'Christmas Eve', 'Nochevieja', 'San
//! Valentín'. They are read only if no other day is named, since 'the
//! Valentine's dinner on the 13th' is on the 13th. Only names of a single day
//! count, so a 'Christmas dinner' has no date.

use super::Context;
use super::date::{Day, yearless};
use super::lexicon::WORDS;
use super::line::Cursor;

/// A named day here.
pub(super) fn festival_at<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.festival_articles);
    let (day, month, end) = WORDS
        .days
        .festivals
        .iter()
        .find_map(|(name, (day, month))| Some((*day, *month, at.eat(name)?)))?;
    Some((yearless(day, month, context), end))
}

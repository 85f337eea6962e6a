//! Days with a name of their own: 'Christmas Eve', 'Nochevieja', 'San
//! Valentín'. They are read only if no other day is named, since 'the
//! Valentine's dinner on the 13th' is on the 13th. Only names of a single day
//! count, so a 'Christmas dinner' has no date.

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use super::Context;
use super::date::{Day, in_reach, yearless};
use super::lexicon::WORDS;
use super::line::Cursor;

/// A named day here.
pub(super) fn festival_at<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.festival_articles);
    let ((day, month), end) = at.eat_value(WORDS.days.festivals)?;
    Some((yearless(day, month, context), end))
}

/// A day that moves with Easter: 'Good Friday', 'Martes de Carnaval'.
pub(super) fn of_easter<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.festival_articles);
    let (days, end) = at.eat_value(WORDS.days.of_easter)?;
    let today = context.today();
    let day = (0..=1)
        .filter_map(|years| easter(today.year() + years))
        .filter_map(|easter| easter.checked_add_signed(TimeDelta::days(days)))
        .find(|day| *day >= today)?;
    Some((in_reach(day, context), end))
}

/// Easter Sunday of a year in the Gregorian calendar, by the anonymous
/// algorithm.
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let days = moon + sunday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(days / 31).ok()?,
        u32::try_from(days % 31 + 1).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_the_church_has_it() {
        for (year, month, day) in [
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
            (2285, 3, 22),
        ] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day));
        }
    }
}

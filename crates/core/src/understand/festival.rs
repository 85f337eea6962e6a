//! Days with a name of their own: 'Christmas Eve', 'Nochevieja', 'San
//! Valentín'. They are read only if no other day is named, since 'the
//! Valentine's dinner on the 13th' is on the 13th. Only names of a single day
//! count, so a 'Christmas dinner' has no date.

use chrono::{Datelike as _, Days, NaiveDate, TimeDelta, Weekday};

use super::Context;
use super::date::{Day, in_reach, yearless};
use super::lexicon::WORDS;
use super::line::Cursor;
use super::time::{clock_at, with_preposition};
use super::weeks::{LAST, nth_weekday};

/// A feast on a weekday of its month, or one that each country has on another
/// day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    Thanksgiving,
    BlackFriday,
    CyberMonday,
    LaborDay,
    MemorialDay,
    MartinLutherKing,
    Presidents,
    Columbus,
    Mothers,
    Fathers,
    Independence,
}

impl Feast {
    /// The feast in a year, if the country has it.
    fn day(self, year: i32, country: &str) -> Option<NaiveDate> {
        let on = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let nth = |month, named, nth| nth_weekday(on(month, 1)?, named, nth);
        let thanksgiving = || nth(11, Weekday::Thu, 4);
        match (self, country) {
            (Self::Thanksgiving, "CA") => nth(10, Weekday::Mon, 2),
            (Self::Thanksgiving, "US") => thanksgiving(),
            (Self::BlackFriday, _) => thanksgiving()?.checked_add_days(Days::new(1)),
            (Self::CyberMonday, _) => thanksgiving()?.checked_add_days(Days::new(4)),
            (Self::LaborDay, "US" | "CA") => nth(9, Weekday::Mon, 1),
            (Self::MemorialDay, "US") => nth(5, Weekday::Mon, LAST),
            (Self::MartinLutherKing, "US") => nth(1, Weekday::Mon, 3),
            (Self::Presidents, "US") => nth(2, Weekday::Mon, 3),
            (Self::Columbus, "US") => nth(10, Weekday::Mon, 2),
            (Self::Mothers, "US" | "CA" | "AU" | "CO" | "PE" | "CL" | "UY") => {
                nth(5, Weekday::Sun, 2)
            }
            (Self::Mothers, "ES") => nth(5, Weekday::Sun, 1),
            (Self::Mothers, "MX" | "GT" | "SV") => on(5, 10),
            (Self::Mothers, "AR") => nth(10, Weekday::Sun, 3),
            (Self::Mothers, "GB" | "IE") => easter(year)?.checked_sub_days(Days::new(21)),
            (Self::Fathers, "ES") => on(3, 19),
            (Self::Fathers, "US" | "CA" | "GB" | "IE" | "MX" | "AR" | "CO" | "PE" | "CL") => {
                nth(6, Weekday::Sun, 3)
            }
            (Self::Independence, "US") => on(7, 4),
            (Self::Independence, "MX") => on(9, 16),
            _ => None,
        }
    }
}

/// A named day here.
pub(super) fn festival_at<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.festival_articles);
    let found = at.eat_value(WORDS.days.festivals);
    let ((day, month), end) = found.or_else(|| lone(at))?;
    Some((yearless(day, month, context), end))
}

/// 'Christmas', 'Navidad': a day only where nothing else is said with it, since
/// a 'Christmas dinner' may be on another one.
fn lone(at: Cursor<'_>) -> Option<((u32, u32), Cursor<'_>)> {
    let (day, end) = at.eat_value(WORDS.days.lone_festivals)?;
    stands_alone(at, end).then_some((day, end))
}

fn stands_alone(at: Cursor<'_>, end: Cursor<'_>) -> bool {
    let before = match WORDS.days.festival_articles.contains(&at.before()) {
        true => at.before_by(2),
        false => at.before(),
    };
    let opened = matches!(before, "" | ",") || WORDS.days.on.contains(&before);
    let timed = with_preposition(end).and_then(clock_at).is_some();
    opened && (end.at_end() || timed || matches!(end.word(), "," | "."))
}

/// A feast whose day depends on the year or the country.
pub(super) fn moving_feast<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.festival_articles);
    let (feast, end) = at.eat_value(WORDS.days.feasts)?;
    if end.is(WORDS.day_words.alone) {
        return None;
    }
    let today = context.today();
    let country = context.region.as_str();
    if let Some((year, 4, behind)) = end.digits() {
        let day = feast.day(i32::try_from(year).ok()?, country)?;
        return Some((in_reach(day, context), behind));
    }
    let mut years = (0..=1).filter_map(|years| feast.day(today.year() + years, country));
    let day = years.find(|day| *day >= today)?;
    Some((in_reach(day, context), end))
}

/// A day that moves with Easter: 'Good Friday', 'Martes de Carnaval'.
pub(super) fn of_easter<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.festival_articles);
    let (days, end) = at.eat_value(WORDS.days.of_easter).or_else(|| {
        let end = at.eat_any(WORDS.days.lone_easter)?;
        stands_alone(at, end).then_some((0, end))
    })?;
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

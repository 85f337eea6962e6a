//! Days that are counted from a week or a month: 'the first Monday of
//! December', 'Tuesday week', 'Friday of the week after next', 'de hoy en ocho'.

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

use super::Context;
use super::calendar::{month, weekday};
use super::date::{Day, after, in_reach, relative};
use super::lexicon::{WORDS, value};
use super::line::Cursor;
use super::numbers::{number, ordinal};

/// The place of the last one among ordinals.
pub(super) const LAST: u32 = 9;

/// A day counted from a week or a month, here.
pub(super) fn week_day_at<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let (day, end) = nth_of_month(cursor, context)
        .or_else(|| week_of(cursor, context))
        .or_else(|| of_a_week(cursor, context))
        .or_else(|| one_after(cursor, context))
        .or_else(|| several_ahead(cursor, context))
        .or_else(|| in_eight(cursor, context))?;
    Some((in_reach(day, context), end))
}

/// 'the second Saturday in December', 'el último viernes de mayo'.
fn nth_of_month<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.date_articles);
    let (nth, at) = value(at.word(), WORDS.days.nth)
        .map(|nth| (nth, at.next()))
        .or_else(|| ordinal(at))?;
    let named = weekday(at.word())?;
    let at = at.next().eat_any(WORDS.days.in_month)?;
    let today = context.today();
    let first = today.with_day(1)?;
    if let Some(end) = at.eat_any(WORDS.days.next_month) {
        return Some((
            nth_weekday(first.checked_add_months(Months::new(1))?, named, nth)?,
            end,
        ));
    }
    if let Some(end) = at.eat_any(WORDS.days.this_month) {
        return Some((nth_weekday(first, named, nth)?, end));
    }
    let month = month(at.word())?;
    let of_year = at.next().skip(WORDS.days.of_year).digits();
    if let Some((year, 4, end)) = of_year {
        let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1)?;
        return Some((nth_weekday(first, named, nth)?, end));
    }
    let day = (0..=1)
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, 1))
        .filter_map(|first| nth_weekday(first, named, nth))
        .find(|day| *day >= today)?;
    Some((day, at.next()))
}

/// The n-th such weekday of the month that begins on that day.
pub(super) fn nth_weekday(first: NaiveDate, named: Weekday, nth: u32) -> Option<NaiveDate> {
    let ahead = |day: NaiveDate| {
        let days = named.num_days_from_monday() + 7 - day.weekday().num_days_from_monday();
        day.checked_add_days(Days::new(u64::from(days % 7)))
    };
    if nth == LAST {
        let next = first.checked_add_months(Months::new(1))?;
        return ahead(next.checked_sub_days(Days::new(7))?);
    }
    let day = ahead(first)?.checked_add_days(Days::new(7 * u64::from(nth.checked_sub(1)?)))?;
    (day.month() == first.month()).then_some(day)
}

/// 'Tuesday week', 'week Friday', 'a week tomorrow', 'Friday in 3 weeks',
/// 'Tuesday after next'.
fn week_of<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    let later = |day: NaiveDate, weeks: u32| day.checked_add_days(Days::new(7 * u64::from(weeks)));
    // 'Next week Wednesday' is no week after Wednesday.
    let of_that_week =
        WORDS.days.next.contains(&cursor.before()) || WORDS.days.this.contains(&cursor.before());
    if let Some(at) = cursor.eat_any(WORDS.days.a_week).filter(|_| !of_that_week) {
        let (day, end) = named(at, context)?;
        return Some((later(day, 1)?, end));
    }
    if let Some(at) = cursor.eat_any(WORDS.days.two_weeks) {
        let (day, end) = named(at, context)?;
        return Some((later(day, 2)?, end));
    }
    let at = cursor.skip(WORDS.days.this).skip(WORDS.days.date_articles);
    let (day, end) = named(at, context)?;
    if let Some(end) = end.eat_any(WORDS.days.week_behind) {
        return (!end.is(WORDS.days.weeks_are_counted)).then_some((later(day, 1)?, end));
    }
    if let Some(end) = end.eat_any(WORDS.days.fortnight_behind) {
        return Some((later(day, 2)?, end));
    }
    let is_weekday = weekday(at.word()).is_some();
    if let Some(end) = end.eat_any(WORDS.days.after_next).filter(|_| is_weekday) {
        return Some((later(day, 1)?, end));
    }
    let (weeks, end) = number(end.eat_any(WORDS.days.within)?).filter(|_| is_weekday)?;
    let end = end.eat_any(WORDS.days.weeks)?;
    Some((later(day, weeks)?, end))
}

/// 'Not this Friday, the one after', 'el sábado que viene no, el otro', 'no este
/// finde, el que viene, sábado'.
fn one_after<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    let behind = |at: Cursor<'t>| {
        let at = at.skip(&[","]).skip(WORDS.correcting.then_but);
        at.eat_any(WORDS.days.one_after)
    };
    let coming = |at: Cursor<'t>| after(context.today(), weekday(at.word())?, false);
    let later = |day: NaiveDate| day.checked_add_days(Days::new(7));
    let on_weekday = |at: Cursor<'t>| {
        let at = at.skip(&[",", "-", ":"]).skip(WORDS.days.date_articles);
        Some((later(coming(at)?)?, at.next()))
    };
    if let Some(at) = cursor.eat_any(WORDS.days.not_this) {
        let Some(end) = at.eat_any(WORDS.days.weekends) else {
            return Some((later(coming(at)?)?, behind(at.next())?));
        };
        return on_weekday(behind(end)?);
    }
    let at = cursor.skip(WORDS.days.date_articles);
    if let Some(end) = at.eat_any(WORDS.days.weekends) {
        return on_weekday(behind(end.eat_any(WORDS.days.not_the_coming)?)?);
    }
    let day = coming(at)?;
    let end = behind(at.next().eat_any(WORDS.days.not_the_coming)?)?;
    Some((later(day)?, end))
}

/// A weekday, the next one; or 'today' and 'tomorrow'.
fn named<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    if let Some(named) = weekday(cursor.word()) {
        return Some((after(context.today(), named, false)?, cursor.next()));
    }
    let (day, end) = relative(cursor, context)?;
    Some((day.ok()?, end))
}

/// 'the week after next on Tuesday', 'Friday of the week after next', 'el lunes
/// de dentro de dos semanas'.
fn of_a_week<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    let monday = |weeks: u32| {
        let today = context.today();
        let back = u64::from(today.weekday().num_days_from_monday());
        today
            .checked_sub_days(Days::new(back))?
            .checked_add_days(Days::new(7 * u64::from(weeks)))
    };
    let in_week = |weeks: u32, named: Weekday| {
        monday(weeks)?.checked_add_days(Days::new(u64::from(named.num_days_from_monday())))
    };
    if let Some((weeks, at)) = cursor.eat_value(WORDS.days.before_its_day) {
        let at = at.skip(&[","]).skip(WORDS.days.date_articles);
        return Some((in_week(weeks, weekday(at.word())?)?, at.next()));
    }
    if let Some(at) = cursor.eat_any(WORDS.days.week_after_next) {
        let at = at.skip(&[","]).skip(WORDS.days.date_articles);
        return Some((in_week(2, weekday(at.word())?)?, at.next()));
    }
    let at = cursor.skip(WORDS.days.date_articles);
    let named = weekday(at.word())?;
    if let Some(end) = at.next().eat_any(WORDS.days.of_week_after_next) {
        return Some((in_week(2, named)?, end));
    }
    let (weeks, end) = number(at.next().eat_any(WORDS.days.of_within)?)?;
    Some((in_week(weeks, named)?, end.eat_any(WORDS.days.weeks)?))
}

/// 'Dentro de dos martes', 'in two Tuesdays': the second one from now.
fn several_ahead<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    let (count, at) = number(cursor.eat_any(WORDS.days.within)?)?;
    let named = weekday(at.word())?;
    let first = after(context.today(), named, false)?;
    let weeks = u64::from(count.checked_sub(1)?);
    Some((first.checked_add_days(Days::new(7 * weeks))?, at.next()))
}

/// 'de hoy en ocho', 'el viernes en ocho días', 'de mañana en quince'.
fn in_eight<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    let at = cursor
        .skip(WORDS.days.before_in_eight)
        .skip(WORDS.days.this_part);
    let (day, end) = named(at, context)?;
    let (phrase_days, end) = end.eat_value(WORDS.days.in_eight)?;
    Some((day.checked_add_days(Days::new(phrase_days))?, end))
}

//! Days: 'tomorrow', 'el viernes que viene', '29 January', '29/1', 'in 3 days'.
//!
//! A weekday is the next one strictly after today; with 'this' or 'este' today
//! itself counts. English 'next Friday' is the Friday of the week that begins
//! next Monday, Spanish 'el próximo viernes' the coming one. A day without a
//! year is the next such day, today included. `3/4` follows the region (month
//! first in the US), unless region and language disagree.

use std::sync::LazyLock;

use super::lexicon::opening::Opening;
use super::lexicon::{WORDS, value};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _, Weekday};

use super::Context;
use super::calendar::{month, one_slip, weekday};
use super::festival::{moving_feast, of_easter};
use super::line::{Cursor, Kind, Line};
use super::numbers::{number, ordinal, quantity};
use super::relative::minutes_at;
use super::time::{clock_at, daypart_at, with_preposition};
use super::weeks::week_day_at;
use super::which_day::asked;
use crate::model::Language;

/// Why a text is not a day that can be called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateProblem {
    /// There is no date in it.
    NotADate,
    /// The calendar has no such day.
    NoSuchDay,
    /// The day is past.
    Past(NaiveDate),
    /// The day is more than a year away.
    TooFar(NaiveDate),
    /// That day of the month is on another weekday than the one that was said.
    NotThatWeekday(NaiveDate),
    /// Day first and month first are equally likely: the two days in that
    /// order.
    Ambiguous(NaiveDate, NaiveDate),
}

/// A span of time that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Day,
    Week,
    Fortnight,
    Month,
}

/// A day, or why the text is not one.
pub(super) type Day = Result<NaiveDate, DateProblem>;

/// Reads a day, alone or within a text.
///
/// # Errors
/// When the text names no day, or a day for which no call can be placed.
pub fn date(text: &str, context: &Context) -> Result<NaiveDate, DateProblem> {
    let line = Line::new(text);
    if let Some((moment, _)) = line.find(|cursor| soon_at(cursor, context)) {
        return in_reach(moment.date(), context);
    }
    if let Some(day) = asked(&line, context) {
        return day;
    }
    let alone = line
        .start()
        .skip(WORDS.days.lead_ins)
        .skip(WORDS.days.day_words);
    let lone = WORDS.days.lone_days.iter();
    let shift = lone.filter(|(word, _)| alone.eat(word).is_some_and(Cursor::at_end));
    if let Some(day) = shift
        .filter_map(|(_, days)| shifted(context.today(), *days))
        .next()
    {
        return in_reach(day, context);
    }
    if alone
        .eat_any(WORDS.relative.now)
        .is_some_and(Cursor::at_end)
    {
        return Ok(context.today());
    }
    if let Some((day, _)) = ordinal(alone).filter(|(_, end)| end.at_end()) {
        return day_of_month(day, context);
    }
    match (lone_day(alone), alone.digits()) {
        (Some((day, month, end)), _) if end.at_end() => yearless(day, month, context),
        (_, Some((day, 1 | 2, end))) if end.at_end() => day_of_month(day, context),
        _ => Err(DateProblem::NotADate),
    }
}

/// A moment by its distance from now: 'in half an hour', 'dentro de 2 horas'.
pub(super) fn soon_at<'t>(
    cursor: Cursor<'t>,
    context: &Context,
) -> Option<(NaiveDateTime, Cursor<'t>)> {
    let (minutes, end) = match cursor.eat_any(WORDS.relative.within) {
        Some(at) => minutes_at(at)?,
        None => {
            let (minutes, end) = minutes_at(cursor)?;
            (minutes, end.eat_any(WORDS.days.from_now)?)
        }
    };
    let now = context.now.with_timezone(&context.timezone).naive_local();
    let moment = now.checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?;
    Some((moment.with_second(0)?.with_nanosecond(0)?, end))
}

/// `29-1` or `29.1`, which within a sentence would be a range or a time.
fn lone_day(cursor: Cursor<'_>) -> Option<(u32, u32, Cursor<'_>)> {
    let (day, _, next) = cursor.digits()?;
    let (month, _, next) = next.eat_any(&["-", "."])?.digits()?;
    (day <= 31 && (1..=12).contains(&month)).then(|| (day, month, next.skip(&["."])))
}

/// Words that a day may begin with; figures, and misspelt days, may, too.
static OPENING: LazyLock<Opening> = LazyLock::new(|| {
    let (days, numbers) = (&WORDS.days, &WORDS.numbers);
    Opening::of(&[
        days.festival_articles,
        days.of_easter,
        days.lone_easter,
        days.feasts,
        days.date_articles,
        days.nth,
        days.a_week,
        days.two_weeks,
        days.this,
        days.coming,
        days.next,
        days.week_after_next,
        days.before_in_eight,
        days.not_this,
        days.weekends,
        days.relative,
        days.tomorrow_slips,
        days.manana,
        days.within,
        days.the_or_on,
        days.month_articles,
        days.day_articles,
        days.bound_articles,
        days.to_day,
        numbers.a,
        numbers.quantities,
        numbers.units,
        numbers.teens,
        numbers.tens,
        numbers.ordinals,
    ])
});

/// Whether a day may begin here.
fn may_begin(cursor: Cursor<'_>) -> bool {
    let word = cursor.word();
    OPENING.is_at(cursor)
        || weekday(word).is_some()
        || month(word).is_some()
        || is_tomorrow_with_a_slip(word)
}

/// A day here within a sentence.
pub(super) fn day_at<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    may_begin(cursor)
        .then(|| day_here(cursor, context))
        .flatten()
}

pub(super) fn day_here<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    of_easter(cursor, context)
        .or_else(|| moving_feast(cursor, context))
        .or_else(|| week_day_at(cursor, context))
        .or_else(|| relative(cursor, context))
        .or_else(|| counted(cursor, context))
        .or_else(|| numeric(cursor, context))
        .or_else(|| with_month(cursor, context))
        .or_else(|| on_weekday(cursor, context))
        .or_else(|| of_this_month(cursor, context))
}

pub(super) fn relative<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    if let Some((days, next)) = cursor.eat_value(WORDS.days.relative) {
        let day = shifted(context.today(), days)?;
        return Some((
            in_reach(day, context),
            if days == 0 {
                cursor_before_daypart(cursor, next)
            } else {
                next
            },
        ));
    }
    let word = cursor.word();
    if is_tomorrow_with_a_slip(word) || WORDS.days.tomorrow_slips.contains(&word) {
        return Some((Ok(context.today().succ_opt()?), cursor.next()));
    }
    let is_morning = || {
        WORDS.days.before_morning.contains(&cursor.before())
            || WORDS.days.every.contains(&cursor.before())
    };
    if WORDS.days.manana.contains(&word) && !is_morning() {
        return Some((Ok(context.today().succ_opt()?), cursor.next()));
    }
    None
}

fn is_tomorrow_with_a_slip(word: &str) -> bool {
    let slipped = |right: &&str| one_slip(right, word);
    word.len() >= 7 && WORDS.days.tomorrow.iter().any(slipped)
}

/// 'this evening' is a day and a part of it: leaves the part to be read.
fn cursor_before_daypart<'t>(start: Cursor<'t>, end: Cursor<'t>) -> Cursor<'t> {
    if WORDS.days.this_part.contains(&start.word()) {
        start.next()
    } else if WORDS.days.tonight_words.contains(&start.word()) {
        start
    } else {
        end
    }
}

fn shifted(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        day.checked_sub_days(distance)
    } else {
        day.checked_add_days(distance)
    }
}

/// 'in 3 days', 'dentro de dos semanas', 'a week from Friday'.
fn counted<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let unit = |at: Cursor<'t>, count: u32| -> Option<(NaiveDate, Cursor<'t>)> {
        let span = value(at.word(), WORDS.days.spans)?;
        let today = context.today();
        let day = match span {
            Span::Day => shifted(today, i64::from(count))?,
            Span::Week => shifted(today, 7 * i64::from(count))?,
            Span::Fortnight => shifted(today, 14)?,
            Span::Month => today.checked_add_months(Months::new(count))?,
        };
        Some((day, at.next()))
    };
    let many = |at: Cursor<'t>| -> Option<(u32, Cursor<'t>)> {
        quantity(at).or_else(|| Some((1, at.eat_any(WORDS.numbers.a)?)))
    };
    if let Some(inside) = cursor.eat_any(WORDS.days.within) {
        let (count, at) = many(inside)?;
        let (day, end) = unit(at, count)?;
        // 'Get us in a week on Monday' counts from Monday.
        let from = end.eat_any(WORDS.days.from);
        if from.is_some_and(|at| day_at_once(at, context).is_some()) {
            return None;
        }
        return Some((in_reach(day, context), end.skip(WORDS.days.behind_within)));
    }
    let (count, at) = many(cursor)?;
    let one = at.word().strip_suffix('s').unwrap_or(at.word());
    if let Some(named) = weekday(one).filter(|_| count > 1) {
        let end = at.next().eat_any(WORDS.days.from_now)?;
        let today = context.today();
        let day = shifted(after(today, named, false)?, 7 * (i64::from(count) - 1))?;
        return Some((in_reach(day, context), end));
    }
    // 'For two, day after tomorrow' has no two days.
    if count > 1 && WORDS.days.one_day.contains(&at.word()) {
        return None;
    }
    let (day, end) = unit(at, count)?;
    let today = context.today();
    let (origin, end) = match end.eat_any(WORDS.days.from_now) {
        Some(end) => (today, end),
        None => {
            let (origin, end) = day_at_once(end.eat_any(WORDS.days.from)?, context)?;
            (origin, end)
        }
    };
    let day = day.checked_add_signed(origin - today)?;
    Some((in_reach(day, context), end))
}

fn day_at_once<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(NaiveDate, Cursor<'t>)> {
    let (day, end) = relative(cursor, context).or_else(|| on_weekday(cursor, context))?;
    Some((day.ok()?, end))
}

fn on_weekday<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let this = cursor.eat_any(WORDS.days.this);
    let coming = cursor.eat_any(WORDS.days.coming);
    let next_week = cursor.eat_any(WORDS.days.next);
    let at = this.or(coming).or(next_week).unwrap_or(cursor);
    let named = weekday(at.word())?;
    let today = context.today();
    let plain = at.index == cursor.index;
    let short = WORDS.days.short_weekdays.contains(&at.word());
    let last = at.next().at_end() || at.next().is(&[",", "."]);
    let timed = on_the_clock(at.next())
        || at.next().is(WORDS.days.of_next_week)
        || at.next().is(WORDS.days.of_this_week);
    if short
        && !last
        && !timed
        && plain
        && !(at.before().is_empty() || WORDS.days.before_weekday.contains(&at.before()))
    {
        return None;
    }
    let mut end = at.next().skip(&["."]);
    if let Some((day, after)) = numbered(end, named, context) {
        return Some((day, after));
    }
    let mut day = after(today, named, this.is_some())?;
    let later = end.eat_any(WORDS.days.of_next_week);
    if let Some(this) = end.eat_any(WORDS.days.of_this_week) {
        end = this;
        day = shifted(in_next_week(today, named)?, -7)?;
    } else if let Some(later) = later {
        end = later;
        day = in_next_week(today, named)?;
    } else if let Some(coming) = end.eat_any(WORDS.days.behind_coming) {
        end = coming;
    } else if next_week.is_some() {
        day = in_next_week(today, named)?;
    }
    Some((in_reach(day, context), end))
}

/// Whether a time of day follows, which makes even 'sat' a day.
fn on_the_clock(cursor: Cursor<'_>) -> bool {
    let at = with_preposition(cursor).unwrap_or(cursor);
    clock_at(at).is_some() || daypart_at(cursor).is_some()
}

/// 'Friday 29', 'Friday the 29th', 'viernes 29 de enero', 'viernes, 29/1'.
fn numbered<'t>(end: Cursor<'t>, named: Weekday, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = end.skip(&[","]).skip(WORDS.days.number_articles);
    let on_it = |day: Day| match day {
        Ok(day) if day.weekday() != named => Err(DateProblem::NotThatWeekday(day)),
        day => day,
    };
    if let Some((day, end)) = numeric(at, context).or_else(|| with_month(at, context)) {
        return Some((on_it(day), end));
    }
    let spelt_out = at.digits().is_none() && at.index == end.index;
    if let Some((day, after)) = ordinal(at).filter(|_| !spelt_out) {
        return Some((on_it(day_of_month(day, context)), after));
    }
    let (day, _, after) = at.digits()?;
    let close = at.index == end.index || day > 12;
    // 'Viernes 21.30' is a time.
    let minutes = after.glued(&[".", ":"]).and_then(Cursor::digits);
    let on_the_clock = minutes.is_some_and(|(_, length, _)| length == 2);
    let bare = close && (1..=31).contains(&day) && day_ends_at(after) && !on_the_clock;
    let found = day_of_month(day, context);
    // 'Friday 8' is an hour unless the 8th is a Friday; 'Friday 19' may be
    // either, so it is asked about; 'Friday 28' is no hour.
    let agrees = found.is_ok_and(|day| day.weekday() == named);
    let timed =
        with_preposition(after).and_then(clock_at).is_some() || after.is(WORDS.clock.hour_articles);
    let no_hour = day > 12 || timed;
    // 'Viernes 11 tipo 10': nothing is counted, and the day is right.
    let counts = super::time::counts_something(after)
        || after.is(WORDS.people.people)
        || after.is(WORDS.people.children);
    let hour = clock_at(at).is_some_and(|(clock, _)| clock.strong)
        || after.is(WORDS.clock.hours_apart)
        || after.is(WORDS.clock.on_the_dot);
    let right = agrees && close && (1..=31).contains(&day) && !counts && !hour && !on_the_clock;
    (bare && (agrees || no_hour) || right).then_some((on_it(found), after))
}

pub(super) fn after(today: NaiveDate, named: Weekday, today_counts: bool) -> Option<NaiveDate> {
    let days =
        i64::from((named.num_days_from_monday() + 7 - today.weekday().num_days_from_monday()) % 7);
    shifted(today, if days == 0 && !today_counts { 7 } else { days })
}

fn in_next_week(today: NaiveDate, named: Weekday) -> Option<NaiveDate> {
    let to_monday = 7 - i64::from(today.weekday().num_days_from_monday());
    shifted(today, to_monday + i64::from(named.num_days_from_monday()))
}

/// '2026-01-29', '29/1', '29/01/2026', '29.01.26'.
fn numeric<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    if matches!(cursor.before(), "/" | "-" | "." | "$" | "€") && !cursor.spaced() {
        return None;
    }
    // 'A las 9 y 1/2'.
    let half = WORDS.clock.and.contains(&cursor.before())
        && cursor
            .at_back(2)
            .is_some_and(|token| token.kind == Kind::Number);
    if half && cursor.eat_any(WORDS.clock.half_hour).is_some() {
        return None;
    }
    let (first, first_length, next) = cursor.digits()?;
    let separator = next
        .token()
        .filter(|token| token.kind == Kind::Symbol && !token.spaced)?
        .folded
        .as_str();
    let (second, second_length, next) = next.glued(&["/", "-", "."])?.digits()?;
    let third = next.glued(&[separator]).and_then(Cursor::digits);
    match third {
        Some((day, 1 | 2, end)) if first_length == 4 && second_length <= 2 => {
            Some((calendar_day(first, second, day, context), end))
        }
        Some((year, 2 | 4, end)) if first_length <= 2 && second_length <= 2 => {
            let year = if year < 100 { year + 2000 } else { year };
            Some((
                in_order(first, second, context, |day, month| {
                    calendar_day(year, month, day, context)
                }),
                end,
            ))
        }
        None if separator == "/"
            && first_length <= 2
            && second_length <= 2
            && plausible(first, second) =>
        {
            Some((
                in_order(first, second, context, |day, month| {
                    yearless(day, month, context)
                }),
                next,
            ))
        }
        _ => None,
    }
}

fn plausible(first: u32, second: u32) -> bool {
    first >= 1 && second >= 1 && first <= 31 && second <= 31 && (first <= 12 || second <= 12)
}

/// Day first or month first, by region and language. The month comes first only
/// in English.
fn in_order(first: u32, second: u32, context: &Context, day: impl Fn(u32, u32) -> Day) -> Day {
    let month_first = matches!(context.region.as_str(), "US" | "FM" | "GU" | "AS" | "MP");
    if first > 12 {
        return day(first, second);
    }
    if second > 12 {
        return day(second, first);
    }
    let (european, american) = (day(first, second), day(second, first));
    match (month_first, context.language, european, american) {
        (true, language, Ok(one), Ok(other)) if language != Language::En && one != other => {
            Err(DateProblem::Ambiguous(one, other))
        }
        (true, _, _, american) => american,
        (false, _, european, _) => european,
    }
}

/// '29 January', 'January 29th, 2026', '29 de enero de 2026'.
fn with_month<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor.skip(WORDS.days.date_articles);
    let day_first = || {
        let (day, next) = ordinal(at).or_else(|| number(at))?;
        // 'Table for 2 Dec 5' is for two people.
        let for_people = at.index == cursor.index
            && ordinal(at).is_none()
            && WORDS.people.whom_for.contains(&at.before())
            && super::category(at.before_by(2)).is_some();
        if for_people {
            return None;
        }
        let next = next.skip(WORDS.days.of_month);
        Some((day, month(next.word())?, next.next().skip(&["."])))
    };
    let month_first = || {
        let named = month(at.word())?;
        let next = at.next().skip(&["."]).skip(WORDS.days.month_articles);
        let apart = ordinal(next.skip(&[","]));
        // 'August/10', 'August-10'.
        let glued = next.glued(&["/", "-"]).filter(|at| !at.spaced());
        let (day, end) = apart.or_else(|| number(glued.unwrap_or(next)))?;
        Some((day, named, end))
    };
    let (day, named, end) = day_first()
        .or_else(month_first)
        .filter(|(day, ..)| *day <= 31)?;
    let year = end
        .skip(&[",", "/", "-"])
        .skip(WORDS.days.of_year)
        .digits()
        .filter(|(year, length, _)| *length == 4 && (1900..2200).contains(year));
    Some(match year {
        Some((year, _, end)) => (calendar_day(year, named, day, context), end),
        None => (yearless(day, named, context), end),
    })
}

/// 'the 29th', 'el 29', 'el día 29'.
fn of_this_month<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    if let Some(found) = of_a_month(cursor, context) {
        return Some(found);
    }
    if let Some(at) = cursor
        .eat_any(WORDS.days.the_or_on)
        .or_else(|| WORDS.days.on.contains(&cursor.before()).then_some(cursor))
    {
        let (day, end) = ordinal(at.skip(WORDS.days.month_articles))
            .filter(|(day, _)| *day > 3 || at.skip(WORDS.days.month_articles).digits().is_some())?;
        // 'On 5th and Main'.
        let corner = end.is(WORDS.place_names.joints)
            && end.next().token().is_some_and(|token| {
                token.capital && weekday(&token.folded).is_none() && month(&token.folded).is_none()
            });
        let counted = corner || end.is(WORDS.days.not_days);
        return (!counted).then(|| (day_of_month(day, context), end));
    }
    let bound = || {
        let behind = WORDS.days.bounds_before.contains(&cursor.before());
        cursor.eat_any(WORDS.days.bound_articles).filter(|_| behind)
    };
    // 'Pásalo al 2'.
    let moved = || {
        let behind = WORDS.roles.changing.contains(&cursor.before());
        cursor.eat_any(WORDS.days.to_day).filter(|_| behind)
    };
    let article = cursor.eat_any(WORDS.days.day_articles);
    let at = article.or_else(bound).or_else(moved)?;
    let (day, end) = number(at).filter(|(day, _)| (1..=31).contains(day))?;
    day_ends_at(end).then(|| (day_of_month(day, context), end))
}

/// Whether a bare number can be a day, because it does not count things.
fn day_ends_at(cursor: Cursor<'_>) -> bool {
    cursor.at_end() || cursor.is(WORDS.days.followers)
}

fn day_of_month(day: u32, context: &Context) -> Day {
    if !(1..=31).contains(&day) {
        return Err(DateProblem::NoSuchDay);
    }
    let today = context.today();
    (0..3)
        .filter_map(|months| {
            today
                .with_day(1)?
                .checked_add_months(Months::new(months))?
                .with_day(day)
        })
        .find(|candidate| *candidate >= today)
        .ok_or(DateProblem::NoSuchDay)
}

/// 'the 20th of next month', 'el 20 de este mes'.
fn of_a_month<'t>(cursor: Cursor<'t>, context: &Context) -> Option<(Day, Cursor<'t>)> {
    let at = cursor
        .skip(WORDS.days.the_or_on)
        .skip(WORDS.days.month_articles)
        .skip(WORDS.days.day_articles);
    let (day, end) = ordinal(at).or_else(|| number(at))?;
    let end = end.skip(WORDS.days.one_day);
    let (months, end) = match end.eat_any(WORDS.days.of_next_month) {
        Some(end) => (1, end),
        None => (0, end.eat_any(WORDS.days.of_present_month)?),
    };
    let first = context.today().with_day(1)?;
    let day = first.checked_add_months(Months::new(months))?.with_day(day);
    Some((
        day.ok_or(DateProblem::NoSuchDay)
            .and_then(|day| in_reach(day, context)),
        end,
    ))
}

pub(super) fn yearless(day: u32, month: u32, context: &Context) -> Day {
    let today = context.today();
    let next = (0..=8)
        .filter_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, day))
        .find(|candidate| *candidate >= today)
        .ok_or(DateProblem::NoSuchDay)?;
    in_reach(next, context)
}

fn calendar_day(year: u32, month: u32, day: u32, context: &Context) -> Day {
    let year = i32::try_from(year).map_err(|_| DateProblem::NoSuchDay)?;
    let day = NaiveDate::from_ymd_opt(year, month, day).ok_or(DateProblem::NoSuchDay)?;
    in_reach(day, context)
}

/// No day further ahead can be asked for.
pub const FURTHEST_DAYS: i64 = 366;

pub(super) fn in_reach(day: NaiveDate, context: &Context) -> Day {
    let today = context.today();
    match (day - today).num_days() {
        ..0 => Err(DateProblem::Past(day)),
        0..=FURTHEST_DAYS => Ok(day),
        _ => Err(DateProblem::TooFar(day)),
    }
}

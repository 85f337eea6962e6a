//! Times of day, and times in words.
//!
//! A bare hour is read as the place is open: for a restaurant 1 to 11 are in the
//! evening, for a hotel 1 to 9; elsewhere 8 to 11 are in the morning and 1 to 7 in
//! the afternoon. A part of the day that is named ('por la noche') decides first.

mod clock;
mod preference;

use super::lexicon::WORDS;
use chrono::NaiveTime;

use super::Context;
use super::date::soon_at;
use super::line::{Cursor, Line};
use super::name::behind_courtesies;
use super::numbers::number;
use super::which_time::{also, take_times};
use crate::model::{Category, Slot, TextProblem, TimePreference};

pub(super) use clock::{Clock, Half, clock_at, counts_something, with_half};
#[cfg(test)]
pub(super) use clock::{clock_here, past_or_to, past_or_to_here};
pub(super) use preference::{daypart_at, preferences};
#[cfg(test)]
pub(super) use preference::{preference_at, preference_here};

/// Why a text is not a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeProblem {
    /// There is no time in it.
    NotATime,
    /// The day has no such time.
    NoSuchTime,
}

/// Reads a time of day, alone or within a text; the category says which half
/// of the day a bare hour is in.
///
/// # Errors
/// When there is none, or the day has no such time.
pub fn time(
    text: &str,
    category: Option<Category>,
    context: &Context,
) -> Result<NaiveTime, TimeProblem> {
    let line = Line::new(text);
    if let Some((moment, _)) = line.find(|cursor| soon_at(cursor, context)) {
        return Ok(moment.time());
    }
    if let Some(clock) = with_comma(line.start()) {
        return clock.resolve(None, category);
    }
    let timing = take_times(&mut line.clone());
    let is_choice = timing.clock.is_none() && timing.words.is_some() && timing.half.is_none();
    let found = timing
        .clock
        .or_else(|| bare(&line).map(|(clock, _)| clock))
        .filter(|_| !is_choice)
        .or_else(|| before_more(&line, context))
        .or_else(|| before_wish(&line));
    let clock = found.ok_or(TimeProblem::NotATime)?;
    clock.resolve(timing.half, category)
}

/// '9,30' as the whole answer.
fn with_comma(start: Cursor<'_>) -> Option<Clock> {
    let (hour, _, next) = start.digits().filter(|(hour, _, _)| *hour < 24)?;
    let (minute, length, end) = next.glued(&[","]).filter(|at| !at.spaced())?.digits()?;
    let fits = length == 2 && minute < 60 && end.at_end();
    fits.then_some(Clock {
        hour,
        minute,
        fixed: hour > 12,
        ..Clock::default()
    })
}

/// '8 for 5 people', '8 on Friday': the hour that opens an answer which tells
/// more.
fn before_more(line: &Line<'_>, context: &Context) -> Option<Clock> {
    let (hour, _, end) = line.start().digits()?;
    let opens_more = end.is(WORDS.people.whom_for) || end.is(WORDS.days.lead_ins);
    if !(1..=12).contains(&hour) || !opens_more {
        return None;
    }
    let rest = line.text.get(end.token()?.span.start..)?;
    let told = super::sentence(rest, context);
    let more = told.has(Slot::Date) || told.has(Slot::PartySize);
    more.then_some(Clock {
        hour,
        ..Clock::default()
    })
}

/// '21.30 y si puede ser en la barra': a time, and behind it a wish without a
/// number.
fn before_wish(line: &Line<'_>) -> Option<Clock> {
    let (clock, end) = clock_at(line.start())?;
    let joined = end.is(&[",", ";"]) || end.is(WORDS.roles.joints);
    let number = |index: usize| {
        let at = line.at(index);
        at.digits().is_some() || super::numbers::in_words(at).is_some_and(|(n, _)| n > 1)
    };
    let more = (end.index..line.tokens.len()).any(number);
    (clock.minute > 0 && joined && !more).then_some(clock)
}

/// A number that is the whole answer: '8', '830', 'ocho'.
fn bare(line: &Line<'_>) -> Option<(Clock, std::ops::Range<usize>)> {
    let start = line.start().skip(WORDS.clock.roughly);
    if let Some((value, length, end)) = start
        .digits()
        .filter(|(_, length, _)| (3..=4).contains(length))
    {
        let clock = Clock {
            hour: value / 100,
            minute: value % 100,
            fixed: length == 4,
            ..Clock::default()
        };
        return is_tail(end).then_some((clock, 0..end.index));
    }
    let (clock, end) = clock_at(start)?;
    let choice = also(line, &(start.index..end.index)).is_some();
    (!choice && is_tail(end)).then_some((clock, 0..end.index))
}

fn is_tail(cursor: Cursor<'_>) -> bool {
    let rest = cursor.skip(WORDS.clock.tails);
    cursor.at_end() || rest.index != cursor.index || cursor.is(WORDS.clock.ends)
}

/// Behind a word that makes the number after it a time.
pub(super) fn with_preposition(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let at = cursor.eat_any(WORDS.clock.before_time)?;
    // 'Need about 12', 'cost around 9': an amount.
    let amount = cursor.is(WORDS.clock.roughly) && WORDS.clock.amounts.contains(&cursor.before());
    (!amount).then(|| at.skip(WORDS.clock.time_articles))
}

/// Reads a time in words as it is, without the thanks at its end.
///
/// # Errors
/// When nothing, or too much, of it is left.
pub fn time_preference(text: &str) -> Result<TimePreference, TextProblem> {
    let line = Line::new(text);
    if text.len() > line.text.len() {
        return TimePreference::parse(text);
    }
    let end = behind_courtesies(&line, 0, line.tokens.len());
    TimePreference::parse(line.slice(0..end))
}

/// 'From 4 to 6' as the whole answer.
fn is_from_to(line: &Line<'_>) -> bool {
    let hours = || {
        let (from, joint) = number(line.start().eat_any(WORDS.stretches.from_to)?)?;
        let (to, end) = number(joint.eat_any(WORDS.stretches.from_joints)?)?;
        (end.at_end() || end.is(&[".", "!"])).then_some((from, to))
    };
    hours().is_some_and(|(from, to)| from <= 24 && to <= 24)
}

/// Whether a text is about a stretch of time ('morning before 11am', 'por la
/// tarde') rather than one time ('at 9 in the morning').
#[must_use]
pub fn is_time_preference(text: &str) -> bool {
    let line = Line::new(text);
    let vague = line.start().eat_any(WORDS.stretches.vague);
    if vague.is_some_and(Cursor::at_end) {
        return true;
    }
    if is_from_to(&line) {
        return true;
    }
    let alone = clock_at(line.start()).map(|(_, end)| 0..end.index);
    if alone.is_some_and(|span| also(&line, &span).is_some()) {
        return true;
    }
    let timing = take_times(&mut line.clone());
    if timing.clock.is_none() && timing.words.is_some() && timing.half.is_none() {
        return true;
    }
    let found = preferences(&line);
    let bounded = found.iter().any(|preference| !preference.daypart);
    bounded || (!found.is_empty() && line.find(clock_at).is_none())
}

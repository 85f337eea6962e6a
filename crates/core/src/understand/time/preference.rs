//! Stretches of time in the person's words: 'morning before 11am', 'por la
//! tarde', 'between 5 and 7', 'a partir de las 8', 'as soon as possible'.

use crate::understand::lexicon::WORDS;
use crate::understand::lexicon::opening::Opening;
use std::ops::Range;
use std::sync::LazyLock;

use super::clock::{Half, clock_at, may_begin, past_or_to};
use crate::understand::calendar::weekday;
use crate::understand::line::{Cursor, Line};
use crate::understand::numbers::number;

/// A stretch of time that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::understand) struct Preference {
    pub tokens: Range<usize>,
    /// Whether it is only a part of the day, which a time beside it makes exact.
    pub daypart: bool,
}

/// A part of the day here.
pub(in crate::understand) fn daypart_at(cursor: Cursor<'_>) -> Option<(Half, Cursor<'_>)> {
    let (half, end) = cursor.eat_value(WORDS.stretches.dayparts)?;
    let lone = WORDS.stretches.lone_dayparts.contains(&cursor.word());
    let greeting = WORDS.stretches.good.contains(&cursor.before());
    let of_a_day = weekday(cursor.before()).is_some()
        || WORDS.stretches.days_before.contains(&cursor.before());
    let alone = cursor.before().is_empty() && end.at_end();
    (!greeting && (!lone || of_a_day || alone)).then_some((half, end))
}

/// All stretches of time, those that touch joined.
pub(in crate::understand) fn preferences(line: &Line<'_>) -> Vec<Preference> {
    let mut found: Vec<Preference> = Vec::new();
    let mut index = 0;
    while index < line.tokens.len() {
        let Some((daypart, end)) = preference_at(line.at(index)) else {
            index += 1;
            continue;
        };
        match found.last_mut() {
            Some(last) if joined(line, last.tokens.end, index) => {
                last.tokens.end = end.index;
                last.daypart &= daypart;
            }
            _ => found.push(Preference {
                tokens: denied_from(line, index)..end.index,
                daypart,
            }),
        }
        index = end.index;
    }
    found
}

/// 'Que no sea antes de las 10': the words that turn a bound round belong to it.
fn denied_from(line: &Line<'_>, index: usize) -> usize {
    let bound = line.at(index).is(WORDS.stretches.bounds);
    let near = (1..=3.min(index)).map(|back| index - back);
    let denial = near.filter(|at| {
        let denial = line.at(*at).eat_any(WORDS.stretches.denials);
        denial.is_some_and(|end| end.index == index)
    });
    denial.min().filter(|_| bound).unwrap_or(index)
}

fn joined(line: &Line<'_>, end: usize, index: usize) -> bool {
    index - end <= 2
        && line.tokens[end..index].iter().all(|token| {
            !token.taken && WORDS.stretches.connectives.contains(&token.folded.as_str())
        })
}

/// Words that a stretch of time may begin with, besides those of a time.
static OPENING: LazyLock<Opening> = LazyLock::new(|| {
    let stretches = &WORDS.stretches;
    Opening::of(&[
        stretches.preferably,
        stretches.sometime,
        stretches.bounds,
        stretches.between,
        stretches.from_to,
        stretches.hour_articles,
        stretches.loose,
        stretches.any,
        stretches.in_the,
        stretches.early,
        stretches.dayparts,
    ])
});

/// A stretch of time here, and whether it is only a part of the day.
pub(in crate::understand) fn preference_at(cursor: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    let begins = OPENING.is_at(cursor) || may_begin(cursor);
    begins.then(|| preference_here(cursor)).flatten()
}

pub(in crate::understand) fn preference_here(cursor: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    // 'Twenty to eight in the evening' is one time.
    if past_or_to(cursor).is_some() {
        return None;
    }
    let start = cursor
        .skip(WORDS.stretches.preferably)
        .skip(WORDS.stretches.sometime);
    if let Some(end) = roughly(start)
        .or_else(|| bounded(start))
        .or_else(|| between(start))
        .or_else(|| loose(start))
        .or_else(|| {
            (start.index > cursor.index)
                .then(|| loose(cursor))
                .flatten()
        })
    {
        return Some((false, end));
    }
    if let Some((_, end)) = start.eat_any(WORDS.stretches.any).and_then(daypart_at) {
        return Some((false, end));
    }
    let early = start
        .skip(WORDS.stretches.in_the)
        .eat_any(WORDS.stretches.early)
        .map(|at| at.skip(WORDS.stretches.behind_early));
    if let Some((_, end)) = early.and_then(daypart_at) {
        return Some((false, end));
    }
    let (_, end) = daypart_at(start)?;
    Some((true, end))
}

/// 'a las 9 y pico': some time after, not an exact time.
fn roughly(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, end) = clock_at(cursor)?;
    let end = end.eat_any(WORDS.stretches.and_a_bit)?;
    Some(daypart_at(end).map_or(end, |(_, end)| end))
}

/// 'before 11am', 'después de las 5', 'a partir de las 8', 'after lunch'.
fn bounded(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let at = cursor.eat_any(WORDS.stretches.bounds)?;
    // 'half past eight' and 'half-past eight' are one time.
    let back = 1 + usize::from(cursor.before() == "-");
    if WORDS.stretches.past.contains(&cursor.word())
        && !WORDS.people.whom_for.contains(&cursor.before_by(2))
        && (cursor.before().parse::<u32>().is_ok()
            || WORDS
                .stretches
                .past_an_hour
                .contains(&cursor.before_by(back)))
    {
        return None;
    }
    let whole = WORDS.stretches.of_times.contains(&cursor.word());
    if let Some(end) = at.eat_any(WORDS.stretches.events).filter(|_| !whole) {
        return Some(end);
    }
    let (clock, end) = clock_at(at)?;
    let end = end.skip(WORDS.stretches.onwards);
    let second = end
        .eat_any(WORDS.stretches.second_joints)
        .and_then(clock_at)
        .filter(|(second, _)| second.strong || clock.strong);
    let open = WORDS.stretches.open_bounds.contains(&cursor.word());
    match second {
        Some((_, end)) => Some(end),
        None if open && !clock.strong && !WORDS.stretches.onward_ends.contains(&end.before()) => {
            None
        }
        None => Some(end),
    }
}

/// 'between 5 and 7', 'entre las 5 y las 7', 'de 5 a 7', '7-9pm', '7 to 9pm'.
fn between(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let named = cursor.eat_any(WORDS.stretches.between);
    let ranged = cursor.eat_any(WORDS.stretches.from_to);
    let at = named.or(ranged).unwrap_or(cursor);
    let hour = |at: Cursor<'_>| {
        number(at.skip(WORDS.stretches.hour_articles)).is_some_and(|(value, _)| value <= 24)
    };
    if !hour(at) {
        return None;
    }
    let (first, middle) = clock_or_hour(at)?;
    let joint = match (named, ranged) {
        (Some(_), _) => middle.eat_any(WORDS.stretches.between_joints)?,
        (None, Some(_)) => middle.eat_any(WORDS.stretches.from_joints)?,
        (None, None) => middle.eat_any(WORDS.stretches.bare_joints)?,
    };
    let (second, end) = clock_at(joint)?;
    let sure = named.is_some() || second.strong || (first && ranged.is_some());
    let clocks = second.half.is_some() || second.strong || named.is_some();
    // 'El domingo de 10 a 12', with nothing counted behind it.
    let plain = WORDS.stretches.plain_from.contains(&cursor.word())
        && (end.at_end() || end.is(&[",", "."]));
    ((sure && clocks) || plain).then_some(end)
}

/// A time here, or an hour that counts as one only because of the other ('5 and
/// 7'). The flag says whether it is a time by itself.
fn clock_or_hour(cursor: Cursor<'_>) -> Option<(bool, Cursor<'_>)> {
    let joined =
        |end: Cursor<'_>| end.is(WORDS.stretches.hour_joints) && !end.is(WORDS.stretches.and_half);
    if let Some((hour, end)) = number(cursor).filter(|(hour, end)| *hour <= 24 && joined(*end)) {
        return (hour > 0).then_some((false, end));
    }
    clock_at(cursor).map(|(clock, end)| (clock.strong, end))
}

/// 'as soon as possible', 'cuanto antes', 'next week', 'any time'.
fn loose(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    cursor.eat_any(WORDS.stretches.loose)
}

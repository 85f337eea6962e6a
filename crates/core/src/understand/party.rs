//! How many people, how many nights.
//!
//! Within a sentence a number counts people only where the words around it
//! say so; as an answer to the question any number does.

use std::sync::LazyLock;

use super::Context;
use super::family::{self, family_at, goes_on_from_before};
use super::lexicon::WORDS;
use super::lexicon::opening::Opening;
use super::line::{Cursor, Kind, Line};
use super::numbers::quantity;
use super::role;
use super::time::{clock_at, counts_something};
use crate::model::PartySize;

/// Why a text is not a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountProblem {
    /// There is no number in it.
    NotANumber,
    /// Not between 1 and 50.
    OutOfRange,
}

/// Reads a count of people or nights: 'four', 'somos 5', 'dos adultos y dos niños'.
///
/// # Errors
/// When there is none, or none between 1 and 50.
pub fn count(text: &str, _context: &Context) -> Result<PartySize, CountProblem> {
    let line = Line::new(text);
    let start = line.start();
    let negative = start.is(&["-"]);
    let decimal = line.tokens.windows(3).any(|three| {
        three[0].folded.parse::<u32>().is_ok()
            && matches!(three[1].folded.as_str(), "." | "," | ":")
            && !three[2].spaced
            && three[2].folded.parse::<u32>().is_ok()
    });
    if decimal || start.is(WORDS.people.unclear) || is_a_time(&line) {
        return Err(CountProblem::NotANumber);
    }
    // 'No 4' rules the number out; 'no, 4' tells it.
    let ruled_out = start.is(WORDS.roles.no) && start.next().digits().is_some();
    if ruled_out && line.tokens.len() == 2 {
        return Err(CountProblem::NotANumber);
    }
    if let Some(total) = added_up(start) {
        return PartySize::new(u64::from(total)).ok_or(CountProblem::OutOfRange);
    }
    let found = line
        .find(family_at)
        .or_else(|| line.find(group))
        .or_else(|| line.find(companions))
        .or_else(|| line.find(company))
        .or_else(|| line.find(sum));
    let huge = || {
        line.find(|cursor| {
            cursor
                .digits()
                .map(|(n, _, end)| (n, end))
                .or_else(|| too_many_digits(cursor))
        })
    };
    let goes_on = |end: usize| {
        let other = line.at(end).eat_any(WORDS.day_words.or);
        let joined = line.at(end).eat_any(WORDS.people.joints);
        let baby = joined.map(|at| {
            at.skip(WORDS.roles.articles)
                .skip(WORDS.clock.hour_articles)
        });
        other.is_some_and(|at| quantity(at).is_some())
            || baby.is_some_and(|at| at.skip(WORDS.people.whose).is(WORDS.people.babies))
    };
    let value = match found {
        // '4 or 5', 'nosotros dos y el bebé'.
        Some((_, span)) if goes_on(span.end) => return Err(CountProblem::NotANumber),
        Some((_, span)) if line.at(span.end).is(WORDS.people.hundreds) => {
            return Err(CountProblem::OutOfRange);
        }
        Some((value, span)) => last_of(&line, value, span.end),
        None => huge().ok_or(CountProblem::NotANumber)?.0,
    };
    PartySize::new(u64::from(value))
        .filter(|_| !negative)
        .ok_or(CountProblem::OutOfRange)
}

/// '4 no, 5': the count that takes the place of another.
fn last_of(line: &Line<'_>, value: u32, end: usize) -> u32 {
    let at = line.at(end).skip(&[","]);
    let newer = at.eat_any(WORDS.roles.no).map(|at| at.skip(&[","]));
    let newer = newer.or_else(|| role::replaced_at(line, &(0..end)).map(|end| line.at(end)));
    newer.and_then(quantity).map_or(value, |(newer, _)| newer)
}

/// '8pm', 'a las 10' at the question for people.
fn is_a_time(line: &Line<'_>) -> bool {
    let counts = |index: usize| {
        let at = line.at(index);
        at.is(WORDS.people.people) || at.is(WORDS.people.children)
    };
    let start = line.start();
    let time = clock_at(start).is_some_and(|(clock, _)| clock.strong)
        || (start.is(WORDS.clock.at_hour) || start.is(WORDS.clock.hour_articles))
            && with_article(start).is_some();
    time && !(0..line.tokens.len()).any(counts)
}

fn with_article(start: Cursor<'_>) -> Option<()> {
    let at = start
        .eat_any(WORDS.clock.hour_articles)
        .or_else(|| start.eat_any(WORDS.clock.at_hour))?;
    clock_at(at).map(drop)
}

/// '2 + 2', 'dos y dos'.
fn added_up(start: Cursor<'_>) -> Option<u32> {
    let (mut total, mut end) = quantity(start)?;
    let mut added = false;
    while let Some((more, next)) = end.eat_any(WORDS.people.adding).and_then(quantity) {
        total = total.checked_add(more)?;
        (added, end) = (true, next);
    }
    (added && end.at_end()).then_some(total)
}

fn too_many_digits(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    (cursor.word().starts_with(|c: char| c.is_ascii_digit())).then(|| (u32::MAX, cursor.next()))
}

/// Words that a count of people may begin with; figures may, too.
static OPENING: LazyLock<Opening> = LazyLock::new(|| {
    let people = &WORDS.people;
    Opening::of(&[
        &*family::OPENING,
        people.openings,
        people.labels,
        people.alone,
        people.pairs,
        people.me_and_my,
        people.my,
        people.the,
        people.me_and,
        people.whom_for,
    ])
});

/// People counted here within a sentence.
pub(super) fn party_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    OPENING.is_at(cursor).then(|| party_here(cursor)).flatten()
}

pub(super) fn party_here(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if goes_on_from_before(cursor) {
        return None;
    }
    family_at(cursor)
        .or_else(|| group(cursor))
        .or_else(|| counted(cursor))
        .or_else(|| company(cursor))
        .or_else(|| companions(cursor))
        .or_else(|| for_number(cursor))
}

/// 'party of 5', 'somos 6', 'we are four', 'mesa de 4'.
fn group(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let labelled = || {
        let at = cursor
            .eat_any(WORDS.people.labels)?
            .eat_any(&[":", "=", "-"])?;
        // 'Four people: …' lists them; 'time: 21:00 people: 4' counts them.
        let counts = is_counted(cursor.before()) && cursor.before_by(2) != ":";
        (!counts).then_some(at)
    };
    let at = cursor
        .eat_any(WORDS.people.openings)
        .or_else(labelled)?
        .skip(WORDS.people.before_count);
    let (value, end) = sum(at)?;
    let other =
        counts_something(end) && !end.is(WORDS.people.people) && !end.is(WORDS.people.children);
    (!other && !is_range(end)).then_some((value, end))
}

/// '4 people', '2 adults and 2 kids'.
fn counted(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let between = WORDS.people.and.contains(&cursor.before())
        && WORDS.people.between.contains(&cursor.before_by(3));
    if between || is_part(cursor) {
        return None;
    }
    if WORDS.people.range_joints.contains(&cursor.before()) && is_counted(cursor.before_by(2)) {
        return None;
    }
    let (value, unit) = quantity(cursor)?;
    if let Some(end) = unit.eat_any(WORDS.people.couples) {
        return Some((value.saturating_mul(2), end));
    }
    let unit = unit.skip(WORDS.people.more);
    // 'One of us uses a wheelchair' tells of some of them.
    // 'Two for tea'; but 'at 2 for lunch' is a time.
    let timed = cursor.before_taken()
        || WORDS.clock.at_hour.contains(&cursor.before())
        || WORDS.clock.before_time.contains(&cursor.before());
    if let Some(end) = unit.eat_any(WORDS.people.for_a_meal).filter(|_| !timed) {
        return Some((value, end));
    }
    let of_us = unit.eat_any(WORDS.people.of_us);
    let some = WORDS.numbers.of.contains(&unit.word());
    let ends = |end: Cursor<'_>| {
        let symbol = end.token().is_some_and(|token| token.kind == Kind::Symbol);
        symbol || ends_count(end) || end.is(WORDS.people.summing)
    };
    if some && of_us.is_some_and(|end| !ends(end)) {
        return None;
    }
    if unit.is(WORDS.people.people) || unit.is(WORDS.people.children) {
        sum(cursor)
    } else {
        None
    }
}

/// '4 including 2 kids', 'for 3 y un bebé': people behind a count that holds
/// them, or to which they are added.
fn is_part(cursor: Cursor<'_>) -> bool {
    let dotted = cursor.before() == ".";
    let back = 1 + usize::from(dotted);
    let (joint, before) = (cursor.before_by(back), cursor.before_by(back + 1));
    let of_people = WORDS.people.whom_for.contains(&cursor.before_by(back + 2))
        || WORDS.roles.of.contains(&cursor.before_by(back + 2));
    let joins = WORDS.people.parts.contains(&joint) || WORDS.people.plus.contains(&joint);
    let people = |word: &str| WORDS.people.people.contains(&word);
    let of_them = quantity(cursor).is_some_and(|(_, end)| {
        end.eat_any(WORDS.people.people)
            .or(Some(end))
            .is_some_and(|end| end.is(WORDS.people.part_verbs))
    });
    of_them
        || (joins
            && ((is_counted(before) && of_people)
                || (people(before) && WORDS.people.parts.contains(&joint))))
}

/// Whether a word is a number.
fn is_counted(word: &str) -> bool {
    word.parse::<u32>().is_ok() || super::lexicon::value(word, WORDS.numbers.units).is_some()
}

/// 'We're 7 in total': the number of all, where it is told.
pub(super) fn total_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let at = (cursor.eat_any(WORDS.people.whom_for))
        .or_else(|| cursor.eat_any(WORDS.people.openings))?
        .skip(WORDS.people.before_count);
    let (total, end) = quantity(at)?;
    let end = end.skip(WORDS.people.people);
    Some((total, end.eat_any(WORDS.people.totals)?))
}

/// 'Add 2 more people to my table for 4': the whole, if it is told. `None` where
/// nobody is added.
pub(super) fn more_people(line: &Line<'_>) -> Option<(u32, std::ops::Range<usize>)> {
    let more = line.find(|cursor| {
        let (count, end) = quantity(cursor)?;
        let plain = end
            .eat_any(WORDS.people.more)
            .filter(|end| addend(*end).is_none())
            .map(|end| end.skip(WORDS.people.people));
        let behind = || end.eat_any(WORDS.people.people)?.eat_any(WORDS.people.more);
        Some((count, plain.or_else(behind)?))
    });
    let more = more.or_else(|| {
        line.find(|cursor| {
            let (count, end) = quantity(cursor.eat_any(WORDS.people.adding_more)?)?;
            Some((count, end.skip(WORDS.people.people)))
        })
    });
    let (more, added) = more?;
    let base = line.find(|cursor| quantity(cursor.eat_any(WORDS.people.before_more)?));
    let (base, span) =
        base.filter(|(_, span)| span.end <= added.start || added.end <= span.start)?;
    Some((base.saturating_add(more), span))
}

/// A quantity, with people of a second kind added.
fn sum(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (mut total, mut end) = quantity(cursor)?;
    if let Some(at) = end.eat_any(WORDS.people.couples) {
        (total, end) = (total.saturating_mul(2), at);
    }
    end = end.skip(WORDS.people.people).skip(WORDS.people.children);
    let of_a_kind = |at: Cursor<'_>| {
        WORDS.people.people.contains(&at.before()) || WORDS.people.children.contains(&at.before())
    };
    for _ in 0..2 {
        if end.is(WORDS.people.parts) && !of_a_kind(end) {
            break;
        }
        let Some((more, at)) = end
            .skip(&[","])
            .eat_any(WORDS.people.plus)
            .or_else(|| of_a_kind(end).then(|| end.skip(&[","])))
            .and_then(addend)
        else {
            break;
        };
        if !at.is(WORDS.people.children) && !at.is(WORDS.people.people) {
            break;
        }
        total = total.saturating_add(more);
        end = at.skip(WORDS.people.children).skip(WORDS.people.people);
    }
    Some((total, end))
}

fn addend(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    quantity(cursor).or_else(|| Some((1, cursor.eat_any(WORDS.numbers.a)?)))
}

/// 'just me', 'my wife and I', 'los dos', 'the four of us'.
fn company(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some(end) = cursor.eat_any(WORDS.people.alone) {
        return Some((1, end));
    }
    if let Some(end) = cursor
        .eat_any(WORDS.people.pairs)
        .or_else(|| with_one(cursor))
    {
        return Some((2, end));
    }
    let (value, end) = quantity(cursor.eat_any(WORDS.people.the)?)?;
    Some((value, end.eat_any(WORDS.people.of_us)?))
}

/// 'my wife and I', 'me and my mum', 'mi hermano y yo'; 'me and my parents' is
/// not a pair.
fn with_one(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let one = |at: Cursor<'_>| at.token().is_some() && !at.word().ends_with('s');
    if let Some(at) = cursor.eat_any(WORDS.people.me_and_my) {
        return one(at).then(|| at.next());
    }
    let at = cursor.eat_any(WORDS.people.my)?;
    let end = at.next().eat_any(WORDS.people.and_i)?;
    // 'A mi hermana y yo soy la que …'
    (one(at) && !end.is(WORDS.people.alone_behind)).then_some(end)
}

/// 'me and 3 friends', 'yo y dos amigos'.
fn companions(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.people.me_and)?;
    let (more, end) = quantity(at)?;
    Some((
        more.saturating_add(1),
        end.skip(WORDS.people.others).skip(WORDS.people.people),
    ))
}

/// 'for 4', 'para dos', unless the number counts something else.
fn for_number(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let at = cursor
        .eat_any(WORDS.people.whom_for)?
        .skip(WORDS.people.roughly);
    if is_of_a_thing(cursor, at) {
        return None;
    }
    let (value, end) = sum(at)?;
    let article = WORDS.people.one.contains(&at.word());
    let decimal = end
        .token()
        .is_some_and(|token| token.folded == "." && !token.spaced)
        && end.next().digits().is_some()
        && !end.next().spaced();
    if (article && value == 1) || is_range(end) || decimal {
        return None;
    }
    ends_count(end).then_some((value, end))
}

/// 'Highchair x1': a sign that touches its number counts the thing before it,
/// unless that is a table.
fn is_of_a_thing(cursor: Cursor<'_>, count: Cursor<'_>) -> bool {
    let touches = cursor.word().len() == 1 && !count.spaced();
    let thing = cursor
        .at_back(1)
        .filter(|token| token.kind == Kind::Word && !token.taken);
    touches
        && thing.is_some_and(|token| {
            let word = token.folded.as_str();
            !WORDS.roles.things.contains(&word)
        })
}

fn is_range(cursor: Cursor<'_>) -> bool {
    let Some(at) = cursor.eat_any(WORDS.people.or_more) else {
        return false;
    };
    quantity(at).is_some_and(|(_, end)| {
        end.is(WORDS.people.people) || !WORDS.people.needs_people.contains(&cursor.word())
    })
}

fn ends_count(cursor: Cursor<'_>) -> bool {
    cursor.at_end()
        || cursor.is(WORDS.people.followers)
        || cursor.is(WORDS.people.parts)
        || super::calendar::weekday(cursor.word()).is_some()
        || super::calendar::month(cursor.word()).is_some()
}

/// Nights here: '3 nights', 'una semana', 'dos noches'.
pub(super) fn nights_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    // '£120 a night' is a price.
    let one = || {
        let at = cursor.eat_any(WORDS.people.one_night)?;
        (!cursor.before_taken()).then_some((1, at))
    };
    let (value, end) = quantity(cursor).or_else(one)?;
    let of_a_day = WORDS.people.days_of_a_night.contains(&cursor.before());
    let end = end.skip(WORDS.people.or_nights);
    (WORDS.people.nights.contains(&end.word()) && !of_a_day).then(|| (value, end.next()))
}

//! Which of the counts in a text is the number of people: the sum of those that
//! belong together, or the last one where people correct themselves. A count that
//! another one puts in doubt is asked about.

use std::ops::Range;

use super::category;
use super::family::family_at;
use super::lexicon::WORDS;
use super::line::{Cursor, Kind, Line, Token};
use super::numbers::quantity;
use super::party::{more_people, party_at, total_at};
use super::role::{self, Role};
use super::time::clock_at;

/// A count and its tokens.
type Counted = (u32, Range<usize>);

/// The count that is read before the times, since its words tell that it is one.
pub(super) struct Early {
    found: Option<Counted>,
    /// Whether the text says that it is the number of all.
    is_total: bool,
}

/// Reads the counts that no time can be, and hides the first from the reader of
/// times.
pub(super) fn take_early(line: &mut Line<'_>) -> Early {
    let total = line.find(total_at);
    let is_total = total.is_some();
    let found = more_people(line)
        .or(total)
        .or_else(|| line.find(family_at))
        .or_else(|| {
            line.find(|cursor| {
                let whom = cursor.is(WORDS.people.whom_for);
                (!whom).then(|| wanted_party(line, cursor)).flatten()
            })
        });
    if let Some((_, span)) = &found {
        line.take(span.clone());
    }
    Early { found, is_total }
}

/// The people of the request, once the times are known.
pub(super) fn settled(line: &Line<'_>, early: Early) -> Option<Counted> {
    let Early { found, is_total } = early;
    let found = found.or_else(|| line.find(|cursor| wanted_party(line, cursor)))?;
    let found = moved_party(line, said_last(line, summed_up(line, found)))?;
    let (count, span) = &found;
    let doubtful = is_recounted(line, *count, span.end)
        || is_counted_anew(line, &found)
        || is_second_of_two(line, span)
        || !is_total && are_several(line)
        || !is_total && (has_rival(line, &found) || goes_on(line, &found));
    (!doubtful).then_some(found)
}

/// People who are counted here, unless they are ruled out or only a bound:
/// 'instead of 4 people', 'at most 10'.
fn wanted_party<'t>(line: &Line<'_>, cursor: Cursor<'t>) -> Option<(u32, Cursor<'t>)> {
    let (count, end) = party_at(cursor)?;
    let span = cursor.index..end.index;
    let counted = line.at(span.start).skip(WORDS.people.whom_for);
    let is_bound = role::bound_start(line, &span).is_some()
        || role::is_open_ended(line, &span).is_some()
        || line.is_behind(span.start, WORDS.people.limits)
        || line.is_behind(counted.index, WORDS.people.limits);
    // 'Tengo 67 años y dos hijos'.
    let children = end.before();
    let own = WORDS.people.children.contains(&children) && has_them(line, span.start);
    let told_only =
        own || matches!(role::role(line, &span), Role::RuledOut) || role::is_past(line, &span);
    (!told_only && !is_bound).then_some((count, end))
}

/// Whether a count of children is of those that somebody has.
fn has_them(line: &Line<'_>, index: usize) -> bool {
    const NEAR: usize = 6;
    (index.saturating_sub(NEAR)..index).any(|at| line.behind_any(at, WORDS.roles.having).is_some())
}

/// The people of an appointment that is moved: the last ones that are named; none
/// if a bare number may be the new count: 'from 4 people to 7'.
fn moved_party(line: &Line<'_>, found: Counted) -> Option<Counted> {
    if !role::moves(line) {
        return Some(found);
    }
    let mut last = found;
    while let Some(next) = line.find_from(last.1.end, |cursor| wanted_party(line, cursor)) {
        last = next;
    }
    let far = (last.1.end + 3).min(line.tokens.len());
    let bare = (last.1.end..far).any(|index| {
        let number = quantity(line.at(index)).is_some_and(|(n, _)| (1..=50).contains(&n));
        number && line.is_behind(index, WORDS.days.to_hour_or_day)
    });
    // 'From six people to four': the number ends the clause.
    let told = (last.1.end..far).find_map(|index| {
        let (count, end) = quantity(line.at(index))?;
        let symbol = end.token().is_some_and(|token| token.kind == Kind::Symbol);
        let to = line.is_behind(index, WORDS.days.to_hour_or_day);
        (to && (symbol || end.at_end())).then_some((count, last.1.start..end.index))
    });
    told.or((!bare).then_some(last))
}

/// 'For 6 — no wait, Greg's out, so 5', 'for 4, maybe 5': another count follows
/// words that put the first in doubt.
pub(super) fn is_recounted(line: &Line<'_>, count: u32, end: usize) -> bool {
    const NEAR: usize = 10;
    let far = (end + 2 * NEAR).min(line.tokens.len());
    // 'Para 4 mañana a las 21h, uy no, para 6'.
    let replaced = |index: usize| {
        let cue = line.at(index).eat_any(WORDS.roles.replacing);
        let newer = cue.and_then(|at| quantity(at.skip(&[","]).eat_any(WORDS.people.whom_for)?));
        newer.is_some_and(|(newer, end)| {
            newer != count && (end.at_end() || end.is(WORDS.people.followers))
        })
    };
    if (end..far).any(replaced) {
        return true;
    }
    (end..far).any(|index| {
        let Some(cue) = line.at(index).eat_any(WORDS.people.recounting) else {
            return false;
        };
        (cue.index..(cue.index + NEAR).min(line.tokens.len())).any(|at| {
            let newer = quantity(line.at(at));
            newer.is_some_and(|(newer, _)| newer != count && (1..=50).contains(&newer))
        })
    })
}

/// 'Ten of us, but only seven are coming', '11 on the list, so 9 on the night'.
fn is_counted_anew(line: &Line<'_>, (count, span): &Counted) -> bool {
    const NEAR: usize = 16;
    let far = (span.end + NEAR).min(line.tokens.len());
    (span.end..far).any(|index| {
        let at = line.behind_any(index, WORDS.people.recounting_at_once);
        let newer = at.and_then(|at| quantity(line.at(at)));
        newer.is_some_and(|(newer, end)| {
            let hour = clock_at(line.at(index + 1)).is_some_and(|(clock, _)| clock.strong);
            newer != *count && (2..=50).contains(&newer) && !hour && may_count_people(end)
        })
    })
}

/// Whether a number may count people: a verb or the end of the clause follows,
/// and no thing.
fn may_count_people(end: Cursor<'_>) -> bool {
    let symbol = end.token().is_none_or(|token| token.kind == Kind::Symbol);
    let verb = WORDS.roles.wishes.contains(&end.word()) || WORDS.roles.states.contains(&end.word());
    symbol || verb || end.is(WORDS.people.people) || end.is(WORDS.people.followers)
}

/// 'Two tables': no count is that of one of them.
fn are_several(line: &Line<'_>) -> bool {
    let several = |index: usize| line.behind_any(index, WORDS.people.several).is_some();
    (0..line.tokens.len()).any(several)
}

/// 'Could be three or could be five of us'.
fn is_second_of_two(line: &Line<'_>, span: &Range<usize>) -> bool {
    const NEAR: usize = 4;
    let from = span.start.saturating_sub(NEAR);
    (from..span.start).any(|index| {
        let or = line.at(index).is(WORDS.day_words.or);
        let before = index.saturating_sub(2)..index;
        or && before
            .into_iter()
            .any(|at| quantity(line.at(at)).is_some_and(|(n, _)| (1..=50).contains(&n)))
    })
}

/// 'A table for 4, can you make it 6 of us now': another count that is no part of
/// this one. The parts of a count make its sum.
fn has_rival(line: &Line<'_>, (count, span): &Counted) -> bool {
    if role::moves(line) {
        return false;
    }
    // 'Somos siete, tres niños': a smaller one right behind is a part.
    const NEAR: usize = 3;
    let is_part = |other: u32, at: &Range<usize>| {
        other < *count && (span.end..=span.end + NEAR).contains(&at.start)
    };
    let mut others = Vec::new();
    let mut from = 0;
    while let Some((other, at)) = line.find_from(from, |cursor| wanted_party(line, cursor)) {
        from = at.end.max(at.start + 1);
        // 'For 8' behind a count may be a time.
        // Before it a larger one counts: 'cena para 6 … el jueves vamos 2'.
        let larger = at.end <= span.start && other > *count;
        let bare = !larger && line.at(at.start).is(WORDS.people.whom_for) && at.len() == 2;
        let apart = at.end <= span.start || span.end <= at.start;
        let counts = !bare && !is_part(other, &at);
        if apart && counts && role::role(line, &at) == Role::Wanted {
            others.push(other);
        }
    }
    let total: u32 = others.iter().sum();
    others.iter().any(|other| other != count) && total != *count
}

/// 'Los dos papás con los nenes': others come along.
fn is_accompanied(end: Cursor<'_>) -> bool {
    [end, end.next()].into_iter().any(|at| {
        let Some(along) = at.eat_any(WORDS.people.along) else {
            return false;
        };
        let who = along.skip(WORDS.people.whose).skip(WORDS.roles.articles);
        who.is(WORDS.people.children)
            || who.is(WORDS.people.babies)
            || WORDS.names.relatives.contains(&who.word())
    })
}

/// 'Us two and the in-laws', 'somos 4 y mi suegra', 'dos adultos, niña de 5'.
fn is_joined_by_somebody(end: Cursor<'_>) -> bool {
    let comma = end.skip(&[",", "+"]);
    let Some(at) = comma.eat_any(WORDS.people.joints) else {
        let child = comma.is(WORDS.people.children)
            || comma.is(WORDS.people.babies)
            || comma.is(WORDS.people.oneself);
        return comma.index > end.index && child || is_accompanied(end);
    };
    let who = at.skip(WORDS.people.whose).skip(WORDS.businesses.articles);
    let somebody = WORDS.names.relatives.contains(&who.word())
        || who.is(WORDS.people.children)
        || who.is(WORDS.people.babies)
        || who.value(WORDS.people.companies).is_some();
    who.index > at.index && somebody
}

/// '6 adults 2 oldies', 'for 4 and 2 grannies': a number that may count more people
/// goes on with the count.
fn goes_on(line: &Line<'_>, (_, span): &Counted) -> bool {
    let end = line.at(span.end);
    let joining = |at: usize| line.at(at).is(WORDS.people.joining);
    if (span.end..line.tokens.len()).any(joining) || is_joined_by_somebody(end) {
        return true;
    }
    let Some((_, thing)) = quantity(end.skip(WORDS.people.adding)) else {
        return false;
    };
    let word = thing.token().filter(|token| token.kind == Kind::Word);
    let known = |token: &Token| {
        let word = token.folded.as_str();
        WORDS.people.followers.contains(&word)
            || WORDS.clock.counted.contains(&word)
            || WORDS.clock.oclock.contains(&word)
            || WORDS.names.hour_marks.contains(&word)
            || WORDS.people.beside.contains(&word)
            || category(word).is_some()
            || super::calendar::month(word).is_some()
            || super::calendar::weekday(word).is_some()
    };
    let timed = clock_at(end).is_some_and(|(clock, _)| clock.strong);
    !timed && word.is_some_and(|token| !known(token))
}

/// 'her, me and my two cousins, so 4': the sum that the person makes counts.
fn summed_up(line: &Line<'_>, found: Counted) -> Counted {
    let (_, span) = &found;
    let told = line.at(span.end).skip(&[",", ":", "="]);
    let sum = told.eat_any(WORDS.people.summing).and_then(quantity);
    let sum = sum.filter(|(_, end)| {
        let symbol = end.token().is_some_and(|token| token.kind == Kind::Symbol);
        end.at_end() || symbol || end.is(WORDS.people.people)
    });
    let sum = sum.map(|(count, end)| (count, span.start..end.index));
    sum.unwrap_or(found)
}

/// 'for 4, sorry, 5': the count that replaces another.
fn said_last(line: &Line<'_>, found: Counted) -> Counted {
    let (_, span) = &found;
    let newer = role::replaced_at(line, span).and_then(|at| {
        let (count, end) = quantity(line.at(at))?;
        let time = clock_at(line.at(at)).is_some_and(|(clock, _)| clock.strong);
        (!time).then_some((count, span.start..end.index))
    });
    newer.unwrap_or(found)
}

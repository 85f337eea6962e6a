//! Which of the times in a text is asked for: all of them are read, each with
//! its role, and one is chosen; a choice or a stretch stays in the person's
//! words.

use std::ops::Range;

use super::lexicon::WORDS;
use super::line::{Cursor, Kind, Line};
use super::relative::minutes_at;
use super::role::{self, MOST_CANDIDATES, Role};
use super::time::{Clock, Half, clock_at, daypart_at, preferences, with_preposition};
use crate::model::TimePreference;

/// The time of a sentence.
pub(super) struct Timing {
    pub clock: Option<Clock>,
    pub half: Option<Half>,
    pub words: Option<TimePreference>,
}

pub(super) fn take_times(line: &mut Line<'_>) -> Timing {
    let mut stretches = preferences(line);
    // 'Push it from 7 to 8:30': the old time, and the new one.
    let moves = role::moves(line);
    stretches.retain(|it| !moves || !line.at(it.tokens.start).is(WORDS.stretches.from_to));
    let half = line.find(daypart_at).map(|(half, _)| half);
    let mut words = None;
    let mut daypart_only = true;
    for stretch in &stretches {
        let tells = matches!(
            role::role(line, &stretch.tokens),
            Role::Context | Role::RuledOut
        );
        let text = line.slice(stretch.tokens.clone());
        if !tells && (words.is_none() || (daypart_only && !stretch.daypart)) {
            words = TimePreference::parse(text).ok();
            daypart_only = stretch.daypart;
        }
        if !stretch.daypart {
            line.take(stretch.tokens.clone());
        }
    }
    take_opening_hour(line);
    let times = Time::all(line);
    let chosen = Time::chosen(line, &times);
    let chosen = chosen.filter(|time| Time::is_borne_out(line, &times, time));
    for time in &times {
        line.take(time.span.clone());
    }
    let mut clock = None;
    if let Some(time) = chosen {
        // 'From 2 to 3:30' is the old time and the new one, where one is moved.
        let moved = |all: &Range<usize>| {
            moves
                && WORDS
                    .stretches
                    .from_to
                    .contains(&line.at(all.start).before())
        };
        match also(line, &time.span).filter(|all| !moved(all)) {
            Some(all) => {
                words = TimePreference::parse(line.slice(all.clone())).ok();
                line.take(all);
            }
            None => clock = Some(time.clock),
        }
    }
    for stretch in stretches {
        line.take(stretch.tokens);
    }
    Timing { clock, half, words }
}

/// The times that may be meant, in their order.
pub(super) fn clocks(line: &Line<'_>) -> Vec<Clock> {
    let times = Time::all(line).into_iter();
    let may_be = |time: &Time| time.role != Role::RuledOut;
    times.filter(may_be).map(|time| time.clock).collect()
}

/// All times with their roles.
pub(super) fn read(line: &Line<'_>) -> Vec<(Range<usize>, Role)> {
    let times = Time::all(line).into_iter();
    times.map(|time| (time.span, time.role)).collect()
}

/// A time in a text.
struct Time {
    clock: Clock,
    span: Range<usize>,
    role: Role,
    /// How sure it is a time: 0 by itself, 1 behind 'at', 2 behind a day.
    rank: u8,
}

impl Time {
    /// All times from left to right.
    fn all(line: &Line<'_>) -> Vec<Self> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(((clock, rank), span)) = line.find_from(from, time_at) {
            from = span.end.max(span.start + 1);
            let role = role::role(line, &span);
            found.push(Self {
                clock,
                span,
                role,
                rank,
            });
            if found.len() == MOST_CANDIDATES {
                break;
            }
        }
        found
    }

    /// 'Noon', 'mediodía'; '12:00' says the same.
    fn is_noon(&self) -> bool {
        self.clock.fixed && self.clock.hour == 12 && self.clock.minute == 0
    }

    /// Whether the chosen time is the only one, or its clause shows that it is
    /// asked for.
    fn is_borne_out(line: &Line<'_>, times: &[Self], chosen: &Self) -> bool {
        let told = |time: &Self| (time.clock.hour % 12, time.clock.minute);
        let tells =
            |time: &&Self| !matches!(time.role, Role::RuledOut | Role::Replaced) && !time.is_noon();
        let others = times
            .iter()
            .filter(tells)
            .any(|time| told(time) != told(chosen));
        !others || role::moves(line) || role::is_borne_out(line, &chosen.span)
    }

    fn chosen<'c>(line: &Line<'_>, times: &'c [Self]) -> Option<&'c Self> {
        let roles: Vec<Role> = times.iter().map(|time| time.role).collect();
        let wanted = role::wanted(&roles);
        let wanted: Vec<&Self> = wanted.into_iter().map(|index| &times[index]).collect();
        // 'Call at 5 when they open and get a table': only the time to call is
        // told.
        let calls = wanted.first().is_some_and(|time| time.role == Role::Call);
        if calls && role::has_request(line) {
            return None;
        }
        if role::moves(line) {
            let last = wanted.last().copied()?;
            let before = wanted.iter().rev().nth(1);
            return Some(last)
                .filter(|_| {
                    before.is_none_or(|it| !role::has_or_between(line, &it.span, &last.span))
                })
                .filter(|_| !is_shifted(line) && !role::moves_to_more(line, &last.span))
                .filter(|time| !moves_to_daypart(line, time.span.end));
        }
        let wanted = without_noon(wanted);
        let first = *wanted.iter().min_by_key(|time| time.rank)?;
        let told = |time: &Self| (time.clock.hour % 12, time.clock.minute);
        let sure = |time: &&&Self| time.rank <= 1 && first.rank <= 1;
        let joined = |time: &Self| role::are_joined_closely(line, &first.span, &time.span);
        let rivals = wanted.iter().filter(sure);
        let differ = rivals
            .clone()
            .any(|time| told(time) != told(first) && !joined(time));
        if !differ {
            return Some(first);
        }
        // Two times that nothing tells apart: the one that is asked for, if only
        // one of them is.
        let mut asking = rivals.filter(|time| role::is_in_request(line, &time.span));
        let one = asking.next().copied()?;
        asking.next().is_none().then_some(one)
    }
}

/// 'A mediodía, sobre las dos y media', 'around noon, say 1pm': beside a time
/// of the early afternoon, noon is a part of the day.
fn without_noon(wanted: Vec<&Time>) -> Vec<&Time> {
    let early = |time: &Time| matches!(time.clock.hour, 1..=4 | 13..=16);
    let (at_noon, others): (Vec<&Time>, Vec<&Time>) =
        wanted.iter().partition(|time| time.is_noon());
    let vague = at_noon.len() == 1 && others.len() == 1 && early(others[0]);
    if vague { others } else { wanted }
}

/// 'Push our 6:30 back an hour': the new time is not told.
fn is_shifted(line: &Line<'_>) -> bool {
    line.find(|cursor| minutes_at(cursor).map(|(_, end)| ((), end)))
        .is_some()
}

/// 'My 10:30 on Tuesday to the afternoon'.
fn moves_to_daypart(line: &Line<'_>, end: usize) -> bool {
    (end..line.tokens.len()).any(|index| {
        let to = line.at(index).eat_any(WORDS.clock.moving_to);
        to.is_some_and(|at| daypart_at(at.skip(WORDS.clock.time_articles)).is_some())
    })
}

fn time_at(cursor: Cursor<'_>) -> Option<((Clock, u8), Cursor<'_>)> {
    if let Some((clock, end)) = clock_at(cursor).filter(|(clock, _)| clock.strong) {
        return Some(((clock, 0), end));
    }
    if let Some((clock, end)) = with_preposition(cursor).and_then(clock_at) {
        // 'For about 15' counts people.
        let many = clock.hour > 12 && clock.minute == 0 && !cursor.is(WORDS.clock.at_hour);
        return (!many).then_some(((clock, 1), end));
    }
    // 'Push it back to 8.15'.
    let moved = WORDS.clock.moving_to.contains(&cursor.before());
    if let Some(found) = clock_at(cursor).filter(|(clock, _)| moved && clock.minute > 0) {
        return Some(((found.0, 1), found.1));
    }
    // 'A taxi for 3.30'.
    let minutes = |clock: &Clock| clock.minute > 0 && clock.minute.is_multiple_of(5);
    let led = cursor.eat_any(WORDS.clock.hour_for).and_then(clock_at);
    if let Some((clock, end)) = led.filter(|(clock, _)| minutes(clock)) {
        return Some(((clock, 1), end));
    }
    // '8 tonight', '9 tomorrow evening': nothing before it is counted.
    let opens = matches!(cursor.before(), "" | ",");
    // '15.30' ends the message.
    let ends = |clock: &Clock, end: Cursor<'_>| {
        let ends = end.at_end() || end.is(&[","]) || end.is(WORDS.people.whom_for);
        minutes(clock) && ends && (clock.hour >= 8 || cursor.before() == ",")
    };
    if let Some((clock, end)) =
        clock_at(cursor).filter(|(clock, end)| opens && (is_evening(*end) || ends(clock, *end)))
    {
        return Some(((clock, 1), end));
    }
    let (clock, end) = clock_at(cursor.before_taken().then_some(cursor)?)?;
    let minutes = clock.minute > 0 && clock.minute % 5 == 0;
    let alone = minutes || end.at_end() || end.is(WORDS.clock.followers);
    alone.then_some(((clock, 2), end))
}

/// Whether a part of the day follows that makes an hour of the number before it.
fn is_evening(cursor: Cursor<'_>) -> bool {
    let behind = match cursor.next().before_taken() {
        true => cursor.next(),
        false => cursor,
    };
    cursor.is(WORDS.days.tonight) || daypart_at(behind).is_some()
}

/// Behind everything that makes one time a choice or a bound: '7 or 8', '9 como
/// tarde', '7pm PST'.
pub(super) fn also(line: &Line<'_>, span: &Range<usize>) -> Option<Range<usize>> {
    if let Some(end) = role::is_open_ended(line, span).or_else(|| role::behind_zone(line, span.end))
    {
        return Some(span.start..end);
    }
    if let Some(start) = role::bound_start(line, span) {
        return Some(start..span.end);
    }
    if let Some(start) = role::before_joint(line, span.start) {
        return Some(start..span.end);
    }
    let mut end = span.end;
    let mut found = None;
    for _ in 0..4 {
        let comma = line.tokens.get(end).filter(|token| token.folded == ",");
        let joint = role::behind_joint(line, end);
        let at = joint.or(comma.map(|_| end + 1));
        let Some(next) = at.and_then(|at| hour_at(line, at)) else {
            break;
        };
        end = next;
        if joint.is_some() {
            found = Some(end);
        }
    }
    found.map(|end| span.start..end)
}

/// Behind an hour that is the second choice.
fn hour_at(line: &Line<'_>, index: usize) -> Option<usize> {
    let token = line.tokens.get(index)?;
    let articles = usize::from(WORDS.clock.hour_articles.contains(&token.folded.as_str()));
    let at = index + articles;
    if line.tokens.get(at)?.kind == Kind::Number
        && line
            .tokens
            .get(at - 1)
            .is_some_and(|token| token.folded == "/")
    {
        return Some(at + 1);
    }
    let mut fresh = line.clone();
    for token in fresh.tokens.get_mut(at..)? {
        token.taken = false;
    }
    let (clock, end) = clock_at(fresh.at(at))?;
    // '21:00, 20-01-23-45': figures of a telephone number.
    let signs = &["-", ".", "/"];
    let mut more = end;
    let mut further = || {
        more = more.glued(signs)?.digits()?.2;
        Some(())
    };
    if further().is_some() && further().is_some() {
        return None;
    }
    (clock.hour <= 24).then_some(end.index)
}

/// Hides a time of the place's from the readers behind.
pub(super) fn take_opening_hour(line: &mut Line<'_>) {
    if let Some(((), hours)) = line.find(opening_hour) {
        line.take(hours);
    }
}

/// 'They close at 6': a time of the place's, not of the appointment.
fn opening_hour(cursor: Cursor<'_>) -> Option<((), Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.clock.opening)?;
    let (_, end) = clock_at(with_preposition(at).unwrap_or(at))?;
    Some(((), end))
}

//! Changes that are told by their distance from the present value: 'one more
//! person', 'half an hour later', 'the day after'; and wishes that are added to
//! the task.

use chrono::{Days, NaiveTime, TimeDelta};

use super::lexicon::WORDS;
use super::line::{Cursor, Line};
use super::numbers::quantity;
use crate::model::{Day, PartySize, Task, TimeOfDay, Value, Values};

/// The new value, where a whole message tells its distance from the present one.
#[must_use]
pub fn relative(text: &str, now: &Values) -> Option<Value> {
    if text.len() > 80 {
        return None;
    }
    let line = Line::new(text);
    let mut start = line.start();
    for _ in 0..3 {
        start = start.skip(WORDS.relative.openings).skip(&[","]);
    }
    people(start, now)
        .or_else(|| without_some(&line, now))
        .or_else(|| time(start, now))
        .or_else(|| day(start, now))
}

fn ends(cursor: Cursor<'_>) -> bool {
    let end = cursor.skip(WORDS.relative.closings);
    end.at_end() || end.is(&[".", "!", ","]) && end.next().at_end()
}

/// 'one more person', 'dos menos'.
fn people(start: Cursor<'_>, now: &Values) -> Option<Value> {
    let present = i64::from(now.party_size()?.get());
    let (count, at) = quantity(start)?;
    let named = |at: Cursor<'_>| -> Option<i64> {
        let (sign, at) = match at.eat_any(WORDS.relative.more) {
            Some(at) => (1, at),
            None => (-1, at.eat_any(WORDS.relative.fewer)?),
        };
        ends(at.skip(WORDS.people.people)).then_some(sign)
    };
    // 'Plus two kids'.
    let added = start
        .at_back(1)
        .is_some_and(|token| WORDS.relative.adding.contains(&token.folded.as_str()));
    let who = at.skip(WORDS.people.people).skip(WORDS.people.children);
    let plus = (added && ends(who)).then_some(1);
    let sign = plus
        .or_else(|| named(at))
        .or_else(|| named(at.eat_any(WORDS.people.people)?))?;
    let people = u64::try_from(present + sign * i64::from(count)).ok()?;
    PartySize::new(people).map(Value::PartySize)
}

/// 'Two dropped out', 'se descuelgan dos', 'Jake bailed, so minus one': people who
/// do not come, anywhere in a short message that ends there.
fn without_some(line: &Line<'_>, now: &Values) -> Option<Value> {
    let present = i64::from(now.party_size()?.get());
    let gone = (0..line.tokens.len()).find_map(|index| {
        let at = line.at(index);
        let behind = at
            .eat_any(WORDS.relative.fewer_before)
            .or_else(|| at.eat_any(WORDS.relative.leaving))
            .and_then(quantity);
        let before = || {
            let (count, at) = quantity(at)?;
            let at = at.skip(WORDS.people.of_us).skip(WORDS.people.people);
            Some((count, at.eat_any(WORDS.relative.leaving)?))
        };
        let (count, end) = behind.or_else(before)?;
        ends(end.skip(WORDS.people.people)).then_some(count)
    })?;
    let people = u64::try_from(present - i64::from(gone)).ok()?;
    PartySize::new(people).map(Value::PartySize)
}

/// 'half an hour later', 'una hora antes', 'push it back an hour': on the same day
/// only.
fn time(start: Cursor<'_>, now: &Values) -> Option<Value> {
    let present = now.time().and_then(TimeOfDay::at)?;
    let later = start.eat_any(WORDS.relative.later_verbs);
    let earlier = start.eat_any(WORDS.relative.earlier_verbs);
    let (minutes, at) = minutes_at(earlier.or(later).unwrap_or(start))?;
    let told = (at.eat_any(WORDS.relative.later).map(|at| (1, at)))
        .or_else(|| Some((-1, at.eat_any(WORDS.relative.earlier)?)));
    let by_verb = || match (earlier, later) {
        (Some(_), _) => Some((-1, at)),
        (None, Some(_)) => Some((1, at)),
        (None, None) => None,
    };
    let (sign, at) = told.or_else(by_verb)?;
    let (moved, days) =
        present.overflowing_add_signed(TimeDelta::minutes(sign * i64::from(minutes)));
    let same_day: Option<NaiveTime> = (days == 0 && ends(at)).then_some(moved);
    same_day.map(TimeOfDay::At).map(Value::Time)
}

/// A length of time: 'half an hour', 'an hour and a half', '20 minutes'.
pub(super) fn minutes_at(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some(found) = fraction(cursor) {
        return Some(found);
    }
    let lengths = cursor.beginning(WORDS.relative.lengths);
    let whole = lengths.filter_map(|(phrase, minutes)| Some((*minutes, cursor.eat(phrase)?)));
    if let Some(found) = whole.max_by_key(|(_, end)| end.index) {
        return Some(found);
    }
    let (count, at) = quantity(cursor)?;
    // 'Two and a half hours'.
    let halved = at.eat_any(WORDS.relative.and_a_half);
    if let Some(end) = halved.and_then(|at| at.eat_any(WORDS.relative.hours)) {
        return Some((count.checked_mul(60)? + 30, end));
    }
    if let Some(at) = at.eat_any(WORDS.relative.hours) {
        let half = at.eat_any(WORDS.relative.and_a_half);
        let minutes = count.checked_mul(60)? + if half.is_some() { 30 } else { 0 };
        return Some((minutes, half.unwrap_or(at)));
    }
    Some((count, at.eat_any(WORDS.relative.minutes)?))
}

/// '1/4 h', '1/2 an hour', '2.5 hours'.
fn fraction(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let (whole, _, next) = cursor.digits()?;
    let (part, length, at) = next.glued(&["/", ".", ","])?.digits()?;
    let minutes = match (next.word(), whole, part, length) {
        ("/", 1, 2, _) => 30,
        ("/", 1, 4, _) => 15,
        ("/", 3, 4, _) => 45,
        ("." | ",", hours, 5, 1) => hours.checked_mul(60)? + 30,
        ("." | ",", hours, 25, 2) => hours.checked_mul(60)? + 15,
        _ => return None,
    };
    let at = at.skip(WORDS.relative.of_an_hour);
    Some((minutes, at.eat_any(WORDS.relative.hours)?))
}

/// 'the day after', 'el día siguiente'.
fn day(start: Cursor<'_>, now: &Values) -> Option<Value> {
    let present = *now.date()?;
    if start.eat_any(WORDS.relative.day_after).is_some_and(ends) {
        return present
            .checked_add_days(Days::new(1))
            .map(Day::On)
            .map(Value::Date);
    }
    let before = start.eat_any(WORDS.relative.day_before).is_some_and(ends);
    let day = before.then(|| present.checked_sub_days(Days::new(1)))?;
    day.map(Day::On).map(Value::Date)
}

/// The task with a condition or a second choice added to it: 'if they don't have
/// 8, 8:30 is fine too'. The values stay.
#[must_use]
pub fn with_second_choice(text: &str, task: &Task) -> Option<Task> {
    let line = Line::new(text);
    let conditional =
        (0..line.tokens.len()).any(|index| line.at(index).is(WORDS.relative.conditions));
    let task = task.as_str().trim_end_matches(['.', ',', ';', ' ']);
    let whole = Task::parse(&format!("{task}; {}", text.trim())).ok();
    whole.filter(|_| conditional)
}

/// The task with a wish added to it: 'and tell them it's a birthday', 'pregunta
/// además si hay parking'.
#[must_use]
pub fn with_wish(text: &str, task: &Task) -> Option<Task> {
    let line = Line::new(text);
    let mut at = line.start().skip(&[","]);
    for _ in 0..4 {
        at = at.skip(WORDS.relative.agreements).skip(&[",", "."]);
    }
    let joined = at.skip(WORDS.relative.additions).skip(&[","]);
    let wishes = joined.eat_any(WORDS.relative.wishes)?;
    let says_more = line.tokens.len() > wishes.index;
    let begin = joined.token()?.span.start;
    let wish = line.text.get(begin..)?.trim();
    let task = task.as_str().trim_end_matches(['.', ',', ';', ' ']);
    let whole = Task::parse(&format!("{task}; {wish}")).ok();
    whole.filter(|_| says_more)
}

//! A whole request in one sentence: each reader takes its words from those that
//! earlier readers have left, the surest first.

use super::lexicon::{WORDS, meaning};
use std::ops::Range;

use chrono::NaiveDate;

use super::date::{Day, day_at};
use super::festival::festival_at;
use super::line::{Cursor, Kind, Line};
use super::numbers::number;
use super::party::{nights_at, party_at};
use super::time::{Clock, Half, clock_at, daypart_at, preferences, with_preposition};
use super::{
    Context, DateProblem, addresses, category, name, other_numbers, phone, place_name, task,
};
use crate::model::{
    CallLanguage, Category, PartySize, Slot, TimeOfDay, TimePreference, Value, Values,
};

/// All values in a sentence.
#[must_use]
pub fn sentence(text: &str, context: &Context) -> Values {
    let mut line = Line::new(text);
    let whole = line.text;
    if phone::asks_for_several(&line, context) {
        // The values belong to one call or the other, so none is taken.
        return Values::new();
    }
    let found = phone::find(&line, context);
    let tokens = found.as_ref().map(|found| found.tokens.clone());
    let mut values = slots(&mut line, tokens.as_ref(), None, context);
    let task = task::of_sentence(
        &Line::new(whole),
        text_for_task(text, whole),
        tokens.as_ref(),
    );
    values.extend(task.map(Value::Task));
    values.extend(found.map(|found| Value::Phone(found.phone)));
    values
}

/// A task is kept whole where it is short enough to be one.
fn text_for_task<'a>(text: &'a str, whole: &'a str) -> &'a str {
    if text.len() > whole.len() {
        whole
    } else {
        text
    }
}

/// Everything but phone and task, for a category that may be known already.
pub(super) fn slots(
    line: &mut Line<'_>,
    number: Option<&Range<usize>>,
    known: Option<Category>,
    context: &Context,
) -> Values {
    let business = place_name::find(line, number);
    let category = category::of_sentence(line, business.as_ref().map(|(_, span)| span));
    let mut found: Values = category.map(Value::Category).into_iter().collect();
    for tokens in phone::all(line, context).into_iter().chain(number.cloned()) {
        line.take(tokens);
    }
    for tokens in addresses::all(line) {
        line.take(tokens);
    }
    other_numbers::take(line);
    if let Some((language, span)) = line.find(spoken) {
        line.take(span);
        found.put(Value::CallLanguage(language));
    }
    let (date, mut nights) = take_dates(line, context);
    found.extend(date.map(Value::Date));
    if let Some((count, span)) = line.find(nights_at) {
        line.take(span);
        nights = Some(count);
    }
    let early_party =
        line.find(|cursor| party_at(cursor).filter(|_| !cursor.is(WORDS.people.whom_for)));
    if let Some((_, span)) = &early_party {
        line.take(span.clone());
    }
    let timing = take_times(line);
    let party = early_party.or_else(|| line.find(party_at));
    if let Some((count, span)) = party {
        line.take(span);
        found.extend(PartySize::new(u64::from(count)).map(Value::PartySize));
    }
    let person = name::find(line);
    let business = business.filter(|(_, span)| {
        person
            .as_ref()
            .is_none_or(|(_, other)| other.end != span.end)
    });
    found.extend(business.map(|(name, _)| Value::Business(name)));
    found.extend(person.map(|(name, _)| Value::Name(name)));
    if matches!(found.category(), None | Some(Category::Hotel)) {
        let nights = nights.and_then(|count| PartySize::new(u64::from(count)));
        found.extend(nights.map(Value::Nights));
    }
    if !found.has(Slot::Category) {
        found.extend(guessed(&found).map(Value::Category));
    }
    let place = known.or(found.category().copied());
    let bare = timing
        .clock
        .or_else(|| trailing_time(line, found.party_size().copied()));
    let time = bare.and_then(|clock| {
        clock
            .resolve(timing.half.or_else(|| meal(line)), place)
            .ok()
    });
    // Words count only where no exact time was named.
    let time = time.map(TimeOfDay::At);
    found.extend(time.or(timing.words.map(TimeOfDay::Words)).map(Value::Time));
    found
}

/// Without a word for the kind of place: a party eats, and people who count
/// nights sleep there.
fn guessed(found: &Values) -> Option<Category> {
    match (found.nights(), found.party_size()) {
        (Some(_), _) => Some(Category::Hotel),
        (None, Some(_)) if found.has(Slot::Date) => Some(Category::Restaurant),
        _ => None,
    }
}

/// 'in Spanish', 'en inglés': the language to speak on the phone.
fn spoken(cursor: Cursor<'_>) -> Option<(CallLanguage, Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.requests.speak)?;
    let at = at.skip(WORDS.requests.in_language);
    let code = meaning(at.word(), WORDS.requests.languages)?;
    Some((CallLanguage::from_word(code)?, at.next()))
}

/// The day, and the nights to the day that ends a stay.
fn take_dates(line: &mut Line<'_>, context: &Context) -> (Option<NaiveDate>, Option<u32>) {
    if let Some(((day, nights), span)) = line.find(|cursor| range_in_month(cursor, context)) {
        line.take(span);
        return (accepted(day), Some(nights));
    }
    let named = || line.find(|cursor| festival_at(cursor, context));
    let Some((day, span)) = line.find(|cursor| day_at(cursor, context)).or_else(named) else {
        return (None, None);
    };
    let evening = line.at(span.start).is(WORDS.days.tonight);
    let bound = line.at(span.start);
    let bounded = WORDS.days.bounds.contains(&bound.before())
        || (WORDS.days.bound_articles.contains(&bound.before())
            && WORDS.days.bounds_before.contains(&bound.before_by(2)));
    let second = line
        .at(span.end)
        .eat_any(WORDS.days.last_day)
        .and_then(|at| {
            day_at(at, context).or_else(|| day_at(at.skip(WORDS.days.last_day_articles), context))
        });
    if let Some((last, end)) = second {
        let whole = span.start..end.index;
        if let (Some(first), Some(last)) = (accepted(day), accepted(last)) {
            let moved = line
                .find(|cursor| Some(((), cursor.eat_any(WORDS.days.moving)?)))
                .is_some();
            line.take(whole);
            if moved {
                return (Some(last), None);
            }
            let days = (last - first).num_days();
            let days = if (-6..0).contains(&days) {
                days + 7
            } else {
                days
            };
            return (
                Some(first),
                u32::try_from(days).ok().filter(|nights| *nights > 0),
            );
        }
    }
    if bounded || is_ruled_out(&line.at(span.start), &line.at(span.end)) {
        return (None, None);
    }
    if !evening && !span.is_empty() {
        line.take(span);
    }
    (accepted(day), None)
}

/// 'Not on Friday', 'any day but Friday', 'el viernes no puedo': a day that is
/// named only to be ruled out.
fn is_ruled_out(start: &Cursor<'_>, end: &Cursor<'_>) -> bool {
    let small = WORDS.days.not_on_the.contains(&start.before());
    WORDS.days.not_on.contains(&start.before())
        || (small && WORDS.days.not_on.contains(&start.before_by(2)))
        || (end.is(WORDS.days.cannot))
}

/// The accepted day. An ambiguous `3/4` is read by the region's order, because
/// the bot reads it back.
fn accepted(day: Day) -> Option<NaiveDate> {
    match day {
        Ok(day) => Some(day),
        Err(DateProblem::Ambiguous(_, month_first)) => Some(month_first),
        Err(_) => None,
    }
}

/// 'from 3 to 5 March', '3-5 de marzo', 'March 3 to 5': the day and the nights.
fn range_in_month<'t>(cursor: Cursor<'t>, context: &Context) -> Option<((Day, u32), Cursor<'t>)> {
    use super::calendar::month;
    let at = cursor
        .skip(WORDS.days.range_openings)
        .skip(WORDS.days.month_articles);
    let day = |at: Cursor<'t>| {
        super::numbers::ordinal(at)
            .or_else(|| number(at))
            .filter(|(day, _)| (1..=31).contains(day))
    };
    let joint = |at: Cursor<'t>| {
        Some(
            at.eat_any(WORDS.days.range_joints)?
                .skip(WORDS.days.month_articles),
        )
    };
    let leading = month(at.word()).is_some();
    let (first, middle) = day(if leading { at.next() } else { at })?;
    let (last, end) = day(joint(middle)?)?;
    let name = if leading {
        at
    } else {
        end.skip(WORDS.numbers.of)
    };
    month(name.word())?;
    let end = if leading { end } else { name.next() };
    let one = format!("{first} {}", name.word());
    let start = super::date(&one, context);
    (last > first).then(|| ((start, last - first), end))
}

/// The time of a sentence.
struct Timing {
    clock: Option<Clock>,
    half: Option<Half>,
    words: Option<TimePreference>,
}

fn take_times(line: &mut Line<'_>) -> Timing {
    let stretches = preferences(line);
    let half = line.find(daypart_at).map(|(half, _)| half);
    let mut words = None;
    let mut daypart_only = true;
    for stretch in &stretches {
        let text = line.slice(stretch.tokens.clone());
        if words.is_none() || (daypart_only && !stretch.daypart) {
            words = TimePreference::parse(text).ok();
            daypart_only = stretch.daypart;
        }
        if !stretch.daypart {
            line.take(stretch.tokens.clone());
        }
    }
    if let Some(((), hours)) = line.find(opening_hour) {
        line.take(hours);
    }
    let strong = line.find(|cursor| clock_at(cursor).filter(|(clock, _)| clock.strong));
    let weak = || line.find(|cursor| clock_at(with_preposition(cursor)?));
    let after_date = || {
        line.find(|cursor| {
            clock_at((cursor.before_taken()).then_some(cursor)?).filter(|(clock, end)| {
                let minutes = clock.minute > 0 && clock.minute % 5 == 0;
                minutes || end.at_end() || end.is(WORDS.clock.followers)
            })
        })
    };
    let clock = strong
        .or_else(weak)
        .or_else(after_date)
        .map(|(clock, span)| {
            line.take(span);
            clock
        });
    for stretch in stretches {
        line.take(stretch.tokens);
    }
    Timing { clock, half, words }
}

/// 'They close at 6': a time of the place's, not of the appointment.
fn opening_hour(cursor: Cursor<'_>) -> Option<((), Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.clock.opening)?;
    let (_, end) = clock_at(with_preposition(at).unwrap_or(at))?;
    Some(((), end))
}

/// 'table for 4 people for 8': once the people are known, the other number.
fn trailing_time(line: &Line<'_>, party: Option<PartySize>) -> Option<Clock> {
    let people = u32::from(party?.get());
    let (clock, span) = line.find(|cursor| clock_at(cursor.eat_any(WORDS.clock.hour_for)?))?;
    // 'For 5 (3 adults and 2 children)' says the same twice.
    let again = !clock.strong && clock.minute == 0 && clock.hour == people;
    let end = line.at(span.end);
    let ends = end.at_end() || end.token().is_some_and(|token| token.kind == Kind::Symbol);
    (ends && !again).then_some(clock)
}

/// Breakfast is in the morning.
fn meal(line: &Line<'_>) -> Option<Half> {
    let words: Vec<&str> = line
        .tokens
        .iter()
        .map(|token| token.folded.as_str())
        .collect();
    words
        .iter()
        .any(|word| WORDS.clock.morning_meals.contains(word))
        .then_some(Half::Morning)
}

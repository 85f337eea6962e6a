//! A whole request in one sentence: each reader takes its words from those that
//! earlier readers have left, the surest first.

use super::lexicon::{WORDS, meaning};
use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::day_words;
use super::line::{Cursor, Kind, Line};
use super::party::nights_at;
use super::phone::Numbers;
use super::role;
use super::time::{Clock, Half, clock_at};
use super::which_day::take_dates;
use super::which_time::{Timing, take_times};
use super::{
    Context, addresses, category, date, in_name, name, other_numbers, place_name, task, which_party,
};
use crate::model::{CallLanguage, Category, Day, PartySize, Slot, TimeOfDay, Value, Values};

/// All values in a sentence.
#[must_use]
pub fn sentence(text: &str, context: &Context) -> Values {
    sentence_at(text, None, context)
}

/// The same where the kind of place is known: at a restaurant ten is in the
/// evening.
#[must_use]
pub fn sentence_at(text: &str, place: Option<Category>, context: &Context) -> Values {
    let mut line = Line::new(text);
    line.voseo = context.has_voseo();
    let whole = line.text;
    let numbers = Numbers::read(&line, context);
    if numbers.ask_for_several(&line) {
        // The values belong to one call or the other, so none is taken.
        return Values::new();
    }
    let found = numbers.to_call(&line);
    let tokens = found.as_ref().map(|found| found.tokens.clone());
    // The task is read before anything is taken.
    let task = task::of_sentence(&line, text_for_task(text, whole), tokens.as_ref());
    let mut values = slots(&mut line, &numbers, tokens.as_ref(), place, context);
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
    numbers: &Numbers,
    number: Option<&Range<usize>>,
    known: Option<Category>,
    context: &Context,
) -> Values {
    let business = place_name::find(line, number);
    let category = category::of_sentence(line, business.as_ref().map(|place| &place.span));
    let weak = category::is_weak(line);
    let mut found: Values = category.map(Value::Category).into_iter().collect();
    place_name::hide(line, business.as_ref());
    let person = in_name::person(line);
    hide(line, numbers);
    if let Some((language, span)) = line.find(spoken) {
        line.take(span);
        found.put(Value::CallLanguage(language));
    }
    let soon = take_soon(line, context);
    if let Some(moment) = soon {
        found.put(Value::Date(Day::On(moment.date())));
        found.put(Value::Time(TimeOfDay::At(moment.time())));
    }
    let open_day = day_words::in_sentence(line, context);
    let dates = take_dates(line, found.category().copied().or(known), context);
    let mut nights = dates.nights;
    if let Some((count, span)) = line.find(nights_at) {
        nights = nights_wanted(line, count, &span);
        line.take(span);
    }
    // 'Two nights from the 11th': not a bound but the arrival.
    let arrival = dates.arrival.filter(|_| nights.is_some());
    let day = dates.date.or(arrival).map(Day::On);
    found.extend(day.or(open_day.map(Day::in_words)).map(Value::Date));
    let early = which_party::take_early(line);
    let mut timing = take_times(line);
    let party = which_party::settled(line, early);
    if let Some((count, span)) = party {
        line.take(span);
        found.extend(PartySize::new(u64::from(count)).map(Value::PartySize));
    }
    // 'Name: Greenleaf Landscaping' on a card is the place.
    let of_a_place = |(_, span): &(_, Range<usize>)| {
        let mut card = business.iter().filter(|place| place.on_a_card);
        card.any(|place| place.span.end == span.end)
    };
    let person = person.or_else(|| name::find(line));
    let person = person.filter(|found| !of_a_place(found));
    let business = business.filter(|place| {
        person
            .as_ref()
            .is_none_or(|(_, other)| other.end != place.span.end)
    });
    found.extend(business.map(|place| Value::Business(place.name)));
    found.extend(person.map(|(name, _)| Value::Name(name)));
    if matches!(found.category(), None | Some(Category::Hotel)) {
        let nights = nights.and_then(|count| PartySize::new(u64::from(count)));
        found.extend(nights.map(Value::Nights));
    }
    let told = known.or(found.category().copied().filter(|_| !weak));
    if weak || !found.has(Slot::Category) {
        found.extend(guessed(&found).map(Value::Category));
    }
    // People who come at an hour eat, if nothing else is told; but 'Saturday at
    // 10, four people' may be either half of the day.
    let eats = || found.has(Slot::PartySize).then_some(Category::Restaurant);
    let place = known.or(found.category().copied()).or_else(eats);
    if told.is_none() && place == Some(Category::Restaurant) {
        let open = |clock: &Clock| matches!(clock.hour, 10 | 11) && clock.half.is_none();
        timing.clock = timing
            .clock
            .filter(|clock| clock.fixed || timing.half.is_some() || !open(clock));
    }
    if soon.is_none() {
        let time = time_of_day(line, timing, &found, place, context);
        found.extend(time.map(Value::Time));
    }
    found
}

/// The time, in words only where no exact one was named.
fn time_of_day(
    line: &Line<'_>,
    timing: Timing,
    found: &Values,
    place: Option<Category>,
    context: &Context,
) -> Option<TimeOfDay> {
    let clock = timing
        .clock
        .or_else(|| trailing_time(line, found.party_size().copied()));
    let half = timing.half.or_else(|| meal(line, clock));
    let time = clock.and_then(|clock| clock.resolve(half, place).ok());
    let time = time.map(|time| still_to_come(time, clock, found.date(), context));
    time.map(TimeOfDay::At)
        .or(timing.words.map(TimeOfDay::Words))
}

/// Hides figures and words that are no day, time or count: telephone numbers,
/// addresses, and parts of names.
pub(super) fn hide(line: &mut Line<'_>, numbers: &Numbers) {
    for tokens in in_name::all(line) {
        line.take(tokens);
    }
    for tokens in numbers.spans() {
        line.take(tokens);
    }
    for tokens in addresses::all(line) {
        line.take(tokens);
    }
    for tokens in header_lines(line) {
        line.take(tokens);
    }
    other_numbers::take(line);
}

/// 'Date: Tue, Dec 1 at 3:14 PM': the head of a forwarded mail, of which two lines
/// at least are there.
fn header_lines(line: &Line<'_>) -> Vec<Range<usize>> {
    let breaks = |index: usize| {
        let before = index.checked_sub(1).map(|at| line.tokens[at].span.end);
        before.is_none_or(|end| line.text[end..line.tokens[index].span.start].contains('\n'))
    };
    let labelled = |index: &usize| {
        let label = line.at(*index).eat_any(WORDS.things.mail_heads);
        breaks(*index) && label.is_some_and(|end| end.is(&[":"]))
    };
    // 'On Mon, Nov 23, 2026 at 9:12 AM Tom wrote:'.
    let quotes = (0..line.tokens.len()).find_map(|index| {
        let end = line.at(index).eat_any(WORDS.things.quoting)?;
        let start = (0..=index).rev().find(|at| breaks(*at))?;
        Some(start..end.index)
    });
    let starts: Vec<usize> = (0..line.tokens.len()).filter(labelled).collect();
    // '> Can we do Thursday for 9 people': somebody else's words.
    let quoted = (0..line.tokens.len())
        .filter(|index| line.at(*index).word() == ">" && breaks(*index))
        .map(|start| start..end_of_line(line, start));
    let quotes = quotes.into_iter().chain(quoted);
    if starts.len() < 2 {
        return quotes.collect();
    }
    let heads = starts.into_iter();
    let heads = heads.map(|start| start..end_of_line(line, start));
    heads.chain(quotes).collect()
}

/// Behind the line that a token begins.
fn end_of_line(line: &Line<'_>, start: usize) -> usize {
    let breaks = |index: &usize| line.tokens[*index].new_line;
    let next = (start + 1..line.tokens.len()).find(breaks);
    next.unwrap_or(line.tokens.len())
}

/// 'in half an hour': a day and a time at once.
fn take_soon(line: &mut Line<'_>, context: &Context) -> Option<NaiveDateTime> {
    let (moment, span) = line.find(|cursor| date::soon_at(cursor, context))?;
    if role::role(line, &span) != role::Role::Wanted {
        return None;
    }
    line.take(span);
    Some(moment)
}

/// The nights, unless they are past, or others are named as well.
fn nights_wanted(line: &Line<'_>, count: u32, span: &Range<usize>) -> Option<u32> {
    let others = line.find_from(span.end, nights_at).is_some();
    let before = span.start.checked_sub(1).map(|index| line.at(index));
    let joined = before.is_some_and(|at| at.is(WORDS.day_words.or) && at.before_is_number());
    let doubtful = others || joined || which_party::is_recounted(line, count, span.end);
    (!doubtful && role::role(line, span) == role::Role::Wanted).then_some(count)
}

/// 'Today at 9', said at eleven in the morning, is in the evening.
fn still_to_come(
    time: NaiveTime,
    clock: Option<Clock>,
    day: Option<&NaiveDate>,
    context: &Context,
) -> NaiveTime {
    let now = context.now.with_timezone(&context.timezone).naive_local();
    let bare = clock.is_some_and(|clock| !clock.fixed && clock.half.is_none());
    let past = day == Some(&now.date()) && time < now.time();
    let later = time.overflowing_add_signed(TimeDelta::hours(12));
    match later {
        (evening, 0) if bare && past && evening > now.time() => evening,
        _ => time,
    }
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

/// Breakfast is in the morning, and so is eleven for a lunch.
fn meal(line: &Line<'_>, clock: Option<Clock>) -> Option<Half> {
    let mut words = line.tokens.iter().map(|token| token.folded.as_str());
    let eleven = clock.is_some_and(|clock| clock.hour == 11);
    let morning = |word: &str| {
        WORDS.clock.morning_meals.contains(&word) || eleven && WORDS.clock.lunches.contains(&word)
    };
    words.any(morning).then_some(Half::Morning)
}

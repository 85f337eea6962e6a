//! Corrections of earlier messages: 'no, 5 people', 'make it 9pm', 'mejor a las
//! 10'. A message counts only if it begins or ends with a word of correcting
//! and its rest is understood.

use super::Context;
use super::lexicon::{WORDS, meaning};
use super::line::{Cursor, Line};
use super::numbers::quantity;
use super::phone::Numbers;
use super::sentence::slots;
use crate::model::{Category, Day, PartySize, Slot, TimeOfDay, Value, Values};

/// The values that a correction sets.
#[must_use]
pub fn correction(text: &str, context: &Context) -> Option<Values> {
    correction_for(text, None, context)
}

/// The same where the category is known: 'make it 9' is the evening for a
/// restaurant, the morning for a clinic.
#[must_use]
pub fn correction_for(text: &str, category: Option<Category>, context: &Context) -> Option<Values> {
    if text.len() > 300 {
        return None;
    }
    let line = Line::new(text);
    let start = behind_openings(&line);
    let opened = start.index > 0
        && line
            .start()
            .skip(WORDS.correcting.before_opening)
            .skip(&[","])
            .is(WORDS.correcting.openings);
    let ended = || {
        (1..=3.min(line.tokens.len())).any(|count| {
            line.at(line.tokens.len() - count)
                .eat_any(WORDS.correcting.endings)
                .is_some_and(|end| end.at_end() || end.is(&[".", "!"]))
        })
    };
    let swapped = || {
        line.tokens.len() <= 14
            && line
                .find(|cursor| Some(((), cursor.eat_any(WORDS.correcting.instead_of)?)))
                .is_some_and(|(_, span)| span.start > 0)
    };
    // 'No 4' rules a number out; 'no, 4' tells one.
    let ruled_out = line.start().is(WORDS.roles.no) && line.start().next().digits().is_some();
    if ruled_out && line.tokens.len() == 2 {
        return None;
    }
    // 'No antes de las 9' corrects nothing.
    let bound = WORDS.roles.no.contains(&start.before()) && start.is(WORDS.stretches.bounds);
    if bound || start.at_end() || !(opened || ended() || swapped()) {
        return None;
    }
    // 'Change the tyres on Friday' is a task, 'change the date to Friday' is not.
    let ordered = line.start().is(WORDS.correcting.orders);
    if line.tokens.len() > 24 || (ordered && super::category(line.text).is_some()) {
        return None;
    }
    let instead = said_instead(start);
    let negated = start.index > 0 && WORDS.correcting.not.contains(&start.before());
    let listed = line
        .tokens
        .iter()
        .skip(start.index)
        .any(|token| token.folded == ",");
    // 'Not 4' rules out a value, and tells none.
    if negated && instead.index == start.index && !listed {
        return None;
    }
    let start = instead;
    let from = start.token()?.span.start;
    let mut found = rest(&line.text[from..], category, context);
    // 'Not X' rules X out; only the whole sentence shows that.
    found.clear(Slot::Phone);
    let number = super::phone::find(&line, context);
    found.extend(number.map(|number| Value::Phone(number.phone)));
    if found.is_empty() {
        found = named(start, line.text, category, context)?;
    }
    Some(found)
}

/// 'Make it 9': a correction that tells no more than a number.
#[must_use]
pub fn corrects_to_number(text: &str) -> Option<u16> {
    let line = Line::new(text);
    let start = behind_openings(&line);
    let opening = line.text.get(..start.token()?.span.start)?;
    // 'Seremos 9' tells people.
    let counts = Line::new(opening)
        .find(|cursor| Some(((), cursor.eat_any(WORDS.people.openings)?)))
        .is_some();
    let (number, digits, end) = start.digits()?;
    let is_bare = start.index > 0 && digits <= 2 && end.skip(&[".", "!"]).at_end();
    number.try_into().ok().filter(|_| is_bare && !counts)
}

/// The position behind the words that open a correction.
pub(super) fn behind_openings<'l>(line: &'l Line<'_>) -> Cursor<'l> {
    let mut start = line.start();
    for _ in 0..4 {
        start = start
            .skip(&[",", ".", "-", ":", "!", "…", ";"])
            .skip(WORDS.correcting.interjections)
            .skip(&[","]);
        let Some(after) = start.eat_any(WORDS.correcting.openings) else {
            break;
        };
        start = after;
    }
    start
}

/// 'not 4, 5' and '4 no, 5': the position behind the value that is taken back.
fn said_instead(start: Cursor<'_>) -> Cursor<'_> {
    let negated = start.index > 0 && WORDS.correcting.not.contains(&start.before());
    let mut at = start;
    if negated {
        for _ in 0..6 {
            if at.is(WORDS.correcting.but) && !at.next().at_end() {
                return at.next().skip(WORDS.correcting.then_but);
            }
            if at.at_end() {
                break;
            }
            at = at.next();
        }
    }
    start
}

fn rest(text: &str, category: Option<Category>, context: &Context) -> Values {
    let text = (WORDS.correcting.instead_of.iter())
        .filter_map(|phrase| before_phrase(text, phrase))
        .min_by_key(|before| before.len())
        .unwrap_or(text);
    let mut line = Line::new(text);
    let numbers = Numbers::read(&line, context);
    let number = numbers.to_call(&line);
    let tokens = number.as_ref().map(|found| found.tokens.clone());
    let mut found = slots(&mut line, &numbers, tokens.as_ref(), category, context);
    found.extend(number.map(|number| Value::Phone(number.phone)));
    found.clear(Slot::Category);
    if found.is_empty() {
        let start = Line::new(text);
        let alone = quantity(start.start().skip(WORDS.correcting.before_count))
            .filter(|(_, end)| end.at_end() || end.is(WORDS.correcting.behind_count));
        let people = alone.and_then(|(count, _)| PartySize::new(u64::from(count)));
        found.extend(people.map(Value::PartySize));
    }
    found
}

/// The text before a phrase between spaces.
fn before_phrase<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    text.match_indices(phrase).find_map(|(at, _)| {
        let behind = text[at + phrase.len()..].starts_with(' ');
        text[..at].strip_suffix(' ').filter(|_| behind)
    })
}

/// 'change the time to 9', 'pon la hora a las 10', 'the name is Ana'.
fn named(
    start: Cursor<'_>,
    text: &str,
    category: Option<Category>,
    context: &Context,
) -> Option<Values> {
    let at = if WORDS.correcting.is.contains(&start.before()) {
        return from_before(start, text, category, context);
    } else {
        start.skip(WORDS.correcting.articles)
    };
    let (slot, after) = WORDS
        .correcting
        .slots
        .iter()
        .find_map(|(slot, words)| Some((*slot, at.eat_any(words)?)))?;
    let value = after
        .skip(WORDS.correcting.to)
        .skip(WORDS.correcting.value_articles);
    filled(
        slot,
        text.get(value.token()?.span.start..)?,
        category,
        context,
    )
}

fn from_before(
    start: Cursor<'_>,
    text: &str,
    category: Option<Category>,
    context: &Context,
) -> Option<Values> {
    let back = (2..=4)
        .map(|count| start.before_by(count))
        .find(|word| !WORDS.correcting.should.contains(word))?;
    let slot = meaning(back, WORDS.correcting.named)?;
    filled(
        slot,
        text.get(start.token()?.span.start..)?,
        category,
        context,
    )
}

fn filled(
    slot: Slot,
    value: &str,
    category: Option<Category>,
    context: &Context,
) -> Option<Values> {
    let value = match slot {
        Slot::Time => {
            let time = super::time(value, category, context).ok();
            time.map(TimeOfDay::At).map(Value::Time)
        }
        Slot::Date => {
            let date = super::date(value, context).ok();
            date.map(Day::On).map(Value::Date)
        }
        Slot::Name => super::name(value).ok().map(Value::Name),
        Slot::PartySize => super::count(value, context).ok().map(Value::PartySize),
        _ => super::business(value).ok().map(Value::Business),
    };
    value.map(|value| [value].into_iter().collect())
}

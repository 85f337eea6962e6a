//! Numbers that are neither a day, nor a time, nor a count of people: prices,
//! sizes, models, rooms, street numbers, order numbers, ages. They are taken
//! before any reader counts.

use super::lexicon::WORDS;
use std::ops::Range;

use super::calendar::{month, weekday};
use super::line::{Cursor, Kind, Line};
use super::time::counts_something;

const SIGNS: &[&str] = &["€", "$", "£", "¥"];

/// Marks these numbers as taken.
pub(super) fn take(line: &mut Line<'_>) {
    let spans: Vec<Range<usize>> = (0..line.tokens.len())
        .filter_map(|index| {
            let cursor = line.at(index);
            let end = behind_number(cursor)?;
            let other = SIGNS.contains(&cursor.before())
                || WORDS.things.units.contains(&end.word())
                || end.is(WORDS.things.ages)
                || is_named(cursor)
                || is_model(line, index)
                || is_street(line, cursor, end)
                || is_house(cursor, end);
            other.then_some(index..end.index)
        })
        .collect();
    for span in spans {
        line.take(span);
    }
}

/// Behind a number with its decimals or thousands.
fn behind_number(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let (_, _, mut end) = cursor.digits()?;
    for _ in 0..2 {
        let more = end
            .glued(&[",", "."])
            .and_then(|at| at.token().filter(|token| !token.spaced).and(at.digits()));
        if let Some((_, _, after)) = more {
            end = after;
        }
    }
    Some(end)
}

/// 'iPhone 15', 'room 304'; but 'No 4' at the beginning corrects a count, and
/// so may 'room 4'.
fn is_named(cursor: Cursor<'_>) -> bool {
    let before = cursor.before();
    WORDS.things.named.contains(&before)
        && !(WORDS.things.also_counts.contains(&before) && cursor.before_by(2).is_empty())
}

/// 'PS5', 'R16': figures that touch a word in capitals.
fn is_model(line: &Line<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| &line.tokens[before]) else {
        return false;
    };
    let word = before.folded.as_str();
    !line.tokens[index].spaced
        && before.kind == Kind::Word
        && before.capital
        && weekday(word).is_none()
        && month(word).is_none()
        && !WORDS.names.not_names.contains(&word)
}

/// '2150 mission st': a large number and a street, without capitals.
fn is_house(cursor: Cursor<'_>, end: Cursor<'_>) -> bool {
    const LEAST: u32 = 25;
    let large = cursor.digits().is_some_and(|(number, ..)| number >= LEAST);
    let mut at = end;
    for _ in 0..3 {
        let plain = at.token().is_some_and(|token| token.kind == Kind::Word);
        if !plain || weekday(at.word()).is_some() || month(at.word()).is_some() {
            return false;
        }
        let named = at.index > end.index;
        if named
            && (WORDS.things.roads.contains(&at.word())
                || WORDS.things.short_roads.contains(&at.word()))
        {
            return large;
        }
        at = at.next();
    }
    false
}

/// '4 Privet Drive', 'Calle Mayor 12', 'avenida de América, 5'.
fn is_street(line: &Line<'_>, cursor: Cursor<'_>, end: Cursor<'_>) -> bool {
    let mut at = end;
    for _ in 0..4 {
        let Some(token) = at.token().filter(|token| token.capital) else {
            break;
        };
        if at.index > end.index && WORDS.things.roads.contains(&token.folded.as_str()) {
            return true;
        }
        at = at.next();
    }
    let near = &line.tokens[cursor.index.saturating_sub(6)..cursor.index];
    let led = near
        .iter()
        .rev()
        .take_while(|token| token.kind == Kind::Word || token.folded == ",")
        .position(|token| WORDS.things.streets.contains(&token.folded.as_str()));
    let Some(count) = led else { return false };
    let name = &near[near.len() - count..];
    let commas = name.iter().filter(|token| token.folded == ",").count();
    let last_comma = name.last().is_some_and(|token| token.folded == ",");
    let direct = last_comma || name.last().is_some_and(|token| token.capital);
    name.iter().any(|token| token.capital)
        && direct
        && commas <= usize::from(last_comma)
        && !counts_something(end)
}

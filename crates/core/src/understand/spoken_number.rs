//! Telephone numbers in words, as people dictate them: 'three one oh, double five
//! five, oh one nine four', 'novecientos doce, treinta y cuatro, cincuenta y seis'.

use std::ops::Range;

use super::lexicon::{WORDS, value};
use super::line::{Cursor, Line};
use super::numbers::in_words;

/// Fewer digits are a time, a price or a street number.
const FEWEST_DIGITS: usize = 7;

/// No number has more.
const MOST_DIGITS: usize = 17;

/// The numbers in words, as digits, with their tokens.
pub(super) fn all(line: &Line<'_>) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < line.tokens.len() {
        match number_at(line.at(index)) {
            Some((digits, end)) => {
                found.push((digits, index..end));
                index = end;
            }
            None => index += 1,
        }
    }
    found
}

/// The digits that are spoken from here on, and the place behind them.
fn number_at(cursor: Cursor<'_>) -> Option<(String, usize)> {
    let mut digits = String::new();
    let mut end = cursor;
    let mut at = cursor;
    while let Some((more, next)) = digits_at(at).filter(|_| digits.len() < MOST_DIGITS) {
        digits.push_str(&more);
        end = next;
        at = next.skip(&[",", "-", ".", "…"]);
    }
    (digits.len() >= FEWEST_DIGITS).then_some((digits, end.index))
}

/// 'five', 'oh', 'double five', 'cincuenta y seis', 'novecientos doce'.
fn digits_at(cursor: Cursor<'_>) -> Option<(String, Cursor<'_>)> {
    if let Some(end) = cursor.eat_any(WORDS.numbers.zeros) {
        return Some(("0".to_owned(), end));
    }
    if let Some((times, at)) = cursor.eat_value(WORDS.numbers.repeated) {
        let (digit, end) = digits_at(at).filter(|(digit, _)| digit.len() == 1)?;
        return Some((digit.repeat(times), end));
    }
    if let Some(hundreds) = value(cursor.word(), WORDS.numbers.hundreds) {
        let at = cursor.next();
        let (rest, end) = in_words(at).unwrap_or((0, at));
        return Some(((hundreds + rest).to_string(), end));
    }
    let (number, end) = in_words(cursor)?;
    Some((number.to_string(), end))
}

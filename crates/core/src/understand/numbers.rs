//! Numbers in digits and in words, 0 to 99 in words.

use std::sync::LazyLock;

use super::lexicon::index::Indexed;
use super::lexicon::{self, WORDS, value};
use super::line::Cursor;

/// A number in words: one that may have units behind it, or a whole one.
#[derive(Clone, Copy)]
enum Word {
    Tens(u32),
    Whole(u32),
}

/// All of them in one list, since this is asked at nearly every word.
static IN_WORDS: LazyLock<Indexed<(&str, Word)>> = LazyLock::new(|| {
    let numbers = &WORDS.numbers;
    let whole = numbers.units.iter().chain(numbers.teens);
    let whole = whole.map(|(word, value)| (*word, Word::Whole(*value)));
    let tens = numbers.tens.iter();
    let tens = tens.map(|(word, value)| (*word, Word::Tens(*value)));
    Indexed::new(whole.chain(tens).collect())
});

/// A number in words here.
pub(super) fn in_words(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let next = cursor.next();
    let tens = match cursor.value(&IN_WORDS)? {
        Word::Whole(value) => return Some((value, next)),
        Word::Tens(tens) => tens,
    };
    let word = cursor.word();
    let words = (lexicon::ALL.iter())
        .map(|lexicon| &lexicon.numbers)
        .find(|words| value(word, words.tens).is_some())?;
    // Tens and units are of one language, joined as it joins them.
    let joined = if words.and.is_empty() {
        Some(next.skip(&["-"]))
    } else {
        next.eat_any(words.and)
    };
    let whole = joined.and_then(|at| Some((tens + value(at.word(), words.units)?, at.next())));
    whole.or(Some((tens, next)))
}

/// Whether a word is a figure, 0 to 9.
pub(super) fn is_figure(word: &str) -> bool {
    value(word, WORDS.numbers.units).is_some_and(|value| value < 10)
}

/// A number here, in digits (up to four) or in words.
pub(super) fn number(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    match cursor.digits() {
        Some((value, length, next)) if length <= 4 => Some((value, next)),
        Some(_) => None,
        None => in_words(cursor),
    }
}

/// A number of things here: also 'a couple', 'a dozen', 'un par', 'media docena'.
pub(super) fn quantity(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if is_of_decimals(cursor) {
        return None;
    }
    cursor
        .eat_value(WORDS.numbers.quantities)
        .map(|(value, end)| (value, end.skip(WORDS.numbers.of)))
        .or_else(|| number(cursor))
}

/// Whether figures are a part of '2.5', which counts nothing.
fn is_of_decimals(cursor: Cursor<'_>) -> bool {
    let Some((_, _, next)) = cursor.digits() else {
        return false;
    };
    let touches = |at: Cursor<'_>| !at.spaced() && at.digits().is_some();
    let behind = matches!(next.word(), "." | ",") && !next.spaced() && touches(next.next());
    let before = !cursor.spaced()
        && matches!(cursor.before(), "." | ",")
        && cursor
            .at_back(2)
            .is_some_and(|token| token.folded.bytes().all(|byte| byte.is_ascii_digit()));
    behind || before
}

/// An ordinal here: '3rd', 'third', '1º', 'twenty-first'.
pub(super) fn ordinal(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some((value, length, next)) = cursor.digits() {
        let suffixed = !next.spaced() && WORDS.numbers.ordinal_suffixes.contains(&next.word());
        return (length <= 2 && suffixed).then(|| (value, next.next()));
    }
    if let Some(tens) = cursor.value(WORDS.numbers.tens) {
        let unit = cursor.next().skip(&["-"]);
        if let Some(value) = unit
            .value(WORDS.numbers.ordinals)
            .filter(|value| *value < 10)
        {
            return Some((tens + value, unit.next()));
        }
    }
    let value = cursor.value(WORDS.numbers.ordinals)?;
    Some((value, cursor.next()))
}

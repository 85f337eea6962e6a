//! Numbers in digits and in words, 0 to 99 in words, English and Spanish.

use super::line::Cursor;

#[rustfmt::skip]
const UNITS: &[(&str, u32)] = &[
    ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8),
    ("nine", 9), ("uno", 1), ("una", 1), ("un", 1), ("dos", 2), ("tres", 3), ("cuatro", 4), ("cinco", 5),
    ("seis", 6), ("siete", 7), ("ocho", 8), ("nueve", 9),
];
#[rustfmt::skip]
const TEENS: &[(&str, u32)] = &[
    ("zero", 0), ("cero", 0), ("ten", 10), ("eleven", 11), ("twelve", 12), ("thirteen", 13),
    ("fourteen", 14), ("fifteen", 15), ("sixteen", 16), ("seventeen", 17), ("eighteen", 18),
    ("nineteen", 19), ("diez", 10), ("once", 11), ("doce", 12), ("trece", 13), ("catorce", 14),
    ("quince", 15), ("dieciseis", 16), ("diecisiete", 17), ("dieciocho", 18), ("diecinueve", 19),
    ("veintiuno", 21), ("veintiun", 21), ("veintiuna", 21), ("veintidos", 22), ("veintitres", 23),
    ("veinticuatro", 24), ("veinticinco", 25), ("veintiseis", 26), ("veintisiete", 27), ("veintiocho", 28),
    ("veintinueve", 29),
];
#[rustfmt::skip]
const TENS: &[(&str, u32)] = &[
    ("twenty", 20), ("thirty", 30), ("forty", 40), ("fourty", 40), ("fifty", 50), ("sixty", 60),
    ("seventy", 70), ("eighty", 80), ("ninety", 90), ("veinte", 20), ("treinta", 30), ("cuarenta", 40),
    ("cincuenta", 50), ("sesenta", 60), ("setenta", 70), ("ochenta", 80), ("noventa", 90),
];
#[rustfmt::skip]
const ORDINALS: &[(&str, u32)] = &[
    ("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5), ("sixth", 6), ("seventh", 7),
    ("eighth", 8), ("ninth", 9), ("tenth", 10), ("eleventh", 11), ("twelfth", 12), ("thirteenth", 13),
    ("fourteenth", 14), ("fifteenth", 15), ("sixteenth", 16), ("seventeenth", 17), ("eighteenth", 18),
    ("nineteenth", 19), ("twentieth", 20), ("thirtieth", 30), ("primero", 1), ("primer", 1),
];

fn look_up(table: &[(&str, u32)], word: &str) -> Option<u32> {
    table
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
}

/// A number in words here.
pub(super) fn in_words(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let word = cursor.word();
    let next = cursor.next();
    if let Some(value) = look_up(UNITS, word).or_else(|| look_up(TEENS, word)) {
        return Some((value, next));
    }
    let tens = look_up(TENS, word)?;
    let unit = |at: Cursor<'_>| look_up(UNITS, at.word());
    let spanish = word.ends_with('a') || word == "veinte";
    let joined = if spanish {
        next.eat("y")
    } else {
        Some(next.skip(&["-"]))
    };
    match joined.and_then(|at| unit(at).map(|value| (tens + value, at.next()))) {
        Some(whole) if spanish == is_spanish_unit(whole.1.before()) => Some(whole),
        _ => Some((tens, next)),
    }
}

fn is_spanish_unit(word: &str) -> bool {
    UNITS
        .iter()
        .position(|(name, _)| *name == word)
        .is_some_and(|at| at >= 9)
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
    #[rustfmt::skip]
    const WORDS: &[(&str, u32)] = &[
        ("half a dozen", 6), ("half dozen", 6), ("media docena", 6), ("a dozen", 12), ("one dozen", 12),
        ("una docena", 12), ("a couple", 2), ("couple", 2), ("una pareja", 2), ("un par", 2), ("a pair", 2),
    ];
    WORDS
        .iter()
        .find_map(|(phrase, value)| Some((*value, cursor.eat(phrase)?.skip(&["of", "de"]))))
        .or_else(|| number(cursor))
}

/// An ordinal here: '3rd', 'third', '1º', 'twenty-first'.
pub(super) fn ordinal(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    if let Some((value, length, next)) = cursor.digits() {
        let suffixed = !next.spaced()
            && matches!(
                next.word(),
                "st" | "nd" | "rd" | "th" | "º" | "ª" | "o" | "er" | "ro"
            );
        return (length <= 2 && suffixed).then(|| (value, next.next()));
    }
    if let Some(tens) = look_up(TENS, cursor.word()) {
        let unit = cursor.next().skip(&["-"]);
        if let Some(value) = look_up(ORDINALS, unit.word()).filter(|value| *value < 10) {
            return Some((tens + value, unit.next()));
        }
    }
    look_up(ORDINALS, cursor.word()).map(|value| (value, cursor.next()))
}

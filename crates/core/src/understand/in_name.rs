//! Days, times and numbers that are part of a name: 'Five Guys', 'Tuesday
//! Club', 'Hospital 12 de Octubre', 'under Noon'. They are taken before any
//! reader of days, times or counts can see them.

use std::ops::Range;

use super::calendar::{month, weekday};
use super::lexicon::{WORDS, value};
use super::line::{Kind, Line, Token};
use super::numbers::in_words;
use crate::model::Name;

/// The tokens that are part of a name and look like a day, a time or a number.
pub(super) fn all(line: &Line<'_>) -> Vec<Range<usize>> {
    if is_title(line) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut index = 0;
    while index < line.tokens.len() {
        let end = [place(line, index), dated(line, index), unusual(line, index)]
            .into_iter()
            .flatten()
            .max();
        match end {
            Some(end) => {
                found.push(index..end);
                index = end;
            }
            None => index += 1,
        }
    }
    found
}

/// A person's name that looks like a day or a time: 'under Noon'.
pub(super) fn person(line: &Line<'_>) -> Option<(Name, Range<usize>)> {
    (0..line.tokens.len()).find_map(|index| {
        let end = unusual(line, index)?;
        let name = Name::parse(line.slice(index..end)).ok()?;
        Some((name, index..end))
    })
}

/// A text in which nearly every word has a capital says nothing by capitals.
fn is_title(line: &Line<'_>) -> bool {
    let words = || line.tokens.iter().filter(|token| token.kind == Kind::Word);
    let capitals = words().filter(|token| token.capital).count();
    capitals * 3 > words().count() * 2
}

fn word<'l>(line: &'l Line<'_>, index: usize) -> &'l str {
    let token = line.tokens.get(index);
    token.map_or("", |token| token.folded.as_str())
}

fn is_capital(line: &Line<'_>, index: usize) -> bool {
    let token = line.tokens.get(index);
    token.is_some_and(|token| token.capital && token.kind == Kind::Word)
}

/// Whether a token could be read as a day, a time or a number.
pub(super) fn is_value(line: &Line<'_>, index: usize) -> bool {
    let Some(token) = line.tokens.get(index) else {
        return false;
    };
    let folded = token.folded.as_str();
    token.kind == Kind::Number
        || weekday(folded).is_some()
        || month(folded).is_some()
        || in_words(line.at(index)).is_some()
        || WORDS.clock.noon.contains(&folded)
        || WORDS.clock.midnight.contains(&folded)
        || WORDS.days.manana.contains(&folded)
        || daypart(folded)
}

fn daypart(folded: &str) -> bool {
    value(folded, WORDS.stretches.dayparts).is_some()
}

/// 'at Five Guys', 'at 21 Club', 'call Monday Blues', 'Casa Domingo'.
fn place(line: &Line<'_>, index: usize) -> Option<usize> {
    let token = line.tokens.get(index)?;
    let figures = token.kind == Kind::Number;
    if token.taken || !(figures || token.capital) {
        return None;
    }
    if !is_value(line, index) || is_feast(line, index) {
        return None;
    }
    let announced = line.is_behind(index, WORDS.roles.before_names);
    let end = figures_end(line, index);
    let goes_on =
        is_capital(line, end) && !is_value(line, end) && !follows_a_value(line, end, figures);
    // 'Sunday Roast House' needs no announcement.
    let long = !figures && goes_on && is_capital(line, end + 1) && !is_value(line, end + 1);
    if (announced && goes_on) || long {
        return Some(end);
    }
    // Alone behind 'at', only a word that is a number in the other language.
    let alone = !figures && announced && is_foreign_number(line, index);
    let inside = !figures && index > 0 && is_capital(line, index - 1) && is_part(line, index);
    (alone || inside).then_some(index + 1)
}

/// Whether a word ends the name of a feast: 'Easter Sunday'.
fn is_feast(line: &Line<'_>, index: usize) -> bool {
    line.is_behind(index + 1, WORDS.days.of_easter)
        || line.is_behind(index + 1, WORDS.days.festivals)
}

/// Behind the figures of '6:30' and '21'.
fn figures_end(line: &Line<'_>, index: usize) -> usize {
    let mut end = index + 1;
    while matches!(word(line, end), ":" | ".")
        && line
            .tokens
            .get(end + 1)
            .is_some_and(|token| token.kind == Kind::Number && !token.spaced)
    {
        end += 2;
    }
    end
}

/// Words that follow a day or a time without being a name.
fn follows_a_value(line: &Line<'_>, index: usize, is_figure: bool) -> bool {
    let folded = word(line, index);
    WORDS.roles.meridiems.contains(&folded)
        || WORDS.clock.counted.contains(&folded)
        || WORDS.names.not_names.contains(&folded)
        || is_figure
            && super::category(folded).is_some()
            && !WORDS.businesses.kinds.contains(&folded)
}

/// 'Quince' behind English 'at', 'Once' behind 'under' are names.
fn is_foreign_number(line: &Line<'_>, index: usize) -> bool {
    let folded = word(line, index);
    let english = super::lexicon::ALL[0]
        .numbers
        .units
        .iter()
        .chain(super::lexicon::ALL[0].numbers.teens);
    let is_english = |folded: &str| english.clone().any(|(word, _)| *word == folded);
    let before = word(line, index.wrapping_sub(1));
    let announced =
        WORDS.clock.at_hour.contains(&before) || WORDS.businesses.called.contains(&before);
    in_words(line.at(index)).is_some() && announced && !is_english(folded)
}

/// Whether the capital word before belongs to the same name: it is no day, no
/// month, and does not begin the sentence.
fn is_part(line: &Line<'_>, index: usize) -> bool {
    let before = index - 1;
    let folded = word(line, before);
    let begins = before == 0
        || matches!(
            word(line, before - 1),
            "." | "!" | "?" | "," | ":" | ";" | "·"
        )
        || line.text[line.tokens[before - 1].span.end..line.tokens[before].span.start]
            .contains('\n');
    let kind = super::category(folded).is_some() || WORDS.businesses.kinds.contains(&folded);
    let plain = WORDS.requests.asking.contains(&folded)
        || WORDS.requests.calls.contains(&folded)
        || WORDS.names.not_names.contains(&folded) && !WORDS.businesses.articles.contains(&folded);
    let value = weekday(folded).is_some() || month(folded).is_some() || daypart(folded);
    let spaced: &Token = &line.tokens[index];
    spaced.spaced && !plain && !value && (!begins || kind)
}

/// 'Hospital 12 de Octubre', 'avenida 9 de Julio', 'Restaurante 1 de Mayo'.
fn dated(line: &Line<'_>, index: usize) -> Option<usize> {
    let number = line.tokens.get(index)?;
    let day = number.kind == Kind::Number || in_words(line.at(index)).is_some();
    let named = day && line.is_behind(index, WORDS.roles.before_dated_names);
    let at = index + 1 + usize::from(WORDS.roles.of.contains(&word(line, index + 1)));
    let is_month = named && month(word(line, at)).is_some();
    is_month.then_some(at + 1)
}

/// 'under Friday', 'a nombre de Ana Tarde': behind words that announce a name.
/// A weekday counts only if another day is named.
fn unusual(line: &Line<'_>, index: usize) -> Option<usize> {
    if !is_capital(line, index)
        || !(line.is_behind(index, WORDS.names.announcing) || has_surname(line, index))
    {
        return None;
    }
    let surely = line.is_behind(index, WORDS.names.announcing_surely);
    let mut end = index;
    while is_capital(line, end) && end < index + 5 {
        // 'Name: Kim Lee' and 'Date: 12/9' below it.
        let label = word(line, end + 1) == ":";
        if end > index && (line.tokens[end].new_line || label) {
            break;
        }
        let folded = word(line, end);
        let figure = |at: usize| line.at(at).digits().is_some();
        let dated = month(folded).is_some() && (figure(end + 1) || figure(end.wrapping_sub(1)));
        let day = weekday(folded).is_some() || dated;
        // 'A nombre de Domingo' can be nothing else.
        let named = surely && end == index;
        if day && !named && !names_another_day(line, end) {
            break;
        }
        end += 1;
    }
    let looks =
        (index..end).any(|at| is_value(line, at) || !super::name::is_name_word(line.at(at)));
    (looks && end > index).then_some(end)
}

/// 'For Sunny March', 'mi jefa, Consuelo Martes': a surname that looks like a day,
/// behind a first name that 'for' or a relative announces.
fn has_surname(line: &Line<'_>, index: usize) -> bool {
    let relative = word(line, index.wrapping_sub(1)) == ","
        && WORDS
            .names
            .relatives
            .contains(&word(line, index.wrapping_sub(2)));
    let announced = relative || line.is_behind(index, WORDS.names.before_capitals);
    let surname = word(line, index + 1);
    let day = weekday(surname).is_some() || month(surname).is_some();
    announced
        && day
        && is_capital(line, index + 1)
        && !is_value(line, index)
        && super::name::is_name_word(line.at(index))
        && names_another_day(line, index + 1)
}

fn names_another_day(line: &Line<'_>, index: usize) -> bool {
    line.tokens.iter().enumerate().any(|(at, token)| {
        let folded = token.folded.as_str();
        at != index
            && !token.capital
            && (weekday(folded).is_some()
                || value(folded, WORDS.days.relative).is_some()
                || WORDS.days.manana.contains(&folded))
    }) || line
        .tokens
        .iter()
        .enumerate()
        .any(|(at, token)| at < index && token.capital && weekday(&token.folded).is_some())
}

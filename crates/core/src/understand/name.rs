//! Names: of the person to reserve for, and of the place.
//!
//! Within a sentence a name needs words that announce it ('under', 'a nombre
//! de') or, after the commoner 'for' and 'at', a capital letter. An answer to
//! the question is the name itself, without the words around it.

use super::lexicon::WORDS;
use std::ops::Range;

use super::calendar::{month, weekday};
use super::given_names::is_given;
use super::line::{Cursor, Kind, Line};
use super::numbers::in_words;
use super::{Context, category, phone, place_name};
use crate::model::{Name, TextProblem};

/// Reads a person's name: 'my name is Ana García', 'a nombre de Ana', 'Ana'.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn name(text: &str) -> Result<Name, TextProblem> {
    stripped(text, &[WORDS.names.announcing, WORDS.names.answer_openings])
}

/// Whether a word can be a person's name, although it may mean something else.
#[must_use]
pub fn can_be_a_name(text: &str) -> bool {
    is_name_word(Line::new(text).start())
}

/// Whether words do not give a name: 'same as before', 'el mío', 'in two
/// years', 'reserve a table'. Words that all begin with a capital are a name.
#[must_use]
pub fn is_about_names(text: &str) -> bool {
    let line = Line::new(text);
    let words = || line.tokens.iter().filter(|token| token.kind == Kind::Word);
    let small = words().any(|token| !token.capital);
    let about = |word: &str| WORDS.names.about_names.contains(&word);
    let never = |word: &str| WORDS.names.not_names.contains(&word);
    small
        && (words().any(|token| about(token.folded.as_str()))
            || words().all(|token| never(token.folded.as_str())))
}

/// 'Either Smith or Jones', 'López o García': which one is asked.
#[must_use]
pub fn names_two(text: &str) -> bool {
    let line = Line::new(text);
    let small = |index: usize| line.tokens.get(index).is_some_and(|token| !token.capital);
    (1..line.tokens.len()).any(|index| small(index) && line.at(index).is(WORDS.day_words.or))
}

/// Whether a whole message means the name that the bot knows of the person.
#[must_use]
pub fn is_own_name(text: &str) -> bool {
    let line = Line::new(text);
    let end = line.start().eat_any(WORDS.names.own);
    end.is_some_and(|end| end.at_end() || (end.is(&[".", "!"]) && end.next().at_end()))
}

/// A name and the rest of an answer behind its comma, or behind a phone number:
/// 'Ana García, allergic to nuts'.
#[must_use]
pub fn name_and_more(text: &str, context: &Context) -> Option<(Name, String)> {
    let line = Line::new(text);
    let number = phone::Numbers::read(&line, context).spans().next();
    let comma = line.tokens.iter().position(|token| token.folded == ",");
    let (end, more) = match (number, comma) {
        (Some(number), _) => (number.start, number.start),
        (None, Some(comma)) => (comma, comma + 1),
        (None, None) => return None,
    };
    let goes_on = line.tokens.get(more)?;
    let small = goes_on.kind != Kind::Word || !goes_on.capital;
    let name = stripped(
        line.slice(0..end),
        &[WORDS.names.announcing, WORDS.names.answer_openings],
    );
    let rest = line.text.get(goes_on.span.start..)?.trim().to_owned();
    let rest = match goes_on.folded.as_str() {
        "+" => format!("{} {rest}", name.as_ref().ok()?.as_str()),
        _ => rest,
    };
    name.ok().filter(|_| small).map(|name| (name, rest))
}

/// Reads a place's name: 'at Luigi's', 'it's called Casa Pepe', 'Luigi's'.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn business(text: &str) -> Result<Name, TextProblem> {
    stripped(text, &[WORDS.businesses.answer_openings])
}

fn stripped(text: &str, lead_ins: &[&[&str]]) -> Result<Name, TextProblem> {
    let line = Line::new(text);
    let mut cursor = line.start();
    let greeted = cursor.skip(WORDS.names.greetings);
    let greeting_ends = greeted.eat_any(&[",", "!", "."]);
    if let Some(after) = greeting_ends.or_else(|| {
        lead_ins
            .iter()
            .any(|phrases| greeted.is(phrases))
            .then_some(greeted)
    }) {
        cursor = if after.at_end() { cursor } else { after };
    }
    for _ in 0..2 {
        if let Some(after) = lead_ins
            .iter()
            .find_map(|phrases| cursor.eat_any(phrases))
            .filter(|after| !after.at_end())
        {
            cursor = after.skip(&[":"]);
        }
    }
    let mut end = behind_courtesies(&line, cursor.index, line.tokens.len());
    end = spelling_start(&line, cursor.index, end);
    let kept = |token: &super::line::Token| {
        token.kind != Kind::Symbol || matches!(token.folded.as_str(), ")" | "&" | "+")
    };
    while end > cursor.index && !kept(&line.tokens[end - 1]) && !is_abbreviation(&line, end) {
        end -= 1;
    }
    let mut start = cursor.index;
    while start < end && line.tokens[start].kind == Kind::Symbol && line.tokens[start].folded != "("
    {
        start += 1;
    }
    if start == end {
        return Err(TextProblem::Empty);
    }
    if text.len() > line.text.len() {
        return Name::parse(text);
    }
    Name::parse(line.slice(start..end))
}

/// Where a spelling that closes a name begins: 'Priya. P-R-I-Y-A'.
fn spelling_start(line: &Line<'_>, start: usize, end: usize) -> usize {
    const FEWEST_LETTERS: usize = 3;
    let letter = |index: usize| {
        let token = &line.tokens[index];
        token.kind == Kind::Word && token.folded.chars().count() == 1
    };
    let joint = |index: usize| matches!(line.tokens[index].folded.as_str(), "-" | "." | ",");
    let mut first = end;
    while first > start && (letter(first - 1) || joint(first - 1)) {
        first -= 1;
    }
    let letters = (first..end).filter(|index| letter(*index)).count();
    if letters >= FEWEST_LETTERS && first > start {
        first
    } else {
        end
    }
}

/// Whether a full stop at the end belongs to 'Jr.' or 'S.L.'.
fn is_abbreviation(line: &Line<'_>, end: usize) -> bool {
    line.tokens[end - 1].folded == "."
        && end >= 2
        && (WORDS
            .names
            .abbreviations
            .contains(&line.tokens[end - 2].folded.as_str())
            || (end >= 4 && line.tokens[end - 2].folded.len() == 1))
}

/// A person's name within a sentence, with the tokens that announce it.
pub(super) fn find(line: &Line<'_>) -> Option<(Name, Range<usize>)> {
    // 'It's Luigi's' names a place, and 'K-I-M' spells a name.
    let person = |(name, _): &(Name, Range<usize>)| {
        let text = name.as_str();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters > 1 && !text.ends_with("'s") && !text.ends_with("’s")
    };
    // 'Under Ruth, no wait, under Carl': which one is asked.
    let kept = |(_, span): &(Name, Range<usize>)| {
        let cue = (span.end..line.tokens.len()).find_map(|index| {
            line.at(index)
                .eat_any(WORDS.roles.replacing)
                .or_else(|| line.at(index).eat_any(WORDS.people.recounting))
        });
        cue.is_none_or(|cue| {
            let far = (cue.index + 5).min(line.tokens.len());
            !(cue.index..far).any(|index| line.at(index).is(WORDS.names.announcing_surely))
        })
    };
    find_any(line).filter(person).filter(kept)
}

fn find_any(line: &Line<'_>) -> Option<(Name, Range<usize>)> {
    let (inside, span) = line
        .find(announced_surely)
        .or_else(|| line.find(announced))
        .or_else(|| line.find(capitals))
        .or_else(|| line.find(relative))
        .or_else(|| at_end(line))?;
    // 'Under contractor name Haldane': who writes names with capitals means no
    // name by a small word.
    let mut words = line.tokens.get(inside.clone())?.iter();
    let small = words.all(|token| !token.capital && !is_given(&token.folded, false));
    let name = Name::parse(line.slice(inside)).ok()?;
    (!small || !has_capitals(line)).then_some((name, span))
}

/// Whether a text writes names with capitals: a capital within a sentence that no
/// day, month or 'I' has.
fn has_capitals(line: &Line<'_>) -> bool {
    line.tokens.iter().enumerate().any(|(index, token)| {
        let word = token.folded.as_str();
        let opens = index == 0 || token.new_line || line.tokens[index - 1].kind == Kind::Symbol;
        token.capital
            && !opens
            && word.len() > 1
            && !word.starts_with("i'")
            && weekday(word).is_none()
            && month(word).is_none()
    })
}

/// 'This is Megan, … reservation name Whitfield': the name to book under, beside
/// other people's.
fn announced_surely(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.names.announcing_surely)?.skip(&[":"]);
    let instead = WORDS.roles.instead_of.contains(&cursor.before());
    let end = words(at, false).filter(|_| !instead)?;
    Some((at.index..end.index, end))
}

fn announced(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let listed = || {
        matches!(cursor.before(), "" | "," | "." | ";" | "-")
            .then(|| cursor.eat_any(WORDS.names.labels))
            .flatten()
    };
    // 'Not under Jones but under Smith'.
    if WORDS.roles.instead_of.contains(&cursor.before()) {
        return None;
    }
    let at = cursor
        .eat_any(WORDS.names.announcing)
        .or_else(listed)?
        .skip(&[":"]);
    let end = words(at, false)?;
    Some((at.index..end.index, end))
}

fn capitals(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    // 'Ask for Anna' and 'a message for Anna' name the person to speak to.
    if WORDS.names.asked_for.contains(&cursor.before()) {
        return None;
    }
    let at = cursor.eat_any(WORDS.names.before_capitals)?;
    let end = words(at, true)?;
    Some((at.index..end.index, end))
}

/// 'for my son Tim', 'book my daughter Emma in': a relative who is not the
/// person to be called or told.
fn relative(cursor: Cursor<'_>) -> Option<(Range<usize>, Cursor<'_>)> {
    let at = cursor.eat_any(WORDS.names.our)?;
    if WORDS.names.spoken_to.contains(&cursor.before())
        || !WORDS.names.relatives.contains(&at.word())
    {
        return None;
    }
    let at = at.next().skip(&[","]);
    let end = words(at, true)?;
    Some((at.index..end.index, end))
}

/// '…, fri 8ish, Anna': a known given name at the end of the message, alone
/// between punctuation marks or behind the understood words.
fn at_end(line: &Line<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let end = behind_courtesies(line, 0, line.tokens.len());
    let end = (0..end)
        .rev()
        .find(|index| line.tokens[*index].kind == Kind::Word)?
        + 1;
    (end.saturating_sub(4)..end).find_map(|start| {
        let (at, token) = (line.at(start), line.at(start).token()?);
        let listed = matches!(at.before(), "," | "." | ";" | "-" | "–" | "(");
        let apart = listed || (at.before_taken() && token.capital);
        let whole = words(at, false).is_some_and(|behind| behind.index == end);
        (start > 0 && apart && whole && is_given(&token.folded, token.capital))
            .then_some((start..end, start..end))
    })
}

/// The end of a text without the thanks and pleases that close it.
pub(super) fn behind_courtesies(line: &Line<'_>, first: usize, mut end: usize) -> usize {
    for _ in 0..4 {
        while end > first
            && matches!(
                line.tokens[end - 1].folded.as_str(),
                "," | "." | "!" | "?" | "🙏"
            )
            && !is_abbreviation(line, end)
        {
            end -= 1;
        }
        let closing = (first + 1..end)
            .rev()
            .take(4)
            .filter(|start| {
                line.at(*start)
                    .eat_any(WORDS.names.courtesies)
                    .is_some_and(|at| at.index == end)
            })
            .min();
        let Some(start) = closing else { break };
        end = start;
    }
    end
}

/// Behind the words of a person's name.
fn words(cursor: Cursor<'_>, capitals_only: bool) -> Option<Cursor<'_>> {
    let mut at = cursor;
    while WORDS.names.titles.contains(&at.word()) {
        at = at.next().skip(&["."]);
    }
    let capital = at.token()?.capital;
    if !is_name_word(at) || (capitals_only && (!capital || !is_personal(at))) {
        return None;
    }
    at = at.next();
    for _ in 0..4 {
        let joined = at.glued(&["-"]).unwrap_or(at);
        let joined = if at.word() == "." && at.before().len() == 1 {
            at.next()
        } else {
            joined
        };
        let mut ahead = joined;
        for _ in 0..2 {
            let particle = WORDS.names.particles.contains(&ahead.word());
            let goes_on = ahead.next().token().is_some_and(|token| {
                token.capital
                    || WORDS.names.particles.contains(&token.folded.as_str())
                    || (!capital && !WORDS.names.not_joining.contains(&ahead.word()))
            });
            if particle
                && goes_on
                && (is_name_word(ahead.next())
                    || WORDS.names.particles.contains(&ahead.next().word()))
                && !ahead.next().is(WORDS.names.not_continued)
            {
                ahead = ahead.next();
            }
        }
        let Some(token) = ahead.token() else { break };
        // 'Name: Kim Lee Date: 12/9'.
        let label = ahead.next().glued(&[":"]).is_some();
        if token.new_line || label {
            break;
        }
        if !is_name_word(ahead)
            || (capital && !token.capital)
            || (!capital && at.index - cursor.index >= 3)
        {
            break;
        }
        at = ahead.next();
    }
    Some(at)
}

pub(super) fn is_name_word(cursor: Cursor<'_>) -> bool {
    let Some(token) = cursor.token() else {
        return false;
    };
    let word = token.folded.as_str();
    token.kind == Kind::Word
        && !WORDS.names.not_names.contains(&word)
        && (in_words(cursor).is_none())
        && (weekday(word).is_none() || WORDS.names.also_weekdays.contains(&word))
        && (month(word).is_none() || (token.capital && WORDS.names.also_months.contains(&word)))
        && !WORDS.names.hour_marks.contains(&word)
}

/// Whether a capital word after 'for' can be a person's first name.
fn is_personal(cursor: Cursor<'_>) -> bool {
    let word = cursor.word();
    !WORDS.names.things.contains(&word)
        && !place_name::is_place(word)
        && month(word).is_none()
        && category::category(word).is_none()
}

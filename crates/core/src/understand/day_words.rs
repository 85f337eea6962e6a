//! Days in words: 'this weekend', 'Friday or Saturday', 'after the 10th'. Several
//! days would do, and the place may choose.

use std::ops::Range;

use super::Context;
use super::lexicon::WORDS;
use super::line::Line;
use super::role::{self, Role};
use super::which_day;
use crate::model::DayPreference;

/// Reads the answer to the question for a day that names none but says which
/// would do. A day that is only ruled out says too little.
#[must_use]
pub fn day_preference(text: &str, context: &Context) -> Option<DayPreference> {
    let line = Line::new(text);
    let any = line.find(|cursor| Some(((), cursor.eat_any(WORDS.day_words.any)?)));
    let vague = || {
        any.map(|(_, span)| span)
            .or_else(|| season(&line))
            .or_else(|| stretch(&line))
            .filter(|span| !is_ruled_out(&line, span))
    };
    let days = which_day::open(&line, context).map(|days| with_bounds(&line, days));
    let span = days.or_else(vague)?;
    DayPreference::parse(line.slice(span)).ok()
}

/// The same in a sentence that asks for more: only where the words can mean
/// nothing else.
pub(super) fn in_sentence(line: &Line<'_>, context: &Context) -> Option<DayPreference> {
    let named = line.find(|cursor| Some(((), cursor.eat_any(WORDS.day_words.in_sentences)?)));
    let span = match named {
        Some((_, span)) => Some(span).filter(|span| role::role(line, span) == Role::Wanted),
        None => {
            line.find(|cursor| Some(((), cursor.eat_any(WORDS.day_words.or)?)))?;
            which_day::open(line, context).filter(|_| which_day::are_alternatives(line, context))
        }
    };
    DayPreference::parse(line.slice(span?)).ok()
}

/// 'No weekends', 'en fin de semana no'.
fn is_ruled_out(line: &Line<'_>, span: &Range<usize>) -> bool {
    let near = span.start.saturating_sub(2)..span.start;
    let mut before = near.map(|index| line.at(index + 1).before());
    before.any(|word| WORDS.days.not_on.contains(&word))
        || line.at(span.end).is(WORDS.roles.no)
        || line.at(span.end).is(WORDS.days.cannot)
}

/// The days together with the words that bound them: 'not before Friday'.
fn with_bounds(line: &Line<'_>, days: Range<usize>) -> Range<usize> {
    let belongs = |word: &str| {
        let lists = [
            WORDS.days.bounds,
            WORDS.days.bound_articles,
            WORDS.days.bounds_before,
            WORDS.days.range_openings,
            WORDS.day_words.of_bounds,
        ];
        lists.iter().any(|words| words.contains(&word))
    };
    // 'After Thanksgiving weekend'.
    let end = line.at(days.end).skip(WORDS.day_words.alone).index;
    back_over(line, days.start, belongs)..end
}

/// The first of the tokens right before one that all belong to it.
fn back_over(line: &Line<'_>, start: usize, belongs: impl Fn(&str) -> bool) -> usize {
    let mut start = start;
    while start > 0 && belongs(line.at(start).before()) {
        start -= 1;
    }
    start
}

/// 'Before Christmas', 'por Navidad'.
fn season(line: &Line<'_>) -> Option<Range<usize>> {
    let (_, feast) = line.find(|cursor| Some(((), cursor.eat_any(WORDS.day_words.seasons)?)))?;
    let span = with_bounds(line, feast.clone());
    let start = back_over(line, span.start, |word| {
        WORDS.day_words.before.contains(&word)
    });
    (start < feast.start).then_some(start..feast.end)
}

/// 'This weekend', 'early next week', 'la semana que viene'.
fn stretch(line: &Line<'_>) -> Option<Range<usize>> {
    let (alone, core) = line.find(|cursor| {
        let end = cursor.eat_any(WORDS.day_words.stretches)?;
        Some((cursor.is(WORDS.day_words.alone), end))
    })?;
    let belongs = |word: &str| {
        WORDS.day_words.before.contains(&word) || WORDS.day_words.which.contains(&word)
    };
    let start = back_over(line, core.start, belongs);
    let which = (start..core.start).any(|index| line.at(index).is(WORDS.day_words.which));
    let behind = line.at(core.end).eat_any(WORDS.day_words.behind);
    let is_past = WORDS.day_words.past.contains(&line.at(start).before())
        || line.at(core.end).is(WORDS.day_words.past);
    let end = behind.map_or(core.end, |at| at.index);
    ((alone || which || behind.is_some()) && !is_past).then_some(start..end)
}

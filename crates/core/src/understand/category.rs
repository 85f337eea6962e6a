//! The kind of place, from the words for it or for the wish. A place's own noun
//! outweighs a word that several kinds share ('an appointment at the
//! hairdresser's' is general).

use super::lexicon::WORDS;
use std::ops::Range;

use super::calendar::one_slip;
use super::correction::behind_openings;
use super::line::{Kind, Line};
use crate::model::Category::{self, General};

/// The kind of place a word or a description speaks of.
#[must_use]
pub fn category(text: &str) -> Option<Category> {
    of_line(&Line::new(text))
}

/// The kind of place that a whole message tells: 'actually it's a hotel'.
#[must_use]
pub fn told_kind(text: &str) -> Option<Category> {
    const MOST_WORDS: usize = 3;
    /// A noun for a kind of place has this weight.
    const NOUN: u32 = 5;
    let line = Line::new(text);
    let opened = behind_openings(&line);
    let named = opened.eat_any(WORDS.kinds.it_is);
    let at = named.unwrap_or(opened);
    let kind = at.skip(WORDS.kinds.articles);
    if named.is_none() && (opened.index == 0 || kind.index == at.index) {
        return None;
    }
    let is_symbol = |index: &usize| line.tokens[*index].kind == Kind::Symbol;
    let end = (kind.index..line.tokens.len()).find(is_symbol);
    let end = end.unwrap_or(line.tokens.len());
    let more = line.at(end).next();
    let tells_more = end < line.tokens.len() && !more.at_end();
    if !(1..=MOST_WORDS).contains(&(end - kind.index))
        || (tells_more && !more.is(WORDS.correcting.not))
    {
        return None;
    }
    let (kind, weight) = weighed(&Line::new(line.slice(kind.index..end)))?;
    (weight >= NOUN).then_some(kind)
}

/// The kind of place in a sentence: the words beside the place's name outweigh
/// the name itself ('The French Laundry').
pub(super) fn of_sentence(line: &Line<'_>, business: Option<&Range<usize>>) -> Option<Category> {
    let whole = of_line(line);
    let Some(business) = business.filter(|_| whole == Some(General)) else {
        return whole;
    };
    let mut beside = line.clone();
    beside.take(business.clone());
    of_line(&beside).or(whole)
}

/// Whether only a verb that every place hears tells the kind: 'ask for 2 tomorrow'.
pub(super) fn is_weak(line: &Line<'_>) -> bool {
    weighed(line).is_some_and(|(kind, weight)| kind == General && weight <= 1)
}

fn of_line(line: &Line<'_>) -> Option<Category> {
    weighed(line).map(|(kind, _)| kind)
}

/// The kind of place, and the weight of the words for it.
fn weighed(line: &Line<'_>) -> Option<(Category, u32)> {
    let mut weights = [0_u32; 4];
    let mut add = |category: Category, weight: u32| {
        if let Some(at) = Category::ALL.iter().position(|kind| *kind == category) {
            weights[at] += weight;
        }
    };
    for (index, token) in line
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.kind == Kind::Word && !token.taken)
    {
        let word = (WORDS.businesses.possessives.iter())
            .find_map(|end| token.folded.strip_suffix(end))
            .unwrap_or(&token.folded);
        let possessive = word.len() < token.folded.len();
        let one = word.strip_suffix('s').filter(|one| one.len() >= 3);
        for ((category, weight), words) in WORDS.kinds.words {
            if words.entry_by(token.key, &token.folded).is_some()
                || possessive && words.contains(&word)
                || one.is_some_and(|one| words.contains(&one))
                || (word.len() >= 8
                    && words
                        .iter()
                        .any(|right| right.len() >= 8 && one_slip(right, word)))
            {
                add(*category, *weight);
            }
        }
        for (phrase, (category, weight)) in WORDS.kinds.phrases.beginning(token.key) {
            if line.at(index).eat(phrase).is_some() {
                add(*category, *weight);
            }
        }
    }
    let most = *weights.iter().max()?;
    let best = Category::ALL
        .iter()
        .zip(weights)
        .find(|(_, weight)| *weight == most);
    best.filter(|_| most > 0)
        .map(|(category, weight)| (*category, weight))
}

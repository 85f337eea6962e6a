//! The kind of place, from the words for it or for the wish. A place's own noun
//! outweighs a word that several kinds share ('an appointment at the
//! hairdresser's' is general).

use super::lexicon::WORDS;
use std::ops::Range;

use super::calendar::one_slip;
use super::line::{Kind, Line};
use crate::model::Category::{self, General};

/// The kind of place a word or a description speaks of.
#[must_use]
pub fn category(text: &str) -> Option<Category> {
    of_line(&Line::new(text))
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

fn of_line(line: &Line<'_>) -> Option<Category> {
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
        let one = word.strip_suffix('s').filter(|one| one.len() >= 3);
        for ((category, weight), words) in WORDS.kinds.words {
            if words.contains(&token.folded.as_str())
                || words.contains(&word)
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
    best.filter(|_| most > 0).map(|(category, _)| *category)
}

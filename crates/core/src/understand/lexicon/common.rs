//! What is written alike in every language: signs, units, makes, and names of
//! places that are no language's own.

use super::Lexicon;
use super::topics::Kinds;
use crate::model::Category;

pub(super) const LEXICON: Lexicon = Lexicon {
    kinds: KINDS,
    ..Lexicon::EMPTY
};

#[rustfmt::skip]
const KINDS: Kinds = Kinds {
    words: &[
        ((Category::Hotel, 5), &["airbnb", "bnb"]),
        ((Category::General, 3), &["iphone", "macbook"]),
    ],
    ..Kinds::EMPTY
};

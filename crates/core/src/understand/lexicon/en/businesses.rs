//! English: places' names.

use crate::understand::lexicon::topics::Businesses;

#[rustfmt::skip]
pub(super) const WORDS: Businesses = Businesses {
    possessives: &["'s"],
};

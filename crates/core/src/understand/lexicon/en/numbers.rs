//! English: numbers in words.

use crate::understand::lexicon::topics::Numbers;

#[rustfmt::skip]
pub(super) const WORDS: Numbers = Numbers {
    of: &["of"],
    a: &["a"],
};

//! Spanish words.

mod businesses;
mod kinds;
mod messages;
mod named;

use super::Lexicon;

pub(super) const LEXICON: Lexicon = Lexicon {
    named: named::WORDS,
    messages: messages::WORDS,
    kinds: kinds::WORDS,
    businesses: businesses::WORDS,
};

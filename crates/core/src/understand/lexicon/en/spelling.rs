//! English: words as they are spelt in a chat.

use crate::understand::lexicon::topics::Spelling;

#[rustfmt::skip]
pub(super) const WORDS: Spelling = Spelling {
    chat: &[("nxt", "next"), ("u", "you")],
};

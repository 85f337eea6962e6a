//! Spanish: words as they are spelt in a chat.

use crate::understand::lexicon::topics::Spelling;

#[rustfmt::skip]
pub(super) const WORDS: Spelling = Spelling {
    chat: &[
        ("d", "de"), ("q", "que"), ("k", "que"), ("pa", "para"), ("xa", "para"), ("mnn", "manana"),
        ("mnna", "manana"), ("mnana", "manana"), ("mna", "manana"), ("porfi", "porfa"),
        ("porfis", "porfa"), ("xfa", "porfa"), ("xfi", "porfa"), ("plis", "porfa"),
        ("tb", "tambien"), ("tmb", "tambien"), ("tbn", "tambien"), ("xq", "porque"),
        ("pq", "porque"), ("dsd", "desde"),
    ],
};

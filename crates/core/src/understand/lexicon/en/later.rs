//! English: when a place says that it can be called again.

use crate::understand::lexicon::topics::LaterWords;

#[rustfmt::skip]
pub(super) const WORDS: LaterWords = LaterWords {
    cues: &[
        "call back", "call us back", "call again", "call us again", "call them back",
        "call them again", "call him back", "call her back", "call us", "ring back", "ring again",
        "ring us", "phone back", "phone again", "try again", "try us again", "try calling again",
        "calling back", "calling again", "we open", "we open again", "we're open", "we are open",
        "we'll be open", "we will be open", "we reopen", "they open", "they open again",
        "they're open", "they are open", "they will be open", "they reopen", "opens", "opens again",
        "reopens", "open again", "back in the office", "is back", "are back", "be back",
        "be back in", "is in again", "comes back", "is available", "are available",
        "will be available", "reach us", "reach her", "reach him",
    ],
    denials: &["not", "don't", "doesn't", "never", "no", "won't", "can't", "cannot", "aren't", "isn't", "unless", "if"],
    leading: &[
        "after", "from", "at", "on", "around", "about", "any time after", "anytime after", "please",
        "again", "the", "then", "o'clock", "there", "sometime", "as of", "starting", ",",
    ],
    each: &["every", "each", "weekdays", "weekends", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays",
        "saturdays", "sundays"],
    ends: &["and", "to", "so", "for", "with", "because", "when", "then", "but", "as", "if"],
};

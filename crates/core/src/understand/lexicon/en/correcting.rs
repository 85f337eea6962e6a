//! English: corrections of earlier messages.

use crate::model::Slot;
use crate::understand::lexicon::topics::Correcting;

#[rustfmt::skip]
pub(super) const WORDS: Correcting = Correcting {
    openings: &[
        "no wait", "wait no", "no sorry", "sorry no", "oh no", "no no", "no", "nope", "wait",
        "actually", "sorry", "i meant", "i mean", "make it", "make that", "make the",
        "change it to", "change that to", "change to", "change the", "change my", "change",
        "let's make it", "let's do", "lets make it", "lets do", "rather", "correction", "better",
        "scratch that", "it should be", "should be", "instead", "can you make it",
        "can we make it", "can you change", "could you make it", "set it to", "set the",
        "update the", "on second thought", "not", "oops", "i'd rather", "we are actually",
        "we're actually", "it's actually", "move it to", "switch to", "use", "put it",
        "please change", "please make it", "hmm no", "the name is", "the time is", "the date is",
        "the name should be", "the time should be", "the date should be", "the phone is",
        "the number is", "the number should be", "same but", "the same but", "same thing but",
        "cancel that", "forget that", "same but for", "the same but for",
    ],
    endings: &["instead", "actually", "rather", "better", "sorry", "please instead", "i meant"],
    before_opening: &["oh", "ah", "ok", "please", "hey"],
    instead_of: &["instead of"],
    orders: &["change", "move", "use", "set", "please change", "can you change", "update"],
    interjections: &["oh", "ah", "hey", "ok", "please", "hmm", "um", "uh", "umm"],
    but: &["but"],
    then_but: &["but"],
    before_count: &["at", "to", "it", "is", "it's", "the"],
    behind_count: &["please", "instead", "actually"],
    slots: &[
        (Slot::Time, &["time", "hour"]),
        (Slot::Date, &["date", "day"]),
        (Slot::Name, &["name"]),
        (Slot::PartySize, &["party size", "party", "people", "number of people", "guests"]),
        (Slot::Business, &["restaurant", "business", "place"]),
    ],
    articles: &["the", "my"],
    to: &["to", "is", "should be"],
    value_articles: &[],
    not: &["not"],
    is: &["is", "be"],
    should: &["should"],
    named: &[
        (Slot::Name, &["name"]),
        (Slot::Time, &["time"]),
        (Slot::Date, &["date"]),
    ],
};

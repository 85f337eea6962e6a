//! English: days in words.

use crate::understand::lexicon::topics::DayWords;

#[rustfmt::skip]
pub(super) const WORDS: DayWords = DayWords {
    stretches: &["week - end", "weekend", "weekends", "week", "month", "weekday", "weekdays"],
    before: &[
        "sometime", "some", "time", "day", "any", "anytime", "early", "late", "later", "end",
        "of", "the", "beginning", "start", "middle", "mid", "in", "on", "at", "over", "during",
        "around", "maybe", "half", "second", "first", "towards", "a", "following",
    ],
    which: &[
        "this", "next", "coming", "following", "the", "on", "at", "any", "over", "during", "a",
        "after next",
    ],
    behind: &["after next", "sometime", "some time", "or so", "if possible"],
    alone: &["week - end", "weekend", "weekends", "weekdays"],
    past: &["last", "past", "previous"],
    in_sentences: &[
        "this weekend", "next weekend", "the weekend", "the weekend after next",
        "sometime next week", "next week sometime", "some time next week", "any day next week",
        "early next week", "later this week", "late next week", "end of next week",
    ],
    or: &[
        "if not", "or if not", "failing that", "or", "or on", "or maybe", "or else",
        "or at the latest", "or at most", "or at a push",
    ],
    any: &[
        "any day", "any day is fine", "any day works", "any date", "whenever", "whenever works",
        "whenever they can", "whenever you can", "whenever they have space", "whatever day",
        "the first free day", "the first available", "first available", "next available",
        "the next available day", "soonest available", "their earliest",
    ],
    of_bounds: &["not", "between", "sometime", "any day", "any time", "anytime", "on", "or", "the", "from", "maybe"],
    seasons: &[
        "christmas", "xmas", "easter", "new year", "the new year", "the holidays", "thanksgiving",
        "the summer", "the school holidays",
    ],
};

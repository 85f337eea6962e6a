//! English: changes that are told by their distance, and wishes that are added.

use crate::understand::lexicon::topics::Relative;

#[rustfmt::skip]
pub(super) const WORDS: Relative = Relative {
    openings: &[
        "make it", "we are", "we're", "there are", "add", "it's", "and", "plus",
        "can we make it", "no ,", "can it be",
        "could we", "can you", "can we", "could you", "let's", "lets", "please", "maybe", "so", "ok", "actually",
    ],
    later_verbs: &["slide it back", "slide it", "push it back", "push it", "move it back", "move it", "delay it", "delay", "put it back", "shift it", "make it"],
    earlier_verbs: &["bring it forward", "move it forward", "move it up", "bring it up"],
    closings: &[
        "please", "pls", "instead", "then", "now", "thanks",
        "later on",
    ],
    more: &[
        "more", "extra", "additional", "other",
    ],
    fewer: &[
        "less", "fewer",
    ],
    leaving: &["dropped out", "bailed", "can't come", "cannot come", "can't make it", "cancelled", "canceled", "aren't coming", "isn't coming", "won't come", "dropping out", "fewer"],
    fewer_before: &["minus", "less"],
    later: &[
        "later", "after",
    ],
    earlier: &[
        "earlier", "before", "sooner",
    ],
    lengths: &[
        ("half an hour", 30), ("three quarters of an hour", 45), ("three - quarters of an hour", 45), ("a half hour", 30), ("half hour", 30), ("an hour and a half", 90),
        ("an hour", 60), ("a quarter of an hour", 15), ("one and a half hours", 90),
    ],
    conditions: &[
        "if they don't have", "if there's nothing", "if there is nothing", "if that's full", "if not possible",
        "is fine too", "works too", "is ok too", "is okay too", "would also work", "also works",
        "if they can't", "if it's full",
    ],
    adding: &["plus"],
    agreements: &["ok", "okay", "yes", "call now", "call", "now", "please", "go ahead", "perfect", "great"],
    of_an_hour: &["an", "of an", "a"],
    hours: &[
        "hours", "hour", "hrs", "hr", "h",
    ],
    and_a_half: &[
        "and a half", "and an half",
    ],
    minutes: &[
        "minutes", "minute", "mins", "min",
    ],
    within: &[
        "in",
    ],
    day_after: &[
        "the day after", "the next day", "next day", "the following day", "a day later",
        "one day later",
    ],
    day_before: &[
        "the day before", "a day earlier", "one day earlier", "the previous day",
    ],
    now: &[
        "now", "right now", "immediately",
    ],
    additions: &[
        "and", "also", "oh and", "and also", "plus",
    ],
    wishes: &[
        "tell them", "ask them", "ask if", "ask whether", "ask for", "ask about", "mention",
        "say that", "say we", "say it", "let them know", "please tell", "please ask", "tell the",
    ],
};

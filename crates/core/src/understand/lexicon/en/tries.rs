//! English: trying again until somebody is reached.

use crate::understand::lexicon::topics::TryWords;

#[rustfmt::skip]
pub(super) const WORDS: TryWords = TryWords {
    keeping: &[
        "keep trying", "keep on trying", "keep calling", "keep on calling", "keep ringing",
        "keep at it", "keep trying them", "keep calling them", "don't give up",
    ],
    again: &[
        "try again", "try them again", "call again", "call them again", "ring again", "call back",
        "call them back", "retry", "redial", "again",
    ],
    calling: &["try", "call", "ring", "try them", "call them", "try it", "ring them"],
    conditions: &[
        "if nobody answers", "if no one answers", "if nobody picks up", "if no one picks up",
        "if they don't answer", "if they do not answer", "if they don't pick up",
        "if there's no answer", "if there is no answer", "if it's busy", "if it is busy",
        "if the line is busy", "if the line's busy", "if busy", "if it goes to voicemail",
        "if you get voicemail", "if you don't reach them", "if you don't reach anybody",
        "if you can't reach them", "if you don't get through",
    ],
    until_reached: &[
        "until they answer", "till they answer", "until somebody answers", "until someone answers",
        "until they pick up", "till they pick up", "until somebody picks up",
        "until someone picks up", "until you reach them", "until you get through",
        "until you get somebody", "until you get someone", "until you reach somebody",
        "until you reach someone", "until there's an answer",
    ],
    until: &["until", "till", "til", "'til", "no later than", "but not after", "not after"],
    during: &["for the next", "for", "over the next", "during the next", "within the next"],
    every: &["every", "each"],
    apart: &["apart", "between calls", "between tries", "in between", "between them", "between each"],
    times: &["times", "time", "tries", "attempts", "calls", "x"],
    twice: &["twice"],
    more: &["more", "further", "extra", "additional", "other"],
    evenings: &["in the evening", "in the afternoon", "at night", "tonight", "this evening"],
    mornings: &["in the morning"],
    joints: &["and", "then", "but", "so"],
    fillers: &[
        "please", "pls", "up to", "at most", "about", "and", ",", "at", "with", "a pause of",
        "pauses of", "them", "then", "just", "today", "o'clock", "if needed", "or",
    ],
    voicemail: &[
        "if it goes to voicemail", "if it's voicemail", "if it is voicemail", "if voicemail",
        "on voicemail", "if you get voicemail", "if you get their voicemail",
        "if you get the voicemail", "if you get an answering machine",
        "if you get the answering machine", "if an answering machine answers",
        "if a machine answers", "if voicemail answers", "if it's an answering machine",
    ],
    leave_message: &[
        "leave a message", "leave them a message", "leave a voicemail", "leave a short message",
        "leave one message", "do leave a message", "you can leave a message",
    ],
    hang_up: &[
        "hang up", "just hang up", "don't leave a message", "do not leave a message",
        "don't leave any message", "leave no message", "don't leave a voicemail", "no message",
    ],
    stopping: &[
        "stop trying", "stop calling", "stop calling them", "stop trying them", "don't try again",
        "do not try again", "don't try any more", "no more tries", "no more calls", "give up", "give it up", "please stop trying",
        "you can stop trying", "stop the tries",
    ],
    once: &[
        "call only once", "call just once", "only call once", "just call once", "only once",
        "just once", "don't keep trying", "don't try again", "do not keep trying", "no retries",
        "one call only", "only one call", "call them only once", "don't call again",
    ],
};

//! English: requests: calls, tasks, and the language to speak.

use crate::understand::lexicon::topics::Requests;

#[rustfmt::skip]
pub(super) const WORDS: Requests = Requests {
    speak: &["in", "speak", "speaking", "speaks", "language :", "language"],
    in_language: &["in"],
    empty: &[
        "please", "pls", "hi", "hello", "hey", "can", "could", "you", "call", "ring", "phone",
        "number", "this", "a", "the", "i", "to", "want", "need", "would", "like", "thanks", "me",
        "for", "that", "is", "it", "its", "it's", "their", "and", "ok", "them", "now", "tel",
        "with", "country", "code", "my", "make", "or", "ext", "extension", "fax", "telefax", "not",
        "no", "mobile", "cell", "wrong", "old", "sorry", "instead", "use", "but", "at", "on",
        "don't", "number's", "numbers", "these", "are",
    ],
    links: &[
        "at", "on", "tel", "number", "phone", "this", "their", "is", "mobile", "the", "no", "num",
        "its",
    ],
    calls: &["call", "ring", "phone", "dial", "contact"],
    called: &["them", "him", "her", "there", "back", "again", "it", "the", "restaurant", "place"],
    polite: &[
        "can", "could", "would", "will", "you", "please", "pls", "just", "i", "want", "need",
        "i'd", "like", "to",
    ],
    greetings: &["hi", "hello", "hey", "good", "morning", "afternoon", "evening", "there", "ok"],
    governing: &[
        "at", "on", "to", "from", "with", "if", "is", "are", "was", "my", "the", "a", "an", "or",
        "by", "of", "for", "in", "and", "as", "text", "sms", "whatsapp", "see", "use", "than",
        "about",
    ],
    when_open: &[
        "when they open", "as soon as they open", "once they open", "when it opens",
        "as soon as it opens", "when they're open", "when they are open", "when it's open",
        "at opening time", "when open",
    ],
    at_once: &["now", "right now", "right away", "at once", "immediately", "straight away"],
    arranging: &["book", "reserve", "schedule", "arrange", "reschedule", "order"],
    asking: &[
        "book", "reserve", "ask", "order", "schedule", "arrange", "request", "cancel", "tell",
        "buy", "reschedule", "check", "find", "inquire", "enquire", "confirm", "get", "see", "say",
    ],
    making: &[
        "make a reservation", "make an appointment", "make a booking", "make a table", "set up",
        "table for", "appointment with", "appointment for", "call me a", "call us a", "ring me a",
        "get me a", "get us a",
    ],
    before_call: &[
        "actually", "better", "now", "also", "and", "then", "forget", "this", "it", "that",
        "instead", "no", "wait", "sorry", "next", "first", "ok", "okay", "hey", "hi", "let's",
        "go", "ahead", "another", "thing",
    ],
    tel: &["tel"],
    is: &["is"],
    and_then: &["and", "so", "then"],
    their: &["their", "its", "the", "this"],
    goes_on: &["and", "to"],
    joints: &["and", "to"],
    languages: &[
        ("en", &["english"]),
        ("es", &["spanish"]),
    ],
};

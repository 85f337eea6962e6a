//! English: names of people, and words that look like one.

use crate::understand::lexicon::topics::Names;

#[rustfmt::skip]
pub(super) const WORDS: Names = Names {
    announcing_surely: &[
        "under", "under the name", "under the name of", "in the name of", "the name is",
        "name of", "reservation name", "booking name", "name for the booking", "the booking's for", "the booking is for", "the reservation is for", "the reservation's for", "the appointment is for", "the appointment's for",
        "name for the reservation", "name on the reservation", "name on the booking",
        "name on the order is", "name on the order", "reservation name is", "booking name is",
        "put it under", "book it under me ,", "book it under", "put the job under",
        "put the booking under", "put it in the name of",
    ],
    own: &[
        "my name", "use my name", "under my name", "my own name", "mine", "my own", "me", "myself",
        "put my name", "you know my name",
    ],
    announcing: &[
        "under the name of", "under the name", "under name", "in the name of", "the name is",
        "my name is", "my name's", "name's", "name is", "name :", "name of", "on behalf of",
        "booked under", "under",
        "last name", "surname", "last name is", "surname is", "family name",
        "name is gonna be", "name is going to be", "name will be", "name should be", "the name will be", "the name is gonna be", "the name is going to be",
    ],
    before_capitals: &["i'm", "i am", "this is", "for", "reserve as", "it's"],
    particles: &[],
    titles: &["mr", "mrs", "ms", "miss", "dr", "prof", "st"],
    not_names: &[
        "spelled", "spelt", "spelling", "usual", "always", "same", "he", "she",
        "the", "a", "an", "my", "me", "and", "or", "for", "at", "on", "in", "to", "from", "with",
        "please", "pls", "plz", "call", "calling", "tel", "phone", "number", "thanks", "if", "is",
        "are", "we", "i", "it", "that", "this", "but", "by", "about", "around", "tonight", "today",
        "tomorrow", "tmrw", "tmr", "next", "their", "they", "you", "your", "our", "us", "not",
        "no", "yes", "ok", "can", "could", "would", "instead", "name", "who", "so", "as", "ask",
        "book", "reserve", "table", "people", "then", "also", "him", "her", "them", "lunch",
        "dinner", "breakfast", "now", "later", "asap", "noon", "midnight", "midday", "morning",
        "afternoon", "evening", "night", "least", "most", "home", "once", "work", "all", "some",
        "any", "one", "reservation", "reservations", "appointment", "party", "there", "here",
        "last", "weekend", "hello", "hi", "hey", "sorry", "how", "much", "what", "whether", "near", "before", "after",
        "until", "between", "without", "has", "have", "when", "where", "date", "time", "room",
    ],
    answer_openings: &[
        "you can put", "just put", "put it under", "put down", "put it in", "book it under", "book under", "use the name", "use",
        "it's under", "it's for", "it is", "it's", "its", "that's", "i'm", "i am", "this is",
        "for", "call me",
        "the company", "my company",
    ],
    greetings: &["hi", "hello", "ok", "oh", "yes", "sure"],
    abbreviations: &["jr", "sr", "inc", "ltd", "co"],
    labels: &["name"],
    asked_for: &["ask", "asks", "asking", "looking", "question", "message"],
    about_names: &[
        "same", "my", "mine", "usual", "rather", "not", "what", "which", "your", "boss", "say",
        "know", "any", "whatever", "don't", "nobody", "before", "last", "years", "months", "weeks",
        "days", "hours", "later", "hurry",
    ],
    relatives: &[
        "son", "daughter", "wife", "husband", "mum", "mom", "mother", "dad", "father", "brother",
        "sister", "partner", "boyfriend", "girlfriend", "fiance", "fiancee", "friend", "boss",
        "nephew", "niece", "grandmother", "grandfather", "grandma", "grandpa", "aunt", "uncle",
        "cousin", "colleague", "client", "kid",
    ],
    spoken_to: &["call", "ring", "phone", "tell", "ask", "text", "with", "from", "to", "and"],
    our: &["my", "our"],
    courtesies: &[
        "thank you so much", "thanks a lot", "many thanks", "thank you", "please", "pls", "plz",
        "thanks", "thx", "ty", "cheers", "ta",
        "nice to meet you", "pleased to meet you",
    ],
    not_continued: &[],
    also_months: &["april", "may", "june", "august"],
    hour_marks: &[],
    things: &[
        "christmas", "easter", "valentine's", "valentine", "new", "mother's", "father's",
        "thanksgiving",
    ],
    not_joining: &[],
    also_weekdays: &["sun"],
};

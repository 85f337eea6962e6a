//! English: counts of people and nights.

use crate::understand::lexicon::topics::People;

#[rustfmt::skip]
pub(super) const WORDS: People = People {
    babies: &["baby", "the baby", "a baby", "toddler", "infant"],
    recounting: &[
        "no wait", "wait no", "hang on", "hold on", "can be", "no make that", "have joined", "are joining", "maybe", "possibly", "perhaps", "now it's", "it's now", "could it be", "or maybe", "might be", "actually no", "make that",
    ],
    summing: &["so", "so that's", "so we're", "so it's", "that makes", "makes", "that's", "in total", "total", "total of", "altogether"],
    people: &[
        "people", "persons", "person", "ppl", "peeps", "pax", "guests", "guest", "adults", "adult",
        "diners", "of us", "folks", "friends", "seats", "covers", "peoples", "poeple",
        "spots",
        "roomies", "roommates", "buddies", "mates", "pals", "coworkers", "colleagues", "cousins", "siblings",
    ],
    children: &[
        "kids", "kid", "children", "child", "babies", "baby", "toddlers", "toddler", "infants",
        "infant", "teenagers",
    ],
    openings: &[
        "party of", "group of", "family of", "table of", "table 4", "we are", "we're", "we'll be",
        "we will be", "there are", "there will be", "there'll be", "it's for", "its for",
        "it'll be", "party size", "total of",
    ],
    before_count: &["only", "just", "about", "now", "actually", "going to be", "gonna be", "only gonna be"],
    and: &["and"],
    between: &["between"],
    range_joints: &["to", "or"],
    couples: &["couples"],
    more: &["more", "other", "hungry"],
    plus: &["and", "plus", "with"],
    alone: &[
        "just me", "only me", "just myself", "for myself", "on my own", "just one", "me alone",
    ],
    pairs: &["the two of us", "both of us", "us two", "a couple of us", "both", "the pair of us"],
    the: &["the"],
    of_us: &["of us", "people"],
    me_and_my: &["me and my", "myself and my"],
    my: &["my"],
    and_i: &["and i", "and me", "and myself", "n i", "n me"],
    me_and: &["me and", "me plus", "me +", "myself and", "me n"],
    others: &["other", "more"],
    whom_for: &["for"],
    roughly: &["about", "like", "around", "just"],
    or_more: &["or", "to"],
    followers: &[
        "on", "at", "in", "around", "about", "under", "with", "please", "pls", "plz", "and",
        "this", "next", "tomorrow", "today", "tonight", "by", "from", "near", "outside", "inside",
        "if", "for", "name", "to", "the", "who", "as", "but", "somewhere", "after", "before",
        "between", "every", "early", "late", "because", "we", "maybe", "or", "thanks",
    ],
    one_night: &["a", "single"],
    days_of_a_night: &[],
    or_nights: &["or"],
    one: &["a"],
    needs_people: &[],
    unclear: &[
        "not", "less than", "fewer than", "more than", "at least", "at most", "a lot", "a bunch",
        "under", "over",
    ],
    hundreds: &["hundred", "thousand", "hundreds"],
    adding: &["+", "&", "and", "plus"],
    joints: &["and", "plus", "&", "with", "n"],
    oneself: &["me", "i", "myself", "just me"],
    me_before_and: &["her", "him", "she", "he"],
    whose: &["my", "our", "the", "another", "a", "other", "her", "his", "their"],
    companies: &[("parents", 2), ("couple", 2), ("couples", 2), ("grandparents", 2), ("twins", 2)],
    parts: &["including", "incl .", "incl", "includes", "of whom", "of them", "with"],
    part_verbs: &[
        "are", "is", "have", "has", "need", "will", "can't", "don't", "would", "eat", "might",
    ],
    before_more: &[
        "my table for", "my reservation for", "my booking for", "our table for",
        "our reservation for", "our booking for", "the table for", "the booking for",
        "the reservation for", "table of", "reservation of", "party of",
        "a table for", "a booking for", "a reservation for",
    ],
    nights: &["night", "nights"],
    nights_of: &["nights of", "nights of the", "night of"],
};

//! English: counts of people and nights.

use crate::understand::lexicon::topics::People;

#[rustfmt::skip]
pub(super) const WORDS: People = People {
    people: &[
        "people", "persons", "person", "ppl", "peeps", "pax", "guests", "guest", "adults", "adult",
        "diners", "of us", "folks", "friends", "seats", "covers", "peoples", "poeple",
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
    before_count: &["only", "just", "about", "now", "actually", "going to be"],
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
    and_i: &["and i", "and me", "and myself"],
    me_and: &["me and", "me plus", "me +", "myself and"],
    others: &["other", "more"],
    whom_for: &["for"],
    roughly: &["about", "like", "around", "just"],
    or_more: &["or", "to"],
    followers: &[
        "on", "at", "in", "around", "about", "under", "with", "please", "pls", "plz", "and",
        "this", "next", "tomorrow", "today", "tonight", "by", "from", "near", "outside", "inside",
        "if", "for", "name", "to", "the", "who", "as", "but", "somewhere", "after", "before",
        "between", "early", "late", "because", "we", "maybe", "or", "thanks",
    ],
    one_night: &["a", "single"],
    days_of_a_night: &[],
    or_nights: &["or"],
    one: &["a"],
    needs_people: &[],
    nights: &["night", "nights"],
};

//! What is written alike in every language: signs, units, makes, and names of
//! places that are no language's own.

use super::Lexicon;
use super::topics::{ClockWords, Correcting, Days, Kinds, People, Requests};
use crate::model::Category;

pub(super) const LEXICON: Lexicon = Lexicon {
    kinds: KINDS,
    people: PEOPLE,
    correcting: CORRECTING,
    requests: REQUESTS,
    clock: CLOCK,
    days: DAYS,
    ..Lexicon::EMPTY
};

#[rustfmt::skip]
const KINDS: Kinds = Kinds {
    words: &[
        ((Category::Hotel, 5), &["airbnb", "bnb"]),
        ((Category::General, 3), &["iphone", "macbook"]),
    ],
    ..Kinds::EMPTY
};

#[rustfmt::skip]
const PEOPLE: People = People {
    before_count: &[":", "="],
    range_joints: &["-", "/", ".", ":", "+"],
    plus: &["+", "&"],
    or_more: &["-", "/"],
    followers: &[",", ".", ";", "!", "?", ")", "-", "(", "/", ":", "@"],
    ..People::EMPTY
};

#[rustfmt::skip]
const CORRECTING: Correcting = Correcting {
    but: &[",", ";"],
    behind_count: &[".", "!"],
    to: &[":"],
    ..Correcting::EMPTY
};

#[rustfmt::skip]
const REQUESTS: Requests = Requests {
    empty: &["x", "f", "t"],
    links: &["(", ":"],
    greetings: &[",", "!", "."],
    before_call: &[",", ".", "!", "?", "¿", "¡", "-", "…"],
    joints: &[",", ".", ":", ";", "-", ")"],
    ..Requests::EMPTY
};

#[rustfmt::skip]
const CLOCK: ClockWords = ClockWords {
    followers: &[",", "."],
    ..ClockWords::EMPTY
};

#[rustfmt::skip]
const DAYS: Days = Days {
    last_day: &["-"],
    range_joints: &["-"],
    ..Days::EMPTY
};

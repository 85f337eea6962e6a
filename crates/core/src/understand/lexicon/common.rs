//! What is written alike in every language: signs, units, makes, and names of
//! places that are no language's own.

use super::Lexicon;
use super::topics::{
    Businesses, ClockWords, Correcting, Days, Kinds, Names, Numbers, People, Requests, Things,
};
use crate::model::Category;

pub(super) const LEXICON: Lexicon = Lexicon {
    kinds: KINDS,
    people: PEOPLE,
    correcting: CORRECTING,
    requests: REQUESTS,
    names: NAMES,
    businesses: BUSINESSES,
    numbers: NUMBERS,
    clock: CLOCK,
    days: DAYS,
    things: THINGS,
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
const NAMES: Names = Names {
    particles: &["van", "von", "der", "den", "da", "di", "dos", "do", "le", "bin", "mc"],
    hour_marks: &["pm", "am", "h"],
    things: &[
        "iphone", "ipad", "samsung", "galaxy", "macbook", "toyota", "ford", "bmw", "audi", "seat",
        "playstation", "xbox", "nike",
    ],
    ..Names::EMPTY
};

#[rustfmt::skip]
const BUSINESSES: Businesses = Businesses {
    leads: &["@"],
    links: &["(", ":", ",", ".", "-"],
    particles: &["&", "di", "da", "-", "'"],
    towns: &[
        "barcelona", "valencia", "bilbao", "marbella", "manchester", "liverpool", "birmingham",
        "boston", "miami", "seattle", "brooklyn", "manhattan", "soho", "toledo", "ibiza",
        "mallorca",
    ],
    ..Businesses::EMPTY
};

#[rustfmt::skip]
const NUMBERS: Numbers = Numbers {
    ordinal_suffixes: &["º", "ª"],
    ..Numbers::EMPTY
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

#[rustfmt::skip]
const THINGS: Things = Things {
    units: &[
        "€", "$", "£", "%", "eur", "usd", "gbp", "k", "gb", "tb", "cm", "mm", "kg", "km", "ml",
    ],
    named: &[
        "iphone", "galaxy", "pixel", "ipad", "playstation", "ps", "xbox", "windows", "#", "golf",
        "clio",
    ],
    ..Things::EMPTY
};

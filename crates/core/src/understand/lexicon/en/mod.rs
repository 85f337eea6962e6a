//! English words.

mod businesses;
mod clock;
mod contacts;
mod correcting;
mod danger;
mod day_words;
mod days;
mod kinds;
mod later;
mod messages;
mod named;
mod names;
mod numbers;
mod people;
mod phones;
mod place_names;
mod places;
mod relative;
mod requests;
mod roles;
mod spelling;
mod stretches;
mod things;
mod tries;
mod which;

use super::Lexicon;

pub(super) const LEXICON: Lexicon = Lexicon {
    named: named::WORDS,
    contacts: contacts::WORDS,
    messages: messages::WORDS,
    kinds: kinds::WORDS,
    later: later::WORDS,
    people: people::WORDS,
    correcting: correcting::WORDS,
    relative: relative::WORDS,
    requests: requests::WORDS,
    roles: roles::WORDS,
    names: names::WORDS,
    businesses: businesses::WORDS,
    place_names: place_names::WORDS,
    numbers: numbers::WORDS,
    clock: clock::WORDS,
    stretches: stretches::WORDS,
    day_words: day_words::WORDS,
    days: days::WORDS,
    things: things::WORDS,
    tries: tries::WORDS,
    danger: danger::WORDS,
    phones: phones::WORDS,
    which: which::WORDS,
    places: places::WORDS,
    spelling: spelling::WORDS,
};

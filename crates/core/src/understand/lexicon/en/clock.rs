//! English: times of day.

use crate::understand::lexicon::topics::ClockWords;
use crate::understand::time::Half;

#[rustfmt::skip]
pub(super) const WORDS: ClockWords = ClockWords {
    followers: &["for", "please", "pls", "plz", "under", "thanks", "with"],
    opening: &["shut", "shut at", "close", "closes", "closed", "closing", "opens", "shuts"],
    hour_for: &["for"],
    morning_meals: &["breakfast", "brunch"],
    noon: &["noon", "midday", "mid day", "mid - day", "12 noon", "twelve noon"],
    midnight: &["midnight", "12 midnight"],
    before_quarter: &["a"],
    quarters_of: &["three quarters", "quarter"],
    minutes: &["minutes", "mins", "min"],
    to_hour: &["to", "till", "til", "of"],
    hour_articles: &[],
    on_the_dot: &[],
    quarters: &[],
    at_hour: &["at"],
    hours: &["hrs"],
    hour_signs: &["hrs"],
    durations: &["for", "in", "during", "every"],
    oclock: &["o'clock", "oclock", "o clock", "sharp"],
    ish: &["ish"],
    before_minutes: &["oh"],
    half_signs: &[],
    halves: &[
        ("in the morning", Half::Morning), ("in the afternoon", Half::Afternoon),
        ("in the evening", Half::Afternoon), ("in the eve", Half::Afternoon),
        ("at night", Half::Night),
    ],
    counted: &[
        "people", "persons", "person", "ppl", "pax", "guests", "guest", "adults", "adult", "kids",
        "children", "child", "of us", "friends", "nights", "night", "days", "day", "weeks",
        "minutes", "min", "mins", "hours", "hour", "euros", "euro", "dollars", "pounds", "percent",
        "kilos", "rooms", "room", "tables", "months", "years", "year", "tyres", "tires", "pizzas",
        "tickets", "th", "st", "nd", "rd", "star", "stars", "units",
    ],
    roughly: &["about", "around", "like", "maybe"],
    tails: &["in the", "please"],
    ends: &["or", "sharp", "works", "is"],
    before_time: &[
        "at about", "at around", "at like", "at approx", "at", "around", "about", "approx",
        "towards", "circa", "time is", "time to", "for about", "for around",
    ],
    time_articles: &["the"],
    half: &["half"],
    past: &["past", "after"],
    and: &[],
    less: &[],
    before_minutes_to: &[],
    hours_apart: &["h", "hrs"],
    three_quarters: &["three"],
    and_half: &["and a half"],
    half_hour: &[],
};

//! Times of day.

use super::super::lists::{Phrases, Values, topic};
use crate::understand::time::Half;

topic! {
    /// Times of day.
    ClockWords {
        /// May follow a bare hour behind a day.
        pub followers: Phrases,
        /// Tell when a place opens or closes.
        pub opening: Phrases,
        /// Lead to an hour that ends a sentence.
        pub hour_for: Phrases,
        /// Name meals of the morning.
        pub morning_meals: Phrases,
        /// Name the meal at noon.
        pub lunches: Phrases,
        /// Name the middle of the day.
        pub noon: Phrases,
        /// Name the middle of the night.
        pub midnight: Phrases,
        /// Stand before a half or a quarter.
        pub before_quarter: Phrases,
        /// Name a quarter of an hour that stands before its hour.
        pub quarters_of: Phrases,
        /// Stand behind the minutes before or past an hour.
        pub minutes: Phrases,
        /// Count the minutes to an hour.
        pub to_hour: Phrases,
        /// Stand before an hour that its minutes follow.
        pub hour_articles: Phrases,
        /// Stand behind an hour or its minutes.
        pub on_the_dot: Phrases,
        /// Name a quarter of an hour behind its hour.
        pub quarters: Phrases,
        /// Lead to an hour even without a colon.
        pub at_hour: Phrases,
        /// Stand before 'about' and an amount.
        pub amounts: Phrases,
        /// Lead to the new hour of a thing that is moved.
        pub moving_to: Phrases,
        /// Name the thing that is moved, right before such a word.
        pub moved: Phrases,
        /// Stand behind an hour and minutes in figures.
        pub hours: Phrases,
        /// Touch an hour in figures.
        pub hour_signs: Phrases,
        /// Make a duration of the hours behind them.
        pub durations: Phrases,
        /// Say that a number is an hour.
        pub oclock: Phrases,
        /// Touch an hour and make it a rough one.
        pub ish: Phrases,
        /// Stand between an hour and its minutes in words.
        pub before_minutes: Phrases,
        /// Abbreviate the half of the day behind an hour.
        pub half_signs: Values<Half>,
        /// Name the half of the day behind an hour.
        pub halves: Values<Half>,
        /// Are counted, so that the number before them is not a time.
        pub counted: Phrases,
        /// Stand before an hour that is the whole answer.
        pub roughly: Phrases,
        /// Begin the words that may follow such an hour.
        pub tails: Phrases,
        /// May follow such an hour.
        pub ends: Phrases,
        /// Make a time of the number behind them.
        pub before_time: Phrases,
        /// Stand between such a word and the number.
        pub time_articles: Phrases,
        /// Name half an hour that stands before its hour.
        pub half: Phrases,
        /// Count the minutes past an hour.
        pub past: Phrases,
        /// Join an hour to the minutes past it.
        pub and: Phrases,
        /// Join an hour to the minutes before it.
        pub less: Phrases,
        /// Stand before minutes that are missing to an hour.
        pub before_minutes_to: Phrases,
        /// Stand apart behind an hour of the 24.
        pub hours_apart: Phrases,
        /// Stand for full hours behind a number in words.
        pub hundred_hours: Phrases,
        /// Make three quarters of a quarter.
        pub three_quarters: Phrases,
        /// Say that an hour is half past.
        pub and_half: Phrases,
        /// Name half an hour behind its hour.
        pub half_hour: Phrases,
    }
}

//! English: times of day.

use crate::understand::lexicon::topics::ClockWords;

#[rustfmt::skip]
pub(super) const WORDS: ClockWords = ClockWords {
    followers: &["for", "please", "pls", "plz", "under", "thanks", "with"],
    opening: &["close", "closes", "closed", "closing", "opens", "shuts"],
    hour_for: &["for"],
    morning_meals: &["breakfast", "brunch"],
};

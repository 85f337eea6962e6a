//! Spanish: times of day.

use crate::understand::lexicon::topics::ClockWords;

#[rustfmt::skip]
pub(super) const WORDS: ClockWords = ClockWords {
    followers: &["para", "porfa", "por favor", "gracias", "con"],
    opening: &["cierra", "cierran", "cerraban", "abre"],
    hour_for: &["para"],
    morning_meals: &["brunch", "desayuno", "desayunar"],
};

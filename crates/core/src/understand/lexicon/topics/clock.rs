//! Times of day.

use super::super::lists::{Phrases, topic};

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
    }
}

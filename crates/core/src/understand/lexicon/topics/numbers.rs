//! Numbers in words.

use super::super::lists::{Phrases, Values, topic};

topic! {
    /// Numbers in words.
    Numbers {
        /// Join a count and its thing, or a day and its month.
        pub of: Phrases,
        /// Name the numbers from one to nine.
        pub units: Values<u32>,
        /// Name the numbers in one word that nothing follows.
        pub teens: Values<u32>,
        /// Name the tens, which a unit may follow.
        pub tens: Values<u32>,
        /// Name ordinals.
        pub ordinals: Values<u32>,
        /// Name a quantity in several words.
        pub quantities: Values<u32>,
        /// Make an ordinal of the figures that they touch.
        pub ordinal_suffixes: Phrases,
        /// Stand between the tens and the unit; without any, nothing does.
        pub and: Phrases,
        /// Stand for one before the thing that is counted.
        pub a: Phrases,
        /// Name a zero in a telephone number.
        pub zeros: Phrases,
        /// Say how often the digit behind them comes.
        pub repeated: Values<usize>,
        /// Name the hundreds, which a number may follow.
        pub hundreds: Values<u32>,
    }
}

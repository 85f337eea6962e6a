//! Numbers in words.

use super::super::lists::{Phrases, topic};

topic! {
    /// Numbers in words.
    Numbers {
        /// Join a count and what it counts, or a day and its month.
        pub of: Phrases,
        /// Stand for one before what is counted.
        pub a: Phrases,
    }
}

//! Days in words, where several days would do.

use super::super::lists::{Phrases, topic};

topic! {
    /// Days in words, where several days would do.
    DayWords {
        /// Name a stretch of days.
        pub stretches: Phrases,
        /// Belong to such a stretch before it.
        pub before: Phrases,
        /// Tell which stretch is meant. A stretch that needs one counts only with it.
        pub which: Phrases,
        /// Belong to such a stretch behind it.
        pub behind: Phrases,
        /// Stretches that need no other word.
        pub alone: Phrases,
        /// Say that the stretch is past.
        pub past: Phrases,
        /// Say of any sentence that its day is that stretch.
        pub in_sentences: Phrases,
        /// Join two days that would both do.
        pub or: Phrases,
        /// Leave the day to the place.
        pub any: Phrases,
        /// Belong to the bound of a day.
        pub of_bounds: Phrases,
        /// Name a feast that several days are around.
        pub seasons: Phrases,
    }
}

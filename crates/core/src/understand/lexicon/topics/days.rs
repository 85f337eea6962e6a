//! Days.

use super::super::lists::{Phrases, topic};

topic! {
    /// Days.
    Days {
        /// Lead from a stay's first day to its last.
        pub last_day: Phrases,
        /// Move an appointment, so that 'from Tuesday to Thursday' ends on the day that is wanted.
        pub moving: Phrases,
        /// Name today and its evening at once.
        pub tonight: Phrases,
        /// Make a bound of the day behind them.
        pub bounds: Phrases,
        /// Stand between a bound in two words and its day.
        pub bound_articles: Phrases,
        /// Make a bound together with such an article.
        pub bounds_before: Phrases,
        /// Stand before the last day of a stay.
        pub last_day_articles: Phrases,
        /// Rule out the day behind them.
        pub not_on: Phrases,
        /// Stand between such a word and the day.
        pub not_on_the: Phrases,
        /// Rule out the day before them.
        pub cannot: Phrases,
        /// Open a range of days.
        pub range_openings: Phrases,
        /// Stand before a day of the month, or its number.
        pub month_articles: Phrases,
        /// Join the days of a range.
        pub range_joints: Phrases,
    }
}

//! Stretches of time.

use super::super::lists::{Phrases, Values, topic};
use crate::understand::time::Half;

topic! {
    /// Stretches of time.
    Stretches {
        /// Name a part of the day.
        pub dayparts: Values<Half>,
        /// Name a part of the day only behind a day.
        pub lone_dayparts: Phrases,
        /// Name the day of a part that stands alone.
        pub days_before: Phrases,
        /// Join stretches of time.
        pub connectives: Phrases,
        /// Stand before a stretch of time.
        pub preferably: Phrases,
        /// Stand before a stretch of time and leave it open.
        pub sometime: Phrases,
        /// Say that any such part of the day will do.
        pub any: Phrases,
        /// Stand before 'early' or 'late'.
        pub in_the: Phrases,
        /// Name the beginning, the middle or the end of a part of the day.
        pub early: Phrases,
        /// Stand between 'early' and the part of the day.
        pub behind_early: Phrases,
        /// Make a bound of the time behind them.
        pub bounds: Phrases,
        /// Turn a bound round.
        pub denials: Phrases,
        /// Bound a stretch in place of a time.
        pub events: Phrases,
        /// Make one time of 'past' behind them.
        pub past_an_hour: Phrases,
        /// Bound by a time and never by an event.
        pub of_times: Phrases,
        /// Stand behind a bound.
        pub onwards: Phrases,
        /// Join a second time to a bound.
        pub second_joints: Phrases,
        /// Need a second time or a word that leaves the end open.
        pub open_bounds: Phrases,
        /// Leave the end of a stretch open.
        pub onward_ends: Phrases,
        /// Open a stretch between two times.
        pub between: Phrases,
        /// Open a stretch from one time to another.
        pub from_to: Phrases,
        /// Stand before an hour of a stretch.
        pub hour_articles: Phrases,
        /// Join two times behind 'between'.
        pub between_joints: Phrases,
        /// Join two times behind 'from'.
        pub from_joints: Phrases,
        /// Join two times that nothing opens.
        pub bare_joints: Phrases,
        /// Follow an hour that counts as one only because of the other.
        pub hour_joints: Phrases,
        /// Follow an hour and belong to it.
        pub and_half: Phrases,
        /// Are a wish for a time as the whole answer.
        pub vague: Phrases,
        /// Name a stretch without any time.
        pub loose: Phrases,
        /// Make a greeting of the part of the day behind them.
        pub good: Phrases,
        /// Make a stretch of the time before them.
        pub and_a_bit: Phrases,
        /// Bound a time, unless they belong to it.
        pub past: Phrases,
        /// Open a stretch that may end the message.
        pub plain_from: Phrases,
    }
}

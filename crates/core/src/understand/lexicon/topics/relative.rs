//! Changes that are told by their distance, and wishes that are added.

use super::super::lists::{Phrases, Values, topic};

topic! {
    /// Changes that are told by their distance, and wishes that are added.
    Relative {
        /// Stand before such a change.
        pub openings: Phrases,
        /// Move the time back, behind which its distance follows.
        pub later_verbs: Phrases,
        /// Move the time forward, behind which its distance follows.
        pub earlier_verbs: Phrases,
        /// Stand behind it.
        pub closings: Phrases,
        /// Add people.
        pub more: Phrases,
        /// Take people away.
        pub fewer: Phrases,
        /// Say that people do not come, before or behind their number.
        pub leaving: Phrases,
        /// Take away the people behind them.
        pub fewer_before: Phrases,
        /// Put a time off.
        pub later: Phrases,
        /// Bring a time forward.
        pub earlier: Phrases,
        /// Name a length of time in minutes.
        pub lengths: Values<u32>,
        /// Count hours.
        pub hours: Phrases,
        /// Tell a condition, or a second choice.
        pub conditions: Phrases,
        /// Add the people behind them.
        pub adding: Phrases,
        /// Agree to the call before a wish.
        pub agreements: Phrases,
        /// Join a fraction to its hour.
        pub of_an_hour: Phrases,
        /// Add half an hour to hours that are counted.
        pub and_a_half: Phrases,
        /// Count minutes.
        pub minutes: Phrases,
        /// Lead to a length of time from now.
        pub within: Phrases,
        /// Put a day off by one.
        pub day_after: Phrases,
        /// Bring a day forward by one.
        pub day_before: Phrases,
        /// Name this moment.
        pub now: Phrases,
        /// Join a wish to the task.
        pub additions: Phrases,
        /// Begin a wish that is added to the task.
        pub wishes: Phrases,
    }
}

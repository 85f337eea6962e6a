//! Trying again until somebody is reached.

use super::super::lists::{Phrases, topic};

topic! {
    /// Trying again until somebody is reached.
    TryWords {
        /// Ask to go on trying.
        pub keeping: Phrases,
        /// Ask to try again: only beside how often, how far apart or when.
        pub again: Phrases,
        /// Ask for calls, whose number follows.
        pub calling: Phrases,
        /// Tell when to try again.
        pub conditions: Phrases,
        /// Tell that somebody is to be reached.
        pub until_reached: Phrases,
        /// Lead to the time after which nothing is tried.
        pub until: Phrases,
        /// Lead to a length of time from now.
        pub during: Phrases,
        /// Lead to the pause.
        pub every: Phrases,
        /// Stand behind the pause.
        pub apart: Phrases,
        /// Count calls.
        pub times: Phrases,
        /// Stand for two calls.
        pub twice: Phrases,
        /// Say that the first call does not count.
        pub more: Phrases,
        /// Name the second half of the day behind an hour.
        pub evenings: Phrases,
        /// Name the first half of it.
        pub mornings: Phrases,
        /// Join it to the rest of a request.
        pub joints: Phrases,
        /// May stand anywhere between.
        pub fillers: Phrases,
        /// Say that a machine answers.
        pub voicemail: Phrases,
        /// Ask to leave it a message.
        pub leave_message: Phrases,
        /// Ask to leave it none.
        pub hang_up: Phrases,
        /// Ask, as a whole message, to try no more.
        pub stopping: Phrases,
        /// Ask, as a whole message, for one call only.
        pub once: Phrases,
    }
}

//! Words for commands, settings and fields.

use super::super::lists::{Groups, Phrases, Written, topic};
use crate::model::{FeedWish, Setting, Slot};

topic! {
    /// Words for commands, settings and fields.
    Named {
        /// Name commands, by the keys of the dialogue's table; the first word of
        /// each is the one that is shown.
        pub commands: Groups<&'static str>,
        /// Ask for a command in plain words, as the whole message.
        pub spoken: Groups<&'static str>,
        /// Name fields of a request.
        pub slots: Groups<Slot>,
        /// Name settings.
        pub settings: Groups<Setting>,
        /// Name the values of a setting that has a few.
        pub setting_choices: Groups<(Setting, &'static str)>,
        /// Ask for another value of a field.
        pub change: Phrases,
        /// Ask for a field to be empty.
        pub empty: Phrases,
        /// Stand before the name of a field.
        pub articles: Phrases,
        /// Find fault with the field behind them.
        pub faults_before: Written,
        /// Find fault with the field before them.
        pub faults_behind: Written,
        /// Say that a field is wrong, anywhere in a few words.
        pub faulty: Phrases,
        /// Move the time by a distance that they leave open.
        pub vague_times: Phrases,
        /// Name the ways in which a call ends, as the service's words.
        pub statuses: Groups<&'static str>,
        /// Stand before the first day of a search.
        pub since: Phrases,
        /// End a search whose results are wanted as a file.
        pub file: Phrases,
        /// Ask for a search in the history; the search stands in the place of the
        /// asterisk.
        pub searches: Phrases,
        /// Answer that there is no value at all.
        pub nothing: Phrases,
        /// What is wanted of the address for calendars, behind the command.
        pub feed_wishes: Groups<FeedWish>,
        /// Mean the room, behind the command.
        pub of_room: Phrases,
    }
}

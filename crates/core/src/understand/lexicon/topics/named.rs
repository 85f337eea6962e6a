//! Words for commands, settings and fields.

use super::super::lists::{Groups, Phrases, topic};
use crate::model::{Setting, Slot};

topic! {
    /// Words for commands, settings and fields.
    Named {
        /// Name commands, by the keys of the dialogue's table; the first word of
        /// each is the one that is shown.
        pub commands: Groups<&'static str>,
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
        /// Answer that there is no value at all.
        pub nothing: Phrases,
    }
}

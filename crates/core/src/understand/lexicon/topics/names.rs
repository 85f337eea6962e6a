//! Names of people, and words that look like one.

use super::super::lists::{Phrases, topic};

topic! {
    /// Names of people, and words that look like one.
    Names {
        /// Show that words are about a name and do not give one.
        pub about_names: Phrases,
        /// Announce a name in capitals or not.
        pub announcing: Phrases,
        /// Announce a name even where it is also a day.
        pub announcing_surely: Phrases,
        /// Mean the name that the bot knows of the person.
        pub own: Phrases,
        /// Announce a name that is in capitals.
        pub before_capitals: Phrases,
        /// Join the words of a name.
        pub particles: Phrases,
        /// Stand before a name as titles.
        pub titles: Phrases,
        /// Are never a name.
        pub not_names: Phrases,
        /// Open an answer that is a name.
        pub answer_openings: Phrases,
        /// Stand before such an opening.
        pub greetings: Phrases,
        /// End in a full stop that belongs to the name.
        pub abbreviations: Phrases,
        /// Announce a name behind a mark.
        pub labels: Phrases,
        /// Tell that the name is of somebody to be spoken to.
        pub asked_for: Phrases,
        /// Name somebody by their relation to the person.
        pub relatives: Phrases,
        /// Tell that a relative is to be called or told.
        pub spoken_to: Phrases,
        /// Stand before a relative.
        pub our: Phrases,
        /// Close a message politely.
        pub courtesies: Phrases,
        /// Follow a word that looks like a particle but is not one.
        pub not_continued: Phrases,
        /// Name a month, and in capitals a person.
        pub also_months: Phrases,
        /// Stand behind an hour.
        pub hour_marks: Phrases,
        /// Are written in capitals and name no person.
        pub things: Phrases,
        /// Look like a particle and end a name in small letters.
        pub not_joining: Phrases,
        /// Abbreviate a weekday and may be a name.
        pub also_weekdays: Phrases,
    }
}

//! Numbers that are of things.

use super::super::lists::{Phrases, topic};

topic! {
    /// Numbers that are of things.
    Things {
        /// Stand behind a number of something.
        pub units: Phrases,
        /// Stand before a number that only names a thing.
        pub named: Phrases,
        /// End a street's name that stands behind its number.
        pub roads: Phrases,
        /// Abbreviate such words.
        pub short_roads: Phrases,
        /// Begin a street's name that stands before its number.
        pub streets: Phrases,
        /// Make an age of the number before them.
        pub ages: Phrases,
        /// End the line above a quoted mail.
        pub quoting: Phrases,
        /// Label a line at the head of a mail.
        pub mail_heads: Phrases,
        /// Name a thing by its number, unless they open the message.
        pub also_counts: Phrases,
        /// Lead to the code of a reservation, as a place tells it.
        pub codes: Phrases,
        /// Stand between those and the code.
        pub code_links: Phrases,
    }
}

//! Corrections of earlier messages.

use super::super::lists::{Groups, Phrases, topic};
use crate::model::Slot;

topic! {
    /// Corrections of earlier messages.
    Correcting {
        /// Open a correction.
        pub openings: Phrases,
        /// End a correction.
        pub endings: Phrases,
        /// Stand before the opening of a correction.
        pub before_opening: Phrases,
        /// Stand between the new value and the old one.
        pub instead_of: Phrases,
        /// Order a change that may be the task itself.
        pub orders: Phrases,
        /// Stand around the openings of a correction.
        pub interjections: Phrases,
        /// Stand between the value that is taken back and the new one.
        pub but: Phrases,
        /// Follow such a sign.
        pub then_but: Phrases,
        /// Stand before a count that is the whole correction.
        pub before_count: Phrases,
        /// Stand behind a count that is the whole correction.
        pub behind_count: Phrases,
        /// Name the field that a correction changes.
        pub slots: Groups<Slot>,
        /// Stand before the name of a field.
        pub articles: Phrases,
        /// Lead from a field to its new value.
        pub to: Phrases,
        /// Stand before the new value.
        pub value_articles: Phrases,
        /// Take back the value behind them.
        pub not: Phrases,
        /// End an opening that names its field.
        pub is: Phrases,
        /// Stand between the field and such an end.
        pub should: Phrases,
        /// Name the field in an opening.
        pub named: Groups<Slot>,
    }
}

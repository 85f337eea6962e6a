//! Words around the digits of a number.

use super::super::lists::{Phrases, topic};

topic! {
    /// Words around the digits of a number.
    Phones {
        /// Are touched by a number without holding it.
        pub labels: Phrases,
        /// Lead to a number, so that the figures behind them are its own.
        pub leads_to_it: Phrases,
        /// Count figures that are not a part of a number.
        pub counted: Phrases,
        /// Make a price of the figures beside them.
        pub money: Phrases,
        /// Say that the figures are not a number to call.
        pub numbered: Phrases,
        /// Say so where the figures stand right behind them.
        pub holders: Phrases,
        /// Stand between such a word and the figures.
        pub behind_holder: Phrases,
        /// Tell a number, behind its kind.
        pub tells: Phrases,
        /// Name a number, before its kind.
        pub number_words: Phrases,
        /// Lead to the last figures of a longer number.
        pub ending_in: Phrases,
        /// Part such a word from the figures.
        pub away: Phrases,
        /// Lead to an emergency number.
        pub called_by: Phrases,
        /// Follow figures that are not an emergency number.
        pub not_called: Phrases,
        /// Ask for a call to an emergency number.
        pub dialling: Phrases,
        /// Stand between such a word and the number.
        pub dialling_leads: Phrases,
        /// Follow an emergency number that is to be called.
        pub goes_on: Phrases,
        /// Begin the word for an extension.
        pub extensions: Phrases,
        /// Are the word for an extension.
        pub extension_words: Phrases,
        /// Hold figures although they may stand before them.
        pub also_holders: Phrases,
    }
}

//! Requests: calls, tasks, and the language to speak.

use super::super::lists::{Groups, Phrases, topic};

topic! {
    /// Requests: calls, tasks, and the language to speak.
    Requests {
        /// Announce the language to speak on the phone.
        pub speak: Phrases,
        /// Stand before the language to speak.
        pub in_language: Phrases,
        /// Say nothing about the task.
        pub empty: Phrases,
        /// Lead from a place to its number.
        pub links: Phrases,
        /// Ask for a call; the number is their object.
        pub calls: Phrases,
        /// Name the people who are called, behind such a word.
        pub called: Phrases,
        /// Stand before a word of calling and are cut with it.
        pub polite: Phrases,
        /// Greet, and are cut where they begin a message.
        pub greetings: Phrases,
        /// Need the words that stand behind them.
        pub governing: Phrases,
        /// Say that a call is wanted when the place opens.
        pub when_open: Phrases,
        /// Say that it is wanted now.
        pub at_once: Phrases,
        /// Ask for something that takes place at a time.
        pub arranging: Phrases,
        /// Ask for something to get done.
        pub asking: Phrases,
        /// Ask for something to get done, in several words.
        pub making: Phrases,
        /// May stand before a call that opens a message.
        pub before_call: Phrases,
        /// Abbreviate 'telephone', with a full stop.
        pub tel: Phrases,
        /// Make a number the subject of a sentence.
        pub is: Phrases,
        /// Join a call to the words before it.
        pub and_then: Phrases,
        /// Stand before the word for a number.
        pub their: Phrases,
        /// Join a call to the words behind it.
        pub goes_on: Phrases,
        /// Join a number to the words behind it.
        pub joints: Phrases,
        /// Name the language to speak on the phone, by its ISO 639-1 code.
        pub languages: Groups<&'static str>,
    }
}

//! Words as they are spelt in a chat.

use super::super::lists::{Values, topic};

topic! {
    /// Words as they are spelt in a chat.
    Spelling {
        /// Are spelt as in a chat and stand for a word.
        pub chat: Values<&'static str>,
    }
}

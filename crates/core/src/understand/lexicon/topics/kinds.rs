//! The kinds of place.

use super::super::lists::{Groups, Phrases, Values, topic};
use crate::model::Category;

topic! {
    /// The kinds of place.
    Kinds {
        /// Speak of a kind of place, each with its weight.
        pub words: Groups<(Category, u32)>,
        /// Speak of a kind of place in several words, each with its weight.
        pub phrases: Values<(Category, u32)>,
        /// Stand before the kind where a message tells it.
        pub it_is: Phrases,
        /// Stand between such words and the kind.
        pub articles: Phrases,
    }
}

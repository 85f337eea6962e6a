//! Places' names.

use super::super::lists::{Written, topic};

topic! {
    /// Places' names.
    Businesses {
        /// End the word for an owner, as written.
        pub possessives: Written,
    }
}

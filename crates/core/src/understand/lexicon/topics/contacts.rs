//! Words for the address book.

use super::super::lists::{Groups, Phrases, topic};
use crate::understand::contacts::ContactVerb;

topic! {
    /// Words for the address book.
    ContactWords {
        /// Ask for a change of the address book, as the whole message; the
        /// contact stands in the place of the asterisk.
        pub wishes: Groups<ContactVerb>,
        /// The same, if the person knows the contact.
        pub short_wishes: Groups<ContactVerb>,
        /// The same behind the command.
        pub verbs: Groups<ContactVerb>,
        /// Stand between the old and the new name of a contact.
        pub renamed_to: Phrases,
        /// Mean every contact.
        pub all: Phrases,
    }
}

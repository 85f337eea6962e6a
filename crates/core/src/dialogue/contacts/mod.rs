//! The person's address book: in a request, by itself, and as cards that they
//! send.
//!
//! Only the person's own contacts are used, and those that their owners share
//! with this very room. Each change is kept in the commit of its turn.

mod cards;
mod learning;
mod list;
mod request;
mod sharing;

use serde::{Deserialize, Serialize};

use crate::model::{Contact, ContactSource};

pub use cards::ContactCard;
pub(super) use cards::{keep_all, keep_card, on_cards, on_known_number};
pub(super) use learning::{forget_account, learn, learn_history, read_history};
pub use list::{ContactSaid, ContactsPage};
pub(super) use list::{on_command, on_name_text, on_press, on_wish, wished};
pub(super) use request::{
    answer_waiting, complete, drop_empty_task, knows, named, offered, on_name, on_other_place,
    pick, put_named,
};
pub(super) use sharing::in_room;

/// Where the number of a request comes from, if the person did not say it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberFrom {
    /// The person's own address book, or a card that they sent.
    Own(ContactSource),
    /// Somebody shares the contact with the room; their name as the platform
    /// shows it.
    Shared(String),
}

/// A contact that somebody else shares with the room.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedContact {
    /// Their name as the platform shows it.
    pub by: String,
    pub contact: Contact,
}

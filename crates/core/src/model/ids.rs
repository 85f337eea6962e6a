//! A type for every id, so that no two can be mixed up.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Platform;

/// A person on one platform: Telegram's numeric id, a Matrix user id.
///
/// The same person on two platforms is two chat users, each with an account of
/// their own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChatUser {
    /// The platform the person is on.
    pub platform: Platform,
    /// The platform's stable id of the person.
    pub id: String,
}

impl fmt::Display for ChatUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform.word(), self.id)
    }
}

/// The thread of orders. No platform names a thread like this.
const ORDERS: &str = "orders";

/// One person's dialogue in one place: two people in a room have one each.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConversationId {
    pub platform: Platform,
    /// The chat or room; in a private conversation the person's own id.
    pub chat: String,
    /// The forum topic or thread within it.
    pub thread: Option<String>,
    /// The person, by the platform's stable id.
    pub user: String,
}

impl ConversationId {
    /// A person's private conversation: each has one on a platform, in
    /// whichever rooms the platform holds it. Telegram numbers its private
    /// chats in this way; Matrix finds the room when it sends.
    #[must_use]
    pub fn private_with(user: &ChatUser) -> Self {
        Self {
            platform: user.platform,
            chat: user.id.clone(),
            thread: None,
            user: user.id.clone(),
        }
    }

    /// Where a person gives orders, one at a time: private, beside the private
    /// conversation, and nobody answers a question there.
    #[must_use]
    pub fn orders_of(user: &ChatUser) -> Self {
        Self {
            thread: Some(ORDERS.to_owned()),
            ..Self::private_with(user)
        }
    }

    /// Whether it is such a place.
    #[must_use]
    pub fn takes_orders(&self) -> bool {
        self.is_private() && self.thread.as_deref() == Some(ORDERS)
    }

    /// Whether nobody else reads it.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.chat == self.user
    }

    /// The room that it is held in; `None` for a private conversation.
    #[must_use]
    pub fn room(&self) -> Option<RoomId> {
        (!self.is_private()).then(|| RoomId {
            platform: self.platform,
            chat: self.chat.clone(),
        })
    }

    /// The person whose conversation this is.
    #[must_use]
    pub fn chat_user(&self) -> ChatUser {
        ChatUser {
            platform: self.platform,
            id: self.user.clone(),
        }
    }
}

/// The id of an address for calendars: the hash of its secret, in hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FeedId(pub String);

/// A chat or room with several people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoomId {
    pub platform: Platform,
    /// The platform's stable id of the room.
    pub chat: String,
}

/// A platform's id of an event; unique within the platform.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventId(pub String);

/// The platform's own reference to a delivered message, which it needs to edit
/// the message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MessageRef(pub String);

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

uuid_id! {
    /// Our id of a confirmed call; also its `Idempotency-Key`.
    CallId
}
uuid_id! {
    /// A small piece of work that a person asked for: a transcript, a status.
    ErrandId
}
uuid_id! {
    /// Our id of a message, known before it is sent; also its stable
    /// transaction id where the platform takes one.
    MessageKey
}

/// A short mark of a chat user for a button. It is not secret: only admins'
/// buttons carry one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserTag(pub u64);

impl ChatUser {
    /// FNV-1a over the platform and the id. If two people ever had the same, an
    /// admin's button would change nothing.
    #[must_use]
    pub fn tag(&self) -> UserTag {
        let bytes = self
            .platform
            .word()
            .bytes()
            .chain([0])
            .chain(self.id.bytes());
        UserTag(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }
}

/// The id of a link session: the SHA-256 of its 32-byte `state`, in hex. The
/// `state` itself is not stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkId(pub String);

/// The beginning of a link session's id, short enough for a button: an old
/// button answers for no other session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkTag(pub u64);

impl LinkId {
    /// Its first 16 digits; 0 for an id that is no such hash.
    #[must_use]
    pub fn tag(&self) -> LinkTag {
        let digits = self.0.get(..16).unwrap_or_default();
        LinkTag(u64::from_str_radix(digits, 16).unwrap_or_default())
    }
}

//! The ids of records as bytes: they can be read back, and they sort as the ids
//! do.

use kally_core::model::{
    AppointmentId, CallId, ChatUser, ConversationId, ErrandId, EventId, FeedId, LinkId, MessageKey,
    MessageRef, Platform, RoomId,
};
use uuid::Uuid;

/// An id that a record can be found by.
pub(crate) trait KeyBytes {
    /// Appends the id to a key.
    fn push(&self, key: &mut Vec<u8>);
}

impl KeyBytes for str {
    /// Zero bytes are escaped as `00 FF`; `00 00` ends the text.
    fn push(&self, key: &mut Vec<u8>) {
        for byte in self.bytes() {
            key.push(byte);
            if byte == 0 {
                key.push(0xFF);
            }
        }
        key.extend_from_slice(&[0, 0]);
    }
}

impl KeyBytes for String {
    fn push(&self, key: &mut Vec<u8>) {
        self.as_str().push(key);
    }
}

impl KeyBytes for Uuid {
    fn push(&self, key: &mut Vec<u8>) {
        key.extend_from_slice(self.as_bytes());
    }
}

impl KeyBytes for Platform {
    fn push(&self, key: &mut Vec<u8>) {
        self.word().push(key);
    }
}

impl KeyBytes for ChatUser {
    fn push(&self, key: &mut Vec<u8>) {
        self.platform.push(key);
        self.id.push(key);
    }
}

impl KeyBytes for RoomId {
    fn push(&self, key: &mut Vec<u8>) {
        self.platform.push(key);
        self.chat.push(key);
    }
}

impl KeyBytes for ConversationId {
    fn push(&self, key: &mut Vec<u8>) {
        self.platform.push(key);
        self.chat.push(key);
        match &self.thread {
            None => key.push(0),
            Some(thread) => {
                key.push(1);
                thread.push(key);
            }
        }
        self.user.push(key);
    }
}

macro_rules! wrapped {
    ($($id:ty),*) => {
        $(impl KeyBytes for $id {
            fn push(&self, key: &mut Vec<u8>) {
                self.0.push(key);
            }
        })*
    };
}

wrapped!(
    AppointmentId,
    CallId,
    ErrandId,
    FeedId,
    LinkId,
    MessageKey,
    MessageRef
);

/// Reads a conversation off the front of a key.
pub(crate) fn take_conversation(rest: &mut &[u8]) -> Option<ConversationId> {
    let platform = Platform::from_word(&take_text(rest)?)?;
    let chat = take_text(rest)?;
    let thread = match take_byte(rest)? {
        0 => None,
        _ => Some(take_text(rest)?),
    };
    let user = take_text(rest)?;
    Some(ConversationId {
        platform,
        chat,
        thread,
        user,
    })
}

/// Reads an event off the front of a key.
pub(crate) fn take_event(rest: &mut &[u8]) -> Option<(Platform, EventId)> {
    let platform = Platform::from_word(&take_text(rest)?)?;
    Some((platform, EventId(take_text(rest)?)))
}

fn take_byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

fn take_text(rest: &mut &[u8]) -> Option<String> {
    let mut text = Vec::new();
    loop {
        match take_byte(rest)? {
            0 => match take_byte(rest)? {
                0 => return String::from_utf8(text).ok(),
                0xFF => text.push(0),
                _ => return None,
            },
            byte => text.push(byte),
        }
    }
}

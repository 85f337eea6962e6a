//! The conversations that are stored, by number, and the turns that change them.

use chrono::{DateTime, TimeDelta, Utc};
use kally_core::dialogue::{Conversation, State};
use kally_core::model::{ConversationId, Platform};
use kally_store::ConversationRecord;

use crate::Result;

/// About as much JSON as a half-filled form.
pub const RECORD_BYTES: usize = 700;

/// The private chat of a person of its own.
pub fn id(number: u64) -> ConversationId {
    let chat = scatter(number).to_string();
    ConversationId {
        platform: Platform::Telegram,
        user: chat.clone(),
        chat,
        thread: None,
    }
}

/// The conversation as a turn leaves it.
pub fn record(number: u64, turn: u64) -> ConversationRecord {
    let task = format!("{turn} {}", "a table on the terrace, ".repeat(16));
    ConversationRecord {
        id: id(number),
        display_name: None,
        handle: None,
        language: None,
        message: None,
        conversation: Conversation {
            state: State::StillWanted {
                text: task.chars().take(RECORD_BYTES - 300).collect(),
            },
            ..Conversation::default()
        },
        offered: Vec::new(),
        numbered: false,
        aside: Vec::new(),
        shown: None,
        changed_at: DateTime::UNIX_EPOCH,
    }
}

/// The time of a turn.
pub fn time(turn: u64) -> Result<DateTime<Utc>> {
    let start = DateTime::from_timestamp(1_767_225_600, 0).ok_or("no such time")?;
    Ok(start + TimeDelta::milliseconds(i64::try_from(turn)?))
}

/// A number that looks random (splitmix64), always the same for the same input.
pub fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

//! Bounds on the conversations and rooms that people can make the bot have.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};

use kally_core::dialogue::ConversationLimit;
use kally_core::model::{ChatUser, ConversationId};

use crate::linking::limits::{Allowance, Limits};

use super::MOST_COUNTED;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How many rooms one person can invite the bot to.
const INVITED: Allowance = Allowance {
    at_once: 20,
    each: Duration::from_secs(60 * 60),
};

/// The operator's bounds.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The rooms that the bot is in, on a platform where it joins by itself.
    pub rooms: usize,
    /// The conversations that are stored.
    pub conversations: usize,
    /// The conversations that one person begins in a day, in rooms.
    pub begun_per_day: u16,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            rooms: usize::MAX,
            conversations: usize::MAX,
            begun_per_day: u16::MAX,
        }
    }
}

/// The bounds, and how far they are used up.
pub(super) struct Used {
    bounds: Bounds,
    conversations: AtomicUsize,
    begun: Limits<ChatUser>,
    invited: Limits<ChatUser>,
}

impl Used {
    pub(super) fn new(bounds: Bounds) -> Self {
        let per_day = bounds.begun_per_day.max(1);
        let begun = Allowance {
            at_once: per_day,
            each: DAY / u32::from(per_day),
        };
        Self {
            bounds,
            conversations: AtomicUsize::new(0),
            begun: Limits::new(begun, MOST_COUNTED),
            invited: Limits::new(INVITED, MOST_COUNTED),
        }
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether the bot joins another room, for a person who invites it.
    pub(super) fn joins(&self, user: &ChatUser, rooms: usize, now: DateTime<Utc>) -> bool {
        rooms < self.bounds.rooms && self.invited.ask(user.clone(), now).is_ok()
    }

    /// How many conversations are stored, as far as they were counted.
    pub(super) fn conversations(&self) -> usize {
        self.conversations.load(Ordering::Relaxed)
    }

    /// The conversations were counted.
    pub(super) fn counted(&self, conversations: usize) {
        self.conversations.store(conversations, Ordering::Relaxed);
    }

    /// One more was stored.
    pub(super) fn one_more(&self) {
        self.conversations.fetch_add(1, Ordering::Relaxed);
    }

    /// Why a person cannot begin another conversation now.
    pub(super) fn limit(
        &self,
        conversation: &ConversationId,
        now: DateTime<Utc>,
    ) -> Option<ConversationLimit> {
        if self.conversations() >= self.bounds.conversations {
            return Some(ConversationLimit::Stored);
        }
        if conversation.is_private() {
            return None;
        }
        let begun = self.begun.ask(conversation.chat_user(), now);
        begun.is_err().then_some(ConversationLimit::Begun)
    }
}

//! The people whose messages could not be stored because the store failed. They
//! are told so without the store's help. Bounded; people beyond the bound are
//! not told.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use kally_core::dialogue::Prompt;
use kally_core::model::{ConversationId, Reply};
use kally_core::text::{self, Voice};

/// At most this many conversations are told.
const MOST: usize = 256;

/// Conversations with the voice of their message.
#[derive(Debug, Default)]
pub(super) struct Unkept {
    noted: Mutex<HashMap<ConversationId, Voice>>,
    /// A message was stored since the start: the store has worked.
    kept: AtomicBool,
}

impl Unkept {
    pub(super) fn note_kept(&self) {
        self.kept.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_kept(&self) -> bool {
        self.kept.load(Ordering::Relaxed)
    }

    pub(super) fn note(&self, conversation: &ConversationId, voice: Voice) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() < MOST {
            noted.insert(conversation.clone(), voice);
        }
    }

    /// The message for each of them; returned once.
    pub(super) fn take(&self) -> Vec<(ConversationId, Reply)> {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *noted)
            .into_iter()
            .map(|(conversation, voice)| (conversation, text::render(&Prompt::NotKept, voice)))
            .collect()
    }
}

//! Those whose words could not be kept, since the store failed: they are told
//! so without the store's help. Bounded; whoever does not fit is not told.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use kally_core::dialogue::Prompt;
use kally_core::model::{ConversationId, Language, Reply};
use kally_core::text;

/// How many conversations are told at the most.
const MOST: usize = 256;

/// Conversations with the language they are told in.
#[derive(Debug, Default)]
pub(super) struct Unkept {
    noted: Mutex<HashMap<ConversationId, Language>>,
    /// Something was kept since the start: the store has worked.
    kept: AtomicBool,
}

impl Unkept {
    pub(super) fn note_kept(&self) {
        self.kept.store(true, Ordering::Relaxed);
    }

    pub(super) fn has_kept(&self) -> bool {
        self.kept.load(Ordering::Relaxed)
    }

    pub(super) fn note(&self, conversation: &ConversationId, language: Language) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() < MOST {
            noted.insert(conversation.clone(), language);
        }
    }

    /// What each of them is told; once.
    pub(super) fn take(&self) -> Vec<(ConversationId, Reply)> {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *noted)
            .into_iter()
            .map(|(conversation, language)| {
                (conversation, text::render(&Prompt::NotKept, language))
            })
            .collect()
    }
}

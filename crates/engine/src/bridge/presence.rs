//! The conversations with slow work under way, so that the person can be shown
//! that the bot is at work. A courtesy: nothing depends on it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kally_core::model::ConversationId;
use kally_runtime::Doorbell;

type Busy = Arc<Mutex<HashMap<ConversationId, usize>>>;

/// The conversations with slow work under way.
#[derive(Debug, Default)]
pub struct Presence {
    busy: Busy,
    begun: Doorbell<ConversationId>,
}

/// Slow work; it is over when this is dropped.
#[derive(Debug)]
#[must_use = "it is over when this is dropped"]
pub struct AtWork {
    busy: Busy,
    conversation: ConversationId,
}

impl Presence {
    pub fn begin(&self, conversation: &ConversationId) -> AtWork {
        *lock(&self.busy).entry(conversation.clone()).or_default() += 1;
        self.begun.ring(conversation.clone());
        AtWork {
            busy: Arc::clone(&self.busy),
            conversation: conversation.clone(),
        }
    }

    /// Whether something is still under way.
    #[must_use]
    pub fn is_busy(&self, conversation: &ConversationId) -> bool {
        lock(&self.busy).contains_key(conversation)
    }

    /// Waits until slow work begins, and returns the conversations.
    pub async fn begun(&self) -> HashSet<ConversationId> {
        self.begun.answer().await
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut busy = lock(&self.busy);
        if let Some(count) = busy.get_mut(&self.conversation) {
            *count -= 1;
            if *count == 0 {
                busy.remove(&self.conversation);
            }
        }
    }
}

fn lock(busy: &Busy) -> MutexGuard<'_, HashMap<ConversationId, usize>> {
    busy.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_core::model::Platform;

    #[tokio::test]
    async fn it_is_busy_until_the_last_is_done() {
        let presence = Presence::default();
        let conversation = ConversationId {
            platform: Platform::Terminal,
            chat: "a".to_owned(),
            thread: None,
            user: "a".to_owned(),
        };
        let first = presence.begin(&conversation);
        let second = presence.begin(&conversation);
        assert_eq!(
            presence.begun().await,
            HashSet::from([conversation.clone()])
        );
        drop(first);
        assert!(presence.is_busy(&conversation));
        drop(second);
        assert!(!presence.is_busy(&conversation));
        assert!(lock(&presence.busy).is_empty());
    }
}

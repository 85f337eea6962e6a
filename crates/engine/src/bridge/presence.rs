//! The conversations with slow work under way, so that the person can be shown
//! that the bot is at work. A courtesy: nothing depends on it.

use std::collections::HashSet;

use kally_core::model::ConversationId;
use kally_runtime::Doorbell;

use super::busy::{AtWork, Busy};

/// The conversations with slow work under way.
#[derive(Debug, Default)]
pub struct Presence {
    busy: Busy,
    begun: Doorbell<ConversationId>,
}

impl Presence {
    pub fn begin(&self, conversation: &ConversationId) -> AtWork {
        let at_work = self.busy.begin(conversation);
        self.begun.ring(conversation.clone());
        at_work
    }

    /// Whether something is still under way.
    #[must_use]
    pub fn is_busy(&self, conversation: &ConversationId) -> bool {
        self.busy.is_under_way(conversation)
    }

    /// Waits until slow work begins, and returns the conversations.
    pub async fn begun(&self) -> HashSet<ConversationId> {
        self.begun.answer().await
    }
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
        assert_eq!(presence.busy.len(), 0);
    }
}

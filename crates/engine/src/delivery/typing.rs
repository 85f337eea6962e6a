//! Shows that the bot is at work, while something slow is under way.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use kally_core::model::ConversationId;

use super::Delivery;

/// A task that is over by then was not slow.
const BEFORE: Duration = Duration::from_millis(400);

/// How often it is shown again; platforms show it for about five seconds.
const EVERY: Duration = Duration::from_secs(4);

/// The most times it is shown: after a minute and a half it says nothing new.
const TIMES: usize = 22;

/// The most conversations that show it at a time.
const CONVERSATIONS: usize = 256;

impl Delivery {
    /// Shows it in a conversation until nothing is under way there.
    pub(super) fn show_typing(self: &Arc<Self>, conversation: ConversationId) {
        if !self.chats.contains_key(&conversation.platform) {
            return;
        }
        {
            let mut typing = self.typing.lock().unwrap_or_else(PoisonError::into_inner);
            if typing.len() >= CONVERSATIONS || !typing.insert(conversation.clone()) {
                return;
            }
        }
        let delivery = Arc::clone(self);
        self.tasks.spawn(async move {
            delivery.type_while_busy(&conversation).await;
            delivery
                .typing
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&conversation);
        });
    }

    async fn type_while_busy(&self, conversation: &ConversationId) {
        let Some(chat) = self.chats.get(&conversation.platform) else {
            return;
        };
        self.clock.sleep(BEFORE).await;
        for _ in 0..TIMES {
            if !self.doorbells.presence.is_busy(conversation) {
                return;
            }
            chat.typing(conversation).await;
            self.clock.sleep(EVERY).await;
        }
    }
}

//! The joins to the platforms. Each turns its events into
//! [`Inbound`](crate::bridge::Inbound) and [`Reply`] into its own messages;
//! nothing else of the program knows that it exists.

pub mod escape;
pub mod places;
pub mod trying;

use std::time::Duration;

use async_trait::async_trait;

use kally_core::model::{ConversationId, MessageKey, MessageRef, Platform, Reply, Weight};

/// A message on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Our id of it: stable over every attempt.
    pub message: MessageKey,
    /// Where it goes.
    pub to: ConversationId,
    /// The delivered message that it replaces.
    pub replaces: Option<MessageRef>,
    /// The person's message that it answers.
    pub answers: Option<MessageRef>,
    /// What it says.
    pub reply: Reply,
    /// How much it matters.
    pub weight: Weight,
}

/// Why a message was not delivered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChatError {
    /// The platform says when to come back.
    #[error("the platform asks to wait {0:?}")]
    Wait(Duration),
    /// A fault that passes.
    #[error("sending failed for now: {0}")]
    Fault(String),
    /// The chat cannot be written to now: the person blocked the bot, or it was
    /// removed. What is for them waits until they are back.
    #[error("the chat cannot be written to: {0}")]
    Away(String),
    /// The platform will never take this message.
    #[error("the platform refused the message: {0}")]
    Refused(String),
}

/// A platform that messages can be sent to.
#[async_trait]
pub trait Chat: Send + Sync + 'static {
    /// Which platform it is.
    fn platform(&self) -> Platform;

    /// Sends or edits one message; answers with what an edit will need.
    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError>;

    /// Whether sending may have to wait for a turn, so that what matters goes
    /// before a call's progress. Where it doesn't, all comes in its own order.
    fn is_limited(&self) -> bool {
        true
    }

    /// Shows for some seconds that the bot is at work. A courtesy: nothing
    /// depends on it.
    async fn typing(&self, _to: &ConversationId) {}

    /// Removes a person's message, such as one with a secret in it.
    ///
    /// # Errors
    /// [`ChatError::Refused`] where the bot may not.
    async fn remove(&self, _from: &ConversationId, _message: &MessageRef) -> Result<(), ChatError> {
        Err(ChatError::Refused(
            "this chat's messages cannot be removed".to_owned(),
        ))
    }
}

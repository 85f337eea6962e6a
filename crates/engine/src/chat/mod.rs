//! The joins to the platforms. Each turns its events into
//! [`Inbound`](crate::bridge::Inbound) and [`Reply`] into its own messages; the
//! rest of the program does not know the platforms.

pub mod cards;
pub mod escape;
mod file;
pub mod places;
pub mod trying;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use kally_core::model::{ConversationId, MessageKey, MessageRef, Platform, Reply, Weight};

use crate::recordings::Sound;

pub use file::File;

/// A message on its way out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Our id for it: the same for every attempt.
    pub message: MessageKey,
    pub to: ConversationId,
    /// The delivered message that it replaces.
    pub replaces: Option<MessageRef>,
    /// The person's message that it answers.
    pub answers: Option<MessageRef>,
    pub reply: Reply,
    /// The sound of the recording that goes with it.
    pub sound: Option<Arc<Sound>>,
    /// How much it matters.
    pub weight: Weight,
    /// It makes no sound.
    pub quiet: bool,
    /// It only closes the message that it replaces: where that message is gone,
    /// nothing is missed.
    pub closes: bool,
}

/// Why a message was not delivered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChatError {
    /// The platform says when to come back.
    #[error("the platform asks to wait {0:?}")]
    Wait(Duration),
    /// A temporary fault.
    #[error("sending failed, but may succeed later: {0}")]
    Fault(String),
    /// The chat cannot be written to now: the person blocked the bot, or it was
    /// removed. Messages for it wait until that changes.
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

    /// Sends or edits one message; returns the reference that an edit needs.
    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError>;

    /// Whether the platform limits sending, so that a message may have to wait.
    /// Then important messages go before a call's progress; otherwise all go in
    /// their own order.
    fn is_limited(&self) -> bool {
        true
    }

    /// Shows for some seconds that the bot is at work. A courtesy: nothing
    /// depends on it.
    async fn typing(&self, _to: &ConversationId) {}

    /// Takes the buttons from a message of the bot's. A courtesy: a press on them
    /// changes nothing any more.
    ///
    /// # Errors
    /// When it may succeed later.
    async fn strip(&self, _from: &ConversationId, _message: &MessageRef) -> Result<(), ChatError> {
        Ok(())
    }

    /// Shows below a person's message that it was heard, without a word.
    ///
    /// # Errors
    /// [`ChatError::Refused`] where that is not possible.
    async fn react(&self, _to: &ConversationId, _message: &MessageRef) -> Result<(), ChatError> {
        Err(ChatError::Refused("there are no reactions here".to_owned()))
    }

    /// Whether the person of a conversation may change the settings of its room.
    ///
    /// # Errors
    /// When the platform cannot say now.
    async fn moderates(&self, _of: &ConversationId) -> Result<bool, ChatError> {
        Err(ChatError::Refused("there are no rooms here".to_owned()))
    }

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

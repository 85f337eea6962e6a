//! What a platform hands over: one event, as plain values.

use chrono::{DateTime, Utc};

use crate::dialogue::{Command, Input, Pressed};
use crate::model::{ConversationId, EventId};

use super::pick::pick;
use super::record::Offered;

/// Longer messages are read up to here; nobody dictates more in one go.
const LONGEST_TEXT: usize = 8_000;

/// One event of a platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// The platform's id of it.
    pub event: EventId,
    /// Whose conversation it belongs to.
    pub conversation: ConversationId,
    /// Who sent it.
    pub sender: Sender,
    /// Nobody else reads this conversation.
    pub private: bool,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// What it says.
    pub content: Content,
}

/// Who sent an event, as the platform shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Their name.
    pub display_name: String,
    /// Their handle, such as `@anag`.
    pub handle: Option<String>,
}

/// What an event says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A message.
    Text(String),
    /// A choice was pressed; this is its token.
    Press(String),
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// It had been handled before; nothing has changed.
    pub seen_before: bool,
    /// To be shown to the one who pressed, in passing.
    pub alert: Option<String>,
}

/// The event as the dialogue takes it, and whether a button was pressed.
pub(super) fn input(inbound: &Inbound, offered: &Offered) -> (Input, bool) {
    match &inbound.content {
        Content::Press(token) => match Pressed::parse(token) {
            Some(pressed) => (Input::ChoicePressed(pressed), true),
            // Not one of ours, or of a version long gone.
            None => (Input::ChoiceUnknown, true),
        },
        Content::Text(text) => {
            let text: String = text.chars().take(LONGEST_TEXT).collect();
            if let Some((command, rest)) = Command::parse(&text) {
                return (Input::CommandGiven(command, rest.to_owned()), false);
            }
            match pick(offered, &text).and_then(Pressed::parse) {
                Some(pressed) => (Input::ChoicePressed(pressed), false),
                None => (Input::TextReceived(text), false),
            }
        }
    }
}

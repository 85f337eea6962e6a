//! What a platform hands over: one event, as plain values.

use std::fmt;

use chrono::{DateTime, Utc};

use kally_core::dialogue::{Action, CallAction, Command, FormAction, Input, Pressed};
use kally_core::model::{ConversationId, EventId, Language, MessageRef, Platform};

use kally_core::understand;

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
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The message that it is, or concerns: the person's own; for a press the
    /// bot's, which carried the choice.
    pub message: Option<MessageRef>,
    /// The message that the person replies to, where they mean one.
    pub replies_to: Option<MessageRef>,
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
    /// Their language, where the platform tells it and it is one of ours.
    pub language: Option<Language>,
}

/// What an event says. What people wrote stays out of logs: it doesn't print.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// A message.
    Text(String),
    /// A choice was pressed; this is its token.
    Press(String),
    /// A message of theirs says this now.
    Edited(String),
    /// A message of theirs was taken back.
    Removed,
    /// A message of theirs that could not be decrypted.
    Unreadable,
    /// A request by somebody who hides who they are, as a group's admin may:
    /// nobody's account could pay for it. Its words are looked at for a sign-in
    /// that must not be shown, and for nothing else.
    Anonymous(String),
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Press(token) => write!(f, "Press({} bytes)", token.len()),
            Self::Edited(text) => write!(f, "Edited({} bytes)", text.len()),
            Self::Removed => f.write_str("Removed"),
            Self::Unreadable => f.write_str("Unreadable"),
            Self::Anonymous(text) => write!(f, "Anonymous({} bytes)", text.len()),
        }
    }
}

impl Content {
    /// The words of it in which a sign-in may stand.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Edited(text) | Self::Anonymous(text) => Some(text),
            Self::Press(_) | Self::Removed | Self::Unreadable => None,
        }
    }
}

impl Content {
    /// Whether it asks for an end to something, which can't wait.
    pub(super) fn is_way_out(&self) -> bool {
        match self {
            Self::Press(token) => Pressed::parse(token).is_some_and(|pressed| {
                matches!(
                    pressed.action,
                    Action::Form(FormAction::Cancel)
                        | Action::Call(_, CallAction::Undo | CallAction::Stop)
                )
            }),
            Self::Text(text) => match Command::parse(text) {
                Some((command, _)) => command == Some(Command::Cancel),
                None => understand::is_way_out(text),
            },
            Self::Removed => true,
            Self::Edited(_) | Self::Unreadable | Self::Anonymous(_) => false,
        }
    }
}

/// What came of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// It had been handled before; nothing has changed.
    pub seen_before: bool,
    /// To be shown to the one who pressed, in passing.
    pub alert: Option<String>,
}

/// The event as the dialogue takes it.
pub(super) fn input(inbound: &Inbound, offered: &Offered, platform: Platform) -> Input {
    match &inbound.content {
        // Else not one of ours, or of a version long gone.
        Content::Press(token) => {
            Pressed::parse(token).map_or(Input::ChoiceUnknown, Input::ChoicePressed)
        }
        Content::Text(text) => {
            let text = shortened(text);
            if let Some((command, rest)) = Command::parse(&text) {
                let given = |command| Input::CommandGiven(command, rest.to_owned());
                return command.map_or(Input::CommandUnknown, given);
            }
            match pick(offered, &text, platform.abilities().shows_numbers).and_then(Pressed::parse)
            {
                Some(pressed) => Input::ChoicePressed(pressed),
                None => Input::TextReceived(text),
            }
        }
        Content::Edited(text) => {
            let text = shortened(text);
            let told = Command::parse(&text).map(|(_, rest)| rest.to_owned());
            Input::MessageEdited(told.unwrap_or(text))
        }
        Content::Removed => Input::MessageRemoved,
        Content::Unreadable => Input::MessageUnreadable,
        Content::Anonymous(_) => Input::MessageAnonymous,
    }
}

/// Whether a text begins with one of our commands.
#[must_use]
pub fn is_command(text: &str) -> bool {
    Command::parse(text).is_some_and(|(command, _)| command.is_some())
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

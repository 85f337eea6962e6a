//! One event of a platform, as plain values.

use std::fmt;

use chrono::{DateTime, Utc};

use kally_core::dialogue::{Action, CallAction, Command, FormAction, Input, Pressed, Unheeded};
use kally_core::model::{ConversationId, EventId, Language, MessageRef, Platform};

use kally_core::understand;

use super::pick::pick;
use super::record::Offered;

/// Longer messages are cut here; nobody dictates more in one go.
const LONGEST_TEXT: usize = 8_000;

/// One event of a platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// The platform's id for it.
    pub event: EventId,
    /// Whose conversation it belongs to.
    pub conversation: ConversationId,
    pub sender: Sender,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The person's own message that is sent, edited or removed; for a press,
    /// the bot's message with the choice.
    pub message: Option<MessageRef>,
    /// The message that the person replies to, if any.
    pub replies_to: Option<MessageRef>,
    pub content: Content,
}

/// The sender of an event, as the platform shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub display_name: String,
    /// Their handle, such as `@anag`.
    pub handle: Option<String>,
    /// Their language, where the platform tells it and it is one of ours.
    pub language: Option<Language>,
}

/// The content of an event. It does not print, so that people's words stay out
/// of logs.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// A choice was pressed; this is its token.
    Press(String),
    /// The press of a choice was taken back; this was its token.
    PressTakenBack(String),
    /// The new text of a message of theirs.
    Edited(String),
    /// A message of theirs was taken back.
    Removed,
    /// A message of theirs that the bot must not act on.
    Unheeded(Unheeded),
    /// A request by an anonymous sender, such as a group's admin: no account
    /// could pay for it. Its words are searched for a sign-in that must not be
    /// shown, and not read otherwise.
    Anonymous(String),
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Press(token) => write!(f, "Press({} bytes)", token.len()),
            Self::PressTakenBack(token) => write!(f, "PressTakenBack({} bytes)", token.len()),
            Self::Edited(text) => write!(f, "Edited({} bytes)", text.len()),
            Self::Removed => f.write_str("Removed"),
            Self::Unheeded(why) => write!(f, "Unheeded({why:?})"),
            Self::Anonymous(text) => write!(f, "Anonymous({} bytes)", text.len()),
        }
    }
}

impl Content {
    /// The words that may hold a sign-in.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Edited(text) | Self::Anonymous(text) => Some(text),
            Self::Press(_) | Self::PressTakenBack(_) | Self::Removed | Self::Unheeded(_) => None,
        }
    }
}

impl Content {
    /// Whether it asks for an end to something, which cannot wait.
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
            Self::Removed | Self::PressTakenBack(_) => true,
            Self::Edited(_) | Self::Unheeded(_) | Self::Anonymous(_) => false,
        }
    }
}

/// The result of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handled {
    /// It had been handled before; nothing has changed.
    pub seen_before: bool,
    /// A short text for the person who pressed.
    pub alert: Option<String>,
}

impl Handled {
    /// Nothing is shown to the person.
    pub(super) fn silent(seen_before: bool) -> Self {
        Self {
            seen_before,
            alert: None,
        }
    }
}

/// The event as an input of the dialogue.
pub(super) fn input(inbound: &Inbound, offered: &Offered, platform: Platform) -> Input {
    match &inbound.content {
        // Otherwise the token is not ours, or is of an old version.
        Content::Press(token) => {
            Pressed::parse(token).map_or(Input::ChoiceUnknown, Input::ChoicePressed)
        }
        Content::PressTakenBack(token) => {
            Pressed::parse(token).map_or(Input::ChoiceUnknown, Input::PressTakenBack)
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
        Content::Unheeded(why) => Input::MessageUnheeded(*why),
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

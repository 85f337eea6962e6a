//! One event of a platform, as plain values.

use std::fmt;

use chrono::{DateTime, Utc};

use kally_core::dialogue::{
    Action, CallAction, Command, ContactCard, FormAction, Input, Ordered, Pressed, Unheeded,
    Wordless,
};
use kally_core::model::{ConversationId, EventId, Language, MessageRef, Name, Platform};

use kally_core::understand;

use super::loaded::Loaded;
use super::pick::pick;

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
    /// The words of that message, if another person wrote it: a request may mean
    /// the number in it.
    pub quoted: Option<String>,
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
    /// A press on, or a reply to, a message of the bot for somebody else.
    OfOther(OfOther),
    /// Words in a room behind the bot's name: where nothing is asked, they begin
    /// a request.
    Addressed(String),
    /// Something without words.
    Wordless(Wordless),
    /// A place or a contact, with its name and number as far as it tells them.
    Place {
        name: Option<String>,
        number: Option<String>,
    },
    /// Contact cards, with a number each.
    Cards(Vec<Card>),
    /// The person has added the bot to the room.
    AddedToRoom,
}

/// A contact card.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    /// The name on it; it may be empty.
    pub name: String,
    /// Its numbers, as they are written.
    pub numbers: Vec<String>,
}

/// Whose message somebody else pressed or replied to.
#[derive(Clone, PartialEq, Eq)]
pub struct OfOther {
    /// The platform's id of the person that the message is for.
    pub person: String,
    /// Their name; it may be empty.
    pub name: String,
    pub did: ToOther,
}

/// The way in which somebody touched a message that is for another person.
#[derive(Clone, PartialEq, Eq)]
pub enum ToOther {
    /// Replied to it, with these words.
    Replied(String),
    /// Pressed a choice on it; this is its token.
    Pressed(String),
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
            Self::OfOther(_) => f.write_str("OfOther"),
            Self::Addressed(text) => write!(f, "Addressed({} bytes)", text.len()),
            Self::AddedToRoom => f.write_str("AddedToRoom"),
            Self::Wordless(what) => write!(f, "Wordless({what:?})"),
            Self::Place { .. } => f.write_str("Place"),
            Self::Cards(cards) => write!(f, "Cards({})", cards.len()),
        }
    }
}

impl Content {
    /// The words that may hold a sign-in.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text)
            | Self::Addressed(text)
            | Self::Edited(text)
            | Self::Anonymous(text) => Some(text),
            Self::OfOther(OfOther {
                did: ToOther::Replied(words),
                ..
            }) => Some(words),
            Self::OfOther(_) => None,
            Self::Press(_)
            | Self::PressTakenBack(_)
            | Self::Removed
            | Self::Unheeded(_)
            | Self::Wordless(_)
            | Self::Place { .. }
            | Self::Cards(_)
            | Self::AddedToRoom => None,
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
                        | Action::Call(_, CallAction::Undo | CallAction::Stop | CallAction::Drop)
                )
            }),
            Self::Text(text) | Self::Addressed(text) => match Command::parse(text) {
                Some((command, _)) => command == Some(Command::Cancel),
                None => understand::is_way_out(text),
            },
            Self::Removed | Self::PressTakenBack(_) => true,
            Self::Edited(_)
            | Self::Unheeded(_)
            | Self::Anonymous(_)
            | Self::OfOther(_)
            | Self::Wordless(_)
            | Self::Place { .. }
            | Self::Cards(_)
            | Self::AddedToRoom => false,
        }
    }

    /// Whether it is answered without a turn of its sender's.
    pub(super) fn is_of_others(&self) -> bool {
        matches!(self, Self::OfOther(_) | Self::AddedToRoom)
    }
}

/// The result of an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Handled {
    /// It had been handled before; nothing has changed.
    pub seen_before: bool,
    /// A short text for the person who pressed.
    pub alert: Option<String>,
    /// What became of an order.
    pub ordered: Option<Ordered>,
}

impl Handled {
    /// It had been handled before.
    pub(super) fn seen() -> Self {
        Self {
            seen_before: true,
            ..Self::default()
        }
    }
}

/// The event as an input of the dialogue.
pub(super) fn input(inbound: &Inbound, loaded: &Loaded, platform: Platform) -> Input {
    let (offered, asks) = (&loaded.offered, loaded.conversation.state.asks());
    match &inbound.content {
        // Otherwise the token is not ours, or is of an old version.
        Content::Press(token) => {
            Pressed::parse(token).map_or(Input::ChoiceUnknown, Input::ChoicePressed)
        }
        Content::PressTakenBack(token) => {
            Pressed::parse(token).map_or(Input::ChoiceUnknown, Input::PressTakenBack)
        }
        Content::Addressed(text) if !asks && is_request(text) => {
            Input::CommandGiven(Command::Call, shortened(text))
        }
        Content::Text(text) | Content::Addressed(text) => {
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
        Content::Wordless(what) => Input::WordlessReceived(*what),
        Content::Place { name, number } => Input::PlaceShared {
            name: name.as_deref().and_then(|name| Name::parse(name).ok()),
            number: number.as_deref().map(shortened),
        },
        Content::Cards(cards) => Input::CardsShared(
            cards
                .iter()
                .map(|card| ContactCard {
                    name: Name::parse(&card.name).ok(),
                    numbers: card.numbers.iter().map(|it| shortened(it)).collect(),
                })
                .collect(),
        ),
        // These have been answered without a turn.
        Content::OfOther(_) | Content::AddedToRoom => Input::ChoiceUnknown,
    }
}

/// Whether words can be a request: they are no command, no small talk, and mean
/// no call that exists.
fn is_request(text: &str) -> bool {
    !text.trim().is_empty()
        && Command::parse(text).is_none()
        && Command::spoken(text).is_none()
        && understand::control(text).is_none()
        && understand::call_word(text).is_none()
        && understand::wanted_language(text).is_none()
        && understand::aside(text).is_none()
}

/// Whether a text begins with one of our commands.
#[must_use]
pub fn is_command(text: &str) -> bool {
    Command::parse(text).is_some_and(|(command, _)| command.is_some())
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

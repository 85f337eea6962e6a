//! Replies, free of any platform: rich text as a small tree, never a string
//! with markup in it. Each chat renders it in its own way; escaping is the
//! renderer's alone.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::ConversationId;

/// One message to a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reply {
    pub body: Rich,
    /// The answers that can be pressed or typed.
    pub choices: Vec<Choice>,
    /// Whether the choices may be numbered: not where a number is itself an
    /// answer ('How many people?').
    pub numbered: bool,
    /// A file that goes with it.
    pub document: Option<Document>,
    /// The recording of a call that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<Recording>,
    /// The answer that is awaited beside the choices.
    #[serde(default, skip_serializing_if = "Expects::is_nothing")]
    pub expects: Expects,
    /// A month to pick a day from, where the platform can show one; typing
    /// and the choices work as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// The way to the private conversation, where the bot can't begin one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<Door>,
    /// A text that the person may want to copy, such as a number that they call
    /// themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<Copyable>,
    /// The ways to other conversations that it is about, where the platform can
    /// link to one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
    /// Another message of the same turn says as much: where an edit is shown as
    /// a new line, it is left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeats: bool,
    /// The sentence that goes before it when it cannot be said in its room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

/// A way to another conversation of the person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    pub label: String,
    pub to: ConversationId,
}

/// The sentences that explain why a room's message is said in private.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The bot cannot write there any more.
    pub shut: String,
    /// The person is not there any more.
    pub left: String,
}

/// Why a message does not go to its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Away {
    /// The bot cannot write there.
    Shut,
    /// The person has left.
    Left,
}

impl Reply {
    /// The same reply for the private conversation, when it cannot be said in
    /// its room.
    #[must_use]
    pub fn in_private(&self, why: Away) -> Self {
        let mut reply = self.clone();
        if let Some(Elsewhere { shut, left }) = reply.elsewhere.take() {
            let words = match why {
                Away::Shut => shut,
                Away::Left => left,
            };
            let first = Block::Paragraph(vec![Span::Plain(words)]);
            reply.body.0.insert(0, first);
        }
        reply
    }
}

/// The answer that a message awaits beside a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    #[default]
    Nothing,
    /// Words of the person's own; no choice is an answer.
    Words,
    /// The person's own phone number, which a platform may offer to share.
    Contact {
        /// The label of the button that shares it.
        label: String,
    },
}

impl Expects {
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// Its name with the year.
    pub title: String,
    /// The short names of the weekdays, the week's first day first.
    pub weekdays: [String; 7],
    /// The day on which a week begins.
    pub starts_on: Weekday,
    /// The month's first day.
    pub month: NaiveDate,
    /// Today, to be marked if it is in this month.
    pub today: NaiveDate,
    /// The days that can be picked, each with its token.
    pub days: Vec<(NaiveDate, String)>,
    /// The token that pages to the month before, if there is a day to pick in
    /// it.
    pub previous: Option<String>,
    /// The token that pages to the month after.
    pub next: Option<String>,
    /// The token of a cell that does nothing.
    pub blank: String,
}

/// A way to the private conversation with the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    pub label: String,
    /// The word that the person's client sends along: letters, digits, `_` and
    /// `-`.
    pub payload: String,
    /// Instead, it leads to the choice of a room that the bot is added to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub into_room: bool,
}

/// A text that a platform may offer to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copyable {
    pub label: String,
    pub text: String,
}

/// Rich text: blocks, one below the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rich(pub Vec<Block>);

/// A block of rich text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A line or more of running text.
    Paragraph(Vec<Span>),
    /// Somebody's words, quoted.
    Quote(String),
    /// Labels with their values, as the card has them.
    Fields(Vec<(String, String)>),
    /// A list of lines, each with a mark.
    List(Vec<Vec<Span>>),
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Plain(String),
    Strong(String),
    /// To be typed or copied unchanged.
    Code(String),
    /// A link; previews of it are off.
    Link {
        url: String,
        label: String,
    },
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The text that is shown, and may be typed instead.
    pub label: String,
    /// The text that pressing it sends back: short and opaque, at most 64
    /// bytes.
    pub token: String,
    /// The sign for it, where there is one that everybody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<Sign>,
}

/// A sign that everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    Yes,
    No,
    /// Back to where the person was.
    Back,
}

/// A file to send along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its name, such as `transcript.txt`.
    pub name: String,
    /// Its media type, such as `text/plain`.
    pub media_type: String,
    pub text: String,
    /// Said instead where the server takes no file; the text follows if it is
    /// plain.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub refused: String,
}

/// The recording of a call, to send along. Its sound is not in the message: it
/// is read when the message is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// The service's id of the call.
    pub call: String,
    /// The name of its file, without the ending.
    pub name: String,
    /// Said instead if the sound cannot be read.
    pub missing: String,
    /// Offered then.
    pub again: Vec<Choice>,
    /// Said instead if the file is too large.
    pub too_large: String,
    /// The label of its address, which follows in private.
    pub address: String,
}

impl Recording {
    /// The words if the sound cannot be read.
    #[must_use]
    pub fn missing(&self) -> Reply {
        Reply {
            body: Rich::plain(&self.missing),
            choices: self.again.clone(),
            ..Reply::default()
        }
    }

    /// The words if the file is too large, with its address for its owner.
    #[must_use]
    pub fn too_large(&self, address: Option<&str>) -> Rich {
        let mut body = Rich::plain(&self.too_large);
        body.0.extend(address.map(|url| {
            Block::Paragraph(vec![Span::Link {
                url: url.to_owned(),
                label: self.address.clone(),
            }])
        }));
        body
    }
}

/// How much a message matters when sending is slow: outcomes go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// A call's progress: a later one replaces it.
    Status,
    /// An answer to something that somebody just did.
    Answer,
    /// A message that nobody must miss: an outcome.
    Outcome,
    /// The answer to *stop*, *undo* or *cancel*, or to somebody in danger.
    WayOut,
}

impl Rich {
    /// One paragraph of plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Block::Paragraph(vec![Span::Plain(text.into())])])
    }
}

impl Span {
    /// Its words; for a link also the address.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Plain(text) | Self::Strong(text) | Self::Code(text) => text.clone(),
            Self::Link { url, label } => format!("{label}: {url}"),
        }
    }
}

impl Rich {
    /// The text alone, a line for each paragraph, field and list item.
    #[must_use]
    pub fn to_plain(&self) -> String {
        let spans = |spans: &[Span]| spans.iter().map(Span::words).collect::<String>();
        let mut lines = Vec::new();
        for block in &self.0 {
            match block {
                Block::Paragraph(words) => lines.push(spans(words)),
                Block::Quote(text) => lines.push(text.clone()),
                Block::Fields(rows) => {
                    lines.extend(
                        rows.iter()
                            .map(|(label, value)| format!("{label}: {value}")),
                    );
                }
                Block::List(items) => {
                    lines.extend(items.iter().map(|item| format!("- {}", spans(item))))
                }
            }
        }
        lines.join("\n")
    }
}

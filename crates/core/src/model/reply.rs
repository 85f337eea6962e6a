//! What is said back, free of any platform: rich text as a small tree, never a
//! string with markup in it. Each chat renders it in its own way; escaping is
//! the renderer's alone.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// One message to a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reply {
    /// The text.
    pub body: Rich,
    /// What can be pressed or typed to answer.
    pub choices: Vec<Choice>,
    /// Whether the choices may be numbered: not where a number is itself an
    /// answer ('How many people?').
    pub numbered: bool,
    /// A file that goes with it.
    pub document: Option<Document>,
    /// What is awaited beside the choices.
    #[serde(default, skip_serializing_if = "Expects::is_nothing")]
    pub expects: Expects,
    /// A month to pick a day from, where the platform can show one; typing
    /// and the choices work as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// The way to the private conversation, where the bot can't begin one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<Door>,
    /// What is said before it where it cannot be said in its room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

/// Why something is said in private that belongs to a room, in words.
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
    /// The same as it is said in private, since it cannot be said in its room.
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

/// What a message awaits beside a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    /// Nothing.
    #[default]
    Nothing,
    /// Words of the person's own; no choice is an answer.
    Words,
    /// The person's own phone number, which a platform may offer to share.
    Contact {
        /// What the button that shares it says.
        label: String,
    },
}

impl Expects {
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

/// A month's days.
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
    /// The days that can be picked, with the tokens that do.
    pub days: Vec<(NaiveDate, String)>,
    /// What pages to the month before, if there is a day to pick in it.
    pub previous: Option<String>,
    /// What pages to the month after.
    pub next: Option<String>,
    /// What a cell sends that does nothing.
    pub blank: String,
}

/// A way to the private conversation with the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// What is shown.
    pub label: String,
    /// What the person's client brings along when they take it: a word of
    /// letters, digits, `_` and `-`.
    pub payload: String,
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
    /// What somebody said, quoted.
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
    /// As it stands.
    Plain(String),
    /// Important.
    Strong(String),
    /// To be typed or copied as it stands.
    Code(String),
    /// A link; previews of it are off.
    Link {
        /// Where it leads.
        url: String,
        /// What is shown.
        label: String,
    },
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What is shown, and what may be typed instead.
    pub label: String,
    /// What pressing it sends back: short and opaque, at most 64 bytes.
    pub token: String,
    /// The sign that means it, where there is one that everybody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign: Option<Sign>,
}

/// A sign that everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Yes, go on.
    Yes,
    /// No, leave it.
    No,
}

/// A file to send along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its name, such as `transcript.txt`.
    pub name: String,
    /// Its media type, such as `text/plain`.
    pub media_type: String,
    /// Its text, UTF-8.
    pub text: String,
}

/// How much a message matters when sending is slow: outcomes go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// A call's progress: a later one makes it needless.
    Status,
    /// An answer to what somebody just did.
    Answer,
    /// What must not be missed: an outcome.
    Outcome,
}

impl Rich {
    /// One paragraph of plain text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Block::Paragraph(vec![Span::Plain(text.into())])])
    }
}

impl Span {
    /// Its words; a link's address too.
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

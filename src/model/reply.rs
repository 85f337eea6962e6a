//! What is said back, free of any platform: rich text as a small tree, never a
//! string with markup in it. Each chat renders it in its own way; escaping is
//! the renderer's alone.

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

//! A reply as lines for a terminal: wrapped at its width, fields in two
//! columns, choices in brackets. Colour only where it is wanted, and never as
//! the only carrier of meaning; all text is made safe first.

use unicode_width::UnicodeWidthStr as _;

use super::clean;
use super::wrap::{Piece, wrap};
use kally_core::model::{Block, Choice, Reply, Span};

/// How text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether colour and weight may be used.
    pub colour: bool,
    /// How many columns a line may have.
    pub width: usize,
}

/// Narrower terminals are treated as this wide; they wrap the rest themselves.
const LEAST_WIDTH: usize = 24;
/// The width where there is no terminal.
const PIPED_WIDTH: usize = 80;
/// Longer lines are hard to read.
const MOST_WIDTH: usize = 100;
/// The second column begins here, unless a label is longer.
const FIELD_COLUMN: usize = 11;
const FIELD_GAP: usize = 2;
const CHOICE_GAP: &str = "  ";

impl Style {
    /// For a file or a pipe.
    pub const PLAIN: Self = Self {
        colour: false,
        width: PIPED_WIDTH,
    };

    /// For standard output as it is now. `colour` says whether colour is wanted
    /// where that is a terminal.
    fn of_stdout(colour: bool) -> Self {
        use std::io::IsTerminal as _;
        let stdout = std::io::stdout();
        if !stdout.is_terminal() {
            return Self::PLAIN;
        }
        let size = terminal_size::terminal_size_of(stdout);
        Self::of_terminal(colour, size.map(|(width, _)| usize::from(width.0)))
    }

    /// For a terminal of this many columns.
    pub(super) fn of_terminal(colour: bool, width: Option<usize>) -> Self {
        Self {
            colour,
            width: width.unwrap_or(PIPED_WIDTH).clamp(LEAST_WIDTH, MOST_WIDTH),
        }
    }
}

/// Where text is shown: a window may change its width at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Always of the same style.
    Fixed(Style),
    /// Standard output, with colour if it is a terminal.
    Stdout { colour: bool },
}

impl Surface {
    /// The style for the next message.
    pub(super) fn style(self) -> Style {
        match self {
            Self::Fixed(style) => style,
            Self::Stdout { colour } => Style::of_stdout(colour),
        }
    }
}

/// A text of the terminal itself, as a message: wrapped, with an empty line
/// behind it.
pub(super) fn told(text: &str, style: &Style) -> String {
    let words = Piece::words(clean::lines(text), Look::Plain);
    let lines = wrap(&[words], style, "", "").into_iter();
    apart(lines.map(|line| line + "\n").collect())
}

/// An empty line stands between two messages.
pub(super) fn apart(message: String) -> String {
    message + "\n"
}

/// The look of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Strong,
    Code,
    Label,
}

impl Look {
    /// The text with this look, as a terminal takes it.
    pub(super) fn paint(self, text: &str, style: &Style) -> String {
        let code = match self {
            _ if !style.colour => return text.to_owned(),
            Self::Plain => return text.to_owned(),
            Self::Strong => "1",
            Self::Code => "36",
            Self::Label => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// The reply as lines, each ended; without its document. `quotes` are put
/// around quoted text, unless it has its own.
pub(super) fn render(reply: &Reply, style: &Style, quotes: &[String; 2]) -> String {
    let mut lines = Vec::new();
    for block in &reply.body.0 {
        match block {
            Block::Paragraph(spans) => lines.extend(wrap(&pieces(spans), style, "", "")),
            Block::Quote(text) => {
                let text = quoted(&clean::lines(text), quotes);
                lines.extend(wrap(&[Piece::words(text, Look::Plain)], style, "", ""));
            }
            Block::Fields(fields) => lines.extend(columns(fields, style)),
            Block::List(items) => {
                for item in items {
                    lines.extend(wrap(&pieces(item), style, "- ", "  "));
                }
            }
        }
    }
    lines.extend(choices(&reply.choices, reply.numbered, style));
    lines.into_iter().map(|line| line + "\n").collect()
}

fn pieces(spans: &[Span]) -> Vec<Piece> {
    spans
        .iter()
        .map(|span| match span {
            Span::Plain(text) => Piece::words(clean::lines(text), Look::Plain),
            Span::Strong(text) => Piece::words(clean::lines(text), Look::Strong),
            Span::Code(text) => Piece::whole(clean::line(text), Look::Code),
            Span::Link { url, label } => {
                let url = clean::line(url).replace(' ', "%20");
                match clean::line(label) {
                    label if label == url || label.is_empty() => Piece::whole(url, Look::Plain),
                    label => Piece::words(format!("{label}: {url}"), Look::Plain),
                }
            }
        })
        .collect()
}

fn quoted(text: &str, [open, close]: &[String; 2]) -> String {
    match text.starts_with(['“', '«', '"']) {
        true => text.to_owned(),
        false => format!("{open}{text}{close}"),
    }
}

/// Labels and values, the values one below the other.
fn columns(fields: &[(String, String)], style: &Style) -> Vec<String> {
    let labels: Vec<String> = fields.iter().map(|(label, _)| clean::line(label)).collect();
    let longest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let column = (longest + FIELD_GAP).max(FIELD_COLUMN);
    let indent = " ".repeat(column);
    let mut lines = Vec::new();
    for (label, (_, value)) in labels.iter().zip(fields) {
        let pad = " ".repeat(column.saturating_sub(label.width()));
        let value = Piece::words(clean::lines(value), Look::Plain);
        let label = Look::Label.paint(label, style) + pad.as_str();
        let mut wrapped = wrap(&[value], style, &indent, &indent).into_iter();
        let first = wrapped.next().unwrap_or_default();
        let first = first.strip_prefix(&indent).unwrap_or_default();
        lines.push((label + first).trim_end().to_owned());
        lines.extend(wrapped);
    }
    lines
}

/// `[1] Call now  [2] Edit` where a number may be typed, else `[Skip]  [Back]`.
fn choices(choices: &[Choice], numbered: bool, style: &Style) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for (index, choice) in choices.iter().enumerate() {
        let label = clean::line(&choice.label);
        let (mark, rest) = match numbered {
            true => (format!("[{}]", index + 1), format!(" {label}")),
            false => (format!("[{label}]"), String::new()),
        };
        let width = mark.width() + rest.width();
        let shown = Look::Strong.paint(&mark, style) + rest.as_str();
        match lines.last_mut() {
            Some(line) if used + CHOICE_GAP.len() + width <= style.width => {
                line.push_str(CHOICE_GAP);
                line.push_str(&shown);
                used += CHOICE_GAP.len() + width;
            }
            _ => {
                lines.push(shown);
                used = width;
            }
        }
    }
    lines
}

//! Rich text as HTML, with only the tags that the specification allows. Nothing
//! else escapes.

use kally_core::model::{Block, Rich, Span};

use super::content::Person;

/// A text as HTML.
pub(super) fn html(body: &Rich) -> String {
    let mut html = String::new();
    // Quotes and lists begin new lines by themselves.
    let mut line_open = false;
    for block in &body.0 {
        let (text, is_line) = match block {
            Block::Paragraph(words) => (spans(words), true),
            Block::Quote(text) => (format!("<blockquote>{}</blockquote>", escape(text)), false),
            Block::Fields(rows) => {
                let rows: Vec<String> = rows
                    .iter()
                    .map(|(label, value)| {
                        format!("<strong>{}:</strong> {}", escape(label), escape(value))
                    })
                    .collect();
                (rows.join("<br>"), true)
            }
            Block::List(items) => {
                let items: String = items
                    .iter()
                    .map(|item| format!("<li>{}</li>", spans(item)))
                    .collect();
                (format!("<ul>{items}</ul>"), false)
            }
        };
        if line_open && is_line {
            html.push_str("<br>");
        }
        html.push_str(&text);
        line_open = is_line;
    }
    html
}

fn spans(words: &[Span]) -> String {
    words
        .iter()
        .map(|span| match span {
            Span::Plain(text) => escape(text),
            Span::Strong(text) => format!("<strong>{}</strong>", escape(text)),
            Span::Code(text) => format!("<code>{}</code>", escape(text)),
            Span::Link { url, label } if is_web(url) => {
                format!("<a href=\"{}\">{}</a>", escape(url), escape(label))
            }
            Span::Link { url, label } => format!("{}: <code>{}</code>", escape(label), escape(url)),
        })
        .collect()
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// A person's name, which clients show as a mention.
pub(super) fn pill(person: &Person) -> String {
    format!(
        "<a href=\"https://matrix.to/#/{}\">{}</a>",
        escape(&person.user),
        escape(&person.name)
    )
}

/// Any text unchanged, with its line breaks.
pub(super) fn escape(text: &str) -> String {
    kally_engine::chat::escape::escape(text).replace('\n', "<br>")
}

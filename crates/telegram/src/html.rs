//! Rich text as Telegram's HTML: runs of text, each with one look. Looks do not
//! nest, so a text can be cut between any two characters and every part still
//! has complete markup. Nothing else escapes.

use kally_core::model::{Block, Rich, Span};
use kally_engine::chat::escape::escape;

/// How a run of text looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Strong,
    Code,
    Quote,
    /// A link to this address.
    Link(String),
}

/// A run of text with one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    pub look: Look,
}

impl Run {
    fn new(text: impl Into<String>, look: Look) -> Self {
        Self {
            text: text.into(),
            look,
        }
    }
}

/// The links that are paragraphs of their own, which can be buttons.
pub(super) fn links(body: &Rich) -> impl Iterator<Item = (&str, &str)> {
    body.0.iter().filter_map(link)
}

/// The same text without them.
pub(super) fn without_links(body: &Rich) -> Rich {
    let kept = body.0.iter().filter(|block| link(block).is_none());
    Rich(kept.cloned().collect())
}

/// The address and the label of a paragraph that is a link.
fn link(block: &Block) -> Option<(&str, &str)> {
    match block {
        Block::Paragraph(spans) => match spans.as_slice() {
            [Span::Link { url, label }] if is_linkable(url) => Some((url, label)),
            _ => None,
        },
        _ => None,
    }
}

/// The runs of a text, a line for each paragraph, field and list item.
pub(super) fn runs(body: &Rich) -> Vec<Run> {
    let mut runs = Vec::new();
    for block in &body.0 {
        match block {
            Block::Paragraph(words) => line(&mut runs, spans(words)),
            Block::Quote(text) => line(&mut runs, vec![Run::new(text, Look::Quote)]),
            Block::Fields(fields) => {
                for (label, value) in fields {
                    let label = Run::new(format!("{label}:"), Look::Strong);
                    line(
                        &mut runs,
                        vec![label, Run::new(format!(" {value}"), Look::Plain)],
                    );
                }
            }
            Block::List(items) => {
                for item in items {
                    let mut shown = vec![Run::new("• ", Look::Plain)];
                    shown.extend(spans(item));
                    line(&mut runs, shown);
                }
            }
        }
    }
    runs
}

fn line(runs: &mut Vec<Run>, more: Vec<Run>) {
    if !runs.is_empty() {
        runs.push(Run::new("\n", Look::Plain));
    }
    runs.extend(more);
}

fn spans(words: &[Span]) -> Vec<Run> {
    words.iter().flat_map(span).collect()
}

fn span(span: &Span) -> Vec<Run> {
    match span {
        Span::Plain(text) => vec![Run::new(text, Look::Plain)],
        Span::Strong(text) => vec![Run::new(text, Look::Strong)],
        Span::Code(text) => vec![Run::new(text, Look::Code)],
        Span::Link { url, label } if is_linkable(url) => {
            vec![Run::new(label, Look::Link(url.clone()))]
        }
        Span::Link { url, label } if url == label => vec![Run::new(url, Look::Code)],
        Span::Link { url, label } => {
            vec![
                Run::new(format!("{label}: "), Look::Plain),
                Run::new(url, Look::Code),
            ]
        }
    }
}

/// Telegram silently drops a link to a host without a dot, such as localhost;
/// its address is shown as text to copy instead.
fn is_linkable(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some_and(|host| host.contains('.'))
    })
}

/// The runs as Telegram's HTML.
pub(super) fn html(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| {
            let text = escape(&run.text);
            match &run.look {
                Look::Plain => text,
                Look::Strong => format!("<b>{text}</b>"),
                Look::Code => format!("<code>{text}</code>"),
                Look::Quote => format!("<blockquote>{text}</blockquote>"),
                Look::Link(url) => format!("<a href=\"{}\">{text}</a>", escape(url)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(blocks: Vec<Block>, expected: &str) {
        assert_eq!(html(&runs(&Rich(blocks))), expected);
    }

    fn link(url: &str, label: &str) -> Vec<Block> {
        vec![Block::Paragraph(vec![Span::Link {
            url: url.to_owned(),
            label: label.to_owned(),
        }])]
    }

    #[test]
    fn every_block_has_its_look() {
        check(
            vec![
                Block::Paragraph(vec![
                    Span::Plain("Write ".into()),
                    Span::Code("/call".into()),
                    Span::Strong(" now".into()),
                ]),
                Block::Quote("Table for four".into()),
                Block::Fields(vec![
                    ("Name".into(), "Ana".into()),
                    ("People".into(), "4".into()),
                ]),
                Block::List(vec![
                    vec![Span::Plain("one".into())],
                    vec![Span::Plain("two".into())],
                ]),
            ],
            "Write <code>/call</code><b> now</b>\n<blockquote>Table for four</blockquote>\n\
             <b>Name:</b> Ana\n<b>People:</b> 4\n• one\n• two",
        );
    }

    #[test]
    fn nothing_that_anybody_wrote_becomes_markup() {
        let wrote = "<b>Tom & \"Jerry\"</b>";
        let safe = "&lt;b&gt;Tom &amp; &quot;Jerry&quot;&lt;/b&gt;";
        check(
            vec![Block::Quote(wrote.into())],
            &format!("<blockquote>{safe}</blockquote>"),
        );
        check(
            vec![Block::Fields(vec![(wrote.into(), wrote.into())])],
            &format!("<b>{safe}:</b> {safe}"),
        );
        check(
            vec![Block::Paragraph(vec![Span::Code(wrote.into())])],
            &format!("<code>{safe}</code>"),
        );
        check(
            link("https://a.example/?a=1&b=\"2\"", wrote),
            &format!("<a href=\"https://a.example/?a=1&amp;b=&quot;2&quot;\">{safe}</a>"),
        );
    }

    #[test]
    fn what_telegram_would_not_link_is_shown_to_be_copied() {
        check(
            link("http://localhost:8976/l/x", "Link my account"),
            "Link my account: <code>http://localhost:8976/l/x</code>",
        );
        check(
            link("http://localhost:8976/", "http://localhost:8976/"),
            "<code>http://localhost:8976/</code>",
        );
        check(
            link("javascript:alert(1)", "here"),
            "here: <code>javascript:alert(1)</code>",
        );
        check(
            link("http://127.0.0.1:8976/", "here"),
            "<a href=\"http://127.0.0.1:8976/\">here</a>",
        );
    }
}

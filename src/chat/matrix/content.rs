//! A reply as the contents of room events: a plain body, and HTML with only
//! the tags that the specification allows. The only place that escapes.

use serde_json::{Map, Value, json};

use crate::model::{Block, ConversationId, Reply, Rich, Span, Weight};

use super::marks;

/// The most that a message says, in bytes: far below the 64 KiB of an event,
/// which holds the text twice, escaped and encrypted.
const LONGEST: usize = 8_000;

/// Where in a room a message stands, and to whom it is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The first message of the thread.
    pub thread: Option<String>,
    /// The message that it answers.
    pub answers: Option<String>,
    /// The person, where others read along.
    pub to: Option<Person>,
}

/// Somebody to be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub user: String,
    pub name: String,
}

/// The messages that a reply becomes; the last one has the choices.
pub(super) fn messages(
    reply: &Reply,
    weight: Weight,
    place: &Place,
    owner: &ConversationId,
) -> Vec<Value> {
    let parts = parts(&reply.body);
    let count = parts.len();
    parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            let last = index + 1 == count;
            let choices = if last { marks::lines(reply) } else { None };
            let first = index == 0;
            message(&part, choices.as_deref(), weight, first, place, || {
                last.then(|| marks::memo(owner, reply))
            })
        })
        .collect()
}

fn message(
    body: &Rich,
    choices: Option<&str>,
    weight: Weight,
    first: bool,
    place: &Place,
    memo: impl FnOnce() -> Option<Value>,
) -> Value {
    // Status comes by the way; what is asked or must not be missed is said.
    let status = weight == Weight::Status;
    let mut plain = body.to_plain();
    let mut html = html(body);
    if let Some(choices) = choices {
        plain = joined(&plain, "\n", choices);
        html = joined(&html, "<br>", &escape(choices));
    }
    // A thread has one reader who is meant; elsewhere it needs saying.
    let named = place
        .to
        .as_ref()
        .filter(|_| first && !status && (place.thread.is_none() || weight == Weight::Outcome));
    if let Some(person) = named {
        plain = format!("{}: {plain}", person.name);
        html = format!("{}: {html}", pill(person));
    }
    let mut content = Map::new();
    let kind = if status { "m.notice" } else { "m.text" };
    content.insert("msgtype".to_owned(), json!(kind));
    content.insert("body".to_owned(), json!(plain));
    content.insert("format".to_owned(), json!("org.matrix.custom.html"));
    content.insert("formatted_body".to_owned(), json!(html));
    let mentioned: Vec<&str> = place
        .to
        .iter()
        .filter(|_| !status)
        .map(|person| person.user.as_str())
        .collect();
    let mentions = match mentioned.is_empty() {
        true => json!({}),
        false => json!({ "user_ids": mentioned }),
    };
    content.insert("m.mentions".to_owned(), mentions);
    if let Some(relation) = relation(place) {
        content.insert("m.relates_to".to_owned(), relation);
    }
    if let Some(memo) = memo() {
        content.insert(marks::MEMO.to_owned(), memo);
    }
    Value::Object(content)
}

/// How a message belongs to its thread and to what it answers.
pub(super) fn relation(place: &Place) -> Option<Value> {
    match (&place.thread, &place.answers) {
        (Some(root), answered) => Some(json!({
            "rel_type": "m.thread",
            "event_id": root,
            "is_falling_back": true,
            "m.in_reply_to": { "event_id": answered.as_ref().unwrap_or(root) },
        })),
        (None, Some(answered)) => Some(json!({ "m.in_reply_to": { "event_id": answered } })),
        (None, None) => None,
    }
}

/// The same message in the place of an earlier one.
pub(super) fn edit(of: &str, content: Value) -> Value {
    let mut new = content;
    if let Some(fields) = new.as_object_mut() {
        fields.remove("m.relates_to");
        fields.insert("m.mentions".to_owned(), json!({}));
    }
    let starred = |key: &str| format!("* {}", new[key].as_str().unwrap_or_default());
    json!({
        "msgtype": new["msgtype"],
        "body": starred("body"),
        "format": new["format"],
        "formatted_body": starred("formatted_body"),
        "m.mentions": {},
        "m.relates_to": { "rel_type": "m.replace", "event_id": of },
        "m.new_content": new,
    })
}

/// Without its markup, which may be what made it too large.
pub(super) fn plainer(mut content: Value) -> Value {
    if let Some(new) = content.pointer_mut("/m.new_content").map(Value::take) {
        content["m.new_content"] = plainer(new);
    }
    if let Some(fields) = content.as_object_mut() {
        fields.remove("format");
        fields.remove("formatted_body");
    }
    content
}

/// The text in parts that are short enough, cut between blocks where that is
/// possible.
fn parts(body: &Rich) -> Vec<Rich> {
    let mut parts: Vec<Rich> = Vec::new();
    let mut size = 0;
    for block in body.0.iter().flat_map(pieces) {
        let more = Rich(vec![block.clone()]).to_plain().len() + 1;
        match parts.last_mut() {
            Some(part) if size + more <= LONGEST => {
                part.0.push(block);
                size += more;
            }
            _ => {
                parts.push(Rich(vec![block]));
                size = more;
            }
        }
    }
    parts
}

/// A block, or what it has to be cut into.
fn pieces(block: &Block) -> Vec<Block> {
    let text = Rich(vec![block.clone()]).to_plain();
    if text.len() <= LONGEST {
        return vec![block.clone()];
    }
    let mut rest = text.as_str();
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let mut end = rest.len().min(LONGEST);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        if end < rest.len()
            && let Some(pause) = rest[..end].rfind(['\n', ' '])
            && pause > LONGEST / 2
        {
            end = pause;
        }
        let (piece, after) = rest.split_at(end);
        pieces.push(Block::Paragraph(vec![Span::Plain(piece.trim().to_owned())]));
        rest = after;
    }
    pieces
}

fn joined(text: &str, between: &str, more: &str) -> String {
    match text.is_empty() {
        true => more.to_owned(),
        false => format!("{text}{between}{more}"),
    }
}

fn html(body: &Rich) -> String {
    let mut html = String::new();
    // Quotes and lists stand on lines of their own by themselves.
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

fn pill(person: &Person) -> String {
    format!(
        "<a href=\"https://matrix.to/#/{}\">{}</a>",
        escape(&person.user),
        escape(&person.name)
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("<br>"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Choice, Platform};

    fn owner() -> ConversationId {
        ConversationId {
            platform: Platform::Matrix,
            chat: "!r:x".to_owned(),
            thread: None,
            user: "@ana:x".to_owned(),
        }
    }

    fn said(body: Rich) -> Reply {
        Reply {
            body,
            ..Reply::default()
        }
    }

    fn rendered(reply: &Reply, weight: Weight, place: &Place) -> Value {
        let mut messages = messages(reply, weight, place, &owner());
        assert_eq!(messages.len(), 1);
        messages.remove(0)
    }

    fn ana() -> Person {
        Person {
            user: "@ana:x".to_owned(),
            name: "Ana <3".to_owned(),
        }
    }

    #[test]
    fn every_block_has_its_look_and_nothing_written_becomes_markup() {
        let body = Rich(vec![
            Block::Paragraph(vec![
                Span::Plain("Write ".into()),
                Span::Code("/call".into()),
                Span::Strong(" <now>".into()),
            ]),
            Block::Quote("4 & \"more\"\nthen".into()),
            Block::Fields(vec![
                ("Name".into(), "<Ana>".into()),
                ("People".into(), "4".into()),
            ]),
            Block::List(vec![vec![Span::Plain("one".into())]]),
            Block::Paragraph(vec![
                Span::Link {
                    url: "https://a.example/?a=1&b=2".into(),
                    label: "here".into(),
                },
                Span::Link {
                    url: "javascript:alert(1)".into(),
                    label: "there".into(),
                },
            ]),
        ]);
        let content = rendered(&said(body), Weight::Answer, &Place::default());
        assert_eq!(
            content["formatted_body"],
            "Write <code>/call</code><strong> &lt;now&gt;</strong><blockquote>4 &amp; &quot;more&quot;<br>then</blockquote>\
             <strong>Name:</strong> &lt;Ana&gt;<br><strong>People:</strong> 4<ul><li>one</li></ul>\
             <a href=\"https://a.example/?a=1&amp;b=2\">here</a>there: <code>javascript:alert(1)</code>"
        );
        assert_eq!(content["msgtype"], "m.text");
        assert!(
            content["body"]
                .as_str()
                .unwrap()
                .starts_with("Write /call <now>\n4 & \"more\"")
        );
        assert_eq!(content["m.mentions"], json!({}));
        assert!(content.get("m.relates_to").is_none());
    }

    #[test]
    fn a_shared_room_names_the_person() {
        let in_thread = Place {
            thread: Some("$root".to_owned()),
            answers: None,
            to: Some(ana()),
        };
        let asked = rendered(&said(Rich::plain("How many?")), Weight::Answer, &in_thread);
        assert_eq!(asked["body"], "How many?");
        assert_eq!(asked["m.mentions"]["user_ids"][0], "@ana:x");
        assert_eq!(asked["m.relates_to"]["rel_type"], "m.thread");
        assert_eq!(asked["m.relates_to"]["m.in_reply_to"]["event_id"], "$root");
        let outcome = rendered(&said(Rich::plain("Done.")), Weight::Outcome, &in_thread);
        assert_eq!(outcome["body"], "Ana <3: Done.");
        assert_eq!(
            outcome["formatted_body"],
            "<a href=\"https://matrix.to/#/@ana:x\">Ana &lt;3</a>: Done."
        );
        let status = rendered(&said(Rich::plain("Calling")), Weight::Status, &in_thread);
        assert_eq!(
            (&status["msgtype"], &status["m.mentions"]),
            (&json!("m.notice"), &json!({}))
        );
        let without = Place {
            thread: None,
            answers: Some("$asked".to_owned()),
            to: Some(ana()),
        };
        let asked = rendered(&said(Rich::plain("How many?")), Weight::Answer, &without);
        assert_eq!(asked["body"], "Ana <3: How many?");
        assert_eq!(
            asked["m.relates_to"],
            json!({"m.in_reply_to": {"event_id": "$asked"}})
        );
    }

    #[test]
    fn an_edit_has_both_forms_and_mentions_nobody() {
        let place = Place {
            thread: Some("$root".to_owned()),
            answers: None,
            to: Some(ana()),
        };
        let content = rendered(&said(Rich::plain("Over.")), Weight::Answer, &place);
        let edit = edit("$status", content);
        assert_eq!(edit["body"], "* Over.");
        assert_eq!(edit["m.new_content"]["body"], "Over.");
        assert_eq!(
            edit["m.relates_to"],
            json!({"rel_type": "m.replace", "event_id": "$status"})
        );
        assert_eq!(edit["m.mentions"], json!({}));
        assert!(edit["m.new_content"].get("m.relates_to").is_none());
        let plain = plainer(edit);
        assert!(plain.get("formatted_body").is_none());
        assert!(plain["m.new_content"].get("formatted_body").is_none());
        assert_eq!(plain["m.new_content"]["body"], "Over.");
    }

    #[test]
    fn what_is_long_comes_in_parts_and_the_last_has_the_choices() {
        let word = "word ".repeat(2_000);
        let mut reply = said(Rich(vec![
            Block::Paragraph(vec![Span::Plain(word.clone())]),
            Block::Paragraph(vec![Span::Plain("end".into())]),
        ]));
        reply.numbered = true;
        reply.choices = vec![Choice {
            label: "Call".into(),
            token: "t".into(),
            sign: None,
        }];
        let parts = messages(&reply, Weight::Answer, &Place::default(), &owner());
        assert!(parts.len() > 1);
        let said: Vec<&str> = parts
            .iter()
            .map(|part| part["body"].as_str().unwrap())
            .collect();
        assert!(said.iter().all(|part| part.len() <= LONGEST + 100));
        let words = said
            .join(" ")
            .split_whitespace()
            .filter(|part| *part == "word")
            .count();
        assert_eq!(words, 2_000);
        assert!(said.last().unwrap().ends_with("[1] Call"));
        assert!(!said[0].contains("[1]"));
    }
}

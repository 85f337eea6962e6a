//! A reply as the contents of room events, each short enough: a plain body,
//! HTML, mentions, and the relation to earlier messages.

use serde_json::{Map, Value, json};

use kally_core::model::{Block, ConversationId, Reply, Rich, Span, Weight};

use super::html::{escape, html, pill};
use super::marks;

/// The longest text of a message, in bytes: far below the 64 KiB of an event,
/// which holds the text twice, escaped and encrypted.
const LONGEST: usize = 8_000;

/// The position of a message in a room, and its reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The first message of the thread.
    pub thread: Option<String>,
    /// The message that it answers.
    pub answers: Option<String>,
    /// The thread is another person's.
    pub of_another: bool,
    /// The person, where others read along.
    pub to: Option<Person>,
}

/// A person to mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub user: String,
    pub name: String,
}

/// How loudly a message is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// A call's progress: a notice to nobody.
    Status,
    /// An answer to somebody who has just written, or news while they sleep: a notice
    /// without a mention.
    Quiet,
    /// A question or news: a text that mentions its person.
    Loud,
    /// An outcome: the same, and it names them in a thread as well.
    Outcome,
}

impl Voice {
    pub(super) fn of(weight: Weight, quiet: bool) -> Self {
        match weight {
            Weight::Status => Self::Status,
            _ if quiet => Self::Quiet,
            Weight::Outcome => Self::Outcome,
            Weight::Answer | Weight::WayOut => Self::Loud,
        }
    }

    fn is_notice(self) -> bool {
        matches!(self, Self::Status | Self::Quiet)
    }
}

/// The messages that a reply becomes; the last one has the choices.
pub(super) fn messages(
    reply: &Reply,
    voice: Voice,
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
            message(&part, choices.as_deref(), voice, first, place, || {
                last.then(|| marks::memo(owner, reply))
            })
        })
        .collect()
}

fn message(
    body: &Rich,
    choices: Option<&str>,
    voice: Voice,
    first: bool,
    place: &Place,
    memo: impl FnOnce() -> Option<Value>,
) -> Value {
    let mut plain = body.to_plain();
    let mut html = html(body);
    if let Some(choices) = choices {
        plain = joined(&plain, "\n", choices);
        html = joined(&html, "<br>", &escape(choices));
    }
    // A thread has one reader, whose it is; elsewhere the message names them.
    let named = place
        .to
        .as_ref()
        .filter(|_| first && voice != Voice::Status)
        .filter(|_| place.thread.is_none() || place.of_another || voice == Voice::Outcome);
    if let Some(person) = named {
        plain = format!("{}: {plain}", person.name);
        html = format!("{}: {html}", pill(person));
    }
    let mut content = Map::new();
    let kind = if voice.is_notice() {
        "m.notice"
    } else {
        "m.text"
    };
    content.insert("msgtype".to_owned(), json!(kind));
    content.insert("body".to_owned(), json!(plain));
    content.insert("format".to_owned(), json!("org.matrix.custom.html"));
    content.insert("formatted_body".to_owned(), json!(html));
    let mentioned: Vec<&str> = place
        .to
        .iter()
        .filter(|_| !voice.is_notice())
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

/// The relation of a message to its thread and to the message that it answers.
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

/// The same message in place of an earlier one.
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

/// Without its markup, which may be the reason why it was too large.
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

/// The text in parts that are short enough, cut between blocks where possible.
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

/// A block, or its pieces if it is too long.
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

#[cfg(test)]
mod tests;

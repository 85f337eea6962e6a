//! The actions of people, with any client: join, write, press, and wait for
//! other people's messages.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::synapse::Synapse;
use crate::support::LIMIT;

/// The events that have come in a room, and how many of them were read.
#[derive(Default)]
pub struct Seen {
    pub events: Vec<Value>,
    read: usize,
}

/// Somebody with a client.
pub trait Talks {
    /// Registers somebody, whose name is followed by a number.
    #[track_caller]
    fn new(synapse: &Synapse, name: &str) -> Self
    where
        Self: Sized;

    fn me(&self) -> String;

    /// Makes a direct chat with somebody.
    #[track_caller]
    fn direct(&mut self, with: &str) -> String;

    /// Makes a room to which others are invited.
    #[track_caller]
    fn room(&mut self, with: &[&str]) -> String;

    /// Comes into a room.
    #[track_caller]
    fn join(&mut self, room: &str);

    /// Sends an event; its id.
    #[track_caller]
    fn send(&mut self, room: &str, kind: &str, content: &Value) -> String;

    /// Reads new events, and waits for them this long.
    #[track_caller]
    fn listen(&mut self, wait: Duration);

    /// The events that have come in a room.
    fn seen(&mut self, room: &str) -> &mut Seen;

    /// Says something; the event's id.
    #[track_caller]
    fn say(&mut self, room: &str, text: &str) -> String {
        let content = json!({"msgtype": "m.text", "body": text});
        self.send(room, "m.room.message", &content)
    }

    /// Says something in a thread.
    #[track_caller]
    fn say_in(&mut self, room: &str, root: &str, text: &str) -> String {
        let relation = json!({"rel_type": "m.thread", "event_id": root, "is_falling_back": true,
            "m.in_reply_to": {"event_id": root}});
        let content = json!({"msgtype": "m.text", "body": text, "m.relates_to": relation});
        self.send(room, "m.room.message", &content)
    }

    /// Stores a file; the fields of a message that lead to it.
    #[track_caller]
    fn store(&mut self, bytes: &[u8]) -> (&'static str, Value);

    /// Sends a file.
    #[track_caller]
    fn send_file(&mut self, room: &str, name: &str, media_type: &str, bytes: &[u8]) -> String {
        let (field, file) = self.store(bytes);
        let content = json!({"msgtype": "m.file", "body": name, field: file,
            "info": {"mimetype": media_type, "size": bytes.len()}});
        self.send(room, "m.room.message", &content)
    }

    /// Replies to a message.
    #[track_caller]
    fn reply(&mut self, room: &str, to: &Value, text: &str) -> String {
        let content = json!({"msgtype": "m.text", "body": text,
            "m.relates_to": {"m.in_reply_to": {"event_id": to["event_id"]}}});
        self.send(room, "m.room.message", &content)
    }

    /// Presses a key below a message.
    #[track_caller]
    fn press(&mut self, room: &str, event: &str, key: &str) -> String {
        let relation = json!({"rel_type": "m.annotation", "event_id": event, "key": key});
        self.send(room, "m.reaction", &json!({ "m.relates_to": relation }))
    }

    /// Waits for an event that fits, and reads up to it.
    #[track_caller]
    fn waits(&mut self, room: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value
    where
        Self: Sized,
    {
        let until = Instant::now() + LIMIT * 2;
        loop {
            let seen = self.seen(room);
            if let Some(at) = seen.events[seen.read..].iter().position(&fits) {
                seen.read += at + 1;
                return seen.events[seen.read - 1].clone();
            }
            if Instant::now() > until {
                let read = seen.read;
                let shown: Vec<String> = seen.events.iter().map(Value::to_string).collect();
                panic!(
                    "{what} does not come in {room} behind the first {read} of: {}",
                    shown.join("\n")
                );
            }
            self.listen(Duration::from_millis(1000));
        }
    }

    /// Waits until somebody else says these words; returns the event.
    #[track_caller]
    fn hears(&mut self, room: &str, text: &str) -> Value
    where
        Self: Sized,
    {
        let me = self.me();
        self.waits(room, text, |event| {
            is_said(event, &me) && said(event).contains(text)
        })
    }

    /// Waits until somebody else has said each of these, in any order:
    /// conversations do not wait for each other. Returns the events in the
    /// order asked for; everything before the last of them is read.
    #[track_caller]
    fn hears_each<const N: usize>(&mut self, room: &str, texts: [&str; N]) -> [Value; N]
    where
        Self: Sized,
    {
        let begin = self.seen(room).read;
        let mut end = begin;
        let heard = texts.map(|text| {
            self.seen(room).read = begin;
            let event = self.hears(room, text);
            end = end.max(self.seen(room).read);
            event
        });
        self.seen(room).read = end;
        heard
    }

    /// All messages of others in a room so far, without the bot's greeting,
    /// which may come at any time.
    #[track_caller]
    fn heard(&mut self, room: &str) -> Vec<String> {
        self.listen(Duration::ZERO);
        let me = self.me();
        let events = self.seen(room).events.iter();
        events
            .filter(|event| is_said(event, &me))
            .map(said)
            .filter(|said| !said.starts_with("Hello. I place phone calls"))
            .collect()
    }

    /// How often others have said these words in a room so far.
    #[track_caller]
    fn times(&mut self, room: &str, text: &str) -> usize {
        let heard = self.heard(room);
        heard.iter().filter(|said| said.contains(text)).count()
    }

    /// Waits until somebody is in a room.
    #[track_caller]
    fn sees_in(&mut self, room: &str, user: &str)
    where
        Self: Sized,
    {
        self.waits(room, &format!("{user} comes in"), |event| {
            event["type"] == "m.room.member"
                && event["state_key"] == user
                && event["content"]["membership"] == "join"
        });
    }
}

fn is_said(event: &Value, me: &str) -> bool {
    event["type"] == "m.room.message" && event["sender"] != me
}

/// The text of an event, with single spaces; for an edit its new text.
pub fn said(event: &Value) -> String {
    let new = &event["content"]["m.new_content"]["body"];
    let body = if new.is_string() {
        new
    } else {
        &event["content"]["body"]
    };
    let words: Vec<&str> = body
        .as_str()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    words.join(" ")
}

/// The id of an event.
pub fn id(event: &Value) -> String {
    event["event_id"].as_str().unwrap().to_owned()
}

//! People at the homeserver, through its plain HTTP interface: they make
//! rooms, say things and read what is said.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::http::ask;
use super::synapse::Synapse;
use crate::support::LIMIT;

/// A name that nobody has yet.
pub fn fresh(name: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{name}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Somebody.
pub struct Person {
    base: String,
    token: String,
    /// Their id.
    pub user: String,
    /// Their password.
    pub password: String,
    since: Option<String>,
    /// What has been heard, by room, and how much of it was read.
    rooms: HashMap<String, (Vec<Value>, usize)>,
    invites: Vec<(String, Value)>,
    transaction: u32,
}

impl Person {
    /// Registers somebody, whose name is followed by a number.
    #[track_caller]
    pub fn new(synapse: &Synapse, name: &str) -> Self {
        let (base, name) = (synapse.url(), fresh(name));
        let password = format!("password of {name}");
        let body =
            json!({"username": name, "password": password, "auth": {"type": "m.login.dummy"}});
        let url = format!("{base}/_matrix/client/v3/register");
        let (status, answer) = ask(Method::POST, &url, None, Some(&body)).unwrap();
        assert_eq!(status, 200, "{answer}");
        Self {
            base,
            token: answer["access_token"].as_str().unwrap().to_owned(),
            user: answer["user_id"].as_str().unwrap().to_owned(),
            password,
            since: None,
            rooms: HashMap::new(),
            invites: Vec::new(),
            transaction: 0,
        }
    }

    /// Takes this display name.
    #[track_caller]
    pub fn named(self, name: &str) -> Self {
        let path = format!("profile/{}/displayname", self.user);
        self.put(&path, &json!({ "displayname": name }));
        self
    }

    /// Their access token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// A request that succeeds.
    #[track_caller]
    pub fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let url = format!("{}/_matrix/client/v3/{path}", self.base);
        let (status, answer) = ask(method, &url, Some(&self.token), body).unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.ask(Method::POST, path, Some(body))
    }

    #[track_caller]
    pub fn put(&self, path: &str, body: &Value) -> Value {
        self.ask(Method::PUT, path, Some(body))
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.ask(Method::GET, path, None)
    }

    /// Makes a direct chat with somebody.
    #[track_caller]
    pub fn direct(&self, with: &str) -> String {
        let made = self.post(
            "createRoom",
            &json!({"invite": [with], "is_direct": true, "preset": "trusted_private_chat"}),
        );
        made["room_id"].as_str().unwrap().to_owned()
    }

    /// Makes a room to which others are invited.
    #[track_caller]
    pub fn room(&self, with: &[&str]) -> String {
        let made = self.post(
            "createRoom",
            &json!({"invite": with, "preset": "private_chat", "name": "The team"}),
        );
        made["room_id"].as_str().unwrap().to_owned()
    }

    /// Comes into a room.
    #[track_caller]
    pub fn join(&self, room: &str) {
        self.post(&format!("join/{room}"), &json!({}));
    }

    /// Sends an event; its id.
    #[track_caller]
    pub fn send(&mut self, room: &str, kind: &str, content: &Value) -> String {
        self.transaction += 1;
        let path = format!("rooms/{room}/send/{kind}/t{}", self.transaction);
        let sent = self.put(&path, content);
        sent["event_id"].as_str().unwrap().to_owned()
    }

    /// Says something; the event's id.
    #[track_caller]
    pub fn say(&mut self, room: &str, text: &str) -> String {
        self.send(
            room,
            "m.room.message",
            &json!({"msgtype": "m.text", "body": text}),
        )
    }

    /// Says something in a thread.
    #[track_caller]
    pub fn say_in(&mut self, room: &str, root: &str, text: &str) -> String {
        let relation = json!({"rel_type": "m.thread", "event_id": root, "is_falling_back": true,
            "m.in_reply_to": {"event_id": root}});
        let content = json!({"msgtype": "m.text", "body": text, "m.relates_to": relation});
        self.send(room, "m.room.message", &content)
    }

    /// Presses a key below a message.
    #[track_caller]
    pub fn press(&mut self, room: &str, event: &str, key: &str) -> String {
        let relation = json!({"rel_type": "m.annotation", "event_id": event, "key": key});
        self.send(room, "m.reaction", &json!({ "m.relates_to": relation }))
    }

    /// Waits for an event that fits, and reads up to it.
    #[track_caller]
    pub fn waits(&mut self, room: &str, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let until = Instant::now() + LIMIT * 2;
        loop {
            let (events, read) = self.rooms.entry(room.to_owned()).or_default();
            if let Some(at) = events[*read..].iter().position(&fits) {
                *read += at + 1;
                return events[*read - 1].clone();
            }
            if Instant::now() > until {
                let shown: Vec<String> = events.iter().map(Value::to_string).collect();
                panic!("{what} does not come in {room}: {}", shown.join("\n"));
            }
            self.listen(Duration::from_millis(1000));
        }
    }

    /// Waits until somebody else says something with these words; the event.
    #[track_caller]
    pub fn hears(&mut self, room: &str, text: &str) -> Value {
        let me = self.user.clone();
        self.waits(room, text, |event| {
            event["sender"] != me.as_str()
                && event["type"] == "m.room.message"
                && said(event).contains(text)
        })
    }

    /// Waits until somebody else has said each of these, in whatever order:
    /// conversations do not wait for each other. The events, in the order asked
    /// for; what came before the last of them is read.
    #[track_caller]
    pub fn hears_each<const N: usize>(&mut self, room: &str, texts: [&str; N]) -> [Value; N] {
        let begin = self.rooms.entry(room.to_owned()).or_default().1;
        let mut end = begin;
        let heard = texts.map(|text| {
            self.rooms.entry(room.to_owned()).or_default().1 = begin;
            let event = self.hears(room, text);
            end = end.max(self.rooms[room].1);
            event
        });
        self.rooms.entry(room.to_owned()).or_default().1 = end;
        heard
    }

    /// Everything that others have said in a room so far.
    #[track_caller]
    pub fn heard(&mut self, room: &str) -> Vec<String> {
        self.listen(Duration::ZERO);
        let me = self.user.clone();
        let (events, _) = self.rooms.entry(room.to_owned()).or_default();
        events
            .iter()
            .filter(|event| event["type"] == "m.room.message" && event["sender"] != me.as_str())
            .map(said)
            .collect()
    }

    /// Waits until somebody is in a room.
    #[track_caller]
    pub fn sees_in(&mut self, room: &str, user: &str) {
        self.waits(room, &format!("{user} comes in"), |event| {
            event["type"] == "m.room.member"
                && event["state_key"] == user
                && event["content"]["membership"] == "join"
        });
    }

    /// Waits until they are in a room, or out of it.
    #[track_caller]
    pub fn is_in(&self, room: &str, there: bool) {
        let until = Instant::now() + LIMIT;
        loop {
            let rooms = self.get("joined_rooms");
            let rooms = rooms["joined_rooms"].as_array().unwrap().clone();
            if rooms.iter().any(|joined| joined == room) == there {
                return;
            }
            assert!(
                Instant::now() < until,
                "{} is in {room}: {}",
                self.user,
                !there
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The room of an invitation by somebody, once it is there.
    #[track_caller]
    pub fn invited_by(&mut self, inviter: &str) -> String {
        let until = Instant::now() + LIMIT * 2;
        loop {
            let asked = |invite: &&(String, Value)| {
                let events = invite.1["invite_state"]["events"].as_array();
                events.into_iter().flatten().any(|event| {
                    event["sender"] == inviter && event["content"]["membership"] == "invite"
                })
            };
            if let Some((room, _)) = self.invites.iter().find(asked) {
                return room.clone();
            }
            assert!(
                Instant::now() < until,
                "{inviter} does not invite {}",
                self.user
            );
            self.listen(Duration::from_millis(1000));
        }
    }

    /// Takes in what is new.
    #[track_caller]
    fn listen(&mut self, wait: Duration) {
        let filter = r#"{"room":{"timeline":{"limit":200}},"presence":{"types":[]}}"#;
        let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let since = match &self.since {
            Some(since) => format!("&since={since}"),
            None => String::new(),
        };
        let path = format!("sync?timeout={}&filter={filter}{since}", wait.as_millis());
        let answer = self.get(&path);
        let before = self.since.take();
        self.since = answer["next_batch"].as_str().map(str::to_owned);
        let invites = answer["rooms"]["invite"].as_object();
        for (room, invite) in invites.into_iter().flatten() {
            self.invites.push((room.clone(), invite.clone()));
        }
        for (room, update) in answer["rooms"]["join"].as_object().into_iter().flatten() {
            let timeline = &update["timeline"];
            let mut new = self.left_out(room, timeline, before.as_deref());
            new.extend(timeline["events"].as_array().cloned().unwrap_or_default());
            let (events, _) = self.rooms.entry(room.clone()).or_default();
            events.extend(new);
        }
    }

    /// What a sync has left out since the one before, so that nothing goes unseen.
    #[track_caller]
    fn left_out(&self, room: &str, timeline: &Value, since: Option<&str>) -> Vec<Value> {
        let (Some(since), Some(from)) = (since, timeline["prev_batch"].as_str()) else {
            return Vec::new();
        };
        if timeline["limited"] != true {
            return Vec::new();
        }
        let path = format!("rooms/{room}/messages?dir=b&from={from}&to={since}&limit=1000");
        let mut left_out = self.get(&path)["chunk"].as_array().unwrap().clone();
        left_out.reverse();
        left_out
    }
}

/// What an event says, with single spaces; of an edit its new words.
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

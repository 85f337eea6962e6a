//! People at the homeserver, through its plain HTTP interface: they make rooms,
//! send messages and read them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::http::{ask, upload};
use super::synapse::Synapse;
use super::talks::{Seen, Talks};
use crate::support::LIMIT;

/// A name that nobody has yet.
pub fn fresh(name: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{name}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub struct Person {
    base: String,
    token: String,
    pub user: String,
    pub password: String,
    since: Option<String>,
    rooms: HashMap<String, Seen>,
    invites: Vec<(String, Value)>,
    transaction: u32,
}

impl Person {
    /// Takes this display name.
    #[track_caller]
    pub fn named(self, name: &str) -> Self {
        let path = format!("profile/{}/displayname", self.user);
        self.put(&path, &json!({ "displayname": name }));
        self
    }

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

    /// Waits until they are in a room, or out of it.
    #[track_caller]
    pub fn is_in(&self, room: &str, there: bool) {
        let until = Instant::now() + LIMIT * 2;
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

    /// Marks the invitations so far as answered.
    pub fn forgets_invitations(&mut self) {
        self.invites.clear();
    }

    /// The room of an invitation by somebody, once it has come.
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

    /// The events that a sync has left out since the one before, so that none
    /// goes unseen.
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

impl Person {
    /// Says something, as often as the homeserver asks to wait.
    #[track_caller]
    pub fn insists(&mut self, room: &str, text: &str) {
        self.transaction += 1;
        let path = format!("rooms/{room}/send/m.room.message/t{}", self.transaction);
        let url = format!("{}/_matrix/client/v3/{path}", self.base);
        let body = json!({"msgtype": "m.text", "body": text});
        loop {
            let (status, answer) = ask(Method::PUT, &url, Some(&self.token), Some(&body)).unwrap();
            if status == 200 {
                return;
            }
            assert_eq!(status, 429, "{answer}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Talks for Person {
    fn new(synapse: &Synapse, name: &str) -> Self {
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

    fn me(&self) -> String {
        self.user.clone()
    }

    fn direct(&mut self, with: &str) -> String {
        let made = self.post(
            "createRoom",
            &json!({"invite": [with], "is_direct": true, "preset": "trusted_private_chat"}),
        );
        made["room_id"].as_str().unwrap().to_owned()
    }

    fn room(&mut self, with: &[&str]) -> String {
        let made = self.post(
            "createRoom",
            &json!({"invite": with, "preset": "private_chat", "name": "The team"}),
        );
        made["room_id"].as_str().unwrap().to_owned()
    }

    fn join(&mut self, room: &str) {
        self.post(&format!("join/{room}"), &json!({}));
    }

    fn send(&mut self, room: &str, kind: &str, content: &Value) -> String {
        self.transaction += 1;
        let path = format!("rooms/{room}/send/{kind}/t{}", self.transaction);
        let sent = self.put(&path, content);
        sent["event_id"].as_str().unwrap().to_owned()
    }

    fn store(&mut self, bytes: &[u8]) -> (&'static str, Value) {
        ("url", upload(&self.base, &self.token, bytes))
    }

    fn seen(&mut self, room: &str) -> &mut Seen {
        self.rooms.entry(room.to_owned()).or_default()
    }

    fn listen(&mut self, wait: Duration) {
        let filter = r#"{"room":{"timeline":{"limit":200}},"presence":{"types":[]}}"#;
        let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let before = self.since.take();
        let since = match &before {
            Some(since) => format!("&since={since}"),
            None => String::new(),
        };
        let path = format!("sync?timeout={}&filter={filter}{since}", wait.as_millis());
        let answer = self.get(&path);
        self.since = answer["next_batch"].as_str().map(str::to_owned);
        let invites = answer["rooms"]["invite"].as_object();
        for (room, invite) in invites.into_iter().flatten() {
            self.invites.push((room.clone(), invite.clone()));
        }
        for (room, update) in answer["rooms"]["join"].as_object().into_iter().flatten() {
            let timeline = &update["timeline"];
            let mut new = self.left_out(room, timeline, before.as_deref());
            new.extend(timeline["events"].as_array().cloned().unwrap_or_default());
            // Receipts, and who is typing.
            let passing = update["ephemeral"]["events"].as_array();
            new.extend(passing.cloned().unwrap_or_default());
            self.seen(room).events.extend(new);
        }
    }
}

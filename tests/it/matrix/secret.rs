//! A person with a client of their own that encrypts: matrix-sdk, in memory.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use matrix_sdk::config::SyncSettings;
use matrix_sdk::encryption::EncryptionSettings;
use matrix_sdk::ruma::api::client::room::create_room;
use matrix_sdk::ruma::events::InitialStateEvent;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::{OwnedRoomId, RoomId, UserId};
use matrix_sdk::{Client, Room};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::people::{Person, said};
use super::synapse::Synapse;
use crate::support::LIMIT;

/// Somebody whose client encrypts.
pub struct Secret {
    runtime: Runtime,
    /// Their client.
    pub client: Client,
    /// The same person, through plain HTTP: what the homeserver sees.
    pub plain: Person,
    since: Option<String>,
    rooms: HashMap<OwnedRoomId, (Vec<Value>, usize)>,
}

impl Secret {
    /// Registers somebody and signs them in.
    #[track_caller]
    pub fn new(synapse: &Synapse, name: &str) -> Self {
        let plain = Person::new(synapse, name);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(async {
            let client = Client::builder()
                .homeserver_url(synapse.url())
                .with_encryption_settings(EncryptionSettings {
                    auto_enable_cross_signing: true,
                    ..EncryptionSettings::default()
                })
                .build()
                .await
                .unwrap();
            client
                .matrix_auth()
                .login_username(&plain.user, &plain.password)
                .send()
                .await
                .unwrap();
            client
                .encryption()
                .wait_for_e2ee_initialization_tasks()
                .await;
            client
        });
        let mut person = Self {
            runtime,
            client,
            plain,
            since: None,
            rooms: HashMap::new(),
        };
        person.listen(Duration::ZERO);
        person
    }

    /// Opens an encrypted direct chat.
    #[track_caller]
    pub fn direct(&mut self, with: &str) -> OwnedRoomId {
        let with = UserId::parse(with).unwrap();
        let room = self.runtime.block_on(self.client.create_dm(&with)).unwrap();
        room.room_id().to_owned()
    }

    /// Makes an encrypted room.
    #[track_caller]
    pub fn room(&mut self, with: &[&str]) -> OwnedRoomId {
        let mut request = create_room::v3::Request::new();
        request.invite = with
            .iter()
            .map(|user| UserId::parse(user).unwrap())
            .collect();
        request.preset = Some(create_room::v3::RoomPreset::PrivateChat);
        request.initial_state = vec![
            InitialStateEvent::with_empty_state_key(
                RoomEncryptionEventContent::with_recommended_defaults(),
            )
            .to_raw_any(),
        ];
        let room = self
            .runtime
            .block_on(self.client.create_room(request))
            .unwrap();
        room.room_id().to_owned()
    }

    /// Comes into a room.
    #[track_caller]
    pub fn join(&mut self, room: &RoomId) {
        self.runtime
            .block_on(self.client.join_room_by_id(room))
            .unwrap();
    }

    #[track_caller]
    fn the(&self, room: &RoomId) -> Room {
        self.client.get_room(room).unwrap()
    }

    /// Sends an event, encrypted; its id.
    #[track_caller]
    pub fn send(&mut self, room: &RoomId, kind: &str, content: Value) -> String {
        let room = self.the(room);
        let sent = self
            .runtime
            .block_on(async { room.send_raw(kind, content).await });
        sent.unwrap().response.event_id.to_string()
    }

    /// Says something; the event's id.
    #[track_caller]
    pub fn say(&mut self, room: &RoomId, text: &str) -> String {
        self.send(
            room,
            "m.room.message",
            json!({"msgtype": "m.text", "body": text}),
        )
    }

    /// Presses a key below a message.
    #[track_caller]
    pub fn press(&mut self, room: &RoomId, event: &str, key: &str) -> String {
        let relation = json!({"rel_type": "m.annotation", "event_id": event, "key": key});
        self.send(room, "m.reaction", json!({ "m.relates_to": relation }))
    }

    /// Waits for an event that fits, decrypted, and reads up to it.
    #[track_caller]
    pub fn waits(&mut self, room: &RoomId, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
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
    pub fn hears(&mut self, room: &RoomId, text: &str) -> Value {
        let me = self.plain.user.clone();
        self.waits(room, text, |event| {
            event["sender"] != me.as_str()
                && event["type"] == "m.room.message"
                && said(event).contains(text)
        })
    }

    /// Waits until somebody is in a room.
    #[track_caller]
    pub fn sees_in(&mut self, room: &RoomId, user: &str) {
        self.waits(room, &format!("{user} comes in"), |event| {
            event["type"] == "m.room.member"
                && event["state_key"] == user
                && event["content"]["membership"] == "join"
        });
    }

    /// Everything that others have said in a room so far.
    #[track_caller]
    pub fn heard(&mut self, room: &RoomId) -> Vec<String> {
        self.listen(Duration::ZERO);
        let me = self.plain.user.clone();
        let (events, _) = self.rooms.entry(room.to_owned()).or_default();
        events
            .iter()
            .filter(|event| event["type"] == "m.room.message" && event["sender"] != me.as_str())
            .map(said)
            .collect()
    }

    /// What the homeserver has of a room, as it is there.
    #[track_caller]
    pub fn stored(&self, room: &RoomId) -> Vec<Value> {
        let path = format!("rooms/{room}/messages?dir=b&limit=200");
        self.plain.get(&path)["chunk"].as_array().unwrap().clone()
    }

    /// Runs something with their client.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Takes in what is new.
    #[track_caller]
    pub fn listen(&mut self, wait: Duration) {
        let mut settings = SyncSettings::new().timeout(wait);
        if let Some(since) = &self.since {
            settings = settings.token(since.as_str());
        }
        let answer = self
            .runtime
            .block_on(self.client.sync_once(settings))
            .unwrap();
        self.since = Some(answer.next_batch);
        for (room, update) in answer.rooms.joined {
            let (events, _) = self.rooms.entry(room).or_default();
            for event in update.timeline.events {
                events.push(serde_json::from_str(event.raw().json().get()).unwrap());
            }
        }
    }
}

//! A person whose own client encrypts: matrix-sdk, in memory.

use std::collections::HashMap;
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::config::SyncSettings;
use matrix_sdk::encryption::{CrossSigningResetAuthType, EncryptionSettings};
use matrix_sdk::ruma::api::client::filter::FilterDefinition;
use matrix_sdk::ruma::api::client::room::create_room;
use matrix_sdk::ruma::api::client::sync::sync_events::v3::Filter;
use matrix_sdk::ruma::api::client::uiaa::{
    AuthData, MatrixUserIdentifier, Password, UserIdentifier,
};
use matrix_sdk::ruma::events::InitialStateEvent;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::{RoomId, UserId, uint};
use serde_json::Value;
use tokio::runtime::Runtime;

use super::people::Person;
use super::synapse::Synapse;
use super::talks::{Seen, Talks};

/// Somebody whose client encrypts.
pub struct Secret {
    runtime: Runtime,
    pub client: Client,
    /// The same person, through plain HTTP: the homeserver's view.
    pub plain: Person,
    since: Option<String>,
    rooms: HashMap<String, Seen>,
}

impl Secret {
    /// Registers somebody, and signs them in at this address of the homeserver.
    #[track_caller]
    pub fn at(address: &str, synapse: &Synapse, name: &str) -> Self {
        let plain = Person::new(synapse, name);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(async {
            let client = Client::builder()
                .homeserver_url(address)
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

    /// A room as their client has it.
    #[track_caller]
    pub fn the(&self, room: &str) -> matrix_sdk::Room {
        let room = RoomId::parse(room).unwrap();
        self.client.get_room(&room).unwrap()
    }

    /// Begins a new session in a room: the next message is encrypted with a key
    /// that nobody has yet.
    #[track_caller]
    pub fn forgets_key(&self, room: &str) {
        self.run(self.the(room).discard_room_key()).unwrap();
    }

    /// Gets a new identity, as somebody does who has lost all their keys.
    #[track_caller]
    pub fn resets_identity(&self) {
        let encryption = self.client.encryption();
        let Some(handle) = self.run(encryption.reset_cross_signing()).unwrap() else {
            return;
        };
        let CrossSigningResetAuthType::Uiaa(asked) = handle.auth_type() else {
            panic!("the homeserver wants something else than the password");
        };
        let user = MatrixUserIdentifier::new(self.plain.user.clone());
        let user = UserIdentifier::Matrix(user);
        let mut password = Password::new(user, self.plain.password.clone());
        password.session = asked.session.clone();
        let auth = Some(AuthData::Password(password));
        self.run(handle.auth(auth)).unwrap();
    }

    /// The homeserver's events of a room, unchanged.
    #[track_caller]
    pub fn stored(&self, room: &str) -> Vec<Value> {
        let path = format!("rooms/{room}/messages?dir=b&limit=200");
        self.plain.get(&path)["chunk"].as_array().unwrap().clone()
    }

    /// Runs something with their client.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }
}

impl Talks for Secret {
    fn new(synapse: &Synapse, name: &str) -> Self {
        Self::at(&synapse.url(), synapse, name)
    }

    fn me(&self) -> String {
        self.plain.user.clone()
    }

    fn direct(&mut self, with: &str) -> String {
        let with = UserId::parse(with).unwrap();
        let room = self.run(self.client.create_dm(&with)).unwrap();
        room.room_id().to_string()
    }

    fn room(&mut self, with: &[&str]) -> String {
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
        let room = self.run(self.client.create_room(request)).unwrap();
        room.room_id().to_string()
    }

    fn join(&mut self, room: &str) {
        let room = RoomId::parse(room).unwrap();
        self.run(self.client.join_room_by_id(&room)).unwrap();
    }

    fn send(&mut self, room: &str, kind: &str, content: &Value) -> String {
        let room = self.the(room);
        let sent = self.run(async { room.send_raw(kind, content.clone()).await });
        sent.unwrap().response.event_id.to_string()
    }

    fn store(&mut self, bytes: &[u8]) -> (&'static str, Value) {
        let mut bytes = bytes;
        let stored = self.run(async { self.client.upload_encrypted_file(&mut bytes).await });
        ("file", serde_json::to_value(stored.unwrap()).unwrap())
    }

    fn seen(&mut self, room: &str) -> &mut Seen {
        self.rooms.entry(room.to_owned()).or_default()
    }

    fn listen(&mut self, wait: Duration) {
        let mut filter = FilterDefinition::default();
        filter.room.timeline.limit = Some(uint!(200));
        let mut settings = SyncSettings::new()
            .timeout(wait)
            .filter(Filter::FilterDefinition(filter));
        if let Some(since) = &self.since {
            settings = settings.token(since.as_str());
        }
        let answer = self.run(self.client.sync_once(settings)).unwrap();
        self.since = Some(answer.next_batch);
        for (room, update) in answer.rooms.joined {
            let events = update.timeline.events.iter();
            let events =
                events.map(|event| serde_json::from_str(event.raw().json().get()).unwrap());
            self.seen(room.as_str()).events.extend(events);
        }
    }
}

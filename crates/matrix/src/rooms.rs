//! The room of a conversation. A person's private conversation is one,
//! whichever room holds it: the private room in which they wrote last, else an
//! existing one, else one that the bot makes for them. [`Privacy`] decides
//! which rooms are private, each time.
//!
//! The rooms themselves say where an upgraded room goes on and which room it
//! replaces, and the library stores that. So nothing is recorded here, unlike
//! in [`chat::places`](kally_engine::chat::places), which is for platforms that
//! tell only once. The bot reads it from both rooms each time, so nobody can
//! redirect a room's messages to another.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use matrix_sdk::deserialized_responses::RawSyncOrStrippedState;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request, RoomPreset};
use matrix_sdk::ruma::api::client::state::get_state_event_for_key::v3::Request as Tombstone;
use matrix_sdk::ruma::events::InitialStateEvent;
use matrix_sdk::ruma::events::StateEventType;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::events::room::history_visibility::{
    HistoryVisibility, RoomHistoryVisibilityEventContent,
};
use matrix_sdk::ruma::events::room::tombstone::RoomTombstoneEventContent;
use matrix_sdk::ruma::{MilliSecondsSinceUnixEpoch, OwnedRoomId, RoomId, UserId};
use matrix_sdk::{Client, Room, RoomState};
use tokio::sync::{Mutex as AsyncMutex, watch};

use kally_core::model::{ChatUser, ConversationId, Platform};
use kally_engine::chat::ChatError;
use kally_runtime::Clock;

use super::fault::chat_error;
use super::privacy::{Maker, Privacy};

/// The number of upgrades that are followed from one room.
const UPGRADES: usize = 16;

/// For this long after an upgrade the people of the room may still invite the
/// bot to the new one, and messages wait for that.
const MOVING: Duration = Duration::from_secs(20);

/// How many people's newest private rooms are remembered.
const DIRECTS: usize = 10_000;

/// The rooms of the bot.
pub(super) struct Rooms {
    client: Client,
    clock: Arc<dyn Clock>,
    pub(super) privacy: Privacy,
    /// The private room in which each person wrote last.
    direct: Mutex<HashMap<String, OwnedRoomId>>,
    /// One private room is made at a time, so that none is made twice.
    opening: AsyncMutex<()>,
}

impl Rooms {
    pub(super) fn new(client: Client, clock: Arc<dyn Clock>, heard: watch::Receiver<bool>) -> Self {
        Self {
            privacy: Privacy::new(client.clone(), Arc::clone(&clock), heard),
            client,
            clock,
            direct: Mutex::default(),
            opening: AsyncMutex::new(()),
        }
    }

    /// Whether a room is the private one of this person.
    pub(super) async fn is_private(&self, room: &Room, user: &str) -> bool {
        let Some(maker) = self.privacy.maker(room, user).await else {
            return false;
        };
        (maker == Maker::Bot || self.asked_to_talk(room, user).await)
            && self.privacy.is_alone(room, user, maker).await
    }

    /// Whether this person invited the bot to a direct chat: to this room, or
    /// to one that was upgraded to it.
    async fn asked_to_talk(&self, room: &Room, user: &str) -> bool {
        let mut room = room.clone();
        for _ in 0..UPGRADES {
            match self.privacy.invitation(room.room_id()).await {
                Some(asked) if asked.by != user => return false,
                Some(asked) if asked.direct => return true,
                Some(_) => {}
                None => return made_by(&room, room.own_user_id()),
            }
            match self.before(&room) {
                Some(before) => room = before,
                None => break,
            }
        }
        false
    }

    /// The conversation of a person in a room; in a shared room, also of its
    /// thread.
    pub(super) async fn conversation(
        &self,
        room: &Room,
        user: &str,
        thread: Option<String>,
    ) -> ConversationId {
        let chat_user = ChatUser {
            platform: Platform::Matrix,
            id: user.to_owned(),
        };
        if self.is_private(room, user).await {
            self.note_direct(user, room.room_id());
            return ConversationId::private_with(&chat_user);
        }
        ConversationId {
            platform: Platform::Matrix,
            chat: room.room_id().to_string(),
            thread,
            user: user.to_owned(),
        }
    }

    fn note_direct(&self, user: &str, room: &RoomId) {
        let mut direct = self.direct.lock().unwrap_or_else(PoisonError::into_inner);
        if direct.len() >= DIRECTS {
            direct.clear();
        }
        direct.insert(user.to_owned(), room.to_owned());
    }

    /// The room of a conversation; opens one for a private conversation that
    /// has none.
    pub(super) async fn room_of(&self, conversation: &ConversationId) -> Result<Room, ChatError> {
        if conversation.is_private() {
            let user = UserId::parse(&conversation.user).map_err(|_| {
                ChatError::Refused(format!("{:?} is not a Matrix user", conversation.user))
            })?;
            return self.direct_with(&user).await;
        }
        let id = RoomId::parse(&conversation.chat).map_err(|_| {
            ChatError::Refused(format!("{:?} is not a Matrix room", conversation.chat))
        })?;
        let room = self.client.get_room(&id).map(|room| self.newest(room));
        match room {
            Some(room) if room.state() == RoomState::Joined => Ok(room),
            _ => Err(ChatError::Away(format!("the bot is not in {id}"))),
        }
    }

    /// The room of a conversation in a shared one, even if the bot is not
    /// there.
    pub(super) fn known(&self, conversation: &ConversationId) -> Option<Room> {
        let room = RoomId::parse(&conversation.chat).ok()?;
        self.client.get_room(&room)
    }

    /// Whether a room that took no message is being replaced by another: then
    /// the message goes to that one in a moment.
    pub(super) async fn is_moving(&self, room: &Room) -> bool {
        if self.newest(room.clone()).room_id() != room.room_id() {
            return true;
        }
        let Some(next) = room.successor_room() else {
            return self.has_tombstone(room).await;
        };
        match self.client.get_room(&next.room_id) {
            Some(next) => match next.state() {
                RoomState::Invited => true,
                RoomState::Joined => !next.is_synced(),
                _ => false,
            },
            None => self.was_just_replaced(room).await,
        }
    }

    /// Whether the homeserver knows of an upgrade that the sync has not
    /// brought yet.
    async fn has_tombstone(&self, room: &Room) -> bool {
        let kind = StateEventType::RoomTombstone;
        let request = Tombstone::new(room.room_id().to_owned(), kind, String::new());
        let asked = self.client.send(request).await;
        asked.is_ok_and(|answer| {
            let content: Result<RoomTombstoneEventContent, _> =
                serde_json::from_str(answer.event_or_content.get());
            content.is_ok()
        })
    }

    /// Whether a room was upgraded so lately that the bot may still follow it.
    async fn was_just_replaced(&self, room: &Room) -> bool {
        let tombstone = room
            .get_state_event_static::<RoomTombstoneEventContent>()
            .await;
        let Ok(Some(RawSyncOrStrippedState::Sync(event))) = tombstone else {
            return false;
        };
        let at: Option<MilliSecondsSinceUnixEpoch> =
            event.get_field("origin_server_ts").ok().flatten();
        let now = self.clock.now().timestamp_millis();
        at.is_some_and(|at| now.abs_diff(i64::from(at.get())) < MOVING.as_millis() as u64)
    }

    /// The room of a private conversation, if it has one.
    pub(super) async fn private_room(&self, conversation: &ConversationId) -> Option<Room> {
        let user = UserId::parse(&conversation.user).ok()?;
        self.open_direct(&user).await
    }

    /// The newest room in a chain of upgrades that the bot is in.
    fn newest(&self, room: Room) -> Room {
        let mut room = room;
        for _ in 0..UPGRADES {
            let next = room
                .successor_room()
                .and_then(|successor| self.client.get_room(&successor.room_id))
                .filter(|next| next.state() == RoomState::Joined)
                .filter(|next| {
                    let before = self.before(next);
                    before.is_some_and(|before| before.room_id() == room.room_id())
                });
            match next {
                Some(next) => room = next,
                None => break,
            }
        }
        room
    }

    /// The first room in a chain of upgrades, as far as the bot was there.
    pub(super) fn oldest(&self, room: &Room) -> Room {
        let mut room = room.clone();
        for _ in 0..UPGRADES {
            match self.before(&room) {
                Some(before) => room = before,
                None => break,
            }
        }
        room
    }

    /// The room that this one replaces. Both rooms must say so: anybody can
    /// claim to replace a room.
    fn before(&self, room: &Room) -> Option<Room> {
        let before = self.client.get_room(&room.predecessor_room()?.room_id)?;
        let next = before.successor_room()?;
        (next.room_id == room.room_id()).then_some(before)
    }

    /// All ids that a room has had, the newest first.
    pub(super) fn names(&self, room: &Room) -> Vec<String> {
        let mut names = vec![room.room_id().to_string()];
        let mut room = room.clone();
        for _ in 0..UPGRADES {
            let Some(before) = self.before(&room) else {
                break;
            };
            names.push(before.room_id().to_string());
            room = before;
        }
        names
    }

    async fn direct_with(&self, user: &UserId) -> Result<Room, ChatError> {
        if let Some(room) = self.open_direct(user).await {
            return Ok(room);
        }
        let _one = self.opening.lock().await;
        if let Some(room) = self.open_direct(user).await {
            return Ok(room);
        }
        let room = self
            .client
            .create_room(private_room(user))
            .await
            .map_err(|error| chat_error(&error))?;
        self.privacy.made(room.room_id(), user);
        tracing::info!(%user, room = %room.room_id(), "Matrix: opened a direct chat");
        self.note_direct(user.as_str(), room.room_id());
        Ok(room)
    }

    /// An existing private room: the one in which they wrote last, else the one
    /// with the most recent event.
    async fn open_direct(&self, user: &UserId) -> Option<Room> {
        let noted = self
            .direct
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(user.as_str())
            .cloned();
        if let Some(room) = noted.and_then(|id| self.client.get_room(&id))
            && self.is_private(&room, user.as_str()).await
        {
            return Some(room);
        }
        // The mark 'direct' only says which rooms are worth a look.
        let mut rooms: Vec<Room> = self
            .client
            .joined_rooms()
            .into_iter()
            .filter(|room| {
                room.direct_targets()
                    .iter()
                    .any(|target| target.as_user_id() == Some(user))
            })
            .collect();
        rooms.sort_by_key(|room| std::cmp::Reverse(room.recency_stamp().map_or(0, u64::from)));
        for room in rooms {
            if self.is_private(&room, user.as_str()).await {
                self.note_direct(user.as_str(), room.room_id());
                return Some(room);
            }
        }
        None
    }
}

fn made_by(room: &Room, user: &UserId) -> bool {
    room.create_content()
        .is_some_and(|create| create.creator == user)
}

/// The request for a room with the bot and one person: encrypted, and people
/// who are invited later cannot read earlier messages.
fn private_room(user: &UserId) -> Request {
    let mut request = Request::new();
    request.invite = vec![user.to_owned()];
    request.is_direct = true;
    request.preset = Some(RoomPreset::TrustedPrivateChat);
    let history = RoomHistoryVisibilityEventContent::new(HistoryVisibility::Invited);
    let encryption = RoomEncryptionEventContent::with_recommended_defaults();
    request.initial_state = vec![
        InitialStateEvent::with_empty_state_key(history).to_raw_any(),
        InitialStateEvent::with_empty_state_key(encryption).to_raw_any(),
    ];
    request
}

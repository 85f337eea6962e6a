//! Which room a conversation is in. A person's private conversation is theirs
//! whatever room it is held in: the direct chat that they wrote in last, else
//! one that is there, else one that the bot opens.
//!
//! A direct chat is a room that is marked as one and in which nobody else is:
//! what is personal is never said where a third reads along.
//!
//! Where an upgraded room goes on, and what it was before, stands in the rooms
//! themselves, which the library keeps; so nothing is noted of it here as
//! [`chat::places`](crate::chat::places) does for platforms that only tell once.
//! Read from both sides each time, nobody can lead a room's words into another.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::{Client, Room, RoomMemberships, RoomState};
use tokio::sync::Mutex as AsyncMutex;

use crate::chat::ChatError;
use crate::model::{ChatUser, ConversationId, Platform};

use super::fault::chat_error;

/// How many rooms a room may have been upgraded to, one after the other.
const UPGRADES: usize = 16;

/// How many people's newest direct chats are remembered.
const DIRECTS: usize = 10_000;

/// The rooms of the bot.
pub(super) struct Rooms {
    client: Client,
    /// The direct chat in which each person wrote last.
    direct: Mutex<HashMap<String, OwnedRoomId>>,
    /// One direct chat is opened at a time, so that none is opened twice.
    opening: AsyncMutex<()>,
}

impl Rooms {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            direct: Mutex::default(),
            opening: AsyncMutex::new(()),
        }
    }

    /// The one other person of a direct chat; nobody in any other room.
    pub(super) async fn partner(&self, room: &Room) -> Option<OwnedUserId> {
        let me = room.own_user_id();
        let targets = room.direct_targets();
        let mut others = targets
            .iter()
            .filter_map(|target| target.as_user_id())
            .filter(|user| *user != me);
        let (partner, None) = (others.next()?.to_owned(), others.next()) else {
            return None;
        };
        (active(room).await? <= 2).then_some(partner)
    }

    /// The conversation of a person in a room, and in its thread if it is none
    /// of theirs alone.
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
        match self.partner(room).await {
            Some(partner) if partner.as_str() == user => {
                self.note_direct(user, room.room_id());
                ConversationId::private_with(&chat_user)
            }
            _ => ConversationId {
                platform: Platform::Matrix,
                chat: room.room_id().to_string(),
                thread,
                user: user.to_owned(),
            },
        }
    }

    fn note_direct(&self, user: &str, room: &RoomId) {
        let mut direct = self.direct.lock().unwrap_or_else(PoisonError::into_inner);
        if direct.len() >= DIRECTS {
            direct.clear();
        }
        direct.insert(user.to_owned(), room.to_owned());
    }

    /// The room of a conversation; a private one is opened if it has none.
    pub(super) async fn room_of(&self, conversation: &ConversationId) -> Result<Room, ChatError> {
        if conversation.is_private() {
            let user = UserId::parse(&conversation.user).map_err(|_| {
                ChatError::Refused(format!("{:?} is no user of Matrix", conversation.user))
            })?;
            return self.direct_with(&user).await;
        }
        let id = RoomId::parse(&conversation.chat).map_err(|_| {
            ChatError::Refused(format!("{:?} is no room of Matrix", conversation.chat))
        })?;
        let room = self.client.get_room(&id).map(|room| self.newest(room));
        match room {
            Some(room) if room.state() == RoomState::Joined => Ok(room),
            _ => Err(ChatError::Away(format!("the bot is not in {id}"))),
        }
    }

    /// Where a room that was upgraded goes on, as far as the bot is there.
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

    /// What a room was called first, as far as the bot was there.
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

    /// The room that went on in this one. Both must say so: anybody can claim
    /// a past.
    fn before(&self, room: &Room) -> Option<Room> {
        let before = self.client.get_room(&room.predecessor_room()?.room_id)?;
        let next = before.successor_room()?;
        (next.room_id == room.room_id()).then_some(before)
    }

    /// All that a room was called, its newest name first.
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
            .create_dm(user)
            .await
            .map_err(|error| chat_error(&error))?;
        tracing::info!(%user, room = %room.room_id(), "Matrix: opened a direct chat");
        self.note_direct(user.as_str(), room.room_id());
        Ok(room)
    }

    /// A direct chat that is there: the one they wrote in last, else the one
    /// in which something happened last.
    async fn open_direct(&self, user: &UserId) -> Option<Room> {
        let noted = self
            .direct
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(user.as_str())
            .cloned();
        if let Some(room) = noted.and_then(|id| self.client.get_room(&id))
            && self.is_direct_with(&room, user).await
        {
            return Some(room);
        }
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
            if self.is_direct_with(&room, user).await {
                self.note_direct(user.as_str(), room.room_id());
                return Some(room);
            }
        }
        None
    }

    /// Somebody who has left a direct chat does not read it any more. A room
    /// that was just made is not synchronised yet, and as it was made.
    async fn is_direct_with(&self, room: &Room, user: &UserId) -> bool {
        if room.state() != RoomState::Joined {
            return false;
        }
        if room.joined_members_count() == 0 && room.active_members_count() == 0 {
            return true;
        }
        let here = room
            .get_member(user)
            .await
            .ok()
            .flatten()
            .is_some_and(|member| RoomMemberships::ACTIVE.matches(member.membership()));
        here && self.partner(room).await.as_deref() == Some(user)
    }
}

/// How many people are in a room or asked in; `None` where that is not known.
async fn active(room: &Room) -> Option<u64> {
    match room.active_members_count() {
        0 => {
            let members = room.members(RoomMemberships::ACTIVE).await.ok()?;
            u64::try_from(members.len()).ok()
        }
        count => Some(count),
    }
}

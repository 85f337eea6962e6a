//! Whether a room is one person's private chat with the bot. Everybody may be
//! hostile. So the decision depends on who made the room, who invited the bot,
//! who can come in or read, and who has ever been there. It never depends on
//! the mark 'direct', which the library sets for anybody who happens to be
//! there.
//!
//! Everything but the members is in the library's store, as of the last sync.
//! The library loads members lazily, and one who has left would be missing; so
//! the bot asks for them once, and again when any of them changes.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use matrix_sdk::ruma::api::client::membership::get_member_events;
use matrix_sdk::ruma::events::room::history_visibility::HistoryVisibility;
use matrix_sdk::ruma::events::room::join_rules::JoinRule;
use matrix_sdk::ruma::{OwnedRoomId, RoomId, UserId};
use matrix_sdk::sync::{JoinedRoomUpdate, State};
use matrix_sdk::{Client, Room, RoomState};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use kally_runtime::Clock;

use super::fault::{Fault, http_fault};

/// The pauses between attempts to ask for a room's members.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(250),
    Duration::from_secs(1),
    Duration::from_secs(4),
];

/// How often the members are asked for anew because they changed meanwhile.
const CHANGES: usize = 4;

/// The number of rooms whose members are remembered; others are asked for
/// again.
const REMEMBERED: usize = 10_000;

/// How the bot was invited into a room; stored while the bot is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Invitation {
    pub by: String,
    /// Whether to a direct chat.
    pub direct: bool,
}

/// The state events that decide who can read a room.
const TELLING: [&str; 3] = [
    "m.room.member",
    "m.room.join_rules",
    "m.room.history_visibility",
];

/// Who made a room that may be private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    Bot,
    /// The person whose private chat it would be.
    Person,
}

/// The users other than the bot that were ever in a room, or invited.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Company {
    Nobody,
    /// One person only, with their current membership.
    Only {
        who: String,
        membership: String,
    },
    Several,
}

/// The facts about a room, as far as they were looked up.
#[derive(Debug, Default)]
struct Looked {
    /// Grows with every change of its members.
    changes: u64,
    company: Option<Company>,
    /// The person whose private chat it was found to be.
    private_with: Option<String>,
}

/// Decides which rooms are private to whom.
pub(super) struct Privacy {
    client: Client,
    clock: Arc<dyn Clock>,
    /// The library's data about rooms is out of date before the first sync.
    heard: watch::Receiver<bool>,
    rooms: Mutex<HashMap<OwnedRoomId, Looked>>,
    /// Rooms that the bot has just made, each for a person.
    made: Mutex<HashMap<OwnedRoomId, String>>,
    /// Rooms for which the store was asked whether they were told.
    asked: Mutex<HashSet<OwnedRoomId>>,
}

impl Privacy {
    pub(super) fn new(client: Client, clock: Arc<dyn Clock>, heard: watch::Receiver<bool>) -> Self {
        Self {
            client,
            clock,
            heard,
            rooms: Mutex::default(),
            made: Mutex::default(),
            asked: Mutex::default(),
        }
    }

    /// Records a room that the bot has just made for somebody.
    pub(super) fn made(&self, room: &RoomId, user: &UserId) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(room.to_owned(), user.to_string());
    }

    /// Stores how the bot was invited into a room, before it joins.
    pub(super) async fn note(&self, room: &RoomId, invitation: &Invitation) {
        let Ok(value) = serde_json::to_vec(invitation) else {
            return;
        };
        self.keep(&invitation_key(room), value).await;
    }

    /// How the bot was invited into a room.
    pub(super) async fn invitation(&self, room: &RoomId) -> Option<Invitation> {
        let value = self.kept(&invitation_key(room)).await?;
        serde_json::from_slice(&value).ok()
    }

    /// Records that a room was told that others can read along.
    pub(super) async fn told(&self, room: &RoomId) {
        self.keep(&told_key(room), Vec::new()).await;
    }

    /// Whether a room may still have to be told that others can read along;
    /// looked up once.
    pub(super) async fn is_untold(&self, room: &RoomId) -> bool {
        let first = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.insert(room.to_owned())
        };
        first && self.kept(&told_key(room)).await.is_none()
    }

    async fn keep(&self, key: &str, value: Vec<u8>) {
        let store = self.client.state_store();
        let kept = store.set_custom_value_no_read(key.as_bytes(), value).await;
        if let Err(error) = kept {
            tracing::error!(%error, key, "a fact about a room cannot be stored");
        }
    }

    async fn kept(&self, key: &str) -> Option<Vec<u8>> {
        let store = self.client.state_store();
        match store.get_custom_value(key.as_bytes()).await {
            Ok(value) => value,
            Err(error) => {
                tracing::error!(%error, key, "a fact about a room cannot be read");
                None
            }
        }
    }

    /// Notes a sync's changes to a room: its members, or who can come in or
    /// read, may have changed. Returns the person whose private chat it was
    /// until now.
    pub(super) fn changed(&self, room: &RoomId, update: &JoinedRoomUpdate) -> Option<String> {
        let (State::Before(state) | State::After(state)) = &update.state;
        let timeline = &update.timeline;
        let mut events = state
            .iter()
            .map(|event| event.json().get())
            .chain(timeline.events.iter().map(|event| event.raw().json().get()));
        if timeline.limited || events.any(tells) {
            return self.forget(room);
        }
        None
    }

    /// Forgets the members of a room. Returns the person whose private chat it
    /// was until now.
    pub(super) fn forget(&self, room: &RoomId) -> Option<String> {
        let mut rooms = self.rooms();
        let looked = rooms.get_mut(room)?;
        looked.changes = looked.changes.wrapping_add(1);
        looked.company = None;
        looked.private_with.take()
    }

    /// Who made a room, if its maker and its access rules allow it to be this
    /// person's private one.
    pub(super) async fn maker(&self, room: &Room, user: &str) -> Option<Maker> {
        let mut heard = self.heard.clone();
        // The sender lives as long as the account.
        let _ = heard.wait_for(|heard| *heard).await;
        if room.state() != RoomState::Joined || room.joined_members_count() > 2 {
            return None;
        }
        if !room.is_synced() {
            // Until a room is synced, only the inviter's homeserver has
            // described it. A room that the bot made itself is as it was made.
            return self.was_just_made(room, user).then_some(Maker::Bot);
        }
        let create = room.create_content()?;
        let closed = room.join_rule() == Some(JoinRule::Invite)
            && room.history_visibility_or_default() != HistoryVisibility::WorldReadable
            && room.successor_room().is_none();
        if !closed {
            None
        } else if create.creator == room.own_user_id() {
            Some(Maker::Bot)
        } else {
            (create.creator.as_str() == user).then_some(Maker::Person)
        }
    }

    /// Whether only the bot and this person are in a room, and nobody else ever
    /// was.
    pub(super) async fn is_alone(&self, room: &Room, user: &str, maker: Maker) -> bool {
        if !room.is_synced() {
            return self.was_just_made(room, user);
        }
        let alone = match self.company(room).await {
            Some(Company::Only { who, membership }) => {
                // A person whom the bot has invited reads everything from then
                // on.
                let there = membership == "join" || maker == Maker::Bot && membership == "invite";
                who == user && there
            }
            _ => false,
        };
        if alone && let Some(looked) = self.rooms().get_mut(room.room_id()) {
            looked.private_with = looked.company.is_some().then(|| user.to_owned());
        }
        alone
    }

    fn was_just_made(&self, room: &Room, user: &str) -> bool {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.get(room.room_id()).is_some_and(|whose| whose == user)
    }

    /// The users that were ever there; `None` if the homeserver does not tell.
    async fn company(&self, room: &Room) -> Option<Company> {
        for _ in 0..CHANGES {
            let changes = {
                let mut rooms = self.rooms();
                if rooms.len() >= REMEMBERED && !rooms.contains_key(room.room_id()) {
                    // Rooms that are being asked for at this moment stay.
                    rooms.retain(|_, looked| looked.company.is_none());
                }
                let looked = rooms.entry(room.room_id().to_owned()).or_default();
                if let Some(company) = &looked.company {
                    return Some(company.clone());
                }
                looked.changes
            };
            let company = self.ask(room).await?;
            let mut rooms = self.rooms();
            let looked = rooms.entry(room.room_id().to_owned()).or_default();
            if looked.changes == changes {
                looked.company = Some(company.clone());
                return Some(company);
            }
        }
        None
    }

    async fn ask(&self, room: &Room) -> Option<Company> {
        for pause in PAUSES {
            let request = get_member_events::v3::Request::new(room.room_id().to_owned());
            let error = match self.client.send(request).await {
                Ok(members) => {
                    let members = members.chunk.iter().map(|member| member.json().get());
                    return Some(company(members, room.own_user_id().as_str()));
                }
                Err(error) => error,
            };
            tracing::warn!(%error, room = %room.room_id(), "the members of a room cannot be fetched");
            match http_fault(&error) {
                Fault::Wait(wait) => self.clock.sleep(wait).await,
                Fault::Passing => self.clock.sleep(pause).await,
                _ => return None,
            }
        }
        None
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<OwnedRoomId, Looked>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an event changes who can read.
fn tells(event: &str) -> bool {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        kind: String,
    }
    // An unreadable event may be one of them.
    serde_json::from_str::<Kind>(event).map_or(true, |event| TELLING.contains(&event.kind.as_str()))
}

/// The store's key for the bot's invitation.
fn invitation_key(room: &RoomId) -> String {
    format!("kally-bridge/invitation/{room}")
}

/// The store's key for the fact that a room was told that others can read
/// along.
fn told_key(room: &RoomId) -> String {
    format!("kally-bridge/told-open/{room}")
}

/// The user and the membership of a membership event.
#[derive(Deserialize)]
struct Member {
    state_key: String,
    content: Membership,
}

#[derive(Deserialize)]
struct Membership {
    membership: String,
}

/// The company in a list of members. An unreadable member counts as somebody
/// else.
fn company<'a>(members: impl Iterator<Item = &'a str>, me: &str) -> Company {
    let mut company = Company::Nobody;
    for member in members {
        match serde_json::from_str::<Member>(member) {
            Ok(member) if member.state_key == me => {}
            Ok(member) if company == Company::Nobody => {
                company = Company::Only {
                    who: member.state_key,
                    membership: member.content.membership,
                };
            }
            _ => return Company::Several,
        }
    }
    company
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(members: &[(&str, &str)], expected: &Company) {
        let members: Vec<String> = members
            .iter()
            .map(|(who, membership)| {
                json!({"state_key": who, "content": {"membership": membership}}).to_string()
            })
            .collect();
        let members = members.iter().map(String::as_str);
        assert_eq!(&company(members, "@kally:x"), expected);
    }

    #[test]
    fn whoever_was_ever_there_counts() {
        let only = |membership: &str| Company::Only {
            who: "@ana:x".to_owned(),
            membership: membership.to_owned(),
        };
        check(&[("@kally:x", "join")], &Company::Nobody);
        let me = ("@kally:x", "join");
        check(&[me, ("@ana:x", "join")], &only("join"));
        check(&[("@ana:x", "leave"), me], &only("leave"));
        for membership in ["join", "invite", "leave", "ban", "knock", "unheard-of"] {
            let members = [me, ("@ana:x", "join"), ("@mallory:x", membership)];
            check(&members, &Company::Several);
        }
    }

    #[test]
    fn a_member_that_cannot_be_read_is_somebody() {
        let ana = r#"{"state_key":"@ana:x","content":{"membership":"join"}}"#;
        for odd in [r#"{"state_key":"@m:x","content":{}}"#, "{}", "7"] {
            assert_eq!(
                company([ana, odd].into_iter(), "@kally:x"),
                Company::Several
            );
            assert_eq!(company([odd].into_iter(), "@kally:x"), Company::Several);
        }
    }
}

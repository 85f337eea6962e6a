//! Joining and leaving: the bot accepts invitations from people who may use it and
//! declines others with a reason; it follows a room that was upgraded; it
//! leaves a room that everybody has left.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use matrix_sdk::deserialized_responses::RawSyncOrStrippedState;
use matrix_sdk::ruma::api::client::membership::leave_room;
use matrix_sdk::ruma::events::room::tombstone::RoomTombstoneEventContent;
use matrix_sdk::ruma::{
    OwnedRoomId, OwnedServerName, OwnedTransactionId, OwnedUserId, RoomId, UserId,
};
use matrix_sdk::{Room, RoomState};
use serde_json::json;
use tokio::sync::Semaphore;

use super::MatrixBot;
use super::deliver::say;
use super::fault::{Fault, fault};
use super::privacy::Invitation;

/// The pauses between attempts; another server may be slow to let the bot in.
const PAUSES: [u64; 6] = [1, 4, 15, 60, 240, 900];

/// The pause between two looks at whether the homeserver has described a new
/// room, and how often it is looked at.
const SYNCED: Duration = Duration::from_millis(250);
const SYNCED_LOOKS: usize = 80;

/// For this long the people of an upgraded room can invite the bot, before it
/// tries to join by itself.
const FOLLOWING: Duration = Duration::from_secs(1);

/// How many upgraded rooms are being entered at a time.
const MOST_FOLLOWING: usize = 4;

/// The sentences about rooms that the bot is invited to.
#[derive(Debug, Clone)]
pub struct Phrases {
    /// The greeting in a shared room.
    pub greeting: String,
    /// Is added where only one person is.
    pub room_of_two: String,
    /// Why the bot declines an invitation, in words for its sender: they may not
    /// use the bot.
    pub uninvited: String,
    /// The bot is in as many rooms as the operator wants, or as this person
    /// can invite it to.
    pub full: String,
}

/// Answers invitations and follows rooms.
#[derive(Clone)]
pub(super) struct Invites {
    account: Arc<MatrixBot>,
    phrases: Phrases,
    /// The rooms whose upgrade was followed.
    followed: Arc<Mutex<HashSet<OwnedRoomId>>>,
    following: Arc<Semaphore>,
}

impl Invites {
    pub(super) fn new(account: Arc<MatrixBot>, phrases: Phrases) -> Self {
        Self {
            account,
            phrases,
            followed: Arc::default(),
            following: Arc::new(Semaphore::new(MOST_FOLLOWING)),
        }
    }

    /// Answers the invitations that came while the bot was away, and follows
    /// upgrades.
    pub(super) fn catch_up(&self) {
        for room in self.account.client.invited_rooms() {
            self.answer(room);
        }
        for room in self.account.client.joined_rooms() {
            if let Some(next) = room.successor_room() {
                let own = self.clone();
                self.account.tasks.spawn(async move {
                    if let Some(sender) = who_moved(&room).await {
                        own.follow(room.room_id(), &next.room_id, sender.as_str());
                    }
                });
            }
        }
    }

    /// Answers an invitation, in the background.
    pub(super) fn answer(&self, room: Room) {
        let own = self.clone();
        self.account.tasks.spawn(async move {
            let direct = room.is_direct().await.unwrap_or(false);
            // A stranger may have a code to send.
            let open = direct && own.account.access.awaits_code();
            match room.invite_details().await {
                Ok(invite) if open || own.account.may_use(invite.inviter_id.as_str()) => {
                    let invitation = Invitation {
                        by: invite.inviter_id.to_string(),
                        direct,
                    };
                    if own.account.joins(invite.inviter_id.as_str()) {
                        let privacy = &own.account.rooms.privacy;
                        privacy.note(room.room_id(), &invitation).await;
                        if !direct {
                            // The greeting tells how to speak to the bot there.
                            privacy.told(room.room_id()).await;
                        }
                        if own.join(&room).await && !direct {
                            own.greet(&room).await;
                        }
                    } else {
                        own.refuse(&room, &invite.inviter_id, &own.phrases.full)
                            .await;
                    }
                }
                Ok(invite) => {
                    own.refuse(&room, &invite.inviter_id, &own.phrases.uninvited)
                        .await
                }
                Err(error) => tracing::warn!(%error, "an invitation cannot be read"),
            }
        });
    }

    /// Answers whether the bot is in.
    async fn join(&self, room: &Room) -> bool {
        for pause in PAUSES {
            let error = match room.join().await {
                Ok(()) => {
                    tracing::info!(room = %room.room_id(), "Matrix: joined a room");
                    return true;
                }
                Err(_) if room.state() == RoomState::Joined => return true,
                Err(error) => error,
            };
            match fault(&error) {
                Fault::Wait(wait) => self.account.clock.sleep(wait).await,
                Fault::Forbidden | Fault::Refused => {
                    // It was taken back, or the room is gone.
                    tracing::warn!(%error, room = %room.room_id(), "an invitation cannot be accepted");
                    let _ = room.leave().await;
                    return false;
                }
                _ => {
                    tracing::warn!(%error, room = %room.room_id(), "an invitation cannot be accepted now; trying again");
                    self.account.clock.sleep(Duration::from_secs(pause)).await;
                }
            }
        }
        false
    }

    /// Says in a new room how the bot is spoken to. The homeserver drops a
    /// greeting that it has had, so that coming in anew does not repeat it at
    /// once.
    async fn greet(&self, room: &Room) {
        for _ in 0..SYNCED_LOOKS {
            if room.is_synced() {
                break;
            }
            self.account.clock.sleep(SYNCED).await;
        }
        // The people of an upgraded room know the bot.
        if !room.is_synced() || room.predecessor_room().is_some() {
            return;
        }
        let Phrases {
            greeting,
            room_of_two,
            ..
        } = &self.phrases;
        let words = match room.active_members_count() {
            0..=2 => format!("{greeting} {room_of_two}"),
            _ => greeting.clone(),
        };
        let content = json!({ "msgtype": "m.notice", "body": words, "m.mentions": {} });
        let transaction: OwnedTransactionId = format!("kally-greet-{}", room.room_id()).into();
        if let Err(error) = say(room, transaction, content).await {
            tracing::debug!(%error, "a room was not greeted");
        }
    }

    async fn refuse(&self, room: &Room, inviter: &UserId, why: &str) {
        tracing::info!(%inviter, why, "Matrix: an invitation was declined");
        let mut request = leave_room::v3::Request::new(room.room_id().to_owned());
        request.reason = Some(why.to_owned());
        if let Err(error) = self.account.client.send(request).await {
            tracing::warn!(%error, "an invitation could not be declined");
        }
    }

    /// Follows a room to the one that replaces it, in the background: once, and
    /// only where an allowed user upgraded it.
    pub(super) fn follow(&self, room: &RoomId, next: &RoomId, sender: &str) {
        if !self.account.may_use(sender) {
            tracing::info!(%sender, %room, "Matrix: a room's upgrade is not followed, since its sender may not use the bot");
            return;
        }
        let first = {
            let mut followed = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
            followed.insert(room.to_owned())
        };
        if !first || self.state(next) == Some(RoomState::Joined) {
            return;
        }
        let via: Vec<OwnedServerName> = <&UserId>::try_from(sender)
            .ok()
            .map(|sender| sender.server_name().to_owned())
            .into_iter()
            .chain(next.server_name().map(ToOwned::to_owned))
            .collect();
        let (own, next) = (self.clone(), next.to_owned());
        self.account.tasks.spawn(async move {
            // The person who upgrades a room usually invites its people into
            // the new one. That comes first, since an invitation names its
            // sender.
            own.account.clock.sleep(FOLLOWING).await;
            for pause in PAUSES {
                let Some(wait) = own.come_in(&next, &via).await else {
                    return;
                };
                let wait = wait.unwrap_or(Duration::from_secs(pause));
                own.account.clock.sleep(wait).await;
            }
        });
    }

    /// Tries to join the room that an upgrade leads to. `None` if there is
    /// nothing more to try; otherwise how long to wait, if the homeserver said
    /// so.
    async fn come_in(&self, next: &RoomId, via: &[OwnedServerName]) -> Option<Option<Duration>> {
        let _one_of_few = self.following.acquire().await.ok()?;
        match self.state(next) {
            Some(RoomState::Joined) => return None,
            // The invitation is being answered.
            Some(RoomState::Invited) => return Some(None),
            _ => {}
        }
        let id = next.as_str().try_into().ok()?;
        match self.account.client.join_room_by_id_or_alias(id, via).await {
            Ok(_) => {
                tracing::info!(room = %next, "Matrix: followed an upgraded room");
                None
            }
            Err(error) => {
                tracing::warn!(%error, room = %next, "an upgraded room cannot be followed yet");
                Some(match fault(&error) {
                    Fault::Wait(wait) => Some(wait),
                    _ => None,
                })
            }
        }
    }

    fn state(&self, room: &RoomId) -> Option<RoomState> {
        Some(self.account.client.get_room(room)?.state())
    }

    /// Leaves a room in which nobody else is left.
    pub(super) fn leave_if_empty(&self, room: &Room) {
        if room.joined_members_count() != 1 || room.active_members_count() != 1 {
            return;
        }
        let room = room.clone();
        self.account.tasks.spawn(async move {
            tracing::info!(room = %room.room_id(), "Matrix: left a room that everybody has left");
            if let Err(error) = room.leave().await {
                tracing::warn!(%error, "an empty room could not be left");
            }
        });
    }
}

/// The sender of a room's tombstone.
async fn who_moved(room: &Room) -> Option<OwnedUserId> {
    let event = room
        .get_state_event_static::<RoomTombstoneEventContent>()
        .await
        .ok()
        .flatten()?;
    match event {
        RawSyncOrStrippedState::Sync(event) => event.get_field("sender").ok().flatten(),
        RawSyncOrStrippedState::Stripped(_) => None,
    }
}

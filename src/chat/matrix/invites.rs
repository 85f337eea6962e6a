//! Coming and going: invitations are accepted from those who may ask the bot,
//! and refused with a word from others; a room that was upgraded is followed;
//! a room that everybody has left is left.

use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::ruma::api::client::membership::leave_room;
use matrix_sdk::ruma::{OwnedServerName, RoomId, UserId};
use matrix_sdk::{Room, RoomState};

use super::Account;
use super::fault::{Fault, fault};
use super::globs::Allowed;
use super::privacy::Invitation;

/// The pauses between attempts; another server may be slow to let the bot in.
const PAUSES: [u64; 6] = [1, 4, 15, 60, 240, 900];

/// Answers invitations and follows rooms.
#[derive(Clone)]
pub(super) struct Invites {
    account: Arc<Account>,
    allowed: Allowed,
    refusal: String,
}

impl Invites {
    /// `refusal` is what a person reads whose invitation is declined.
    pub(super) fn new(account: Arc<Account>, allowed: Allowed, refusal: String) -> Self {
        Self {
            account,
            allowed,
            refusal,
        }
    }

    /// Answers what came while nobody was there, and follows what went on.
    pub(super) fn catch_up(&self) {
        for room in self.account.client.invited_rooms() {
            self.answer(room);
        }
        for room in self.account.client.joined_rooms() {
            if let Some(next) = room.successor_room() {
                self.follow(&next.room_id, None);
            }
        }
    }

    /// Answers an invitation, beside everything else.
    pub(super) fn answer(&self, room: Room) {
        let own = self.clone();
        self.account.tasks.spawn(async move {
            match room.invite_details().await {
                Ok(invite) if own.allowed.allows(invite.inviter_id.as_str()) => {
                    let invitation = Invitation {
                        by: invite.inviter_id.to_string(),
                        direct: room.is_direct().await.unwrap_or(false),
                    };
                    let privacy = &own.account.rooms.privacy;
                    privacy.note(room.room_id(), &invitation).await;
                    own.join(&room).await;
                }
                Ok(invite) => own.refuse(&room, &invite.inviter_id).await,
                Err(error) => tracing::warn!(%error, "an invitation cannot be read"),
            }
        });
    }

    async fn join(&self, room: &Room) {
        for pause in PAUSES {
            let error = match room.join().await {
                Ok(()) => {
                    tracing::info!(room = %room.room_id(), "Matrix: joined a room");
                    return;
                }
                Err(_) if room.state() == RoomState::Joined => return,
                Err(error) => error,
            };
            match fault(&error) {
                Fault::Wait(wait) => self.account.clock.sleep(wait).await,
                Fault::Forbidden | Fault::Refused => {
                    // It was taken back, or the room is gone.
                    tracing::warn!(%error, room = %room.room_id(), "an invitation cannot be accepted");
                    let _ = room.leave().await;
                    return;
                }
                _ => {
                    tracing::warn!(%error, room = %room.room_id(), "an invitation cannot be accepted now; trying again");
                    self.account.clock.sleep(Duration::from_secs(pause)).await;
                }
            }
        }
    }

    async fn refuse(&self, room: &Room, inviter: &UserId) {
        tracing::info!(%inviter, "Matrix: an invitation of somebody who is not in matrix.allowed_users is declined");
        let mut request = leave_room::v3::Request::new(room.room_id().to_owned());
        request.reason = Some(self.refusal.clone());
        if let Err(error) = self.account.client.send(request).await {
            tracing::warn!(%error, "an invitation could not be declined");
        }
    }

    /// Goes where a room goes on, beside everything else.
    pub(super) fn follow(&self, next: &RoomId, sender: Option<&str>) {
        let there = self
            .account
            .client
            .get_room(next)
            .is_some_and(|room| room.state() == RoomState::Joined);
        if there {
            return;
        }
        let (own, next) = (self.clone(), next.to_owned());
        let via: Vec<OwnedServerName> = sender
            .and_then(|sender| <&UserId>::try_from(sender).ok())
            .map(|sender| sender.server_name().to_owned())
            .into_iter()
            .chain(next.server_name().map(ToOwned::to_owned))
            .collect();
        self.account.tasks.spawn(async move {
            for pause in PAUSES {
                let id = next.as_str().try_into();
                let Ok(id) = id else { return };
                let joined = own
                    .account
                    .client
                    .join_room_by_id_or_alias(id, &via)
                    .await;
                match joined {
                    Ok(_) => {
                        tracing::info!(room = %next, "Matrix: followed a room to its upgrade");
                        return;
                    }
                    Err(error) => {
                        tracing::warn!(%error, room = %next, "an upgraded room cannot be followed yet");
                        let pause = match fault(&error) {
                            Fault::Wait(wait) => wait,
                            _ => Duration::from_secs(pause),
                        };
                        own.account.clock.sleep(pause).await;
                    }
                }
            }
        });
    }

    /// Leaves a room in which nobody is left.
    pub(super) fn leave_if_empty(&self, room: &Room) {
        if room.joined_members_count() != 1 || room.active_members_count() != 1 {
            return;
        }
        let room = room.clone();
        self.account.tasks.spawn(async move {
            tracing::info!(room = %room.room_id(), "Matrix: everybody has left a room, and so does the bot");
            if let Err(error) = room.leave().await {
                tracing::warn!(%error, "an empty room could not be left");
            }
        });
    }
}

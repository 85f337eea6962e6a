//! Warnings in a direct chat that is not private, or not any more: others can
//! read along there, and how to address the bot then.

use std::sync::Arc;

use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{OwnedTransactionId, UserId};
use matrix_sdk::{Room, RoomState};
use serde_json::json;

use super::MatrixBot;
use super::deliver::say;

impl MatrixBot {
    /// A room that was private with somebody has changed: tells them if others
    /// can read it now.
    pub(super) fn has_changed(self: &Arc<Self>, room: Room, person: String, words: String) {
        let account = Arc::clone(self);
        self.tasks.spawn(async move {
            if is_there(&room, &person).await && !account.rooms.is_private(&room, &person).await {
                tracing::info!(room = %room.room_id(), "Matrix: a private room is not private any more");
                account.say_openly(&room, &words).await;
            }
        });
    }

    /// A person speaks without addressing the bot in a shared room. If it looks
    /// like a direct chat to them, they are told once that it is not.
    pub(super) async fn is_spoken_to(self: &Arc<Self>, room: &Room, person: &str, words: &str) {
        let marked = room.direct_targets();
        let marked = marked.iter().any(|target| target.as_str() == person);
        // A room with nobody else in it looks like one.
        let looks_direct = marked || room.active_members_count() <= 2;
        if !looks_direct || !self.rooms.privacy.is_untold(room.room_id()).await {
            return;
        }
        let (account, room, words) = (Arc::clone(self), room.clone(), words.to_owned());
        self.tasks
            .spawn(async move { account.say_openly(&room, &words).await });
    }

    async fn say_openly(&self, room: &Room, words: &str) {
        let content = json!({ "msgtype": "m.notice", "body": words, "m.mentions": {} });
        let now = self.clock.now().timestamp_micros();
        let transaction: OwnedTransactionId = format!("kally-open-{now}").into();
        self.rooms.privacy.told(room.room_id()).await;
        match say(room, transaction, content).await {
            Ok(_) => {}
            Err(error) => {
                tracing::debug!(%error, "the warning that others can read along was not sent")
            }
        }
    }
}

async fn is_there(room: &Room, person: &str) -> bool {
    let Ok(person) = <&UserId>::try_from(person) else {
        return false;
    };
    let member = room.get_member_no_sync(person).await.ok().flatten();
    room.state() == RoomState::Joined
        && member.is_some_and(|member| *member.membership() == MembershipState::Join)
}

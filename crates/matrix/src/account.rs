//! The bot's own account, once it is signed in: the parts that receiving and
//! sending share.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use matrix_sdk::ruma::{EventId, OwnedUserId};
use matrix_sdk::{Client, Room, RoomMemberships};

use secrecy::SecretString;
use tokio::sync::watch;

use kally_core::model::{ChatUser, ConversationId, Platform, fold};
use kally_engine::access::Access;
use kally_engine::bridge::Sender;
use kally_runtime::{Clock, Tasks};

use super::encryption::{EncryptionError, EncryptionSetup, shown, stand};
use super::event::{Brings, Event};
use super::fault::{Fault, fault};
use super::identity::Identities;
use super::marking::Marking;
use super::marks::Memo;
use super::recall::{Known, Recall};
use super::rooms::Rooms;

/// The pauses between attempts to look an event up.
const PAUSES: [Duration; 4] = [
    Duration::from_millis(250),
    Duration::from_secs(1),
    Duration::from_secs(4),
    Duration::from_secs(15),
];

pub struct MatrixBot {
    pub(super) client: Client,
    pub(super) me: OwnedUserId,
    pub(super) rooms: Rooms,
    pub(super) recall: Recall,
    pub(super) identities: Identities,
    pub(super) marking: Marking,
    pub(super) access: Arc<Access>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) tasks: Tasks,
    /// Whether the homeserver has answered since the start and has the device's
    /// keys.
    pub(super) heard: watch::Sender<bool>,
}

impl MatrixBot {
    /// The account of a client that is signed in; `None` if it is not.
    #[must_use]
    pub fn new(
        client: Client,
        access: Arc<Access>,
        clock: Arc<dyn Clock>,
        tasks: Tasks,
    ) -> Option<Self> {
        let me = client.user_id()?.to_owned();
        let heard = watch::Sender::new(false);
        Some(Self {
            rooms: Rooms::new(client.clone(), Arc::clone(&clock), heard.subscribe()),
            client,
            me,
            recall: Recall::default(),
            identities: Identities::default(),
            marking: Marking::default(),
            access,
            clock,
            tasks,
            heard,
        })
    }

    /// Whether somebody may use the bot, wherever they write.
    pub(super) fn may_use(&self, user: &str) -> bool {
        self.access.lets(&chat_user(user))
    }

    /// Whether the bot joins another room for this person.
    pub(super) fn joins(&self, user: &str) -> bool {
        let rooms = self.client.joined_rooms().len();
        self.access.joins(&chat_user(user), rooms, self.clock.now())
    }

    pub(super) fn is_blocked(&self, user: &str) -> bool {
        self.access.blocks(&chat_user(user))
    }

    /// The id of this session's device.
    pub(super) fn device(&self) -> &str {
        self.client.device_id().map_or("", |device| device.as_str())
    }

    /// Waits until the homeserver has answered since the start.
    pub async fn has_heard(&self) {
        let mut heard = self.heard.subscribe();
        // The sender lives as long as the account.
        let _ = heard.wait_for(|heard| *heard).await;
    }

    /// The account's user id.
    #[must_use]
    pub fn user(&self) -> &str {
        self.me.as_str()
    }

    /// Every room gets a new key for the bot's next message. A store that was restored
    /// knows the keys of the time of its copy, which have encrypted other messages
    /// since: what uses them again could be read with the help of those.
    ///
    /// # Errors
    /// When the keys cannot be changed: nothing may be sent then.
    pub fn renew_room_keys(&self) -> BoxFuture<'_, Result<(), matrix_sdk::Error>> {
        Box::pin(async {
            for room in self.client.joined_rooms() {
                room.discard_room_key().await?;
            }
            Ok(())
        })
    }

    /// Sets encryption up, as far as it is missing, once the homeserver has
    /// answered: it must know a device before the device can be signed.
    ///
    /// # Errors
    /// When recovery cannot be set up; the next start tries again.
    pub fn stand<'a>(
        &'a self,
        key: Option<&'a SecretString>,
    ) -> BoxFuture<'a, Result<EncryptionSetup, EncryptionError>> {
        Box::pin(async move {
            self.has_heard().await;
            stand(&self.client, key).await
        })
    }

    /// Records that the new recovery key was shown; it is not shown again.
    ///
    /// # Errors
    /// When that cannot be recorded: the next start makes and shows another
    /// key.
    pub fn recovery_key_shown(&self) -> BoxFuture<'_, Result<(), EncryptionError>> {
        Box::pin(async { Ok(shown(&self.client).await?) })
    }

    /// The owner of an event of a room.
    pub(super) async fn known(&self, room: &Room, event: &str) -> Known {
        if let Some(known) = self.recall.recall(event) {
            return known;
        }
        let Some(found) = self.look_up(room, event).await else {
            return Known::Neither;
        };
        let known = self.judge(room, &found).await;
        self.recall.remember(event, known.clone());
        known
    }

    /// The sender of a message that was taken back since; `None` if nobody can
    /// tell.
    pub(super) async fn author(&self, room: &Room, event: &str) -> Option<String> {
        Some(self.look_up(room, event).await?.sender)
    }

    /// The words of a message.
    pub(super) async fn words(&self, room: &Room, event: &str) -> Option<String> {
        match self.look_up(room, event).await?.brings() {
            Brings::Message(message) => Some(message.text),
            _ => None,
        }
    }

    async fn judge(&self, room: &Room, event: &Event) -> Known {
        if event.sender == self.me.as_str() {
            return Memo::of(event.latest()).map_or(Known::Neither, Known::Ours);
        }
        let Brings::Message(message) = event.brings() else {
            return Known::Neither;
        };
        let thread = message.thread.unwrap_or_else(|| event.event_id.clone());
        let conversation = self
            .rooms
            .conversation(room, &event.sender, Some(thread))
            .await;
        Known::Theirs(conversation)
    }

    /// An event, from the homeserver; `None` if it does not exist, or could not
    /// be fetched after several attempts.
    async fn look_up(&self, room: &Room, event: &str) -> Option<Event> {
        let id = EventId::parse(event).ok()?;
        for pause in PAUSES {
            match room.event(&id, None).await {
                Ok(found) => return Event::of(&found),
                Err(error) => match fault(&error) {
                    Fault::Wait(wait) => self.clock.sleep(wait).await,
                    Fault::Passing => self.clock.sleep(pause).await,
                    _ => return None,
                },
            }
        }
        tracing::warn!(
            event,
            "an event that another one refers to cannot be fetched"
        );
        None
    }

    /// A user, as the room shows them.
    pub(super) async fn sender(&self, room: &Room, user: &str) -> Sender {
        let name = self.name(room, user).await;
        Sender {
            display_name: name.unwrap_or_else(|| local_part(user).to_owned()),
            handle: Some(user.to_owned()),
            language: None,
        }
    }

    /// A user's name in a room, if they have one.
    pub(super) async fn name(&self, room: &Room, user: &str) -> Option<String> {
        let id = <&matrix_sdk::ruma::UserId>::try_from(user).ok()?;
        let member = room.get_member_no_sync(id).await.ok().flatten()?;
        let name: String = member
            .display_name()?
            .chars()
            .filter(|c| !c.is_control())
            .take(100)
            .collect();
        (!name.trim().is_empty()).then_some(name)
    }

    /// Whether words begin with the name of a member of the room other than the
    /// speaker and the bot, as in *Bob, can you come?*
    pub(super) async fn calls_by_name(&self, room: &Room, speaker: &str, text: &str) -> bool {
        let Some((front, _)) = text.split_once([',', ':']) else {
            return false;
        };
        let front = fold(front);
        if front.is_empty() || front.split_whitespace().count() > 4 {
            return false;
        }
        let Ok(members) = room.members_no_sync(RoomMemberships::ACTIVE).await else {
            return false;
        };
        let others = members
            .iter()
            .filter(|member| *member.user_id() != self.me && member.user_id() != speaker);
        others.into_iter().any(|member| {
            let name = fold(member.name());
            front == name || name.split_whitespace().next() == Some(front.as_str())
        })
    }

    /// The person of a conversation in a shared room.
    pub(super) async fn person(&self, room: &Room, to: &ConversationId) -> super::content::Person {
        let name = self.name(room, &to.user).await;
        super::content::Person {
            name: name.unwrap_or_else(|| local_part(&to.user).to_owned()),
            user: to.user.clone(),
        }
    }
}

fn chat_user(user: &str) -> ChatUser {
    ChatUser {
        platform: Platform::Matrix,
        id: user.to_owned(),
    }
}

fn local_part(user: &str) -> &str {
    let local = user.trim_start_matches('@');
    local.split(':').next().unwrap_or(local)
}

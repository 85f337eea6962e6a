//! Translates an event to an [`Inbound`], or to nothing.
//!
//! In a direct chat every message of the person is for the bot. In a shared
//! room these are: a command, a mention, and a reply to a message of the bot's.
//! In a thread that began so, also words without a name, as long as the bot
//! waits for some and they are not said to somebody else. A conversation is one
//! person's, in one thread. A reply to a message of the bot's continues that message's
//! conversation, wherever it is sent, and only its own person can do that.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use matrix_sdk::Room;
use matrix_sdk::ruma::RoomId;
use matrix_sdk::ruma::events::room::MediaSource;

use kally_core::dialogue::Unheeded;
use kally_core::model::{ConversationId, EventId, OwnLinks, Platform, RoomId as RoomOf, Threads};
use kally_core::understand;
use kally_engine::bridge::{Bridge, Content, Inbound, OfOther, ToOther};
use kally_store::StoreError;

use super::MatrixBot;
use super::address::{Names, addressed};
use super::cards;
use super::cursor::Undecrypted;
use super::deliver::reference;
use super::event::{Brings, Event, Message};
use super::recall::Known;
use super::unheeded::once_an_hour;

/// The options of routing.
#[derive(Debug, Clone)]
pub struct RoutingOptions {
    /// The sign or word before commands in shared rooms.
    pub prefix: String,
    /// Whether only messages from verified devices are acted on.
    pub require_verified: bool,
    /// Whether a call in an encrypted room is confirmed in words only.
    pub confirm_in_words: bool,
    /// The warning in a direct chat that others can read.
    pub in_the_open: String,
    /// The form of our own links: a message that shows one to a room is for the
    /// bot.
    pub own_links: OwnLinks,
}

pub(super) struct Routes {
    account: Arc<MatrixBot>,
    bridge: Arc<Bridge>,
    options: RoutingOptions,
}

impl Routes {
    pub(super) fn new(
        account: Arc<MatrixBot>,
        bridge: Arc<Bridge>,
        options: RoutingOptions,
    ) -> Self {
        Self {
            account,
            bridge,
            options,
        }
    }

    /// The turn for an event.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn route(
        &self,
        room: &Room,
        event: &Event,
    ) -> Result<Option<Inbound>, StoreError> {
        if event.sender == self.account.me.as_str() || self.account.is_blocked(&event.sender) {
            return Ok(None);
        }
        self.note_upgrade(room).await?;
        let brought = event.brings();
        let replies_to = match &brought {
            Brings::Message(message) => message.replies_to.as_ref(),
            _ => None,
        };
        let replied = replies_to.cloned();
        let replies_to = replies_to.map(|replied| reference(room, replied));
        let turn = match brought {
            Brings::Message(message) => self.message(room, event, message).await?,
            Brings::Reaction { to, key } => self.press(room, event, &to, &key).await,
            Brings::Edit { of, text } => self.edit(room, event, &of, &text).await?,
            Brings::Redaction { of } => self.removal(room, event, &of).await?,
            _ => None,
        };
        let Some((conversation, about, mut content)) = turn else {
            return Ok(None);
        };
        if let Some(file) = self.card_file(event, &content) {
            let found = cards::read(&self.account.client, file).await;
            if !found.is_empty() {
                content = Content::Cards(found);
            }
        }
        let known = match &content {
            Content::Text(_) | Content::Cards(_) => Some(Known::Theirs(conversation.clone())),
            Content::Press(token) => Some(Known::Pressed(
                conversation.clone(),
                about.clone(),
                token.clone(),
            )),
            _ => None,
        };
        if let Some(known) = known {
            self.account.recall.remember(&event.event_id, known);
        }
        let mut quoted = None;
        if matches!(content, Content::Text(_)) && !conversation.is_private() {
            quoted = self.quoted(room, &event.sender, replied.as_deref()).await;
            let (at, now) = (room.room_id().as_str(), self.account.clock.now());
            self.account.recall.spoke(at, &conversation, now);
        }
        Ok(Some(Inbound {
            event: EventId(event.event_id.clone()),
            sender: self.account.sender(room, &conversation.user).await,
            conversation,
            at: DateTime::<Utc>::from_timestamp_millis(event.origin_server_ts)
                .unwrap_or_else(|| self.account.clock.now()),
            message: Some(reference(room, &about)),
            replies_to,
            quoted,
            content,
        }))
    }

    /// The file of contact cards that a message without words brings, of somebody
    /// who may use the bot.
    fn card_file(&self, event: &Event, content: &Content) -> Option<MediaSource> {
        let is_wordless = matches!(content, Content::Text(text) if text.trim().is_empty());
        let file = cards::file_of(&event.content).filter(|_| is_wordless)?;
        self.account.may_use(&event.sender).then_some(file)
    }

    /// The words of another person's message that a person replies to.
    async fn quoted(&self, room: &Room, user: &str, replied: Option<&str>) -> Option<String> {
        let replied = replied?;
        match self.account.known(room, replied).await {
            Known::Theirs(of) if of.user != user => self.account.words(room, replied).await,
            _ => None,
        }
    }

    async fn message(
        &self,
        room: &Room,
        event: &Event,
        message: Message,
    ) -> Result<Option<(ConversationId, String, Content)>, StoreError> {
        let user = &event.sender;
        let just_asked = self.account.recall.takes_floor(room.room_id().as_str());
        let just_asked = just_asked.is_some_and(|asked| asked.user == *user);
        // A bot that says our words back would get an answer for ever.
        if (self.account.recall).has_said(room.room_id().as_str(), &message.text) {
            return Ok(None);
        }
        // A message that shows one of our links to a room is for the bot.
        let shown = self.options.own_links.find(&message.text).is_some();
        let called = addressed(&message, &self.names(room).await)
            .or_else(|| shown.then(|| message.text.clone()));
        if let Some(replied) = &message.replies_to
            && let Some(conversation) = self.replied_to(room, replied).await
        {
            if conversation.user == *user {
                let text = called.filter(|text| !text.is_empty());
                let content = Content::Text(text.unwrap_or(message.text));
                return Ok(Some((conversation, event.event_id.clone(), content)));
            }
            if called.is_none() {
                let did = ToOther::Replied(message.text);
                let of_other = self.of_other(room, conversation, user, did).await;
                return Ok(Some(with_event(of_other, &event.event_id)));
            }
        }
        if let Some(found) = self
            .without_thread(room, user, &message, &called, just_asked)
            .await?
        {
            let (conversation, text) = found;
            let content = Content::Text(text);
            return Ok(Some((conversation, event.event_id.clone(), content)));
        }
        let thread = self.thread(room, &event.event_id, &message).await?;
        let conversation = self.conversation(room, user, thread).await;
        let found = if conversation.is_private() {
            let text = called.unwrap_or_else(|| message.text.clone());
            Some((conversation, text))
        } else if let Some(text) = called {
            // A mention without further words asks for the help.
            let text = if text.is_empty() {
                "/call".to_owned()
            } else {
                text
            };
            Some((conversation, text))
        } else {
            let going_on = self.going_on(room, user, &message, conversation).await?;
            if going_on.is_none() {
                let words = &self.options.in_the_open;
                self.account.is_spoken_to(room, user, words).await;
            }
            going_on.map(|conversation| (conversation, message.text))
        };
        Ok(found.map(|(conversation, text)| {
            (conversation, event.event_id.clone(), Content::Text(text))
        }))
    }

    /// People who come through a bridge to another messenger have no threads and no
    /// replies there: their choice, or their answer that names the bot, belongs to
    /// the conversation in which they have just spoken, if that waits for it.
    async fn without_thread(
        &self,
        room: &Room,
        user: &str,
        message: &Message,
        called: &Option<String>,
        just_asked: bool,
    ) -> Result<Option<(ConversationId, String)>, StoreError> {
        let words = called.as_ref().unwrap_or(&message.text).trim();
        if message.related
            || message.replies_to.is_some()
            || words.is_empty()
            || kally_engine::bridge::is_command(words)
        {
            return Ok(None);
        }
        let (at, now) = (room.room_id().as_str(), self.account.clock.now());
        let Some(conversation) = self.account.recall.spoke_lately(at, user, now) else {
            return Ok(None);
        };
        let is_number = words.len() <= 2 && words.chars().all(|c| c.is_ascii_digit());
        let is_for_it = match called {
            // People answer each other with numbers as well.
            None if !is_number || !just_asked => false,
            _ if is_number => self.bridge.offers(&conversation, words).await?,
            _ => {
                !understand::asks_for_something(words)
                    && self.bridge.listens(&conversation, words).await? == Some(true)
            }
        };
        Ok(is_for_it.then(|| (conversation, words.to_owned())))
    }

    /// The conversation of the bot's message that is replied to. A private
    /// conversation does not continue where others can read by now.
    async fn replied_to(&self, room: &Room, event: &str) -> Option<ConversationId> {
        let Known::Ours(memo) = self.account.known(room, event).await else {
            return None;
        };
        let conversation = memo.conversation();
        let is_for_here = !conversation.is_private()
            || self
                .account
                .rooms
                .is_private(room, &conversation.user)
                .await;
        is_for_here.then_some(conversation)
    }

    /// The thread of an answer to a message: its own, or one that begins with
    /// it.
    async fn thread(
        &self,
        room: &Room,
        event: &str,
        message: &Message,
    ) -> Result<Option<String>, StoreError> {
        if message.thread.is_some() || message.related {
            return Ok(message.thread.clone());
        }
        let begins = self.begins_threads(room).await?;
        Ok(begins.then(|| event.to_owned()))
    }

    /// Whether a request in a shared room gets a thread of its own.
    async fn begins_threads(&self, room: &Room) -> Result<bool, StoreError> {
        let nobody = self.account.me.as_str();
        let id = ConversationId {
            platform: Platform::Matrix,
            chat: room.room_id().to_string(),
            thread: None,
            user: nobody.to_owned(),
        };
        let settings = self.bridge.settings_of_room(&id).await?;
        Ok(settings.threads == Threads::On)
    }

    /// An upgraded room has the settings of the one that it continues.
    async fn note_upgrade(&self, room: &Room) -> Result<(), StoreError> {
        let oldest = self.account.rooms.oldest(room);
        if oldest.room_id() == room.room_id() {
            return Ok(());
        }
        let id = |room: &Room| RoomOf {
            platform: Platform::Matrix,
            chat: room.room_id().to_string(),
        };
        self.bridge.continues(id(room), id(&oldest)).await
    }

    /// The conversation that an unaddressed message in a shared room continues.
    /// People talk to each other in a thread too.
    async fn going_on(
        &self,
        room: &Room,
        user: &str,
        message: &Message,
        conversation: ConversationId,
    ) -> Result<Option<ConversationId>, StoreError> {
        let Some(thread) = &message.thread else {
            return Ok(None);
        };
        let words = &message.text;
        let (conversation, listens) = match self.bridge.listens(&conversation, words).await? {
            Some(listens) => (conversation, listens),
            None => {
                let of_root = self.replied_to(room, thread).await;
                let Some(of_root) = of_root.filter(|root| root.user == user) else {
                    return Ok(None);
                };
                // The bot has forgotten it, but the thread is theirs.
                let listens = self.bridge.listens(&of_root, words).await?;
                (of_root, listens.unwrap_or(true))
            }
        };
        let is_for_it = listens && !self.is_for_somebody_else(room, user, message).await;
        Ok(is_for_it.then_some(conversation))
    }

    /// Whether a message that does not name the bot is said to somebody else:
    /// it mentions them, replies to them, or begins with their name.
    async fn is_for_somebody_else(&self, room: &Room, user: &str, message: &Message) -> bool {
        let me = self.account.me.as_str();
        let other = |named: &String| named != me && named != user;
        if message.mentions.iter().any(other) {
            return true;
        }
        if let Some(replied) = &message.replies_to
            && let Known::Theirs(of) = self.account.known(room, replied).await
            && of.user != user
        {
            return true;
        }
        self.account.calls_by_name(room, user, &message.text).await
    }

    /// The turn that tells a person that the bot cannot read their message.
    pub(super) async fn unreadable(&self, waiting: &Undecrypted) -> Option<(Room, Inbound)> {
        let room = RoomId::parse(&waiting.room).ok()?;
        let room = self.account.client.get_room(&room)?;
        if !self.account.may_use(&waiting.sender) {
            return None;
        }
        let conversation = self.complaint(&room, waiting).await.ok()?;
        let inbound = Inbound {
            event: once_an_hour("unreadable", &waiting.sender, self.account.clock.now()),
            conversation,
            sender: self.account.sender(&room, &waiting.sender).await,
            at: self.account.clock.now(),
            message: Some(reference(&room, &waiting.event)),
            replies_to: None,
            quoted: None,
            content: Content::Unheeded(Unheeded::Unreadable),
        };
        Some((room, inbound))
    }

    /// The conversation in which a person is told that their message cannot be
    /// read: its own, if it was for the bot; else their private one, if they
    /// have one. Nobody knows whether words in a shared room were for the bot.
    async fn complaint(
        &self,
        room: &Room,
        waiting: &Undecrypted,
    ) -> Result<ConversationId, StoreError> {
        let user = &waiting.sender;
        let threads = self.begins_threads(room).await?;
        let begins = |thread: &String| threads || *thread != waiting.event;
        let thread = waiting.thread.clone().filter(begins);
        let here = self.conversation(room, user, thread).await;
        let private = ConversationId::private_with(&here.chat_user());
        if here.is_private() || self.bridge.knows(&here).await? {
            return Ok(here);
        }
        let written = self.account.rooms.private_room(&private).await;
        Ok(written.map_or(here, |_| private))
    }

    /// Something that somebody did with a message for another person.
    async fn of_other(
        &self,
        room: &Room,
        theirs: ConversationId,
        user: &str,
        did: ToOther,
    ) -> (ConversationId, Content) {
        let person = theirs.user.clone();
        let name = self.account.sender(room, &person).await.display_name;
        let here = ConversationId {
            user: user.to_owned(),
            ..theirs
        };
        (here, Content::OfOther(OfOther { person, name, did }))
    }

    /// A press of a key; only the owner of the message can press. Somebody else is
    /// told whose it is.
    async fn press(
        &self,
        room: &Room,
        event: &Event,
        to: &str,
        key: &str,
    ) -> Option<(ConversationId, String, Content)> {
        let Known::Ours(memo) = self.account.known(room, to).await else {
            return None;
        };
        let conversation = memo.conversation();
        let token = memo.token(key)?.to_owned();
        if conversation.user == event.sender {
            return Some((conversation, to.to_owned(), Content::Press(token)));
        }
        if conversation.is_private() {
            return None;
        }
        let did = ToOther::Pressed(token);
        let of_other = self.of_other(room, conversation, &event.sender, did).await;
        Some(with_event(of_other, to))
    }

    async fn edit(
        &self,
        room: &Room,
        event: &Event,
        of: &str,
        text: &str,
    ) -> Result<Option<(ConversationId, String, Content)>, StoreError> {
        let Known::Theirs(conversation) = self.account.known(room, of).await else {
            return Ok(None);
        };
        if conversation.user != event.sender || !self.bridge.knows(&conversation).await? {
            return Ok(None);
        }
        let message = Message {
            text: text.to_owned(),
            ..Message::default()
        };
        let told = addressed(&message, &self.names(room).await);
        let content = Content::Edited(told.unwrap_or(message.text));
        Ok(Some((conversation, of.to_owned(), content)))
    }

    /// A removed event has lost its thread, so its conversation is found
    /// another way: it is remembered, it began a conversation, or it was
    /// private. Only its sender withdraws it by the removal; a moderator just
    /// tidies the room.
    async fn removal(
        &self,
        room: &Room,
        event: &Event,
        of: &str,
    ) -> Result<Option<(ConversationId, String, Content)>, StoreError> {
        let remembered = match self.account.recall.recall(of) {
            Some(Known::Pressed(conversation, message, token)) => {
                let own = conversation.user == event.sender;
                let taken_back = Content::PressTakenBack(token);
                return Ok(own.then_some((conversation, message, taken_back)));
            }
            Some(Known::Theirs(conversation)) if conversation.user == event.sender => {
                Some(conversation)
            }
            Some(_) => return Ok(None),
            None => None,
        };
        let is_remembered = remembered.is_some();
        let conversation = match remembered {
            Some(conversation) => conversation,
            None => {
                let threads = self.begins_threads(room).await?;
                let thread = threads.then(|| of.to_owned());
                self.conversation(room, &event.sender, thread).await
            }
        };
        if !self.bridge.knows(&conversation).await? {
            return Ok(None);
        }
        if !is_remembered && self.account.author(room, of).await.as_ref() != Some(&event.sender) {
            return Ok(None);
        }
        Ok(Some((conversation, of.to_owned(), Content::Removed)))
    }

    /// Outside a thread, a conversation belongs to the room under its oldest
    /// id, however often the room was upgraded.
    async fn conversation(
        &self,
        room: &Room,
        user: &str,
        thread: Option<String>,
    ) -> ConversationId {
        let rooms = &self.account.rooms;
        let conversation = rooms.conversation(room, user, thread).await;
        match (&conversation.thread, conversation.is_private()) {
            (None, false) => ConversationId {
                chat: rooms.oldest(room).room_id().to_string(),
                ..conversation
            },
            _ => conversation,
        }
    }

    async fn names(&self, room: &Room) -> Names {
        let user = self.account.me.to_string();
        Names {
            display: self.account.name(room, &user).await,
            prefix: self.options.prefix.clone(),
            user,
        }
    }
}

fn with_event(
    (conversation, content): (ConversationId, Content),
    event: &str,
) -> (ConversationId, String, Content) {
    (conversation, event.to_owned(), content)
}

impl RoutingOptions {
    /// Whether a message from such a device may be acted on.
    pub(super) fn trusts(&self, verified: bool) -> bool {
        verified || !self.require_verified
    }
}

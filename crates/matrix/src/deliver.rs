//! Sending and editing: a reply becomes one event, or several where it is too
//! long, and its file one more.
//!
//! Every event has a transaction id made from the message's own id, so that an
//! event sent again after a crash does not appear twice. Reactions to press are
//! added in the background: a limit on them delays nothing else.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use matrix_sdk::room::RoomMemberRole;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{EventId, OwnedTransactionId, TransactionId, UserId};
use matrix_sdk::{Error, Room};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, watch};

use kally_core::model::{
    Away, Block, ConversationId, MessageKey, MessageRef, Platform, Reply, Span, Weight,
};
use kally_engine::bridge::Inbound;
use kally_engine::chat::{Chat, ChatError, File, Outgoing};

use super::MatrixBot;
use super::content::{self, Place, Voice};
use super::fault::{Fault, chat_error, fault, http_fault};
use super::marks::Memo;
use super::recall::Known;

/// How many messages' reactions are being set at a time; they are a courtesy.
const MARKING: usize = 64;

/// The pause before a message goes to the room that replaces its own.
const MOVING: Duration = Duration::from_secs(1);

/// How often a reaction is tried where the homeserver asks to wait.
const MARK_ATTEMPTS: usize = 3;

/// Sends replies to Matrix, once the account is signed in.
pub struct MatrixChat {
    account: watch::Sender<Option<Arc<MatrixBot>>>,
    marking: Arc<Semaphore>,
    reactions: bool,
}

impl MatrixChat {
    /// With or without reactions to press: where only verified devices count, no
    /// press would.
    #[must_use]
    pub fn new(reactions: bool) -> Self {
        Self {
            account: watch::Sender::new(None),
            marking: Arc::new(Semaphore::new(MARKING)),
            reactions,
        }
    }

    /// From now on messages are sent through this account.
    pub fn open(&self, account: Arc<MatrixBot>) {
        self.account.send_replace(Some(account));
    }

    /// The account; messages wait until it is signed in.
    async fn account(&self) -> Result<Arc<MatrixBot>, ChatError> {
        let mut opened = self.account.subscribe();
        let account = opened
            .wait_for(Option::is_some)
            .await
            .ok()
            .and_then(|account| account.clone());
        account.ok_or_else(|| ChatError::Fault("the chat was closed".to_owned()))
    }

    async fn send(
        &self,
        account: &Arc<MatrixBot>,
        room: &Room,
        outgoing: &Outgoing,
    ) -> Result<MessageRef, ChatError> {
        let place = place(account, room, outgoing).await;
        let reply = with_ways(account, outgoing, place.to.is_some()).await;
        let contents = content::messages(&reply, voice(outgoing), &place, &outgoing.to);
        if contents.is_empty() && outgoing.file().is_none() {
            return Err(ChatError::Refused("the message is empty".to_owned()));
        }
        let mut said = Said::default();
        // The words come first: they do not depend on the file.
        self.say_all(account, room, outgoing, contents, &mut said)
            .await?;
        if let Some(attached) = outgoing.file() {
            let files = file(account, room, &attached, &place, outgoing).await?;
            self.say_all(account, room, outgoing, files, &mut said)
                .await?;
        }
        Ok(reference(room, &said.last.unwrap_or_default()))
    }

    /// Says one part of a message after the other.
    async fn say_all(
        &self,
        account: &Arc<MatrixBot>,
        room: &Room,
        outgoing: &Outgoing,
        contents: Vec<Value>,
        said: &mut Said,
    ) -> Result<(), ChatError> {
        for content in contents {
            let memo = Memo::of(&content);
            if let Some(words) = content["body"].as_str() {
                let at = room.room_id().as_str();
                account.recall.said(at, words, &outgoing.to);
            }
            let transaction = transaction(outgoing.message, &said.parts.to_string());
            let event = say(room, transaction, content)
                .await
                .map_err(|error| chat_error(&error))?;
            said.parts += 1;
            if let Some(memo) = memo {
                account.recall.remember(&event, Known::Ours(memo.clone()));
                account.marking.asked(&outgoing.to, &event);
                let mark = Mark::of(outgoing, &event, true);
                self.mark(account, room, mark, &memo);
                said.last = Some(event.clone());
            }
            said.last.get_or_insert(event);
        }
        Ok(())
    }

    async fn edit(
        &self,
        account: &Arc<MatrixBot>,
        room: &Room,
        of: &str,
        outgoing: &Outgoing,
    ) -> Result<Option<MessageRef>, ChatError> {
        let place = place(account, room, outgoing).await;
        let mut contents =
            content::messages(&outgoing.reply, voice(outgoing), &place, &outgoing.to);
        if contents.len() != 1 || outgoing.file().is_some() {
            return Ok(None);
        }
        let content = contents.remove(0);
        let memo = Memo::of(&content);
        // An edit has the id of the message that it edits, and there may be
        // many; a repeated edit shows the same text.
        let now = account.clock.now().timestamp_micros();
        let transaction = transaction(outgoing.message, &format!("e{now}"));
        match say(room, transaction, content::edit(of, content)).await {
            Ok(_) => {}
            Err(error) if fault(&error) == Fault::Refused => return Ok(None),
            Err(error) => return Err(chat_error(&error)),
        }
        if let Some(memo) = memo {
            account.recall.remember(of, Known::Ours(memo.clone()));
            self.mark(account, room, Mark::of(outgoing, of, false), &memo);
        }
        Ok(Some(reference(room, of)))
    }

    /// Sends or edits a message in a room.
    async fn put(
        &self,
        account: &Arc<MatrixBot>,
        room: &Room,
        outgoing: &Outgoing,
    ) -> Result<MessageRef, ChatError> {
        // A call's progress edits its message; one in a room that was upgraded
        // since stays as it is, and the outcome will tell more.
        if outgoing.weight == Weight::Status
            && let Some(elsewhere) = &outgoing.replaces
            && event_in(room, elsewhere).is_none()
        {
            return Ok(elsewhere.clone());
        }
        if let Some(of) = replaced(room, outgoing)
            && let Some(edited) = self.edit(account, room, &of, outgoing).await?
        {
            return Ok(edited);
        }
        self.send(account, room, outgoing).await
    }

    /// Delivers a message in private that cannot be sent in its room, since it
    /// belongs to the person who asked there. An edit with a call's progress
    /// waits for the room: the outcome will tell more.
    async fn put_elsewhere(
        &self,
        account: &Arc<MatrixBot>,
        outgoing: &Outgoing,
        why: Away,
        error: ChatError,
    ) -> Result<MessageRef, ChatError> {
        let private = ConversationId::private_with(&outgoing.to.chat_user());
        let shows = outgoing.weight == Weight::Status && outgoing.replaces.is_some();
        let room = match shows {
            true => account.rooms.private_room(&private).await,
            false => Some(account.rooms.room_of(&private).await?),
        };
        let shown_there = |room: &Room| !shows || replaced(room, outgoing).is_some();
        let Some(room) = room.filter(shown_there) else {
            return Err(error);
        };
        tracing::info!(%error, "a message for a room goes to its person in private");
        let outgoing = Outgoing {
            reply: outgoing.reply.in_private(why),
            ..outgoing.clone()
        };
        self.put(account, &room, &outgoing).await
    }

    async fn delivered(
        &self,
        account: &Arc<MatrixBot>,
        outgoing: &Outgoing,
    ) -> Result<MessageRef, ChatError> {
        let to = &outgoing.to;
        let room = account.rooms.room_of(to).await;
        let tried = room.as_ref().ok().cloned();
        let delivered = match room {
            Ok(room) if !to.is_private() && has_left(&room, &to.user).await => {
                let left = ChatError::Away(format!("{} has left {}", to.user, room.room_id()));
                let why = Away::Left;
                return self.put_elsewhere(account, outgoing, why, left).await;
            }
            Ok(room) => self.put(account, &room, outgoing).await,
            Err(error) => Err(error),
        };
        match delivered {
            Err(shut @ ChatError::Away(_)) if !to.is_private() => {
                let known = tried.or_else(|| account.rooms.known(to));
                if let Some(room) = &known
                    && account.rooms.is_moving(room).await
                {
                    return Err(ChatError::Wait(MOVING));
                }
                // Everybody may have left, and the bot with them.
                let why = match known {
                    Some(room) if has_left(&room, &to.user).await => Away::Left,
                    _ => Away::Shut,
                };
                self.put_elsewhere(account, outgoing, why, shut).await
            }
            delivered => delivered,
        }
    }

    /// Sets the reactions that can be pressed, in the background.
    fn mark(&self, account: &Arc<MatrixBot>, room: &Room, mark: Mark, memo: &Memo) {
        let keys: Vec<String> = memo.keys().map(str::to_owned).collect();
        let outdated = account.recall.outdated(&mark.event, memo);
        if !self.reactions {
            return;
        }
        if keys.is_empty() && outdated.is_empty() {
            return;
        }
        let Ok(permit) = Arc::clone(&self.marking).try_acquire_owned() else {
            return;
        };
        let (account, room) = (Arc::clone(account), room.clone());
        let tasks = account.tasks.clone();
        tasks.spawn(async move {
            for reaction in outdated {
                if !account.marking.is_sparing(account.clock.now()) {
                    account.marking.yields(&*account.clock).await;
                    take_back(&room, &reaction).await;
                }
            }
            for key in keys {
                if !react(&account, &room, &mark, &key).await {
                    break;
                }
            }
            drop(permit);
        });
    }
}

/// A message whose reactions are being set.
struct Mark {
    to: ConversationId,
    event: String,
    message: MessageKey,
    /// A new question; its reactions are worth nothing once it is answered.
    asks: bool,
}

impl Mark {
    fn of(outgoing: &Outgoing, event: &str, asks: bool) -> Self {
        Self {
            to: outgoing.to.clone(),
            event: event.to_owned(),
            message: outgoing.message,
            asks,
        }
    }
}

/// The parts of a message that were said, and the one that edits and presses
/// refer to: the one with choices, else the first.
#[derive(Default)]
struct Said {
    parts: usize,
    last: Option<String>,
}

#[async_trait]
impl Chat for MatrixChat {
    fn platform(&self) -> Platform {
        Platform::Matrix
    }

    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        let account = self.account().await?;
        let delivered = {
            let _sending = account.marking.sending();
            self.delivered(&account, outgoing).await
        };
        if let Err(ChatError::Wait(wait)) = &delivered {
            account.marking.held(account.clock.now(), *wait);
        }
        delivered
    }

    async fn typing(&self, to: &ConversationId) {
        let account = self.account.borrow().clone();
        let Some(account) = account else { return };
        if let Ok(room) = account.rooms.room_of(to).await
            && let Err(error) = room.typing_notice(true).await
        {
            tracing::debug!(%error, "a typing notice was not sent");
        }
    }

    async fn moderates(&self, of: &ConversationId) -> Result<bool, ChatError> {
        let account = self.account().await?;
        let room = account.rooms.room_of(of).await?;
        let person = UserId::parse(&of.user)
            .map_err(|_| ChatError::Refused(format!("{:?} is not a Matrix user", of.user)))?;
        let role = room.get_suggested_user_role(&person).await;
        let role = role.map_err(|error| ChatError::Fault(error.to_string()))?;
        Ok(role != RoomMemberRole::User)
    }

    async fn remove(&self, from: &ConversationId, message: &MessageRef) -> Result<(), ChatError> {
        let account = self.account().await?;
        let room = match account.rooms.room_of(from).await {
            // The bot cannot remove anything in a room that it is not in, and
            // nothing waits for that.
            Err(ChatError::Away(why)) => return Err(ChatError::Refused(why)),
            room => room?,
        };
        let event = event_in(&room, message)
            .and_then(|event| EventId::parse(event).ok())
            .ok_or_else(|| ChatError::Refused("the message is not in this room".to_owned()))?;
        let transaction: OwnedTransactionId = format!("kally-remove-{event}").into();
        match room.redact(&event, None, Some(transaction)).await {
            Ok(_) => Ok(()),
            Err(error) => Err(match http_fault(&error) {
                Fault::Wait(wait) => ChatError::Wait(wait),
                Fault::Passing | Fault::SignedOut => ChatError::Fault(error.to_string()),
                _ => ChatError::Refused(error.to_string()),
            }),
        }
    }
}

/// The position of a message in its room; in a private one that is simple.
async fn place(account: &MatrixBot, room: &Room, outgoing: &Outgoing) -> Place {
    let to = &outgoing.to;
    if account.rooms.is_private(room, &to.user).await {
        return Place::default();
    }
    // In a room that was upgraded, the thread has stayed in the old one.
    let same_room = room.room_id().as_str() == to.chat;
    let answers = outgoing
        .answers
        .as_ref()
        .and_then(|message| event_in(room, message));
    Place {
        thread: to.thread.clone().filter(|_| same_room),
        answers,
        of_another: is_of_another(account, room, to).await,
        to: Some(account.person(room, to).await),
    }
}

/// Whether a conversation is in a thread that somebody else began: then two of
/// them are asked there, and each has to see who is meant.
async fn is_of_another(account: &MatrixBot, room: &Room, to: &ConversationId) -> bool {
    let Some(root) = &to.thread else {
        return false;
    };
    match account.known(room, root).await {
        Known::Theirs(of) => of.user != to.user,
        _ => false,
    }
}

/// The reply with links to the conversations that it is about.
async fn with_ways(account: &MatrixBot, outgoing: &Outgoing, shared: bool) -> Reply {
    let mut reply = outgoing.reply.clone();
    let via = || vec![account.me.server_name().to_owned()];
    let mut links = Vec::new();
    if shared && let Some(door) = &reply.door {
        let private = ConversationId::private_with(&outgoing.to.chat_user());
        if let Some(room) = account.rooms.private_room(&private).await {
            let url = room.room_id().matrix_to_uri_via(via()).to_string();
            links.push((url, door.label.clone()));
        }
    }
    for way in &reply.ways {
        let Some(room) = account.rooms.known(&way.to) else {
            continue;
        };
        let thread = way.to.thread.as_deref();
        let url = match thread.and_then(|thread| EventId::parse(thread).ok()) {
            Some(event) => room
                .room_id()
                .matrix_to_event_uri_via(event, via())
                .to_string(),
            None => room.room_id().matrix_to_uri_via(via()).to_string(),
        };
        links.push((url, way.label.clone()));
    }
    for (url, label) in links {
        let link = Span::Link { url, label };
        reply.body.0.push(Block::Paragraph(vec![link]));
    }
    reply
}

fn voice(outgoing: &Outgoing) -> Voice {
    Voice::of(outgoing.weight, outgoing.quiet)
}

/// The event in this room that the message replaces.
fn replaced(room: &Room, outgoing: &Outgoing) -> Option<String> {
    event_in(room, outgoing.replaces.as_ref()?)
}

/// Whether a user was in a room and is not any more, as far as the bot knows.
async fn has_left(room: &Room, user: &str) -> bool {
    let Ok(user) = <&UserId>::try_from(user) else {
        return false;
    };
    let member = room.get_member_no_sync(user).await.ok().flatten();
    member.is_some_and(|member| {
        matches!(
            member.membership(),
            MembershipState::Leave | MembershipState::Ban
        )
    })
}

/// Sends an event; in a plainer form if it is too large.
pub(super) async fn say(
    room: &Room,
    transaction: OwnedTransactionId,
    content: Value,
) -> Result<String, Error> {
    let sent = room
        .send_raw("m.room.message", content.clone())
        .with_transaction_id(&transaction)
        .await;
    let sent = match sent {
        Err(error) if fault(&error) == Fault::TooLarge => {
            tracing::warn!(%error, "a message was too large and is sent in a plainer form");
            room.send_raw("m.room.message", content::plainer(content))
                .with_transaction_id(&transaction)
                .await
        }
        sent => sent,
    };
    Ok(sent?.response.event_id.to_string())
}

/// Shows a person the result of their press, as a notice.
pub(super) async fn notice(room: &Room, inbound: &Inbound, text: &str) -> Result<(), Error> {
    let same_room = room.room_id().as_str() == inbound.conversation.chat;
    let place = Place {
        thread: inbound.conversation.thread.clone().filter(|_| same_room),
        answers: inbound
            .message
            .as_ref()
            .and_then(|message| event_in(room, message)),
        of_another: false,
        to: None,
    };
    let mut content = json!({ "msgtype": "m.notice", "body": text, "m.mentions": {} });
    if let Some(relation) = content::relation(&place) {
        content["m.relates_to"] = relation;
    }
    let transaction: OwnedTransactionId = format!("kally-notice-{}", inbound.event.0).into();
    say(room, transaction, content).await.map(drop)
}

/// A file as the contents of events. If the homeserver refuses it for good, the
/// person is told; a plain text is then said in messages.
async fn file(
    account: &MatrixBot,
    room: &Room,
    attached: &File<'_>,
    place: &Place,
    outgoing: &Outgoing,
) -> Result<Vec<Value>, ChatError> {
    let error = match upload(account, room, attached, place).await {
        Ok(content) => return Ok(vec![content]),
        Err(error) => error,
    };
    if !matches!(
        fault(&error),
        Fault::Forbidden | Fault::TooLarge | Fault::Refused
    ) {
        return Err(chat_error(&error));
    }
    tracing::warn!(%error, "the homeserver takes no file; the person is told");
    let reply = Reply {
        body: outgoing.instead_of_file(),
        ..Reply::default()
    };
    let quietly = Voice::Quiet;
    Ok(content::messages(&reply, quietly, place, &outgoing.to))
}

/// A file as the content of an event; encrypted where the room is.
async fn upload(
    account: &MatrixBot,
    room: &Room,
    file: &File<'_>,
    place: &Place,
) -> Result<Value, Error> {
    let mut content = json!({
        "msgtype": if file.sound.is_some() { "m.audio" } else { "m.file" },
        "body": file.name,
        "filename": file.name,
        "info": { "mimetype": file.media_type, "size": file.bytes.len() },
        "m.mentions": {},
    });
    if let Some(length) = file.sound.flatten() {
        content["info"]["duration"] = json!(length.as_millis());
    }
    if let Some(relation) = content::relation(place) {
        content["m.relates_to"] = relation;
    }
    if room.latest_encryption_state().await?.is_encrypted() {
        let mut bytes = file.bytes;
        let uploaded = account.client.upload_encrypted_file(&mut bytes).await?;
        content["file"] = serde_json::to_value(uploaded)?;
    } else {
        let octets = "application/octet-stream".parse();
        let kind = file
            .media_type
            .parse()
            .or(octets)
            .map_err(|_| Error::InsufficientData)?;
        let bytes = file.bytes.to_vec();
        let uploaded = account.client.media().upload(&kind, bytes, None).await?;
        content["url"] = json!(uploaded.content_uri);
    }
    Ok(content)
}

/// Sets one reaction; `false` if the next ones need not be tried.
async fn react(account: &MatrixBot, room: &Room, mark: &Mark, key: &str) -> bool {
    let (event, marking) = (mark.event.as_str(), &account.marking);
    let content = json!({
        "m.relates_to": { "rel_type": "m.annotation", "event_id": event, "key": key },
    });
    for _ in 0..MARK_ATTEMPTS {
        marking.yields(&*account.clock).await;
        if mark.asks && !marking.is_open(&mark.to, event) {
            return false;
        }
        if marking.is_sparing(account.clock.now()) && !Memo::is_sign(key) {
            return true;
        }
        let sent = room
            .send_raw("m.reaction", content.clone())
            .with_transaction_id(&transaction(mark.message, &format!("r{key}")))
            .await;
        match sent.as_ref().map_err(fault) {
            Ok(sent) => {
                let reaction = sent.response.event_id.as_str();
                account.recall.marked(event, key, reaction);
                return true;
            }
            Err(Fault::Wait(wait)) => {
                marking.limited(account.clock.now());
                account.clock.sleep(wait).await;
            }
            // It is there already, or is not allowed.
            Err(Fault::Refused) => return true,
            Err(_) => break,
        }
    }
    tracing::debug!(event, "a reaction was not set");
    false
}

/// Removes a reaction that has no meaning any more.
async fn take_back(room: &Room, reaction: &str) {
    let Ok(id) = EventId::parse(reaction) else {
        return;
    };
    let transaction: OwnedTransactionId = format!("kally-unmark-{reaction}").into();
    if let Err(error) = room.redact(&id, None, Some(transaction)).await {
        tracing::debug!(%error, "an old reaction was not taken back");
    }
}

fn transaction(message: MessageKey, part: &str) -> OwnedTransactionId {
    let id = format!("kally-{}-{part}", message.0.simple());
    <&TransactionId>::from(id.as_str()).to_owned()
}

/// A message's room and event: the reference that an edit needs.
pub(super) fn reference(room: &Room, event: &str) -> MessageRef {
    MessageRef(format!("{} {event}", room.room_id()))
}

/// The event of a reference, if it is of this room.
fn event_in(room: &Room, reference: &MessageRef) -> Option<String> {
    let (of, event) = reference.0.split_once(' ')?;
    (of == room.room_id().as_str()).then(|| event.to_owned())
}

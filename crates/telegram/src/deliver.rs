//! Sending and editing: one reply becomes one message, or several where it is
//! too long, the last of them with the buttons.
//!
//! A message that Telegram refuses for its form is sent again in a plainer form
//! before it is given up. A chat that cannot be written to now is
//! [`ChatError::Away`]: an outcome waits for its person. If the person has left
//! the group, or the bot cannot write there, they get it in private.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use teloxide::payloads::setters::*;
use teloxide::payloads::{
    DeleteMessage, GetChatAdministrators, GetChatMember, SendChatAction, SetMessageReaction,
};
use teloxide::types::{
    ChatAction, ChatId, MessageId, ReactionType, ReplyMarkup, ThreadId, True, UserId,
};
use tokio::sync::OnceCell;

use kally_core::model::{Away, ConversationId, MessageKey, MessageRef, Platform, Reply, Weight};
use kally_engine::chat::places::Places;
use kally_engine::chat::{Chat, ChatError, Outgoing};

use super::html::{Run, runs, without_links};
use super::intake::is_group;
use super::markup::{below, buttons};
use super::pace::Pace;
use super::read::{Admin, Member};
use super::split::{split, units};
use super::target::{Target, chat_error};
use super::{ApiError, BotApi, BotIdentity, send};

/// Telegram's limit for a message, in UTF-16 units without the markup; one unit
/// is kept for the invisible mention.
const LONGEST_TEXT: usize = 4_096 - 1;

/// Telegram's limit for the text beside a file, with the same reserve.
const LONGEST_CAPTION: usize = 1_024 - 1;

/// The number of half-sent messages that are remembered, and of chats with a
/// keyboard of ours.
const REMEMBERED: usize = 1_024;

/// How often a message is sent in another form or to another place at once.
const CORRECTIONS: usize = 4;

/// The reaction to thanks: one of those that Telegram allows everywhere.
const NOD: &str = "👌";

/// Sends replies to Telegram.
pub struct TelegramChat {
    api: Arc<BotApi>,
    places: Arc<Places>,
    pace: Pace,
    identity: OnceCell<BotIdentity>,
    /// The number of parts that have arrived of a half-sent message.
    half_sent: Mutex<HashMap<MessageKey, usize>>,
    /// The chats that show a keyboard of ours in place of the letters.
    with_keys: Mutex<HashSet<i64>>,
}

/// Why a message has not arrived.
enum Failed {
    /// The Bot API refused it.
    Api(ApiError),
    /// It has to wait this long for its turn.
    Paced(Duration),
}

impl From<ApiError> for Failed {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

enum Part {
    Text(Vec<Run>),
    /// The file, with a text beside it.
    File(Vec<Run>),
}

impl TelegramChat {
    /// Sends through this bot, at this pace, to the groups' current addresses.
    #[must_use]
    pub fn new(api: Arc<BotApi>, places: Arc<Places>, pace: Pace) -> Self {
        Self {
            api,
            places,
            pace,
            identity: OnceCell::new(),
            half_sent: Mutex::default(),
            with_keys: Mutex::default(),
        }
    }

    async fn attempt(
        &self,
        target: Target,
        outgoing: &Outgoing,
        parts: &[Part],
    ) -> Result<MessageRef, Failed> {
        if let (Some(replaces), [Part::Text(text)]) = (&outgoing.replaces, parts)
            && let Some(message) = target.message_here(replaces)
            && self.edit(target, message, text, outgoing).await?
        {
            return Ok(replaces.clone());
        }
        if let (Some(replaces), true) = (&outgoing.replaces, outgoing.closes) {
            return Ok(replaces.clone());
        }
        self.send(target, outgoing, parts).await
    }

    /// Sends the parts of a message that were not sent yet; returns its last
    /// part.
    async fn send(
        &self,
        target: Target,
        outgoing: &Outgoing,
        parts: &[Part],
    ) -> Result<MessageRef, Failed> {
        let count = parts.len();
        // Its last part is always sent, because the reference is that part's.
        let sent_before = with(&self.half_sent, |half| {
            half.get(&outgoing.message).copied().unwrap_or(0)
        })
        .min(count - 1);
        let mut last = 0;
        for (index, part) in parts.iter().enumerate().skip(sent_before) {
            let below = match index + 1 == count && !target.plain {
                true => self.below(target, &outgoing.reply).await?,
                false => None,
            };
            let keys = below.as_ref().and_then(has_keys);
            let answers = outgoing.answers.as_ref().filter(|_| index == 0);
            self.turn(target, outgoing).await?;
            let api = &self.api;
            last = match part {
                Part::Text(text) => send::text(api, target, text, answers, below).await?,
                Part::File(caption) => {
                    send::file(api, target, outgoing, caption, answers, below).await?
                }
            };
            if let Some(keys) = keys {
                self.note_keys(target.chat, keys);
            }
            if count > 1 {
                with(&self.half_sent, |half| {
                    if half.len() >= REMEMBERED {
                        half.clear();
                    }
                    half.insert(outgoing.message, index + 1)
                });
            }
        }
        with(&self.half_sent, |half| half.remove(&outgoing.message));
        Ok(target.reference(last))
    }

    async fn turn(&self, target: Target, outgoing: &Outgoing) -> Result<(), Failed> {
        self.pace
            .turn(target.chat, outgoing.weight)
            .await
            .map_err(Failed::Paced)
    }

    async fn below(&self, target: Target, reply: &Reply) -> Result<Option<ReplyMarkup>, ApiError> {
        let name = self.name_for(target, reply).await?;
        let had_keys = with(&self.with_keys, |chats| chats.contains(&target.chat));
        Ok(below(reply, target, name, had_keys))
    }

    /// The bot's username, where the reply shows a door. The way into a group
    /// is shown in private, and only if the bot can be added to groups.
    async fn name_for(&self, target: Target, reply: &Reply) -> Result<Option<&str>, ApiError> {
        let Some(door) = &reply.door else {
            return Ok(None);
        };
        if door.into_room && !target.is_private() {
            return Ok(None);
        }
        let bot = self.identity.get_or_try_init(|| self.api.account()).await?;
        let leads = !door.into_room || bot.can_join_groups;
        Ok(leads.then_some(bot.username.as_str()))
    }

    fn note_keys(&self, chat: i64, shown: bool) {
        with(&self.with_keys, |chats| {
            if !shown {
                chats.remove(&chat);
                return;
            }
            if chats.len() >= REMEMBERED {
                chats.clear();
            }
            chats.insert(chat);
        });
    }

    /// Whether the message shows this now; it may be gone.
    async fn edit(
        &self,
        target: Target,
        message: i32,
        text: &[Run],
        outgoing: &Outgoing,
    ) -> Result<bool, Failed> {
        let below = match target.plain {
            true => None,
            false => buttons(
                &outgoing.reply,
                self.name_for(target, &outgoing.reply).await?,
            ),
        };
        self.turn(target, outgoing).await?;
        Ok(send::edit(&self.api, target, message, text, below).await?)
    }

    async fn target(&self, to: &ConversationId) -> Result<Target, ChatError> {
        if !is_group(&to.chat) {
            return Target::of(to, &to.chat);
        }
        let newest = self.places.newest(&to.chat).await;
        let address = newest.map_err(|error| ChatError::Fault(error.to_string()))?;
        Target::of(to, &address)
    }

    /// Whether the person that an outcome is for has left the group.
    async fn has_left(&self, target: Target, outgoing: &Outgoing) -> bool {
        let (Some(whom), Weight::Outcome) = (target.whom, outgoing.weight) else {
            return false;
        };
        let payload = GetChatMember::new(ChatId(target.chat), UserId(whom));
        match self.api.ask::<_, Member>(&payload).await {
            Ok(member) => !member.is_present(),
            Err(error) => {
                tracing::debug!(%error, "the bot could not find out whether a person is still in the group");
                false
            }
        }
    }

    /// An outcome is for the person who asked, in private if not in the group.
    fn in_private(&self, outgoing: &Outgoing, why: Away) -> Vec<Part> {
        tracing::info!(?why, "an outcome goes to its person in private");
        with(&self.half_sent, |half| half.remove(&outgoing.message));
        parts(
            &outgoing.reply.in_private(why),
            outgoing.file().is_some(),
            false,
        )
    }

    /// The form or place to try next after this error.
    async fn correct(&self, target: Target, error: &ApiError) -> Option<Target> {
        let other = target.after(error)?;
        if other.chat != target.chat {
            let (from, to) = (target.chat.to_string(), other.chat.to_string());
            if let Err(error) = self.places.moved(&from, &to).await {
                tracing::error!(%error, "the new id of a group cannot be stored");
            }
        }
        tracing::warn!(%error, ?other, "a message was refused and is sent in another form or chat");
        Some(other)
    }
}

#[async_trait]
impl Chat for TelegramChat {
    fn platform(&self) -> Platform {
        Platform::Telegram
    }

    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        let with_file = outgoing.file().is_some();
        let mut parts = parts(&outgoing.reply, with_file, false);
        if parts.is_empty() {
            return Err(ChatError::Refused("the message is empty".to_owned()));
        }
        let mut target = self.target(&outgoing.to).await?;
        target.quiet = outgoing.quiet;
        if self.has_left(target, outgoing).await {
            parts = self.in_private(outgoing, Away::Left);
            target = target.in_private();
        }
        let mut left = CORRECTIONS;
        loop {
            let error = match self.attempt(target, outgoing, &parts).await {
                Ok(reference) => return Ok(reference),
                Err(Failed::Paced(wait)) => return Err(ChatError::Wait(wait)),
                Err(Failed::Api(error)) => error,
            };
            match self.correct(target, &error).await.filter(|_| left > 0) {
                Some(other) => {
                    // Without buttons the links are in the text.
                    if other.plain && !target.plain && outgoing.weight != Weight::Outcome {
                        parts = self::parts(&outgoing.reply, with_file, true);
                    }
                    target = other;
                    left -= 1;
                }
                None => {
                    let error = chat_error(&error);
                    let shut = matches!(error, ChatError::Away(_)) && !target.is_private();
                    if shut && outgoing.weight == Weight::Outcome {
                        parts = self.in_private(outgoing, Away::Shut);
                        target = target.in_private();
                        continue;
                    }
                    if let ChatError::Wait(wait) = error {
                        self.pace.hold(target.chat, wait);
                    }
                    return Err(error);
                }
            }
        }
    }

    async fn typing(&self, to: &ConversationId) {
        let Ok(target) = self.target(to).await else {
            return;
        };
        let mut payload = SendChatAction::new(ChatId(target.chat), ChatAction::Typing);
        payload.message_thread_id = target.thread.map(|thread| ThreadId(MessageId(thread)));
        if let Err(error) = self.api.ask::<_, True>(&payload).await {
            tracing::debug!(%error, "'typing' was not shown");
        }
    }

    async fn strip(&self, from: &ConversationId, message: &MessageRef) -> Result<(), ChatError> {
        let target = self.target(from).await?;
        let Some(message) = target.message_here(message) else {
            return Ok(());
        };
        // It waits for nobody's turn: other messages matter more.
        if self.pace.turn(target.chat, Weight::Status).await.is_err() {
            return Ok(());
        }
        let stripped = send::strip(&self.api, target, message).await;
        stripped.map_err(|error| match chat_error(&error) {
            ChatError::Wait(wait) => {
                self.pace.hold(target.chat, wait);
                ChatError::Refused(error.to_string())
            }
            other => other,
        })
    }

    async fn moderates(&self, of: &ConversationId) -> Result<bool, ChatError> {
        let target = self.target(of).await?;
        // The bot may be no admin itself: about others, only this list is always
        // told to it.
        let payload = GetChatAdministrators::new(ChatId(target.chat));
        let admins = self.api.ask::<_, Vec<Admin>>(&payload).await;
        let admins = admins.map_err(|error| chat_error(&error))?;
        Ok(admins.iter().any(|admin| admin.is(&of.user)))
    }

    async fn react(&self, to: &ConversationId, message: &MessageRef) -> Result<(), ChatError> {
        let target = self.target(to).await?;
        let Some(message) = target.message_here(message) else {
            return Err(ChatError::Refused(
                "the message is not in this chat".to_owned(),
            ));
        };
        let nod = ReactionType::Emoji {
            emoji: NOD.to_owned(),
        };
        let payload =
            SetMessageReaction::new(ChatId(target.chat), MessageId(message)).reaction([nod]);
        let reacted = self.api.ask::<_, True>(&payload).await;
        reacted.map(drop).map_err(|error| chat_error(&error))
    }

    async fn remove(&self, from: &ConversationId, message: &MessageRef) -> Result<(), ChatError> {
        let target = self.target(from).await?;
        let Some(message) = target.message_here(message) else {
            return Err(ChatError::Refused(
                "the message is not in this chat".to_owned(),
            ));
        };
        let payload = DeleteMessage::new(ChatId(target.chat), MessageId(message));
        match self.api.ask::<_, True>(&payload).await {
            Ok(True) => Ok(()),
            Err(error) => match error.refusal() {
                Some((400, words)) if words.contains("message to delete not found") => Ok(()),
                _ => Err(chat_error(&error)),
            },
        }
    }
}

/// The messages that a reply becomes; none, if there is nothing to say. `plain`:
/// nothing of it can be a button.
fn parts(reply: &Reply, with_file: bool, plain: bool) -> Vec<Part> {
    let text = match plain {
        true => runs(&reply.body),
        false => runs(&without_links(&reply.body)),
    };
    if !with_file {
        return split(text, LONGEST_TEXT)
            .into_iter()
            .map(Part::Text)
            .collect();
    }
    if units(&text) <= LONGEST_CAPTION {
        return vec![Part::File(text)];
    }
    let mut parts: Vec<Part> = split(text, LONGEST_TEXT)
        .into_iter()
        .map(Part::Text)
        .collect();
    parts.push(Part::File(Vec::new()));
    parts
}

/// Whether a chat shows a keyboard of ours after this; `None` if that does not
/// change.
fn has_keys(below: &ReplyMarkup) -> Option<bool> {
    match below {
        ReplyMarkup::Keyboard(_) => Some(true),
        ReplyMarkup::KeyboardRemove(_) => Some(false),
        _ => None,
    }
}

fn with<T, U>(shared: &Mutex<T>, change: impl FnOnce(&mut T) -> U) -> U {
    change(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
}

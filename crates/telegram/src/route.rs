//! Translates an update with dptree to an [`Inbound`], or to nothing.
//!
//! In a private chat every message of the person is for the bot. In a group
//! these are: a command, a button, a reply to one of the bot's messages, words
//! that begin with the bot's name. Who presses or replies to a message that
//! mentions somebody else is told whose it is. A conversation is one person's, in one
//! chat and, if there are topics, in one topic.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use dptree::Handler;
use teloxide::dispatching::{DpHandlerDescription, UpdateFilterExt as _};
use teloxide::types::{
    AllowedUpdate, CallbackQuery, CallbackQueryId, Chat, Message, MessageEntityKind, MessageId,
    ThreadId, Update, UpdateId, User,
};

use kally_core::dialogue::Wordless;
use kally_core::model::{
    ConversationId, EventId, Language, MessageRef, OwnLinks, Platform, has_whole_sign_in,
};
use kally_engine::bridge::{Card, Content, Inbound, OfOther, Sender, ToOther};

use super::BotIdentity;
use super::read::{Beside, Brings};
use super::target::reference;

/// The kinds of updates that are requested: those that have a route.
pub(super) const ALLOWED: [AllowedUpdate; 4] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MyChatMember,
];

/// The sender ids of a group's anonymous admins, and of users who write as a
/// channel.
const NOBODY: [u64; 2] = [1_087_968_824, 136_817_688];

/// The sender id of a channel's posts in its group.
const POSTS: u64 = 777_000;

/// The consequence of an update.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Routed {
    /// A turn; a button's press is answered after it.
    Turn(Box<Inbound>, Option<CallbackQueryId>),
    /// A press without a meaning is answered nevertheless.
    Answer(CallbackQueryId),
    /// It is not for the bot.
    Nothing,
}

/// The facts that a route needs beside the update.
#[derive(Debug)]
struct Here {
    account: BotIdentity,
    own_links: OwnLinks,
    beside: Beside,
    now: DateTime<Utc>,
    restored_at: Option<DateTime<Utc>>,
}

/// The routes of one bot.
pub(super) struct Routes {
    account: BotIdentity,
    own_links: OwnLinks,
    restored_at: Option<DateTime<Utc>>,
    handler: Handler<'static, Routed, DpHandlerDescription>,
}

impl Routes {
    pub(super) fn new(
        account: BotIdentity,
        own_links: OwnLinks,
        restored_at: Option<DateTime<Utc>>,
    ) -> Self {
        let handler = dptree::entry()
            .branch(Update::filter_message().endpoint(message))
            .branch(Update::filter_edited_message().endpoint(edited))
            .branch(Update::filter_callback_query().endpoint(press));
        Self {
            account,
            own_links,
            restored_at,
            handler,
        }
    }

    pub(super) async fn route(&self, update: Update, beside: Beside, now: DateTime<Utc>) -> Routed {
        let here = Arc::new(Here {
            account: self.account.clone(),
            own_links: self.own_links.clone(),
            beside,
            now,
            restored_at: self.restored_at,
        });
        match self
            .handler
            .dispatch(dptree::deps![update.id, update, here])
            .await
        {
            ControlFlow::Break(routed) => routed,
            ControlFlow::Continue(_) => Routed::Nothing,
        }
    }
}

/// A person has added the bot to a group.
pub(super) fn added(id: u32, chat: String, by: &User, now: DateTime<Utc>) -> Inbound {
    Inbound {
        event: event(UpdateId(id)),
        conversation: ConversationId {
            platform: Platform::Telegram,
            chat,
            thread: None,
            user: by.id.0.to_string(),
        },
        sender: sender(by),
        at: now,
        message: None,
        replies_to: None,
        quoted: None,
        content: Content::AddedToRoom,
    }
}

fn event(id: UpdateId) -> EventId {
    EventId(format!("update:{}", id.0))
}

fn sender(from: &User) -> Sender {
    Sender {
        display_name: from.full_name(),
        handle: from.username.as_ref().map(|name| format!("@{name}")),
        language: from.language_code.as_deref().and_then(Language::from_tag),
    }
}

async fn message(id: UpdateId, message: Message, here: Arc<Here>) -> Routed {
    let Some((from, text)) = said(&message, &here) else {
        return match to_other(&message, &here) {
            Some((from, of_other)) => {
                let content = Content::OfOther(of_other);
                let inbound = Inbound {
                    replies_to: replied_to(&message),
                    ..inbound(id, &message, from, message.date, content)
                };
                Routed::Turn(Box::new(inbound), None)
            }
            None => Routed::Nothing,
        };
    };
    let content = match NOBODY.contains(&from.id.0) {
        true => Content::Anonymous(text),
        false => match (here.addressed(&message, &text), &here.beside.brings) {
            (Some(words), _) => Content::Addressed(words.to_owned()),
            (None, Some(Brings::Nothing(what))) => Content::Wordless(*what),
            (None, Some(Brings::Place { name })) => Content::Place {
                name: name.clone(),
                number: None,
            },
            (None, Some(Brings::Contact { name, number })) => Content::Cards(vec![Card {
                name: name.clone(),
                numbers: vec![number.clone()],
            }]),
            // It is fetched before its turn.
            (None, Some(Brings::Cards(_))) => Content::Wordless(Wordless::File),
            (None, None) => Content::Text(text),
        },
    };
    let inbound = Inbound {
        replies_to: replied_to(&message),
        quoted: quoted(&message, from),
        ..inbound(id, &message, from, message.date, content)
    };
    Routed::Turn(Box::new(inbound), None)
}

/// The words of another person's message that a person replies to.
fn quoted(message: &Message, from: &User) -> Option<String> {
    let replied = message.reply_to_message()?;
    let author = replied.from.as_ref()?;
    let is_person = !author.is_bot && author.id != from.id;
    replied.text().filter(|_| is_person).map(str::to_owned)
}

/// The message that a person replies to.
fn replied_to(message: &Message) -> Option<MessageRef> {
    let replied = message.reply_to_message()?;
    Some(reference(message.chat.id.0, replied.id.0))
}

async fn edited(id: UpdateId, message: Message, here: Arc<Here>) -> Routed {
    // A live location changes by the minute, without a word.
    let said = said(&message, &here).filter(|(_, text)| !text.trim().is_empty());
    let Some((from, text)) = said else {
        return Routed::Nothing;
    };
    let content = match NOBODY.contains(&from.id.0) {
        true if !here.is_secret(&text) => return Routed::Nothing,
        true => Content::Anonymous(text),
        false => Content::Edited(text),
    };
    let at = message.edit_date().copied().unwrap_or(here.now);
    let inbound = inbound(id, &message, from, at, content);
    Routed::Turn(Box::new(inbound), None)
}

async fn press(id: UpdateId, query: CallbackQuery, here: Arc<Here>) -> Routed {
    // A button of a game, or of a message that was not sent to a chat.
    let (Some(token), Some(shown)) = (query.data, query.message) else {
        return Routed::Answer(query.id);
    };
    let thread = shown.regular_message().and_then(topic);
    let place = Place {
        chat: shown.chat(),
        thread,
        message: shown.id(),
    };
    let content = match here.other(&query.from) {
        Some((person, name)) if !place.chat.is_private() => Content::OfOther(OfOther {
            person,
            name,
            did: ToOther::Pressed(token),
        }),
        _ => Content::Press(token),
    };
    // Telegram does not tell when it was pressed. Nothing on a message from
    // before a restore is carried out: it may have been then already.
    let shown_at = shown.regular_message().map(|message| message.date);
    let shown_at = shown_at.unwrap_or(DateTime::UNIX_EPOCH);
    let at = match here.restored_at.is_some_and(|restored| shown_at < restored) {
        true => shown_at,
        false => here.now,
    };
    let inbound = place.inbound(id, &query.from, at, content);
    Routed::Turn(Box::new(inbound), Some(query.id))
}

/// A person's words, if they are for the bot.
fn said<'a>(message: &'a Message, here: &Here) -> Option<(&'a User, String)> {
    let from = message.from.as_ref()?;
    let person = !from.is_bot && from.id.0 != POSTS;
    if !person && !NOBODY.contains(&from.id.0) {
        return None;
    }
    let text = words(message, here)?;
    let heard = message.chat.is_private() || is_for_the_bot(message, from, &text, here);
    heard.then_some((from, text))
}

/// The words of a message, together with one of our links that is hidden behind
/// other words, as in a forwarded message of the bot.
fn words(message: &Message, here: &Here) -> Option<String> {
    let text = message.text()?;
    let hidden = message.entities().unwrap_or_default().iter();
    let hidden = hidden.filter_map(|entity| match &entity.kind {
        MessageEntityKind::TextLink { url } => Some(url.as_str()),
        _ => None,
    });
    let link = hidden.into_iter().find(|url| here.is_secret(url));
    Some(match link {
        Some(link) => format!("{text} {link}"),
        None => text.to_owned(),
    })
}

impl Here {
    /// Whom the bot's message is for, by id and name, if that is not this person.
    fn other(&self, from: &User) -> Option<(String, String)> {
        let asked = self.beside.whom.as_ref()?;
        (asked.id != from.id.0).then(|| (asked.id.to_string(), asked.name.clone()))
    }

    /// In a group, the words behind the bot's name, if a text begins with it.
    /// Telegram brings such a message only where the bot is an admin or may read
    /// along.
    fn addressed<'a>(&self, message: &Message, text: &'a str) -> Option<&'a str> {
        if message.chat.is_private() || self.account.username.is_empty() {
            return None;
        }
        let text = text.trim_start().strip_prefix('@')?;
        let (name, words) = text.split_at_checked(self.account.username.len())?;
        let ends = !words.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let named = name.eq_ignore_ascii_case(&self.account.username) && ends;
        named.then(|| words.trim_start_matches([' ', ',', ':']).trim())
    }

    /// Whether a text holds something that nobody should show to others.
    fn is_secret(&self, text: &str) -> bool {
        has_whole_sign_in(text) || self.own_links.find(text).is_some()
    }
}

/// In a group: a command, an answer by the person who was asked, or a secret
/// that nobody should have shown there.
fn is_for_the_bot(message: &Message, from: &User, text: &str, here: &Here) -> bool {
    if here.is_secret(text) {
        return true;
    }
    if let Some(command) = text.trim_start().strip_prefix('/') {
        let word = command.split_whitespace().next().unwrap_or_default();
        return word
            .split_once('@')
            .is_none_or(|(_, name)| name.eq_ignore_ascii_case(&here.account.username));
    }
    if here.addressed(message, text).is_some() {
        return true;
    }
    replies_to_bot(message, here) && here.other(from).is_none()
}

fn replies_to_bot(message: &Message, here: &Here) -> bool {
    let replied = message
        .reply_to_message()
        .and_then(|replied| replied.from.as_ref());
    replied.is_some_and(|author| author.id.0 == here.account.id)
}

/// In a group, a person's reply to a message of the bot that is for somebody
/// else.
fn to_other<'a>(message: &'a Message, here: &Here) -> Option<(&'a User, OfOther)> {
    let from = message.from.as_ref()?;
    let person = !from.is_bot && from.id.0 != POSTS;
    if !person || message.chat.is_private() || !replies_to_bot(message, here) {
        return None;
    }
    let (person, name) = here.other(from)?;
    let of_other = OfOther {
        person,
        name,
        did: ToOther::Replied(message.text()?.to_owned()),
    };
    Some((from, of_other))
}

/// The topic of a message, where its chat has topics. A person's private chat
/// is one conversation, in whichever topic it is shown.
fn topic(message: &Message) -> Option<ThreadId> {
    message
        .thread_id
        .filter(|_| message.is_topic_message && !message.chat.is_private())
}

fn inbound(
    id: UpdateId,
    message: &Message,
    from: &User,
    at: DateTime<Utc>,
    content: Content,
) -> Inbound {
    let place = Place {
        chat: &message.chat,
        thread: topic(message),
        message: message.id,
    };
    place.inbound(id, from, at, content)
}

/// The place of a message or press.
struct Place<'a> {
    chat: &'a Chat,
    thread: Option<ThreadId>,
    message: MessageId,
}

impl Place<'_> {
    fn inbound(&self, id: UpdateId, from: &User, at: DateTime<Utc>, content: Content) -> Inbound {
        Inbound {
            event: event(id),
            conversation: ConversationId {
                platform: Platform::Telegram,
                chat: self.chat.id.0.to_string(),
                thread: self.thread.map(|thread| thread.0.0.to_string()),
                user: from.id.0.to_string(),
            },
            sender: sender(from),
            at,
            message: Some(reference(self.chat.id.0, self.message.0)),
            replies_to: None,
            quoted: None,
            content,
        }
    }
}

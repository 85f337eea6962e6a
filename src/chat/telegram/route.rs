//! What an update is to the bridge: routed with dptree to an [`Inbound`], or to
//! nothing.
//!
//! In a private chat everything a person sends is for the bot. In a group it is
//! what names it: a command, a reply to one of its messages, a button. A
//! conversation is one person's, in one chat and, if it is one, one topic.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use dptree::Handler;
use serde_json::Value;
use teloxide::dispatching::{DpHandlerDescription, UpdateFilterExt as _};
use teloxide::types::{
    AllowedUpdate, CallbackQuery, CallbackQueryId, Chat, Message, ThreadId, Update, UpdateId,
    UpdateKind, User,
};

use crate::bridge::{Content, Inbound, Sender};
use crate::model::{ConversationId, EventId, Platform};

use super::Account;

/// The updates that are asked for: those that have a route.
pub(super) const ALLOWED: [AllowedUpdate; 2] =
    [AllowedUpdate::Message, AllowedUpdate::CallbackQuery];

/// What the bridge reads of a message. Nothing else may make one unreadable
/// when the Bot API has a new form for it, or a field is missing.
const READ: [&str; 8] = [
    "message_id",
    "date",
    "chat",
    "from",
    "message_thread_id",
    "is_topic_message",
    "reply_to_message",
    "text",
];

/// What a person can send that is no text.
const OTHER_CONTENT: [&str; 17] = [
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
];

/// What follows from an update.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Routed {
    /// A turn; a button's press is answered after it.
    Turn(Box<Inbound>, Option<CallbackQueryId>),
    /// A press that means nothing is answered nevertheless.
    Answer(CallbackQueryId),
    /// It is not for the bot.
    Nothing,
}

/// An update that cannot be read, by its id if it has one.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub id: Option<u32>,
    pub why: String,
}

/// What a route needs to know beside the update.
#[derive(Debug)]
struct Here {
    account: Account,
    now: DateTime<Utc>,
}

/// The routes of one bot.
pub(super) struct Routes {
    account: Account,
    handler: Handler<'static, Routed, DpHandlerDescription>,
}

impl Routes {
    pub(super) fn new(account: Account) -> Self {
        let handler = dptree::entry()
            .branch(Update::filter_message().endpoint(message))
            .branch(Update::filter_callback_query().endpoint(press));
        Self { account, handler }
    }

    /// Where an update goes.
    pub(super) async fn route(&self, update: Update, now: DateTime<Utc>) -> Routed {
        let here = Arc::new(Here {
            account: self.account.clone(),
            now,
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

/// Reads an update as it came: its id, and the one thing that it brings. Not
/// through `Update`'s own reading, which needs the text it was written in.
pub(super) fn read(mut value: Value) -> Result<Update, Unreadable> {
    let id = value
        .get("update_id")
        .and_then(Value::as_u64)
        .and_then(|id| u32::try_from(id).ok());
    let unreadable = |why: String| Unreadable { id, why };
    let Some(number) = id else {
        return Err(unreadable("it has no id".to_owned()));
    };
    let mut take = |kind: &str| value.get_mut(kind).map(Value::take);
    let kind = if let Some(mut message) = take("message") {
        reduce(&mut message);
        serde_json::from_value(message).map(UpdateKind::Message)
    } else if let Some(mut query) = take("callback_query") {
        query.get_mut("message").into_iter().for_each(reduce);
        serde_json::from_value(query).map(UpdateKind::CallbackQuery)
    } else {
        return Err(unreadable(
            "it is of a kind that was not asked for".to_owned(),
        ));
    };
    let kind = kind.map_err(|error| unreadable(error.to_string()))?;
    Ok(Update {
        id: UpdateId(number),
        kind,
    })
}

/// Leaves of a message what is read of it, as a text message. A caption is a
/// text, and so is a contact's number. A picture or a voice is an empty text,
/// which the person is told about as about any answer that isn't understood.
/// What the chat itself reports has no text.
fn reduce(message: &mut Value) {
    let Some(fields) = message.as_object_mut() else {
        return;
    };
    if !fields.contains_key("text") && OTHER_CONTENT.iter().any(|kind| fields.contains_key(*kind)) {
        let number = fields
            .get("contact")
            .and_then(|contact| contact.get("phone_number"));
        let text = fields.get("caption").or(number).cloned();
        fields.insert("text".to_owned(), text.unwrap_or_else(|| Value::from("")));
    }
    fields.retain(|name, _| READ.contains(&name.as_str()));
    if let Some(replied) = fields.get_mut("reply_to_message") {
        if let Some(replied) = replied.as_object_mut() {
            replied.remove("reply_to_message");
        }
        reduce(replied);
    }
}

async fn message(id: UpdateId, message: Message, here: Arc<Here>) -> Routed {
    let Some(from) = message.from.as_ref().filter(|from| !from.is_bot) else {
        return Routed::Nothing;
    };
    let Some(text) = message.text().map(str::to_owned) else {
        return Routed::Nothing;
    };
    if !message.chat.is_private() && !names_the_bot(&message, &text, &here.account) {
        return Routed::Nothing;
    }
    let thread = message.thread_id.filter(|_| message.is_topic_message);
    Routed::Turn(
        Box::new(inbound(
            id,
            &message.chat,
            thread,
            from,
            message.date,
            Content::Text(text),
        )),
        None,
    )
}

async fn press(id: UpdateId, query: CallbackQuery, here: Arc<Here>) -> Routed {
    // A button of a game, or of a message that was not sent to a chat.
    let (Some(token), Some(shown)) = (query.data, query.message) else {
        return Routed::Answer(query.id);
    };
    let thread = shown
        .regular_message()
        .filter(|message| message.is_topic_message)
        .and_then(|message| message.thread_id);
    let inbound = inbound(
        id,
        shown.chat(),
        thread,
        &query.from,
        here.now,
        Content::Press(token),
    );
    Routed::Turn(Box::new(inbound), Some(query.id))
}

fn names_the_bot(message: &Message, text: &str, account: &Account) -> bool {
    if let Some(command) = text.trim_start().strip_prefix('/') {
        let word = command.split_whitespace().next().unwrap_or_default();
        return word
            .split_once('@')
            .is_none_or(|(_, name)| name.eq_ignore_ascii_case(&account.username));
    }
    let replied = message
        .reply_to_message()
        .and_then(|replied| replied.from.as_ref());
    replied.is_some_and(|author| author.id.0 == account.id)
}

fn inbound(
    id: UpdateId,
    chat: &Chat,
    thread: Option<ThreadId>,
    from: &User,
    at: DateTime<Utc>,
    content: Content,
) -> Inbound {
    Inbound {
        event: EventId(format!("update:{}", id.0)),
        conversation: ConversationId {
            platform: Platform::Telegram,
            chat: chat.id.0.to_string(),
            thread: thread.map(|thread| thread.0.0.to_string()),
            user: from.id.0.to_string(),
        },
        sender: Sender {
            display_name: from.full_name(),
            handle: from.username.as_ref().map(|name| format!("@{name}")),
            language: None,
        },
        message: None,
        at,
        content,
    }
}

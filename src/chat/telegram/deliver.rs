//! Sending and editing: one reply becomes one message, or several where it is
//! too long, the last of them with the buttons.
//!
//! Whatever Telegram refuses for its form is sent again in a plainer form
//! before it is given up, and a chat that cannot be written to now is
//! [`ChatError::Away`]: an outcome waits for its person.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::payloads::setters::*;
use teloxide::payloads::{EditMessageText, SendMessage};
use teloxide::types::{
    ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ThreadId,
};

use crate::chat::{Chat, ChatError, Outgoing};
use crate::model::{ConversationId, Document, MessageKey, MessageRef, Platform, Reply};

use super::html::{Run, html, runs};
use super::keyboard::keyboard;
use super::split::{split, units};
use super::upload::Upload;
use super::{ApiError, BotApi};

/// Telegram's limit of a message, in UTF-16 units without the markup.
const LONGEST_TEXT: usize = 4_096;

/// Telegram's limit of the text beside a file.
const LONGEST_CAPTION: usize = 1_024;

/// The pause where Telegram asks for one without saying how long.
const PAUSE: Duration = Duration::from_secs(5);

/// How many messages in parts are remembered as half sent.
const HALF_SENT: usize = 1_024;

/// How often a message is sent in another form or to another place at once.
const CORRECTIONS: usize = 4;

/// Sends replies to Telegram.
pub struct TelegramChat {
    api: Arc<BotApi>,
    /// How many parts of a message have arrived, while the rest has not.
    half_sent: Mutex<HashMap<MessageKey, usize>>,
}

/// What `sendMessage` and `sendDocument` answer; only what is needed of it.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

/// Where and in which form a message is sent.
#[derive(Debug, Clone, Copy)]
struct Manner {
    chat: i64,
    thread: Option<i32>,
    /// Without markup and buttons.
    plain: bool,
}

/// One message of Telegram.
enum Part {
    Text(Vec<Run>),
    File(Vec<Run>, Document),
}

impl TelegramChat {
    /// Sends through this bot.
    #[must_use]
    pub fn new(api: Arc<BotApi>) -> Self {
        Self {
            api,
            half_sent: Mutex::default(),
        }
    }

    async fn attempt(&self, manner: Manner, outgoing: &Outgoing) -> Result<MessageRef, ApiError> {
        let parts = parts(&outgoing.reply);
        if let (Some(replaces), [Part::Text(text)]) = (&outgoing.replaces, &parts[..])
            && let Some(message) = message_of(replaces)
            && self.edit(manner, message, text, &outgoing.reply).await?
        {
            return Ok(replaces.clone());
        }
        self.send(manner, outgoing, parts).await
    }

    /// Sends what has not been sent of a message; answers with its last part.
    async fn send(
        &self,
        manner: Manner,
        outgoing: &Outgoing,
        parts: Vec<Part>,
    ) -> Result<MessageRef, ApiError> {
        let count = parts.len();
        // Its last part is always sent: the reference is of that one.
        let sent_before = self
            .half_sent(|half| half.get(&outgoing.message).copied())
            .unwrap_or(0)
            .min(count - 1);
        let mut last = 0;
        for (index, part) in parts.into_iter().enumerate().skip(sent_before) {
            let buttons = (index + 1 == count && !manner.plain)
                .then(|| keyboard(&outgoing.reply.choices))
                .flatten();
            let sent = match part {
                Part::Text(text) => self.send_text(manner, &text, buttons).await?,
                Part::File(caption, document) => {
                    self.send_file(manner, outgoing.message, &caption, &document, buttons)
                        .await?
                }
            };
            last = sent.message_id;
            if count > 1 {
                self.half_sent(|half| {
                    if half.len() >= HALF_SENT {
                        half.clear();
                    }
                    half.insert(outgoing.message, index + 1)
                });
            }
        }
        self.half_sent(|half| half.remove(&outgoing.message));
        Ok(MessageRef(format!("{}:{last}", manner.chat)))
    }

    fn half_sent<T>(&self, with: impl FnOnce(&mut HashMap<MessageKey, usize>) -> T) -> T {
        with(
            &mut self
                .half_sent
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    async fn send_text(
        &self,
        manner: Manner,
        text: &[Run],
        buttons: Option<InlineKeyboardMarkup>,
    ) -> Result<Sent, ApiError> {
        let mut payload = SendMessage::new(ChatId(manner.chat), manner.text(text))
            .link_preview_options(no_preview());
        payload.parse_mode = manner.parse_mode();
        payload.message_thread_id = manner.thread.map(|thread| ThreadId(MessageId(thread)));
        payload.reply_markup = buttons.map(Into::into);
        self.api.ask(&payload).await
    }

    async fn send_file(
        &self,
        manner: Manner,
        message: MessageKey,
        caption: &[Run],
        document: &Document,
        buttons: Option<InlineKeyboardMarkup>,
    ) -> Result<Sent, ApiError> {
        const METHOD: &str = "sendDocument";
        let buttons = buttons
            .map(|buttons| serde_json::to_string(&buttons))
            .transpose();
        let buttons = buttons.map_err(|source| ApiError::Unwritable {
            method: METHOD,
            source,
        })?;
        let caption = (!caption.is_empty()).then(|| manner.text(caption));
        let parse_mode = manner
            .parse_mode()
            .filter(|_| caption.is_some())
            .map(|_| "HTML");
        let form = Upload::new(message.0)
            .field("chat_id", &manner.chat.to_string())
            .optional(
                "message_thread_id",
                manner.thread.map(|thread| thread.to_string()).as_deref(),
            )
            .optional("caption", caption.as_deref())
            .optional("parse_mode", parse_mode)
            .optional("reply_markup", buttons.as_deref())
            .file("document", document);
        self.api.upload(METHOD, form).await
    }

    /// Whether the message shows this now; it may be gone.
    async fn edit(
        &self,
        manner: Manner,
        message: i32,
        text: &[Run],
        reply: &Reply,
    ) -> Result<bool, ApiError> {
        let mut payload =
            EditMessageText::new(ChatId(manner.chat), MessageId(message), manner.text(text))
                .link_preview_options(no_preview());
        payload.parse_mode = manner.parse_mode();
        payload.reply_markup = if manner.plain {
            None
        } else {
            keyboard(&reply.choices)
        };
        match self.api.ask::<_, IgnoredAny>(&payload).await {
            Ok(_) => Ok(true),
            Err(error) => match error.refusal() {
                Some((400, words)) if words.contains("message is not modified") => Ok(true),
                Some((400, words)) if is_past_editing(words) => Ok(false),
                _ => Err(error),
            },
        }
    }
}

#[async_trait]
impl Chat for TelegramChat {
    fn platform(&self) -> Platform {
        Platform::Telegram
    }

    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        if parts(&outgoing.reply).is_empty() {
            return Err(ChatError::Refused(
                "there is nothing in the message".to_owned(),
            ));
        }
        let mut manner = Manner::of(&outgoing.to)?;
        let mut left = CORRECTIONS;
        loop {
            match self.attempt(manner, outgoing).await {
                Ok(reference) => return Ok(reference),
                Err(error) => match manner.after(&error).filter(|_| left > 0) {
                    Some(other) => {
                        tracing::warn!(%error, ?other, "a message is sent in another manner");
                        manner = other;
                        left -= 1;
                    }
                    None => return Err(chat_error(&error)),
                },
            }
        }
    }
}

impl Manner {
    fn of(to: &ConversationId) -> Result<Self, ChatError> {
        let unknown = || ChatError::Refused(format!("{:?} is no chat of Telegram", to.chat));
        let chat = to.chat.parse().map_err(|_| unknown())?;
        let thread = to
            .thread
            .as_ref()
            .map(|thread| thread.parse())
            .transpose()
            .map_err(|_| unknown())?;
        Ok(Self {
            chat,
            thread,
            plain: false,
        })
    }

    /// The manner in which a message may arrive that was refused in this one.
    fn after(self, error: &ApiError) -> Option<Self> {
        let ApiError::Refused {
            code,
            description,
            migrate_to,
            ..
        } = error
        else {
            return None;
        };
        match (code, migrate_to) {
            (_, Some(chat)) if *chat != self.chat => Some(Self {
                chat: *chat,
                ..self
            }),
            (400, _) if self.thread.is_some() && description.contains("thread not found") => {
                Some(Self {
                    thread: None,
                    ..self
                })
            }
            (400, _) if !self.plain && !is_no_chat(description) => Some(Self {
                plain: true,
                ..self
            }),
            _ => None,
        }
    }

    fn text(self, runs: &[Run]) -> String {
        if self.plain {
            return runs.iter().map(|run| run.text.as_str()).collect();
        }
        html(runs)
    }

    fn parse_mode(self) -> Option<ParseMode> {
        (!self.plain).then_some(ParseMode::Html)
    }
}

/// The messages that a reply becomes; none, if there is nothing to say.
fn parts(reply: &Reply) -> Vec<Part> {
    let text = runs(&reply.body);
    let Some(document) = reply.document.clone() else {
        return split(text, LONGEST_TEXT)
            .into_iter()
            .map(Part::Text)
            .collect();
    };
    if units(&text) <= LONGEST_CAPTION {
        return vec![Part::File(text, document)];
    }
    let mut parts: Vec<Part> = split(text, LONGEST_TEXT)
        .into_iter()
        .map(Part::Text)
        .collect();
    parts.push(Part::File(Vec::new(), document));
    parts
}

fn message_of(reference: &MessageRef) -> Option<i32> {
    reference.0.rsplit_once(':')?.1.parse().ok()
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn is_past_editing(words: &str) -> bool {
    [
        "message to edit not found",
        "message can't be edited",
        "MESSAGE_ID_INVALID",
        "message not found",
    ]
    .iter()
    .any(|known| words.contains(known))
}

/// The chat is not there, or not for the bot: it may be again.
fn is_no_chat(words: &str) -> bool {
    [
        "chat not found",
        "group chat was deactivated",
        "group is deactivated",
        "not enough rights",
        "PEER_ID_INVALID",
        "TOPIC_CLOSED",
    ]
    .iter()
    .any(|known| words.contains(known))
}

fn chat_error(error: &ApiError) -> ChatError {
    let why = error.to_string();
    match error {
        ApiError::Refused {
            retry_after: Some(wait),
            ..
        } => ChatError::Wait(*wait),
        ApiError::Refused { code: 429, .. } => ChatError::Wait(PAUSE),
        ApiError::Refused { code: 403, .. } => ChatError::Away(why),
        ApiError::Refused {
            code: 400,
            description,
            ..
        } if is_no_chat(description) => ChatError::Away(why),
        ApiError::Refused {
            code: 400 | 413, ..
        }
        | ApiError::Unwritable { .. } => ChatError::Refused(why),
        // A wrong token or a gateway's mood says nothing about the message.
        ApiError::Refused { .. } | ApiError::Unintelligible { .. } | ApiError::Network { .. } => {
            ChatError::Fault(why)
        }
    }
}

//! The address and form of a message, the alternatives after a refusal, and the
//! meaning of a refusal for the outbox.

use std::time::Duration;

use teloxide::types::ParseMode;

use kally_core::model::{ConversationId, MessageRef};
use kally_engine::chat::ChatError;

use super::ApiError;
use super::html::{Look, Run, html};

/// The pause where Telegram asks for one without saying how long.
const PAUSE: Duration = Duration::from_secs(5);

/// The address and form in which a message is sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub chat: i64,
    pub thread: Option<i32>,
    /// In a group, the person that the message is for.
    pub whom: Option<u64>,
    /// Without markup and buttons.
    pub plain: bool,
    /// Without a sound.
    pub quiet: bool,
}

impl Target {
    /// To a conversation, whose chat has this address now.
    pub(super) fn of(to: &ConversationId, address: &str) -> Result<Self, ChatError> {
        let unknown = || ChatError::Refused(format!("{address:?} is not a Telegram chat"));
        let chat = address.parse().map_err(|_| unknown())?;
        let thread = to
            .thread
            .as_ref()
            .map(|thread| thread.parse())
            .transpose()
            .map_err(|_| unknown())?;
        Ok(Self {
            chat,
            thread,
            whom: to.user.parse().ok().filter(|_| !to.is_private()),
            plain: false,
            quiet: false,
        })
    }

    /// To the person themself, instead of the group.
    pub(super) fn in_private(self) -> Self {
        let chat = self.whom.and_then(|whom| i64::try_from(whom).ok());
        Self {
            chat: chat.unwrap_or(self.chat),
            thread: None,
            whom: None,
            plain: self.plain,
            quiet: self.quiet,
        }
    }

    pub(super) fn is_private(self) -> bool {
        self.whom.is_none()
    }

    /// The target to try after this error, if there is one.
    pub(super) fn after(self, error: &ApiError) -> Option<Self> {
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

    /// In a group a message mentions its person invisibly, so that they hear of
    /// it and an answer to it shows who was asked: without it, anybody's reply
    /// would count as their own request.
    pub(super) fn text(self, runs: &[Run]) -> String {
        let text = || runs.iter().map(plain).collect();
        match self.whom {
            _ if self.plain => text(),
            None => html(runs),
            Some(whom) => {
                let name = Run {
                    text: "\u{200b}".to_owned(),
                    look: Look::Link(format!("tg://user?id={whom}")),
                };
                html(&[name]) + html(runs).as_str()
            }
        }
    }

    pub(super) fn parse_mode(self) -> Option<ParseMode> {
        (!self.plain).then_some(ParseMode::Html)
    }

    /// The number of a message in this chat; `None` if it is in another.
    pub(super) fn message_here(self, reference: &MessageRef) -> Option<i32> {
        let (chat, message) = reference.0.rsplit_once(':')?;
        let here = chat.parse() == Ok(self.chat);
        message.parse().ok().filter(|_| here)
    }

    pub(super) fn reference(self, message: i32) -> MessageRef {
        reference(self.chat, message)
    }
}

/// A message of a chat, as the bridge stores it.
pub(super) fn reference(chat: i64, message: i32) -> MessageRef {
    MessageRef(format!("{chat}:{message}"))
}

/// Whether a refusal says that a message cannot be edited any more.
pub(super) fn is_past_editing(words: &str) -> bool {
    [
        "message to edit not found",
        "message can't be edited",
        "MESSAGE_ID_INVALID",
        "message not found",
    ]
    .iter()
    .any(|known| words.contains(known))
}

/// The chat does not exist, or is closed to the bot; that may change.
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

/// The meaning of an error for the outbox.
pub(super) fn chat_error(error: &ApiError) -> ChatError {
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
        // A wrong token or a gateway's error says nothing about the message.
        ApiError::Refused { .. } | ApiError::Unintelligible { .. } | ApiError::Network { .. } => {
            ChatError::Fault(why)
        }
    }
}

/// A run without markup: a link shows its address, or nobody could follow it.
fn plain(run: &Run) -> String {
    match &run.look {
        Look::Link(address) if *address != run.text => format!("{}: {address}", run.text),
        _ => run.text.clone(),
    }
}

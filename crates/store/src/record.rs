//! The records: what is stored, as types of their own with a version each.
//!
//! A record holds values of the core, and each value is read back through its
//! own parser: what none of them takes makes the record unreadable. The form
//! of a version never changes once released (fixtures hold it); a new form is
//! a new `V2` beside it, and reading brings the old one forward.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use kally_core::dialogue::{Conversation, Errand, Outcome};
use kally_core::model::{
    CallId, CallRequest, ChatUser, Choice, ConversationId, ErrandId, Language, LinkId, MessageKey,
    MessageRef, OwnSettings, Reply, Weight,
};

/// The state of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConversationRecordV1 {
    /// Whose conversation.
    pub id: ConversationId,
    /// The person's name as the platform last showed it.
    pub display_name: Option<String>,
    /// Their handle, such as `@anag`.
    pub handle: Option<String>,
    /// Their language as the platform tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Their newest message, which what is said answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageRef>,
    /// The conversation itself.
    pub conversation: Conversation,
    /// What the last message offered to choose.
    pub offered: Vec<Choice>,
    /// Whether a number picks one of them.
    pub numbered: bool,
    /// What was offered beside an open question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<Choice>,
}

/// What a chat user has set; the operator's default stands in for the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingsRecordV1 {
    /// Who.
    pub user: ChatUser,
    /// What they have set.
    #[serde(flatten)]
    pub own: OwnSettings,
}

/// A chat user's KallyAI account. The tokens are sealed to the owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountRecordV1 {
    /// Whose it is.
    pub owner: ChatUser,
    /// The sealed token pair.
    #[serde(with = "base64_bytes")]
    pub sealed: Vec<u8>,
    /// Since when it is linked.
    pub linked_at: DateTime<Utc>,
    /// Whether a refresh failed for good: the person has to sign in again.
    pub revoked: bool,
    /// Whether the person knows that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
    /// It is forgotten when no call is open any more, as the person asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaving: bool,
}

/// Where a chat user's forms wait for an account, so that each goes on once
/// there is one, however it came to be linked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaitingRecordV1 {
    /// Whose forms.
    pub user: ChatUser,
    /// The conversations, the oldest first; not many.
    pub conversations: Vec<ConversationId>,
}

/// A link session: one chance for one chat user to join an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkRecordV1 {
    /// The hash of its `state`.
    pub id: LinkId,
    /// Who asked for the link.
    pub user: ChatUser,
    /// Their name as the platform shows it.
    pub display_name: String,
    /// Their handle, such as `@anag`.
    pub handle: Option<String>,
    /// Where the good news goes.
    pub conversation: ConversationId,
    /// The language of the pages when the browser names none of ours.
    pub language: String,
    /// The short code that stands in the chat and on the page.
    pub code: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// How far it has come.
    pub stage: LinkStageV1,
}

/// How far a link session has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkStageV1 {
    /// The link was given.
    Opened,
    /// The person agreed on our page and went on to sign in.
    Begun {
        /// The hash of the secret in the browser's cookie.
        browser: String,
    },
    /// The service answered; the person has yet to confirm.
    Received {
        /// The sealed token pair.
        #[serde(with = "base64_bytes")]
        sealed: Vec<u8>,
        /// The hash of the secret in the browser's cookie.
        browser: String,
    },
    /// The account was joined.
    Joined {
        /// The hash of the secret of the browser in which that was done; none,
        /// if it was done in the chat.
        browser: Option<String>,
    },
    /// It came to its end without: the person declined, or it became known to
    /// somebody else.
    Used,
}

/// Which of a chat user's links works: one at the most. A session that it does
/// not name has ended, whatever its own record says, so that a newer link and a
/// sign-out end all others by one write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenLinkRecordV1 {
    /// Whose links.
    pub user: ChatUser,
    /// The session.
    pub link: LinkId,
    /// When that one ends.
    pub expires_at: DateTime<Utc>,
}

impl OpenLinkRecordV1 {
    /// Whether it is this session.
    #[must_use]
    pub fn names(&self, session: &LinkRecordV1) -> bool {
        self.user == session.user && self.link == session.id
    }
}

impl LinkRecordV1 {
    /// Whether it has not come to an end of its own; a newer one may have
    /// ended it all the same.
    #[must_use]
    pub fn waits(&self) -> bool {
        match self.stage {
            LinkStageV1::Opened | LinkStageV1::Begun { .. } | LinkStageV1::Received { .. } => true,
            LinkStageV1::Joined { .. } | LinkStageV1::Used => false,
        }
    }
}

/// A confirmed call. Its id is its `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallRecordV1 {
    /// Our id.
    pub id: CallId,
    /// Whose call.
    pub conversation: ConversationId,
    /// What is asked for.
    pub request: CallRequest,
    /// The form that it was confirmed on; none for one that is called again as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<u32>,
    /// When the person said *Call now*.
    pub confirmed_at: DateTime<Utc>,
    /// How far it has come.
    pub stage: CallStageV1,
    /// The service's id, once known.
    pub remote: Option<String>,
    /// The message that is edited as the call goes on.
    pub status_message: MessageKey,
    /// The person asked to hang up.
    pub stop_wanted: bool,
    /// The person asked for the transcript while the call was running.
    pub transcript_wanted: bool,
    /// It was called again from its outcome.
    pub called_again: bool,
    /// How many times the request was sent: again only after a definite refusal
    /// that passes, or by the person's word.
    pub attempts: u32,
    /// When the last request was sent.
    pub placed_at: Option<DateTime<Utc>>,
    /// The newest row of the service's history before the first request: what
    /// is newer may be this call.
    pub baseline: Option<BaselineV1>,
}

impl CallRecordV1 {
    /// Whether it is not over.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, CallStageV1::Ended { .. })
    }

    /// Whether somebody still asks the service how it goes on.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.is_open() && self.stage != CallStageV1::Undecided
    }

    /// Whether the service may have acted on a request that was sent, so that
    /// nobody may be told that nothing was called. The request that a call is
    /// being placed with is on its way, and counts only afterwards.
    #[must_use]
    pub fn may_have_been_made(&self) -> bool {
        self.attempts > u32::from(self.stage == CallStageV1::Placing)
    }
}

/// The service's history just before a call was placed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BaselineV1 {
    /// Ids of the calls to this number that were already there.
    pub known: Vec<String>,
}

/// How far a call has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallStageV1 {
    /// Confirmed; placed once the time to undo is over.
    Confirmed {
        /// When that is.
        not_before: DateTime<Utc>,
    },
    /// The request is about to leave or has left.
    Placing,
    /// The service has it; it is asked until the call is over.
    Following,
    /// Whether it was made is not known; the history is watched.
    Doubtful {
        /// Since when.
        since: DateTime<Utc>,
        /// When the person is asked.
        until: DateTime<Utc>,
    },
    /// Whether it was made could not be found out; the person decides.
    Undecided,
    /// Over.
    Ended {
        /// How.
        outcome: OutcomeV1,
        /// When.
        at: DateTime<Utc>,
    },
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeV1 {
    /// The service reported it.
    Reported(Outcome),
    /// The service refused it.
    Refused {
        /// The service's code.
        code: String,
    },
    /// The person took it back in time, or let an undecided one be.
    Withdrawn,
    /// The person logged out before it was over: nobody can ask for its end.
    Untold,
}

/// A small piece of work that a person asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrandRecordV1 {
    /// Its id.
    pub id: ErrandId,
    /// Where the answer goes.
    pub conversation: ConversationId,
    /// What to do.
    pub errand: Errand,
}

/// A delivered message that may be edited later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageRecordV1 {
    /// Our id of it.
    pub key: MessageKey,
    /// The platform's.
    pub reference: MessageRef,
    /// When it was delivered.
    pub at: DateTime<Utc>,
}

/// Which call a delivered message is about, so that a reply to it means that call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AboutRecordV1 {
    /// The platform's reference to the message.
    pub reference: MessageRef,
    /// The call.
    pub call: CallId,
    /// When it was delivered.
    pub at: DateTime<Utc>,
}

/// How far a platform's events were read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CursorRecordV1 {
    /// The platform's name.
    pub name: String,
    /// Its place: a poll offset, a sync token.
    pub value: String,
}

/// A message waiting to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboxRecordV1 {
    /// Our id of the message; an edit has the id of the message it edits.
    pub message: MessageKey,
    /// Where it goes.
    pub conversation: ConversationId,
    /// What it says; nothing, if that is sealed. For a removal: what is said
    /// instead where the platform does not allow it.
    pub reply: Reply,
    /// What it says, sealed to the person, since it holds an address that is
    /// for them alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedReply>,
    /// The call that it is about, which a reply to it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<CallId>,
    /// How much it matters.
    pub weight: Weight,
    /// What to do with it.
    pub mode: DeliveryModeV1,
    /// The person's message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<MessageRef>,
    /// For an edit: the message to edit, where it is known already. For a
    /// removal: the message to remove.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<MessageRef>,
    /// When it was committed.
    pub created_at: DateTime<Utc>,
    /// How many times sending it failed.
    pub attempts: u32,
}

/// What to do with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryModeV1 {
    /// Send it.
    Send,
    /// Send it, and remember where it is, since it will be edited.
    SendToEdit,
    /// Edit the message of that id; if it never arrived, send it.
    Edit,
    /// The same, for the last time: where it is need not be remembered any more.
    EditLast,
    /// Remove a message of the person's; where that is not allowed, send this.
    Remove,
}

impl DeliveryModeV1 {
    /// Whether it edits a message that was sent before.
    #[must_use]
    pub fn is_edit(self) -> bool {
        matches!(self, Self::Edit | Self::EditLast)
    }
}

/// A reply, sealed to the person whom it is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SealedReply(#[serde(with = "base64_bytes")] pub Vec<u8>);

mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(serde::de::Error::custom)
    }
}

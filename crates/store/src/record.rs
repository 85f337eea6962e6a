//! The stored records, as types of their own with a version each.
//!
//! A record holds values of the core, and each value is read back through its
//! own parser: a value that its parser refuses makes the record unreadable. The
//! form of a version never changes once released (fixtures check it); a new
//! form is a new `V2` beside it, and reading converts the old one.

use chrono::{DateTime, NaiveDate, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};

use kally_core::dialogue::{Conversation, Errand, Outcome};
use kally_core::model::{
    Appointment, AppointmentId, CallId, CallRequest, ChatUser, Choice, Contacts, ConversationId,
    ErrandId, FeedId, Language, LinkId, MessageKey, MessageRef, OwnSettings, Phone, Reply, RoomId,
    Tries, Weight, is_put_off,
};

/// The state of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConversationRecordV1 {
    pub id: ConversationId,
    /// The person's name as the platform last showed it.
    pub display_name: Option<String>,
    /// Their handle, such as `@anag`.
    pub handle: Option<String>,
    /// Their language as the platform tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Their newest message, which replies answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageRef>,
    pub conversation: Conversation,
    /// The choices that the last message offered.
    pub offered: Vec<Choice>,
    /// Whether a number picks one of them.
    pub numbered: bool,
    /// The choices offered beside an open question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<Choice>,
    /// The message whose buttons ask the open question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownV1>,
    /// When it was last written: every event of the conversation does so.
    pub changed_at: DateTime<Utc>,
}

/// A message of the bot's with buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShownV1 {
    /// Our id for it; its reference is remembered when it has arrived.
    Sent(MessageKey),
    /// The platform's reference to it.
    At(MessageRef),
}

/// A chat user's own settings; the operator's defaults apply to the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingsRecordV1 {
    pub user: ChatUser,
    #[serde(flatten)]
    pub own: OwnSettings,
    /// The numbers that they want never called, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<Phone>,
}

/// A chat user's KallyAI account. The tokens are sealed to the owner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountRecordV1 {
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
    /// The account is to be forgotten when no call is open any more, as the
    /// person asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaving: bool,
}

/// The conversations whose forms wait for a chat user's account, so that each
/// goes on once an account is linked, in any way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaitingRecordV1 {
    pub user: ChatUser,
    /// The conversations, the oldest first; not many.
    pub conversations: Vec<ConversationId>,
}

/// The conversations in which a chat user has requests that were not confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormsRecordV1 {
    pub user: ChatUser,
    /// The conversations, the oldest first; not many.
    pub conversations: Vec<ConversationId>,
}

/// The places that a chat user knows. It stays until they forget it: it is an
/// address book, not a trace of old calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContactsRecordV1 {
    pub user: ChatUser,
    pub contacts: Contacts,
}

/// A link session: one chance for one chat user to link an account.
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
    /// The conversation that hears of the success.
    pub conversation: ConversationId,
    /// The language of the pages when the browser names none of ours.
    pub language: String,
    /// The short code that the chat and the page show.
    pub code: String,
    pub expires_at: DateTime<Utc>,
    /// It asks the service for every permission.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
    /// The person ordered the sign-in and waits for it: they are not asked
    /// whether the account is theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ordered: bool,
    /// How far it has come.
    pub stage: LinkStageV1,
}

/// The stage of a link session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkStageV1 {
    /// The link was given.
    Opened,
    /// The person agreed on our page and went on to sign in.
    Begun {
        /// The hash of the secret in the browser's cookie.
        browser: String,
        /// The service refuses PKCE: the sign-in goes on without.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        without_pkce: bool,
        /// How many codes the service has refused in this session.
        #[serde(default, skip_serializing_if = "is_zero")]
        refused: u8,
    },
    /// The service answered; the person has yet to confirm.
    Received {
        /// The sealed token pair.
        #[serde(with = "base64_bytes")]
        sealed: Vec<u8>,
        /// The hash of the secret in the browser's cookie.
        browser: String,
    },
    /// Somebody signed in; the person has yet to say in the chat whether the
    /// account is theirs.
    SignedIn {
        /// The sealed token pair.
        #[serde(with = "base64_bytes")]
        sealed: Vec<u8>,
        /// The hash of the secret in the browser's cookie; `None` if the address
        /// was sent in the chat.
        browser: Option<String>,
    },
    /// The account was joined.
    Joined {
        /// The hash of the cookie's secret of the browser that linked it;
        /// `None` if it was linked in the chat.
        browser: Option<String>,
    },
    /// It ended without a link: the person declined, or somebody else got to
    /// know it.
    Used,
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}

/// Which of a chat user's links works: at most one. Any other session of theirs
/// has ended, even if its own record says that it waits. So a newer link or a
/// sign-out ends all others with one write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenLinkRecordV1 {
    pub user: ChatUser,
    pub link: LinkId,
    /// When that session ends.
    pub expires_at: DateTime<Utc>,
    /// Somebody signed in by it, and the person has yet to say whether the
    /// account is theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed_in: bool,
    /// The message with the link, while it can still be followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageKey>,
}

impl OpenLinkRecordV1 {
    /// Whether it is this session.
    #[must_use]
    pub fn names(&self, session: &LinkRecordV1) -> bool {
        self.user == session.user && self.link == session.id
    }
}

impl LinkRecordV1 {
    /// Whether its own time is not over; a newer link may have ended it all the
    /// same.
    #[must_use]
    pub fn waits(&self) -> bool {
        match self.stage {
            LinkStageV1::Opened
            | LinkStageV1::Begun { .. }
            | LinkStageV1::Received { .. }
            | LinkStageV1::SignedIn { .. } => true,
            LinkStageV1::Joined { .. } | LinkStageV1::Used => false,
        }
    }
}

/// A confirmed call. Its id is its `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallRecordV1 {
    pub id: CallId,
    pub conversation: ConversationId,
    pub request: CallRequest,
    /// The form on which it was confirmed; `None` for a call that is repeated
    /// as it was.
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
    /// How many times the request was sent. It is sent again only after a
    /// definite, temporary refusal, or when the person says so.
    pub attempts: u32,
    /// When the last request was sent.
    pub placed_at: Option<DateTime<Utc>>,
    /// The calls in the service's history before the first request: any other
    /// one may be this call.
    pub baseline: Option<BaselineV1>,
    /// The person was told that the service has it in its queue.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub queued: bool,
    /// Its calendar file is being fetched.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub calendar_wanted: bool,
    /// The person was told that it is due soon.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub announced: bool,
    /// It was put off to a time: its person may be asleep when it is made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub put_off: bool,
    /// The message that asked for it, if the conversation knew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<MessageRef>,
    /// The series of calls that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries: Option<Tries>,
}

impl CallRecordV1 {
    /// No call of its series follows.
    pub fn stop_trying(&mut self) {
        if let Some(tries) = &mut self.tries {
            tries.stopped = true;
        }
    }

    /// Whether it is not over.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.stage, CallStageV1::Ended { .. })
    }

    /// Whether a worker still asks the service about it.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.is_open() && self.stage != CallStageV1::Undecided
    }

    /// When it is to be made, if it was put off to a time that nobody has tried yet.
    #[must_use]
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self.stage {
            CallStageV1::Confirmed { not_before } => {
                let waits = self.attempts == 0 && is_put_off(self.confirmed_at, not_before);
                waits.then_some(not_before)
            }
            _ => None,
        }
    }

    /// Whether the service may have acted on a request that was sent; then
    /// nobody may be told that nothing was called. A request in the stage
    /// `Placing` is still on its way and counts only afterwards.
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

/// The stage of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallStageV1 {
    /// Confirmed; placed once the time to undo is over.
    Confirmed { not_before: DateTime<Utc> },
    /// The request is about to leave or has left.
    Placing,
    /// The service has it; the worker asks until the call is over.
    Following,
    /// Nobody knows whether it was made; the history is watched.
    Doubtful {
        since: DateTime<Utc>,
        /// When the person is asked.
        until: DateTime<Utc>,
    },
    /// Nobody could find out whether it was made; the person decides.
    Undecided,
    Ended {
        outcome: OutcomeV1,
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
    Refused { code: String },
    /// The person took it back in time, or left an undecided one alone.
    Withdrawn,
    /// The person logged out before it was over: nobody can ask for its end.
    Untold,
}

/// An appointment that a person keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppointmentRecordV1 {
    pub id: AppointmentId,
    /// Where it was kept, and where its reminders are said.
    pub conversation: ConversationId,
    pub appointment: Appointment,
}

/// The address at which calendars find a person's appointments, or a room's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalendarRecordV1 {
    /// The person; for a room its platform and id.
    pub of: ChatUser,
    /// It is a room's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub room: bool,
    /// Which address it is.
    pub feed: FeedId,
    /// When it was made.
    pub since: DateTime<Utc>,
}

/// An address for calendars, found by the hash of its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedRecordV1 {
    pub id: FeedId,
    /// Whose appointments are there: a person's; of a room its platform and id.
    pub of: ChatUser,
    /// They are a room's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub room: bool,
    /// The language of the calendar.
    pub language: Language,
}

/// A small piece of work that a person asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrandRecordV1 {
    pub id: ErrandId,
    /// Where the answer goes.
    pub conversation: ConversationId,
    pub errand: Errand,
    /// The message that shows the answer in place of the question that was
    /// pressed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<MessageRef>,
}

/// A delivered message that may be edited later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageRecordV1 {
    /// Our id for it.
    pub key: MessageKey,
    /// The conversation that it was sent to.
    pub conversation: ConversationId,
    /// The platform's reference to it.
    pub reference: MessageRef,
    /// When it was delivered.
    pub at: DateTime<Utc>,
}

/// Which call a delivered message is about, so that a reply to it means that
/// call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AboutRecordV1 {
    /// The platform's reference to the message.
    pub reference: MessageRef,
    /// The conversation that it was sent to.
    pub conversation: ConversationId,
    pub call: CallId,
    /// When it was delivered.
    pub at: DateTime<Utc>,
}

/// The people whom the bot's admins know: admins, invited, asking, blocked. One
/// record for all, under a fixed name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MembersRecordV1 {
    pub name: String,
    pub people: Vec<MemberV1>,
    /// Invitations that were not used yet.
    pub invitations: Vec<InvitationV1>,
}

/// A person whom the admins know, or a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberV1 {
    /// The person; for a room its platform and id.
    pub user: ChatUser,
    /// Their name as the platform showed it.
    pub display_name: String,
    pub handle: Option<String>,
    pub standing: MemberStandingV1,
    /// Since when they stand like that.
    pub since: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStandingV1 {
    Admin,
    Invited,
    /// They wrote to the bot without an invitation.
    Asking,
    Blocked,
    /// Not a person: everybody in this room may use the bot. The name is that
    /// of the person who sent the code there.
    Room,
}

/// A code that admits one person, or everybody in one room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvitationV1 {
    /// The SHA-256 of the code, in hex.
    pub hash: String,
    pub expires_at: DateTime<Utc>,
    /// It is for a room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub room: bool,
}

/// How many calls a person had placed on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuotaRecordV1 {
    pub user: ChatUser,
    /// The day, in UTC; another day's count is over.
    pub day: NaiveDate,
    pub calls: u32,
}

/// How often everybody together had a number called on one day, and whether it
/// may be called at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberRecordV1 {
    /// In E.164 form.
    pub phone: String,
    /// The day, in UTC; another day's count is over.
    pub day: NaiveDate,
    pub calls: u32,
    /// Nobody calls it; who decided that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_by: Option<NumberRefusalV1>,
}

/// Who decided that nobody calls a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberRefusalV1 {
    /// The service says that the people there object to such calls.
    Service,
    Admin,
}

/// The settings of a room, and the calls that were confirmed there, for all people
/// in it. It holds nobody's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoomRecordV1 {
    pub room: RoomId,
    /// The room that it continues, however often it was upgraded: that one's
    /// record holds the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<RoomId>,
    /// The settings that its moderators have set.
    #[serde(flatten)]
    pub own: OwnSettings,
    /// The calls that were confirmed there lately, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent: Vec<RecentCallV1>,
    /// Who shares contacts there; not many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sharers: Vec<SharerV1>,
}

/// Somebody who shares contacts with a room. Which ones, their own record says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharerV1 {
    /// The platform's id of the person.
    pub user: String,
    /// Their name as the platform showed it.
    pub name: String,
}

impl RoomRecordV1 {
    /// The record of a room of which nothing is known.
    #[must_use]
    pub fn new(room: RoomId) -> Self {
        Self {
            room,
            continues: None,
            own: OwnSettings::default(),
            recent: Vec::new(),
            sharers: Vec::new(),
        }
    }
}

/// A call that was confirmed in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentCallV1 {
    pub call: CallId,
    /// When it was confirmed.
    pub at: DateTime<Utc>,
}

/// How far a platform's events were read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CursorRecordV1 {
    pub name: String,
    /// The position: a poll offset, a sync token.
    pub value: String,
}

/// The store was restored from a copy. It knows nothing of what happened
/// between the copy and the restore, so nothing of that may be done again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestoredRecordV1 {
    /// Always [`Self::NAME`].
    pub name: String,
    /// The state that was copied.
    pub copied_at: DateTime<Utc>,
    /// When it was restored: events before that are not carried out.
    pub restored_at: DateTime<Utc>,
    /// No call of the copy is made by itself any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settled: bool,
    /// It is known which accounts have to sign in again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
}

impl RestoredRecordV1 {
    /// There is one, under this name.
    pub const NAME: &'static str = "restored";

    /// The mark of a store that is restored now. Platforms tell the times of
    /// events in whole seconds.
    #[must_use]
    pub fn new(copied_at: DateTime<Utc>, restored_at: DateTime<Utc>) -> Self {
        Self {
            name: Self::NAME.to_owned(),
            copied_at,
            restored_at: restored_at.trunc_subsecs(0),
            settled: false,
            checked: false,
        }
    }

    /// The same for a store whose first start is now: events before that are not
    /// carried out. Another process may have carried them out until then.
    #[must_use]
    pub fn begun_at(self, now: DateTime<Utc>) -> Self {
        Self {
            restored_at: self.restored_at.max(now.trunc_subsecs(0)),
            ..self
        }
    }
}

/// A message waiting to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboxRecordV1 {
    /// Our id of the message; an edit has the id of the message it edits.
    pub message: MessageKey,
    pub conversation: ConversationId,
    /// The content; empty if it is sealed. For a removal: the reply to send
    /// instead where the platform does not allow it.
    pub reply: Reply,
    /// The content, sealed to the person, since it holds an address for them
    /// alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedReply>,
    /// The call that it is about, so that a reply to it means that call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<CallId>,
    /// How much it matters.
    pub weight: Weight,
    /// The way to deliver it.
    pub mode: DeliveryModeV1,
    /// The person's message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<MessageRef>,
    /// For an edit: the message to edit, where it is known already. For a
    /// removal: the message to remove.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<MessageRef>,
    /// For taking buttons away: the message that keeps its buttons, should the
    /// other turn out to be the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spares: Option<MessageRef>,
    /// A question that need not be sent once a later answer `settles`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub passing: bool,
    /// It says how things stand now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settles: bool,
    /// It makes no sound: it answers somebody who has just written.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
    /// Until then it makes no sound: its person may be asleep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_until: Option<DateTime<Utc>>,
    /// When it was committed.
    pub created_at: DateTime<Utc>,
    /// How many times sending it failed.
    pub attempts: u32,
}

impl OutboxRecordV1 {
    /// A new message, which makes a sound.
    #[must_use]
    pub fn new(
        message: MessageKey,
        conversation: ConversationId,
        reply: Reply,
        created_at: DateTime<Utc>,
    ) -> Self {
        Self {
            message,
            conversation,
            reply,
            sealed: None,
            about: None,
            weight: Weight::Answer,
            mode: DeliveryModeV1::Send,
            answers: None,
            replaces: None,
            spares: None,
            passing: false,
            settles: false,
            quiet: false,
            quiet_until: None,
            created_at,
            attempts: 0,
        }
    }
}

/// The way to deliver a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryModeV1 {
    Send,
    /// Send it, and remember its reference, because it will be edited.
    SendToEdit,
    /// Edit the message of that id; if it never arrived, send it.
    Edit,
    /// The same, for the last time: its reference need not be remembered any
    /// more.
    EditLast,
    /// Remove a message of the person's; where that is not allowed, send this.
    Remove,
    /// Show a reaction to a message of the person's; where that is not allowed,
    /// send this.
    React,
    /// Take the buttons from a message of the bot's: what it asked is over.
    Strip,
}

impl DeliveryModeV1 {
    /// Whether it edits a message that was sent before.
    #[must_use]
    pub fn is_edit(self) -> bool {
        matches!(self, Self::Edit | Self::EditLast)
    }

    /// Whether the message is not touched again.
    #[must_use]
    pub fn is_last(self) -> bool {
        matches!(self, Self::EditLast | Self::Strip)
    }
}

/// A reply, sealed to the person that it is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SealedReply(#[serde(with = "base64_bytes")] pub Vec<u8>);

pub(crate) mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map_err(serde::de::Error::custom)
    }
}

//! The beginning of a turn: the details of its event, and all records that were
//! read.

use chrono::{DateTime, Utc};

use kally_core::dialogue::Conversation;
use kally_core::model::{LinkTag, MessageRef};
use kally_store::{
    AccountRecord, CalendarRecord, ContactsRecord, FormsRecord, LinkRecord, LinkStageV1,
    OpenLinkRecord, SettingsRecord, ShownV1, Stored, Version, WaitingRecord,
};

use super::appointments::Kept;
use super::record::Offered;
use super::room::OfRoom;
use super::{Content, Inbound, Sender};

/// So much of a message that somebody replies to is read.
const LONGEST_QUOTE: usize = 1_000;

/// The details of an event beside its words.
#[derive(Debug, Clone, Default)]
pub(super) struct EventDetails {
    /// The message that it is, or is about.
    pub(super) message: Option<MessageRef>,
    /// It is a press of a choice on that message, which is the bot's.
    pub(super) pressed: bool,
    /// The message that it replies to.
    pub(super) replies_to: Option<MessageRef>,
    /// The words of that message, if another person wrote it.
    pub(super) quoted: Option<String>,
    /// The message that shows the answer.
    pub(super) replaces: Option<MessageRef>,
    /// It is a way out.
    pub(super) is_way_out: bool,
    /// When it was sent.
    pub(super) at: Option<DateTime<Utc>>,
}

impl EventDetails {
    pub(super) fn of(inbound: &Inbound) -> Self {
        Self {
            message: inbound.message.clone(),
            pressed: matches!(
                inbound.content,
                Content::Press(_) | Content::PressTakenBack(_)
            ),
            replies_to: inbound.replies_to.clone(),
            quoted: (inbound.quoted.as_ref())
                .map(|quoted| quoted.chars().take(LONGEST_QUOTE).collect()),
            replaces: None,
            is_way_out: inbound.content.is_way_out(),
            at: Some(inbound.at),
        }
    }
}

/// All records that were read for a turn.
pub(super) struct Loaded {
    pub(super) version: Version,
    pub(super) conversation: Conversation,
    pub(super) offered: Offered,
    pub(super) sender: Option<Sender>,
    pub(super) message: Option<MessageRef>,
    /// The message whose buttons ask the open question.
    pub(super) shown: Option<ShownV1>,
    pub(super) lost: bool,
    /// When the conversation was last written; `None` if it is new.
    pub(super) changed_at: Option<DateTime<Utc>>,
    pub(super) settings: Stored<SettingsRecord>,
    pub(super) account: Stored<AccountRecord>,
    pub(super) waiting: Stored<WaitingRecord>,
    /// Where the person has open requests.
    pub(super) forms: Stored<FormsRecord>,
    /// The places that the person knows; absent if the event cannot need them.
    pub(super) contacts: Stored<ContactsRecord>,
    /// The person's appointments; none if the event cannot need them.
    pub(super) appointments: Kept,
    /// The address for calendars that the event is about.
    pub(super) calendar: Stored<CalendarRecord>,
    pub(super) open_link: Stored<OpenLinkRecord>,
    pub(super) room: OfRoom,
    /// The session in which somebody signed in, while the person has yet to say
    /// whether the account is theirs.
    pub(super) signed_in: Stored<LinkRecord>,
}

impl Loaded {
    /// Whether the person has a link that works.
    pub(super) fn has_open_link(&self, now: DateTime<Utc>) -> bool {
        let link = self.open_link.record();
        link.is_some_and(|link| link.expires_at > now)
    }

    /// The sign-in that waits for the person's answer.
    pub(super) fn sign_in(&self, now: DateTime<Utc>) -> Option<LinkTag> {
        let session = self.signed_in.record()?;
        let waits = matches!(session.stage, LinkStageV1::SignedIn { .. });
        (waits && session.expires_at > now).then(|| session.id.tag())
    }
}

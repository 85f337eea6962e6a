//! What the turn asks of whoever makes links: to open a session, to see
//! whether a message carries the end of one, and to redeem it. All of it
//! without I/O, so that it can be part of a turn's one commit.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use kally_core::dialogue::{LinkWay, PasteOutcome};
use kally_core::model::{ChatUser, ConversationId, Language, LinkId, OwnLinks, Reply};
use kally_store::{LinkRecord, OpenLinkRecord, Record, SealedReply};

/// What a link session is opened with.
#[derive(Debug, Clone)]
pub struct LinkRequest {
    /// Where the good news goes.
    pub conversation: ConversationId,
    /// The person's name as the platform shows it.
    pub display_name: String,
    /// Their handle.
    pub handle: Option<String>,
    /// Their language.
    pub language: Language,
    /// The time.
    pub now: DateTime<Utc>,
}

/// A link session that was opened, to be committed with the turn.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Its record.
    pub record: LinkRecord,
    /// Where the person has to go; an address for them alone.
    pub url: String,
    /// What they do there.
    pub way: LinkWay,
    /// The code that the page shows.
    pub code: String,
    /// How long it works.
    pub valid: Duration,
}

impl NewLink {
    /// What says that it is the one that works.
    pub(super) fn newest(&self) -> OpenLinkRecord {
        OpenLinkRecord {
            user: self.record.user.clone(),
            link: self.record.id.clone(),
            expires_at: self.record.expires_at,
        }
    }
}

/// Too many links were asked for; another one can be had after this long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyLinks(pub Duration);

/// The end of a sign-in that stands in a message: it may hold tokens. Or a
/// link, the beginning of one.
pub struct Pasted {
    /// It is the link, not what came of it.
    pub is_link: bool,
    /// The session that it says it belongs to.
    pub link: Option<LinkId>,
    /// What came with the address.
    pub query: SecretString,
}

/// The session that a pasted address names, as it is stored.
#[derive(Debug, Clone, Copy)]
pub struct PastedInto<'a> {
    /// Its record.
    pub record: &'a LinkRecord,
    /// It is the one of its person's links that works.
    pub is_newest: bool,
}

impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pasted([redacted])")
    }
}

/// What became of a pasted address.
#[derive(Debug)]
pub struct Redeemed {
    /// What the person is told.
    pub outcome: PasteOutcome,
    /// What has to be written for that.
    pub put: Vec<Record>,
    /// Whether the session came to its end by it.
    pub ends: bool,
}

/// Opens and redeems link sessions, without I/O.
pub trait LinkSource: Send + Sync {
    /// Opens one.
    ///
    /// # Errors
    /// When too many were asked for.
    fn open(&self, request: LinkRequest) -> Result<NewLink, TooManyLinks>;

    /// The end of a sign-in, or a link, wherever it stands in a message. Whatever it is
    /// found in is a secret: it is neither stored nor read as anything else.
    fn pasted(&self, _text: &str) -> Option<Pasted> {
        None
    }

    /// What the addresses of its links look like, for chats in which a person
    /// may show one to others.
    fn own_links(&self) -> OwnLinks {
        OwnLinks::default()
    }

    /// Redeems what a person pasted, given the session that it names.
    fn redeem(
        &self,
        _pasted: &Pasted,
        _session: Option<PastedInto<'_>>,
        _pasted_in: &ConversationId,
        _now: DateTime<Utc>,
    ) -> Redeemed {
        Redeemed {
            outcome: PasteOutcome::Unknown,
            put: Vec::new(),
            ends: false,
        }
    }

    /// Seals a reply with a link in it to the person whom it is for. `None`
    /// where there is nothing to seal with: it then waits as it is.
    fn seal(&self, _owner: &ChatUser, _reply: &Reply) -> Option<SealedReply> {
        None
    }
}

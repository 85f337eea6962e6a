//! The interface of a turn to linking: to open a session, to recognise the end
//! of a sign-in in a message, and to redeem it, as a part of the turn's one
//! commit.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use secrecy::SecretString;

use kally_core::dialogue::{LinkWay, PasteOutcome};
use kally_core::model::{ChatUser, ConversationId, Language, LinkId, MessageKey, OwnLinks, Reply};
use kally_store::{
    AccountRecord, KeyId, LinkRecord, OpenLinkRecord, Record, SealedReply, StoreError,
};
use kallyai::TokenPair;

/// The data for opening a link session.
#[derive(Debug, Clone)]
pub struct LinkRequest {
    /// The conversation that hears of the success.
    pub conversation: ConversationId,
    /// The person's name as the platform shows it.
    pub display_name: String,
    pub handle: Option<String>,
    pub language: Language,
    /// With every permission that the service gives.
    pub wide: bool,
    /// The person waits for it, and need not be asked whose account it is.
    pub ordered: bool,
    pub now: DateTime<Utc>,
}

/// A link session that was opened, to be committed with the turn.
#[derive(Debug, Clone)]
pub struct NewLink {
    pub record: LinkRecord,
    /// The address for the person to open, for them alone.
    pub url: String,
    /// The steps that the person takes there.
    pub way: LinkWay,
    /// The code that the page shows.
    pub code: String,
    /// How long it works.
    pub valid: Duration,
}

impl NewLink {
    /// The record that says that this session is the one that works.
    pub(super) fn newest(&self, message: Option<MessageKey>) -> OpenLinkRecord {
        OpenLinkRecord {
            user: self.record.user.clone(),
            link: self.record.id.clone(),
            expires_at: self.record.expires_at,
            signed_in: false,
            message,
        }
    }
}

/// Too many links were asked for; the next one can be opened after this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyLinks(pub Duration);

/// The end of a sign-in in a message, which may hold tokens; or a link, the
/// beginning of one.
pub struct Pasted {
    /// It is the link itself, not the address at the end.
    pub is_link: bool,
    /// The session that it names.
    pub link: Option<LinkId>,
    /// The query of the address.
    pub query: SecretString,
}

/// The stored session that a pasted address names.
#[derive(Debug, Clone, Copy)]
pub struct PastedInto<'a> {
    pub record: &'a LinkRecord,
    /// It is the person's newest link, the one that works.
    pub is_newest: bool,
}

impl fmt::Debug for Pasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pasted([redacted])")
    }
}

/// The result of redeeming a pasted address.
#[derive(Debug)]
pub struct Redeemed {
    /// The answer to the person.
    pub outcome: PasteOutcome,
    /// The records to write.
    pub put: Vec<Record>,
    /// Whether the session ends by it.
    pub ends: bool,
    /// The tokens that were in it, for the person's answer.
    pub pair: Option<TokenPair>,
    /// The data keys of tokens that are worth nothing any more.
    pub discarded: Vec<KeyId>,
}

impl Redeemed {
    /// Nothing comes of it.
    #[must_use]
    pub fn nothing(outcome: PasteOutcome) -> Self {
        Self {
            outcome,
            put: Vec::new(),
            ends: false,
            pair: None,
            discarded: Vec::new(),
        }
    }
}

/// Opens and redeems link sessions. Only data keys are written at once; a turn's
/// commit writes the rest.
#[async_trait]
pub trait LinkSource: Send + Sync {
    /// Opens a session.
    ///
    /// # Errors
    /// When too many were asked for.
    fn open(&self, request: LinkRequest) -> Result<NewLink, TooManyLinks>;

    /// Finds the end of a sign-in, or a link, anywhere in a message. A message
    /// that holds one is a secret: it is neither stored nor read as anything
    /// else.
    fn pasted(&self, _text: &str) -> Option<Pasted> {
        None
    }

    /// The form of its links' addresses, for chats in which a person may show
    /// one to others.
    fn own_links(&self) -> OwnLinks {
        OwnLinks::default()
    }

    /// The record that links the account which was signed in to in a session.
    fn account(&self, session: &LinkRecord, now: DateTime<Utc>) -> Option<AccountRecord>;

    /// Redeems a pasted address, given the session that it names.
    fn redeem(
        &self,
        _pasted: &Pasted,
        _session: Option<PastedInto<'_>>,
        _pasted_in: &ConversationId,
        _now: DateTime<Utc>,
    ) -> Redeemed {
        Redeemed::nothing(PasteOutcome::Unknown)
    }

    /// The records of a session in which somebody has signed in, with the tokens
    /// sealed.
    ///
    /// # Errors
    /// When the store fails.
    async fn offered(
        &self,
        session: &LinkRecord,
        pair: &TokenPair,
        now: DateTime<Utc>,
    ) -> Result<[Record; 2], StoreError>;

    /// Throws data keys away, once the commit is durable that ends their use.
    ///
    /// # Errors
    /// When the store fails.
    async fn discard(&self, keys: &[KeyId]) -> Result<(), StoreError>;

    /// Seals a reply with a link in it to the person that it is for. `None` if
    /// there is no key: then the reply waits unsealed.
    fn seal(&self, _owner: &ChatUser, _reply: &Reply) -> Option<SealedReply> {
        None
    }
}

//! A link session as the pages see it: found by its `state` or by the browser's
//! cookie, expired or not.
//!
//! Only the hashes of the link's secret and of the browser's are stored. A
//! session works as long as it is its person's newest ([`OpenLinkRecord`]);
//! every write for it depends on that.

use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};

use super::Linking;
use super::cookie::{self, BrowserSecret};
use super::page::Notice;
use crate::bridge::WorkerPart;
use kally_core::model::{Language, LinkId};
use kally_store::{
    Commit, CommitError, Key, LinkRecord, LinkStageV1, OpenLinkRecord, Record, Stored, Version,
    read_one,
};

/// How long after the sign-in the person can say that the account is theirs.
const TO_ANSWER: TimeDelta = TimeDelta::hours(1);

/// A session, with the versions to expect when it is written.
pub(super) struct Session {
    version: Version,
    /// The version of the record that says which of the person's links works.
    newest: Version,
    pub(super) record: LinkRecord,
}

/// A session whose tokens wait for the person at this browser.
pub(super) struct AwaitingConfirmation {
    pub(super) session: Session,
    pub(super) sealed: Vec<u8>,
    pub(super) secret: BrowserSecret,
}

/// The id of the session that was opened with this secret. The secret is the
/// `state` of a sign-in on this machine, or the end of a link to our own page.
pub(super) fn link_id(secret: &str) -> LinkId {
    LinkId(hex(&Sha256::digest(secret)))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a text has the form of a secret of ours: 32 bytes in base64url.
pub(super) fn is_state(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Shows *Done* to the browser that linked (a double click, a reload) and *Used*
/// to any other.
pub(super) fn joined(browser: Option<&str>, secret: &BrowserSecret) -> Notice {
    match browser {
        Some(browser) if secret.is_of(browser) => Notice::Done,
        _ => Notice::Used,
    }
}

/// The records of a session in which somebody has signed in. The person gets
/// time to say whether the account is theirs.
pub(super) fn signed_in(
    session: &LinkRecord,
    sealed: Vec<u8>,
    browser: Option<String>,
    now: DateTime<Utc>,
) -> [Record; 2] {
    let expires_at = session.expires_at.max(now + TO_ANSWER);
    let open = OpenLinkRecord {
        user: session.user.clone(),
        link: session.id.clone(),
        expires_at,
        signed_in: true,
        message: None,
    };
    let session = LinkRecord {
        stage: LinkStageV1::SignedIn { sealed, browser },
        expires_at,
        ..session.clone()
    };
    [session.into(), open.into()]
}

impl Session {
    /// The key of the record that says which of the person's links works.
    fn newest(&self) -> Key {
        Key::OpenLink(self.record.user.clone())
    }

    /// The session at its next stage, as a worker's part of a commit: only if
    /// it has not changed and is still the one that works.
    pub(super) fn written(&self, stage: LinkStageV1) -> WorkerPart {
        let record = LinkRecord {
            stage,
            ..self.record.clone()
        };
        let ended = (!record.waits()).then(|| self.newest());
        WorkerPart {
            expect: self.unchanged(),
            put: vec![record.into()],
            delete: ended.into_iter().collect(),
            ..WorkerPart::default()
        }
    }

    /// The same for the session in which somebody has signed in.
    pub(super) fn signed_in(
        &self,
        sealed: Vec<u8>,
        browser: String,
        now: DateTime<Utc>,
    ) -> WorkerPart {
        WorkerPart {
            expect: self.unchanged(),
            put: signed_in(&self.record, sealed, Some(browser), now).into(),
            ..WorkerPart::default()
        }
    }

    fn unchanged(&self) -> Vec<(Key, Version)> {
        vec![
            (Key::Link(self.record.id.clone()), self.version),
            (self.newest(), self.newest),
        ]
    }

    /// The language of the chat.
    pub(super) fn language(&self) -> Option<Language> {
        Language::from_tag(&self.record.language)
    }
}

impl Linking {
    /// The session of that id, if it is known, in time, and either the newest
    /// of its person's or finished. Reading it changes nothing.
    pub(super) async fn session(&self, id: &LinkId, now: DateTime<Utc>) -> Result<Session, Notice> {
        let (_, record) = self.link(id).await?;
        let newest = read_one::<OpenLinkRecord>(&*self.store, &record.user).await;
        let newest = newest.map_err(|error| {
            tracing::error!(%error, "the record of the newest link cannot be read");
            Notice::Failed
        })?;
        // Read again, in this order: a session that was finished meanwhile is
        // not the newest any more, and must be recognised as finished.
        let (version, record) = self.link(id).await?;
        let in_time = record.expires_at > now;
        let is_newest = newest.record().is_some_and(|newest| newest.names(&record));
        match record.waits() {
            false if !in_time => Err(Notice::Used),
            true if !in_time => Err(Notice::Expired),
            true if !is_newest => Err(Notice::Ended),
            _ => Ok(Session {
                version,
                newest: newest.version(),
                record,
            }),
        }
    }

    async fn link(&self, id: &LinkId) -> Result<(Version, LinkRecord), Notice> {
        let stored = read_one::<LinkRecord>(&*self.store, id).await;
        let stored = stored.map_err(|error| {
            tracing::error!(%error, "a link session could not be read");
            Notice::Failed
        })?;
        match stored {
            Stored::Found { version, record } => Ok((version, record)),
            Stored::Absent => Err(Notice::Unknown),
            Stored::Unreadable { reason, .. } => {
                tracing::error!(%reason, "a link session is unreadable");
                Err(Notice::Unknown)
            }
        }
    }

    /// Writes a session's next stage, unless it has changed meanwhile: then
    /// somebody else has used it, or it has ended.
    pub(super) async fn advance(
        &self,
        session: &Session,
        stage: LinkStageV1,
    ) -> Result<(), Notice> {
        let WorkerPart {
            expect,
            put,
            delete,
            ..
        } = session.written(stage);
        let commit = Commit {
            expect,
            put,
            delete,
            ..Commit::default()
        };
        match self.store.commit(commit).await {
            Ok(()) => Ok(()),
            Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => {
                let again = self.session(&session.record.id, self.clock.now()).await;
                Err(again.err().unwrap_or(Notice::Used))
            }
            Err(CommitError::Store(error)) => {
                tracing::error!(user = %session.record.user, %error, "a link session could not be written");
                Err(Notice::Failed)
            }
        }
    }

    /// The session that waits for the person at this browser.
    pub(super) async fn waiting(
        &self,
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> Result<AwaitingConfirmation, Notice> {
        let cookie = cookie::read(headers, self.options.is_secure()).ok_or(Notice::Foreign)?;
        let session = self.session(&cookie.link, now).await?;
        match session.record.stage.clone() {
            LinkStageV1::Used => Err(Notice::Used),
            LinkStageV1::SignedIn { browser, .. } | LinkStageV1::Joined { browser } => {
                Err(joined(browser.as_deref(), &cookie.secret))
            }
            LinkStageV1::Opened | LinkStageV1::Begun { .. } => Err(Notice::Foreign),
            LinkStageV1::Received { sealed, browser } => {
                if !cookie.secret.is_of(&browser) {
                    return Err(Notice::Foreign);
                }
                Ok(AwaitingConfirmation {
                    session,
                    sealed,
                    secret: cookie.secret,
                })
            }
        }
    }
}

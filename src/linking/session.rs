//! A link session as the pages see it: found by its `state` or by the
//! browser's cookie, in time or not.
//!
//! Only hashes of the link's secret and of the browser's are stored.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::Linking;
use super::cookie::{self, BrowserSecret};
use super::page::Notice;
use crate::model::{Language, LinkId};
use crate::store::{Commit, CommitError, Key, LinkRecord, LinkStageV1, Stored, Version, read_one};

/// A session, with the version to expect when it is written over.
pub(super) struct Session {
    pub(super) version: Version,
    pub(super) record: LinkRecord,
}

/// A session whose tokens wait for the person at this browser.
pub(super) struct Waiting {
    pub(super) session: Session,
    pub(super) sealed: Vec<u8>,
    pub(super) secret: BrowserSecret,
}

/// The id of the session that was opened with this secret: the `state` of a
/// sign-in on this machine, the end of a link to our own page.
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

/// Who has just linked in this browser pressed twice, or came back; to anybody
/// else the link was used.
pub(super) fn joined(browser: Option<&str>, secret: &BrowserSecret) -> Notice {
    match browser {
        Some(browser) if secret.is_of(browser) => Notice::Done,
        _ => Notice::Used,
    }
}

impl Session {
    pub(super) fn key(&self) -> Key {
        Key::Link(self.record.id.clone())
    }

    /// The language of the chat.
    pub(super) fn language(&self) -> Option<Language> {
        Language::from_tag(&self.record.language)
    }

    /// The same at another stage.
    pub(super) fn at_stage(&self, stage: LinkStageV1) -> LinkRecord {
        LinkRecord {
            stage,
            ..self.record.clone()
        }
    }
}

impl Linking {
    /// The session of that id, if it is known and in time. Looking at it
    /// changes nothing.
    pub(super) async fn session(&self, id: &LinkId, now: DateTime<Utc>) -> Result<Session, Notice> {
        let stored = read_one::<LinkRecord>(&*self.store, id).await;
        let stored = stored.map_err(|error| {
            tracing::error!(%error, "a link session could not be read");
            Notice::Failed
        })?;
        let (version, record) = match stored {
            Stored::Found { version, record } => (version, record),
            Stored::Absent => return Err(Notice::Unknown),
            Stored::Unreadable { reason, .. } => {
                tracing::error!(%reason, "a link session is unreadable");
                return Err(Notice::Unknown);
            }
        };
        let session = Session { version, record };
        if session.record.expires_at > now {
            return Ok(session);
        }
        Err(match session.record.stage {
            LinkStageV1::Used | LinkStageV1::Joined { .. } => Notice::Used,
            _ => Notice::Expired,
        })
    }

    /// Writes a session's next stage, unless it has changed meanwhile: then
    /// somebody else has used it.
    pub(super) async fn advance(
        &self,
        session: &Session,
        stage: LinkStageV1,
    ) -> Result<(), Notice> {
        let commit = Commit {
            expect: vec![(session.key(), session.version)],
            put: vec![session.at_stage(stage).into()],
            ..Commit::default()
        };
        match self.store.commit(commit).await {
            Ok(()) => Ok(()),
            Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => Err(Notice::Used),
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
    ) -> Result<Waiting, Notice> {
        let cookie = cookie::read(headers, self.options.is_secure()).ok_or(Notice::Foreign)?;
        let session = self.session(&cookie.link, now).await?;
        match session.record.stage.clone() {
            LinkStageV1::Used => Err(Notice::Used),
            LinkStageV1::Joined { browser } => Err(joined(browser.as_deref(), &cookie.secret)),
            LinkStageV1::Opened | LinkStageV1::Begun { .. } => Err(Notice::Foreign),
            LinkStageV1::Received { sealed, browser } => {
                if !cookie.secret.is_of(&browser) {
                    return Err(Notice::Foreign);
                }
                Ok(Waiting {
                    session,
                    sealed,
                    secret: cookie.secret,
                })
            }
        }
    }
}

//! A link session as the pages see it: found by its `state` or by the
//! browser's cookie, in time or not.
//!
//! Only hashes of the `state` and of the browser's secret are stored.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::Linking;
use super::cookie::{self, BrowserSecret};
use super::page::Notice;
use crate::model::{Language, LinkId};
use crate::store::{
    Commit, CommitError, Durability, Key, LinkRecord, LinkStageV1, Stored, Version, read_one,
};

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

/// The id of the session that was opened with this `state`.
pub(super) fn link_id(state: &str) -> LinkId {
    LinkId(hex(&Sha256::digest(state)))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a text has the form of a `state` of ours: 32 bytes in base64url.
pub(super) fn is_state(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
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
    /// The session of that id, if it is known and in time. One that has
    /// expired is forgotten, with the tokens it may hold.
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
        let forget = Commit {
            expect: vec![(session.key(), version)],
            delete: vec![session.key()],
            durability: Durability::Soon,
            ..Commit::default()
        };
        if let Err(CommitError::Store(error)) = self.store.commit(forget).await {
            tracing::warn!(%error, "an expired link session could not be forgotten");
        }
        Err(match session.record.stage {
            LinkStageV1::Used => Notice::Used,
            _ => Notice::Expired,
        })
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
            LinkStageV1::Opened => Err(Notice::Foreign),
            LinkStageV1::Received { sealed, browser } => {
                let ours = cookie.secret.hash();
                if !bool::from(ours.as_bytes().ct_eq(browser.as_bytes())) {
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

//! Another key for a store: everything that the old key sealed is sealed with
//! the new one.
//!
//! The steps can be repeated: after an interruption each value opens with the
//! old key or the new one. The last step makes the folder expect the new key.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::SecretString;

use super::envelope::resealed;
use super::seal::{self, SealError, Sealer};
use super::{Commit, CommitError, OutboxRecord, Store, StoreError};
use kally_core::model::ConversationId;
use kally_runtime::Ids;

/// How many conversations or messages are read at once.
const PAGE: usize = 256;

/// A change of a store's key.
#[derive(Debug)]
pub struct Rekeying {
    folder: PathBuf,
    new: Arc<Sealer>,
    /// All keys that may have sealed something.
    old: Vec<Arc<Sealer>>,
    /// The new key is in a file that has yet to take the old one's place.
    is_file: bool,
}

/// The records that were sealed anew.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Rekeyed {
    /// Data keys: of sign-ins, of people's records, of other databases.
    pub keys: usize,
    /// Messages that wait to be sent.
    pub messages: usize,
    /// Values that no known key opens: they stay as they are.
    pub lost: usize,
}

/// Why a key was not changed.
#[derive(Debug, thiserror::Error)]
pub enum RekeyError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Rekeying {
    /// Prepares a change to the configured key, else to a new key file.
    ///
    /// # Errors
    /// When no key that is known here opens the store.
    pub fn prepare(
        folder: &Path,
        configured: Option<&SecretString>,
        old: &[SecretString],
    ) -> Result<Self, SealError> {
        let mut known = Vec::new();
        for text in old {
            known.push(Arc::new(seal::from_text(text)?));
        }
        known.extend(seal::of_file(folder)?.map(Arc::new));
        let is_file = configured.is_none();
        let wrong = || SealError::WrongKey(folder.display().to_string());
        let opens = known.iter().any(|sealer| seal::fits(folder, sealer));
        let new = match configured {
            Some(text) => seal::from_text(text)?,
            // No key is left behind that nothing will be sealed with.
            None if !opens && !is_unfinished(folder) => return Err(wrong()),
            None => seal::next_of_file(folder)?,
        };
        let new = Arc::new(new);
        if !opens && !seal::fits(folder, &new) {
            return Err(wrong());
        }
        Ok(Self {
            folder: folder.to_owned(),
            new,
            old: known,
            is_file,
        })
    }

    /// Seals everything in the store anew, and makes the folder expect the new
    /// key.
    ///
    /// # Errors
    /// When the store or a file cannot be written; it can be repeated then.
    pub async fn carry_out(self, store: &dyn Store, ids: &Ids) -> Result<Rekeyed, RekeyError> {
        let mut done = Rekeyed::default();
        self.rewrap(store, ids, &mut done).await?;
        let mut after = None;
        loop {
            let lanes = store.lanes(after.as_ref(), PAGE).await?;
            let Some(last) = lanes.last().cloned() else {
                break;
            };
            for lane in &lanes {
                self.reseal(store, ids, lane, &mut done).await?;
            }
            after = Some(last);
        }
        // The folder is last: it still knows the old key if this is interrupted.
        store.expect_key(&self.new).await?;
        seal::expect(&self.folder, &self.new, ids)?;
        if self.is_file {
            seal::take_next(&self.folder)?;
        }
        Ok(done)
    }

    /// All keys, the new one last: the store has to be opened with them.
    #[must_use]
    pub fn known(&self) -> Vec<Arc<Sealer>> {
        self.old.iter().chain([&self.new]).cloned().collect()
    }

    async fn rewrap(
        &self,
        store: &dyn Store,
        ids: &Ids,
        done: &mut Rekeyed,
    ) -> Result<(), RekeyError> {
        let mut keys = Vec::new();
        for wrapped in store.data_keys().await? {
            match wrapped.rewrapped(&self.known(), &self.new, ids.bytes()) {
                Ok(key) => keys.push(key),
                Err(_) => done.lost += 1,
            }
        }
        done.keys = keys.len();
        Ok(store.keep_keys(keys).await?)
    }

    /// Seals the messages that wait in a conversation anew.
    async fn reseal(
        &self,
        store: &dyn Store,
        ids: &Ids,
        lane: &ConversationId,
        done: &mut Rekeyed,
    ) -> Result<(), RekeyError> {
        let mut commit = Commit::default();
        for (seq, stored) in store.outbox(lane, usize::MAX / 2).await? {
            let Some(message) = stored.into_record() else {
                continue;
            };
            let Some(sealed) = &message.sealed else {
                continue;
            };
            let owner = message.conversation.chat_user();
            match resealed(&self.known(), &self.new, &owner, ids.bytes(), sealed) {
                Ok(sealed) => {
                    let message = OutboxRecord {
                        sealed: Some(sealed),
                        ..message
                    };
                    commit.requeue.push((lane.clone(), seq, message));
                    done.messages += 1;
                }
                Err(_) => done.lost += 1,
            }
        }
        if commit.requeue.is_empty() {
            return Ok(());
        }
        let written = store.commit(commit).await;
        Ok(written.map_err(CommitError::into_failure)?)
    }
}

/// Whether a change of the folder's key file was interrupted.
pub(super) fn is_unfinished(folder: &Path) -> bool {
    fs::exists(folder.join(seal::NEXT_KEY_FILE)).unwrap_or(false)
}

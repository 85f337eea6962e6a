//! The position in the event stream: the sync token, and the events that could
//! not be decrypted yet. It is written after the turns before it. If the write
//! is lost, those events are only read again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use kally_store::{Commit, CommitError, CursorRecord, Durability, Store, StoreError, read_one};

const NAME: &str = "matrix";

/// The state of the stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The token for the next sync; `None` before the first.
    pub since: Option<String>,
    /// The events that wait for their keys.
    #[serde(default)]
    pub undecrypted: Vec<Undecrypted>,
}

/// An event that waits for its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Undecrypted {
    pub room: String,
    pub event: String,
    pub sender: String,
    /// The first message of its thread, or of one that begins with it.
    #[serde(default)]
    pub thread: Option<String>,
    /// The session that it is encrypted with.
    pub session: String,
    /// When it was first seen, in milliseconds since 1970.
    pub seen: i64,
    /// Whether its sender was told.
    pub told: bool,
}

impl Cursor {
    /// The stored cursor. If it cannot be read, the bot begins anew: it knows
    /// handled events by their ids.
    pub(super) async fn load(store: &dyn Store) -> Result<Self, StoreError> {
        let stored = read_one::<CursorRecord>(store, &NAME.to_owned()).await?;
        let Some(record) = stored.into_record() else {
            return Ok(Self::default());
        };
        Ok(serde_json::from_str(&record.value).unwrap_or_else(|error| {
            tracing::error!(%error, "the Matrix cursor cannot be read; beginning anew");
            Self::default()
        }))
    }

    /// Stores the cursor. It needs no flush of its own: events after a lost
    /// cursor are read again, which changes nothing. Only the first one must be
    /// durable: messages before it are not for the bot.
    pub(super) async fn save(&self, store: &Arc<dyn Store>, first: bool) -> Result<(), StoreError> {
        let value =
            serde_json::to_string(self).map_err(|error| StoreError::Failed(error.to_string()))?;
        let record = CursorRecord {
            name: NAME.to_owned(),
            value,
        };
        let commit = Commit {
            put: vec![record.into()],
            durability: match first {
                true => Durability::Durable,
                false => Durability::Soon,
            },
            ..Commit::default()
        };
        match store.commit(commit).await {
            Ok(()) => Ok(()),
            Err(CommitError::Store(error)) => Err(error),
            Err(error) => Err(StoreError::Failed(error.to_string())),
        }
    }
}

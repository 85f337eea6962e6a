//! How far the events were handled: the sync token, and the events that could
//! not be decrypted yet. Written after the turns that it speaks of, so that
//! what is lost of it is only read again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use kally_store::{Commit, CommitError, CursorRecord, Durability, Store, StoreError, read_one};

/// The record's name.
const NAME: &str = "matrix";

/// How many events that cannot be decrypted are kept; the oldest go first.
const MOST_UNDECRYPTED: usize = 256;

/// The state of the stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// Where the next sync goes on; `None` before the first.
    pub since: Option<String>,
    /// What waits for its key.
    #[serde(default)]
    pub undecrypted: Vec<Undecrypted>,
}

/// An event that waits for its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Undecrypted {
    pub room: String,
    pub event: String,
    pub sender: String,
    /// The session that it is encrypted with.
    pub session: String,
    /// When it was first seen, in milliseconds since 1970.
    pub seen: i64,
    /// Its sender was told.
    pub told: bool,
}

impl Cursor {
    /// The cursor as it was left. One that cannot be read is a new beginning:
    /// events that were handled are known by their ids.
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

    /// Keeps it. Needs no flush of its own: what is lost of it is read again,
    /// and changes nothing. Only of the first one nothing may be lost: what was
    /// said before it is not for the bot.
    pub(super) async fn save(
        &mut self,
        store: &Arc<dyn Store>,
        first: bool,
    ) -> Result<(), StoreError> {
        let surplus = self.undecrypted.len().saturating_sub(MOST_UNDECRYPTED);
        self.undecrypted.drain(..surplus);
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

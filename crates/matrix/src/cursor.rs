//! The position in the event stream: the sync token, and the events that could
//! not be decrypted yet. It is written after the turns before it. If the write
//! is lost, those events are only read again.
//!
//! Each device has a position of its own: its keys and its knowledge of rooms go up to
//! there. Several bridges with one store each have a device, and a folder that is lost
//! means a new one. A new device begins at the newest position of all, once it has asked
//! for every room.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use kally_store::{Commit, CommitError, CursorRecord, Durability, Store, StoreError, read_one};

/// The newest position, of any device; and of one device with its id behind it.
const NAME: &str = "matrix";

fn name_of(device: &str) -> String {
    format!("{NAME}:{device}")
}

/// Where a device begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Beginning {
    pub cursor: Cursor,
    /// The device has no position of its own yet, while others were further.
    pub is_new_device: bool,
}

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
    /// Where a device begins. If the cursor cannot be read, the bot begins anew: it
    /// knows handled events by their ids.
    pub(super) async fn load(store: &dyn Store, device: &str) -> Result<Beginning, StoreError> {
        if let Some(cursor) = Self::stored(store, name_of(device)).await? {
            return Ok(Beginning {
                cursor,
                is_new_device: false,
            });
        }
        let newest = Self::stored(store, NAME.to_owned()).await?;
        Ok(Beginning {
            is_new_device: newest.is_some(),
            cursor: newest.unwrap_or_default(),
        })
    }

    async fn stored(store: &dyn Store, name: String) -> Result<Option<Self>, StoreError> {
        let stored = read_one::<CursorRecord>(store, &name).await?;
        let record = stored.into_record();
        Ok(record.map(|record| {
            serde_json::from_str(&record.value).unwrap_or_else(|error| {
                tracing::error!(%error, "the Matrix cursor cannot be read; beginning anew");
                Self::default()
            })
        }))
    }

    /// Stores the cursor. It needs no flush of its own: events after a lost
    /// cursor are read again, which changes nothing. Only the first one must be
    /// durable: messages before it are not for the bot.
    pub(super) async fn save(
        &self,
        store: &Arc<dyn Store>,
        device: &str,
        first: bool,
    ) -> Result<(), StoreError> {
        let value =
            serde_json::to_string(self).map_err(|error| StoreError::Failed(error.to_string()))?;
        let names = [NAME.to_owned(), name_of(device)];
        let put = names.map(|name| {
            let value = value.clone();
            CursorRecord { name, value }.into()
        });
        let commit = Commit {
            put: put.into(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use kally_store::memory::MemoryStore;

    #[tokio::test]
    async fn each_device_goes_on_where_it_was() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let at = |since: &str| Cursor {
            since: Some(since.to_owned()),
            undecrypted: Vec::new(),
        };
        let check = async |device: &str, cursor: Cursor, is_new_device: bool| {
            let found = Cursor::load(&*store, device).await.expect("read");
            let expected = Beginning {
                cursor,
                is_new_device,
            };
            assert_eq!(found, expected, "{device}");
        };
        check("A", Cursor::default(), false).await;
        at("1").save(&store, "A", true).await.expect("stored");
        check("A", at("1"), false).await;
        check("B", at("1"), true).await;
        at("2").save(&store, "B", false).await.expect("stored");
        check("A", at("1"), false).await;
        check("B", at("2"), false).await;
        check("C", at("2"), true).await;
    }
}

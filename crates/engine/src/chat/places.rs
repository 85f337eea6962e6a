//! Rooms that change their address: a group that becomes a supergroup, a room
//! that is upgraded.
//!
//! Inside the program a place keeps its first address, so that conversations,
//! running calls and waiting messages need not move. Incoming addresses are
//! translated to the first one, outgoing ones to the newest. Both translations
//! are durable.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kally_core::model::Platform;
use kally_store::{Commit, CommitError, CursorRecord, Key, Store, StoreError, read_one};

/// The number of addresses that are remembered; beyond it, the store is asked
/// again.
const REMEMBERED: usize = 16_384;

/// How often a move is written again because another write came between.
const ATTEMPTS: usize = 8;

/// The current and the first addresses of one platform's places.
pub struct Places {
    store: Arc<dyn Store>,
    platform: Platform,
    known: Mutex<Known>,
}

/// The addresses that were read, and how often all of them were forgotten.
#[derive(Default)]
struct Known {
    addresses: HashMap<String, String>,
    forgotten: u64,
}

/// The direction of a translation.
#[derive(Debug, Clone, Copy)]
enum Way {
    First,
    Newest,
}

impl Places {
    /// The places of a platform, as the store knows them.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, platform: Platform) -> Self {
        Self {
            store,
            platform,
            known: Mutex::default(),
        }
    }

    /// The first address of the place that has this one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn first(&self, address: &str) -> Result<String, StoreError> {
        self.look_up(Way::First, address).await
    }

    /// The newest address of the place that had this one first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn newest(&self, first: &str) -> Result<String, StoreError> {
        self.look_up(Way::Newest, first).await
    }

    /// Records that a place has moved. Durable when this returns; a second call
    /// changes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn moved(&self, from: &str, to: &str) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            let first = self.first(from).await?;
            // A place does not move to an address that it had before.
            if first == to || self.first(to).await? == first {
                return Ok(());
            }
            let records = [
                self.record(Way::First, to, &first),
                self.record(Way::Newest, &first, to),
            ];
            let mut commit = Commit::default();
            for record in records {
                let stored = read_one::<CursorRecord>(&*self.store, &record.name).await?;
                let key = Key::Cursor(record.name.clone());
                commit.expect.push((key, stored.version()));
                commit.put.push(record.into());
            }
            let written = self.store.commit(commit).await;
            self.forget();
            match written {
                Ok(()) => {
                    tracing::info!(
                        platform = self.platform.abilities().name,
                        from,
                        to,
                        "a room has moved"
                    );
                    return Ok(());
                }
                Err(CommitError::Store(error)) => return Err(error),
                Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => {}
            }
        }
        Err(StoreError::Failed("a room's move kept changing".to_owned()))
    }

    async fn look_up(&self, way: Way, address: &str) -> Result<String, StoreError> {
        let name = self.name(way, address);
        let forgotten = {
            let known = self.known();
            if let Some(found) = known.addresses.get(&name) {
                return Ok(found.clone());
            }
            known.forgotten
        };
        let stored = read_one::<CursorRecord>(&*self.store, &name).await?;
        let found = match stored.into_record() {
            Some(record) => record.value,
            None => address.to_owned(),
        };
        let mut known = self.known();
        if known.addresses.len() >= REMEMBERED {
            known.addresses.clear();
        }
        // An answer read before a move is not remembered after it.
        if known.forgotten == forgotten {
            known.addresses.insert(name, found.clone());
        }
        Ok(found)
    }

    fn record(&self, way: Way, address: &str, value: &str) -> CursorRecord {
        CursorRecord {
            name: self.name(way, address),
            value: value.to_owned(),
        }
    }

    fn name(&self, way: Way, address: &str) -> String {
        let way = match way {
            Way::First => "first",
            Way::Newest => "newest",
        };
        format!("place:{}:{way}:{address}", self.platform.abilities().name)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self) {
        let mut known = self.known();
        known.addresses.clear();
        known.forgotten = known.forgotten.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_store::{SledOptions, SledStore};

    async fn check(places: &Places, first: &[(&str, &str)], newest: &[(&str, &str)]) {
        for (address, expected) in first {
            assert_eq!(
                places.first(address).await.unwrap(),
                *expected,
                "first of {address}"
            );
        }
        for (address, expected) in newest {
            assert_eq!(
                places.newest(address).await.unwrap(),
                *expected,
                "newest of {address}"
            );
        }
    }

    #[tokio::test]
    async fn a_place_that_moves_twice_keeps_its_first_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = SledStore::open(folder.path(), &SledOptions::default()).unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let places = Places::new(Arc::clone(&store), Platform::Telegram);
        check(
            &places,
            &[("-5", "-5"), ("-1005", "-1005")],
            &[("-5", "-5")],
        )
        .await;
        places.moved("-5", "-1005").await.unwrap();
        places.moved("-5", "-1005").await.unwrap();
        places.moved("-1005", "-1006").await.unwrap();
        // News of the first move that comes late does not undo the second.
        places.moved("-5", "-1005").await.unwrap();
        places.moved("-1005", "-5").await.unwrap();
        let expected = [("-5", "-5"), ("-1005", "-5"), ("-1006", "-5")];
        check(&places, &expected, &[("-5", "-1006"), ("-7", "-7")]).await;
        // Durable, and for one platform only.
        let again = Places::new(Arc::clone(&store), Platform::Telegram);
        check(&again, &expected, &[("-5", "-1006")]).await;
        let other = Places::new(store, Platform::Matrix);
        check(&other, &[("-1006", "-1006")], &[("-5", "-5")]).await;
    }
}

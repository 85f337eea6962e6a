//! Looking at every record of the store, some at a time, so that others can use
//! the store meanwhile; and removing some of them.

use std::time::Duration;

use kally_runtime::Clock;
use kally_store::{Commit, CommitError, Durability, Record, ScanPlace, Store, StoreError, Version};

/// How many records are looked at between two pauses.
const AT_ONCE: usize = 100;
const PAUSE: Duration = Duration::from_millis(10);

/// A walk over all records.
pub(crate) struct Scan<'a> {
    store: &'a dyn Store,
    clock: &'a dyn Clock,
    at: Place,
}

enum Place {
    Start,
    Next(ScanPlace),
    End,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(store: &'a dyn Store, clock: &'a dyn Clock) -> Self {
        let at = Place::Start;
        Self { store, clock, at }
    }

    /// The next records; `None` after the last ones. Some pages are empty.
    pub(crate) async fn page(&mut self) -> Result<Option<Vec<(Version, Record)>>, StoreError> {
        let from = match std::mem::replace(&mut self.at, Place::End) {
            Place::Start => None,
            Place::Next(place) => {
                self.clock.sleep(PAUSE).await;
                Some(place)
            }
            Place::End => return Ok(None),
        };
        let page = self.store.scan(from, AT_ONCE).await?;
        self.at = page.next.map_or(Place::End, Place::Next);
        Ok(Some(page.records))
    }
}

/// Removes a record, unless it has changed since. Returns whether it did. The
/// next durable commit makes that durable.
pub(crate) async fn remove(
    store: &dyn Store,
    version: Version,
    record: &Record,
) -> Result<bool, StoreError> {
    let commit = Commit {
        expect: vec![(record.key(), version)],
        delete: vec![record.key()],
        durability: Durability::Soon,
        ..Commit::default()
    };
    match store.commit(commit).await {
        Ok(()) => Ok(true),
        Err(CommitError::Conflict(_)) => Ok(false),
        Err(error) => Err(error.into_failure()),
    }
}

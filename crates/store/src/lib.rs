//! The durable memory of the bridge.
//!
//! One trait, written around the needs of a turn and a worker: read some
//! records, then commit all their changes in one durable step. Records have
//! versions (compare and set), since turns and workers write side by side. One
//! process owns a store: its doorbells, lanes and running calls are in memory,
//! and it takes a call in the stage `Placing` for one that a dead process left.
//! The trait needs no feature that only one database has.

mod codec;
#[cfg(test)]
mod contract;
mod data_key;
mod ending;
mod envelope;
mod key_bytes;
mod keyring;
mod keys;
mod kinds;
mod layer;
pub mod memory;
mod moving;
mod personal;
mod postgres_store;
mod private;
mod record;
mod rekey;

#[doc(hidden)]
pub mod samples;
mod seal;
mod sled_store;
pub mod versions;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use kally_core::model::{ChatUser, ConversationId, EventId, Platform, RoomId};

pub use data_key::{DataKey, KeyId, KeyPurpose, WrappedKey, key_of};
pub use envelope::{open_reply, seal_reply};
pub use keyring::{Keyring, program_key};
#[doc(hidden)]
pub use kinds::read_any;
pub use kinds::*;
pub use layer::StoreLayer;
pub use moving::{MoveError, Moved, is_unfinished_move, move_store};
pub use postgres_store::{
    AddressError, DatabaseFacts, PostgresAddress, PostgresOptions, PostgresStore, Reach,
    SHORTEST_LEASE,
};
pub use record::*;
pub use rekey::{RekeyError, Rekeyed, Rekeying};

pub use seal::{Check, SealError, Sealer};
pub use sled_store::{
    PartCounts, PartReader, Refill, STORE_FORMAT, SledOptions, SledStore, StoreCopy, restored_key,
};

/// Grows with every write of a record and is never reused, not even after the
/// record was deleted; 0 means that there is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Version(pub u64);

/// The content under a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored<T> {
    Absent,
    Found {
        version: Version,
        record: T,
    },
    /// Bytes that this program cannot read: damaged, or of a later version.
    /// Overwriting them sets the old bytes aside and never loses them.
    Unreadable {
        /// Its version, so that it can be replaced.
        version: Version,
        /// Why it cannot be read.
        reason: String,
    },
}

impl<T> Stored<T> {
    /// The version to expect when overwriting it.
    pub fn version(&self) -> Version {
        match self {
            Self::Absent => Version::default(),
            Self::Found { version, .. } | Self::Unreadable { version, .. } => *version,
        }
    }

    /// The record, if there is one that can be read.
    pub fn record(&self) -> Option<&T> {
        match self {
            Self::Found { record, .. } => Some(record),
            _ => None,
        }
    }

    /// The record, if there is one that can be read.
    pub fn into_record(self) -> Option<T> {
        match self {
            Self::Found { record, .. } => Some(record),
            _ => None,
        }
    }

    /// The same with another type of record.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Stored<U> {
        match self {
            Self::Absent => Stored::Absent,
            Self::Found { version, record } => Stored::Found {
                version,
                record: change(record),
            },
            Self::Unreadable { version, reason } => Stored::Unreadable { version, reason },
        }
    }
}

/// An event of a platform, marked as done in the commit of its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventMark {
    pub platform: Platform,
    /// The event's id on that platform.
    pub id: EventId,
    /// When it was handled; old marks are pruned.
    pub at: DateTime<Utc>,
}

/// Whether a commit must be on the disk before it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Yes: once answered, it survives a power cut.
    #[default]
    Durable,
    /// No: the write can be repeated from durable data, or be lost. It is
    /// applied in order with everything else and becomes durable with the next
    /// durable commit, or soon by itself.
    Soon,
}

/// The position of a message in its conversation's queue; grows with every
/// commit and is never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seq(pub u64);

/// Everything that follows from one event, written together or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Commit {
    /// The event that caused these effects. A commit whose event is already
    /// marked changes nothing and returns [`CommitError::AlreadySeen`].
    pub event: Option<EventMark>,
    /// Records that must still be at these versions.
    pub expect: Vec<(Key, Version)>,
    pub put: Vec<Record>,
    pub delete: Vec<Key>,
    /// Messages to append to their conversations' queues, in this order.
    pub send: Vec<OutboxRecord>,
    /// Messages to rewrite at their position (a later attempt).
    pub requeue: Vec<(ConversationId, Seq, OutboxRecord)>,
    /// Messages that were delivered or given up.
    pub sent: Vec<(ConversationId, Seq)>,
    /// Whether the answer waits for the disk.
    pub durability: Durability,
    /// The occasion, in a word for the log: `person`, or what a worker reported.
    /// It is not stored.
    pub cause: Option<&'static str>,
}

impl Commit {
    /// Takes a delivered message off its queue; that need not wait for the disk.
    #[must_use]
    pub fn of_delivered(lane: &ConversationId, seq: Seq) -> Self {
        Self {
            sent: vec![(lane.clone(), seq)],
            durability: Durability::Soon,
            ..Self::default()
        }
    }
}

/// Why a commit was not written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Its event was handled before.
    #[error("the event was handled before")]
    AlreadySeen,
    /// A record changed since it was read: read again and decide again.
    #[error("the record {0:?} has changed since it was read")]
    Conflict(Key),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CommitError {
    /// The failure of a commit that has no event and expects no versions, so
    /// that nothing else can refuse it.
    #[must_use]
    pub fn into_failure(self) -> StoreError {
        match self {
            Self::Store(error) => error,
            refusal => StoreError::Failed(refusal.to_string()),
        }
    }
}

#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error("the store in {0} is in use by another process")]
    InUse(String),
    /// The disk or the database failed.
    #[error("the store failed: {0}")]
    Failed(String),
    /// The database cannot be reached for now.
    #[error("the store failed: {0}")]
    Unreachable(String),
    /// Another process owns the store, or may own it. It goes on with the work.
    #[error("{0}")]
    Lost(String),
    /// A record or an id is larger than the store allows.
    #[error("{what} takes {bytes} bytes, more than the {most} that can be stored")]
    TooLarge {
        what: String,
        /// How large it is.
        bytes: usize,
        most: usize,
    },
    /// Only a later program reads it.
    #[error("{0}")]
    Later(versions::Later),
    /// The store's key is missing or does not fit.
    #[error("{0}")]
    Key(String),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

/// A place in the order in which a store finds all its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanPlace(Vec<u8>);

/// Some of all records.
#[derive(Debug, Default)]
pub struct Scanned {
    pub records: Vec<(Version, Record)>,
    /// How many of them nobody can read.
    pub unreadable: usize,
    /// Where the others begin; `None` after the last one.
    pub next: Option<ScanPlace>,
}

/// Some of all marks of events.
#[derive(Debug, Default)]
pub struct MarkedEvents {
    pub marks: Vec<EventMark>,
    /// Where the others begin; `None` after the last one.
    pub next: Option<ScanPlace>,
}

/// Kinds of records that are work until they end; the store lists the open
/// ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Work {
    /// Calls that have not ended.
    Calls,
    /// Those of one person, in all conversations.
    CallsOf(ChatUser),
    /// Those of one person that have ended. They are no work any more, but listed
    /// in the same way.
    PastOf(ChatUser),
    /// Errands that are not done.
    Errands,
    /// Appointments whose reminders still have to be looked after.
    Appointments,
    /// All appointments of one person, past ones too.
    AppointmentsOf(ChatUser),
    /// All that were kept in a room, by anybody.
    AppointmentsIn(RoomId),
}

/// An entry of a list of open work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedWork {
    pub id: uuid::Uuid,
    /// The time for which it waits; `None` for work to go on with at once, and for
    /// entries that an earlier version has written.
    pub due: Option<DateTime<Utc>>,
}

/// An embedded or remote database for the records of the bridge.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Reads records; returns one answer for each key, in their order.
    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError>;

    /// Whether an event was handled.
    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError>;

    /// Writes all of a commit, or none of it.
    async fn commit(&self, commit: Commit) -> Result<(), CommitError>;

    /// Open work after a given id, oldest first, at most `limit`. No record is
    /// read for it.
    async fn listed_work(
        &self,
        work: Work,
        after: Option<uuid::Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError>;

    /// The ids alone.
    async fn open_work(
        &self,
        work: Work,
        after: Option<uuid::Uuid>,
        limit: usize,
    ) -> Result<Vec<uuid::Uuid>, StoreError> {
        let listed = self.listed_work(work, after, limit).await?;
        Ok(listed.into_iter().map(|listed| listed.id).collect())
    }

    /// Records of every kind, from a place on, in the store's own order; it
    /// looks at `limit` at most. Records that nobody can read are left out. One
    /// that changes between two pages may be found twice or not at all.
    async fn scan(&self, from: Option<ScanPlace>, limit: usize) -> Result<Scanned, StoreError>;

    /// Marks of events from a place on, in the store's own order: about `limit` of
    /// them. The time of a mark may be somewhat later than the one it was made
    /// with.
    async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError>;

    /// Conversations with messages waiting, after a given one, at most `limit`.
    async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError>;

    /// The first messages waiting in a conversation, in order.
    async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError>;

    /// Takes a delivered message off its queue: [`Store::outbox`] shows it no
    /// more. Removing it from the disk need not wait for anything; a crash before
    /// that delivers it again.
    async fn delivered(&self, lane: &ConversationId, seq: Seq) -> Result<(), StoreError> {
        let commit = Commit::of_delivered(lane, seq);
        self.commit(commit).await.map_err(CommitError::into_failure)
    }

    /// Forgets events marked before `before`: up to `limit` of them, and a few
    /// more where several were written together. Returns their number.
    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError>;

    /// Forgets at most `limit` link sessions that ended before `before`, used
    /// or not. Returns their number.
    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError>;

    /// Removes what the records that are gone left behind, so that nothing in the
    /// store tells of them; looks at about `limit` places. Returns whether that
    /// was the rest. A store that leaves nothing behind has nothing to do.
    async fn purge(&self, _limit: usize) -> Result<bool, StoreError> {
        Ok(true)
    }

    /// All wrapped data keys. They are kept apart from the records, in a place
    /// that is rewritten: a key that was dropped is in no log.
    async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError>;

    /// Keeps wrapped data keys, each in place of the one with its id. They are
    /// durable when this returns.
    async fn keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError>;

    /// Drops data keys, durably.
    async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError>;

    /// From now on a new key seals a person's records; returns the earlier keys of
    /// theirs. Once their records are removed or written again, dropping those
    /// makes every copy of the earlier ones unreadable. A store that keeps no
    /// copies has nothing to do.
    async fn renew_key(&self, _owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        Ok(Vec::new())
    }

    /// Drops the keys of people of whom nothing is stored any more, and returns
    /// their number. A store that keeps no copies has nothing to do.
    async fn sweep_keys(&self) -> Result<usize, StoreError> {
        Ok(0)
    }

    /// From now on the store is opened with this key, which has sealed everything
    /// anew. A store whose folder remembers the key has nothing to do.
    async fn expect_key(&self, _key: &Sealer) -> Result<(), StoreError> {
        Ok(())
    }

    /// Begins a copy of everything; there is one at a time.
    ///
    /// # Errors
    /// When one is being made, or the store cannot be copied.
    async fn begin_copy(&self) -> Result<StoreCopy, StoreError> {
        Err(StoreError::Failed("this store cannot be copied".to_owned()))
    }

    /// The next part of a copy, of a few megabytes at most; `None` after the
    /// last one. The parts together are the state at the time of the last one,
    /// and the copy holds the data keys that fit it.
    ///
    /// # Errors
    /// When the store fails, or the copy is slower than the store is written to.
    async fn copy_part(&self, _copy: &mut StoreCopy) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }

    /// Whether this process may still act in the store's name: no other one owns it.
    /// Comes before a step outside that nobody can take back.
    ///
    /// # Errors
    /// When the store has failed or is closed, or another process may own it.
    fn is_owned(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Waits until the store has failed for good: it takes no more writes, and
    /// only a restart helps.
    async fn failed(&self) -> StoreError {
        std::future::pending().await
    }

    /// Makes everything durable and closes the store.
    async fn close(&self) -> Result<(), StoreError>;
}

/// Reads one record of a known kind.
///
/// # Errors
/// When the store fails.
pub async fn read_one<R: RecordKind>(
    store: &dyn Store,
    key: &R::Id,
) -> Result<Stored<R>, StoreError> {
    let mut found = store.read(&[R::key(key)]).await?;
    let stored = found.pop().unwrap_or(Stored::Absent);
    Ok(match stored {
        Stored::Absent => Stored::Absent,
        Stored::Unreadable { version, reason } => Stored::Unreadable { version, reason },
        Stored::Found { version, record } => match R::from_record(record) {
            Some(record) => Stored::Found { version, record },
            None => Stored::Unreadable {
                version,
                reason: "a record of another kind".to_owned(),
            },
        },
    })
}

//! What must not be forgotten.
//!
//! One trait, written around what a turn and a worker need: read some records,
//! then commit everything that follows from them in one durable step. Records
//! have versions (compare and set), since turns and workers write side by side.
//! One process owns a store: doorbells, lanes and running calls are in its
//! memory, and it takes a call that is being placed for one that a dead process
//! left. Nothing in the trait is what only one database can do.

mod codec;
#[cfg(test)]
mod contract;
mod envelope;
mod key_bytes;
mod kinds;
pub mod memory;
mod private;
mod record;

#[doc(hidden)]
pub mod samples;
mod seal;
mod sled_store;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use kally_core::model::{ChatUser, ConversationId, EventId, Platform};

pub use envelope::{open_reply, seal_reply};
#[doc(hidden)]
pub use kinds::read_any;
pub use kinds::*;
pub use record::*;

pub use seal::{SealError, Sealer};
pub use sled_store::{SledOptions, SledStore};

/// Grows with every write of a record and never returns, not even after the
/// record was deleted; 0 means that it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Version(pub u64);

/// What stands under a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored<T> {
    /// Nothing.
    Absent,
    /// A record.
    Found {
        /// Its version.
        version: Version,
        /// The record.
        record: T,
    },
    /// Something that this program cannot read: damaged, or of a later
    /// version. Writing over it sets the old bytes aside, it never loses them.
    Unreadable {
        /// Its version, so that it can be replaced.
        version: Version,
        /// Why it cannot be read.
        reason: String,
    },
}

impl<T> Stored<T> {
    /// The version to expect when writing over it.
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

    /// The same of another type.
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
    /// The platform.
    pub platform: Platform,
    /// Its id there.
    pub id: EventId,
    /// When it was handled; marks are pruned by age.
    pub at: DateTime<Utc>,
}

/// Must what is committed be on the disk before the answer?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// Yes: it survives a power cut from the answer on.
    #[default]
    Durable,
    /// No: it can be done again from what is durable, or be lost. It is applied in order
    /// with everything else and becomes durable with the next durable commit,
    /// or soon by itself.
    Soon,
}

/// The place of a message in its conversation's queue; grows with every
/// commit, never repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seq(pub u64);

/// Everything that follows from one event, written together or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Commit {
    /// The event whose effects these are; a commit whose event is already
    /// marked changes nothing and answers [`CommitError::AlreadySeen`].
    pub event: Option<EventMark>,
    /// Records that must still be at these versions.
    pub expect: Vec<(Key, Version)>,
    /// Records to write.
    pub put: Vec<Record>,
    /// Records to remove.
    pub delete: Vec<Key>,
    /// Messages to append to their conversations' queues, in this order.
    pub send: Vec<OutboxRecord>,
    /// Messages to rewrite where they stand (a later attempt).
    pub requeue: Vec<(ConversationId, Seq, OutboxRecord)>,
    /// Messages that were delivered or given up.
    pub sent: Vec<(ConversationId, Seq)>,
    /// Whether the answer waits for the disk.
    pub durability: Durability,
}

/// Why nothing of a commit was written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Its event was handled before.
    #[error("the event was handled before")]
    AlreadySeen,
    /// A record changed since it was read: read again and decide again.
    #[error("the record {0:?} has changed since it was read")]
    Conflict(Key),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The store failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Another process has the store open.
    #[error("the store in {0} is in use by another process")]
    InUse(String),
    /// The disk or the database failed.
    #[error("the store failed: {0}")]
    Failed(String),
    /// A record or an id is larger than the store takes.
    #[error("{what} takes {bytes} bytes, more than the {most} that can be stored")]
    TooLarge {
        /// What it is.
        what: String,
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        most: usize,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

/// Kinds of records that are work until they end; the store lists the open ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Work {
    /// Calls that have not ended.
    Calls,
    /// The same of one person, wherever they began.
    CallsOf(ChatUser),
    /// Errands that are not done.
    Errands,
}

/// An embedded or remote database with what the bridge must not forget.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Reads records; one answer for each key, in their order.
    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError>;

    /// Whether an event was handled.
    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError>;

    /// Writes all of a commit, or nothing of it.
    async fn commit(&self, commit: Commit) -> Result<(), CommitError>;

    /// Ids of open work after a given one, oldest first, at most `limit`.
    async fn open_work(
        &self,
        work: Work,
        after: Option<uuid::Uuid>,
        limit: usize,
    ) -> Result<Vec<uuid::Uuid>, StoreError>;

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

    /// Forgets events marked before then: `limit` of them if there are so many,
    /// and a few more where those were written together; answers how many.
    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError>;

    /// Forgets link sessions that ended before then, used or not, at most
    /// `limit` of them; answers how many.
    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError>;

    /// Waits until the store has failed for good: nothing is taken any more,
    /// and only a new start helps.
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

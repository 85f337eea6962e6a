//! The jobs of the writer.

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use std::sync::Arc;

use super::copy::Tap;
use crate::{Commit, CommitError, KeyId, StoreError, WrappedKey};
use kally_core::model::ChatUser;

/// The things that are forgotten by age.
#[derive(Debug, Clone, Copy)]
pub(super) enum Aged {
    Events,
    Links,
}

/// A job for the writer.
#[derive(Debug)]
pub(super) enum Task {
    /// Carry out a commit.
    Commit(Box<Commit>, oneshot::Sender<Result<(), CommitError>>),
    /// Remove the message at this place; nobody waits for that.
    Delivered(Vec<u8>),
    /// Forget what is old.
    Prune(
        Aged,
        DateTime<Utc>,
        usize,
        oneshot::Sender<Result<usize, StoreError>>,
    ),
    /// Remove some of what the records that are gone left behind.
    Purge(usize, oneshot::Sender<Result<bool, StoreError>>),
    /// Make a new key for a person's records; everything that the earlier ones
    /// sealed is applied when this is answered.
    Renew(ChatUser, oneshot::Sender<Result<Vec<KeyId>, StoreError>>),
    /// A look at all records for the keys that they need begins; everything
    /// that was sealed before is applied.
    BeginSweep(oneshot::Sender<Result<(), StoreError>>),
    /// From now on note all writes there.
    BeginCopy(Arc<Tap>, oneshot::Sender<Result<(), StoreError>>),
    /// Apply what was taken before, and note no more; the data keys that fit
    /// this state.
    EndCopy(oneshot::Sender<Result<Vec<WrappedKey>, StoreError>>),
    /// Make everything durable and end.
    Close(oneshot::Sender<Result<(), StoreError>>),
}

/// A task with its place in the bounded queue.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) task: Task,
    pub(super) _place: Option<OwnedSemaphorePermit>,
}

//! The writer's progress: which commits were applied, which of them are
//! durable, and whether the store still works.
//!
//! A reader that acts outside on the data (sends, calls, acknowledges) waits
//! until it is durable; so a crash cannot take back anything that the world has
//! seen.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::ending::Ending;
use crate::{Seq, StoreError};

#[derive(Debug, Clone)]
pub(super) struct Progress {
    /// How many durable commits were applied or are just being applied.
    applied: Arc<AtomicU64>,
    /// The highest place such that it and all below it are on the disk.
    flushed: Arc<AtomicU64>,
    /// How many of the applied ones are on the disk.
    durable: Arc<watch::Sender<u64>>,
    ending: Ending,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            applied: Arc::default(),
            flushed: Arc::default(),
            durable: Arc::new(watch::Sender::new(0)),
            ending: Ending::default(),
        }
    }

    /// Refuses when the store has failed or is closed.
    pub(super) fn usable(&self) -> Result<(), StoreError> {
        self.ending.usable()
    }

    /// Waits until everything applied by now is durable: one flush at most.
    pub(super) async fn durable(&self) -> Result<(), StoreError> {
        let applied = self.applied.load(Ordering::SeqCst);
        let mut durable = self.durable.subscribe();
        tokio::select! {
            biased;
            error = self.ending.ended() => Err(error),
            reached = durable.wait_for(|durable| *durable >= applied) => {
                reached.map(drop).map_err(|_| StoreError::Closed)
            }
        }
    }

    /// Waits until the store fails; a proper close does not count.
    pub(super) async fn failed(&self) -> StoreError {
        self.ending.failed().await
    }

    pub(super) fn applying(&self) {
        self.applied.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether a place is on the disk, as far as is known without waiting.
    pub(super) fn is_durable(&self, place: Seq) -> bool {
        place.0 <= self.flushed.load(Ordering::SeqCst)
    }

    /// Everything applied is on the disk: all places up to this one.
    pub(super) fn synced(&self, last: u64) {
        self.flushed.store(last, Ordering::SeqCst);
        let applied = self.applied.load(Ordering::SeqCst);
        self.durable.send_modify(|durable| *durable = applied);
    }

    pub(super) fn fail(&self, error: &StoreError) {
        self.ending.fail(error);
    }

    pub(super) fn close(&self) {
        self.ending.close();
    }
}

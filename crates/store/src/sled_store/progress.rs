//! The writer's progress: which commits were applied, which of them are
//! durable, and whether the store still works.
//!
//! A reader that acts outside on the data (sends, calls, acknowledges) waits
//! until it is durable; so a crash cannot take back anything that the world has
//! seen.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::{Seq, StoreError};

#[derive(Debug, Clone)]
pub(super) struct Progress {
    /// How many durable commits were applied or are just being applied.
    applied: Arc<AtomicU64>,
    /// The highest place such that it and all below it are on the disk.
    flushed: Arc<AtomicU64>,
    state: Arc<watch::Sender<State>>,
}

#[derive(Debug, Clone)]
struct State {
    /// How many of them are on the disk.
    durable: u64,
    /// Why the store does not work any more.
    ended: Option<StoreError>,
}

impl Progress {
    pub(super) fn new() -> Self {
        let (state, _) = watch::channel(State {
            durable: 0,
            ended: None,
        });
        Self {
            applied: Arc::default(),
            flushed: Arc::default(),
            state: Arc::new(state),
        }
    }

    /// Refuses when the store has failed or is closed.
    pub(super) fn usable(&self) -> Result<(), StoreError> {
        match &self.state.borrow().ended {
            None => Ok(()),
            Some(error) => Err(error.clone()),
        }
    }

    /// Waits until everything applied by now is durable: one flush at most.
    pub(super) async fn durable(&self) -> Result<(), StoreError> {
        let applied = self.applied.load(Ordering::SeqCst);
        let mut state = self.state.subscribe();
        let reached = state
            .wait_for(|state| state.durable >= applied || state.ended.is_some())
            .await
            .map_err(|_| StoreError::Closed)?;
        match &reached.ended {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    /// Waits until the store fails; a proper close does not count.
    pub(super) async fn failed(&self) -> StoreError {
        let mut state = self.state.subscribe();
        let failed = |state: &State| {
            state
                .ended
                .as_ref()
                .is_some_and(|error| !matches!(error, StoreError::Closed))
        };
        let error = match state.wait_for(failed).await {
            Ok(state) => state.ended.clone(),
            Err(_) => None,
        };
        match error {
            Some(error) => error,
            None => std::future::pending().await,
        }
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
        self.state.send_modify(|state| state.durable = applied);
    }

    pub(super) fn fail(&self, error: &StoreError) {
        tracing::error!(%error, "the store has failed and refuses everything until a restart");
        let error = StoreError::Failed(format!("{error}; it refuses everything until a restart"));
        self.end(error);
    }

    pub(super) fn close(&self) {
        self.end(StoreError::Closed);
    }

    fn end(&self, error: StoreError) {
        self.state.send_modify(|state| {
            state.ended.get_or_insert(error);
        });
    }
}

//! The conversations of which several messages came at once and are being read.
//! Questions to them wait a moment: the last message decides what is asked. A
//! courtesy: nothing depends on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kally_core::model::ConversationId;
use tokio::sync::watch;

/// The conversations that are being read.
#[derive(Debug, Default, Clone)]
pub struct Reading(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    lanes: Mutex<HashMap<ConversationId, usize>>,
    changed: watch::Sender<()>,
}

/// Several messages that are being read, until this is dropped.
#[derive(Debug)]
#[must_use = "they are read when this is dropped"]
pub struct BeingRead {
    reading: Reading,
    lane: ConversationId,
}

impl Reading {
    /// Several messages of this conversation are about to be read.
    pub fn begin(&self, lane: &ConversationId) -> BeingRead {
        *self.lanes().entry(lane.clone()).or_default() += 1;
        BeingRead {
            reading: self.clone(),
            lane: lane.clone(),
        }
    }

    pub(crate) fn is_under_way(&self, lane: &ConversationId) -> bool {
        self.lanes().contains_key(lane)
    }

    /// Waits until all of them are read.
    pub(crate) async fn done(&self, lane: &ConversationId) {
        let mut changed = self.0.changed.subscribe();
        while self.is_under_way(lane) {
            // The sender lives as long as `self`.
            let _ = changed.changed().await;
        }
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<ConversationId, usize>> {
        self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for BeingRead {
    fn drop(&mut self) {
        let mut lanes = self.reading.lanes();
        if let Some(count) = lanes.get_mut(&self.lane) {
            *count -= 1;
            if *count == 0 {
                lanes.remove(&self.lane);
            }
        }
        drop(lanes);
        self.reading.0.changed.send_replace(());
    }
}

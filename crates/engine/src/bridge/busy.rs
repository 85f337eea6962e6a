//! The conversations in which something is under way. A courtesy: nothing depends
//! on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kally_core::model::ConversationId;
use tokio::sync::watch;

/// The conversations in which something is under way.
#[derive(Debug, Default, Clone)]
pub struct Busy(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    lanes: Mutex<HashMap<ConversationId, usize>>,
    changed: watch::Sender<()>,
}

/// Something under way; it is over when this is dropped.
#[derive(Debug)]
#[must_use = "it is over when this is dropped"]
pub struct AtWork {
    busy: Busy,
    lane: ConversationId,
}

impl Busy {
    pub fn begin(&self, lane: &ConversationId) -> AtWork {
        *self.lanes().entry(lane.clone()).or_default() += 1;
        AtWork {
            busy: self.clone(),
            lane: lane.clone(),
        }
    }

    pub(crate) fn is_under_way(&self, lane: &ConversationId) -> bool {
        self.lanes().contains_key(lane)
    }

    /// Waits until nothing is under way there.
    pub(crate) async fn done(&self, lane: &ConversationId) {
        let mut changed = self.0.changed.subscribe();
        while self.is_under_way(lane) {
            // The sender lives as long as `self`.
            let _ = changed.changed().await;
        }
    }

    /// In how many conversations something is under way.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lanes().len()
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<ConversationId, usize>> {
        self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let mut lanes = self.busy.lanes();
        if let Some(count) = lanes.get_mut(&self.lane) {
            *count -= 1;
            if *count == 0 {
                lanes.remove(&self.lane);
            }
        }
        drop(lanes);
        self.busy.0.changed.send_replace(());
    }
}

//! One holder at a time for each key; different keys do not wait for each
//! other.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// A lock for each key; a key that nobody holds or waits for takes no memory.
#[derive(Debug)]
pub struct Lanes<K: Eq + Hash + Clone> {
    held: Arc<Mutex<HashMap<K, Arc<AsyncMutex<()>>>>>,
}

impl<K: Eq + Hash + Clone> Default for Lanes<K> {
    fn default() -> Self {
        Self {
            held: Arc::default(),
        }
    }
}

/// Holds one lane until it is dropped.
#[derive(Debug)]
pub struct Lane<K: Eq + Hash + Clone> {
    lanes: Arc<Mutex<HashMap<K, Arc<AsyncMutex<()>>>>>,
    key: K,
    guard: Option<OwnedMutexGuard<()>>,
}

impl<K: Eq + Hash + Clone> Lanes<K> {
    /// Waits for the lane of a key, in order of arrival.
    pub async fn enter(&self, key: K) -> Lane<K> {
        let lock = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(held.entry(key.clone()).or_default())
        };
        // Made before the wait, so that a cancelled wait cleans up as well.
        let mut lane = Lane {
            lanes: Arc::clone(&self.held),
            key,
            guard: None,
        };
        lane.guard = Some(lock.lock_owned().await);
        lane
    }

    /// How many lanes are held or waited for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// Whether no lane is held or waited for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<K: Eq + Hash + Clone> Drop for Lane<K> {
    fn drop(&mut self) {
        drop(self.guard.take());
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        // One count is the map's; any other belongs to a holder or a waiter.
        if lanes
            .get(&self.key)
            .is_some_and(|lock| Arc::strong_count(lock) == 1)
        {
            lanes.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_lane_is_held_by_one_and_forgotten_after() {
        let lanes = Lanes::default();
        let first = lanes.enter("a").await;
        let other = lanes.enter("b").await;
        let waiting = lanes.enter("a");
        tokio::pin!(waiting);
        assert!(futures::poll!(waiting.as_mut()).is_pending());
        drop(first);
        let second = waiting.await;
        assert_eq!(lanes.len(), 2);
        drop((second, other));
        assert!(lanes.is_empty());
    }
}

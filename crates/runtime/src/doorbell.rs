//! Tells a worker that there is something to do, without a queue that grows:
//! two rings for the same thing before the worker answers count as one.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

/// Wakes one worker with the set of things that it was rung for.
#[derive(Debug)]
pub struct Doorbell<T> {
    rung: Mutex<HashSet<T>>,
    notify: Notify,
}

impl<T> Default for Doorbell<T> {
    fn default() -> Self {
        Self {
            rung: Mutex::default(),
            notify: Notify::new(),
        }
    }
}

impl<T: Eq + Hash> Doorbell<T> {
    /// Rings for one thing.
    pub fn ring(&self, thing: T) {
        self.rung
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(thing);
        self.notify.notify_one();
    }

    /// Waits until it was rung, and takes everything it was rung for.
    pub async fn answer(&self) -> HashSet<T> {
        loop {
            let rung =
                std::mem::take(&mut *self.rung.lock().unwrap_or_else(PoisonError::into_inner));
            if !rung.is_empty() {
                return rung;
            }
            self.notify.notified().await;
        }
    }
}

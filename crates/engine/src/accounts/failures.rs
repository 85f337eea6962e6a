//! Tells the callers that waited for another caller's refresh that it failed.
//! So a service that is down is asked once, not once by every caller.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kally_core::model::ChatUser;

/// The number of chat users whose failures are remembered. Beyond it all are
/// forgotten; at worst one caller asks once more.
const MOST: usize = 1024;

/// For each chat user, the attempts that failed since the last success.
#[derive(Debug, Default)]
pub(super) struct Failures(Mutex<HashMap<ChatUser, u64>>);

impl Failures {
    fn counts(&self) -> MutexGuard<'_, HashMap<ChatUser, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn count(&self, user: &ChatUser) -> u64 {
        self.counts().get(user).copied().unwrap_or_default()
    }

    pub(super) fn add(&self, user: &ChatUser) {
        let mut counts = self.counts();
        if counts.len() >= MOST && !counts.contains_key(user) {
            counts.clear();
        }
        *counts.entry(user.clone()).or_default() += 1;
    }

    pub(super) fn forget(&self, user: &ChatUser) {
        self.counts().remove(user);
    }
}

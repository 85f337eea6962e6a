//! Tells those who waited for somebody else's attempt that it failed, so that
//! a service that is down is asked once and not by everybody in turn.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kally_core::model::ChatUser;

/// How many chat users' failures are remembered; beyond that all are forgotten,
/// and at worst somebody asks once more.
const MOST: usize = 1024;

/// How many attempts failed for each chat user since the last success.
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

//! A store whose commits are observed: the steps of calls that they make are
//! said in the audit trail, and all of them are counted.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;

use kally_core::model::CallId;
use kally_metrics::{COMMIT_SECONDS, COMMITS, LINKS};
use kally_runtime::Clock;
use kally_store::{
    CallRecord, Commit, CommitError, Durability, Key, LinkStageV1, Record, Store, StoreLayer,
    Stored,
};

use crate::audit::Audit;

/// A store that tells of its commits.
pub struct ObservedStore {
    inner: Arc<dyn Store>,
    audit: Audit,
    clock: Arc<dyn Clock>,
}

impl ObservedStore {
    /// Observes a store.
    #[must_use]
    pub fn new(inner: Arc<dyn Store>, audit: Audit, clock: Arc<dyn Clock>) -> Self {
        Self {
            inner,
            audit,
            clock,
        }
    }

    /// The records of these calls as they are now. A commit that changes a call
    /// expects its version: if it succeeds, this is the state before it.
    async fn before(&self, after: &[CallRecord]) -> HashMap<CallId, CallRecord> {
        let keys: Vec<Key> = after.iter().map(|call| Key::Call(call.id)).collect();
        // If the store fails, the commit will say so.
        let found = self.inner.read(&keys).await.unwrap_or_default();
        let calls = found.into_iter().filter_map(|stored| match stored {
            Stored::Found {
                record: Record::Call(call),
                ..
            } => Some((call.id, *call)),
            _ => None,
        });
        calls.collect()
    }
}

/// The calls that a commit writes.
fn calls(commit: &Commit) -> Vec<CallRecord> {
    let calls = commit.put.iter().filter_map(|record| match record {
        Record::Call(call) => Some((**call).clone()),
        _ => None,
    });
    calls.collect()
}

/// The stages of the link sessions that a commit writes.
fn links(commit: &Commit) -> Vec<&'static str> {
    let links = commit.put.iter().filter_map(|record| match record {
        Record::Link(link) => Some(match link.stage {
            LinkStageV1::Opened => "opened",
            LinkStageV1::Begun { .. } => "begun",
            LinkStageV1::Received { .. } => "received",
            LinkStageV1::SignedIn { .. } => "signed_in",
            LinkStageV1::Joined { .. } => "joined",
            LinkStageV1::Used => "used",
        }),
        _ => None,
    });
    links.collect()
}

/// A word for the result of a commit.
fn word(made: &Result<(), CommitError>) -> &'static str {
    match made {
        Ok(()) => "made",
        Err(CommitError::AlreadySeen) => "repeated",
        Err(CommitError::Conflict(_)) => "conflict",
        Err(CommitError::Store(_)) => "failed",
    }
}

#[async_trait]
impl StoreLayer for ObservedStore {
    fn beneath(&self) -> &dyn Store {
        &*self.inner
    }

    async fn on_commit(&self, commit: Commit) -> Result<(), CommitError> {
        let durability = match commit.durability {
            Durability::Durable => "durable",
            Durability::Soon => "soon",
        };
        let (after, cause) = (calls(&commit), commit.cause);
        let links = links(&commit);
        let before = match after.is_empty() {
            true => HashMap::new(),
            false => self.before(&after).await,
        };
        let began = self.clock.passed();
        let made = self.inner.commit(commit).await;
        COMMIT_SECONDS.observe(self.clock.passed() - began, &[durability]);
        COMMITS.count(&[durability, word(&made)]);
        if made.is_ok() {
            links.iter().for_each(|stage| LINKS.count(&[stage]));
            for call in &after {
                self.audit.tell(before.get(&call.id), call, cause);
            }
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_runtime::SystemClock;
    use kally_store::memory::MemoryStore;

    #[tokio::test]
    async fn a_commit_reaches_the_store() {
        let inner = Arc::new(MemoryStore::default());
        let store = ObservedStore::new(
            Arc::clone(&inner) as Arc<dyn Store>,
            Audit::Full,
            Arc::new(SystemClock),
        );
        let call = kally_store::samples::call(1);
        let commit = Commit {
            put: vec![call.clone().into()],
            ..Commit::default()
        };
        store.commit(commit).await.unwrap();
        let found = inner.read(&[Key::Call(call.id)]).await.unwrap();
        assert!(matches!(found[0], Stored::Found { .. }));
    }
}

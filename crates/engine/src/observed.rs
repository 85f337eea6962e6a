//! A store whose commits are observed: the steps of calls that they make are
//! said in the audit trail, and all of them are counted.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use kally_core::model::{CallId, ChatUser, ConversationId, EventId, Platform};
use kally_metrics::{COMMIT_SECONDS, COMMITS, LINKS};
use kally_runtime::Clock;
use kally_store::{
    CallRecord, Commit, CommitError, Durability, Key, KeyId, LinkStageV1, ListedWork, MarkedEvents,
    OutboxRecord, Record, ScanPlace, Scanned, Sealer, Seq, Store, StoreCopy, StoreError, Stored,
    Work, WrappedKey,
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
impl Store for ObservedStore {
    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
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

    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError> {
        self.inner.read(keys).await
    }

    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError> {
        self.inner.seen(platform, event).await
    }

    async fn listed_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        self.inner.listed_work(work, after, limit).await
    }

    async fn open_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        self.inner.open_work(work, after, limit).await
    }

    async fn scan(&self, from: Option<ScanPlace>, limit: usize) -> Result<Scanned, StoreError> {
        self.inner.scan(from, limit).await
    }

    async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        self.inner.events(from, limit).await
    }

    async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        self.inner.lanes(after, limit).await
    }

    async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError> {
        self.inner.outbox(lane, limit).await
    }

    async fn delivered(&self, lane: &ConversationId, seq: Seq) -> Result<(), StoreError> {
        self.inner.delivered(lane, seq).await
    }

    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.inner.prune_events(before, limit).await
    }

    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.inner.prune_links(before, limit).await
    }

    async fn purge(&self, limit: usize) -> Result<bool, StoreError> {
        self.inner.purge(limit).await
    }

    async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        self.inner.data_keys().await
    }

    async fn keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        self.inner.keep_keys(keys).await
    }

    async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.inner.drop_keys(ids).await
    }

    async fn renew_key(&self, owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        self.inner.renew_key(owner).await
    }

    async fn sweep_keys(&self) -> Result<usize, StoreError> {
        self.inner.sweep_keys().await
    }

    async fn expect_key(&self, key: &Sealer) -> Result<(), StoreError> {
        self.inner.expect_key(key).await
    }

    async fn begin_copy(&self) -> Result<StoreCopy, StoreError> {
        self.inner.begin_copy().await
    }

    async fn copy_part(&self, copy: &mut StoreCopy) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.copy_part(copy).await
    }

    async fn failed(&self) -> StoreError {
        self.inner.failed().await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.inner.close().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_runtime::SystemClock;
    use kally_store::memory::MemoryStore;

    /// A method with a default that is not handed on would be lost.
    #[test]
    fn every_method_of_a_store_is_handed_on() {
        let named = |text: &str, from: &str| -> std::collections::BTreeSet<String> {
            let body = text.split(from).nth(1).unwrap();
            let body = body.split("\n}\n").next().unwrap();
            let methods = body
                .lines()
                .filter_map(|line| line.strip_prefix("    async fn "));
            methods
                .map(|rest| rest.split('(').next().unwrap().to_owned())
                .collect()
        };
        let of_trait = named(include_str!("../../store/src/lib.rs"), "pub trait Store:");
        let here = named(include_str!("observed.rs"), "impl Store for ObservedStore");
        assert_eq!(of_trait, here);
        assert!(of_trait.len() > 10);
    }

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

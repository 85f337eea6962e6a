//! A store over another one, which changes a few of its methods and hands the others
//! on.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use kally_core::model::{ChatUser, ConversationId, EventId, Platform};

use crate::{
    Commit, CommitError, Key, KeyId, ListedWork, MarkedEvents, OutboxRecord, Record, ScanPlace,
    Scanned, Sealer, Seq, Store, StoreCopy, StoreError, Stored, Work, WrappedKey,
};

/// The differences to the store beneath. A type that has this is a [`Store`].
#[async_trait]
pub trait StoreLayer: Send + Sync + 'static {
    /// The store beneath.
    fn beneath(&self) -> &dyn Store;

    /// Comes before every method that is handed on.
    async fn enter(&self) {}

    /// In place of [`Store::commit`].
    async fn on_commit(&self, commit: Commit) -> Result<(), CommitError> {
        self.enter().await;
        self.beneath().commit(commit).await
    }

    /// In place of [`Store::delivered`].
    async fn on_delivered(&self, lane: &ConversationId, seq: Seq) -> Result<(), StoreError> {
        self.enter().await;
        self.beneath().delivered(lane, seq).await
    }

    /// In place of [`Store::keep_keys`].
    async fn on_keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        self.enter().await;
        self.beneath().keep_keys(keys).await
    }

    /// In place of [`Store::drop_keys`].
    async fn on_drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.enter().await;
        self.beneath().drop_keys(ids).await
    }

    /// In place of [`Store::close`].
    async fn on_close(&self) -> Result<(), StoreError> {
        self.enter().await;
        self.beneath().close().await
    }
}

#[async_trait]
impl<T: StoreLayer> Store for T {
    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError> {
        self.enter().await;
        self.beneath().read(keys).await
    }

    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError> {
        self.enter().await;
        self.beneath().seen(platform, event).await
    }

    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        self.on_commit(commit).await
    }

    async fn listed_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        self.enter().await;
        self.beneath().listed_work(work, after, limit).await
    }

    async fn open_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        self.enter().await;
        self.beneath().open_work(work, after, limit).await
    }

    async fn scan(&self, from: Option<ScanPlace>, limit: usize) -> Result<Scanned, StoreError> {
        self.enter().await;
        self.beneath().scan(from, limit).await
    }

    async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        self.enter().await;
        self.beneath().events(from, limit).await
    }

    async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        self.enter().await;
        self.beneath().lanes(after, limit).await
    }

    async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError> {
        self.enter().await;
        self.beneath().outbox(lane, limit).await
    }

    async fn delivered(&self, lane: &ConversationId, seq: Seq) -> Result<(), StoreError> {
        self.on_delivered(lane, seq).await
    }

    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.enter().await;
        self.beneath().prune_events(before, limit).await
    }

    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.enter().await;
        self.beneath().prune_links(before, limit).await
    }

    async fn purge(&self, limit: usize) -> Result<bool, StoreError> {
        self.enter().await;
        self.beneath().purge(limit).await
    }

    async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        self.enter().await;
        self.beneath().data_keys().await
    }

    async fn keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        self.on_keep_keys(keys).await
    }

    async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.on_drop_keys(ids).await
    }

    async fn renew_key(&self, owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        self.enter().await;
        self.beneath().renew_key(owner).await
    }

    async fn sweep_keys(&self) -> Result<usize, StoreError> {
        self.enter().await;
        self.beneath().sweep_keys().await
    }

    async fn expect_key(&self, key: &Sealer) -> Result<(), StoreError> {
        self.enter().await;
        self.beneath().expect_key(key).await
    }

    async fn begin_copy(&self) -> Result<StoreCopy, StoreError> {
        self.enter().await;
        self.beneath().begin_copy().await
    }

    async fn copy_part(&self, copy: &mut StoreCopy) -> Result<Option<Vec<u8>>, StoreError> {
        self.enter().await;
        self.beneath().copy_part(copy).await
    }

    fn is_owned(&self) -> Result<(), StoreError> {
        self.beneath().is_owned()
    }

    async fn failed(&self) -> StoreError {
        self.beneath().failed().await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.on_close().await
    }
}

#[cfg(test)]
mod tests {
    /// A method with a default that is not handed on would be lost.
    #[test]
    fn every_method_of_a_store_is_handed_on() {
        let named = |text: &str, from: &str| -> std::collections::BTreeSet<String> {
            let body = text.split(from).nth(1).expect("there");
            let body = body.split("\n}\n").next().unwrap_or_default();
            let methods = body
                .lines()
                .filter_map(|line| line.strip_prefix("    async fn "));
            methods
                .map(|rest| rest.split('(').next().unwrap_or_default().to_owned())
                .collect()
        };
        let of_trait = named(include_str!("lib.rs"), "pub trait Store:");
        let here = named(include_str!("layer.rs"), "impl<T: StoreLayer> Store for T");
        assert_eq!(of_trait, here);
        assert!(of_trait.len() > 10);
    }
}

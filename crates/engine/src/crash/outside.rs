//! The store and the chat of one life of the process. It can die before and
//! after each of their effects.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::disk::Disk;
use super::points::Points;
use super::service::Skewed;
use crate::chat::{Chat, ChatError, Outgoing};
use crate::test_bridge::RecordingChat;
use kally_core::model::{ChatUser, ConversationId, EventId, MessageRef, Platform};
use kally_runtime::{Clock as _, ManualClock};
use kally_store::{
    Commit, CommitError, Durability, Key, KeyId, ListedWork, MarkedEvents, OutboxRecord, Record,
    ScanPlace, Scanned, Seq, Store, StoreError, Stored, Work, WrappedKey,
};

/// A store whose process can die.
pub(super) struct CrashStore {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) clock: Arc<ManualClock>,
    /// How long a flush takes.
    pub(super) flush: Duration,
    pub(super) points: Arc<Points>,
    pub(super) life: u32,
}

#[async_trait]
impl Store for CrashStore {
    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError> {
        self.points.alive(self.life).await;
        self.disk.read(keys).await
    }

    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError> {
        self.points.alive(self.life).await;
        self.disk.seen(platform, event).await
    }

    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        // Other tasks run in between, as they do while a disk works.
        tokio::task::yield_now().await;
        self.points.pass(self.life, "a commit").await;
        let done = self.disk.apply(&commit);
        self.points.pass(self.life, "a commit's flush").await;
        if commit.durability == Durability::Durable {
            if !self.flush.is_zero() {
                self.clock.sleep(self.flush).await;
                self.points.alive(self.life).await;
            }
            self.disk.flush();
            self.points.pass(self.life, "a commit's answer").await;
        }
        done
    }

    async fn listed_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        self.points.alive(self.life).await;
        self.disk.listed_work(work, after, limit).await
    }

    async fn scan(&self, from: Option<ScanPlace>, limit: usize) -> Result<Scanned, StoreError> {
        self.points.alive(self.life).await;
        self.disk.scan(from, limit).await
    }

    async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        self.points.alive(self.life).await;
        self.disk.events(from, limit).await
    }

    async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        self.points.alive(self.life).await;
        self.disk.lanes(after, limit).await
    }

    async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError> {
        self.points.alive(self.life).await;
        self.disk.outbox(lane, limit).await
    }

    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.points.alive(self.life).await;
        self.disk.prune_events(before, limit).await
    }

    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.points.alive(self.life).await;
        self.disk.prune_links(before, limit).await
    }

    async fn purge(&self, limit: usize) -> Result<bool, StoreError> {
        self.points.alive(self.life).await;
        self.disk.purge(limit).await
    }

    async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        self.disk.data_keys().await
    }

    async fn keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        self.points.pass(self.life, "a data key").await;
        let kept = self.disk.keep_keys(keys).await;
        self.points.pass(self.life, "a data key's answer").await;
        kept
    }

    async fn renew_key(&self, owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        self.disk.renew_key(owner).await
    }

    async fn sweep_keys(&self) -> Result<usize, StoreError> {
        self.disk.sweep_keys().await
    }

    async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.points.pass(self.life, "the end of a data key").await;
        let dropped = self.disk.drop_keys(ids).await;
        self.points.pass(self.life, "the answer to its end").await;
        dropped
    }

    /// The disk outlives the process.
    async fn close(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A chat whose process can die.
pub(super) struct CrashChat {
    pub(super) chat: Arc<RecordingChat>,
    pub(super) clock: Arc<Skewed>,
    /// When each message arrived, by that clock.
    pub(super) came: Arc<Mutex<Vec<DateTime<Utc>>>>,
    pub(super) points: Arc<Points>,
    pub(super) life: u32,
}

#[async_trait]
impl Chat for CrashChat {
    fn platform(&self) -> Platform {
        self.chat.platform()
    }

    async fn deliver(&self, outgoing: &Outgoing) -> Result<MessageRef, ChatError> {
        self.points.pass(self.life, "a message").await;
        let delivered = self.chat.deliver(outgoing).await;
        self.came.lock().unwrap().push(self.clock.now());
        self.points.pass(self.life, "a message's answer").await;
        delivered
    }
}

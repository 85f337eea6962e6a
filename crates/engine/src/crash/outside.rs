//! The store and the chat of one life of the process. It can die before and
//! after each of their effects.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::disk::Disk;
use super::points::Points;
use super::service::Skewed;
use crate::chat::{Chat, ChatError, Outgoing};
use crate::test_bridge::RecordingChat;
use kally_core::model::{ConversationId, MessageRef, Platform};
use kally_runtime::{Clock as _, ManualClock};
use kally_store::{
    Commit, CommitError, Durability, KeyId, Seq, Store, StoreError, StoreLayer, WrappedKey,
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
impl StoreLayer for CrashStore {
    fn beneath(&self) -> &dyn Store {
        &*self.disk
    }

    /// A process that has died does nothing any more.
    async fn enter(&self) {
        self.points.alive(self.life).await;
    }

    async fn on_commit(&self, commit: Commit) -> Result<(), CommitError> {
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

    /// A commit like every other.
    async fn on_delivered(&self, lane: &ConversationId, seq: Seq) -> Result<(), StoreError> {
        let commit = Commit::of_delivered(lane, seq);
        self.on_commit(commit)
            .await
            .map_err(CommitError::into_failure)
    }

    async fn on_keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        self.points.pass(self.life, "a data key").await;
        let kept = self.disk.keep_keys(keys).await;
        self.points.pass(self.life, "a data key's answer").await;
        kept
    }

    async fn on_drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.points.pass(self.life, "the end of a data key").await;
        let dropped = self.disk.drop_keys(ids).await;
        self.points.pass(self.life, "the answer to its end").await;
        dropped
    }

    /// The disk outlives the process.
    async fn on_close(&self) -> Result<(), StoreError> {
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

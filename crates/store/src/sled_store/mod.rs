//! The store in an embedded sled database.
//!
//! Everything is in one tree, since sled keeps a batch together within
//! one tree only. One thread writes (`writer`), from plans (`plan`); reads
//! stay on the callers' threads (`disk`). `seen`, `lanes` and `outbox` return
//! durable data only, except `Durability::Soon` writes: people acknowledge and
//! send by them. `read` and `open_work` may also return writes that are not
//! flushed yet; that is safe, because everything that follows from those is
//! committed later.

mod blobs;
mod blocks;
mod copy;
mod counter;
mod delivered;
mod disk;
mod entry;
mod gather;
mod guard;
mod index;
mod job;
mod key_file;
mod keys;
mod marks;
mod pending;
mod personal;
mod plan;
mod progress;
mod refill;
mod scan;
mod sweep;
#[cfg(test)]
mod tests;
mod unfinished;
mod value;
mod writer;

use std::path::Path;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use tokio::sync::{Semaphore, oneshot};
use uuid::Uuid;

use self::blocks::Blocks;
use self::copy::Stage;
use self::delivered::Delivered;
use self::disk::{Disk, Fetched};
use self::guard::guarded;
use self::job::{Aged, Job, Task};
use self::key_file::KeyFile;
use self::personal::FiledKeys;
use self::progress::Progress;
use self::writer::Writer;
use super::{
    Commit, CommitError, Key, KeyId, ListedWork, MarkedEvents, OutboxRecord, Record, ScanPlace,
    Scanned, SealError, Sealer, Seq, Store, StoreError, Stored, Work, WrappedKey,
};
use kally_core::model::{ChatUser, ConversationId, EventId, Platform};

pub use copy::StoreCopy;
pub use disk::FORMAT as STORE_FORMAT;
pub use refill::{PartCounts, PartReader, Refill, restored_key};

/// How many commits may wait for the writer; more wait before they are taken.
const MOST_WAITING: usize = 1024;

/// How the database is run.
#[derive(Debug, Clone)]
pub struct SledOptions {
    /// Memory for sled's cache, in bytes.
    pub cache_bytes: u64,
    /// How often sled tidies its file: each time it empties about one segment
    /// (512 KiB) that holds little of use, and syncs the file.
    pub tidy_every: Duration,
    /// The store's key; `None` for the one in the folder's key file, which is
    /// made on the first start.
    pub key: Option<SecretString>,
}

impl Default for SledOptions {
    fn default() -> Self {
        Self {
            cache_bytes: 8 * 1024 * 1024,
            tidy_every: Duration::from_secs(10),
            key: None,
        }
    }
}

/// The store in a folder. Dropping it makes everything durable and releases the
/// folder, which can take a flush; [`Store::close`] does so without blocking a
/// thread of the runtime.
#[derive(Debug)]
pub struct SledStore {
    open: Mutex<Option<Open>>,
    progress: Progress,
    delivered: Delivered,
    queue: Arc<Semaphore>,
}

#[derive(Debug)]
struct Open {
    disk: Arc<Disk>,
    jobs: Sender<Job>,
    thread: JoinHandle<()>,
}

impl SledStore {
    /// Opens the store in a folder, or makes one there. The folder is made
    /// private to its owner.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it open;
    /// [`StoreError::Key`] when the key does not fit; [`StoreError::Failed`] when
    /// it cannot be read or written.
    pub fn open(folder: &Path, options: &SledOptions) -> Result<Self, StoreError> {
        let (disk, blocks) = Self::locked(folder, options)?;
        Self::start(disk, blocks)
    }

    fn locked(folder: &Path, options: &SledOptions) -> Result<(Disk, Blocks), StoreError> {
        let key = options.key.as_ref();
        locked_with(folder, options, || {
            Ok(vec![Arc::new(Sealer::load(folder, key)?)])
        })
    }

    /// The same with several keys, while the store's key is changed: any of them
    /// may have sealed a data key, and the last one seals new ones. The folder is
    /// locked before `keys` is called.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(
        folder: &Path,
        options: &SledOptions,
        keys: impl FnOnce() -> Result<Vec<Arc<Sealer>>, SealError>,
    ) -> Result<Self, StoreError> {
        let (disk, blocks) = locked_with(folder, options, keys)?;
        Self::start(disk, blocks)
    }

    fn start(disk: Disk, blocks: Blocks) -> Result<Self, StoreError> {
        let disk = Arc::new(disk);
        let progress = Progress::new();
        let delivered = Delivered::default();
        let writer = Writer::new(
            Arc::clone(&disk),
            blocks,
            progress.clone(),
            delivered.clone(),
        )?;
        let (jobs, waiting) = mpsc::channel();
        let ending = progress.clone();
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || {
                if guard::contained(|| writer.run(&waiting)).is_err() {
                    ending.fail(&StoreError::Failed("the writer panicked".to_owned()));
                }
            })
            .map_err(|error| StoreError::Failed(format!("no thread for the store: {error}")))?;
        Ok(Self {
            open: Mutex::new(Some(Open { disk, jobs, thread })),
            progress,
            delivered,
            queue: Arc::new(Semaphore::new(MOST_WAITING)),
        })
    }

    fn disk(&self) -> Result<Arc<Disk>, StoreError> {
        self.progress.usable()?;
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_ref()
            .map(|open| Arc::clone(&open.disk))
            .ok_or(StoreError::Closed)
    }

    /// Hands a task to the writer and waits for its answer. If the caller stops
    /// waiting, the task is carried out anyway.
    async fn ask<T>(&self, task: impl FnOnce(oneshot::Sender<T>) -> Task) -> Result<T, StoreError> {
        let place = Arc::clone(&self.queue)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Closed)?;
        let (answer, answered) = oneshot::channel();
        self.submit(Job {
            task: task(answer),
            _place: Some(place),
        })?;
        answered.await.map_err(|_| self.ended())
    }

    fn submit(&self, job: Job) -> Result<(), StoreError> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let jobs = &open.as_ref().ok_or(StoreError::Closed)?.jobs;
        jobs.send(job).map_err(|_| self.ended())
    }

    fn ended(&self) -> StoreError {
        self.progress.usable().err().unwrap_or(StoreError::Closed)
    }

    /// The key that the store was opened with.
    ///
    /// # Errors
    /// When the store is closed or has failed.
    pub fn sealer(&self) -> Result<Arc<Sealer>, StoreError> {
        Ok(self.disk()?.personal.sealer())
    }

    /// Works on a thread that may wait for the disk.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Disk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let disk = self.disk()?;
        let done = tokio::task::spawn_blocking(move || work(&disk)).await;
        done.map_err(|error| StoreError::Failed(error.to_string()))?
    }

    fn take(&self) -> Option<Open> {
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }
}

fn locked_with(
    folder: &Path,
    options: &SledOptions,
    keys: impl FnOnce() -> Result<Vec<Arc<Sealer>>, SealError>,
) -> Result<(Disk, Blocks), StoreError> {
    Disk::open(folder, options, || {
        let sealers = keys().map_err(|error| StoreError::Key(error.to_string()))?;
        let (file, wrapped) = KeyFile::open(folder)?;
        FiledKeys::new(file, wrapped, &sealers)
    })
}

impl Drop for SledStore {
    fn drop(&mut self) {
        if let Some(Open { disk, jobs, thread }) = self.take() {
            drop(jobs);
            let _ = thread.join();
            drop(disk);
        }
    }
}

#[async_trait]
impl Store for SledStore {
    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError> {
        let disk = self.disk()?;
        keys.iter()
            .map(|key| {
                Ok(match disk.fetch(&keys::record(key))? {
                    None => Stored::Absent,
                    Some(found) => {
                        parsed(found, |version, json| Record::decode(key, version, json))
                    }
                })
            })
            .collect()
    }

    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError> {
        let disk = self.disk()?;
        let seen = guarded(|| disk.db.contains_key(keys::event(platform, event)))?;
        if seen {
            // The caller will acknowledge the event.
            self.progress.durable().await?;
        }
        Ok(seen)
    }

    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        self.ask(|answer| Task::Commit(Box::new(commit), answer))
            .await?
    }

    async fn listed_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        self.disk()?.listed_work(&work, after, limit)
    }

    async fn scan(&self, from: Option<ScanPlace>, limit: usize) -> Result<Scanned, StoreError> {
        self.disk()?.scan(from, limit)
    }

    async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        self.disk()?.events(from, limit)
    }

    async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let disk = self.disk()?;
        let lanes = disk.lanes(after, limit)?;
        self.progress.durable().await?;
        Ok(lanes)
    }

    async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError> {
        let disk = self.disk()?;
        let delivered = self.delivered.of(lane);
        let mut messages = disk.outbox(lane, limit + delivered.len())?;
        messages.retain(|(seq, _)| !delivered.contains(seq));
        messages.truncate(limit);
        let newest = messages.last().map(|(seq, _)| *seq);
        if newest.is_some_and(|newest| !self.progress.is_durable(newest)) {
            self.progress.durable().await?;
        }
        Ok(messages
            .into_iter()
            .map(|(seq, found)| (seq, parsed(found, OutboxRecord::decode)))
            .collect())
    }

    async fn delivered(&self, lane: &ConversationId, seq: Seq) -> Result<(), StoreError> {
        self.progress.usable()?;
        let place = keys::outbox(lane, seq);
        self.delivered.note(place.clone());
        self.submit(Job {
            task: Task::Delivered(place),
            _place: None,
        })
    }

    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.ask(|answer| Task::Prune(Aged::Events, before, limit, answer))
            .await?
    }

    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.ask(|answer| Task::Prune(Aged::Links, before, limit, answer))
            .await?
    }

    async fn purge(&self, limit: usize) -> Result<bool, StoreError> {
        self.ask(|answer| Task::Purge(limit, answer)).await?
    }

    async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        self.disk()?.personal.file().all()
    }

    async fn keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        self.blocking(move |disk| disk.personal.file().add(&keys))
            .await
    }

    async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        let ids = ids.to_vec();
        self.blocking(move |disk| disk.personal.discard(&ids)).await
    }

    async fn renew_key(&self, owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        let owner = owner.clone();
        self.ask(|answer| Task::Renew(owner, answer)).await?
    }

    async fn sweep_keys(&self) -> Result<usize, StoreError> {
        self.ask(Task::BeginSweep).await??;
        self.blocking(|disk| {
            let named = disk.keys_in_use()?;
            disk.personal.end_sweep(&named)
        })
        .await
    }

    async fn begin_copy(&self) -> Result<StoreCopy, StoreError> {
        let copy = StoreCopy::new();
        let tap = Arc::clone(&copy.tap);
        self.ask(|answer| Task::BeginCopy(tap, answer)).await??;
        Ok(copy)
    }

    async fn copy_part(&self, copy: &mut StoreCopy) -> Result<Option<Vec<u8>>, StoreError> {
        while copy.ready.is_empty() {
            match std::mem::replace(&mut copy.stage, Stage::Done) {
                Stage::Entries(after) => {
                    copy.take_writes()?;
                    let found = self.blocking(move |disk| disk.entries_after(after)).await?;
                    copy.entries += found.count;
                    copy.ready.push_back(found.part);
                    copy.stage = match found.last {
                        Some(last) => Stage::Entries(Some(last)),
                        None => Stage::Writes,
                    };
                }
                Stage::Writes => {
                    copy.keys = self.ask(Task::EndCopy).await??;
                    copy.take_writes()?;
                }
                Stage::Done => break,
            }
        }
        Ok(copy.ready.pop_front())
    }

    async fn failed(&self) -> StoreError {
        self.progress.failed().await
    }

    async fn close(&self) -> Result<(), StoreError> {
        let closed = self.ask(Task::Close).await;
        if let Some(Open { thread, .. }) = self.take() {
            // It has answered, so there is nothing left to wait for.
            let _ = thread.join();
        }
        closed?
    }
}

fn parsed<T>(found: Fetched, parse: impl FnOnce(super::Version, &[u8]) -> Stored<T>) -> Stored<T> {
    match found.json {
        Ok(json) => parse(found.version, &json),
        Err(reason) => Stored::Unreadable {
            version: found.version,
            reason: reason.to_owned(),
        },
    }
}

//! The one thread that writes.
//!
//! It takes the waiting commits, applies them in one atomic batch, makes all of
//! them durable with one flush and answers them. After a failed write or flush
//! the disk cannot be trusted any more: the writer stops for good and refuses
//! every later job.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::oneshot;

use super::blocks::Blocks;
use super::copy::Tap;
use super::counter::Counter;
use super::delivered::Delivered;
use super::disk::Disk;
use super::gather::{Shared, Waiters, after};
use super::guard::guarded;
use super::job::{Aged, Job, Task};
use super::pending::Pending;
use super::plan::Plan;
use super::progress::Progress;
use super::sweep::{Pass, sweep};
use crate::{Durability, StoreError, Version, WrappedKey};

/// The most commits that share a flush.
const MOST_IN_BATCH: usize = 256;

/// How long a commit that need not wait for the disk may stay undurable.
const SOON: Duration = Duration::from_millis(100);

/// The most bytes that are written in one batch, beyond its last commit.
const MOST_PENDING: usize = 1024 * 1024;

/// Each batch sweeps one block of the log, and one more for so many new
/// entries: that is faster than blocks become ready.
const ENTERED_A_BLOCK: usize = 32;

pub(super) struct Writer {
    disk: Arc<Disk>,
    counter: Counter,
    pending: Pending,
    blocks: Blocks,
    /// A pass that is under way.
    pass: Option<Pass>,
    /// A copy that is being made.
    copy: Weak<Tap>,
    progress: Progress,
    synced: HashSet<PathBuf>,
    delivered: Delivered,
    /// The delivered messages whose removal is planned.
    removing: Vec<Vec<u8>>,
    /// Since when something applied is not durable.
    unsynced_since: Option<Instant>,
    /// How many shared the last batch; one alone never lingers.
    last: Shared,
}

impl Writer {
    pub(super) fn new(
        disk: Arc<Disk>,
        blocks: Blocks,
        progress: Progress,
        delivered: Delivered,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            counter: Counter::open(&disk)?,
            disk,
            pending: Pending::default(),
            blocks,
            pass: None,
            copy: Weak::new(),
            progress,
            synced: HashSet::new(),
            delivered,
            removing: Vec::new(),
            unsynced_since: None,
            last: Shared::default(),
        })
    }

    /// Works until it is told to close or nobody can ask any more.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            let first = match self.unsynced_since {
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(since) => jobs.recv_timeout(SOON.saturating_sub(since.elapsed())),
            };
            match first {
                Ok(first) => {
                    if self.batch(first, jobs) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.sync();
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let _ = self.sync();
                    self.progress.close();
                    return;
                }
            }
        }
    }

    /// One batch with one flush; `true` if it was the last.
    fn batch(&mut self, first: Job, jobs: &Receiver<Job>) -> bool {
        let mut waiting = Waiters::default();
        let mut closing = Vec::new();
        let mut next = Some(first);
        for taken in 1.. {
            let Some(job) = next else { break };
            match job.task {
                Task::Commit(commit, answer) => {
                    let durable = commit.durability == Durability::Durable;
                    let result = self.plan(durable, |plan| plan.commit(&commit));
                    waiting.add(durable, after(result, answer));
                }
                Task::Delivered(place) => self.remove(place),
                Task::Prune(what, before, limit, answer) => {
                    let _ = answer.send(self.prune(what, before, limit));
                }
                Task::Purge(limit, answer) => {
                    let _ = answer.send(self.purge(limit));
                }
                Task::Renew(owner, answer) => {
                    let renewed = self.apply();
                    let renewed = renewed.and_then(|()| self.disk.personal.renew(&owner));
                    let _ = answer.send(renewed);
                }
                Task::BeginSweep(answer) => {
                    let applied = self.apply();
                    self.disk.personal.begin_sweep();
                    let _ = answer.send(applied);
                }
                Task::BeginCopy(tap, answer) => {
                    let _ = answer.send(self.begin_copy(&tap));
                }
                Task::EndCopy(answer) => {
                    let _ = answer.send(self.end_copy());
                }
                Task::Close(answer) => closing.push(answer),
            }
            let more = taken < MOST_IN_BATCH && closing.is_empty();
            next = match more {
                true => waiting.next(jobs, self.last),
                false => None,
            };
        }
        self.answer(waiting, closing)
    }

    /// Applies, flushes if anybody waits for it, and answers everybody; `true`
    /// if it was the last time.
    fn answer(
        &mut self,
        waiting: Waiters,
        closing: Vec<oneshot::Sender<Result<(), StoreError>>>,
    ) -> bool {
        self.last.note(&waiting);
        let overdue = self
            .unsynced_since
            .is_some_and(|since| since.elapsed() >= SOON);
        if waiting.is_empty() && closing.is_empty() && !overdue {
            // The removals share a batch with a commit that comes soon, or one
            // of their own when their time is up.
            self.unsynced_since.get_or_insert_with(Instant::now);
            return false;
        }
        let applied = self.apply();
        for answer in waiting.applied {
            answer(applied.clone());
        }
        let synced = match !waiting.synced.is_empty() || overdue || !closing.is_empty() {
            true => applied.and_then(|()| self.sync()),
            false => Ok(()),
        };
        for answer in waiting.synced {
            answer(synced.clone());
        }
        let last = !closing.is_empty();
        if last {
            self.progress.close();
        }
        for answer in closing {
            let _ = answer.send(synced.clone());
        }
        last
    }

    /// Plans one commit's writes; they are applied with the next ones.
    fn plan<T, E: From<StoreError>>(
        &mut self,
        durable: bool,
        work: impl FnOnce(&mut Plan<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.progress.usable()?;
        let mut plan = Plan::new(&self.disk, &self.pending, &mut self.counter);
        let answer = work(&mut plan)?;
        let writes = plan.finish();
        self.pending.extend(writes);
        if durable {
            // Before anybody can see it, so that readers know which commits to
            // wait for.
            self.progress.applying();
        }
        if self.pending.bytes() > MOST_PENDING {
            self.apply()?;
        }
        Ok(answer)
    }

    /// Plans the removal of a delivered message. If that fails, readers still
    /// pass over it, and the next process delivers it again.
    fn remove(&mut self, place: Vec<u8>) {
        match self.plan(false, |plan| plan.replace_message(&place, None)) {
            Ok(()) => self.removing.push(place),
            Err(error) => tracing::error!(%error, "a delivered message is not removed"),
        }
    }

    /// Works on the applied state, so earlier commits are applied first; it is
    /// applied itself when this returns.
    fn prune(
        &mut self,
        what: Aged,
        before: DateTime<Utc>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        self.apply()?;
        let pruned = self.plan(false, |plan| match what {
            Aged::Events => plan.prune(before, limit),
            Aged::Links => plan.prune_links(before, limit),
        })?;
        self.apply()?;
        Ok(pruned)
    }

    /// One slice of a pass over the log; the next one begins where it ended.
    /// Works on the applied state, and is applied itself when this returns.
    fn purge(&mut self, limit: usize) -> Result<bool, StoreError> {
        self.apply()?;
        let new = || Pass::until(Version(self.counter.last));
        let Some(mut pass) = self
            .pass
            .take()
            .or_else(|| self.blocks.any_gone().then(new))
        else {
            return Ok(true);
        };
        let all = pass
            .slice(
                limit,
                &self.disk,
                &mut self.blocks,
                &self.counter,
                &mut self.pending,
            )
            .inspect_err(|error| self.progress.fail(error))?;
        self.apply()?;
        if !all {
            self.pass = Some(pass);
        }
        Ok(all)
    }

    fn begin_copy(&mut self, tap: &Arc<Tap>) -> Result<(), StoreError> {
        if self.copy.strong_count() > 0 {
            return Err(StoreError::Failed(
                "a copy is being made already".to_owned(),
            ));
        }
        self.apply()?;
        self.copy = Arc::downgrade(tap);
        Ok(())
    }

    /// A key is dropped only after the commit that ends its use, and kept
    /// before one that needs it: here the keys fit the records.
    fn end_copy(&mut self) -> Result<Vec<WrappedKey>, StoreError> {
        self.apply()?;
        self.copy = Weak::new();
        self.disk.personal.file().all()
    }

    fn apply(&mut self) -> Result<(), StoreError> {
        self.progress.usable()?;
        let blocks = 1 + self.pending.entered() / ENTERED_A_BLOCK;
        let swept = match self.pending.entered() {
            0 => Ok(()),
            _ => sweep(
                &self.disk,
                &mut self.blocks,
                blocks,
                &self.counter,
                &mut self.pending,
            ),
        };
        let copy = self.copy.upgrade();
        let Some(taken) = self.pending.take(copy.is_some()) else {
            self.delivered.removed(self.removing.drain(..));
            return Ok(());
        };
        self.unsynced_since.get_or_insert_with(Instant::now);
        swept
            .and_then(|()| self.disk.personal.sync())
            .and_then(|()| guarded(|| self.disk.db.apply_batch(taken.batch)))
            .inspect_err(|error| self.progress.fail(error))?;
        if let Some(copy) = copy {
            copy.note(taken.noted);
        }
        for (place, entry) in taken.entries {
            let before = self.disk.index.set(&place, entry);
            self.blocks.written(entry, before);
        }
        for (place, entry) in taken.forgotten {
            self.disk.index.forget(&place, entry);
            self.blocks.forgotten(entry);
        }
        self.delivered.removed(self.removing.drain(..));
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.apply()?;
        if self.unsynced_since.take().is_none() {
            // A durable commit may have had nothing to write.
            self.progress.synced(self.counter.last);
            return Ok(());
        }
        match self.disk.sync(&mut self.synced) {
            Ok(()) => {
                self.progress.synced(self.counter.last);
                Ok(())
            }
            Err(error) => {
                self.progress.fail(&error);
                Err(error)
            }
        }
    }
}

//! The one thread that writes.
//!
//! It takes the commits that are waiting, applies each as one atomic batch,
//! makes all of them durable with one flush and answers them. After a failed
//! write or flush nothing on the disk can be trusted any more: it stops for
//! good, and everything that is asked afterwards is refused.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::disk::{Disk, guarded};
use super::plan::{Counter, Plan};
use super::progress::Progress;
use crate::store::{Commit, CommitError, Durability, StoreError};

/// How many commits share a flush at the most.
const MOST_IN_BATCH: usize = 256;

/// How long a commit that need not wait for the disk stays without it.
const SOON: Duration = Duration::from_millis(100);

/// What the writer is asked to do.
#[derive(Debug)]
pub(super) enum Task {
    /// Carry out a commit.
    Commit(Box<Commit>, oneshot::Sender<Result<(), CommitError>>),
    /// Forget old event marks.
    Prune(
        DateTime<Utc>,
        usize,
        oneshot::Sender<Result<usize, StoreError>>,
    ),
    /// Make everything durable and end.
    Close(oneshot::Sender<Result<(), StoreError>>),
}

/// A task with its place in the bounded queue.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) task: Task,
    pub(super) _place: Option<OwnedSemaphorePermit>,
}

/// An answer that waits for the flush.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

pub(super) struct Writer {
    disk: Arc<Disk>,
    counter: Counter,
    progress: Progress,
    synced: HashSet<PathBuf>,
    /// Since when something applied is not durable.
    unsynced_since: Option<Instant>,
}

impl Writer {
    pub(super) fn new(disk: Arc<Disk>, progress: Progress) -> Result<Self, StoreError> {
        Ok(Self {
            counter: Counter::open(&disk)?,
            disk,
            progress,
            synced: HashSet::new(),
            unsynced_since: None,
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

    /// One batch with one flush; true when it was the last.
    fn batch(&mut self, first: Job, jobs: &Receiver<Job>) -> bool {
        let mut waiting: Vec<Answer> = Vec::new();
        let mut must_sync = false;
        let mut closing = Vec::new();
        let rest = std::iter::from_fn(|| jobs.try_recv().ok());
        for job in std::iter::once(first).chain(rest.take(MOST_IN_BATCH - 1)) {
            match job.task {
                Task::Commit(commit, answer) => {
                    let durable = commit.durability == Durability::Durable;
                    let result = self.apply(durable, |plan| plan.commit(&commit));
                    if !durable {
                        let _ = answer.send(result);
                        continue;
                    }
                    // What it conflicts with may be in this very batch, so a
                    // refusal waits for the flush as well.
                    must_sync = true;
                    waiting.push(Box::new(move |synced| {
                        let _ = answer.send(match (result, synced) {
                            (_, Err(error)) => Err(error.into()),
                            (result, Ok(())) => result,
                        });
                    }));
                }
                Task::Prune(before, limit, answer) => {
                    let _ = answer.send(self.apply(false, |plan| plan.prune(before, limit)));
                }
                Task::Close(answer) => closing.push(answer),
            }
        }
        let overdue = self
            .unsynced_since
            .is_some_and(|since| since.elapsed() >= SOON);
        let synced = match must_sync || overdue || !closing.is_empty() {
            true => self.sync(),
            false => Ok(()),
        };
        for answer in waiting {
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

    /// Plans and applies one batch of writes.
    fn apply<T, E: From<StoreError>>(
        &mut self,
        durable: bool,
        work: impl FnOnce(&mut Plan<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.progress.usable()?;
        let mut plan = Plan::new(&self.disk, &mut self.counter);
        let answer = work(&mut plan)?;
        let batch = plan.finish();
        // Before anybody can see it, so that readers know what to wait for.
        if durable {
            self.progress.applying();
        }
        self.unsynced_since.get_or_insert_with(Instant::now);
        if let Err(error) = guarded(|| self.disk.db.apply_batch(batch)) {
            self.progress.fail(&error);
            return Err(error.into());
        }
        Ok(answer)
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.progress.usable()?;
        if self.unsynced_since.take().is_none() {
            return Ok(());
        }
        match self.disk.sync(&mut self.synced) {
            Ok(()) => {
                self.progress.synced();
                Ok(())
            }
            Err(error) => {
                self.progress.fail(&error);
                Err(error)
            }
        }
    }
}

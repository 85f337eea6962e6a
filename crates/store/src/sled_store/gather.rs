//! Decides which commits share a batch, and how long the writer waits for more.
//!
//! A flush costs more than a short wait, and so does each batch of sled's; a
//! single commit never waits. The writer sleeps while it waits: waking it for
//! each commit would take the core from the tasks that make commits.

use std::sync::mpsc::Receiver;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::job::Job;
use crate::{CommitError, StoreError};

/// A batch waits for as many commits as shared the last flush, and a quarter
/// more: this long for each missing one, at most [`GAP`] at a time while any
/// come, and [`LINGER`] in all. A flush costs more.
const EACH: Duration = Duration::from_micros(10);
const GAP: Duration = Duration::from_micros(500);
const LINGER: Duration = Duration::from_millis(10);

/// While nobody waits for the disk, planned writes wait this long to share a
/// batch of sled's: sled writes each batch twice and wakes all of its threads.
/// The writer checks this often whether somebody waits.
const REST: Duration = Duration::from_millis(20);
const NAP: Duration = Duration::from_millis(1);

/// An answer that waits for a batch to be applied, or for its flush.
pub(super) type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// How many commits shared a batch, of those that were in one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shared {
    applied: usize,
    synced: usize,
}

impl Shared {
    pub(super) fn note(&mut self, waiting: &Waiters) {
        if !waiting.applied.is_empty() {
            self.applied = waiting.applied.len();
        }
        if !waiting.synced.is_empty() {
            self.synced = waiting.synced.len();
        }
    }
}

/// The callers that wait for the planned writes of a batch.
pub(super) struct Waiters {
    /// Until it can be read.
    pub(super) applied: Vec<Answer>,
    /// Until it is durable.
    pub(super) synced: Vec<Answer>,
    /// Since when the first of them waits, and the first for the disk.
    since: Instant,
}

impl Default for Waiters {
    fn default() -> Self {
        Self {
            applied: Vec::new(),
            synced: Vec::new(),
            since: Instant::now(),
        }
    }
}

impl Waiters {
    pub(super) fn is_empty(&self) -> bool {
        self.applied.is_empty() && self.synced.is_empty()
    }

    pub(super) fn add(&mut self, durable: bool, answer: Answer) {
        if !durable {
            return self.applied.push(answer);
        }
        if self.synced.is_empty() {
            self.since = Instant::now();
        }
        self.synced.push(answer);
    }

    /// The next job, if it is there or worth waiting for.
    pub(super) fn next(&self, jobs: &Receiver<Job>, last: Shared) -> Option<Job> {
        loop {
            if let Ok(job) = jobs.try_recv() {
                return Some(job);
            }
            let passed = self.since.elapsed();
            let expected = last.synced + last.synced / 4;
            match (self.applied.len(), self.synced.len()) {
                (1.., 0) if last.applied > 1 && passed < REST => thread::sleep(NAP),
                (_, synced @ 1..) if synced < expected && passed < LINGER => {
                    let missing = u32::try_from(expected - synced).unwrap_or(u32::MAX);
                    thread::sleep(EACH.saturating_mul(missing).min(GAP));
                    return jobs.try_recv().ok();
                }
                _ => return None,
            }
        }
    }
}

/// A commit may conflict with another one of its own batch, so a refusal waits
/// as long as a success.
pub(super) fn after(
    result: Result<(), CommitError>,
    answer: oneshot::Sender<Result<(), CommitError>>,
) -> Answer {
    Box::new(move |kept| {
        drop(answer.send(match kept {
            Err(error) => Err(error.into()),
            Ok(()) => result,
        }));
    })
}

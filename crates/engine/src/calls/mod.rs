//! Calls: each confirmed one is placed once, followed to its end and reported;
//! and the small errands around it.
//!
//! The intent is durable before the request leaves. If the request ends
//! unclearly, the worker reads the account's history before anything else, and
//! asks the person if the history does not decide. Nothing here places a call
//! again by itself; the next call of a series is decided by the dialogue, in the
//! turn that reports the end of the one before.

mod countdown;
mod drive;
mod errands;
mod hang_up;
mod history;
mod past;
mod personal;
mod place;
mod places;
mod plan;
mod recording;
mod refusal;
#[cfg(test)]
mod tests;
mod usage;
mod waiting;
mod watch;
mod whose;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tracing::Instrument as _;

use crate::accounts::{AccountError, Accounts};
use crate::bridge::{Bridge, Doorbells, TurnError, WorkerPart};
use crate::recordings::Recordings;
use kally_core::dialogue::{CallReport, Input};
use kally_core::model::CallId;
use kally_metrics::TIMERS;
use kally_runtime::{Clock, DueQueue, Tasks};
use kally_store::{
    CallRecord, Commit, CommitError, Key, ListedWork, Store, StoreError, Stored, Work, read_one,
};
use kallyai::Client;

pub use errands::Errands;
pub use refusal::of_code as refusal_of_code;
pub use usage::KnownBalances;

/// The number of open records that are read at once at the start.
const PAGE: usize = 256;

/// The time limits of the worker.
#[derive(Debug, Clone, Copy)]
pub struct CallsOptions {
    /// How long the history is watched after contact was lost.
    pub doubt: Duration,
    /// The first pause before the worker asks again about a running call.
    pub poll_first: Duration,
    /// The longest such pause.
    pub poll_longest: Duration,
    /// How long a call that never ends is followed.
    pub follow: Duration,
    /// A call that could not be placed within this time needs a new
    /// confirmation.
    pub stale: Duration,
}

/// The parts that the workers need.
#[derive(Clone)]
pub struct Dependencies {
    pub store: Arc<dyn Store>,
    pub bridge: Arc<Bridge>,
    pub accounts: Arc<Accounts>,
    pub client: Client,
    pub recordings: Arc<Recordings>,
    pub clock: Arc<dyn Clock>,
    pub tasks: Tasks,
    pub doorbells: Arc<Doorbells>,
}

/// Places and follows calls.
pub struct Calls {
    parts: Dependencies,
    options: CallsOptions,
    /// The calls that have a task, each with the signal that its record has
    /// changed.
    running: Mutex<HashMap<CallId, Arc<Notify>>>,
    /// Those that are put off. Each gets its task shortly before its time.
    waiting: DueQueue<CallId>,
}

/// Why a call's task ends early; the call continues at the next start, or at
/// the next ring.
#[derive(Debug, thiserror::Error)]
enum Interrupted {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the record of the call cannot be read")]
    Unreadable,
    #[error(transparent)]
    Turn(#[from] TurnError),
}

impl Calls {
    /// A worker; [`Calls::run`] starts it.
    #[must_use]
    pub fn new(parts: Dependencies, options: CallsOptions) -> Self {
        Self {
            parts,
            options,
            running: Mutex::default(),
            waiting: DueQueue::default(),
        }
    }

    /// Starts a task for every open call whose time has come, then for each one
    /// that the doorbell rings for or that is due soon. Never ends.
    pub async fn run(self: Arc<Self>) {
        let mut after = None;
        loop {
            match self.parts.store.listed_work(Work::Calls, after, PAGE).await {
                Ok(page) if page.is_empty() => break,
                Ok(page) => {
                    after = page.last().map(|call| call.id);
                    for ListedWork { id, due } in page {
                        match due.and_then(|due| self.wakes_at(due)) {
                            Some(at) => self.waiting.put(CallId(id), at),
                            None => self.attend(CallId(id)),
                        }
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the open calls cannot be read");
                    self.parts.clock.sleep(Duration::from_secs(5)).await;
                }
            }
        }
        loop {
            TIMERS.set_count(self.waiting.len(), &["calls"]);
            let calls: Vec<CallId> = tokio::select! {
                rung = self.parts.doorbells.calls.answer() => rung.into_iter().collect(),
                due = self.waiting.due(&*self.parts.clock) => due,
            };
            calls.into_iter().for_each(|call| self.attend(call));
        }
    }

    /// Starts a task for a call, or signals the one that it has.
    fn attend(self: &Arc<Self>, call: CallId) {
        self.waiting.remove(&call);
        let changed = {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(changed) = running.get(&call) {
                changed.notify_one();
                return;
            }
            let changed = Arc::new(Notify::new());
            running.insert(call, Arc::clone(&changed));
            changed
        };
        let calls = Arc::clone(self);
        let span = tracing::error_span!("call", %call);
        let driving = async move {
            let mut pause = Duration::from_secs(1);
            while let Err(error) = calls.drive(call, &changed).await {
                tracing::error!(%call, %error, "a call cannot go on now; trying again");
                calls.parts.clock.sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(60));
            }
            calls.leave(call, &changed);
        };
        self.parts.tasks.spawn(driving.instrument(span));
    }

    /// The task is done; a ring that came meanwhile gets a new task.
    fn leave(self: &Arc<Self>, call: CallId, changed: &Notify) {
        self.running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&call);
        if futures::FutureExt::now_or_never(changed.notified()).is_some() {
            self.attend(call);
        }
    }

    async fn load(
        &self,
        call: CallId,
    ) -> Result<Option<(Stored<CallRecord>, CallRecord)>, Interrupted> {
        let stored = read_one::<CallRecord>(&*self.parts.store, &call).await?;
        match &stored {
            Stored::Absent => Ok(None),
            Stored::Unreadable { .. } => Err(Interrupted::Unreadable),
            Stored::Found { record, .. } => {
                let record = record.clone();
                Ok(Some((stored, record)))
            }
        }
    }

    /// Changes a call's record and, with a report, its conversation's messages,
    /// in one commit. Returns the record after that; `None` if it is gone.
    async fn record(
        &self,
        call: CallId,
        change: impl Fn(&mut CallRecord),
        report: Option<CallReport>,
    ) -> Result<Option<CallRecord>, Interrupted> {
        self.record_if(call, |_| true, change, report).await
    }

    /// The same, but only if `still` is true for the record: otherwise nothing
    /// changes and the result is `None`.
    async fn record_if(
        &self,
        call: CallId,
        still: impl Fn(&CallRecord) -> bool,
        change: impl Fn(&mut CallRecord),
        report: Option<CallReport>,
    ) -> Result<Option<CallRecord>, Interrupted> {
        loop {
            let Some((stored, mut record)) = self.load(call).await? else {
                return Ok(None);
            };
            if !still(&record) {
                return Ok(None);
            }
            change(&mut record);
            let expect = vec![(Key::Call(call), stored.version())];
            let put = vec![record.clone().into()];
            let conflict = match &report {
                None => {
                    let commit = Commit {
                        expect,
                        put,
                        ..Commit::default()
                    };
                    match self.parts.store.commit(commit).await {
                        Ok(()) => false,
                        Err(CommitError::Store(error)) => return Err(error.into()),
                        Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => true,
                    }
                }
                Some(report) => {
                    let with = WorkerPart {
                        about: Some(call),
                        expect,
                        put,
                        ..WorkerPart::default()
                    };
                    let input = Input::CallReported(report.clone());
                    let turn = self.parts.bridge.report(&record.conversation, input, with);
                    // A turn needs much memory, but only while it runs.
                    match Box::pin(turn).await {
                        Ok(()) => false,
                        Err(TurnError::Conflict(_)) => true,
                        Err(error) => return Err(error.into()),
                    }
                }
            };
            if !conflict {
                return Ok(Some(record));
            }
        }
    }
}

/// Whether the person has to sign in before anything more can be done.
fn needs_sign_in(error: &AccountError) -> bool {
    matches!(error, AccountError::NotLinked | AccountError::Revoked)
}

//! Reminders of appointments: each is said at its time, once, and also after a
//! restart.
//!
//! The mark that a reminder was said and its message are one commit. One task
//! looks after all appointments: it holds no more of each than the time at which
//! it has to be looked at again, and reads everything else, the person's settings
//! too, when that time has come. Times are those of the clock as it is then: if
//! somebody sets it, the task notices within a minute.

mod feed;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::bridge::{Bridge, Doorbells, TurnError, WorkerPart};
use kally_core::dialogue::Input;
use kally_core::model::{AppointmentId, Due, Reminder};
use kally_metrics::TIMERS;
use kally_runtime::Clock;
use kally_store::{
    AppointmentRecord, Commit, CommitError, Durability, Key, Store, StoreError, Stored, Version,
    Work, read_one,
};

pub use feed::Feeds;

/// How many open records are read at once at the start.
const PAGE: usize = 256;

/// The pause before something that failed is tried again.
const RETRY: Duration = Duration::from_secs(5);

/// A past appointment is looked at again this often, and left alone after this
/// time: the clock may have been wrong.
const LOOK: Duration = Duration::from_secs(3600);
const LEAVE: Duration = Duration::from_secs(24 * 3600);

/// Reminds people of their appointments.
pub struct Reminders {
    store: Arc<dyn Store>,
    bridge: Arc<Bridge>,
    clock: Arc<dyn Clock>,
    doorbells: Arc<Doorbells>,
}

/// When each appointment has to be looked at.
#[derive(Default)]
struct Agenda {
    /// At a time of day.
    at: BTreeSet<(DateTime<Utc>, AppointmentId)>,
    /// After some time, by the clock that nobody sets.
    after: BTreeSet<(Duration, AppointmentId)>,
    next: HashMap<AppointmentId, Next>,
    /// Since when each of them has been past.
    past: HashMap<AppointmentId, Duration>,
}

#[derive(Debug, Clone, Copy)]
enum Next {
    At(DateTime<Utc>),
    After(Duration),
}

impl Agenda {
    /// Takes an appointment off.
    fn drop(&mut self, id: AppointmentId) {
        match self.next.remove(&id) {
            Some(Next::At(at)) => self.at.remove(&(at, id)),
            Some(Next::After(after)) => self.after.remove(&(after, id)),
            None => false,
        };
    }

    fn set(&mut self, id: AppointmentId, next: Next) {
        self.drop(id);
        match next {
            Next::At(at) => self.at.insert((at, id)),
            Next::After(after) => self.after.insert((after, id)),
        };
        self.next.insert(id, next);
    }

    /// Those to be looked at now.
    fn due(&self, now: DateTime<Utc>, passed: Duration) -> Vec<AppointmentId> {
        let at = self.at.iter().take_while(|(at, _)| *at <= now);
        let after = self.after.iter().take_while(|(after, _)| *after <= passed);
        let at = at.map(|(_, id)| *id);
        at.chain(after.map(|(_, id)| *id)).collect()
    }
}

impl Reminders {
    /// A worker; [`Reminders::run`] starts it.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        bridge: Arc<Bridge>,
        clock: Arc<dyn Clock>,
        doorbells: Arc<Doorbells>,
    ) -> Self {
        Self {
            store,
            bridge,
            clock,
            doorbells,
        }
    }

    /// Looks at every appointment, then at each when it is time, and when the
    /// doorbell rings for it. Never ends.
    pub async fn run(self) {
        let mut agenda = Agenda::default();
        let mut after = None;
        loop {
            match self.store.open_work(Work::Appointments, after, PAGE).await {
                Ok(page) if page.is_empty() => break,
                Ok(page) => {
                    after = page.last().copied();
                    for id in page {
                        self.look(&mut agenda, AppointmentId(id)).await;
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the appointments cannot be read");
                    self.clock.sleep(RETRY).await;
                }
            }
        }
        loop {
            TIMERS.set_count(agenda.next.len(), &["appointments"]);
            let changed = tokio::select! {
                biased;
                changed = self.doorbells.appointments.answer() => changed,
                () = self.wait(&agenda) => Default::default(),
            };
            let due = agenda.due(self.clock.now(), self.clock.passed());
            for id in changed.into_iter().chain(due) {
                self.look(&mut agenda, id).await;
            }
        }
    }

    /// Waits until an appointment has to be looked at.
    async fn wait(&self, agenda: &Agenda) {
        let at = async {
            match agenda.at.first() {
                Some((at, _)) => self.clock.sleep_until(*at).await,
                None => std::future::pending().await,
            }
        };
        let after = async {
            match agenda.after.first() {
                Some((after, _)) => {
                    let wait = after.saturating_sub(self.clock.passed());
                    self.clock.sleep(wait).await;
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = at => {}
            () = after => {}
        }
    }

    /// Looks at an appointment: says the reminder that is due, and notes when to
    /// look again.
    async fn look(&self, agenda: &mut Agenda, id: AppointmentId) {
        match self.next(agenda, id).await {
            Ok(Some(next)) => agenda.set(id, next),
            Ok(None) => {
                agenda.drop(id);
                agenda.past.remove(&id);
            }
            Err(error) => {
                tracing::error!(%error, "an appointment cannot be looked after now; trying again");
                agenda.set(id, Next::After(self.clock.passed() + RETRY));
            }
        }
    }

    async fn next(
        &self,
        agenda: &mut Agenda,
        id: AppointmentId,
    ) -> Result<Option<Next>, TurnError> {
        loop {
            let stored = read_one::<AppointmentRecord>(&*self.store, &id).await?;
            let (version, record) = match stored {
                Stored::Found { version, record } => (version, record),
                Stored::Absent => return Ok(None),
                Stored::Unreadable { reason, .. } => {
                    tracing::error!(%reason, "an appointment cannot be read");
                    return Ok(None);
                }
            };
            if !record.appointment.is_open() {
                return Ok(None);
            }
            let settings = self
                .bridge
                .settings(&record.conversation.chat_user())
                .await?;
            let done = match record.appointment.due(&settings, self.clock.now()) {
                Due::Say(reminder) => self.remind(version, record, reminder).await?,
                Due::Pass(reminder) => {
                    let mut passed = record;
                    passed.appointment.note_reminder(reminder);
                    self.write(version, passed).await?
                }
                Due::Wait(until) => {
                    agenda.past.remove(&id);
                    return Ok(Some(Next::At(until)));
                }
                Due::Nothing => {
                    let passed = self.clock.passed();
                    let since = *agenda.past.entry(id).or_insert(passed);
                    if passed.saturating_sub(since) < LEAVE {
                        return Ok(Some(Next::After(passed + LOOK)));
                    }
                    let mut past = record;
                    past.appointment.closed = true;
                    self.write(version, past).await?
                }
            };
            if !done {
                tracing::debug!("an appointment has changed meanwhile; looking again");
            }
        }
    }

    /// Says a reminder; `false` if the appointment has changed meanwhile.
    async fn remind(
        &self,
        version: Version,
        mut record: AppointmentRecord,
        reminder: Reminder,
    ) -> Result<bool, TurnError> {
        let (id, conversation) = (record.id, record.conversation.clone());
        record.appointment.note_reminder(reminder);
        let with = WorkerPart {
            expect: vec![(Key::Appointment(id), version)],
            put: vec![record.into()],
            ..WorkerPart::default()
        };
        let input = Input::AppointmentDue(id);
        match Box::pin(self.bridge.report(&conversation, input, with)).await {
            Ok(()) => Ok(true),
            Err(TurnError::Conflict(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Writes what nobody is told; `false` if the record has changed meanwhile.
    async fn write(&self, version: Version, record: AppointmentRecord) -> Result<bool, StoreError> {
        let commit = Commit {
            expect: vec![(Key::Appointment(record.id), version)],
            put: vec![record.into()],
            durability: Durability::Soon,
            ..Commit::default()
        };
        match self.store.commit(commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
        }
    }
}

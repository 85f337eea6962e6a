//! Watches a call that the service has, or may have. The worker asks again with
//! growing pauses, for a bounded time, until the call is over or the person
//! must decide.

use std::time::Duration;

use tokio::sync::Notify;

use crate::bridge::{TurnError, WorkerPart};
use kally_core::dialogue::{CallReport, Input};
use kally_core::model::CallId;
use kally_store::{AccountRecord, CallRecord, CallStageV1, Key, read_one};
use kallyai::{CallStatus, RemoteCallId};

use super::drive::delta;
use super::hang_up::HangingUp;
use super::{Calls, Interrupted, needs_sign_in};

/// The result of one look at the service.
enum Look {
    /// The call is over; that is recorded.
    Over,
    /// The service has it, and it goes on.
    GoesOn,
    /// The service has it, and has not dialled yet.
    Queued,
    /// The history does not show it.
    NotShown,
    /// The service did not answer, or nobody is signed in who could ask.
    Silent,
}

/// A request of the person's while the call is watched.
enum Wanted {
    Nothing,
    Stop,
    /// Stop following the call.
    End,
}

/// Facts that were found out while the call is watched.
#[derive(Default)]
struct Known {
    /// Whether the service has not dialled yet, once it told so or otherwise.
    in_queue: Option<bool>,
    /// The answer that the person got about that.
    told_queued: bool,
    /// When the service left its queue, in elapsed time.
    dialled_at: Option<Duration>,
    /// The service told something about it.
    heard: bool,
    hanging_up: HangingUp,
}

/// How long a call is watched, in elapsed time: a clock that is set meanwhile
/// makes it neither longer nor shorter.
struct Patience {
    /// How long it had been going on.
    before: Duration,
    /// How long it is still watched.
    left: Duration,
    /// The least time to watch while the service does not answer. A process
    /// that comes back late must not give a call up because the network comes
    /// back even later.
    silent: Duration,
}

impl Patience {
    fn is_over(&self, waited: Duration, heard: bool) -> bool {
        waited >= self.left && (heard || waited >= self.silent)
    }

    /// No pause lasts beyond the end of the watch.
    fn pause(&self, waited: Duration, pause: Duration) -> Duration {
        let left = match waited < self.left {
            true => self.left - waited,
            false => self.silent.saturating_sub(waited),
        };
        pause.min(left)
    }
}

impl Calls {
    fn patience(&self, record: &CallRecord) -> Patience {
        let (now, follow) = (self.parts.clock.now(), self.options.follow);
        let began = record.placed_at.unwrap_or(record.confirmed_at);
        let (until, most) = match &record.stage {
            CallStageV1::Doubtful { until, .. } => (*until, self.options.doubt),
            _ => (began + delta(follow), follow),
        };
        // A clock that was set back since must not make it longer.
        let left = (until - now).to_std().unwrap_or_default().min(most);
        Patience {
            before: (now - began).to_std().unwrap_or_default().min(follow),
            left,
            silent: left.max(self.options.doubt),
        }
    }

    /// Follows a call until it ends, or until the time for watching is over.
    pub(super) async fn watch(
        &self,
        record: CallRecord,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let id = record.id;
        let patience = self.patience(&record);
        let began = self.parts.clock.passed();
        let mut pause = self.options.poll_first;
        let mut shown = Duration::from_secs(60);
        let mut known = Known {
            told_queued: record.queued,
            ..Known::default()
        };
        loop {
            match self.look(&record).await? {
                Look::Over => return Ok(()),
                Look::GoesOn | Look::Queued
                    if matches!(record.stage, CallStageV1::Doubtful { .. }) =>
                {
                    return Ok(());
                }
                Look::GoesOn => known.in_queue = Some(false),
                Look::Queued => known.in_queue = Some(true),
                Look::NotShown => known.heard = true,
                Look::Silent => {}
            }
            known.heard |= known.in_queue.is_some();
            let waited = self.parts.clock.passed() - began;
            if patience.is_over(waited, known.heard) {
                return self.stop_watching(&record, &known).await;
            }
            match self.wanted(&record).await? {
                Wanted::Nothing => {}
                Wanted::Stop => Box::pin(self.stop(&record, &mut known.hanging_up)).await?,
                // The person logged out: nobody can ask any more.
                Wanted::End => return Ok(()),
            }
            if !known.hanging_up.is_wanted() {
                self.tell_of_queue(id, &mut known, waited).await?;
            }
            let elapsed = match known.dialled_at {
                None => patience.before + waited,
                Some(dialled) => waited.saturating_sub(dialled),
            };
            if elapsed >= shown
                && !known.hanging_up.is_wanted()
                && known.in_queue != Some(true)
                && matches!(record.stage, CallStageV1::Following)
            {
                shown = Duration::from_secs((elapsed.as_secs() / 60 + 1) * 60);
                let whole = Duration::from_secs(elapsed.as_secs() / 60 * 60);
                self.record(id, |_| {}, Some(CallReport::Progress(whole)))
                    .await?;
            }
            let soon = known.hanging_up.pause(self.parts.clock.passed());
            let pausing = patience.pause(waited, soon.map_or(pause, |soon| soon.min(pause)));
            tokio::select! {
                () = self.parts.clock.sleep(pausing) => pause = (pause * 2).min(self.options.poll_longest),
                () = changed.notified() => {}
            }
        }
    }

    /// Tells the person that the service has not dialled yet, and then that it
    /// has.
    async fn tell_of_queue(
        &self,
        id: CallId,
        known: &mut Known,
        waited: Duration,
    ) -> Result<(), Interrupted> {
        let queued = match known.in_queue {
            Some(queued) if queued != known.told_queued => queued,
            _ => return Ok(()),
        };
        let report = match queued {
            true => CallReport::Queued,
            false => CallReport::Placing,
        };
        let change = |record: &mut CallRecord| record.queued = queued;
        self.record_if(id, CallRecord::is_open, change, Some(report))
            .await?;
        known.told_queued = queued;
        known.dialled_at = (!queued).then_some(waited);
        Ok(())
    }

    /// The time for watching is over: from here on the person decides.
    async fn stop_watching(&self, record: &CallRecord, known: &Known) -> Result<(), Interrupted> {
        let change = |record: &mut CallRecord| {
            record.stage = CallStageV1::Undecided;
            record.stop_trying();
        };
        let report = CallReport::Undecided {
            known: record.remote.is_some(),
            silent: !known.heard,
        };
        self.record_if(record.id, CallRecord::is_open, change, Some(report))
            .await
            .map(drop)
    }

    async fn look(&self, record: &CallRecord) -> Result<Look, Interrupted> {
        let doubtful = matches!(record.stage, CallStageV1::Doubtful { .. });
        let answer = match record.remote.as_deref().and_then(RemoteCallId::parse) {
            Some(remote) => self.ask_about(record, &remote).await,
            None => self.find_in_history(record).await,
        };
        match answer {
            Ok(Some(call)) if call.status.is_final() => {
                self.finish(record.id, &call).await?;
                Ok(Look::Over)
            }
            Ok(Some(call)) => {
                if doubtful {
                    self.found(record.id, call.clone()).await?;
                    self.record(record.id, |_| {}, Some(CallReport::Placing))
                        .await?;
                }
                Ok(match call.status {
                    CallStatus::Queued | CallStatus::Scheduled => Look::Queued,
                    _ => Look::GoesOn,
                })
            }
            Ok(None) => Ok(Look::NotShown),
            Err(error) if needs_sign_in(&error) => {
                self.signed_out(record).await?;
                Ok(Look::Silent)
            }
            Err(error) => {
                tracing::warn!(call = %record.id, %error, "the service did not report the call's status");
                Ok(Look::Silent)
            }
        }
    }

    /// Tells the person only once that they must sign in again, however many
    /// calls run into it.
    async fn signed_out(&self, record: &CallRecord) -> Result<(), Interrupted> {
        let user = record.conversation.chat_user();
        let stored = read_one::<AccountRecord>(&*self.parts.store, &user).await?;
        let version = stored.version();
        let untold = stored
            .into_record()
            .is_some_and(|account| account.revoked && !account.told);
        if !untold {
            return Ok(());
        }
        tracing::warn!(call = %record.id, %user, "the call goes on, but its account has to sign in again");
        let with = WorkerPart {
            about: Some(record.id),
            expect: vec![(Key::Account(user), version)],
            ..WorkerPart::default()
        };
        let report = Input::CallReported(CallReport::SignedOut);
        match self
            .parts
            .bridge
            .report(&record.conversation, report, with)
            .await
        {
            // Somebody else has told them, or they have signed in.
            Ok(()) | Err(TurnError::Conflict(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn ask_about(
        &self,
        record: &CallRecord,
        remote: &RemoteCallId,
    ) -> Result<Option<kallyai::Call>, crate::accounts::AccountError> {
        let user = record.conversation.chat_user();
        let client = &self.parts.client;
        self.parts
            .accounts
            .with_token(
                &user,
                |token| async move { client.call(&token, remote).await },
            )
            .await
            .map(Some)
    }

    async fn wanted(&self, record: &CallRecord) -> Result<Wanted, Interrupted> {
        Ok(match self.load(record.id).await? {
            Some((_, record)) if !record.is_open() => Wanted::End,
            Some((_, record)) if record.stop_wanted => Wanted::Stop,
            _ => Wanted::Nothing,
        })
    }

    /// Whether the person has asked to hang up.
    pub(super) async fn stop_wanted(&self, record: &CallRecord) -> Result<bool, Interrupted> {
        Ok(matches!(self.wanted(record).await?, Wanted::Stop))
    }
}

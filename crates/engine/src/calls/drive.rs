//! One call from its confirmation to its end: a loop over the durable record,
//! so that after a restart it continues exactly where the last process stopped.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use kally_core::dialogue::{CallReport, Outcome};
use kally_core::model::{CallId, Timing, Tries};
use kally_metrics::TIMERS;
use kally_store::{CallRecord, CallStageV1, OutcomeV1};
use kallyai::Call;

use super::countdown::{Due, LONGEST, Offer};
use super::{Calls, Interrupted};

/// Nobody puts a call off for longer. A call that is due later was confirmed
/// while the clock was wrong.
const FURTHEST: TimeDelta = kally_core::model::FURTHEST
    .checked_add(&TimeDelta::days(1))
    .expect("some weeks");

/// So long before a call that was put off its person is told.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// Closer to the call nobody could do anything about it.
const LATEST: TimeDelta = TimeDelta::seconds(30);

impl Calls {
    /// Carries a call on until it is over, undecided or gone. Its steps are
    /// boxed: thousands of calls wait at a time, and none needs memory for all
    /// steps at once.
    pub(super) async fn drive(&self, id: CallId, changed: &Notify) -> Result<(), Interrupted> {
        let mut offer = Offer::default();
        while let Some((_, record)) = self.load(id).await? {
            match &record.stage {
                CallStageV1::Confirmed { not_before } => {
                    let not_before = self.due(&record, *not_before);
                    if not_before - self.parts.clock.now() > FURTHEST {
                        Box::pin(self.lapse(&record)).await?;
                        continue;
                    }
                    if let Some(at) = record.due().and_then(|due| self.wakes_at(due)) {
                        self.waiting.put(id, at);
                        TIMERS.set_count(self.waiting.len(), &["calls"]);
                        return Ok(());
                    }
                    let announced = self.announce(&record, not_before, changed);
                    if Box::pin(announced).await? == Due::LookAgain {
                        continue;
                    }
                    let counted = self.count_down(&record, not_before, &mut offer, changed);
                    let counted = Box::pin(counted).await?;
                    if self.has_lapsed(&record, not_before) {
                        Box::pin(self.lapse(&record)).await?;
                        continue;
                    }
                    if counted == Due::LookAgain {
                        continue;
                    }
                    Box::pin(self.place(record, not_before, changed)).await?;
                }
                // The process that sent the request stopped, or its answer could
                // not be recorded: it may have been received.
                CallStageV1::Placing => Box::pin(self.lose_contact(&record)).await?,
                CallStageV1::Following | CallStageV1::Doubtful { .. } => {
                    Box::pin(self.watch(record, changed)).await?
                }
                CallStageV1::Undecided | CallStageV1::Ended { .. } => return Ok(()),
            }
        }
        Ok(())
    }

    /// When a call that is put off needs a task; `None` if it needs one now. One that
    /// is due too far ahead was agreed while the clock was wrong.
    pub(super) fn wakes_at(&self, due: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let now = self.parts.clock.now();
        let at = due - AHEAD;
        (at > now && due - now <= FURTHEST).then_some(at)
    }

    /// Waits until a few minutes before a call that was put off, and says that it
    /// is due: the person may have forgotten it. A process that starts later than
    /// that says it at once, but not when the call is due already.
    async fn announce(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        changed: &Notify,
    ) -> Result<Due, Interrupted> {
        // The status message of a series says when its next call is.
        let tried = record.tries.as_ref().is_some_and(Tries::has_begun);
        if tried || record.announced || record.due().is_none() {
            return Ok(Due::Now);
        }
        if self.wait_until(due - AHEAD, changed).await == Due::LookAgain {
            return Ok(Due::LookAgain);
        }
        if self.parts.clock.now() >= due - LATEST {
            return Ok(Due::Now);
        }
        let waits = |record: &CallRecord| {
            !record.announced
                && matches!(record.stage, CallStageV1::Confirmed { not_before } if not_before == due)
        };
        let change = |record: &mut CallRecord| record.announced = true;
        let report = Some(CallReport::DueSoon);
        self.record_if(record.id, waits, change, report).await?;
        Ok(Due::LookAgain)
    }

    /// The time at which a confirmed call is due. A call that was due within a
    /// minute is not delayed by a clock that was set back since.
    fn due(&self, record: &CallRecord, not_before: DateTime<Utc>) -> DateTime<Utc> {
        let (now, wait) = (self.parts.clock.now(), not_before - record.confirmed_at);
        if now < record.confirmed_at && wait <= LONGEST {
            now + wait.max(TimeDelta::zero())
        } else {
            not_before
        }
    }

    /// Whether it is too late to place a call without asking: it should have
    /// been placed long ago, or the requested time is past.
    fn has_lapsed(&self, record: &CallRecord, due: DateTime<Utc>) -> bool {
        let now = self.parts.clock.now();
        let is_past = || record.request.timing(now) != Timing::ToCome;
        now > due + delta(self.options.stale) || (!record.may_have_been_made() && is_past())
    }

    /// It is too late to place the call. If an earlier request may have placed
    /// it, the bot looks for it first, and tells nobody that nothing was
    /// called.
    pub(super) async fn lapse(&self, record: &CallRecord) -> Result<(), Interrupted> {
        if record.may_have_been_made() {
            return self.lose_contact(record).await;
        }
        self.give_up(record.id, OutcomeV1::Withdrawn, CallReport::Lapsed)
            .await
    }

    /// Ends a call that was not placed, and tells the person why. A call that
    /// they took back themselves stays as it is.
    pub(super) async fn give_up(
        &self,
        id: CallId,
        outcome: OutcomeV1,
        why: CallReport,
    ) -> Result<(), Interrupted> {
        let at = self.parts.clock.now();
        let change = |record: &mut CallRecord| {
            record.stage = CallStageV1::Ended {
                outcome: outcome.clone(),
                at,
            };
        };
        self.record_if(id, CallRecord::is_open, change, Some(why))
            .await
            .map(drop)
    }

    /// Contact was lost. The worker reads the history at once, and tells the
    /// person only if the history does not settle it.
    pub(super) async fn lose_contact(&self, record: &CallRecord) -> Result<(), Interrupted> {
        if let Ok(Some(call)) = self.find_in_history(record).await {
            return self.found(record.id, call).await;
        }
        let since = self.parts.clock.now();
        let until = since + delta(self.options.doubt);
        let change = |record: &mut CallRecord| {
            record.stage = CallStageV1::Doubtful { since, until };
            // After an unclear end nothing is tried by itself.
            record.stop_trying();
        };
        tracing::warn!(call = %record.id, "contact was lost while a call was placed; watching the history");
        let report = Some(CallReport::LostContact(self.options.doubt));
        self.record_if(record.id, CallRecord::is_open, change, report)
            .await
            .map(drop)
    }

    /// The service has the call: the worker reports its end, or follows it.
    pub(super) async fn found(&self, id: CallId, call: Call) -> Result<(), Interrupted> {
        if call.status.is_final() {
            return self.finish(id, &call).await;
        }
        let remote = call.id.as_str().to_owned();
        let change = |record: &mut CallRecord| {
            record.remote = Some(remote.clone());
            record.stage = CallStageV1::Following;
        };
        // A person who has logged out meanwhile is told no more about it.
        self.record_if(id, CallRecord::is_open, change, None)
            .await
            .map(drop)
    }

    /// Ends the call with the service's outcome.
    pub(super) async fn finish(&self, id: CallId, call: &Call) -> Result<(), Interrupted> {
        let outcome = Outcome {
            status: call.status.as_str().to_owned(),
            highlights: call.highlights.clone(),
            next_steps: call.next_steps.clone(),
            duration: call.duration,
            cost: call.credits_used,
            ended_at: call.ended_at,
        };
        let at = self.parts.clock.now();
        let remote = call.id.as_str().to_owned();
        let change = |record: &mut CallRecord| {
            record.remote = Some(remote.clone());
            record.stage = CallStageV1::Ended {
                outcome: OutcomeV1::Reported(outcome.clone()),
                at,
            };
        };
        tracing::info!(call = %id, status = call.status.as_str(), "a call is over");
        self.record(id, change, Some(CallReport::Ended(outcome.clone())))
            .await
            .map(drop)
    }
}

/// Converts a configured duration to a difference of times.
pub(super) fn delta(duration: std::time::Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

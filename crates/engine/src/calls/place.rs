//! Places a call: first every step that can fail harmlessly, then the durable
//! intent, then the one request that dials.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;

use crate::accounts::AccountError;
use kally_core::dialogue::{CallReport, Refusal as RefusalView, RefusalReason};
use kally_core::model::{CallId, CallRequest, Platform};
use kally_metrics::RETRIES;
use kally_store::{
    BaselineV1, CallRecord, CallStageV1, NumberRecord, NumberRefusalV1, OutcomeV1, read_one,
};
use kallyai::{AccessToken, Call, Error, ErrorCode, Refusal, Retry};

use super::drive::delta;
use super::hang_up::HangingUp;
use super::{Calls, Interrupted, needs_sign_in, refusal};

/// Seconds after which the status message is edited; then every minute.
const PROGRESS: [u64; 3] = [15, 30, 60];

/// The shortest pause before a request that certainly did not place a call is
/// sent again.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// The longest such pause, unless the service names one.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Calls {
    /// Places a confirmed call that is due, and stays with it while the request
    /// is open.
    pub(super) async fn place(
        &self,
        record: CallRecord,
        due: DateTime<Utc>,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let id = record.id;
        if record.attempts == 0
            && let Some(reason) = self.refused_meanwhile(&record).await?
        {
            let refused = CallReport::Refused(RefusalView::because(reason));
            return self.give_up(id, OutcomeV1::Withdrawn, refused).await;
        }
        let mut request = record.request.clone();
        let at_work = self.parts.doorbells.presence.begin(&record.conversation);
        let preparing = Box::pin(self.prepare(&record, due, changed));
        let Some(token) = preparing.await? else {
            return Ok(());
        };
        // The person asked to call again: the first request may show in the
        // history by now.
        if record.attempts > 0
            && let Ok(Some(call)) = Box::pin(self.find_in_history(&record)).await
        {
            return Box::pin(self.found(id, call)).await;
        }
        let baseline = match record.baseline.clone() {
            Some(baseline) => Some(baseline),
            None if record.attempts == 0 => match Box::pin(self.baseline(&record)).await {
                Ok(baseline) => baseline,
                Err(error) => {
                    return Box::pin(self.cannot_place(&record, due, error, changed)).await;
                }
            },
            // Any call in the history may be this call's first attempt.
            None => None,
        };
        drop(at_work);
        let now = self.parts.clock.now();
        // The call is placed after midnight, but was confirmed before. A later
        // request with the same key must say the same.
        request.corrected |= record.attempts == 0 && request.words_are_old(now);
        let corrected = request.corrected;
        let placing = self
            .record_if(
                id,
                |record| matches!(record.stage, CallStageV1::Confirmed { .. }),
                |record| {
                    record.stage = CallStageV1::Placing;
                    record.attempts += 1;
                    record.placed_at = Some(now);
                    record.baseline.clone_from(&baseline);
                    record.request.corrected = corrected;
                },
                Some(CallReport::Placing),
            )
            .await?;
        match placing {
            Some(record) => self.dial(record, due, &request, &token, changed).await,
            // Taken back at the last moment.
            None => Ok(()),
        }
    }

    /// Whether it was decided after the confirmation that nobody calls the
    /// number.
    async fn refused_meanwhile(
        &self,
        record: &CallRecord,
    ) -> Result<Option<RefusalReason>, Interrupted> {
        let phone = record.request.phone.as_e164().to_owned();
        let number = read_one::<NumberRecord>(&*self.parts.store, &phone).await?;
        let refused_by = number.record().and_then(|number| number.refused_by);
        Ok(refused_by.map(|refused_by| match refused_by {
            NumberRefusalV1::Service => RefusalReason::Objection,
            NumberRefusalV1::Admin => RefusalReason::Nobody,
        }))
    }

    /// Gets a token, and waits while the service cannot be reached; `None` if
    /// the call is off or has changed meanwhile.
    async fn prepare(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        changed: &Notify,
    ) -> Result<Option<AccessToken>, Interrupted> {
        let user = record.conversation.chat_user();
        match self.parts.accounts.token(&user).await {
            Ok(token) => Ok(Some(token)),
            Err(error) => {
                self.cannot_place(record, due, error, changed).await?;
                Ok(None)
            }
        }
    }

    /// Nothing was sent: the person has to sign in, or the worker waits for the
    /// service.
    async fn cannot_place(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        error: AccountError,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        match error {
            AccountError::Store(error) => Err(error.into()),
            error if needs_sign_in(&error) && record.may_have_been_made() => {
                tracing::warn!(call = %record.id, %error, "a call cannot be placed again");
                self.lose_contact(record).await
            }
            error if needs_sign_in(&error) => {
                let withdrawn = OutcomeV1::Withdrawn;
                self.give_up(record.id, withdrawn, CallReport::SignInNeeded)
                    .await
            }
            error => {
                tracing::warn!(call = %record.id, %error, "a call cannot be placed for now");
                let limit = match &error {
                    AccountError::Service(error) => error
                        .refusal()
                        .filter(|refusal| refusal.code == ErrorCode::RateLimited),
                    _ => None,
                };
                let wait = limit.and_then(|refusal| refusal.retry_after);
                self.wait_and_retry(record, due, limit, wait, changed).await
            }
        }
    }

    /// The calls to this number that are in the history already: any other one
    /// that shows up may be this call. This needs no clock in common with the
    /// service. `None` where the service never shows its history. While the
    /// service only fails to show it, no call is placed, since nobody could
    /// tell afterwards which one it was.
    async fn baseline(&self, record: &CallRecord) -> Result<Option<BaselineV1>, AccountError> {
        match self.recent(record).await {
            Ok(rows) => {
                let known = rows.iter().map(|row| row.id.as_str().to_owned()).collect();
                Ok(Some(BaselineV1 { known }))
            }
            Err(AccountError::Service(error))
                if error.certainly_not_done()
                    && matches!(error.retry(), Retry::Never | Retry::SignIn) =>
            {
                tracing::warn!(call = %record.id, %error, "the service does not show its history");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The request that dials. From here on the call may have been made.
    async fn dial(
        &self,
        record: CallRecord,
        due: DateTime<Utc>,
        request: &CallRequest,
        token: &AccessToken,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let id = record.id;
        // Another process that owns the store by now takes this call for a doubtful
        // one, and may call again.
        self.parts.store.is_owned()?;
        let answer = {
            let dialling = self.parts.client.create_call(token, id, request);
            tokio::pin!(dialling);
            self.attend_open(&record, dialling, changed).await?
        };
        match answer {
            Ok(call) => Box::pin(self.found(id, call)).await,
            Err(error) if error.certainly_not_done() => {
                Box::pin(self.not_placed(record, due, token, error, changed)).await
            }
            Err(error) => {
                tracing::warn!(call = %id, %error, "the call may or may not have been placed");
                Box::pin(self.lose_contact(&record)).await
            }
        }
    }

    /// Waits for the answer. Meanwhile shows the elapsed time, and hangs up if
    /// asked to.
    async fn attend_open(
        &self,
        record: &CallRecord,
        mut dialling: std::pin::Pin<&mut impl Future<Output = Result<Call, Error>>>,
        changed: &Notify,
    ) -> Result<Result<Call, Error>, Interrupted> {
        let clock = &self.parts.clock;
        let mut steps = PROGRESS.into_iter().chain((2..).map(|minute| minute * 60));
        let mut elapsed = Duration::ZERO;
        // By elapsed time: somebody may set the clock meanwhile.
        let mut until_next = |elapsed: &mut Duration| {
            let before = *elapsed;
            *elapsed = Duration::from_secs(steps.next().unwrap_or(u64::from(u32::MAX)));
            clock.sleep(elapsed.saturating_sub(before))
        };
        let mut step = until_next(&mut elapsed);
        let mut hanging_up = HangingUp::default();
        loop {
            tokio::select! {
                biased;
                answer = &mut dialling => return Ok(answer),
                () = changed.notified() => {
                    if self.stop_wanted(record).await? {
                        hanging_up.want(clock.passed());
                    }
                }
                () = self.hang_up_due(&hanging_up) => {
                    let hung_up = tokio::select! {
                        biased;
                        answer = &mut dialling => return Ok(answer),
                        hung_up = Box::pin(self.hang_up(record)) => hung_up,
                    };
                    self.asked_to_hang_up(record, &mut hanging_up, hung_up).await?;
                }
                () = &mut step => {
                    if !hanging_up.is_wanted() && is_shown(record.conversation.platform, elapsed) {
                        self.record(record.id, |_| {}, Some(CallReport::Progress(elapsed))).await?;
                    }
                    step = until_next(&mut elapsed);
                }
            }
        }
    }

    /// The service refused, or could not be reached: nothing was called.
    async fn not_placed(
        &self,
        record: CallRecord,
        due: DateTime<Utc>,
        token: &AccessToken,
        error: Error,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let id = record.id;
        let refusal = error.refusal();
        match error.retry() {
            Retry::SignIn => {
                let user = record.conversation.chat_user();
                match self.parts.accounts.renewed(&user, token).await {
                    Err(error) if needs_sign_in(&error) && record.may_have_been_made() => {
                        self.lose_contact(&record).await
                    }
                    Err(error) if needs_sign_in(&error) => {
                        self.give_up(id, OutcomeV1::Withdrawn, CallReport::SignInNeeded)
                            .await
                    }
                    _ => {
                        self.wait_and_retry(&record, due, refusal, None, changed)
                            .await
                    }
                }
            }
            Retry::After(wait) => {
                self.wait_and_retry(&record, due, refusal, Some(wait), changed)
                    .await
            }
            Retry::Backoff => {
                self.wait_and_retry(&record, due, refusal, None, changed)
                    .await
            }
            Retry::Never => match refusal {
                Some(why) if record.may_have_been_made() => self.refused_again(id, why).await,
                Some(why) => self.refused(id, why).await,
                None => self.lose_contact(&record).await,
            },
        }
    }

    /// A second request was refused. It is still not known whether the first
    /// one placed the call, so the person decides.
    async fn refused_again(&self, id: CallId, why: &Refusal) -> Result<(), Interrupted> {
        let report = CallReport::RefusedAgain(refusal::of(why));
        let change = |record: &mut CallRecord| {
            record.stage = CallStageV1::Undecided;
            record.stop_trying();
        };
        self.record(id, change, Some(report)).await.map(drop)
    }

    async fn refused(&self, id: CallId, why: &Refusal) -> Result<(), Interrupted> {
        let outcome = OutcomeV1::Refused {
            code: why.code.to_string(),
        };
        self.give_up(id, outcome, CallReport::Refused(refusal::of(why)))
            .await
    }

    /// Waits out temporary faults as long as the call is fresh. A rate limit is
    /// waited out silently; for a service that cannot be reached the person
    /// gets a message.
    async fn wait_and_retry(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        why: Option<&Refusal>,
        wait: Option<Duration>,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let now = self.parts.clock.now();
        // As long again as it has taken so far, so that pauses grow.
        let growing = (now - due).to_std().unwrap_or_default();
        let wait = wait
            .unwrap_or(growing.min(LONGEST_PAUSE))
            .max(SHORTEST_PAUSE);
        if now + delta(wait) > due + delta(self.options.stale) {
            return match why {
                _ if record.may_have_been_made() => self.lose_contact(record).await,
                Some(why) => self.refused(record.id, why).await,
                None => self.lapse(record).await,
            };
        }
        RETRIES.count(&["call", why.map_or("unreachable", |_| "refused_for_now")]);
        let tell = why.is_none() && !record.may_have_been_made();
        self.not_yet(record, due, tell).await?;
        tokio::select! {
            () = self.parts.clock.sleep(wait) => {}
            () = changed.notified() => {}
        }
        Ok(())
    }

    /// No call was placed: the record goes back to its state before the
    /// request. If the service cannot be reached, the person is told.
    async fn not_yet(
        &self,
        record: &CallRecord,
        due: DateTime<Utc>,
        unreachable: bool,
    ) -> Result<(), Interrupted> {
        let still = |record: &CallRecord| {
            matches!(
                record.stage,
                CallStageV1::Placing | CallStageV1::Confirmed { .. }
            )
        };
        let change = |record: &mut CallRecord| {
            if record.stage == CallStageV1::Placing {
                record.attempts = record.attempts.saturating_sub(1);
            }
            record.stage = CallStageV1::Confirmed { not_before: due };
        };
        let report = unreachable.then_some(CallReport::Unreachable(self.options.stale));
        self.record_if(record.id, still, change, report)
            .await
            .map(drop)
    }
}

/// Whether the call's status is to tell this elapsed time.
fn is_shown(platform: Platform, elapsed: Duration) -> bool {
    let abilities = platform.abilities();
    let whole_minutes = elapsed.as_secs().is_multiple_of(60);
    abilities.shows_elapsed_time || (abilities.shows_minutes && whole_minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(platform: Platform, expected: &[u64]) {
        let steps = PROGRESS.into_iter().chain([120, 180]);
        let told = steps.filter(|step| is_shown(platform, Duration::from_secs(*step)));
        assert_eq!(told.collect::<Vec<_>>(), expected, "{platform:?}");
    }

    #[test]
    fn a_long_call_gives_a_sign_of_life() {
        check(Platform::Terminal, &[15, 30, 60, 120, 180]);
        check(Platform::Telegram, &[60, 120, 180]);
        check(Platform::Matrix, &[]);
    }
}

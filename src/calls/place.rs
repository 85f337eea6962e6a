//! Placing a call: everything that can fail harmlessly first, then the intent
//! made durable, then the one request that dials.

use std::time::Duration;

use tokio::sync::Notify;

use crate::accounts::AccountError;
use crate::bridge::request_of;
use crate::dialogue::CallReport;
use crate::kallyai::{AccessToken, Call, Error, Retry};
use crate::model::CallRequest;
use crate::store::{BaselineV1, CallRecord, CallStageV1, OutcomeV1};

use super::drive::delta;
use super::{Calls, Interrupted, needs_sign_in, refusal};

/// After how many seconds the status message is edited; then every minute.
const PROGRESS: [u64; 3] = [15, 30, 60];

/// How often the history is tried before a call is placed without it.
const BASELINE_ATTEMPTS: u32 = 3;

/// The longest pause between two attempts at something harmless.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Calls {
    /// Places a confirmed call, and stays with it while the request is open.
    pub(super) async fn place(
        &self,
        record: CallRecord,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let id = record.id;
        let Some(request) = request_of(&record.request) else {
            tracing::error!(call = %id, "a request cannot be read; it is not placed");
            return self.lapse(id).await;
        };
        let Some(token) = self.prepare(&record, changed).await? else {
            return Ok(());
        };
        // Called again by the person's word: the first request may show by now.
        if record.attempts > 0
            && let Ok(Some(call)) = self.find_in_history(&record).await
        {
            return self.found(id, call).await;
        }
        let announced = matches!(&record.stage,
            CallStageV1::Confirmed { not_before } if *not_before <= record.confirmed_at)
            || record.attempts > 0;
        let report = if announced {
            None
        } else {
            Some(CallReport::Placing)
        };
        let baseline = match record.baseline.clone() {
            Some(baseline) => Some(baseline),
            None if record.attempts == 0 => self.baseline(&record).await,
            // Whatever is there by now may be this call's first attempt.
            None => None,
        };
        let now = self.parts.clock.now();
        let placing = self
            .record_if(
                id,
                |record| matches!(record.stage, CallStageV1::Confirmed { .. }),
                |record| {
                    record.stage = CallStageV1::Placing;
                    record.attempts += 1;
                    record.placed_at = Some(now);
                    record.baseline.clone_from(&baseline);
                },
                report,
            )
            .await?;
        match placing {
            Some(record) => self.dial(record, &request, &token, changed).await,
            // Taken back in the last moment.
            None => Ok(()),
        }
    }

    /// A token, and the wait for one while the service is out of reach;
    /// nothing if the call is off or has changed meanwhile.
    async fn prepare(
        &self,
        record: &CallRecord,
        changed: &Notify,
    ) -> Result<Option<AccessToken>, Interrupted> {
        let user = record.conversation.chat_user();
        let mut pause = Duration::from_secs(1);
        loop {
            match self.parts.accounts.token(&user).await {
                Ok(token) => return Ok(Some(token)),
                Err(error) if needs_sign_in(&error) => {
                    self.give_up(record.id, OutcomeV1::Withdrawn, CallReport::SignInNeeded)
                        .await?;
                    return Ok(None);
                }
                Err(AccountError::Store(error)) => return Err(error.into()),
                Err(error) => {
                    tracing::warn!(call = %record.id, %error, "no token for now");
                    if !self.pause(record, &mut pause, changed).await? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// A pause before another attempt; whether the call still stands after it.
    async fn pause(
        &self,
        record: &CallRecord,
        pause: &mut Duration,
        changed: &Notify,
    ) -> Result<bool, Interrupted> {
        let due = match &record.stage {
            CallStageV1::Confirmed { not_before } => *not_before,
            _ => record.confirmed_at,
        };
        if self.parts.clock.now() + delta(*pause) > due + delta(self.options.stale) {
            self.lapse(record.id).await?;
            return Ok(false);
        }
        tokio::select! {
            () = self.parts.clock.sleep(*pause) => {}
            () = changed.notified() => return Ok(false),
        }
        *pause = (*pause * 2).min(LONGEST_PAUSE);
        Ok(true)
    }

    /// The calls to this number that are there already: whatever shows up
    /// besides may be this one. Needs no clock in common with the service.
    async fn baseline(&self, record: &CallRecord) -> Option<BaselineV1> {
        for attempt in 0..BASELINE_ATTEMPTS {
            match self.recent(record).await {
                Ok(rows) => {
                    let known = rows.iter().map(|row| row.id.as_str().to_owned()).collect();
                    return Some(BaselineV1 { known });
                }
                Err(error) => {
                    tracing::warn!(call = %record.id, %error, "the history cannot be read before the call");
                    if attempt + 1 < BASELINE_ATTEMPTS {
                        self.parts.clock.sleep(Duration::from_millis(500)).await;
                    }
                }
            }
        }
        None
    }

    /// The request that dials. From here on the call may have been made.
    async fn dial(
        &self,
        record: CallRecord,
        request: &CallRequest,
        token: &AccessToken,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let id = record.id;
        let answer = {
            let dialling = self.parts.client.create_call(token, id, request);
            tokio::pin!(dialling);
            self.attend_open(&record, dialling, changed).await?
        };
        match answer {
            Ok(call) => self.found(id, call).await,
            Err(error) if error.certainly_not_done() => {
                self.not_placed(record, token, error, changed).await
            }
            Err(error) => {
                tracing::warn!(call = %id, %error, "whether the call was placed is not known");
                self.lose_contact(&record).await
            }
        }
    }

    /// Waits for the answer; shows how long it has been, and hangs up if asked to.
    async fn attend_open(
        &self,
        record: &CallRecord,
        mut dialling: std::pin::Pin<&mut impl Future<Output = Result<Call, Error>>>,
        changed: &Notify,
    ) -> Result<Result<Call, Error>, Interrupted> {
        let began = self.parts.clock.now();
        let mut steps = PROGRESS.into_iter().chain((2..).map(|minute| minute * 60));
        let mut next = steps.next();
        let mut stopping = false;
        loop {
            let due = began + delta(Duration::from_secs(next.unwrap_or(u64::from(u32::MAX))));
            tokio::select! {
                biased;
                answer = &mut dialling => return Ok(answer),
                () = changed.notified() => {
                    if !stopping && self.stop_wanted(record).await? {
                        stopping = true;
                        self.hang_up(record).await?;
                    }
                }
                () = self.parts.clock.sleep_until(due) => {
                    let elapsed = Duration::from_secs(next.unwrap_or_default());
                    if !stopping {
                        self.record(record.id, |_| {}, Some(CallReport::Progress(elapsed))).await?;
                    }
                    next = steps.next();
                }
            }
        }
    }

    /// The service refused, or was not reached: nothing was called.
    async fn not_placed(
        &self,
        record: CallRecord,
        token: &AccessToken,
        error: Error,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let id = record.id;
        match error.retry() {
            Retry::SignIn => {
                let user = record.conversation.chat_user();
                match self.parts.accounts.renewed(&user, token).await {
                    Ok(_) if record.attempts < 3 => self.back_to_confirmed(&record).await,
                    _ => {
                        self.give_up(id, OutcomeV1::Withdrawn, CallReport::SignInNeeded)
                            .await
                    }
                }
            }
            Retry::Never => match error.refusal() {
                Some(why) => {
                    let outcome = OutcomeV1::Refused {
                        code: why.code.to_string(),
                    };
                    self.give_up(id, outcome, CallReport::Refused(refusal::of(why)))
                        .await
                }
                None => self.lose_contact(&record).await,
            },
            Retry::After(wait) => self.wait_and_retry(record, error, wait, changed).await,
            Retry::Backoff => {
                let wait = Duration::from_secs(1 << record.attempts.min(5));
                self.wait_and_retry(record, error, wait, changed).await
            }
        }
    }

    /// A refusal that passes is waited out silently, for as long as the call is fresh.
    async fn wait_and_retry(
        &self,
        record: CallRecord,
        error: Error,
        wait: Duration,
        changed: &Notify,
    ) -> Result<(), Interrupted> {
        let deadline = record.confirmed_at + delta(self.options.stale);
        if self.parts.clock.now() + delta(wait) > deadline {
            return match error.refusal() {
                Some(why) => {
                    let outcome = OutcomeV1::Refused {
                        code: why.code.to_string(),
                    };
                    self.give_up(record.id, outcome, CallReport::Refused(refusal::of(why)))
                        .await
                }
                None => self.lapse(record.id).await,
            };
        }
        self.back_to_confirmed(&record).await?;
        tokio::select! {
            () = self.parts.clock.sleep(wait) => {}
            () = changed.notified() => {}
        }
        Ok(())
    }

    /// Nothing was placed: the call is where it was before the request.
    async fn back_to_confirmed(&self, record: &CallRecord) -> Result<(), Interrupted> {
        let not_before = record.placed_at.unwrap_or(record.confirmed_at);
        let change = |record: &mut CallRecord| {
            record.stage = CallStageV1::Confirmed { not_before };
        };
        self.record(record.id, change, None).await.map(drop)
    }
}

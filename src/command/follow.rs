//! Calls that are ordered: confirmed in one durable step, followed to their end.
//! The worker that places them is the one of every other call.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::broadcast::error::RecvError;

use kally_core::dialogue::{
    CallOrder, CallReport, Callee, LogOut, Obstacle, Order, Ordered, OutcomeView, Prompt, Refusal,
    RefusalReason, StatusView,
};
use kally_core::model::{CallId, ConversationId, Reply};
use kally_core::text::{Voice, order as words};
use kally_engine::bridge::TurnError;
use kally_engine::calls::refusal_of_code;
use kally_store::{CallRecord, CallStageV1, OutcomeV1, StoreError, Stored, read_one};
use serde_json::Value;

use super::args::flag;
use super::desk::{Desk, DeskError, Said, rendered, sentence};
use super::facts;
use super::protocol::{Answer, End, Ended};

/// How often the record is read although nothing was reported.
const LOOK: Duration = Duration::from_secs(5);

/// How long a report may be behind its record.
const BEHIND: Duration = Duration::from_millis(500);

/// So many outcomes wait to be said in the chat; the oldest are dropped beyond
/// it. The history has them all.
const MOST_WAITING: usize = 64;

impl Desk {
    /// Makes a call, unless it was made before; follows it if that is wanted.
    pub(super) async fn call(
        &self,
        order: CallOrder,
        wait: bool,
        said: &Said,
    ) -> Result<Ended, DeskError> {
        let call = order.call;
        if self.own(call).await?.is_none() {
            match self
                .parts
                .bridge
                .order(&self.user, Order::Call(order))
                .await
            {
                Ok(Ordered::Confirmed(_)) => {}
                Ok(Ordered::Card(view)) => {
                    let told = facts::request(&view.request);
                    let reply = rendered(self.voice().await?, &Prompt::Card(view));
                    return Ok(Ended::with(End::Done, reply).and("request", told));
                }
                Ok(Ordered::Declined(obstacle)) => return self.declined(&obstacle).await,
                Ok(Ordered::Done(_) | Ordered::StillOpen(_) | Ordered::Checked) => {
                    return self.no_such_call().await;
                }
                // The same order has come twice at once.
                Err(TurnError::Busy) if self.own(call).await?.is_some() => {}
                Err(error) => return Err(error.into()),
            }
        }
        let Some(record) = self.own(call).await? else {
            return self.no_such_call().await;
        };
        let voice = self.voice().await?;
        let reply = words::confirmed(voice, &record.request);
        said.tell(Answer::Confirmed { call, reply }).await;
        if wait {
            return self.follow(call, said).await;
        }
        let values = [("id", call.to_string().into())];
        let later = sentence(voice.fill("cli-placed-later", &values));
        Ok(Ended::with(End::Done, later).and("call", facts::own_call(&record)))
    }

    async fn declined(&self, obstacle: &Obstacle) -> Result<Ended, DeskError> {
        let end = match obstacle {
            Obstacle::Wrong(_) => End::Wrong,
            Obstacle::NotLinked | Obstacle::Revoked => return self.not_linked().await,
            Obstacle::Danger(_) | Obstacle::Same(_) | Obstacle::Limit(_) => End::Declined,
        };
        let told = words::obstacle(self.voice().await?, obstacle, flag);
        let flags: Vec<&str> = told.iter().filter_map(|(slot, _)| slot.map(flag)).collect();
        let lines: Vec<&str> = told.iter().map(|(_, words)| words.as_str()).collect();
        Ok(Ended::with(end, sentence(lines.join("\n"))).and("flags", flags))
    }

    /// The record of a call of the person's.
    async fn own(&self, call: CallId) -> Result<Option<CallRecord>, StoreError> {
        let stored = read_one::<CallRecord>(&*self.parts.store, &call).await?;
        if let Stored::Unreadable { reason, .. } = &stored {
            tracing::error!(%call, %reason, "the record of a call cannot be read");
        }
        let own = |record: &CallRecord| record.conversation.chat_user() == self.user;
        Ok(stored.into_record().filter(own))
    }

    /// Whether a call is not over: somebody has to carry it on.
    pub(in super::super) async fn goes_on(&self, call: CallId) -> bool {
        let record = self.own(call).await;
        record.is_ok_and(|record| record.is_some_and(|record| record.is_open()))
    }

    async fn no_such_call(&self) -> Result<Ended, DeskError> {
        let reply = words::plain(self.voice().await?, "cli-no-such-call");
        Ok(Ended::with(End::NotFound, reply))
    }

    /// Follows a call that was ordered before. If its end is not known, the history
    /// is watched once more.
    pub(super) async fn follow_again(&self, call: CallId, said: &Said) -> Result<Ended, DeskError> {
        let Some(record) = self.own(call).await? else {
            return self.no_such_call().await;
        };
        if record.stage == CallStageV1::Undecided {
            let order = Order::CheckAgain(call);
            self.parts.bridge.order(&self.user, order).await?;
        }
        self.follow(call, said).await
    }

    /// Follows a call until it is over or the person has to decide. The record
    /// counts; reports only say sooner that it has changed.
    pub(super) async fn follow(&self, call: CallId, said: &Said) -> Result<Ended, DeskError> {
        let mut reports = self.parts.doorbells.reports.listen();
        let voice = self.voice().await?;
        let mut last = None;
        let mut first = true;
        loop {
            let Some(record) = self.own(call).await? else {
                return self.no_such_call().await;
            };
            let over = match &record.stage {
                CallStageV1::Undecided => Some(undecided(voice, &record, None)),
                CallStageV1::Ended { outcome, at } => {
                    let fresh = self.parts.clock.now() - *at < TimeDelta::seconds(5);
                    let reported = matches!(outcome, OutcomeV1::Reported(_));
                    if fresh && !reported && last.is_none() {
                        last = self.late_report(call, &mut reports).await;
                    }
                    Some(over(voice, &record, outcome, last.as_ref()))
                }
                _ => None,
            };
            if let Some(ended) = over {
                return Ok(ended.and("call", facts::own_call(&record)));
            }
            let now = self.parts.clock.now();
            if std::mem::take(&mut first)
                && let Some(status) = status_of(&record)
            {
                said.tell(goes_on(voice, &record, status, now)).await;
            }
            let report = tokio::select! {
                report = reports.recv() => report,
                () = self.parts.clock.sleep(LOOK) => continue,
            };
            match report {
                Ok((of, report)) if of == call => {
                    // It is found out again with every look at the service.
                    let again = report == CallReport::SignedOut && last.as_ref() == Some(&report);
                    if let Some(answer) = progress(voice, &record, &report, now).filter(|_| !again)
                    {
                        said.tell(answer).await;
                    }
                    last = Some(report);
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => self.parts.clock.sleep(LOOK).await,
            }
        }
    }

    /// The report that explains why a call has ended.
    async fn late_report(
        &self,
        call: CallId,
        reports: &mut tokio::sync::broadcast::Receiver<(CallId, CallReport)>,
    ) -> Option<CallReport> {
        let coming = async {
            loop {
                match reports.recv().await {
                    Ok((of, report)) if of == call => return Some(report),
                    Ok(_) | Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                }
            }
        };
        tokio::select! {
            report = coming => report,
            () = self.parts.clock.sleep(BEHIND) => None,
        }
    }

    /// The person has read how a call ended: nobody needs to say it again. Also
    /// keeps the number of outcomes bounded that nobody has read.
    pub(in super::super) async fn was_told(&self, ended: &Ended) {
        let told = ended.data.get("call").and_then(|call| call.get("own_id"));
        let told = told.and_then(Value::as_str);
        let Some(told) = told.filter(|_| ended.end != End::Failed) else {
            return;
        };
        let lane = ConversationId::orders_of(&self.user);
        let store = &self.parts.store;
        let waiting = match store.outbox(&lane, 2 * MOST_WAITING).await {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::warn!(%error, "the outcomes that wait cannot be read");
                return;
            }
        };
        let surplus = waiting.len().saturating_sub(MOST_WAITING);
        for (index, (seq, message)) in waiting.into_iter().enumerate() {
            let about = message.record().and_then(|message| message.about);
            let is_told = about.is_some_and(|call| call.to_string() == told);
            if (is_told || index < surplus)
                && let Err(error) = store.delivered(&lane, seq).await
            {
                tracing::warn!(%error, "an outcome that was told may be told again");
            }
        }
    }

    /// Forgets the account.
    pub(super) async fn log_out(&self, when: LogOut) -> Result<Ended, DeskError> {
        let voice = self.voice().await?;
        let ordered = self.parts.bridge.order(&self.user, Order::LogOut(when));
        Ok(match ordered.await? {
            Ordered::Done(prompt) if *prompt == Prompt::NotLinked => self.not_linked().await?,
            Ordered::Done(prompt) => Ended::with(End::Done, rendered(voice, &prompt)),
            Ordered::StillOpen(calls) => {
                let ids: Vec<String> = calls.iter().map(|line| line.call.to_string()).collect();
                Ended::with(End::Declined, words::still_open(voice, &calls)).and("open_calls", ids)
            }
            _ => return self.no_such_call().await,
        })
    }
}

/// How far a call has come that somebody begins to follow.
fn status_of(record: &CallRecord) -> Option<StatusView> {
    match &record.stage {
        CallStageV1::Placing => Some(StatusView::Calling { elapsed: None }),
        CallStageV1::Following if record.queued => Some(StatusView::Queued),
        CallStageV1::Following => Some(StatusView::Calling { elapsed: None }),
        CallStageV1::Doubtful { since, until } => {
            let patience = (*until - *since).to_std().unwrap_or_default();
            Some(StatusView::Doubtful { patience })
        }
        _ => None,
    }
}

/// What a report says while the call goes on.
fn progress(
    voice: Voice,
    record: &CallRecord,
    report: &CallReport,
    now: DateTime<Utc>,
) -> Option<Answer> {
    let status = match report {
        CallReport::Unreachable(patience) => StatusView::Unreachable {
            patience: *patience,
        },
        CallReport::Placing => StatusView::Calling { elapsed: None },
        CallReport::Progress(elapsed) => StatusView::Calling {
            elapsed: Some(*elapsed),
        },
        CallReport::Queued => StatusView::Queued,
        CallReport::LostContact(patience) => StatusView::Doubtful {
            patience: *patience,
        },
        CallReport::SignedOut => return Some(Answer::Said(words::plain(voice, "cli-revoked"))),
        CallReport::StopFailed => {
            return Some(Answer::Said(rendered(voice, &Prompt::CouldNotStop)));
        }
        _ => return None,
    };
    Some(match report {
        CallReport::LostContact(_) | CallReport::Unreachable(_) => {
            Answer::Said(shown(voice, record, status))
        }
        _ => goes_on(voice, record, status, now),
    })
}

fn shown(voice: Voice, record: &CallRecord, status: StatusView) -> Reply {
    let prompt = Prompt::Status(record.id, Callee::of(&record.request), status);
    rendered(voice, &prompt)
}

fn goes_on(voice: Voice, record: &CallRecord, status: StatusView, now: DateTime<Utc>) -> Answer {
    let since = record.placed_at.unwrap_or(now);
    let still = matches!(status, StatusView::Calling { elapsed: Some(_) });
    Answer::GoesOn {
        reply: shown(voice, record, status),
        seconds: u64::try_from((now - since).num_seconds()).unwrap_or_default(),
        still,
    }
}

/// The end of a call.
fn over(
    voice: Voice,
    record: &CallRecord,
    outcome: &OutcomeV1,
    report: Option<&CallReport>,
) -> Ended {
    let whom = Callee::of(&record.request);
    match (outcome, report) {
        (OutcomeV1::Reported(outcome), _) => {
            let prompt = Prompt::Outcome(Box::new(OutcomeView {
                said: None,
                series: None,
                call: record.id,
                phone: whom.phone,
                business: whom.business,
                when: None,
                outcome: outcome.clone(),
                actions: Vec::new(),
            }));
            let end = match outcome.status.as_str() {
                "success" => End::Done,
                "no_answer" | "busy" | "voicemail" => End::NotReached,
                "cancelled" | "terminated" => End::Cancelled,
                _ => End::CallFailed,
            };
            Ended::with(end, rendered(voice, &prompt))
        }
        (OutcomeV1::Refused { code }, report) => {
            let refusal = match report {
                Some(CallReport::Refused(refusal)) => refusal.clone(),
                _ => refusal_of_code(code),
            };
            refused(voice, &refusal).and("code", code.as_str())
        }
        (OutcomeV1::Withdrawn, Some(CallReport::Refused(refusal))) => refused(voice, refusal),
        (OutcomeV1::Withdrawn, Some(CallReport::SignInNeeded)) => {
            Ended::with(End::SignIn, words::plain(voice, "cli-revoked"))
        }
        (OutcomeV1::Withdrawn, Some(CallReport::Lapsed)) => {
            Ended::with(End::Declined, words::plain(voice, "cli-lapsed"))
        }
        (OutcomeV1::Withdrawn, _) if record.may_have_been_made() => undecided(voice, record, None),
        (OutcomeV1::Withdrawn, _) => {
            Ended::with(End::Declined, words::about(voice, "cli-withdrawn", &whom))
        }
        (OutcomeV1::Untold, _) => undecided(voice, record, Some(StatusView::Untold)),
    }
}

fn refused(voice: Voice, refusal: &Refusal) -> Ended {
    let end = match refusal.reason {
        RefusalReason::Forbidden => End::SignIn,
        RefusalReason::RateLimited => End::Unavailable,
        _ => End::Declined,
    };
    Ended::with(end, words::refused(voice, refusal))
}

fn undecided(voice: Voice, record: &CallRecord, status: Option<StatusView>) -> Ended {
    let whom = Callee::of(&record.request);
    let reply = match status {
        Some(status) => rendered(voice, &Prompt::Status(record.id, whom, status)),
        None => words::about(voice, "cli-undecided", &whom),
    };
    Ended::with(End::Unknown, reply)
}

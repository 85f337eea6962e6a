//! The audit trail: who had whom called, when, and with what end. Each step of a
//! call is one line of the log, of the target `audit`.
//!
//! A step is the difference between the record of a call before and after a
//! commit, so none is missed, told twice, or told before it is durable
//! ([`crate::observed`]).

use kally_metrics::CALL_STEPS;
use kally_store::{CallRecord, CallStageV1, OutcomeV1};
use kallyai::{CallStatus, ErrorCode};

/// How much the audit trail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audit {
    /// Nothing.
    Off,
    /// The call, its person, the country and the outcome: no number, no words.
    #[default]
    Brief,
    /// The number and the words of the request and of the outcome as well.
    Full,
}

/// A step of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The person said *Call now*, or a time.
    Confirmed,
    /// The next call of a series was decided.
    TriedAgain,
    /// It waits for another time.
    PutOff,
    /// The request leaves now.
    Placing,
    /// The request certainly did not arrive, or was refused for now; it is sent
    /// again.
    NotPlaced,
    /// The service has the call.
    Placed,
    /// Nobody knows whether it was made; the history is watched.
    Doubtful,
    /// The person had the bot look at the history again.
    CheckedAgain,
    /// Nobody could find out whether it was made; the person is asked.
    Undecided,
    /// The person said *Call again anyway*.
    ConfirmedAgain,
    /// The person, or somebody who may, asked to hang up.
    StopAsked,
    /// The service told the outcome.
    Ended,
    /// The service refused the call.
    Refused,
    /// It was not made, or an undecided one was left alone; the cause says why.
    Withdrawn,
    /// The person signed out before it was over.
    Left,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 15] = [
        Self::Confirmed,
        Self::TriedAgain,
        Self::PutOff,
        Self::Placing,
        Self::NotPlaced,
        Self::Placed,
        Self::Doubtful,
        Self::CheckedAgain,
        Self::Undecided,
        Self::ConfirmedAgain,
        Self::StopAsked,
        Self::Ended,
        Self::Refused,
        Self::Withdrawn,
        Self::Left,
    ];

    /// Its word in the log and in the metrics.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::TriedAgain => "tried_again",
            Self::PutOff => "put_off",
            Self::Placing => "placing",
            Self::NotPlaced => "not_placed",
            Self::Placed => "placed",
            Self::Doubtful => "doubtful",
            Self::CheckedAgain => "checked_again",
            Self::Undecided => "undecided",
            Self::ConfirmedAgain => "confirmed_again",
            Self::StopAsked => "stop_asked",
            Self::Ended => "ended",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Left => "left",
        }
    }

    /// The step from one state of a record to the next; `None` if the call did not
    /// go on.
    #[must_use]
    pub fn between(before: Option<&CallRecord>, after: &CallRecord) -> Option<Self> {
        use CallStageV1 as Stage;
        let stage = before.map(|before| &before.stage);
        let same = stage == Some(&after.stage);
        match (stage, &after.stage) {
            (Some(Stage::Ended { .. }), Stage::Ended { .. }) => None,
            _ if same => {
                let was = before.is_some_and(|before| before.stop_wanted);
                (after.stop_wanted && !was).then_some(Self::StopAsked)
            }
            (None, Stage::Confirmed { .. }) => {
                let tried = after.tries.as_ref().is_some_and(|tries| tries.has_begun());
                Some(match tried {
                    true => Self::TriedAgain,
                    false => Self::Confirmed,
                })
            }
            (Some(Stage::Confirmed { .. }), Stage::Confirmed { .. }) => Some(Self::PutOff),
            (Some(Stage::Placing), Stage::Confirmed { .. }) => Some(Self::NotPlaced),
            (Some(_), Stage::Confirmed { .. }) => Some(Self::ConfirmedAgain),
            (_, Stage::Placing) => Some(Self::Placing),
            (_, Stage::Following) => Some(Self::Placed),
            (Some(Stage::Undecided), Stage::Doubtful { .. }) => Some(Self::CheckedAgain),
            (_, Stage::Doubtful { .. }) => Some(Self::Doubtful),
            (_, Stage::Undecided) => Some(Self::Undecided),
            (_, Stage::Ended { outcome, .. }) => Some(match outcome {
                OutcomeV1::Reported(_) => Self::Ended,
                OutcomeV1::Refused { .. } => Self::Refused,
                OutcomeV1::Withdrawn => Self::Withdrawn,
                OutcomeV1::Untold => Self::Left,
            }),
        }
    }
}

/// The service's word for the outcome: a status or a code.
fn outcome(record: &CallRecord) -> Option<&str> {
    match &record.stage {
        CallStageV1::Ended { outcome, .. } => match outcome {
            OutcomeV1::Reported(outcome) => Some(&outcome.status),
            OutcomeV1::Refused { code } => Some(code),
            OutcomeV1::Withdrawn | OutcomeV1::Untold => None,
        },
        _ => None,
    }
}

/// The same as one of a bounded number of words.
fn known_outcome(step: Step, record: &CallRecord) -> &'static str {
    let Some(word) = outcome(record) else {
        return "";
    };
    let statuses = CallStatus::ALL.iter().map(CallStatus::as_str);
    let codes = ErrorCode::ALL.iter().map(ErrorCode::as_str);
    let known = match step {
        Step::Refused => codes.into_iter().find(|known| *known == word),
        _ => statuses.into_iter().find(|known| *known == word),
    };
    known.unwrap_or("other")
}

impl Audit {
    /// The outcome in a word of ours; in the service's own word where everything is
    /// told: nobody knows what else such a word may hold.
    fn outcome(self, step: Step, record: &CallRecord) -> Option<&str> {
        match self {
            Self::Full => outcome(record),
            _ => Some(known_outcome(step, record)).filter(|word| !word.is_empty()),
        }
    }

    /// Says and counts the step that a commit has made, if it made one.
    pub(crate) fn tell(
        self,
        before: Option<&CallRecord>,
        after: &CallRecord,
        cause: Option<&'static str>,
    ) {
        let Some(step) = Step::between(before, after) else {
            return;
        };
        CALL_STEPS.count(&[step.word(), known_outcome(step, after)]);
        if let (Step::Ended, Some(began)) = (step, after.placed_at)
            && let CallStageV1::Ended { at, .. } = after.stage
        {
            let took = (at - began).to_std().unwrap_or_default();
            kally_metrics::CALL_SECONDS.observe(took, &[]);
        }
        if self == Self::Off {
            return;
        }
        let request = &after.request;
        let country = request.phone.region();
        let due = after.due().map(|due| due.to_rfc3339());
        let reported = match &after.stage {
            CallStageV1::Ended {
                outcome: OutcomeV1::Reported(reported),
                ..
            } => Some(reported),
            _ => None,
        };
        let full = (self == Self::Full).then_some(());
        tracing::info!(
            target: "audit",
            step = step.word(),
            call = %after.id,
            user = %after.conversation.chat_user(),
            country = country.as_ref().map(|country| country.as_str()),
            category = request.category.word(),
            outcome = self.outcome(step, after),
            cause,
            due,
            attempt = after.attempts,
            service_id = after.remote.as_deref(),
            seconds = reported.and_then(|reported| reported.duration).map(|time| time.as_secs()),
            number = full.map(|()| request.phone.as_e164()),
            task = full.map(|()| request.task.as_str()),
            said = full.and_then(|()| reported?.highlights.as_deref()),
            "a call: {}",
            step.word(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use kally_core::dialogue::Outcome;
    use kally_store::samples::{at, call};

    fn in_stage(stage: CallStageV1) -> CallRecord {
        CallRecord { stage, ..call(1) }
    }

    fn ended(outcome: OutcomeV1) -> CallRecord {
        in_stage(CallStageV1::Ended { outcome, at: at(9) })
    }

    #[track_caller]
    fn check(before: Option<&CallRecord>, after: &CallRecord, step: Option<Step>) {
        assert_eq!(Step::between(before, after), step);
    }

    #[test]
    fn each_change_of_a_call_is_one_step() {
        let confirmed = in_stage(CallStageV1::Confirmed { not_before: at(1) });
        let later = in_stage(CallStageV1::Confirmed { not_before: at(2) });
        let placing = in_stage(CallStageV1::Placing);
        let following = in_stage(CallStageV1::Following);
        let doubtful = in_stage(CallStageV1::Doubtful {
            since: at(3),
            until: at(3) + TimeDelta::minutes(1),
        });
        let undecided = in_stage(CallStageV1::Undecided);
        let withdrawn = ended(OutcomeV1::Withdrawn);
        check(None, &confirmed, Some(Step::Confirmed));
        check(Some(&confirmed), &later, Some(Step::PutOff));
        check(Some(&confirmed), &placing, Some(Step::Placing));
        check(Some(&placing), &confirmed, Some(Step::NotPlaced));
        check(Some(&placing), &following, Some(Step::Placed));
        check(Some(&placing), &doubtful, Some(Step::Doubtful));
        check(Some(&doubtful), &undecided, Some(Step::Undecided));
        check(Some(&undecided), &doubtful, Some(Step::CheckedAgain));
        check(Some(&undecided), &confirmed, Some(Step::ConfirmedAgain));
        check(Some(&undecided), &withdrawn, Some(Step::Withdrawn));
        check(
            Some(&following),
            &ended(OutcomeV1::Untold),
            Some(Step::Left),
        );
        let refused = ended(OutcomeV1::Refused {
            code: "quota_exceeded".to_owned(),
        });
        check(Some(&placing), &refused, Some(Step::Refused));
        assert_eq!(known_outcome(Step::Refused, &refused), "quota_exceeded");
    }

    #[test]
    fn a_change_beside_the_call_is_no_step() {
        let before = in_stage(CallStageV1::Following);
        let mut after = before.clone();
        after.transcript_wanted = true;
        check(Some(&before), &after, None);
        after.stop_wanted = true;
        check(Some(&before), &after, Some(Step::StopAsked));
        check(Some(&after), &after, None);
        let mut over = ended(OutcomeV1::Withdrawn);
        let was = over.clone();
        over.called_again = true;
        check(Some(&was), &over, None);
    }

    /// The service can send any word; it must not become a label.
    #[test]
    fn an_unknown_outcome_is_counted_as_other() {
        let outcome = Outcome {
            status: "+1 415 555 0100".to_owned(),
            highlights: None,
            next_steps: None,
            duration: None,
            cost: None,
            ended_at: None,
        };
        let record = ended(OutcomeV1::Reported(outcome));
        assert_eq!(known_outcome(Step::Ended, &record), "other");
        let told = |audit: Audit| audit.outcome(Step::Ended, &record).map(str::to_owned);
        assert_eq!(told(Audit::Brief).as_deref(), Some("other"));
        assert_eq!(told(Audit::Full).as_deref(), Some("+1 415 555 0100"));
    }

    #[test]
    fn each_step_has_a_word_of_its_own() {
        let words: std::collections::BTreeSet<_> = Step::ALL.map(Step::word).into();
        assert_eq!(words.len(), Step::ALL.len());
    }
}

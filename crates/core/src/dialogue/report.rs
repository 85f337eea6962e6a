//! What the workers report to a conversation: how a call stands, how it ended,
//! why it was refused, what an errand brought. Plain values.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{CallId, CallRequest};

use crate::model::Slot;

/// A call as the dialogue sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CallView {
    /// Which.
    pub id: CallId,
    /// What was asked for.
    pub request: CallRequest,
    /// How far it has come.
    pub stage: CallStage,
    /// When it is placed, before it is.
    pub due: Option<DateTime<Utc>>,
    /// It may have been made: nobody may be told that it was not.
    pub made: bool,
    /// The form that it was confirmed on.
    pub form: Option<u32>,
    /// It belongs to this very conversation.
    pub here: bool,
    /// It was called again from its outcome already.
    pub called_again: bool,
    /// The person asked for the transcript while it was going on.
    pub transcript_wanted: bool,
}

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallStage {
    /// Confirmed, and not placed yet.
    Confirmed,
    /// Being placed, or going on.
    Running,
    /// Contact was lost; the history is watched.
    Doubtful,
    /// It could not be found out.
    Undecided,
    /// Over.
    Ended,
}

/// What a call's worker reports.
#[derive(Debug, Clone, PartialEq)]
pub enum CallReport {
    /// The service is out of reach; nothing was called, and it is tried again
    /// for this long.
    Unreachable(Duration),
    /// The request is about to leave.
    Placing,
    /// It has been going on for this long.
    Progress(Duration),
    /// Contact was lost; the history is watched for this long.
    LostContact(Duration),
    /// Patience is over.
    Undecided {
        /// The service has it; else the history did not show it.
        known: bool,
        /// The service said nothing all the while.
        silent: bool,
    },
    /// It is over.
    Ended(Outcome),
    /// The service refused it; nothing was called.
    Refused(Refusal),
    /// The service refused it; an earlier request may have placed it.
    RefusedAgain(Refusal),
    /// The service wants the person to sign in again; nothing was called.
    SignInNeeded,
    /// It could not be placed in time; nothing was called.
    Lapsed,
    /// The service wants the person to sign in again, before it says how the
    /// call goes on.
    SignedOut,
    /// The service would not hang up.
    StopFailed,
}

impl CallReport {
    /// Whether nothing more comes by itself.
    pub(super) fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Undecided { .. }
                | Self::Ended(_)
                | Self::Refused(_)
                | Self::RefusedAgain(_)
                | Self::SignInNeeded
                | Self::Lapsed
        )
    }
}

/// How a call ended, in the service's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// `success`, `no_answer`, …, or a word that is not known here.
    pub status: String,
    /// What was found out.
    pub highlights: Option<String>,
    /// What to do next.
    pub next_steps: Option<String>,
    /// How long they talked.
    pub duration: Option<Duration>,
}

/// Why the service refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// What it means for the person.
    pub reason: RefusalReason,
    /// The service's words.
    pub message: Option<String>,
    /// What support would ask for, short.
    pub reference: Option<String>,
    /// Where more can be bought.
    pub upgrade_url: Option<String>,
}

/// What a refusal means for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// Nothing is left of the plan.
    Quota,
    /// A budget has to be raised or approved.
    Budget,
    /// The number is missing.
    MissingPhone,
    /// An emergency number.
    Emergency,
    /// A premium-rate number.
    Toll,
    /// The task must be worded otherwise.
    Safety,
    /// Another date or time is needed.
    Scheduling,
    /// The service's terms must be accepted.
    Consent,
    /// Neither English nor Spanish.
    Language,
    /// The country is not served.
    Country,
    /// The number may not be called.
    Blocked,
    /// A permission is missing.
    Forbidden,
    /// Too many requests.
    RateLimited,
    /// Anything else.
    Other,
}

impl RefusalReason {
    /// The question that can mend it.
    #[must_use]
    pub fn slot(self) -> Option<Slot> {
        match self {
            Self::MissingPhone | Self::Emergency | Self::Toll | Self::Country | Self::Blocked => {
                Some(Slot::Phone)
            }
            Self::Safety => Some(Slot::Task),
            Self::Scheduling => Some(Slot::Date),
            Self::Language => Some(Slot::CallLanguage),
            Self::Quota
            | Self::Budget
            | Self::Consent
            | Self::Forbidden
            | Self::RateLimited
            | Self::Other => None,
        }
    }
}

impl RefusalReason {
    /// Whether it tells what the account has or may: the requester's business.
    #[must_use]
    pub fn is_about_account(self) -> bool {
        matches!(
            self,
            Self::Quota | Self::Budget | Self::Consent | Self::Forbidden
        )
    }
}

/// One thing that was said on the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The assistant, not the person who answered; none where it is not said.
    pub assistant: Option<bool>,
    /// The words.
    pub words: String,
    /// When, as the service writes it: `00:00:05`.
    pub at: Option<String>,
}

/// What an account has left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Usage {
    pub plan: Option<String>,
    pub minutes_remaining: Option<f64>,
    pub calls_remaining: Option<u64>,
    pub credits_remaining: Option<f64>,
    pub period_end: Option<DateTime<Utc>>,
}

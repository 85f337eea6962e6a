//! Reports of the workers to a conversation: a call's progress, its outcome, a
//! refusal, the result of an errand. Plain values.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{CallId, CallRequest, MessageRef, Tries};

use crate::model::Slot;

/// A call as the dialogue sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CallView {
    pub id: CallId,
    /// The request as it was confirmed.
    pub request: CallRequest,
    /// How far it has come.
    pub stage: CallStage,
    /// When it will be placed; `None` once it was.
    pub due: Option<DateTime<Utc>>,
    /// The same, if it was put off to a time.
    pub put_off_to: Option<DateTime<Utc>>,
    /// It was put off to a time: its person may be asleep when it is made.
    pub put_off: bool,
    /// It may have been made, so the bot must not say that it was not.
    pub made: bool,
    /// When its request was sent last.
    pub placed_at: Option<DateTime<Utc>>,
    /// The service's word for its end.
    pub ended_as: Option<String>,
    /// The series of calls that it belongs to.
    pub tries: Option<Tries>,
    /// The form on which it was confirmed.
    pub form: Option<u32>,
    /// The message that asked for it.
    pub asked_by: Option<MessageRef>,
    /// It belongs to this very conversation.
    pub here: bool,
    /// The person has already called again from its outcome.
    pub called_again: bool,
    /// The person asked for the transcript while it was going on.
    pub transcript_wanted: bool,
    /// Its calendar file is being fetched.
    pub calendar_wanted: bool,
    /// How it ended, as the service reported it.
    pub outcome: Option<Outcome>,
}

impl CallView {
    /// Whether calls of the same series were made before it.
    #[must_use]
    pub fn has_tried(&self) -> bool {
        self.tries.as_ref().is_some_and(Tries::has_begun)
    }
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
    /// Nobody could find out whether it was made.
    Undecided,
    Ended,
}

/// A report of a call's worker.
#[derive(Debug, Clone, PartialEq)]
pub enum CallReport {
    /// The service cannot be reached and nothing was called; the worker keeps
    /// trying for this long.
    Unreachable(Duration),
    /// The request is about to leave, or the service has begun to dial.
    Placing,
    /// A call that was put off will be placed in a few minutes.
    DueSoon,
    /// The service has it in its queue and has not dialled yet.
    Queued,
    /// The call has been going on for this long.
    Progress(Duration),
    /// Contact was lost; the history is watched for this long.
    LostContact(Duration),
    /// The time for watching is over.
    Undecided {
        /// The service knows the call; otherwise the history did not show it.
        known: bool,
        /// The service did not answer at all meanwhile.
        silent: bool,
    },
    /// The bot was restored from a copy in which the call waited: nobody knows
    /// whether it was made since.
    Restored,
    Ended(Outcome),
    /// The service refused it; nothing was called.
    Refused(Refusal),
    /// The service refused it; an earlier request may have placed it.
    RefusedAgain(Refusal),
    /// The service wants the person to sign in again; nothing was called.
    SignInNeeded,
    /// It could not be placed in time; nothing was called.
    Lapsed,
    /// The service wants the person to sign in again before it tells the
    /// status.
    SignedOut,
    /// The service has been asked several times, and has not hung up.
    StopFailed,
}

impl CallReport {
    /// A word for it, for the log.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::Placing => "placing",
            Self::DueSoon => "due_soon",
            Self::Queued => "queued",
            Self::Progress(_) => "progress",
            Self::LostContact(_) => "lost_contact",
            Self::Undecided { .. } => "undecided",
            Self::Ended(_) => "ended",
            Self::Refused(_) => "refused",
            Self::RefusedAgain(_) => "refused_again",
            Self::SignInNeeded => "sign_in_needed",
            Self::Lapsed => "lapsed",
            Self::SignedOut => "signed_out",
            Self::Restored => "restored",
            Self::StopFailed => "stop_failed",
        }
    }

    /// Whether the worker reports nothing more by itself.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Undecided { .. }
                | Self::Restored
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
    /// `success`, `no_answer`, …, or a word that this program does not know.
    pub status: String,
    /// The service's summary of the answers.
    pub highlights: Option<String>,
    /// The service's advice on the next steps.
    pub next_steps: Option<String>,
    /// How long they talked.
    pub duration: Option<Duration>,
    /// How many credits it took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// When it ended, as the service tells it: 'tomorrow' is the day after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

impl Outcome {
    /// The service's word for a call that reached its aim.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == "success"
    }
}

/// A refusal by the service.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Its meaning for the person.
    pub reason: RefusalReason,
    pub message: Option<String>,
    /// A short reference for support.
    pub reference: Option<String>,
    /// The address where more can be bought.
    pub upgrade_url: Option<String>,
}

impl Refusal {
    /// A refusal about which nothing else is known.
    #[must_use]
    pub fn because(reason: RefusalReason) -> Self {
        Self {
            reason,
            message: None,
            reference: None,
            upgrade_url: None,
        }
    }
}

/// The meaning of a refusal for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// The plan is used up.
    Quota,
    /// A budget has to be raised or approved.
    Budget,
    /// The number is missing.
    MissingPhone,
    Emergency,
    Toll,
    /// The task must be worded differently.
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
    /// The people at the number object to such calls.
    Objection,
    /// An admin of the bot decided that nobody calls the number.
    Nobody,
    /// A permission is missing.
    Forbidden,
    RateLimited,
    Other,
}

impl RefusalReason {
    /// The question whose answer can fix it.
    #[must_use]
    pub fn slot(self) -> Option<Slot> {
        match self {
            Self::MissingPhone
            | Self::Emergency
            | Self::Toll
            | Self::Country
            | Self::Blocked
            | Self::Objection
            | Self::Nobody => Some(Slot::Phone),
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
    /// Whether it tells about the account's limits, which are the requester's
    /// business only.
    #[must_use]
    pub fn is_about_account(self) -> bool {
        matches!(
            self,
            Self::Quota | Self::Budget | Self::Consent | Self::Forbidden
        )
    }
}

/// One entry of a transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// `true` for the assistant, `false` for the person who answered, `None` if
    /// the service does not say.
    pub assistant: Option<bool>,
    pub words: String,
    /// When, as the service writes it: `00:00:05`.
    pub at: Option<String>,
}

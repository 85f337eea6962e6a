//! Errands: transcripts and the like, fetched from the service because somebody
//! asked.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::CallId;

use super::command::{Command, DoorTo};
use super::linking;
use super::prompt::{Lead, LinkReason, Prompt};
use super::report::{Speaker, Usage};
use super::state::State;
use super::turn::Turn;
use super::{Effect, Linked};

/// The kinds of errands. An errand is stored in this form until it is
/// delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    Transcript {
        call: CallId,
        /// The settings ask for it, not the person.
        automatic: bool,
    },
    /// A call's appointment as a calendar file.
    Calendar { call: CallId },
    /// How much of the plan is left.
    Usage,
    /// Which plan the account has, for a person who wants to link again.
    Plan,
    /// Fetches nothing. Tells a conversation whose form waits that the account
    /// is linked.
    Linked,
    /// Which account was linked, so that the bot can say so.
    NewAccount {
        /// When it was linked.
        since: DateTime<Utc>,
        /// Whether another one was linked until then.
        replaces: bool,
    },
}

/// The result of an errand.
#[derive(Debug, Clone, PartialEq)]
pub enum Brought {
    /// A transcript, in order.
    Transcript(Vec<Speaker>),
    Calendar(String),
    Account {
        /// When it was linked.
        since: DateTime<Utc>,
        /// The service's figures, if it answered.
        usage: Option<Usage>,
    },
    /// It does not exist (yet).
    Nothing,
    /// No account is linked any more, or the person has to sign in again.
    NotLinked,
}

impl Errand {
    /// The call that it is about.
    #[must_use]
    pub fn call(&self) -> Option<CallId> {
        match self {
            Self::Transcript { call, .. } | Self::Calendar { call } => Some(*call),
            Self::Usage | Self::Plan | Self::Linked | Self::NewAccount { .. } => None,
        }
    }
}

/// An errand is done.
pub(super) fn on_brought(turn: &mut Turn, state: State, errand: Errand, brought: Brought) -> State {
    let zone = turn.context.settings.timezone;
    match (errand, brought) {
        (Errand::Transcript { automatic, .. }, brought) => {
            on_transcript(turn, automatic, brought);
        }
        (Errand::Linked, _) => return linking::goes_on(turn, state, Lead::Linked),
        (Errand::NewAccount { since, replaces }, brought) => {
            let usage = match brought {
                Brought::Account { usage, .. } => usage,
                _ => None,
            };
            return linking::on_new_account(turn, state, since, replaces, usage);
        }
        (_, Brought::NotLinked) => say_not_linked(turn),
        (Errand::Calendar { .. }, Brought::Calendar(ics)) => turn.say(Prompt::Calendar { ics }),
        (Errand::Calendar { .. }, _) => turn.say(Prompt::NoCalendar),
        (Errand::Usage, Brought::Account { since, usage }) => {
            turn.say(Prompt::Usage { since, zone, usage });
        }
        (Errand::Plan, Brought::Account { since, usage }) => {
            let plan = usage.and_then(|usage| usage.plan);
            turn.say(Prompt::AlreadyLinked { since, zone, plan });
        }
        // The worker brings an account for these, or says that there is none.
        (Errand::Usage | Errand::Plan, _) => say_not_linked(turn),
    }
    state
}

fn on_transcript(turn: &mut Turn, automatic: bool, brought: Brought) {
    let call = turn.context.call.clone();
    if let Some(call) = call.as_ref().filter(|call| call.transcript_wanted) {
        turn.act(Effect::TranscriptCame(call.id));
    }
    match (brought, call) {
        (Brought::NotLinked, _) => say_not_linked(turn),
        (Brought::Transcript(entries), Some(call)) => {
            let business = call.request.details.business().cloned();
            turn.say(Prompt::Transcript {
                phone: call.request.phone,
                business,
                entries,
            });
        }
        (_, Some(call)) if !automatic => turn.say(Prompt::NoTranscript { call: call.id }),
        _ => {}
    }
}

fn say_not_linked(turn: &mut Turn) {
    if turn.context.linked == Linked::Revoked {
        let login = DoorTo::Command(Command::Login);
        return linking::offer(turn, LinkReason::Revoked { form: false }, login);
    }
    turn.say(Prompt::NotLinked);
}

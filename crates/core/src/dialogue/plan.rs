//! The plan of the account, and the place where its bills are.

use chrono::{DateTime, Utc};

use super::command::Command;
use super::errand::{self, Errand};
use super::state::State;
use super::turn::Turn;

/// A subscription, as the service tells it. It may leave out each fact.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    pub active: Option<bool>,
    /// Its name.
    pub kind: Option<String>,
    /// How often it is paid.
    pub period: Option<String>,
    pub minutes_included: Option<f64>,
    pub status: Option<String>,
    /// Who bills it.
    pub provider: Option<String>,
    pub since: Option<DateTime<Utc>>,
    /// When it ends, or begins anew.
    pub until: Option<DateTime<Utc>>,
    pub renews: Option<bool>,
    /// The address where it is managed, for its owner alone.
    pub manage: Option<String>,
}

/// `/plan`.
pub(super) fn on_command(turn: &mut Turn, state: State, _rest: &str) -> State {
    errand::ask(turn, Errand::Subscription, Command::Plan);
    state
}

/// `/billing`.
pub(super) fn on_billing(turn: &mut Turn, state: State, _rest: &str) -> State {
    errand::ask(turn, Errand::Billing, Command::Billing);
    state
}

//! The memory of the sandbox: tokens, calls, faults. All in memory, all
//! bounded, behind one lock that is never held across a wait.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::Options;
use super::fault::Fault;
use super::order::Order;
use super::scenario::Scenario;
use kally_runtime::{Clock, Ids, Tasks};

/// The most calls, and the most tokens, that are remembered.
pub(super) const MOST: usize = 10_000;

pub(super) struct World {
    pub(super) options: Options,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) tasks: Tasks,
    ids: Arc<Ids>,
    state: Mutex<State>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) access: HashMap<String, Grant>,
    pub(super) refresh: HashMap<String, Grant>,
    pub(super) codes: HashMap<String, CodeGrant>,
    pub(super) calls: Vec<PhoneCall>,
    pub(super) dialled: Vec<Dialled>,
    pub(super) faults: Vec<Fault>,
    /// Account and number of those that have failed once.
    pub(super) stumbled: HashSet<(String, String)>,
    turn: bool,
}

/// The permissions of a token.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) account: String,
    /// `None` permits everything.
    pub(super) scope: Option<String>,
    pub(super) expires: DateTime<Utc>,
}

/// The permissions of a code, which works once.
pub(super) struct CodeGrant {
    pub(super) account: String,
    pub(super) scope: String,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    /// The hash of the verifier that has to come with the code (PKCE).
    pub(super) challenge: Option<String>,
}

/// A phone call that was really made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dialled {
    pub number: String,
    pub at: DateTime<Utc>,
    /// The key that came with the request.
    pub idempotency_key: Option<String>,
    /// The sandbox's id of the call.
    pub call_id: String,
    /// When it ended; `None` while it goes on.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A new pair of tokens.
#[derive(Clone)]
pub struct Issued {
    pub access_token: String,
    pub refresh_token: String,
    /// How long the access token works.
    pub expires_in: Duration,
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued")
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

/// A call in the sandbox's books.
pub(super) struct PhoneCall {
    pub(super) id: String,
    pub(super) account: String,
    pub(super) key: Option<String>,
    pub(super) order: Order,
    pub(super) scenario: Scenario,
    pub(super) status: &'static str,
    pub(super) created_at: DateTime<Utc>,
    pub(super) connected_at: Option<DateTime<Utc>>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    /// Becomes true when the call is over.
    pub(super) over: watch::Sender<bool>,
}

/// Whether an account is billed in minutes.
pub(super) fn is_in_minutes(account: &str) -> bool {
    account.starts_with("john")
}

impl World {
    pub(super) fn new(
        options: Options,
        clock: Arc<dyn Clock>,
        ids: Arc<Ids>,
        tasks: Tasks,
    ) -> Self {
        Self {
            options,
            clock,
            tasks,
            ids,
            state: Mutex::default(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn uuid(&self) -> String {
        self.ids.uuid(self.clock.now()).to_string()
    }

    /// True and false in turn, so that each listed form occurs.
    pub(super) fn alternate(&self) -> bool {
        let mut state = self.state();
        state.turn = !state.turn;
        state.turn
    }

    pub(super) fn secret(&self, kind: &str) -> String {
        let hex: String = self
            .ids
            .bytes::<24>()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("sandbox_{kind}_{hex}")
    }

    /// New tokens for an account.
    pub(super) fn issue(&self, account: &str, scope: Option<String>) -> Issued {
        let life = Duration::from_secs(self.options.token_seconds.min(30 * 86_400));
        let now = self.clock.now();
        let grant = Grant {
            account: account.to_owned(),
            scope,
            expires: now + life,
        };
        let issued = Issued {
            access_token: self.secret("access"),
            refresh_token: self.secret("refresh"),
            expires_in: life,
        };
        let mut state = self.state();
        if state.access.len() >= MOST {
            state.access.retain(|_, grant| grant.expires > now);
        }
        // More sign-ins than any test makes: all tokens are dropped.
        if state.access.len() >= MOST || state.refresh.len() >= MOST {
            state.access.clear();
            state.refresh.clear();
        }
        state
            .access
            .insert(issued.access_token.clone(), grant.clone());
        state.refresh.insert(issued.refresh_token.clone(), grant);
        issued
    }
}

impl State {
    pub(super) fn call(&mut self, account: &str, id: &str) -> Option<&mut PhoneCall> {
        self.calls
            .iter_mut()
            .find(|call| call.id == id && call.account == account)
    }

    /// Ends a call, in the way that its number chooses.
    pub(super) fn end(&mut self, id: &str, now: DateTime<Utc>) {
        let Some(place) = self.calls.iter().position(|call| call.id == id) else {
            return;
        };
        let (earlier, rest) = self.calls.split_at_mut(place);
        let Some(call) = rest.first_mut() else {
            return;
        };
        let same = earlier
            .iter()
            .filter(|other| other.order.phone == call.order.phone);
        call.end(call.scenario.end(same.count()), now);
    }

    pub(super) fn dial(&mut self, id: &str, now: DateTime<Utc>) {
        let Some(call) = self.calls.iter_mut().find(|call| call.id == id) else {
            return;
        };
        call.status = "in_progress";
        call.connected_at = Some(now);
        self.dialled.push(Dialled {
            number: call.order.phone.clone(),
            at: now,
            idempotency_key: call.key.clone(),
            call_id: id.to_owned(),
            ended_at: None,
        });
    }

    /// Every call that was dialled, oldest first.
    pub(super) fn ledger(&self) -> Vec<Dialled> {
        let end = |id: &str| self.calls.iter().find(|call| call.id == id)?.ended_at;
        let mut ledger = self.dialled.clone();
        for dialled in &mut ledger {
            dialled.ended_at = end(&dialled.call_id);
        }
        ledger
    }
}

impl PhoneCall {
    /// Ends the call, unless it has ended.
    pub(super) fn end(&mut self, status: &'static str, now: DateTime<Utc>) {
        if self.ended_at.is_none() {
            self.status = status;
            self.ended_at = Some(now);
            self.over.send_replace(true);
        }
    }

    /// The length of the phone call, in seconds.
    pub(super) fn seconds(&self) -> Option<f64> {
        let length = (self.ended_at? - self.connected_at?).to_std().ok()?;
        Some((length.as_secs_f64() * 10.0).round() / 10.0)
    }

    /// The same in whole seconds.
    pub(super) fn whole_seconds(&self) -> usize {
        let length = self.ended_at.zip(self.connected_at);
        let length = length.map_or(0, |(end, begin)| (end - begin).num_seconds());
        usize::try_from(length).unwrap_or_default()
    }

    /// Its cost; an account that is billed in minutes pays no credits.
    fn credits(&self) -> Option<f64> {
        let seconds = self.seconds().filter(|_| !is_in_minutes(&self.account));
        seconds.map(|seconds| (seconds / 6.0).ceil().max(1.0) / 10.0)
    }

    /// The call as the service shows it; in the second form a row has its
    /// `created_at` outside `metadata`.
    pub(super) fn json(&self, first_form: bool) -> Value {
        let words = super::conversation::summary(self);
        let created_at = self
            .created_at
            .to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let ended_at = self
            .ended_at
            .map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
        let mut call = json!({
            "call_id": self.id,
            "status": self.status,
            "highlights": words.as_ref().map(|words| &words.highlights),
            "next_steps": words.as_ref().and_then(|words| words.next_steps.as_ref()),
            "duration_seconds": self.seconds(),
            "credits_used": self.credits(),
            "submission": self.order.submission,
        });
        if first_form {
            call["metadata"] = json!({"created_at": created_at, "ended_at": ended_at});
        } else {
            call["created_at"] = json!(created_at);
            call["ended_at"] = json!(ended_at);
        }
        call
    }
}

//! When reactions to press may be set. They count against the homeserver's limit
//! like messages do, so they are set for the newest question only, they let
//! messages go first, and where the limit was met only the yes and the no are
//! set for a while.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use kally_core::model::ConversationId;
use kally_runtime::Clock;

/// How long few reactions are set after the homeserver has asked to wait.
const SPARING: TimeDelta = TimeDelta::minutes(10);

/// How many conversations' newest questions are remembered.
const REMEMBERED: usize = 4_096;

/// The pause between two looks at whether a message is being sent.
const LOOK: Duration = Duration::from_millis(50);

/// How often it is looked at; then the reaction goes all the same.
const LOOKS: usize = 200;

#[derive(Debug, Default)]
pub(super) struct Marking {
    state: Mutex<State>,
    sending: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    /// The newest question of each conversation that was not answered.
    newest: HashMap<ConversationId, String>,
    /// When the homeserver last asked to wait.
    limited: Option<DateTime<Utc>>,
    /// A message waits until then.
    held_until: Option<DateTime<Utc>>,
}

/// A message is being sent.
pub(super) struct Sending<'a>(&'a Marking);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        self.0.sending.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Marking {
    /// Reactions wait while this is held.
    pub(super) fn sending(&self) -> Sending<'_> {
        self.sending.fetch_add(1, Ordering::Relaxed);
        Sending(self)
    }

    /// A question was asked.
    pub(super) fn asked(&self, conversation: &ConversationId, event: &str) {
        let mut state = self.state();
        if state.newest.len() >= REMEMBERED {
            state.newest.clear();
        }
        state.newest.insert(conversation.clone(), event.to_owned());
    }

    /// The person has answered: what was asked needs no reactions any more.
    pub(super) fn answered(&self, conversation: &ConversationId) {
        self.state().newest.remove(conversation);
    }

    /// Whether a question still waits for its answer.
    pub(super) fn is_open(&self, conversation: &ConversationId, event: &str) -> bool {
        let state = self.state();
        state.newest.get(conversation).is_some_and(|at| at == event)
    }

    /// The homeserver asked to wait.
    pub(super) fn limited(&self, now: DateTime<Utc>) {
        self.state().limited = Some(now);
    }

    /// The same, and a message goes after the wait.
    pub(super) fn held(&self, now: DateTime<Utc>, wait: Duration) {
        let mut state = self.state();
        state.limited = Some(now);
        let wait = TimeDelta::from_std(wait).unwrap_or(SPARING).min(SPARING);
        state.held_until = Some(now + wait + TimeDelta::seconds(1));
    }

    /// Whether only the most important reactions are set.
    pub(super) fn is_sparing(&self, now: DateTime<Utc>) -> bool {
        let limited = self.state().limited;
        limited.is_some_and(|limited| now - limited < SPARING)
    }

    /// Waits until no message is being sent, for some seconds at most.
    pub(super) async fn yields(&self, clock: &dyn Clock) {
        for _ in 0..LOOKS {
            let held = self.state().held_until;
            let waits = held.is_some_and(|until| clock.now() < until);
            if !waits && self.sending.load(Ordering::Relaxed) == 0 {
                return;
            }
            clock.sleep(LOOK).await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use kally_core::model::{ChatUser, Platform};

    use super::*;

    fn ana() -> ConversationId {
        ConversationId::private_with(&ChatUser {
            platform: Platform::Matrix,
            id: "@ana:x".to_owned(),
        })
    }

    #[test]
    fn only_the_newest_question_is_open_until_it_is_answered() {
        let marking = Marking::default();
        assert!(!marking.is_open(&ana(), "$1"));
        marking.asked(&ana(), "$1");
        marking.asked(&ana(), "$2");
        assert!(!marking.is_open(&ana(), "$1"));
        assert!(marking.is_open(&ana(), "$2"));
        marking.answered(&ana());
        assert!(!marking.is_open(&ana(), "$2"));
    }

    #[test]
    fn a_limit_is_remembered_for_a_while() {
        let marking = Marking::default();
        let at = DateTime::UNIX_EPOCH;
        assert!(!marking.is_sparing(at));
        marking.held(at, Duration::from_secs(5));
        assert!(marking.is_sparing(at + TimeDelta::minutes(9)));
        assert!(!marking.is_sparing(at + TimeDelta::minutes(10)));
    }
}

//! Whether the bot hears what people say. A platform that is asked for news is
//! heard only as far as its answers reach: a call that can still be taken back
//! waits for an answer, and meanwhile the platform is asked often.
//!
//! A platform that brings its news by itself is always heard.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kally_core::model::{MessageKey, Platform};
use tokio::sync::watch;

/// How long a request for news may wait while a call counts down.
const ATTENTIVE: Duration = Duration::from_secs(1);

/// The platforms from which people can be heard. Times are those of
/// [`kally_runtime::Clock::passed`].
#[derive(Debug, Default)]
pub struct Hearing {
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct State {
    /// The platforms that are asked for news.
    asked: HashMap<Platform, Ears>,
    /// Offers to take a call back that are not known to have arrived.
    under_way: HashSet<MessageKey>,
}

#[derive(Debug, Default)]
struct Ears {
    /// When the newest request began whose news were all taken in.
    heard: Option<Duration>,
    /// Somebody waits for a request that begins then or later.
    wanted: Duration,
    /// The platform is asked often until then.
    attentive: Duration,
}

impl Hearing {
    /// This platform is asked for news: nobody is heard before an answer.
    pub fn asks(&self, platform: Platform) {
        self.state().asked.entry(platform).or_default();
    }

    /// A request that began then was answered, and its news are committed.
    pub fn heard(&self, platform: Platform, began: Duration) {
        if let Some(ears) = self.state().asked.get_mut(&platform) {
            ears.heard = ears.heard.max(Some(began));
        }
        self.changed.send_replace(());
    }

    /// How long the next request for news may wait.
    pub fn patience(&self, platform: Platform, now: Duration, usually: Duration) -> Duration {
        let state = self.state();
        match state.asked.get(&platform) {
            Some(ears) if ears.heard < Some(ears.wanted) => Duration::ZERO,
            Some(ears) if now < ears.attentive => usually.min(ATTENTIVE),
            _ => usually,
        }
    }

    /// The platform is asked often until then; a request that is under way is
    /// not cut off.
    pub(crate) fn attend(&self, platform: Platform, until: Duration) {
        if let Some(ears) = self.state().asked.get_mut(&platform) {
            ears.attentive = ears.attentive.max(until);
        }
    }

    /// Waits until everything was heard that people had said then.
    pub(crate) async fn heard_by(&self, platform: Platform, then: Duration) {
        if let Some(ears) = self.state().asked.get_mut(&platform) {
            ears.wanted = ears.wanted.max(then);
        }
        self.until(|state| {
            let ears = state.asked.get(&platform);
            ears.is_none_or(|ears| ears.heard >= Some(then))
        })
        .await;
    }

    /// An offer is under way, from the moment when it was committed.
    pub(crate) fn offered(&self, offer: MessageKey) {
        self.state().under_way.insert(offer);
    }

    /// A message has arrived, or never will.
    pub(crate) fn arrived(&self, message: MessageKey) {
        if self.state().under_way.remove(&message) {
            self.changed.send_replace(());
        }
    }

    /// Whether an offer is not known to have arrived.
    pub(crate) fn is_under_way(&self, offer: MessageKey) -> bool {
        self.state().under_way.contains(&offer)
    }

    /// Waits until an offer has arrived.
    pub(crate) async fn arrival(&self, offer: MessageKey) {
        self.until(|state| !state.under_way.contains(&offer)).await;
    }

    async fn until(&self, holds: impl Fn(&State) -> bool) {
        let mut changed = self.changed.subscribe();
        while !holds(&self.state()) {
            // The sender lives as long as `self`.
            let _ = changed.changed().await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

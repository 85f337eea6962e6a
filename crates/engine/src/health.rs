//! How the connections to the others are: to each platform and to the service.
//!
//! The parts that ask one of them report here whether it answered. A failure is
//! logged once, when it begins or when its reason changes, and so is its end,
//! however often it is tried in between. Health pages, metrics and the messages
//! to admins read from here. Nothing personal is kept: no ids, no words.

mod alerts;
mod beat;
mod recovery;
mod summary;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use kally_core::model::{Platform, Trouble};
use kally_metrics::RETRIES;
use kally_runtime::Clock;
use kallyai::Witness;

pub use alerts::tell_admins;
pub use beat::watch_store;
pub use kally_core::causes;
pub use recovery::watch_service;
pub use summary::{Condition, Summary};

/// Where two programs receive with one token, each is cut off by the other in
/// turn: only this long without a failure ends such trouble.
const SETTLED: Duration = Duration::from_secs(60);

/// A platform that is asked for news and gives no answer for this long is
/// silent. Each of its requests takes a minute at most.
const SILENT: Duration = Duration::from_secs(240);

/// A store that takes longer than this is not ready.
const SLOW: Duration = Duration::from_secs(30);

/// A store that takes longer than this hangs: only a restart helps.
const HUNG: Duration = Duration::from_secs(90);

/// One of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Peer {
    /// A platform that people write from.
    Chat(Platform),
    /// KallyAI.
    Service,
}

impl Peer {
    /// Its word: that of the platform, or `kallyai`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Chat(platform) => platform.word(),
            Self::Service => "kallyai",
        }
    }

    /// Its name, as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chat(platform) => platform.abilities().name,
            Self::Service => "KallyAI",
        }
    }
}

/// A failure that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// Its reason, which can change.
    pub trouble: Trouble,
    /// When this reason began.
    pub since: DateTime<Utc>,
    /// When the failure began, by [`Clock::passed`].
    pub began: Duration,
}

/// What is known of one of the others.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    good: Option<Moment>,
    received: Option<DateTime<Utc>>,
    outage: Option<Outage>,
    /// When it failed last.
    failed: Duration,
}

#[derive(Debug, Clone, Copy)]
struct Moment {
    at: DateTime<Utc>,
    passed: Duration,
}

/// The state of all connections. Cheap to share, and safe to report to from
/// anywhere.
pub struct Health {
    clock: Arc<dyn Clock>,
    lines: Mutex<BTreeMap<Peer, Line>>,
    changed: watch::Sender<()>,
    started: Duration,
    stored: Mutex<Option<Moment>>,
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Health(..)")
    }
}

impl Health {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            started: clock.passed(),
            clock,
            lines: Mutex::default(),
            changed: watch::Sender::new(()),
            stored: Mutex::default(),
        }
    }

    /// This platform is configured: it counts from now on.
    pub fn expects(&self, platform: Platform) {
        self.lines().entry(Peer::Chat(platform)).or_default();
    }

    /// It answered, and everything that the answer brought is done.
    pub fn works(&self, peer: Peer) {
        let now = self.moment();
        let (first, ended) = {
            let mut lines = self.lines();
            let line = lines.entry(peer).or_default();
            (line.good.replace(now).is_none(), line.end(now.passed))
        };
        if first {
            self.changed.send_replace(());
        }
        let Some(outage) = ended else { return };
        let lasted = Duration::from_secs(now.passed.saturating_sub(outage.began).as_secs());
        tracing::info!(
            peer = peer.word(),
            trouble = outage.trouble.word(),
            ?lasted,
            "{} works again",
            peer.name()
        );
        self.changed.send_replace(());
    }

    /// It brought something by itself, such as an update to a webhook.
    pub fn received(&self, platform: Platform) {
        let now = self.clock.now();
        let mut lines = self.lines();
        lines.entry(Peer::Chat(platform)).or_default().received = Some(now);
    }

    /// It did not answer, or refused. `why` is for the log: it may hold no
    /// secret. The caller tries again.
    pub fn fails(&self, peer: Peer, trouble: Trouble, why: &dyn fmt::Display) {
        let now = self.moment();
        let is_news = {
            let mut lines = self.lines();
            let line = lines.entry(peer).or_default();
            line.failed = now.passed;
            let before = line.outage.map(|outage| outage.trouble);
            let same = line.outage.filter(|outage| outage.trouble == trouble);
            line.outage = Some(Outage {
                trouble,
                since: same.map_or(now.at, |outage| outage.since),
                began: line.outage.map_or(now.passed, |outage| outage.began),
            });
            before != Some(trouble)
        };
        if is_news {
            tracing::error!(
                peer = peer.word(),
                trouble = trouble.word(),
                error = %why,
                "{} fails and is tried again",
                peer.name()
            );
            self.changed.send_replace(());
        } else {
            tracing::debug!(peer = peer.word(), error = %why, "it still fails");
        }
        RETRIES.count(&[peer.word(), trouble.word()]);
    }

    /// The failure that has not ended, if there is one.
    #[must_use]
    pub fn outage(&self, peer: Peer) -> Option<Outage> {
        self.lines().get(&peer)?.outage
    }

    /// How each of them is now: the platforms that are expected, and the service.
    #[must_use]
    pub fn summaries(&self) -> Vec<Summary> {
        let now = self.clock.passed();
        let mut lines = self.lines().clone();
        lines.entry(Peer::Service).or_default();
        let summary = |(peer, line): (&Peer, &Line)| line.summary(*peer, now);
        lines.iter().map(summary).collect()
    }

    /// The store has written.
    pub fn stored(&self) {
        let now = self.moment();
        *self.last_stored() = Some(now);
    }

    /// When the store last wrote.
    #[must_use]
    pub fn last_write(&self) -> Option<DateTime<Utc>> {
        self.last_stored().map(|moment| moment.at)
    }

    /// Whether the store writes in time.
    #[must_use]
    pub fn store_writes(&self) -> bool {
        self.has_stored_within(SLOW)
    }

    /// Whether the process works at all: its tasks run, and its store writes.
    /// If it does not, only a restart helps.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.has_stored_within(HUNG)
    }

    /// Whether it does anything for anybody: the store writes, and a platform
    /// works or has not been heard yet.
    #[must_use]
    pub fn serves(&self) -> bool {
        let now = self.clock.passed();
        let lines = self.lines();
        let mut chats = lines.iter().filter(|(peer, _)| **peer != Peer::Service);
        let hopeful = |(peer, line): (&Peer, &Line)| {
            let condition = line.summary(*peer, now).condition;
            matches!(condition, Condition::Works | Condition::Untold) || line.answered_last(now)
        };
        self.store_writes() && (chats.clone().next().is_none() || chats.any(hopeful))
    }

    fn has_stored_within(&self, limit: Duration) -> bool {
        let last = self.last_stored().map_or(self.started, |last| last.passed);
        self.clock.passed().saturating_sub(last) <= limit
    }

    fn last_stored(&self) -> MutexGuard<'_, Option<Moment>> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes when one answers for the first time, and when a failure begins,
    /// changes its reason or ends.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    fn moment(&self) -> Moment {
        Moment {
            at: self.clock.now(),
            passed: self.clock.passed(),
        }
    }

    fn lines(&self) -> MutexGuard<'_, BTreeMap<Peer, Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// Ends the failure, unless it would be too early to say so.
    fn end(&mut self, now: Duration) -> Option<Outage> {
        let unsure = self.outage?.trouble == Trouble::SecondReceiver;
        if unsure && now.saturating_sub(self.failed) < SETTLED {
            return None;
        }
        self.outage.take()
    }

    /// Whether its last answer was a good one: beside a second receiver the bot still
    /// gets some messages.
    fn answered_last(&self, now: Duration) -> bool {
        self.good.is_some_and(|good| {
            good.passed > self.failed && now.saturating_sub(good.passed) <= SILENT
        })
    }

    fn summary(&self, peer: Peer, now: Duration) -> Summary {
        let silent = |good: &Moment| now.saturating_sub(good.passed) > SILENT;
        let condition = match (self.outage, self.good, peer) {
            (Some(outage), ..) => Condition::Fails(outage.trouble),
            (None, None, _) => Condition::Untold,
            // The service is asked only when somebody wants something.
            (None, Some(good), Peer::Chat(_)) if silent(&good) => Condition::Silent,
            (None, Some(_), _) => Condition::Works,
        };
        Summary {
            peer,
            condition,
            good: self.good.map(|good| good.at),
            received: self.received,
            since: self.outage.map(|outage| outage.since),
        }
    }
}

impl Witness for Health {
    fn answered(&self, http: u16) {
        match http {
            500.. => {
                let why = format!("it answered with HTTP {http}");
                self.fails(Peer::Service, Trouble::Faulty, &why);
            }
            _ => self.works(Peer::Service),
        }
    }

    fn unanswered(&self, error: &kallyai::Error) {
        let why = causes(error);
        self.fails(Peer::Service, Trouble::Unreachable, &why);
    }
}

/// A moment as health pages write it: seconds are enough.
#[must_use]
pub fn written(at: DateTime<Utc>) -> String {
    let at = at - TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()));
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

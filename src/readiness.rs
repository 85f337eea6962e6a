//! Whether the bridge can do its work: what `/live`, `/ready`, systemd and
//! `kally-bridge healthcheck` say.
//!
//! It is *unavailable* when the store does not write or no platform works, and
//! *degraded* when something else is wrong: then it still does what it can, and
//! taking it out of service would take the working platform down with the broken
//! one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use kally_engine::health::{Condition, Health, Peer, Summary, written};
use kally_runtime::Clock;
use kally_store::{Store, Stored};

/// With less room than this, in bytes, the store may fail any time.
pub const LITTLE_ROOM: u64 = 64 * 1024 * 1024;

/// How many conversations' waiting messages are looked at.
const MOST_LANES: usize = 500;

/// How long the look at the waiting messages counts.
const LOOK: Duration = Duration::from_secs(10);

/// How the bridge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Ok,
    /// Another process works; this one takes over when it ends, and passes requests
    /// on to it.
    #[serde(rename = "standing by")]
    StandingBy,
    /// Something is wrong, but it still does what it can.
    Degraded,
    /// It does nothing for anybody.
    Unavailable,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::StandingBy => "standing by",
            Self::Degraded => "degraded",
            Self::Unavailable => "unavailable",
        }
    }
}

/// The answer of `/ready`. Times are RFC 3339, in UTC.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ready {
    pub status: Status,
    /// What is wrong, a line each.
    pub reasons: Vec<String>,
    pub version: String,
    pub pid: u32,
    pub uptime_seconds: u64,
    pub store: StoreState,
    /// The configured platforms, by their words.
    pub platforms: Vec<PeerState>,
    pub kallyai: PeerState,
    pub outbox: OutboxState,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoreState {
    pub writes: bool,
    /// When it last wrote.
    pub last_write: Option<String>,
    /// The room that is left on its disk, if the system tells.
    pub free_bytes: Option<u64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PeerState {
    pub name: String,
    /// `ok`, `starting` (it has not answered yet), `silent` (for minutes), or
    /// the trouble: `unreachable`, `unauthorized`, `signed-out`, ….
    pub status: String,
    /// When it last answered well.
    pub last_good: Option<String>,
    /// When it last brought something by itself: a webhook's update.
    pub last_received: Option<String>,
    /// Since when it fails.
    pub since: Option<String>,
}

/// The messages that wait to be sent.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct OutboxState {
    /// In how many conversations; at most 500 are counted.
    pub conversations: usize,
    /// The age of the oldest. A person who has blocked the bot keeps theirs
    /// waiting, for 14 days at most.
    pub oldest_seconds: Option<u64>,
}

impl Ready {
    /// Of a process that has no store (yet), for this long.
    pub fn without_store(status: Status, since: Duration, folder: &Path) -> Self {
        let reason =
            (status == Status::Unavailable).then(|| "the store is not open yet".to_owned());
        Self {
            status,
            reasons: reason.into_iter().collect(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            uptime_seconds: since.as_secs(),
            store: StoreState {
                writes: false,
                last_write: None,
                free_bytes: free_bytes(folder),
            },
            platforms: Vec::new(),
            kallyai: PeerState::untold(Peer::Service),
            outbox: OutboxState::default(),
        }
    }

    /// Whether it does anything for anybody.
    pub fn is_ready(&self) -> bool {
        self.status != Status::Unavailable
    }

    /// All of it on one line.
    pub fn line(&self) -> String {
        match self.reasons.is_empty() {
            true => self.status.word().to_owned(),
            false => format!("{}: {}", self.status.word(), self.reasons.join("; ")),
        }
    }
}

/// Looks at the running parts.
pub struct Readiness {
    health: Arc<Health>,
    store: Arc<dyn Store>,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    started: Duration,
    outbox: Mutex<Option<(Duration, OutboxState)>>,
}

impl Readiness {
    /// For the parts of a bridge whose store is in this folder.
    pub fn new(
        health: Arc<Health>,
        store: Arc<dyn Store>,
        folder: &Path,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            health,
            store,
            folder: folder.to_owned(),
            started: clock.passed(),
            clock,
            outbox: Mutex::default(),
        }
    }

    /// How everything is now.
    pub async fn report(&self) -> Ready {
        let store = self.store_state();
        let summaries = self.health.summaries();
        let (service, platforms): (Vec<Summary>, Vec<Summary>) = summaries
            .into_iter()
            .partition(|summary| summary.peer == Peer::Service);
        let all = platforms.iter().chain(&service);
        let mut reasons: Vec<String> = all.filter_map(Summary::reason).collect();
        reasons.extend(store.reason());
        let works = platforms.is_empty() || platforms.iter().any(Summary::works);
        let status = match reasons.is_empty() {
            _ if !store.writes || !works => Status::Unavailable,
            true => Status::Ok,
            false => Status::Degraded,
        };
        let service = service.first().map(PeerState::of);
        Ready {
            status,
            reasons,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            uptime_seconds: self.clock.passed().saturating_sub(self.started).as_secs(),
            store,
            platforms: platforms.iter().map(PeerState::of).collect(),
            kallyai: service.unwrap_or_else(|| PeerState::untold(Peer::Service)),
            outbox: self.outbox_state().await,
        }
    }

    fn store_state(&self) -> StoreState {
        StoreState {
            writes: self.health.store_writes(),
            last_write: self.health.last_write().map(written),
            free_bytes: free_bytes(&self.folder),
        }
    }

    async fn outbox_state(&self) -> OutboxState {
        let now = self.clock.passed();
        if let Some((then, state)) = *lock(&self.outbox)
            && now.saturating_sub(then) < LOOK
        {
            return state;
        }
        let lanes = self.store.lanes(None, MOST_LANES).await.unwrap_or_default();
        let mut oldest = None;
        for lane in &lanes {
            let first = self.store.outbox(lane, 1).await.unwrap_or_default();
            let created = first.first().and_then(|(_, stored)| match stored {
                Stored::Found { record, .. } => Some(record.created_at),
                _ => None,
            });
            oldest = oldest.into_iter().chain(created).min();
        }
        let age = |then: DateTime<Utc>| (self.clock.now() - then).num_seconds();
        let state = OutboxState {
            conversations: lanes.len(),
            oldest_seconds: oldest.and_then(|then| u64::try_from(age(then).max(0)).ok()),
        };
        *lock(&self.outbox) = Some((now, state));
        state
    }
}

impl StoreState {
    /// What is wrong with it.
    fn reason(&self) -> Option<String> {
        if !self.writes {
            let since = self.last_write.as_deref().unwrap_or("the start");
            return Some(format!("the store has written nothing since {since}"));
        }
        let free = self.free_bytes.filter(|free| *free < LITTLE_ROOM)?;
        Some(format!(
            "only {} MiB are left on the store's disk",
            free / 1024 / 1024
        ))
    }
}

impl PeerState {
    fn of(summary: &Summary) -> Self {
        Self {
            name: summary.peer.word().to_owned(),
            status: summary.condition.word().to_owned(),
            last_good: summary.good.map(written),
            last_received: summary.received.map(written),
            since: summary.since.map(written),
        }
    }

    fn untold(peer: Peer) -> Self {
        Self::of(&Summary {
            peer,
            condition: Condition::Untold,
            good: None,
            received: None,
            since: None,
        })
    }
}

/// The room that is left for this user on the disk of a folder.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

//! The engine and its days: people write, calls are placed, everything is
//! delivered, the sweeps run.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kally_core::model::{ChatUser, ConversationId, EventId, Language, MessageRef};
use kally_engine::bridge::{Content, Inbound, Sender};
use kally_engine::retention::sweep_past;
use kally_runtime::{Clock, ManualClock};
use kally_store::{AccountRecord, DataKey, SledOptions, Work};
use kallyai::{AccessToken, RefreshToken, TokenPair};

use crate::engine::Engine;
use crate::people::{Visit, first_day};
use crate::{DAY, Result, service};

/// The time between two messages of a person.
const BETWEEN: Duration = Duration::from_secs(20);

/// How far the clock goes at a time while something is under way.
const STEP: Duration = Duration::from_secs(5);

/// Nothing of one day takes longer, in real time.
const LIMIT: Duration = Duration::from_secs(120);

/// A pause in real time, in which the workers get on.
const BREATH: Duration = Duration::from_millis(2);

/// The time of another clock, and no pauses: how long a sweep works, without the
/// rests between its pages.
struct Unpaused(Arc<ManualClock>);

#[async_trait]
impl Clock for Unpaused {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }

    fn passed(&self) -> Duration {
        self.0.passed()
    }

    async fn sleep(&self, _duration: Duration) {
        tokio::task::yield_now().await;
    }
}

/// The bot of a whole year.
pub struct Bot {
    pub engine: Engine,
    clock: Arc<ManualClock>,
    events: AtomicU64,
}

impl Bot {
    /// Opens a store and starts everything that works on it; with `sweeps`
    /// also the tasks that forget marks and link sessions.
    pub async fn start(folder: &Path, options: &SledOptions, sweeps: bool) -> Result<Self> {
        let clock = Arc::new(ManualClock::new(first_day()?));
        let url = service::start(Arc::clone(&clock)).await?;
        let by = Arc::clone(&clock) as _;
        Ok(Self {
            engine: Engine::start(folder, options, by, &url, sweeps).await?,
            clock,
            events: AtomicU64::new(0),
        })
    }

    /// The account of a person who has just signed in.
    pub fn account(&self, key: &DataKey, user: &ChatUser) -> Result<AccountRecord> {
        let pair = TokenPair {
            access: AccessToken::parse(&service::token(&self.engine.ids, "access"))?,
            refresh: RefreshToken::parse(&service::token(&self.engine.ids, "refresh"))?,
            expires_in: service::TOKEN,
        };
        Ok(self
            .engine
            .accounts
            .record_with(key, user, &pair, self.clock.now()))
    }

    /// The conversations and calls of a day, side by side. Returns the number of
    /// calls.
    pub async fn day(&self, day: u64, visits: &[Visit]) -> Result<usize> {
        let longest = visits.iter().map(|visit| visit.says.len()).max();
        for turn in 0..longest.unwrap_or_default() {
            let said = visits.iter().filter_map(|visit| {
                let text = visit.says.get(turn)?;
                Some(self.hear(&visit.conversation, text))
            });
            futures::future::try_join_all(said).await?;
            self.clock.advance(BETWEEN);
            self.settle(day).await?;
        }
        Ok(visits.iter().filter(|visit| visit.calls).count())
    }

    async fn hear(&self, conversation: &ConversationId, text: &str) -> Result<()> {
        let event = self.events.fetch_add(1, Ordering::Relaxed);
        let inbound = Inbound {
            event: EventId(event.to_string()),
            conversation: conversation.clone(),
            sender: Sender {
                display_name: "Ana García".to_owned(),
                handle: Some("@anag".to_owned()),
                language: Some(Language::En),
            },
            message: Some(MessageRef(format!("m{event}"))),
            replies_to: None,
            quoted: None,
            at: self.clock.now(),
            content: Content::Text(text.to_owned()),
        };
        self.engine.bridge.handle(&inbound).await?;
        Ok(())
    }

    /// Lets time pass until no call is open, no errand waits and every message
    /// is delivered.
    async fn settle(&self, day: u64) -> Result<()> {
        let started = Instant::now();
        while !self.is_quiet().await? {
            if started.elapsed() > LIMIT {
                return Err(format!("day {day} does not end").into());
            }
            self.clock.advance(STEP);
            tokio::time::sleep(BREATH).await;
        }
        Ok(())
    }

    async fn is_quiet(&self) -> Result<bool> {
        for work in [Work::Calls, Work::Errands] {
            if !self.engine.store.open_work(work, None, 1).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(self.engine.store.lanes(None, 1).await?.is_empty())
    }

    /// The rest of the day passes; then its sweep runs. Returns how long that
    /// worked.
    pub async fn night(&self, keep: Option<Duration>) -> Result<Duration> {
        let passed = self.clock.now() - first_day()?;
        let of_day = passed.to_std()?.as_secs() % DAY.as_secs();
        self.clock.advance(DAY - Duration::from_secs(of_day));
        tokio::time::sleep(BREATH).await;
        let started = Instant::now();
        if let Some(keep) = keep {
            let clock = Unpaused(Arc::clone(&self.clock));
            sweep_past(&*self.engine.store, &clock, keep).await?;
        }
        Ok(started.elapsed())
    }

    pub async fn stop(self) -> Result<()> {
        self.engine.tasks.shut_down(LIMIT).await;
        self.engine.store.close().await?;
        Ok(())
    }
}

//! The engine with a real store, and its days: people write, calls are placed,
//! everything is delivered, the sweeps run.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kally_core::model::{
    ChatUser, ConversationId, EventId, Language, MessageRef, Platform, Settings,
};
use kally_engine::accounts::Accounts;
use kally_engine::bridge::{
    Bridge, BridgeOptions, CallLimits, Content, Doorbells, Inbound, Sender,
};
use kally_engine::calls::{Calls, CallsOptions, Dependencies, Errands};
use kally_engine::chat::{Chat, ChatError, Outgoing};
use kally_engine::delivery::Delivery;
use kally_engine::linking::{LinkOpener, LinkingOptions, Networks, forget_ended};
use kally_engine::recordings::Recordings;
use kally_engine::retention::{forget_events, sweep_past};
use kally_runtime::{Clock, Ids, ManualClock, Tasks};
use kally_store::{AccountRecord, DataKey, Keyring, Sealer, SledOptions, SledStore, Store, Work};
use kallyai::{AccessToken, Client, Flow, RefreshToken, TokenPair};

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

/// A chat that accepts every message.
#[derive(Default)]
struct Accepting(AtomicU64);

#[async_trait]
impl Chat for Accepting {
    fn platform(&self) -> Platform {
        Platform::Telegram
    }

    async fn deliver(&self, _outgoing: &Outgoing) -> std::result::Result<MessageRef, ChatError> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Ok(MessageRef(number.to_string()))
    }
}

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
    pub store: Arc<dyn Store>,
    pub keyring: Arc<Keyring>,
    accounts: Arc<Accounts>,
    bridge: Arc<Bridge>,
    clock: Arc<ManualClock>,
    ids: Arc<Ids>,
    tasks: Tasks,
    events: AtomicU64,
}

impl Bot {
    /// Opens a store and starts everything that works on it; with `sweeps`
    /// also the tasks that forget marks and link sessions.
    pub async fn start(folder: &Path, options: &SledOptions, sweeps: bool) -> Result<Self> {
        let manual = Arc::new(ManualClock::new(first_day()?));
        let clock: Arc<dyn Clock> = Arc::clone(&manual) as _;
        let url = service::start(Arc::clone(&manual)).await?;
        let client = Client::new(url.parse()?, "kally-bridge/year")?;
        std::fs::create_dir_all(folder)?;
        let store: Arc<dyn Store> = Arc::new(SledStore::open(folder, options)?);
        let sealer = Arc::new(Sealer::load(folder, None)?);
        let ids = Arc::new(Ids::from_os());
        let keyring = Keyring::load(
            Arc::clone(&store),
            Arc::clone(&sealer),
            Arc::clone(&ids),
            Arc::clone(&clock),
        );
        let keyring = Arc::new(keyring.await?);
        let accounts = Arc::new(Accounts::new(
            Arc::clone(&store),
            client.clone(),
            Arc::clone(&keyring),
            Flow::Cli,
            Arc::clone(&clock),
            Arc::clone(&ids),
        ));
        let doorbells = Arc::new(Doorbells::default());
        let links = LinkOpener::new(
            client.clone(),
            linking_options()?,
            Arc::clone(&sealer),
            Arc::clone(&keyring),
            Arc::clone(&ids),
        );
        let bridge = Arc::new(Bridge::new(
            Arc::clone(&store),
            Arc::new(links),
            Arc::clone(&clock),
            Arc::clone(&ids),
            bridge_options()?,
            Arc::clone(&doorbells),
        ));
        let parts = Dependencies {
            store: Arc::clone(&store),
            bridge: Arc::clone(&bridge),
            accounts: Arc::clone(&accounts),
            recordings: Recordings::new(&accounts, &client, &clock),
            client,
            clock,
            tasks: Tasks::default(),
            doorbells,
        };
        let tasks = parts.tasks.clone();
        work(parts, sealer, Arc::clone(&keyring), sweeps);
        Ok(Self {
            store,
            keyring,
            accounts,
            bridge,
            clock: manual,
            ids,
            tasks,
            events: AtomicU64::new(0),
        })
    }

    /// The account of a person who has just signed in.
    pub fn account(&self, key: &DataKey, user: &ChatUser) -> Result<AccountRecord> {
        let pair = TokenPair {
            access: AccessToken::parse(&service::token(&self.ids, "access"))?,
            refresh: RefreshToken::parse(&service::token(&self.ids, "refresh"))?,
            expires_in: service::TOKEN,
        };
        Ok(self
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
        self.bridge.handle(&inbound).await?;
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
            if !self.store.open_work(work, None, 1).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(self.store.lanes(None, 1).await?.is_empty())
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
            sweep_past(&*self.store, &clock, keep).await?;
        }
        Ok(started.elapsed())
    }

    pub async fn stop(self) -> Result<()> {
        self.tasks.shut_down(LIMIT).await;
        self.store.close().await?;
        Ok(())
    }
}

/// Starts the workers.
fn work(parts: Dependencies, sealer: Arc<Sealer>, keyring: Arc<Keyring>, sweeps: bool) {
    let tasks = parts.tasks.clone();
    let both = || (Arc::clone(&parts.store), Arc::clone(&parts.clock));
    if sweeps {
        let (store, clock) = both();
        tasks.spawn(forget_ended(store, keyring, clock));
        let (store, clock) = both();
        tasks.spawn(forget_events(store, clock));
    }
    let (store, clock) = both();
    let chat: Arc<dyn Chat> = Arc::new(Accepting::default());
    let doorbells = Arc::clone(&parts.doorbells);
    let delivery = Delivery::new(store, vec![chat], clock, tasks.clone(), doorbells);
    tasks.spawn(Arc::new(delivery.with_sealer(sealer)).run());
    tasks.spawn(Arc::new(Errands::new(parts.clone())).run());
    let options = CallsOptions {
        doubt: Duration::from_secs(600),
        poll_first: Duration::from_secs(2),
        poll_longest: Duration::from_secs(30),
        follow: Duration::from_secs(7200),
        stale: Duration::from_secs(900),
    };
    tasks.spawn(Arc::new(Calls::new(parts, options)).run());
}

fn bridge_options() -> Result<BridgeOptions> {
    let defaults = Settings {
        language: Language::En,
        region: "US".parse()?,
        ..Settings::default()
    };
    Ok(BridgeOptions {
        defaults,
        undo: Duration::ZERO,
        doubt: Duration::from_secs(600),
        keep: DAY * 90,
        late: Duration::from_secs(3600),
        limits: CallLimits::default(),
        signs: kally_core::model::CommandSigns::default(),
        calendars: None,
        minds_hours: false,
    })
}

fn linking_options() -> Result<LinkingOptions> {
    Ok(LinkingOptions {
        public_url: "http://localhost:8976".parse()?,
        flow: Flow::Cli,
        expires: Duration::from_secs(600),
        language: Language::En,
        trusted_proxies: Networks::default(),
        local_peers: Networks::default(),
    })
}

//! The engine with a real store and a chat that accepts every message: the parts of
//! the program that do its work.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use kally_core::model::{Language, MessageRef, Platform, Settings};
use kally_engine::accounts::Accounts;
use kally_engine::bridge::{Bridge, BridgeOptions, CallLimits, Doorbells};
use kally_engine::calls::{Calls, CallsOptions, Dependencies, Errands};
use kally_engine::chat::{Chat, ChatError, Outgoing};
use kally_engine::delivery::Delivery;
use kally_engine::linking::{LinkOpener, LinkingOptions, Networks, forget_ended};
use kally_engine::recordings::Recordings;
use kally_engine::retention::forget_events;
use kally_runtime::{Clock, Ids, Tasks};
use kally_store::{Keyring, Sealer, SledOptions, SledStore, Store};
use kallyai::{Client, Flow};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

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

/// The parts of a running bot.
pub struct Engine {
    pub store: Arc<dyn Store>,
    pub keyring: Arc<Keyring>,
    pub accounts: Arc<Accounts>,
    pub bridge: Arc<Bridge>,
    pub ids: Arc<Ids>,
    pub tasks: Tasks,
}

impl Engine {
    /// Opens a store and starts everything that works on it, against the service at
    /// this address; with `sweeps` also the tasks that forget marks and link
    /// sessions.
    pub async fn start(
        folder: &Path,
        options: &SledOptions,
        clock: Arc<dyn Clock>,
        url: &str,
        sweeps: bool,
    ) -> Result<Self> {
        let client = Client::new(url.parse()?, "kally-bridge/bench")?;
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
            ids,
            tasks,
        })
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
        keep: Duration::from_secs(90 * 24 * 60 * 60),
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

//! The bridge, wired: store, accounts, linking, turn, workers and the web
//! server, from a configuration and the configured chats.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use kally_core::model::{Settings, Threads};
use kally_engine::access::{Access, Claim};
use kally_engine::accounts::Accounts;
use kally_engine::appointments::{Feeds, Reminders};
use kally_engine::bridge::{Bridge, BridgeOptions, Doorbells};
use kally_engine::calls::{Calls, CallsOptions, Dependencies, Errands, KnownBalances};
use kally_engine::chat::Chat;
use kally_engine::delivery::Delivery;
use kally_engine::health::{Health, watch_service, watch_store};
use kally_engine::linking::{LinkOpener, Linking, LinkingOptions, forget_ended};
use kally_engine::observed::ObservedStore;
use kally_engine::recordings::Recordings;
use kally_engine::restored;
use kally_engine::retention::{forget_events, forget_past};
use kally_runtime::{Clock, Ids, SystemClock, Tasks};
use kally_store::{Keyring, RestoredRecord, Sealer, Store, StoreError};
use kallyai::{BuildError, Client, Flow, RegisteredClient};

use super::command::{Desk, Socket};
use super::config::{Config, LinkingMode};
use super::store::{self, Opened};
use super::web::{self, Front};

/// How long shutdown waits for tasks to stop; a refresh of a sign-in may be on its
/// way. Docker kills a container after ten seconds.
pub const SHUTDOWN: Duration = Duration::from_secs(8);

/// The routes of the chats, beside the linking pages.
pub type Routes = Router;

/// A bridge that runs.
pub struct Service {
    /// Carries out commands.
    pub desk: Arc<Desk>,
    /// Where other processes give them; `None` if there is no socket.
    pub socket: Option<Socket>,
    pub bridge: Arc<Bridge>,
    /// How the connections to the others are.
    pub health: Arc<Health>,
    pub delivery: Arc<Delivery>,
    #[cfg_attr(
        not(feature = "demo"),
        allow(dead_code, reason = "only the demo links an account by itself")
    )]
    pub accounts: Arc<Accounts>,
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<Ids>,
    pub tasks: Tasks,
    #[cfg_attr(
        not(feature = "telegram"),
        allow(dead_code, reason = "only a chat that is told who is back rings")
    )]
    pub doorbells: Arc<Doorbells>,
}

/// The settings of people who have set nothing.
pub fn default_settings(config: &Config) -> Settings {
    Settings {
        language: config.locale.language,
        timezone: config.locale.timezone,
        region: config.locale.region,
        threads: match config.platforms.begin_threads() {
            true => Threads::On,
            false => Threads::Off,
        },
        ..Settings::default()
    }
}

/// The flow for signing in to the service.
pub fn flow(config: &Config) -> Flow {
    match &config.linking.mode {
        LinkingMode::Cli => Flow::Cli,
        LinkingMode::Code {
            client_id,
            client_secret,
        } => Flow::Code(RegisteredClient {
            id: client_id.clone(),
            secret: client_secret.clone(),
        }),
    }
}

/// The client of the service, by the way that is configured.
pub fn client(config: &Config) -> Result<Client, BuildError> {
    let service = &config.kallyai;
    let network = config.network.to(&service.proxy);
    Client::through(&network, service.base_url.clone(), &service.user_agent)
}

/// Reads the data keys of a store, and throws away those that nothing needs.
async fn keyring(
    store: &Arc<dyn Store>,
    sealer: &Arc<Sealer>,
    ids: &Arc<Ids>,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Arc<Keyring>> {
    let (store, sealer) = (Arc::clone(store), Arc::clone(sealer));
    let keyring = Keyring::load(store, sealer, Arc::clone(ids), Arc::clone(clock)).await?;
    let gone = keyring.tidy().await?;
    if gone > 0 {
        tracing::info!(
            gone,
            "data keys of sign-ins that have ended were thrown away"
        );
    }
    Ok(Arc::new(keyring))
}

/// Who may use the bot; where not everybody may, a code makes the first admin.
async fn access(config: &Config, store: &dyn Store) -> anyhow::Result<Access> {
    let rules = config.access.rules.clone();
    let claim = (!rules.open).then(|| Claim::in_folder(&config.store.path));
    Ok(Access::load(store, rules, claim).await?)
}

/// The parts that the chats are built on: everything but the chats and the
/// workers that need them. Nothing runs yet.
pub struct Foundation {
    /// Store, turn, clock and tasks.
    pub parts: Dependencies,
    /// How the connections to the others are.
    pub health: Arc<Health>,
    /// The data keys, also those of other databases.
    pub keyring: Arc<Keyring>,
    sealer: Arc<Sealer>,
    linking: Linking,
    feeds: Feeds,
    ids: Arc<Ids>,
    /// The mark of a store that was restored from a copy.
    restored: Option<RestoredRecord>,
}

impl Foundation {
    /// Opens the store and puts the parts together.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        Self::on(config, store::open(config).await?, Tasks::default()).await
    }

    /// Puts the parts together on an open store. They run among these tasks.
    pub async fn on(
        config: &Config,
        (store, sealer): Opened,
        tasks: Tasks,
    ) -> anyhow::Result<Self> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let store = observed(config, store, &clock);
        let ids = Arc::new(Ids::from_os());
        let keyring = keyring(&store, &sealer, &ids, &clock).await?;
        let health = Arc::new(Health::new(Arc::clone(&clock)));
        let client = client(config)?.with_witness(Arc::clone(&health) as _);
        let accounts = Accounts::new(
            Arc::clone(&store),
            client.clone(),
            Arc::clone(&keyring),
            flow(config),
            Arc::clone(&clock),
            Arc::clone(&ids),
        );
        let accounts = Arc::new(accounts.to_their_end(&tasks));
        let links = linking_options(config);
        let opener = LinkOpener::new(
            client.clone(),
            links.clone(),
            Arc::clone(&sealer),
            Arc::clone(&keyring),
            Arc::clone(&ids),
        );
        let doorbells = Arc::new(Doorbells::default());
        let access = access(config, &*store).await?;
        let balances = known_balances(&accounts, &client, &clock, &tasks);
        let bridge = Bridge::new(
            Arc::clone(&store),
            Arc::new(opener),
            Arc::clone(&clock),
            Arc::clone(&ids),
            bridge_options(config),
            Arc::clone(&doorbells),
        );
        let bridge = bridge.with_access(Arc::new(access));
        let (bridge, restored) =
            settled(bridge.with_balances(Arc::new(balances)), &*store, &*clock).await?;
        let linking = Linking::new(
            Arc::clone(&store),
            client.clone(),
            Arc::clone(&keyring),
            Arc::clone(&bridge),
            links,
            Arc::clone(&clock),
            Arc::clone(&ids),
        );
        let feeds = feeds(config, &store, &clock);
        let parts = Dependencies {
            store,
            bridge,
            recordings: Recordings::new(&accounts, &client, &clock),
            accounts,
            client,
            clock,
            tasks,
            doorbells,
        };
        Ok(Self {
            parts,
            health,
            keyring,
            sealer,
            linking,
            feeds,
            ids,
            restored,
        })
    }

    /// The desk for commands, while nothing runs: it places no call.
    pub fn desk(&self, config: &Config) -> Arc<Desk> {
        let errands = Arc::new(Errands::new(self.parts.clone()));
        Arc::new(Desk::new(config, self.parts.clone(), errands, false))
    }

    /// Closes the store. Nothing has run.
    pub async fn close(self) {
        close(&*self.parts.store).await;
    }

    /// Starts everything. When this returns, the front serves these routes of the chats
    /// beside the linking pages. Without a front there are no pages.
    pub fn start(
        self,
        config: &Config,
        front: Option<&Front>,
        chats: Vec<Arc<dyn Chat>>,
        routes: Routes,
    ) -> Service {
        let Self {
            parts,
            health,
            linking,
            feeds,
            sealer,
            keyring,
            ids,
            restored: mark,
        } = self;
        let has_pages = front.is_some();
        if let Some(front) = front {
            let pages = Arc::new(linking.with_health(Arc::clone(&health))).router();
            let pages = Arc::new(feeds).router().fallback_service(pages);
            let pages = web::with_room_for_others(pages);
            front.turn_to(routes.fallback_service(pages));
        }
        let (store, clock) = (Arc::clone(&parts.store), Arc::clone(&parts.clock));
        let watched = watch_store(Arc::clone(&store), Arc::clone(&health), Arc::clone(&clock));
        parts.tasks.spawn(watched);
        let client = parts.client.clone();
        let watched = watch_service(client, health.clone(), clock.clone());
        parts.tasks.spawn(watched);
        parts.tasks.spawn(forget_ended(store, keyring, clock));
        let (store, clock) = (Arc::clone(&parts.store), Arc::clone(&parts.clock));
        let access = Arc::clone(parts.bridge.access());
        parts
            .tasks
            .spawn(forget_past(store, clock, access, config.store.keep));
        // A command that has the store for its one call leaves that to the bridge.
        if let Some(mark) = mark.filter(|mark| has_pages && !mark.checked) {
            parts
                .tasks
                .spawn_to_end(check_sign_ins(parts.clone(), mark));
        }
        let errands = Arc::new(Errands::new(parts.clone()).with_chats(&chats));
        let desk = Desk::new(config, parts.clone(), Arc::clone(&errands), has_pages);
        let desk = Arc::new(desk);
        let socket = listen(config, &desk, &parts.tasks);
        let options = calls_options(config);
        let delivery = set_workers_going(parts.clone(), errands, chats, sealer, options);
        Service {
            desk,
            socket,
            bridge: parts.bridge,
            health,
            delivery,
            accounts: parts.accounts,
            store: parts.store,
            clock: parts.clock,
            ids,
            tasks: parts.tasks,
            doorbells: parts.doorbells,
        }
    }
}

impl Service {
    /// Starts everything, for chats that need none of its parts.
    pub async fn start(
        config: &Config,
        listener: TcpListener,
        chats: Vec<Arc<dyn Chat>>,
    ) -> anyhow::Result<Self> {
        let foundation = Foundation::open(config).await?;
        let front = Front::serve(listener, &foundation.parts.tasks);
        Ok(foundation.start(config, Some(&front), chats, Routes::new()))
    }

    /// Stops everything, and makes all of it durable.
    pub async fn stop(self) {
        drop(self.socket);
        self.tasks.shut_down(SHUTDOWN).await;
        close(&*self.store).await;
    }
}

/// The store, with an audit trail and metrics of its commits.
fn observed(config: &Config, store: Arc<dyn Store>, clock: &Arc<dyn Clock>) -> Arc<dyn Store> {
    let clock = Arc::clone(clock);
    Arc::new(ObservedStore::new(store, config.log.audit, clock))
}

fn feeds(config: &Config, store: &Arc<dyn Store>, clock: &Arc<dyn Clock>) -> Feeds {
    let proxies = config.server.trusted_proxies.clone();
    Feeds::new(Arc::clone(store), Arc::clone(clock), proxies)
}

/// Sees to it that nothing of a restored copy is done again, before anything else
/// runs; returns the mark of the restore.
async fn settled(
    bridge: Bridge,
    store: &dyn Store,
    clock: &dyn Clock,
) -> anyhow::Result<(Arc<Bridge>, Option<RestoredRecord>)> {
    let mark = restored::mark(store).await?;
    // Until the first start another bridge may have gone on with the old store.
    let mark = mark.map(|mark| match mark.settled {
        true => mark,
        false => mark.begun_at(clock.now()),
    });
    let bridge = Arc::new(bridge.restored(mark.as_ref()));
    if let Some(mark) = &mark {
        restored::settle(store, &bridge, mark).await?;
    }
    Ok((bridge, mark))
}

/// Finds out who has to sign in again after a restore.
async fn check_sign_ins(parts: Dependencies, mark: RestoredRecord) {
    restored::check_sign_ins(&parts, mark).await;
}

async fn close(store: &dyn Store) {
    match store.close().await {
        // The next owner has it, and everything is there.
        Ok(()) | Err(StoreError::Lost(_)) => {}
        Err(error) => tracing::error!(%error, "the store did not close properly"),
    }
}

/// Listens for commands. Everything else works without.
fn listen(config: &Config, desk: &Arc<Desk>, tasks: &Tasks) -> Option<Socket> {
    match Socket::listen(&config.store.path, Arc::clone(desk), tasks) {
        Ok(socket) => Some(socket),
        Err(error) => {
            tracing::warn!(%error, "commands cannot reach this process: the socket in the store's folder cannot be made");
            None
        }
    }
}

/// Starts delivery, calls, errands and reminders; each takes up the open work that it
/// finds.
fn set_workers_going(
    parts: Dependencies,
    errands: Arc<Errands>,
    chats: Vec<Arc<dyn Chat>>,
    sealer: Arc<Sealer>,
    options: CallsOptions,
) -> Arc<Delivery> {
    let delivery = Delivery::new(
        Arc::clone(&parts.store),
        chats,
        Arc::clone(&parts.clock),
        parts.tasks.clone(),
        Arc::clone(&parts.doorbells),
    );
    let recordings = Arc::clone(&parts.recordings);
    let delivery = delivery.with_sealer(sealer).with_recordings(recordings);
    let delivery = Arc::new(delivery);
    let tasks = parts.tasks.clone();
    let (store, clock) = (Arc::clone(&parts.store), Arc::clone(&parts.clock));
    tasks.spawn(forget_events(store, clock));
    tasks.spawn(Arc::clone(&delivery).run());
    tasks.spawn(errands.run());
    let reminders = Reminders::new(
        Arc::clone(&parts.store),
        Arc::clone(&parts.bridge),
        Arc::clone(&parts.clock),
        Arc::clone(&parts.doorbells),
    );
    tasks.spawn(reminders.run());
    tasks.spawn(Arc::new(Calls::new(parts, options)).run());
    delivery
}

fn known_balances(
    accounts: &Arc<Accounts>,
    client: &Client,
    clock: &Arc<dyn Clock>,
    tasks: &Tasks,
) -> KnownBalances {
    let (accounts, clock) = (Arc::clone(accounts), Arc::clone(clock));
    KnownBalances::new(accounts, client.clone(), clock, tasks.clone())
}

fn linking_options(config: &Config) -> LinkingOptions {
    LinkingOptions {
        public_url: config.linking.public_url.clone(),
        flow: flow(config),
        expires: config.linking.expires,
        language: config.locale.language,
        trusted_proxies: config.server.trusted_proxies.clone(),
        local_peers: config.linking.local_peers.clone(),
    }
}

fn bridge_options(config: &Config) -> BridgeOptions {
    BridgeOptions {
        defaults: default_settings(config),
        undo: config.calls.undo,
        minds_hours: config.calls.minds_hours,
        doubt: config.calls.doubt,
        keep: config.store.keep,
        late: config.calls.late,
        limits: config.access.limits,
        signs: config.platforms.command_signs(),
        calendars: config.calendars(),
    }
}

fn calls_options(config: &Config) -> CallsOptions {
    CallsOptions {
        doubt: config.calls.doubt,
        poll_first: config.calls.poll_first,
        poll_longest: config.calls.poll_longest,
        follow: config.calls.follow,
        stale: config.calls.stale,
    }
}

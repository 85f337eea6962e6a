//! One run: a bridge, its disk, its chat and the service, and a process that
//! dies and is started again while people talk to it.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::disk::{Disk, On};
use super::outside::{CrashChat, CrashStore};
use super::points::Points;
use super::service::{Service, Skewed};
use crate::accounts::Accounts;
use crate::accounts::tests::keyring_over;
use crate::bridge::{Bridge, Content, Inbound, Sender};
use crate::calls::CallsOptions;
use crate::test_bridge::{Outside, RecordingChat, start};
use kally_core::model::{ConversationId, EventId};
use kally_runtime::{Clock as _, Ids, ManualClock, Tasks};
use kally_sandbox::{Fault, Options};
use kally_store::{Commit, Key, Keyring, Store, Version, Work};
use kallyai::{AccessToken, Client, RefreshToken, TokenPair};

/// After this many rounds of the runtime without an event, nothing is on its
/// way any more: no request needs more rounds.
const QUIET: usize = 48;

/// How often, and after how long by the machine's clock, one looks again for the end
/// of a connection.
const LOOKS: usize = 100;
const LOOK: Duration = Duration::from_millis(5);

/// Fewer events than this happen while no time passes.
const BUSIEST: u64 = 20_000;

/// Hardly any run is longer, by its own clock.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// The longest real time that anything may take.
const LIMIT: Duration = Duration::from_secs(20);

/// The fate of bytes that were written but not flushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unflushed {
    /// Gone, as after a power cut.
    Lost,
    /// Still there, as after a kill.
    Kept,
}

/// The settings of a run.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// The special thing about it, in a word.
    pub(super) what: String,
    /// The faults of the service.
    pub(super) faults: Vec<Fault>,
    /// When the service works again.
    pub(super) well_after: Duration,
    /// The access tokens no longer work when the run begins.
    pub(super) tokens_expired: bool,
    /// How long the disk takes to make a write durable.
    pub(super) flush: Duration,
    pub(super) sandbox: Options,
    /// How far the service's clock is ahead of ours.
    pub(super) skew: TimeDelta,
    pub(super) calls: CallsOptions,
    /// When the run begins.
    pub(super) begins: DateTime<Utc>,
    /// No run is longer, by its own clock.
    pub(super) longest: Duration,
    pub(super) deaths: Vec<usize>,
    pub(super) unflushed: Unflushed,
    /// Where the records are.
    pub(super) on: On,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            what: String::new(),
            faults: Vec::new(),
            well_after: Duration::from_secs(3600),
            tokens_expired: false,
            flush: Duration::ZERO,
            sandbox: Options {
                call_time: Duration::from_secs(200),
                ..Options::default()
            },
            skew: TimeDelta::zero(),
            // Noon in Los Angeles, on the 28th of January 2026.
            begins: DateTime::from_timestamp(1_769_630_400, 0).unwrap(),
            calls: CallsOptions {
                doubt: Duration::from_secs(600),
                poll_first: Duration::from_secs(2),
                poll_longest: Duration::from_secs(30),
                follow: Duration::from_secs(7200),
                stale: Duration::from_secs(900),
            },
            longest: LONGEST,
            deaths: Vec::new(),
            unflushed: Unflushed::Lost,
            on: On::Memory,
        }
    }
}

/// One life of the process.
struct Process {
    bridge: Arc<Bridge>,
    accounts: Arc<Accounts>,
    keyring: Arc<Keyring>,
    tasks: Tasks,
    life: u32,
}

/// The parts that outlive the process.
struct Lasting {
    disk: Arc<dyn Disk>,
    chat: Arc<RecordingChat>,
    /// When each message arrived.
    came: Arc<Mutex<Vec<DateTime<Utc>>>>,
}

/// Everything in a run.
pub(super) struct World {
    clock: Arc<ManualClock>,
    pub(super) points: Arc<Points>,
    pub(super) service: Service,
    lasting: Lasting,
    process: Process,
    client: Client,
    ids: Arc<Ids>,
    setting: Setting,
    tasks: Tasks,
    events: u32,
    /// By how much our clock was set, in all.
    set: TimeDelta,
    /// How long nothing ran.
    away: Duration,
    /// How often the process ended without dying at a point.
    pub(super) ends: usize,
}

impl World {
    pub(super) fn new(socket: &Path, client: &Client, setting: Setting) -> Self {
        let clock = Arc::new(ManualClock::new(setting.begins));
        let points = Arc::new(Points::dying_at(&setting.deaths));
        let tasks = Tasks::default();
        let sandbox = setting.sandbox.clone();
        let service = Service::start(socket, sandbox, setting.skew, &points, &clock, &tasks);
        let ids = Arc::new(Ids::seeded(5));
        let lasting = Lasting {
            disk: setting.on.disk(),
            chat: Arc::default(),
            came: Arc::default(),
        };
        let process = lasting.begin(&points, &clock, &service.clock, &ids, client, &setting);
        Self {
            clock,
            points,
            service,
            lasting,
            process,
            client: client.clone(),
            ids,
            setting,
            tasks,
            events: 0,
            set: TimeDelta::zero(),
            away: Duration::ZERO,
            ends: 0,
        }
    }

    /// A process on the state that the one before left behind.
    fn begin_process(&self) -> Process {
        self.lasting.begin(
            &self.points,
            &self.clock,
            &self.service.clock,
            &self.ids,
            &self.client,
            &self.setting,
        )
    }

    /// Signs these people in, and then starts the faults.
    pub(super) async fn begin(&mut self, linked: &[ConversationId]) {
        for who in linked {
            self.begin_linked(who).await;
        }
        if !linked.is_empty() {
            // It reads their data keys.
            self.process.tasks.shut_down(LIMIT).await;
            self.process = self.begin_process();
        }
        let sandbox = &self.service.sandbox;
        if self.setting.tokens_expired {
            sandbox.expire_access_tokens();
        }
        let faults = self.setting.faults.drain(..);
        faults.for_each(|fault| sandbox.fail(fault));
    }

    /// Nothing runs for this long.
    pub(super) async fn be_away(&mut self, time: Duration) {
        self.process.tasks.shut_down(LIMIT).await;
        self.away += time;
        self.ends += 1;
        // The service goes on meanwhile.
        let until = self.clock.passed() + time;
        while let Some(next) = self.clock.next()
            && self.clock.passed() + next <= until
        {
            self.clock.advance(next);
            rounds(QUIET).await;
        }
        self.clock.advance(until - self.clock.passed());
        self.restart().await;
        self.settle().await;
    }

    /// This much time passes.
    pub(super) async fn pass(&mut self, time: Duration) {
        let until = self.clock.passed() + time;
        self.settle().await;
        while let Some(next) = self.clock.next()
            && self.clock.passed() + next <= until
        {
            self.wait().await;
        }
        self.clock.advance(until - self.clock.passed());
        self.settle().await;
    }

    /// Sets our clock, and nobody else's.
    pub(super) fn set_clock(&mut self, by: TimeDelta) {
        self.clock.set_by(by);
        self.service.clock.stays(by);
        self.set += by;
    }

    /// How long it has run.
    pub(super) fn passed(&self) -> Duration {
        self.clock.passed() - self.away
    }

    /// Starts the process again on the state that it left behind. First it
    /// throws away the data keys that nothing needs, and it may die of that too.
    async fn restart(&mut self) {
        loop {
            self.process.tasks.shut_down(LIMIT).await;
            self.lasting.disk.outlive(self.setting.unflushed);
            self.process = self.begin_process();
            let keyring = Arc::clone(&self.process.keyring);
            tokio::select! {
                biased;
                () = self.points.died() => {}
                tidied = keyring.tidy() => {
                    tidied.unwrap();
                    return;
                }
            }
        }
    }

    /// A person says or presses something; the platform repeats it until it is
    /// acknowledged.
    pub(super) async fn hear(&mut self, from: &ConversationId, content: Content) {
        self.events += 1;
        let inbound = Inbound {
            event: EventId(format!("e{}", self.events)),
            conversation: from.clone(),
            sender: Sender {
                display_name: "Ana García".to_owned(),
                handle: None,
                language: None,
            },
            // The platform's clock is right.
            at: self.clock.now() - self.set,
            message: None,
            replies_to: None,
            quoted: None,
            content,
        };
        loop {
            let bridge = Arc::clone(&self.process.bridge);
            let (points, life) = (Arc::clone(&self.points), self.process.life);
            let handled = async {
                bridge.handle(&inbound).await.unwrap();
                points.pass(life, "an acknowledgement").await;
            };
            tokio::pin!(handled);
            while !self.points.is_dead() {
                tokio::select! {
                    biased;
                    () = self.points.died() => {}
                    () = &mut handled => return,
                    () = rounds(QUIET) => self.clock.advance(self.clock.next().unwrap()),
                }
            }
            self.restart().await;
        }
    }

    /// Stores an account before anything begins.
    async fn begin_linked(&self, who: &ConversationId) {
        let issued = self.service.sandbox.sign_in(&who.user);
        let pair = TokenPair {
            access: AccessToken::parse(&issued.access_token).unwrap(),
            refresh: RefreshToken::parse(&issued.refresh_token).unwrap(),
            expires_in: issued.expires_in,
        };
        let disk: Arc<dyn Store> = self.lasting.disk.clone();
        let key = keyring_over(&disk).fresh(&who.chat_user()).await.unwrap();
        let accounts = &self.process.accounts;
        let now = self.clock.now();
        let record = accounts.record_with(&key, &who.chat_user(), &pair, now);
        let commit = Commit {
            expect: vec![(Key::Account(who.chat_user()), Version::default())],
            put: vec![record.into()],
            ..Commit::default()
        };
        self.lasting.disk.commit(commit).await.unwrap();
    }

    /// Runs everything that can happen without time passing.
    pub(super) async fn settle(&mut self) {
        let mut quiet = 0;
        let mut seen = self.signs();
        let busy = seen.0 + BUSIEST;
        while quiet < QUIET {
            assert!(
                seen.0 < busy,
                "no time goes by, and this never ends: {:#?}",
                self.setting
            );
            tokio::task::yield_now().await;
            if self.points.is_dead() {
                self.restart().await;
            }
            let now = self.signs();
            quiet = if now == seen { quiet + 1 } else { 0 };
            seen = now;
        }
    }

    fn signs(&self) -> (u64, u64) {
        (self.points.stirred(), self.clock.lain_down())
    }

    /// How long until a task wakes; `None` if no task sleeps. A test beside this one
    /// may start a child process, which has copies of all sockets for a moment: then
    /// the end of a connection comes late. So this looks again while work is left.
    async fn next_wake(&mut self) -> Option<Duration> {
        for _ in 0..LOOKS {
            let next = self.clock.next();
            if next.is_some() || !self.has_work().await {
                return next;
            }
            std::thread::sleep(LOOK);
            self.settle().await;
        }
        None
    }

    /// Lets time pass until some task wakes; returns whether any did.
    pub(super) async fn wait(&mut self) -> bool {
        let Some(next) = self.next_wake().await else {
            return false;
        };
        assert!(
            self.passed() < self.setting.longest,
            "this never ends: {}",
            self.setting.what
        );
        // Writes that need not be durable at once become so soon.
        if next >= Duration::from_millis(100) {
            self.lasting.disk.flush();
        }
        self.clock.advance(next);
        if self.clock.passed() >= self.setting.well_after {
            self.service.sandbox.clear_faults();
        }
        self.settle().await;
        true
    }

    /// Whether anything is left to do.
    pub(super) async fn has_work(&self) -> bool {
        let calls = self
            .lasting
            .disk
            .open_work(Work::Calls, None, 1)
            .await
            .unwrap();
        let errands = self
            .lasting
            .disk
            .open_work(Work::Errands, None, 1)
            .await
            .unwrap();
        let lanes = self.lasting.disk.lanes(None, 1).await.unwrap();
        !(calls.is_empty() && errands.is_empty() && lanes.is_empty())
    }

    /// Waits until nothing is left to do, or nothing happens any more.
    pub(super) async fn finish(&mut self) {
        self.settle().await;
        while self.has_work().await && self.wait().await {}
        self.lasting.disk.flush();
    }

    pub(super) async fn stop(self) {
        self.process.tasks.shut_down(LIMIT).await;
        self.tasks.shut_down(LIMIT).await;
    }

    pub(super) fn disk(&self) -> &dyn Disk {
        &*self.lasting.disk
    }

    pub(super) fn chat(&self) -> &RecordingChat {
        &self.lasting.chat
    }

    /// The time by the process's clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The time by the service's clock, which nobody sets.
    pub(super) fn right_now(&self) -> DateTime<Utc> {
        self.service.clock.now()
    }

    /// When each message arrived.
    pub(super) fn came(&self) -> Vec<DateTime<Utc>> {
        self.lasting.came.lock().unwrap().clone()
    }
}

/// Gives all other tasks this many turns.
async fn rounds(count: usize) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

impl Lasting {
    fn begin(
        &self,
        points: &Arc<Points>,
        clock: &Arc<ManualClock>,
        right: &Arc<Skewed>,
        ids: &Arc<Ids>,
        client: &Client,
        setting: &Setting,
    ) -> Process {
        let life = points.start();
        let store = CrashStore {
            disk: Arc::clone(&self.disk),
            clock: Arc::clone(clock),
            flush: setting.flush,
            points: Arc::clone(points),
            life,
        };
        let chat = CrashChat {
            chat: Arc::clone(&self.chat),
            clock: Arc::clone(right),
            came: Arc::clone(&self.came),
            points: Arc::clone(points),
            life,
        };
        let outside = Outside {
            store: Arc::new(store),
            client: client.clone(),
            chat: Arc::new(chat),
            clock: Arc::clone(clock) as _,
            ids: Arc::clone(ids),
        };
        let (bridge, accounts, keyring, tasks) = start(outside, setting.calls);
        Process {
            bridge,
            accounts,
            keyring,
            tasks,
            life,
        }
    }
}

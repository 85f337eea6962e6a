//! Three bridges on one database, behind a balancer that brings Telegram's updates and
//! the browsers to any of them. Bridges are killed, paused and stopped, connections are
//! cut, swallowed and slowed down, and the database restarts: nobody is called twice, no
//! outcome and no update is lost, and each conversation keeps its order.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::seat::Seat;
use super::stage::{ANA, BEN, Stage};
use super::talk::Chance;
use crate::support::wire::{Gate, Passage};
use crate::support::{Browser, Program, Start, free_port, kills};
use postgres_cluster::Cluster;
use telegram_emulator::Shown;

const BRIDGES: usize = 3;

/// The owner's lease in most of these tests.
const LEASE: Duration = Duration::from_secs(3);

/// How long anybody waits for an answer, whatever happens to the bridges.
const PATIENCE: Duration = Duration::from_secs(90);

/// The pause before a bridge that has ended is started again, as by its supervisor.
const RESTART: Duration = Duration::from_millis(300);

/// One of the bridges, with its supervisor's knowledge.
struct Bridge {
    start: Start,
    running: Option<Program>,
    /// When it goes on, if it is paused.
    paused: Option<Instant>,
    /// When it is started again, if it has ended.
    starts: Instant,
    /// The logs of its processes before.
    log: String,
}

impl Bridge {
    fn tend(&mut self) {
        let now = Instant::now();
        if self.paused.is_some_and(|until| now >= until) {
            self.paused = None;
            self.signal("-CONT");
        }
        if self.running.as_mut().is_some_and(Program::has_ended) {
            self.ends();
        }
        if self.running.is_none() && now >= self.starts {
            self.running = Some(self.start.clone().start());
        }
    }

    fn signal(&self, signal: &str) {
        if let Some(running) = &self.running {
            running.signal(signal);
        }
    }

    fn kill(&mut self) {
        self.paused = None;
        if let Some(running) = &mut self.running {
            running.kill();
        }
        self.ends();
    }

    fn ends(&mut self) {
        if let Some(running) = self.running.take() {
            self.log.push_str(&running.log.raw());
        }
        self.starts = Instant::now() + RESTART;
    }

    fn pause(&mut self, pause: Duration) {
        if self.paused.is_none() {
            self.signal("-STOP");
        }
        self.paused = Some(Instant::now() + pause);
    }
}

type Bridges = Arc<Mutex<Vec<Bridge>>>;

fn lock(bridges: &Bridges) -> MutexGuard<'_, Vec<Bridge>> {
    bridges.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The bridges and everything around them.
struct Town {
    stage: Stage,
    cluster: Cluster,
    address: String,
    ports: Vec<u16>,
    /// In front of the database, one for each bridge.
    gates: Vec<Gate>,
    bridges: Bridges,
    is_over: Arc<AtomicBool>,
    keeper: Option<JoinHandle<()>>,
}

impl Town {
    fn new(lease: Duration, sandbox: &str) -> Self {
        let cluster = Cluster::start("");
        let address = cluster.database_on_loopback();
        let url = url::Url::parse(&address).unwrap();
        let database = SocketAddr::from(([127, 0, 0, 1], url.port().unwrap()));
        let ports: Vec<u16> = (0..BRIDGES).map(|_| free_port()).collect();
        let at = |port: &u16| SocketAddr::from(([127, 0, 0, 1], *port));
        let balancer = Gate::to(&ports.iter().map(at).collect::<Vec<_>>());
        let public = format!("http://localhost:{}", balancer.address.port());
        let stage = Stage::new(sandbox).by_webhook();
        (stage.telegram).proxy(
            "https://bot.example",
            &format!("http://{}", balancer.address),
        );
        let gates: Vec<Gate> = (0..BRIDGES).map(|_| Gate::to(&[database])).collect();
        let bridges = ports.iter().zip(&gates).map(|(port, gate)| {
            let mut url = url.clone();
            url.set_port(Some(gate.address.port())).unwrap();
            let folder = stage.place.home().join(format!("bridge-{port}"));
            let start = (stage.place.command("run"))
                .variable("KALLY_STORE__PATH", folder.to_str().unwrap())
                .variable("KALLY_STORE__KEY", &"17".repeat(32))
                .variable("KALLY_STORE__URL", url.as_str())
                .variable("KALLY_STORE__LEASE", &format!("{}s", lease.as_secs()))
                .variable("KALLY_SERVER__BIND", &format!("127.0.0.1:{port}"))
                .variable("KALLY_SERVER__TRUSTED_PROXIES", "127.0.0.1")
                .variable("KALLY_LINKING__PUBLIC_URL", &public);
            Bridge {
                start,
                running: None,
                paused: None,
                starts: Instant::now(),
                log: String::new(),
            }
        });
        let bridges: Bridges = Arc::new(Mutex::new(bridges.collect()));
        let is_over = Arc::new(AtomicBool::new(false));
        let (kept, over) = (Arc::clone(&bridges), Arc::clone(&is_over));
        let keeper = thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                lock(&kept).iter_mut().for_each(Bridge::tend);
                thread::sleep(Duration::from_millis(20));
            }
        });
        let town = Self {
            stage,
            cluster,
            address,
            ports,
            gates,
            bridges,
            is_over,
            keeper: Some(keeper),
        };
        town.owner();
        town
    }

    /// Which bridge owns the store, once one does.
    #[track_caller]
    fn owner(&self) -> usize {
        let until = Instant::now() + PATIENCE;
        loop {
            let tables = "SELECT to_regclass('owner') IS NOT NULL";
            if self.cluster.sql(&self.address, tables) == "t" {
                let reach = self.cluster.sql(&self.address, "SELECT reach FROM owner");
                let owns = |port: &u16| reach == format!("http://127.0.0.1:{port}");
                if let Some(owner) = self.ports.iter().position(owns) {
                    return owner;
                }
            }
            assert!(
                Instant::now() < until,
                "nobody owns the store{}",
                self.so_far()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// How often the store was taken over.
    fn epoch(&self) -> u64 {
        let epoch = self.cluster.sql(&self.address, "SELECT epoch FROM owner");
        epoch.parse().unwrap()
    }

    /// Waits for an unread message with all of some words.
    #[track_caller]
    fn hears(&self, seat: &Seat<'_>, number: &str, words: &[&str]) -> Shown {
        let fits = |shown: &Shown| {
            shown.text.contains(number) && words.iter().any(|words| shown.text.contains(words))
        };
        let found = self
            .stage
            .within(PATIENCE, |_| seat.shown().into_iter().find(fits));
        found.unwrap_or_else(|| panic!("{words:?} for {number}: not in time{}", self.so_far()))
    }

    /// Everything works again.
    fn heals(&self) {
        for gate in &self.gates {
            gate.becomes(Passage::Open);
        }
        let whole = |bridge: &Bridge| bridge.running.is_some() && bridge.paused.is_none();
        self.until("every bridge runs", || {
            lock(&self.bridges).iter().all(whole)
        });
    }

    #[track_caller]
    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !holds() {
            assert!(
                Instant::now() < until,
                "{what}: not in time{}",
                self.so_far()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// The logs of a bridge's processes.
    fn log_of(&self, bridge: usize) -> String {
        let bridge = &lock(&self.bridges)[bridge];
        let now = bridge.running.as_ref().map(|running| running.log.raw());
        bridge.log.clone() + &now.unwrap_or_default()
    }

    fn so_far(&self) -> String {
        let mut logs = String::new();
        for number in 0..BRIDGES {
            let log = self.log_of(number);
            let lines: Vec<&str> = log.lines().rev().take(25).collect();
            let lines: Vec<&str> = lines.into_iter().rev().collect();
            logs += &format!("\n--- bridge {number}\n{}", lines.join("\n"));
        }
        format!("\n{}{logs}", self.stage.telegram.seen_everywhere())
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
        lock(&self.bridges).iter_mut().for_each(Bridge::kill);
    }
}

/// Trouble with one of the bridges, its network, or the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    Killed,
    Stopped,
    Paused,
    Cut,
    Silent,
    Slow,
    Restarted,
}

const TROUBLES: [Trouble; 7] = [
    Trouble::Killed,
    Trouble::Paused,
    Trouble::Silent,
    Trouble::Cut,
    Trouble::Stopped,
    Trouble::Slow,
    Trouble::Restarted,
];

impl Trouble {
    /// Befalls one bridge.
    fn befalls(self, town: &Town, bridge: usize, chance: &mut Chance) {
        let gate = &town.gates[bridge];
        match self {
            Self::Killed => lock(&town.bridges)[bridge].kill(),
            Self::Stopped => lock(&town.bridges)[bridge].signal("-TERM"),
            Self::Paused => {
                let most = u64::try_from(LEASE.as_millis()).unwrap() * 3;
                let pause = Duration::from_millis(500 + chance.number(most));
                lock(&town.bridges)[bridge].pause(pause);
            }
            Self::Cut => gate.becomes(Passage::Shut),
            Self::Silent => gate.becomes(Passage::Silent),
            Self::Slow => gate.becomes(Passage::Slow(Duration::from_millis(chance.number(400)))),
            Self::Restarted => town.cluster.restart("immediate"),
        }
    }
}

/// A number that nobody has called yet, as it is typed and as it is shown. The sandbox
/// gives these no other part to play than to answer.
fn number(round: usize) -> String {
    let areas = ["415", "212", "310", "617", "206", "702"];
    let (area, line) = (areas[round % areas.len()], 42 + round / areas.len());
    format!("+1 {area}-555-01{line}")
}

/// What became of the rounds.
#[derive(Debug, Default)]
struct Tally {
    rounds: usize,
    troubles: BTreeMap<Trouble, usize>,
    /// How often a person was asked whether to call again.
    doubts: usize,
}

/// One call from the request to its outcome, with trouble at one of three moments.
fn round(town: &Town, seat: &Seat<'_>, trouble: Trouble, chance: &mut Chance, tally: &mut Tally) {
    let number = number(tally.rounds);
    let moment = chance.number(3);
    let bridge = match chance.number(4) {
        0 => usize::try_from(chance.number(3)).unwrap(),
        _ => town.owner(),
    };
    let mut befalls = |now: u64, within: u64| {
        if now == moment {
            thread::sleep(Duration::from_millis(chance.number(within)));
            trouble.befalls(town, bridge, chance);
        }
    };
    befalls(0, 1);
    seat.says(&format!("/call {number}, ask what a haircut costs"));
    befalls(1, 60);
    town.hears(seat, &number, &["They will hear an AI"]);
    seat.presses("Call now");
    befalls(2, 150);
    let ends = [
        "✅ Call finished",
        "If you call again, they may get two calls",
    ];
    let over = town.hears(seat, &number, &ends);
    if !over.text.contains('✅') {
        tally.doubts += 1;
        seat.presses("Call again anyway");
        town.hears(seat, &number, &ends[..1]);
    }
    *tally.troubles.entry(trouble).or_default() += 1;
    tally.rounds += 1;
    town.heals();
}

/// Nobody was called twice, and every conversation kept its order.
fn ends_well(town: &Town, people: &[Seat<'_>], tally: &Tally) {
    let taken_in = |telegram: &telegram_emulator::Emulator| (telegram.waiting() == 0).then_some(());
    let settled = town.stage.within(PATIENCE, taken_in);
    assert!(
        settled.is_some(),
        "an update was not taken in{}",
        town.so_far()
    );
    town.stage.telegram.assert_unbroken();
    let mut dialled: BTreeMap<String, usize> = BTreeMap::new();
    for call in town.stage.place.sandbox.dialled() {
        let number = call["number"].as_str().unwrap().to_owned();
        *dialled.entry(number).or_default() += 1;
    }
    let twice: Vec<_> = dialled.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty(), "called twice: {twice:?}{}", town.so_far());
    assert_eq!(dialled.len(), tally.rounds, "{}", town.so_far());
    for (person, seat) in people.iter().enumerate() {
        let shown = seat.shown();
        let first = |number: &str, words: &str| {
            let fits = |shown: &Shown| shown.text.contains(number) && shown.text.contains(words);
            let found = shown.iter().position(fits);
            found.unwrap_or_else(|| panic!("no {words} for {number}{}", town.so_far()))
        };
        let mut last = 0;
        for number in (person..tally.rounds).step_by(people.len()).map(number) {
            // The card turns into the status of the call.
            let (card, outcome) = (first(&number, ""), first(&number, "✅"));
            assert!(last <= card && card <= outcome, "{number}{}", town.so_far());
            last = outcome;
        }
    }
}

#[test]
fn three_bridges_in_all_kinds_of_trouble() {
    let town = Town::new(LEASE, "--call-seconds 1 --no-idempotency");
    let people = [town.stage.linked(ANA), town.stage.linked(BEN)];
    let mut chance = Chance::of(18);
    let mut tally = Tally::default();
    let began = Instant::now();
    for round_number in 0..kills(20, 60) {
        let trouble = TROUBLES[round_number % TROUBLES.len()];
        let seat = &people[round_number % people.len()];
        round(&town, seat, trouble, &mut chance, &mut tally);
    }
    ends_well(&town, &people, &tally);
    println!(
        "{} calls in {:?}, none twice and none lost; troubles {:?}; the store was taken over {} \
         times; {} times somebody was asked whether to call again",
        tally.rounds,
        began.elapsed(),
        tally.troubles,
        town.epoch() - 1,
        tally.doubts
    );
}

/// The database has the commit that comes before a call, and its answer arrives only when
/// another bridge has taken over, has asked the person, and has called.
#[test]
fn a_commit_that_is_answered_too_late_dials_nobody() {
    let town = Town::new(Duration::from_secs(6), "--call-seconds 1 --no-idempotency");
    let people = [town.stage.linked(ANA)];
    let confirmed = |bridge| town.log_of(bridge).matches("step=\"confirmed\"").count();
    let mut tally = Tally::default();
    for _ in 0..3 {
        let number = number(tally.rounds);
        people[0].says(&format!("/call {number}, ask what a haircut costs"));
        town.hears(&people[0], &number, &["They will hear an AI"]);
        let owner = town.owner();
        let before = confirmed(owner);
        // The look at the history comes right before that commit.
        let slow = serde_json::json!({"path": "/v1/calls", "method": "GET", "delay_ms": 2_000});
        town.stage.place.sandbox.fail(&slow);
        people[0].presses("Call now");
        town.until("it is confirmed", || confirmed(owner) > before);
        thread::sleep(Duration::from_millis(500));
        // The verdict of a commit that was carried out.
        town.gates[owner].becomes(Passage::Without(b"done"));
        thread::sleep(Duration::from_millis(2_200));
        town.gates[owner].becomes(Passage::Silent);
        town.hears(
            &people[0],
            &number,
            &["If you call again, they may get two calls"],
        );
        people[0].presses("Call again anyway");
        town.hears(&people[0], &number, &["✅ Call finished"]);
        tally.rounds += 1;
        // The earlier owner would call now, before it notices anything else.
        town.gates[owner].becomes(Passage::Only(b"done"));
        thread::sleep(Duration::from_secs(1));
        town.heals();
    }
    ends_well(&town, &people, &tally);
}

/// With the lease of a bridge that sets none.
#[test]
fn a_dead_owner_is_succeeded_within_ten_seconds() {
    let town = Town::new(Duration::from_secs(8), "");
    let ana = town.stage.private(ANA);
    ana.ask("/help", "How it works");
    for trouble in [Trouble::Killed, Trouble::Paused, Trouble::Silent] {
        let (epoch, owner) = (town.epoch(), town.owner());
        let began = Instant::now();
        match trouble {
            Trouble::Paused => lock(&town.bridges)[owner].pause(Duration::from_secs(15)),
            trouble => trouble.befalls(&town, owner, &mut Chance::of(1)),
        }
        while town.epoch() == epoch {
            thread::sleep(Duration::from_millis(20));
        }
        let taken = began.elapsed();
        println!("{trouble:?}: taken over after {taken:?}");
        assert!(
            taken < Duration::from_secs(12),
            "{taken:?}{}",
            town.so_far()
        );
        ana.ask("/help", "How it works");
        town.heals();
    }
}

/// A bridge that stands by serves every visitor, and says how it is.
#[test]
fn who_stands_by_says_so_and_passes_requests_on() {
    let inside = free_port();
    let town = Town::new(LEASE, "");
    let owner = town.owner();
    let standing = (owner + 1) % BRIDGES;
    {
        let mut bridges = lock(&town.bridges);
        let start = bridges[standing].start.clone();
        bridges[standing].start =
            start.variable("KALLY_SERVER__INTERNAL", &format!("127.0.0.1:{inside}"));
        bridges[standing].kill();
    }
    let browser = Browser::new();
    let seen = |path: &str| browser.text(&format!("http://127.0.0.1:{inside}{path}"));
    let says = |path: &str, words: &str| seen(path).is_some_and(|page| page.contains(words));
    town.until("it stands by", || {
        says("/ready", r#""status":"standing by""#)
    });
    assert!(says("/metrics", "kally_store_owned 0"));
    assert!(says("/live", "ok"));
    let pages = format!("http://127.0.0.1:{}/health", town.ports[standing]);
    assert_eq!(browser.text(&pages).as_deref(), Some("ok"));
    // Only that one is left.
    let other = (owner + 2) % BRIDGES;
    town.gates[other].becomes(Passage::Shut);
    lock(&town.bridges)[other].kill();
    lock(&town.bridges)[owner].pause(Duration::from_secs(60));
    town.until("it owns the store", || {
        says("/metrics", "kally_store_owned 1")
    });
    town.until("it is ready", || says("/ready", r#""status":"ok""#));
    // The one that was paused notices it, and says so.
    lock(&town.bridges)[owner].paused = Some(Instant::now());
    town.until("the former owner says so", || {
        town.log_of(owner)
            .contains("this process has lost the store, and ends")
    });
}

//! Thousands of conversations and ten thousand calls in one process; a person
//! who writes a hundred messages a second; a chat that accepts no messages.
//! Measures how long the others wait for a reply, and the memory of a call.
//!
//! `cargo bench --no-default-features --features telegram --bench load --
//! [--key value]…` with `people`, `every` (seconds from a person's message to
//! their next), `calls`, `seconds` (of each window), `spread` (seconds within
//! which all calls are placed), `flood` (messages a second, in each of two
//! chats), `folder`, `program`. Telegram's limits for sending are off. The
//! calls never end; people who have one write nothing.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../telegram/bot.rs"]
#[allow(dead_code, reason = "shared with the other benchmark")]
mod bot;
#[path = "../shared/call.rs"]
mod call;
mod calls;
#[path = "../shared/dialogue.rs"]
mod dialogue;
mod people;
#[path = "../telegram/server.rs"]
mod server;

use std::cell::RefCell;
use std::error::Error;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use tokio::net::TcpListener;
use tokio::task::LocalSet;
use tokio::time::{MissedTickBehavior, interval, sleep};

use arguments::Arguments;
use bot::Bot;
use calls::Service;
use people::{FLOODING, HANGING, People};
use server::Shared;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long the bot has to start, and the people to begin.
const WARM_UP: Duration = Duration::from_secs(15);

struct Options {
    people: usize,
    every: Duration,
    calls: u64,
    window: Duration,
    spread: Duration,
    flood: u32,
    folder: PathBuf,
    program: PathBuf,
}

impl Options {
    fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        let mut given = Arguments::parse(args)?;
        let mut take = |name: &str, default: &str| given.take(name, default);
        let options = Self {
            people: take("people", "2000").parse()?,
            every: Duration::from_secs_f64(take("every", "10").parse()?),
            calls: take("calls", "10000").parse()?,
            window: Duration::from_secs_f64(take("seconds", "20").parse()?),
            spread: Duration::from_secs_f64(take("spread", "60").parse()?),
            flood: take("flood", "100").parse()?,
            folder: take("folder", "target/load-bench").into(),
            program: take("program", env!("CARGO_BIN_EXE_kally-bridge")).into(),
        };
        given.end()?;
        Ok(options)
    }
}

fn main() -> Result<()> {
    let options = Options::parse(std::env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, run(&options))
}

async fn run(options: &Options) -> Result<()> {
    let service = Service::start()?;
    if options.folder.exists() {
        fs::remove_dir_all(&options.folder)?;
    }
    fs::create_dir_all(&options.folder)?;
    let store = options.folder.join("data");
    // The calls begin when the first window is over; writing them takes a
    // while.
    let lead = TimeDelta::from_std(WARM_UP + options.window + Duration::from_secs(20))?;
    let spread = TimeDelta::from_std(options.spread)?;
    let due = Instant::now() + lead.to_std()?;
    calls::write(&service, &store, options.calls, lead, spread).await?;

    let people: Shared = Rc::new(RefCell::new(People::new(options.people)));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let api = format!("http://{}", listener.local_addr()?);
    tokio::task::spawn_local(server::serve(listener, Rc::clone(&people)));
    let mut bot = start(options, &service, &api)?;
    tokio::task::spawn_local(converse(Rc::clone(&people), options.people, options.every));

    println!(
        "{:>24} {:>7} {:>9} {:>9} {:>6} {:>8} {:>8} {:>9} {:>6}",
        "", "calls", "p50 ms", "p99 ms", "late", "turns/s", "CPU %", "RSS MiB", "load"
    );
    sleep(WARM_UP).await;
    let window = async |what: &str, bot: &mut Bot| {
        measure(options, what, &people, bot, service.in_flight()).await
    };
    let quiet = window("quiet", &mut bot).await?;
    sleep(due.saturating_duration_since(Instant::now())).await;
    window("calls begin", &mut bot).await?;
    placed(&service, options, &mut bot).await?;
    let calls = window("calls go on", &mut bot).await?;
    let every = Duration::from_secs(1) / options.flood;
    for chat in [FLOODING, HANGING] {
        tokio::task::spawn_local(flood(Rc::clone(&people), chat, every));
    }
    window("two floods, one hangs", &mut bot).await?;
    window("the same, later", &mut bot).await?;
    #[expect(clippy::cast_precision_loss, reason = "a figure to read")]
    let each = (calls - quiet) * 1024.0 / options.calls as f64;
    println!("a call in flight takes {each:.1} KiB more than one that waits");
    let people = people.borrow();
    println!(
        "messages: {} of calls, {} to whoever floods, {} to the chat that hangs",
        people.of_calls, people.to_flood, people.to_hanging
    );
    match people.wrong() {
        [] => Ok(()),
        wrong => Err(format!("replies were wrong: {wrong:#?}").into()),
    }
}

/// The bot, on the store that was written.
fn start(options: &Options, service: &Service, api: &str) -> Result<Bot> {
    let child = Command::new(fs::canonicalize(&options.program)?)
        .arg("run")
        .current_dir(&options.folder)
        .env("KALLY_TELEGRAM__TOKEN", "1:benchmark")
        .env("KALLY_TELEGRAM__API_URL", api)
        .env("KALLY_TELEGRAM__PACE", "false")
        .env("KALLY_STORE__PATH", "data")
        .env("KALLY_KALLYAI__BASE_URL", &service.url)
        .env("KALLY_ACCESS__MODE", "open")
        .env("KALLY_SERVER__BIND", "127.0.0.1:0")
        .env("KALLY_LOG__LEVEL", "warn")
        .stderr(File::create(options.folder.join("log"))?)
        .spawn()?;
    Ok(Bot::of(child))
}

/// Everybody writes, one after the other, again and again.
async fn converse(people: Shared, count: usize, every: Duration) {
    let mut ticks = interval(every / u32::try_from(count).unwrap_or(u32::MAX));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for number in (0..count).cycle() {
        ticks.tick().await;
        people.borrow_mut().write(number);
    }
}

async fn flood(people: Shared, chat: i64, every: Duration) {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    loop {
        ticks.tick().await;
        people.borrow_mut().flood(chat);
    }
}

/// Waits until every call is running.
async fn placed(service: &Service, options: &Options, bot: &mut Bot) -> Result<()> {
    let until = Instant::now() + options.spread * 5;
    while u64::try_from(service.in_flight())? < options.calls {
        if bot.has_ended()? || Instant::now() > until {
            let log = fs::read_to_string(options.folder.join("log"))?;
            let last: Vec<&str> = log.lines().rev().take(5).collect();
            return Err(format!("{} calls are placed; {last:#?}", service.in_flight()).into());
        }
        sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

/// One window; returns the memory at its end.
async fn measure(
    options: &Options,
    what: &str,
    people: &Shared,
    bot: &mut Bot,
    calls: usize,
) -> Result<f64> {
    if bot.has_ended()? {
        let log = fs::read_to_string(options.folder.join("log"))?;
        return Err(format!("the bot has ended: {log}").into());
    }
    people.borrow_mut().measure();
    let (started, cpu) = (Instant::now(), bot.cpu()?);
    sleep(options.window).await;
    let (mut took, late) = people.borrow_mut().measured();
    let seconds = started.elapsed().as_secs_f64();
    let cpu = bot.cpu()?.saturating_sub(cpu).as_secs_f64() / seconds * 100.0;
    took.sort_unstable();
    let part = |part: usize| {
        let at = (took.len() * part / 100).min(took.len().saturating_sub(1));
        took.get(at)
            .map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
    };
    let memory = bot.memory()?;
    #[expect(clippy::cast_precision_loss, reason = "a figure to read")]
    let turns = took.len() as f64 / seconds;
    let loads = fs::read_to_string("/proc/loadavg")?;
    println!(
        "{what:>24} {calls:>7} {:>9.1} {:>9.1} {late:>6} {turns:>8.0} {cpu:>8.0} {memory:>9.1} {:>6}",
        part(50),
        part(99),
        loads.split(' ').next().unwrap_or_default(),
    );
    Ok(memory)
}

//! A hundred thousand calls and summaries that wait for a time: their memory, the
//! time to start with them, and how late a thousand calls are that are due at once.
//!
//! `cargo bench -p kally-engine --bench waiting -- [--key value]…` with
//! `waiting` (how many wait in the coming weeks; every fourth is a summary), `people`
//! (whose they are), `due` (how many calls are due at once; not more than people),
//! `lead` (seconds from their writing to their time), `folder`, and `check` (`true`:
//! fails beyond 2 KiB each, a second to start, a second late).
//!
//! The store is written first. Then a process of its own starts the engine on it, with
//! the real clock, a chat that accepts everything and a service that takes every call
//! (`service`); another one does so without anything that waits, for comparison. Late
//! is how long after its time a call's request came to the service, which is after its
//! attempt was committed.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../shared/call.rs"]
mod call;
#[path = "../shared/engine.rs"]
#[allow(dead_code, reason = "shared with the other benchmark")]
mod engine;
mod fill;
mod service;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use arguments::Arguments;
use chrono::{DateTime, TimeDelta, Utc};
use engine::Engine;
use kally_core::model::EventId;
use kally_engine::bridge::{Content, Inbound, Sender};
use kally_runtime::{Clock as _, SystemClock};
use kally_store::SledOptions;
use service::Came;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The most memory of one that waits, in bytes.
const MOST_EACH: f64 = 2.0 * 1024.0;

/// The longest start, and the latest that a call may be.
const SECOND: f64 = 1.0;

/// Nothing takes longer.
const LIMIT: Duration = Duration::from_secs(120);

pub struct Options {
    waiting: u64,
    people: u64,
    due: u64,
    lead: Duration,
    folder: PathBuf,
    check: bool,
    /// In the process that is measured: when the calls are due.
    at: Option<DateTime<Utc>>,
}

impl Options {
    fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        let mut given = Arguments::parse(args)?;
        let mut take = |name: &str, default: &str| given.take(name, default);
        let options = Self {
            waiting: take("waiting", "100000").parse()?,
            people: take("people", "1000").parse()?,
            due: take("due", "1000").parse()?,
            lead: Duration::from_secs_f64(take("lead", "30").parse()?),
            folder: take("folder", "target/waiting-bench").into(),
            check: take("check", "false").parse()?,
            at: take("at", "").parse().ok(),
        };
        given.end()?;
        if options.due > options.people {
            return Err("each of the calls that are due needs a person".into());
        }
        Ok(options)
    }
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let is_measured = std::env::args().nth(1).as_deref() == Some("start");
    if is_measured {
        args.next();
    }
    let options = Options::parse(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    match is_measured {
        true => runtime.block_on(start(&options)),
        false => runtime.block_on(compare(&options)),
    }
}

/// The figures of a process.
struct Figures {
    /// Seconds from the opening of the store to the end of the first turn.
    start: f64,
    /// Bytes.
    memory: f64,
    /// Seconds from the time of the calls that are due to the last and the median of
    /// their requests.
    last: f64,
    median: f64,
}

async fn compare(options: &Options) -> Result<()> {
    if options.folder.exists() {
        fs::remove_dir_all(&options.folder)?;
    }
    let none = measured(options, 0).await?;
    let all = measured(options, options.waiting).await?;
    #[expect(clippy::cast_precision_loss, reason = "a figure to read")]
    let each = (all.memory - none.memory) / options.waiting as f64;
    println!(
        "{:>9} {:>9} {:>11} {:>9} {:>9}",
        "waiting", "start s", "memory MiB", "median s", "last s"
    );
    for (waiting, it) in [(0, &none), (options.waiting, &all)] {
        let memory = it.memory / f64::from(1 << 20);
        println!(
            "{waiting:>9} {:>9.2} {memory:>11.1} {:>9.2} {:>9.2}",
            it.start, it.median, it.last
        );
    }
    println!(
        "each that waits takes {each:.0} bytes; {} calls are due at once",
        options.due
    );
    fs::remove_dir_all(&options.folder)?;
    let misses = [
        (each > MOST_EACH, "memory of each"),
        (all.start > SECOND, "time to start"),
        (all.last > SECOND, "calls that are due at once"),
    ];
    let missed: Vec<&str> = misses.iter().filter(|it| it.0).map(|it| it.1).collect();
    match options.check && !missed.is_empty() {
        true => Err(format!("beyond its bound: {}", missed.join(", ")).into()),
        false => Ok(()),
    }
}

/// Fills a store with so many that wait, and has another process start on it.
async fn measured(options: &Options, waiting: u64) -> Result<Figures> {
    let folder = options.folder.join(waiting.to_string());
    let at = fill::fill(&folder, options, waiting).await?;
    let output = Command::new(std::env::current_exe()?)
        .args(["start", "--folder"])
        .arg(&folder)
        .args(["--people", &options.people.to_string()])
        .args(["--due", &options.due.to_string()])
        .args(["--at", &at.to_rfc3339()])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut words = text.split_whitespace();
    let mut next = || -> Result<f64> { Ok(words.next().ok_or("no figures came")?.parse()?) };
    Ok(Figures {
        start: next()?,
        memory: next()?,
        last: next()?,
        median: next()?,
    })
}

/// Starts the engine, and prints the figures of this process.
async fn start(options: &Options) -> Result<()> {
    let due = options.at.ok_or("no time was given")?;
    let came = Came::default();
    let url = service::start(&came)?;
    let begun = Instant::now();
    let clock = Arc::new(SystemClock);
    let engine = Engine::start(&options.folder, &SledOptions::default(), clock, &url, true).await?;
    engine.bridge.handle(&help(options.people)).await?;
    let took = begun.elapsed().as_secs_f64();
    let memory = settled_memory().await?;
    if SystemClock.now() + TimeDelta::seconds(1) > due {
        return Err("the calls were due before the start was over: give a longer --lead".into());
    }
    let late = lateness(&came, due, usize::try_from(options.due)?).await?;
    let last = late.last().copied().unwrap_or_default();
    let median = late.get(late.len() / 2).copied().unwrap_or_default();
    println!("{took} {memory} {last} {median}");
    engine.tasks.shut_down(LIMIT).await;
    engine.store.close().await?;
    Ok(())
}

/// The first words of somebody who has no call.
fn help(number: u64) -> Inbound {
    Inbound {
        event: EventId("1".to_owned()),
        conversation: fill::person(number),
        sender: Sender {
            display_name: "Ana García".to_owned(),
            handle: None,
            language: None,
        },
        message: None,
        replies_to: None,
        quoted: None,
        at: SystemClock.now(),
        content: Content::Text("/help".to_owned()),
    }
}

/// The memory once it grows no more.
async fn settled_memory() -> Result<u64> {
    let mut before = 0;
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = resident(Path::new("/proc/self/status"))?;
        if now.abs_diff(before) < 256 << 10 {
            return Ok(now);
        }
        before = now;
    }
    Ok(before)
}

/// How late each request came, in seconds, the earliest first.
async fn lateness(came: &Came, due: DateTime<Utc>, count: usize) -> Result<Vec<f64>> {
    let until = Instant::now() + LIMIT;
    let so_far = || came.lock().unwrap_or_else(PoisonError::into_inner).clone();
    while so_far().len() < count {
        if Instant::now() > until {
            return Err(format!("only {} calls of {count} came", so_far().len()).into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut late: Vec<f64> = (so_far().iter())
        .map(|came| (*came - due).as_seconds_f64())
        .collect();
    late.sort_by(f64::total_cmp);
    match late.first() {
        Some(first) if *first < 0.0 => Err(format!("a call came {first} s early").into()),
        _ => Ok(late),
    }
}

/// The bytes of memory that a process has.
fn resident(status: &Path) -> Result<u64> {
    let text = fs::read_to_string(status)?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("a figure is missing")?.parse::<u64>()? << 10)
}

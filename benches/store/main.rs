//! How many turns a second the store commits durably, whether that depends on
//! its size, and the cost of opening it.
//!
//! `cargo bench --no-default-features --bench store -- [--key value]…` with
//! `store` (`sled`, or `postgres`: a server of the benchmark's own),
//! `conversations` (list), `writers` (list), `seconds` (of one window),
//! `rounds`, `cache-mib` (sled's), `folder`, `first-turn` (above 0, sled alone:
//! use the stores of the last run and go on from that event), `active` (how many
//! conversations, scattered over the store, the turns go to; 0: all of them),
//! `reads` (`false`: turns commit without reading first). Windows of all sizes
//! alternate with a yardstick (append and `fdatasync`), since a shared
//! machine's disk changes from one minute to the next: compare the ratios.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../shared/call.rs"]
mod call;
mod place;
mod records;
mod sizes;

use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use arguments::Arguments;
use kally_core::model::{EventId, Platform};
use kally_store::{Commit, ConversationRecord, EventMark, Key, SledOptions, Store, read_one};
use place::Place;
use postgres_cluster::Cluster;
use records::{RECORD_BYTES, id, record, scatter, time};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Options {
    postgres: bool,
    /// Of the store that is opened for its cost alone.
    database: Option<String>,
    conversations: Vec<u64>,
    writers: Vec<u64>,
    window: Duration,
    rounds: usize,
    active: u64,
    /// Whether a turn reads the conversation first.
    reads: bool,
    /// Use the stores of the last run; event ids then begin elsewhere.
    keep: bool,
    first_turn: u64,
    sled: SledOptions,
    folder: PathBuf,
}

impl Options {
    fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        let mut given = Arguments::parse(args)?;
        let mut take = |name: &str, default: &str| given.take(name, default);
        let first_turn = take("first-turn", "0").parse()?;
        let store = take("store", "sled");
        if !["sled", "postgres"].contains(&store.as_str()) {
            return Err(format!("--store {store} is not known: sled, postgres").into());
        }
        let database = take("database", "");
        let options = Self {
            postgres: store == "postgres",
            database: (!database.is_empty()).then_some(database),
            conversations: list(&take("conversations", "1000,100000"))?,
            writers: list(&take("writers", "1,8,64"))?,
            window: Duration::from_secs_f64(take("seconds", "2").parse()?),
            rounds: take("rounds", "5").parse()?,
            active: take("active", "1000").parse()?,
            reads: take("reads", "true").parse()?,
            keep: first_turn > 0,
            first_turn,
            sled: SledOptions {
                cache_bytes: take("cache-mib", "8").parse::<u64>()? << 20,
                ..SledOptions::default()
            },
            folder: take("folder", "target/store-bench").into(),
        };
        given.end()?;
        if options.keep && options.postgres {
            return Err("--first-turn goes with --store sled".into());
        }
        Ok(options)
    }

    fn place(&self, folder: PathBuf, database: Option<String>) -> Place {
        Place {
            folder,
            database,
            sled: self.sled.clone(),
        }
    }
}

fn list(text: &str) -> Result<Vec<u64>> {
    Ok(text
        .split(',')
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?)
}

fn main() -> Result<()> {
    kally_network::install();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut args = std::env::args().skip(1);
    // The argument with which this program starts itself again.
    if let Some("open") = std::env::args().nth(1).as_deref() {
        args.next();
        return open_only(&runtime, &Options::parse(args)?);
    }
    let options = Options::parse(args)?;
    let cluster = options.postgres.then(|| Cluster::start("fsync = on"));
    let mut cases = Vec::new();
    for &size in &options.conversations {
        let database = cluster.as_ref().map(Cluster::database_on_loopback);
        let place = options.place(options.folder.join(size.to_string()), database);
        if !(options.keep && place.folder.exists()) {
            runtime.block_on(place.fill(cluster.as_ref(), size))?;
        }
        measure_open(&options, &place)?;
        println!(
            "  {} on the disk",
            megabytes(place.bytes(cluster.as_ref())?)
        );
        cases.push(Case {
            store: runtime.block_on(place.open())?,
            database: place.database,
            size,
            active: match options.active {
                0 => size,
                active => active.min(size),
            },
            turns: options.first_turn,
            reads: options.reads,
        });
    }
    for &writers in &options.writers {
        compare(&runtime, &options, &mut cases, writers)?;
    }
    for case in &cases {
        if let Some((cluster, database)) = cluster.as_ref().zip(case.database.as_deref()) {
            let sizes = sizes::print(cluster, database, case.store.as_ref(), case.size);
            runtime.block_on(sizes)?;
        }
        runtime.block_on(case.store.close())?;
    }
    Ok(())
}

struct Case {
    store: Box<dyn Store>,
    /// The address of its database, if it is in one.
    database: Option<String>,
    size: u64,
    active: u64,
    reads: bool,
    /// The number of committed turns, for new event ids.
    turns: u64,
}

/// One row for each size: the median of the windows.
fn compare(
    runtime: &tokio::runtime::Runtime,
    options: &Options,
    cases: &mut [Case],
    writers: u64,
) -> Result<()> {
    let mut yardstick = Vec::new();
    let mut measured = vec![Vec::new(); cases.len()];
    for _ in 0..options.rounds {
        yardstick.push(appends(
            &options.folder.join("yardstick"),
            options.window / 4,
        )?);
        for (case, measured) in cases.iter_mut().zip(&mut measured) {
            measured.push(runtime.block_on(turns(case, writers, options.window))?);
        }
    }
    let yardstick = median(yardstick);
    println!("\n{writers} writers; append + fdatasync: {yardstick:.0} a second");
    println!(
        "{:>14} {:>12} {:>10} {:>10} {:>10} {:>12} {:>12}",
        "conversations", "turns/s", "µs a turn", "mean ms", "p50 ms", "to yardstick", "to smallest"
    );
    let mut smallest = None;
    for (case, windows) in cases.iter().zip(measured) {
        let of = |part: fn(&Window) -> f64| median(windows.iter().map(part).collect());
        let rate = of(|window| window.rate);
        let first = *smallest.get_or_insert(rate);
        println!(
            "{:>14} {rate:>12.0} {:>10.1} {:>10.3} {:>10.3} {:>12.2} {:>12.2}",
            case.size,
            1e6 / rate,
            of(|window| window.mean),
            of(|window| window.p50),
            rate / yardstick,
            first / rate,
        );
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The figures of one window.
#[derive(Clone, Copy)]
struct Window {
    /// Turns a second.
    rate: f64,
    /// Milliseconds of one turn.
    mean: f64,
    p50: f64,
}

impl Window {
    fn of(took: &[Duration], window: Duration) -> Self {
        let millis = |took: &Duration| took.as_secs_f64() * 1000.0;
        let count = took.len() as f64;
        Self {
            rate: count / window.as_secs_f64(),
            mean: took.iter().map(millis).sum::<f64>() / count,
            p50: median(took.iter().map(millis).collect()),
        }
    }
}

/// Turns: read the conversation, then commit it and the event's mark.
async fn turns(case: &mut Case, writers: u64, window: Duration) -> Result<Window> {
    let started = Instant::now();
    let (store, active, done, reads) = (case.store.as_ref(), case.active, case.turns, case.reads);
    let apart = case.size / active;
    let tasks = (0..writers).map(|writer| async move {
        let mut took = Vec::new();
        while started.elapsed() < window {
            let begun = Instant::now();
            let turn = done + took.len() as u64 * writers + writer;
            // Each writer has conversations of its own, all over the store.
            let number = (scatter(turn) % (active / writers) * writers + writer) * apart;
            let mut expect = Vec::new();
            if reads {
                let found = read_one::<ConversationRecord>(store, &id(number)).await?;
                expect.push((Key::Conversation(id(number)), found.version()));
            }
            let commit = Commit {
                event: Some(EventMark {
                    platform: Platform::Telegram,
                    id: EventId(turn.to_string()),
                    at: time(turn)?,
                }),
                expect,
                put: vec![record(number, turn).into()],
                ..Commit::default()
            };
            store.commit(commit).await?;
            took.push(begun.elapsed());
        }
        Ok::<_, Box<dyn Error>>(took)
    });
    let took = futures::future::try_join_all(tasks).await?;
    let most = took.iter().map(Vec::len).max().unwrap_or(0);
    case.turns += most as u64 * writers;
    Ok(Window::of(&took.concat(), started.elapsed()))
}

/// The yardstick: the disk's speed for a program that only appends.
fn appends(path: &Path, window: Duration) -> Result<f64> {
    let mut file = File::create(path)?;
    let record = [b'x'; RECORD_BYTES];
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed() < window {
        file.write_all(&record)?;
        file.sync_data()?;
        count += 1;
    }
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}

/// Opens in a process of its own, so that its memory is the store's alone.
fn measure_open(options: &Options, place: &Place) -> Result<()> {
    let cache = (options.sled.cache_bytes >> 20).to_string();
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["open", "--cache-mib", &cache, "--folder"]);
    command.arg(&place.folder);
    if let Some(database) = &place.database {
        command.args(["--database", database]);
    }
    match command.status()?.success() {
        true => Ok(()),
        false => Err("opening it again failed".into()),
    }
}

fn open_only(runtime: &tokio::runtime::Runtime, options: &Options) -> Result<()> {
    let place = options.place(options.folder.clone(), options.database.clone());
    let started = Instant::now();
    let store = runtime.block_on(place.open())?;
    let opened = started.elapsed();
    let empty = runtime.block_on(store.lanes(None, 1))?.is_empty();
    println!(
        "  opened in {:.2} s, {} resident{}",
        opened.as_secs_f64(),
        resident()?,
        if empty { "" } else { " (messages are waiting)" },
    );
    Ok(())
}

fn resident() -> Result<String> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes: u64 = line
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .ok_or("no VmRSS")?
        .parse()?;
    Ok(megabytes(kibibytes << 10))
}

fn megabytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

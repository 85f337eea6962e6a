//! How many turns a second the store commits durably, whether that depends on
//! its size, and the cost of opening it.
//!
//! `cargo bench --no-default-features --bench store -- [--key value]…` with
//! `conversations` (list), `writers` (list), `seconds` (of one window),
//! `rounds`, `cache-mib`, `folder`, `first-turn` (above 0: use the stores of
//! the last run and go on from that event), `active` (how many conversations,
//! scattered over the store, the turns go to; 0: all of them), `reads`
//! (`false`: turns commit without reading first). Windows of all sizes
//! alternate with a yardstick (append and `fdatasync`), since a shared
//! machine's disk changes from one minute to the next: compare the ratios.

#[path = "shared/arguments.rs"]
mod arguments;

use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use arguments::Arguments;
use chrono::{DateTime, TimeDelta, Utc};
use kally_core::dialogue::{Conversation, State};
use kally_core::model::{ConversationId, EventId, Platform};
use kally_store::{
    Commit, ConversationRecord, Durability, EventMark, Key, SledOptions, SledStore, Store, read_one,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// About as much JSON as a half-filled form.
const RECORD_BYTES: usize = 700;

struct Options {
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
        let options = Self {
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
        Ok(options)
    }
}

fn list(text: &str) -> Result<Vec<u64>> {
    Ok(text
        .split(',')
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?)
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    if let Some("open") = std::env::args().nth(1).as_deref() {
        args.next();
        return open_only(Options::parse(args)?);
    }
    let options = Options::parse(args)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut cases = Vec::new();
    for &size in &options.conversations {
        let folder = options.folder.join(size.to_string());
        if !(options.keep && folder.exists()) {
            filled(&runtime, &options, &folder, size)?;
        }
        measure_open(&options, &folder)?;
        cases.push(Case {
            store: SledStore::open(&folder, &options.sled)?,
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
    Ok(())
}

/// A new store with this many conversations.
fn filled(
    runtime: &tokio::runtime::Runtime,
    options: &Options,
    folder: &Path,
    size: u64,
) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let store = SledStore::open(folder, &options.sled)?;
    let started = Instant::now();
    runtime.block_on(fill(&store, size))?;
    runtime.block_on(store.close())?;
    let seconds = started.elapsed().as_secs_f64();
    println!("filled with {size} conversations in {seconds:.1} s");
    Ok(())
}

struct Case {
    store: SledStore,
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
    let mut rates = vec![Vec::new(); cases.len()];
    for _ in 0..options.rounds {
        yardstick.push(appends(
            &options.folder.join("yardstick"),
            options.window / 4,
        )?);
        for (case, rates) in cases.iter_mut().zip(&mut rates) {
            rates.push(runtime.block_on(turns(case, writers, options.window))?);
        }
    }
    let yardstick = median(yardstick);
    println!("\n{writers} writers; append + fdatasync: {yardstick:.0} a second");
    println!(
        "{:>14} {:>12} {:>10} {:>12} {:>12}",
        "conversations", "turns/s", "µs a turn", "to yardstick", "to smallest"
    );
    let mut smallest = None;
    for (case, rates) in cases.iter().zip(rates) {
        let rate = median(rates);
        let first = *smallest.get_or_insert(rate);
        println!(
            "{:>14} {rate:>12.0} {:>10.1} {:>12.2} {:>12.2}",
            case.size,
            1e6 / rate,
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

/// Turns a second: read the conversation, then commit it and the event's mark.
async fn turns(case: &mut Case, writers: u64, window: Duration) -> Result<f64> {
    let started = Instant::now();
    let (store, active, done, reads) = (&case.store, case.active, case.turns, case.reads);
    let apart = case.size / active;
    let tasks = (0..writers).map(|writer| async move {
        let mut count = 0;
        while started.elapsed() < window {
            let turn = done + count * writers + writer;
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
            count += 1;
        }
        Ok::<u64, Box<dyn Error>>(count)
    });
    let counts = futures::future::try_join_all(tasks).await?;
    case.turns += counts.iter().max().unwrap_or(&0) * writers;
    let total: u64 = counts.iter().sum();
    Ok(total as f64 / started.elapsed().as_secs_f64())
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

async fn fill(store: &SledStore, size: u64) -> Result<()> {
    let numbers: Vec<u64> = (0..size).collect();
    for chunk in numbers.chunks(100) {
        let commit = Commit {
            put: chunk.iter().map(|n| record(*n, 0).into()).collect(),
            durability: Durability::Soon,
            ..Commit::default()
        };
        store.commit(commit).await?;
    }
    Ok(())
}

/// Opens in a process of its own, so that its memory is the store's alone.
fn measure_open(options: &Options, folder: &Path) -> Result<()> {
    let cache = (options.sled.cache_bytes >> 20).to_string();
    let status = Command::new(std::env::current_exe()?)
        .args(["open", "--cache-mib", &cache, "--folder"])
        .arg(folder)
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err("opening it again failed".into()),
    }
}

fn open_only(options: Options) -> Result<()> {
    let started = Instant::now();
    let store = SledStore::open(&options.folder, &options.sled)?;
    let opened = started.elapsed();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let empty = runtime.block_on(store.lanes(None, 1))?.is_empty();
    println!(
        "  opened in {:.2} s, {} resident; {} on the disk{}",
        opened.as_secs_f64(),
        resident()?,
        megabytes(fs::metadata(options.folder.join("db"))?.len()),
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

fn id(number: u64) -> ConversationId {
    let chat = scatter(number).to_string();
    ConversationId {
        platform: Platform::Telegram,
        user: chat.clone(),
        chat,
        thread: None,
    }
}

fn record(number: u64, turn: u64) -> ConversationRecord {
    let task = format!("{turn} {}", "a table on the terrace, ".repeat(16));
    ConversationRecord {
        id: id(number),
        display_name: None,
        handle: None,
        language: None,
        message: None,
        conversation: Conversation {
            state: State::StillWanted {
                text: task.chars().take(RECORD_BYTES - 300).collect(),
            },
            ..Conversation::default()
        },
        offered: Vec::new(),
        numbered: false,
        aside: Vec::new(),
        shown: None,
        changed_at: DateTime::UNIX_EPOCH,
    }
}

fn time(turn: u64) -> Result<DateTime<Utc>> {
    let start = DateTime::from_timestamp(1_767_225_600, 0).ok_or("no such time")?;
    Ok(start + TimeDelta::milliseconds(i64::try_from(turn)?))
}

/// A number that looks random (splitmix64), always the same for the same input.
fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

//! A year of many people's calls: whether the store stays bounded on the disk
//! and in memory, and how long it takes to open and to sweep.
//!
//! `cargo bench --no-default-features --bench year -- [--key value]…` with
//! `days`, `people`, `often` and `seldom` (the days from a person's call to
//! their next; half of the people call often, from a private chat; the others
//! call seldom, each time from a new thread), `newcomers` (so many a day get a
//! link to sign in and never come back), `keep` (days, as `store.keep`; 0:
//! nobody sweeps), `report` (days between two rows of figures), `cache-mib`,
//! `folder`, `tidy-ms` (how often sled tidies its file: a day takes about a
//! second here, in which sled tidies some hundred times; on a real day it does so
//! 8,640 times).
//!
//! The turns, the calls, the delivery and all sweeps are the engine's own, on a
//! clock that is set by hand. The chat accepts every message; the service
//! (`service`) has every call succeed. The folder is copied for each row, and
//! another process opens the copy: so the process that is measured runs through
//! the whole year.

#[path = "../shared/arguments.rs"]
mod arguments;
mod bot;
#[path = "../shared/engine.rs"]
mod engine;
mod figures;
mod people;
mod service;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use arguments::Arguments;
use bot::Bot;
use figures::{Row, Table};
use kally_store::SledOptions;
use people::People;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

struct Options {
    days: u64,
    people: u64,
    often: u64,
    seldom: u64,
    newcomers: u64,
    /// `None`: nobody sweeps.
    keep: Option<Duration>,
    report: u64,
    sled: SledOptions,
    folder: PathBuf,
}

impl Options {
    fn parse(args: impl Iterator<Item = String>) -> Result<Self> {
        let mut given = Arguments::parse(args)?;
        let mut take = |name: &str, default: &str| given.take(name, default);
        let options = Self {
            days: take("days", "365").parse()?,
            people: take("people", "10000").parse()?,
            often: take("often", "80").parse()?,
            seldom: take("seldom", "160").parse()?,
            newcomers: take("newcomers", "10").parse()?,
            keep: match take("keep", "90").parse::<u32>()? {
                0 => None,
                days => Some(DAY * days),
            },
            report: take("report", "30").parse()?,
            sled: SledOptions {
                cache_bytes: take("cache-mib", "8").parse::<u64>()? << 20,
                tidy_every: Duration::from_millis(take("tidy-ms", "5").parse()?),
                ..SledOptions::default()
            },
            folder: take("folder", "target/year-bench").into(),
        };
        given.end()?;
        Ok(options)
    }
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    if let Some("open") = std::env::args().nth(1).as_deref() {
        args.next();
        let options = Options::parse(args)?;
        return figures::open_only(&options.folder, &options.sled);
    }
    let options = Options::parse(args)?;
    if options.folder.exists() {
        fs::remove_dir_all(&options.folder)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(year(&options))?;
    fs::remove_dir_all(&options.folder)?;
    Ok(())
}

async fn year(options: &Options) -> Result<()> {
    let started = Instant::now();
    let store = options.folder.join("data");
    let bot = Bot::start(&store, &options.sled, options.keep.is_some()).await?;
    let mut people = People::new(options);
    people.sign_in(&bot).await?;
    let mut table = Table::begin();
    let mut calls = 0;
    for day in 0..options.days {
        let visits = people.on(day);
        calls += bot.day(day, &visits).await?;
        let swept = bot.night(options.keep).await?;
        if (day + 1) % options.report == 0 || day + 1 == options.days {
            let copy = options.folder.join("copy");
            let opened = figures::open_copy(&store, &copy, &options.sled)?;
            let records = figures::by_kind(&*bot.engine.store).await?;
            table.add(Row::new(day + 1, calls, records, &store, swept, opened)?);
        }
    }
    table.judge();
    println!("{calls} calls in {:.0} s", started.elapsed().as_secs_f64());
    bot.stop().await
}

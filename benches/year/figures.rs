//! The figures of a day: records, bytes on the disk, memory, the time to open
//! and to sweep; and how far they stay within the fourth month's.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use kally_store::{SledOptions, SledStore, Store};

use crate::Result;

/// How many records are read at once.
const PAGE: usize = 1000;

/// The fourth row, the first one after records began to be past.
const STEADY: usize = 3;

/// What another process found when it opened a copy.
pub struct Opened {
    took: Duration,
    resident: u64,
}

/// The figures of one day.
pub struct Row {
    day: u64,
    calls: usize,
    records: BTreeMap<String, usize>,
    disk: u64,
    written: u64,
    resident: u64,
    opened: Opened,
    swept: Duration,
}

impl Row {
    pub fn new(
        day: u64,
        calls: usize,
        records: BTreeMap<String, usize>,
        folder: &Path,
        swept: Duration,
        opened: Opened,
    ) -> Result<Self> {
        Ok(Self {
            day,
            calls,
            records,
            disk: size(folder)?,
            written: written()?,
            resident: resident()?,
            opened,
            swept,
        })
    }
}

/// One figure of a row.
type Figure<'a> = &'a dyn Fn(&Row) -> f64;

/// All rows, printed as they come.
pub struct Table(Vec<Row>);

impl Table {
    pub fn begin() -> Self {
        println!(
            "{:>5} {:>7} {:>8} {:>8} {:>9} {:>8} {:>8} {:>9} {:>8}  records",
            "day", "calls", "records", "disk", "written", "memory", "opening", "in memory", "sweep"
        );
        Self(Vec::new())
    }

    pub fn add(&mut self, row: Row) {
        let kinds: Vec<String> = row
            .records
            .iter()
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        println!(
            "{:>5} {:>7} {:>8} {:>4} MiB {:>5} MiB {:>4} MiB {:>5.2} s {:>5} MiB {:>6.2} s  {}",
            row.day,
            row.calls,
            row.records.values().sum::<usize>(),
            row.disk >> 20,
            row.written >> 20,
            row.resident >> 20,
            row.opened.took.as_secs_f64(),
            row.opened.resident >> 20,
            row.swept.as_secs_f64(),
            kinds.join(", "),
        );
        self.0.push(row);
    }

    /// Prints how all later rows compare with the fourth.
    pub fn judge(&self) {
        let Some((first, later)) = self.0.get(STEADY..).and_then(<[_]>::split_first) else {
            return;
        };
        println!("\nlater rows against day {}: least, most", first.day);
        let records = |row: &Row| row.records.values().sum::<usize>() as f64;
        let figures: [(&str, Figure); 6] = [
            ("records", &records),
            ("disk", &|row| row.disk as f64),
            ("memory", &|row| row.resident as f64),
            ("opening", &|row| row.opened.took.as_secs_f64()),
            ("memory after opening", &|row| row.opened.resident as f64),
            ("sweep", &|row| row.swept.as_secs_f64()),
        ];
        for (name, figure) in figures {
            let ratios = || later.iter().map(|row| figure(row) / figure(first));
            let least = ratios().fold(f64::INFINITY, f64::min);
            let most = ratios().fold(0.0, f64::max);
            println!("{name:>22} {least:>6.2} {most:>6.2}");
        }
    }
}

/// The number of records of each kind, and of waiting conversations.
pub async fn by_kind(store: &dyn Store) -> Result<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    let mut from = None;
    loop {
        let page = store.scan(from, PAGE).await?;
        for (_, record) in page.records {
            let json = record.to_readable_json();
            let kind = json["kind"].as_str().unwrap_or_default().to_owned();
            *counts.entry(kind).or_default() += 1;
        }
        from = match page.next {
            Some(next) => Some(next),
            None => return Ok(counts),
        };
    }
}

/// Opens a copy of the folder in a process of its own, so that its memory is the
/// store's alone.
pub fn open_copy(folder: &Path, copy: &Path, options: &SledOptions) -> Result<Opened> {
    for path in files(folder)? {
        let to = copy.join(path.strip_prefix(folder)?);
        fs::create_dir_all(to.parent().ok_or("no folder")?)?;
        fs::copy(&path, to)?;
    }
    // sled expects it, even when it is empty.
    fs::create_dir_all(copy.join("blobs"))?;
    let output = Command::new(std::env::current_exe()?)
        .args(["open", "--cache-mib"])
        .arg((options.cache_bytes >> 20).to_string())
        .arg("--folder")
        .arg(copy)
        .output()?;
    fs::remove_dir_all(copy)?;
    let text = String::from_utf8(output.stdout)?;
    let mut words = text.split_whitespace();
    let mut next = || words.next().ok_or("the copy did not open");
    Ok(Opened {
        took: Duration::from_secs_f64(next()?.parse()?),
        resident: next()?.parse()?,
    })
}

/// Opens a store; prints the seconds that it took and the memory after that.
pub fn open_only(folder: &Path, options: &SledOptions) -> Result<()> {
    let started = Instant::now();
    let store = SledStore::open(folder, options)?;
    let took = started.elapsed().as_secs_f64();
    println!("{took} {}", resident()?);
    drop(store);
    Ok(())
}

/// All files in a folder.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files(&path)?),
            false => found.push(path),
        }
    }
    Ok(found)
}

/// The bytes that the files take on the disk.
fn size(folder: &Path) -> Result<u64> {
    use std::os::unix::fs::MetadataExt as _;
    let mut bytes = 0;
    for path in files(folder)? {
        if let Ok(found) = fs::metadata(path) {
            bytes += found.blocks() * 512;
        }
    }
    Ok(bytes)
}

/// The bytes of memory that are this process's.
fn resident() -> Result<u64> {
    Ok(field("/proc/self/status", "VmRSS:")? << 10)
}

/// The bytes that this process has had written to the disk.
pub fn written() -> Result<u64> {
    field("/proc/self/io", "write_bytes:")
}

fn field(path: &str, name: &str) -> Result<u64> {
    let text = fs::read_to_string(path)?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("a figure is missing")?.parse()?)
}

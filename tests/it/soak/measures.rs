//! Memory, open files and disk, as they are over the run.

use std::fmt;
use std::fs;
use std::path::Path;

use crate::telegram::stage::Stage;

/// How much more the last third may have than the first one.
const MEMORY: f64 = 1.25;
const FILES: f64 = 1.25;

/// The disk may grow by this for each call until records are swept, in bytes.
const PER_CALL: f64 = 60_000.0;

/// How much more the disk may have after the last sweep than after the first one.
const SWEPT: f64 = 1.5;

/// Fewer measures tell nothing about a trend.
const FEWEST: usize = 6;

#[derive(Debug, Clone, Copy)]
struct Measure {
    /// The memory of the process, in KiB.
    memory: f64,
    /// How many files it has open.
    files: f64,
    /// The bytes in the store's folder.
    disk: f64,
    /// The calls so far.
    calls: f64,
}

/// All of them, in order.
#[derive(Debug, Default)]
pub struct Measures {
    taken: Vec<Measure>,
    /// The bytes on the disk after each sweep.
    swept: Vec<f64>,
}

impl Measures {
    /// Measures the running bot.
    #[track_caller]
    pub fn take(&mut self, stage: &Stage) {
        let process = Path::new("/proc").join(stage.pid().to_string());
        let status = fs::read_to_string(process.join("status")).unwrap();
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let memory = memory.and_then(|line| line.trim().strip_suffix(" kB"));
        let files = fs::read_dir(process.join("fd")).unwrap().count();
        self.taken.push(Measure {
            memory: memory.unwrap().trim().parse().unwrap(),
            files: number(files),
            disk: disk(stage),
            calls: number(stage.place.sandbox.dialled().len()),
        });
    }

    /// Measures the disk after a sweep.
    pub fn after_sweep(&mut self, stage: &Stage) {
        self.swept.push(disk(stage));
    }

    fn third(&self, last: bool, of: impl Fn(&Measure) -> f64) -> f64 {
        let third = self.taken.len() / 3;
        let part = match last {
            true => &self.taken[self.taken.len() - third..],
            false => &self.taken[..third],
        };
        let mut values: Vec<f64> = part.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    /// Fails if memory or files grow, or the disk grows by more than what calls
    /// leave behind.
    #[track_caller]
    pub fn are_flat(&self) {
        assert!(
            self.taken.len() >= FEWEST,
            "only {} measures",
            self.taken.len()
        );
        let grows = |of: fn(&Measure) -> f64| self.third(true, of) / self.third(false, of);
        assert!(grows(|it| it.memory) <= MEMORY, "memory grows: {self}");
        assert!(grows(|it| it.files) <= FILES, "open files grow: {self}");
        match self.swept.as_slice() {
            [first, .., last] => assert!(last / first <= SWEPT, "the disk grows: {self}"),
            _ => assert!(self.disk_per_call() <= PER_CALL, "the disk grows: {self}"),
        }
    }

    fn disk_per_call(&self) -> f64 {
        let (first, last) = (self.taken[0], self.taken[self.taken.len() - 1]);
        (last.disk - first.disk) / (last.calls - first.calls).max(1.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is far below 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

fn disk(stage: &Stage) -> f64 {
    number(usize::try_from(size(&stage.place.store())).unwrap())
}

/// The bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(about) = entry.metadata() else {
            continue;
        };
        bytes += match about.is_dir() {
            true => size(&entry.path()),
            false => about.len(),
        };
    }
    bytes
}

impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.taken.len() < FEWEST {
            return write!(f, "{:?}", self.taken);
        }
        let (memory, files) = (|it: &Measure| it.memory / 1024.0, |it: &Measure| it.files);
        writeln!(
            f,
            "memory: {:.1} MiB in the first third, {:.1} MiB in the last",
            self.third(false, memory),
            self.third(true, memory)
        )?;
        writeln!(
            f,
            "open files: {} in the first third, {} in the last",
            self.third(false, files),
            self.third(true, files)
        )?;
        write!(
            f,
            "disk: {:.1} MiB in the end, {:.0} bytes more for each call",
            self.taken[self.taken.len() - 1].disk / 1_048_576.0,
            self.disk_per_call()
        )?;
        for bytes in &self.swept {
            write!(f, "; {:.1} MiB after a sweep", bytes / 1_048_576.0)?;
        }
        Ok(())
    }
}

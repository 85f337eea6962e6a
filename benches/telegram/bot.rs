//! The built bot as a process of its own: started, pinned, measured, ended.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

/// `/proc/<pid>/stat` counts in hundredths of a second on Linux, whatever the
/// kernel's own tick is.
const TICKS_A_SECOND: f64 = 100.0;

/// The variable that tells the bot the address of the Bot API.
pub const API_URL: &str = "KALLY_TELEGRAM__API_URL";

/// The variable that tells the bridge the address of its PostgreSQL.
#[allow(dead_code, reason = "set where it is compared")]
pub const STORE_URL: &str = "KALLY_STORE__URL";

/// A running `kally-bridge run`; it ends when this is dropped.
pub struct Bot {
    child: Child,
}

impl Bot {
    /// A process that was started already.
    pub fn of(child: Child) -> Self {
        Self { child }
    }

    /// Starts it on a core, with these variables and an empty `folder`.
    pub fn start(
        program: &Path,
        folder: &Path,
        variables: &[(&str, &str)],
        core: Option<&str>,
    ) -> io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        // It runs in that folder.
        let program = fs::canonicalize(program)?;
        let mut command = match core {
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", core]).arg(program);
                command
            }
            None => Command::new(program),
        };
        let child = command
            .arg("run")
            .current_dir(folder)
            .env("KALLY_TELEGRAM__TOKEN", "1:benchmark")
            .envs(variables.iter().copied())
            // People here write faster than Telegram lets a bot answer.
            .env("KALLY_TELEGRAM__PACE", "false")
            .env("KALLY_KALLYAI__BASE_URL", "http://127.0.0.1:9")
            .env("KALLY_ACCESS__MODE", "open")
            .env("KALLY_SERVER__BIND", "127.0.0.1:0")
            .env("KALLY_LOG__LEVEL", "warn")
            .stderr(File::create(folder.join("log"))?)
            .spawn()?;
        Ok(Self::of(child))
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// The CPU time that it has used.
    pub fn cpu(&self) -> io::Result<Duration> {
        cpu(&self.id().to_string())
    }

    /// The most memory that it has had, in MiB.
    pub fn peak_memory(&self) -> io::Result<f64> {
        self.status("VmHWM:")
    }

    /// The memory that it has now, in MiB.
    #[allow(dead_code, reason = "asked for where it is compared")]
    pub fn memory(&self) -> io::Result<f64> {
        self.status("VmRSS:")
    }

    fn status(&self, name: &str) -> io::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let found = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.trim().strip_suffix(" kB"))
            .and_then(|number| number.parse::<f64>().ok());
        found
            .map(|kib| kib / 1024.0)
            .ok_or_else(|| io::Error::other(format!("no {name}")))
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The CPU time of a process; `self` for the own process.
pub fn cpu(process: &str) -> io::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in parentheses may hold anything; utime and stime are the
    // 12th and 13th after it.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u32 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u32>().ok())
        .sum();
    Ok(Duration::from_secs_f64(f64::from(ticks) / TICKS_A_SECOND))
}

/// Pins this process to a core.
pub fn pin(core: &str) -> io::Result<()> {
    let status = Command::new("taskset")
        .args(["-acp", core, &std::process::id().to_string()])
        .stdout(std::process::Stdio::null())
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err(io::Error::other("taskset failed")),
    }
}

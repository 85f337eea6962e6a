//! How far a backup or a restore has come, on standard error.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How often a terminal is written to, and anything else.
const OFTEN: Duration = Duration::from_millis(200);
const SELDOM: Duration = Duration::from_secs(10);

/// Shows how many bytes are done.
pub struct Progress {
    what: &'static str,
    bytes: u64,
    shown: Instant,
    is_terminal: bool,
}

impl Progress {
    pub fn of(what: &'static str) -> Self {
        Self {
            what,
            bytes: 0,
            shown: Instant::now(),
            is_terminal: io::stderr().is_terminal(),
        }
    }

    /// So many more.
    pub fn add(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
        let often = if self.is_terminal { OFTEN } else { SELDOM };
        if self.shown.elapsed() >= often {
            self.shown = Instant::now();
            self.show();
        }
    }

    fn show(&self) {
        let line = format!("{} {}", self.what, size(self.bytes));
        // If nobody reads it, the work goes on.
        let mut err = io::stderr().lock();
        let _ = match self.is_terminal {
            true => write!(err, "\r\x1b[K{line}"),
            false => writeln!(err, "{line}"),
        };
        let _ = err.flush();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_terminal {
            eprint!("\r\x1b[K");
        }
    }
}

/// A number of bytes for people.
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1000;
    match bytes {
        0..KB => format!("{bytes} bytes"),
        KB..1_000_000 => format!("{} kB", bytes / KB),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

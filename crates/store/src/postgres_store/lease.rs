//! How long a process may believe that it owns the store.
//!
//! The owner notes a beat in the database several times in a lease. Once a whole
//! lease has passed without one, another process may take the store over: it
//! compares times of the database's clock alone. The owner itself stops a quarter of
//! a lease earlier, counted from the moment when it sent its last beat that arrived.
//! So it has stopped before another one begins, also after its machine was paused.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use kally_runtime::since_boot;

/// The shortest lease: beats take a moment on a busy machine.
pub const SHORTEST_LEASE: Duration = Duration::from_secs(1);

/// A lease of this process.
#[derive(Debug)]
pub(super) struct Lease {
    lasts: Duration,
    /// When the last beat that arrived was sent, by the time since the boot.
    beaten: Mutex<Duration>,
}

impl Lease {
    /// A lease that begins now.
    pub(super) fn begun(lasts: Duration) -> Self {
        Self {
            lasts: lasts.max(SHORTEST_LEASE),
            beaten: Mutex::new(since_boot()),
        }
    }

    /// The pause between two beats.
    pub(super) fn pause(&self) -> Duration {
        self.lasts / 5
    }

    /// How long an answer to a beat is awaited.
    pub(super) fn patience(&self) -> Duration {
        self.lasts / 3
    }

    /// A beat has arrived that was sent then.
    pub(super) fn beat(&self, sent: Duration) {
        *self.beaten.lock().unwrap_or_else(PoisonError::into_inner) = sent;
    }

    /// How long it holds without another beat.
    pub(super) fn left(&self) -> Duration {
        let beaten = *self.beaten.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = self.lasts - self.lasts / 4;
        holds.saturating_sub(since_boot().saturating_sub(beaten))
    }

    /// Whether no other process can own the store yet.
    pub(super) fn holds(&self) -> bool {
        !self.left().is_zero()
    }
}

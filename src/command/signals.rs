//! The signals that end a command before its time. A call that it follows goes
//! on.

use std::process::ExitCode;

use anyhow::Context as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals, from when they are listened to.
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

/// The signal that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked(u8);

impl Asked {
    /// The exit code of a process that a signal ends, as shells count them.
    pub fn code(self) -> ExitCode {
        ExitCode::from(128 + self.0)
    }
}

impl Signals {
    pub fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("listening for signals");
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
            hang_up: listen(SignalKind::hangup())?,
        })
    }

    /// Waits for one.
    pub async fn asked(&mut self) -> Asked {
        tokio::select! {
            _ = self.hang_up.recv() => Asked(1),
            _ = self.interrupt.recv() => Asked(2),
            _ = self.terminate.recv() => Asked(15),
        }
    }
}

//! `SIGHUP` while the bridge runs: the levels of the log are read again, and
//! nothing else changes.

use std::convert::Infallible;
use std::path::PathBuf;

use anyhow::Context as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::config::{Config, Environment};
use super::logging::Levels;

/// The signal, and what it has read again.
pub struct Hangups {
    signal: Signal,
    /// The file that `--config` named.
    file: Option<PathBuf>,
    levels: Levels,
}

impl Hangups {
    /// From now on the signal does not end the process.
    pub fn listen(file: Option<PathBuf>, levels: Levels) -> anyhow::Result<Self> {
        let signal = signal(SignalKind::hangup()).context("listening for SIGHUP")?;
        Ok(Self {
            signal,
            file,
            levels,
        })
    }

    /// Follows the signal until it is dropped.
    pub async fn follow(mut self) -> Infallible {
        loop {
            if self.signal.recv().await.is_none() {
                return std::future::pending().await;
            }
            self.read_again();
        }
    }

    fn read_again(&self) {
        match Config::load(self.file.as_deref(), &Environment::of_process()) {
            Ok(loaded) => match self.levels.change(&loaded.config.log) {
                Ok(()) => tracing::info!(
                    level = %loaded.config.log.level,
                    "SIGHUP: the levels of the log were read again; everything else needs a restart"
                ),
                Err(error) => {
                    tracing::error!(%error, "SIGHUP: the levels of the log stay as they were")
                }
            },
            Err(error) => tracing::error!(
                %error,
                "SIGHUP: the levels of the log stay as they were"
            ),
        }
    }
}

//! `kally-bridge run`: every chat that is configured, until the process is told
//! to stop.

use std::process::ExitCode;
#[cfg(feature = "telegram")]
use std::sync::Arc;

#[cfg(feature = "telegram")]
use anyhow::Context as _;

use super::config::{Config, ConfigError};
#[cfg(feature = "telegram")]
use super::{bind, service::Ground, telegram::Telegram};
#[cfg(feature = "telegram")]
use crate::chat::Chat;

/// Runs the configured chats; answers when the process was told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    if let Some(missing) = unusable(config) {
        eprintln!("kally-bridge: {missing}");
        return Ok(ExitCode::from(ConfigError::EXIT_CODE));
    }
    run_chats(config).await?;
    Ok(ExitCode::SUCCESS)
}

/// Why this configuration gives nothing to run.
fn unusable(config: &Config) -> Option<&'static str> {
    if config.matrix.is_some() {
        return Some(
            "this version has no Matrix yet: leave the keys of [matrix] (KALLY_MATRIX__…) empty",
        );
    }
    if config.telegram.is_none() {
        return Some(
            "no chat is configured: set telegram.token (KALLY_TELEGRAM__TOKEN), or matrix.homeserver \
             (KALLY_MATRIX__HOMESERVER) with matrix.user and matrix.password; \
             `kally-bridge chat` and `kally-bridge demo` need neither",
        );
    }
    if !cfg!(feature = "telegram") {
        return Some(
            "telegram.token (KALLY_TELEGRAM__TOKEN) is set, but this build is without Telegram: \
             build it with --features telegram",
        );
    }
    None
}

#[cfg(feature = "telegram")]
async fn run_chats(config: &Config) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    let listener = bind(config.server.bind).await?;
    let address = listener.local_addr()?;
    let ground = Ground::open(config)?;
    let telegram = config
        .telegram
        .as_ref()
        .map(|telegram| Telegram::new(telegram, config.locale.language, &ground));
    let chats: Vec<Arc<dyn Chat>> = telegram.iter().map(Telegram::chat).collect();
    let routes = telegram.as_ref().map(Telegram::routes).unwrap_or_default();
    let service = ground.start(config, listener, chats, routes);
    tracing::info!(%address, "the bridge runs");
    let receiving = async {
        match &telegram {
            Some(telegram) => telegram.receive(&service).await,
            None => std::future::pending().await,
        }
    };
    let ended = tokio::select! {
        ended = receiving => ended,
        signal = stop.asked() => {
            tracing::info!(signal, "stopping");
            Ok(())
        }
    };
    service.stop().await;
    ended
}

#[cfg(not(feature = "telegram"))]
async fn run_chats(_config: &Config) -> anyhow::Result<()> {
    Ok(())
}

/// The signals that ask a process to stop.
#[cfg(feature = "telegram")]
struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(feature = "telegram")]
impl Stop {
    /// From now on the signals do not end the process.
    fn listen() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).context("listening for signals");
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    /// Waits for one of them; answers with its name.
    async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

//! `kally-bridge run`: every configured chat, until the process is told to
//! stop.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

use super::bind;
use super::claim;
use super::config::{Config, ConfigError};
use super::joins::{self, Join};
use super::platforms::Platforms;
use super::service::{Foundation, Routes, Service};
use kally_engine::chat::Chat;
use kally_engine::failing;

/// Runs the configured chats; returns when the process was told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    if let Some(missing) = joins::unusable(config) {
        eprintln!("kally-bridge: {missing}");
        return Ok(ExitCode::from(ConfigError::EXIT_CODE));
    }
    run_chats(config).await?;
    Ok(ExitCode::SUCCESS)
}

/// Receives from all of them, until it is dropped or none can go on; returns
/// why the last one ended.
async fn receive(joins: &[Box<dyn Join>], service: &Service) -> anyhow::Error {
    let platforms = Platforms::new(joins.len());
    let mut receiving = FuturesUnordered::new();
    for join in joins {
        let name = join.chat().platform().abilities().name;
        receiving.push(platforms.keep_up(name, &*service.clock, move || join.receive(service)));
    }
    match receiving.next().await {
        Some(ended) => ended,
        None => std::future::pending().await,
    }
}

async fn run_chats(config: &Config) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    let listener = bind(config.server.bind).await?;
    let address = listener.local_addr()?;
    let foundation = Foundation::open(config).await?;
    let joins = joins::joins(config, &foundation)?;
    let outgoing: Vec<Arc<dyn Chat>> = joins.iter().map(|join| join.chat()).collect();
    let routes = joins
        .iter()
        .fold(Routes::new(), |routes, join| routes.merge(join.routes()));
    let service = foundation.start(config, Some(listener), outgoing.clone(), routes);
    tracing::info!(%address, "the bridge runs");
    claim::announce(config, service.bridge.access())?;
    let started = service.clock.now();
    let failed = async {
        let error = service.store.failed().await;
        failing::tell(
            &service.bridge,
            &outgoing,
            &*service.clock,
            &service.ids,
            started,
        )
        .await;
        error
    };
    let ended = tokio::select! {
        ended = receive(&joins, &service) => Err(ended),
        error = failed => Err(anyhow::Error::new(error).context(
            "the store cannot be written to; nothing that was acknowledged is lost, and everything \
             else is handled after the next start",
        )),
        signal = stop.asked() => {
            tracing::info!(signal, "stopping");
            Ok(())
        }
    };
    service.stop().await;
    ended
}

/// The signals that ask a process to stop.
struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

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

    /// Waits for one of them; returns its name.
    async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

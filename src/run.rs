//! `kally-bridge run`: every configured chat, until the process is told to
//! stop.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

use super::bind;
use super::claim;
use super::config::{Config, ConfigError};
use super::internal;
use super::joins::{self, Join};
use super::logging;
use super::measures::{self, Measures};
use super::platforms::Platforms;
use super::readiness::Readiness;
use super::service::{Foundation, Routes, SHUTDOWN, Service};
use super::standby::{self, Fronts};
use super::store;
use super::systemd;
use super::version;
use super::web::Front;
use kally_engine::chat::Chat;
use kally_engine::failing;
use kally_engine::health::tell_admins;
use kally_metrics::Page;
use kally_runtime::Tasks;
use kally_store::StoreError;

/// Runs the configured chats; returns when the process was told to stop.
/// `file` is the configuration file that was read.
pub async fn run(config: &Config, file: Option<&Path>) -> anyhow::Result<ExitCode> {
    if let Some(missing) = joins::unusable(config) {
        let why = format!("kally-bridge: {missing}");
        logging::fatal(config.log.format, config.secrets(), &why);
        return Ok(ExitCode::from(ConfigError::EXIT_CODE));
    }
    announce(config, file);
    run_chats(config).await?;
    Ok(ExitCode::SUCCESS)
}

/// Says which program runs, and on what.
fn announce(config: &Config, file: Option<&Path>) {
    let platforms = config.platforms.configured();
    let platforms: Vec<&str> = platforms.map(|section| section.about().name()).collect();
    let file = file.map(|file| file.display().to_string());
    tracing::info!(
        version = version::VERSION,
        commit = version::COMMIT,
        config = file.as_deref().unwrap_or("none"),
        store = store::place(config),
        platforms = platforms.join(", "),
        "kally-bridge starts"
    );
}

/// Receives from all of them, until it is dropped or none can go on; returns
/// why the last one ended.
async fn receive(joins: &[Box<dyn Join>], service: &Service) -> anyhow::Error {
    let platforms = Platforms::new(joins.len(), &service.health, &*service.clock);
    let mut receiving = FuturesUnordered::new();
    for join in joins {
        let platform = join.chat().platform();
        receiving.push(platforms.keep_up(platform, move || join.receive(service)));
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
    let inside = internal::listen(config.server.internal).await?;
    // Without a page for it nothing is counted.
    let metrics = inside.as_ref().and_then(|_| Page::open());
    let tasks = Tasks::default();
    let fronts = Fronts {
        pages: Front::serve(listener, &tasks),
        internal: inside.map(|listener| Front::serve(listener, &tasks)),
        metrics,
    };
    let opened = tokio::select! {
        opened = standby::opened(config, &fronts) => opened?,
        signal = stop.asked() => {
            systemd::stopping();
            tracing::info!(signal, "stopping");
            tasks.shut_down(SHUTDOWN).await;
            return Ok(());
        }
    };
    let foundation = Foundation::on(config, opened, tasks).await?;
    let joins = joins::joins(config, &foundation)?;
    let outgoing: Vec<Arc<dyn Chat>> = joins.iter().map(|join| join.chat()).collect();
    let routes = joins
        .iter()
        .fold(Routes::new(), |routes, join| routes.merge(join.routes()));
    let service = foundation.start(config, Some(&fronts.pages), outgoing.clone(), routes);
    watch_over(config, &service, &fronts);
    systemd::ready();
    tracing::info!(%address, "the bridge runs");
    claim::announce(config, service.bridge.access())?;
    let started = service.clock.now();
    let failed = async {
        let error = service.store.failed().await;
        if matches!(error, StoreError::Lost(_)) {
            return anyhow::Error::new(error).context(
                "this process has lost the store, and ends; nothing is lost, since the next owner \
                 goes on with everything",
            );
        }
        failing::tell(
            &service.bridge,
            &outgoing,
            &*service.clock,
            &service.ids,
            started,
        )
        .await;
        anyhow::Error::new(error).context(
            "the store cannot be written to; nothing that was acknowledged is lost, and everything \
             else is handled after the next start",
        )
    };
    let ended = tokio::select! {
        ended = receive(&joins, &service) => Err(ended),
        error = failed => Err(error),
        signal = stop.asked() => {
            systemd::stopping();
            tracing::info!(signal, "stopping");
            Ok(())
        }
    };
    service.stop().await;
    ended
}

/// Lets operators see how the bridge is.
fn watch_over(config: &Config, service: &Service, fronts: &Fronts) {
    let readiness = Arc::new(Readiness::new(
        Arc::clone(&service.health),
        Arc::clone(&service.store),
        &config.store.path,
        Arc::clone(&service.clock),
    ));
    let tasks = &service.tasks;
    let (health, clock) = (Arc::clone(&service.health), Arc::clone(&service.clock));
    let told = systemd::keep_told(
        Arc::clone(&readiness),
        Arc::clone(&health),
        Arc::clone(&clock),
    );
    tasks.spawn(told);
    let (bridge, doorbells) = (Arc::clone(&service.bridge), Arc::clone(&service.doorbells));
    tasks.spawn(tell_admins(bridge, Arc::clone(&health), clock, doorbells));
    let Some(front) = &fronts.internal else {
        return;
    };
    let mut routes = internal::router(health, readiness);
    if let Some(page) = fronts.metrics.clone() {
        let measures = Arc::new(Measures::new(
            page,
            Arc::clone(&service.health),
            Arc::clone(&service.store),
            &config.store.path,
            Arc::clone(&service.clock),
        ));
        tasks.spawn(Arc::clone(&measures).run());
        routes = routes.merge(measures::router(measures));
    }
    front.turn_to(routes);
}

/// The signals that ask a process to stop.
pub(super) struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    /// From now on the signals do not end the process.
    pub(super) fn listen() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).context("listening for signals");
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    /// Waits for one of them; returns its name.
    pub(super) async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

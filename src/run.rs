//! `kally-bridge run`: every configured chat, until the process is told to
//! stop.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;

use super::bind;
use super::config::{Config, ConfigError};
#[cfg(feature = "matrix")]
use super::matrix::Matrix;
#[cfg(any(feature = "telegram", feature = "matrix"))]
use super::platforms::Platforms;
use super::service::{Ground, Routes, Service};
#[cfg(feature = "telegram")]
use super::telegram::Telegram;
use kally_engine::chat::Chat;
use kally_engine::failing;

/// Runs the configured chats; returns when the process was told to stop.
pub async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    if let Some(missing) = unusable(config) {
        eprintln!("kally-bridge: {missing}");
        return Ok(ExitCode::from(ConfigError::EXIT_CODE));
    }
    run_chats(config).await?;
    Ok(ExitCode::SUCCESS)
}

/// Why there is nothing to run with this configuration.
fn unusable(config: &Config) -> Option<&'static str> {
    if config.telegram.is_none() && config.matrix.is_none() {
        return Some(
            "no chat is configured: set telegram.token (KALLY_TELEGRAM__TOKEN), or matrix.homeserver \
             (KALLY_MATRIX__HOMESERVER) with matrix.user and matrix.password; \
             `kally-bridge chat` and `kally-bridge demo` need neither",
        );
    }
    if config.telegram.is_some() && !cfg!(feature = "telegram") {
        return Some(
            "telegram.token (KALLY_TELEGRAM__TOKEN) is set, but this build is without Telegram: \
             build it with --features telegram",
        );
    }
    if config.matrix.is_some() && !cfg!(feature = "matrix") {
        return Some(
            "matrix.homeserver (KALLY_MATRIX__HOMESERVER) is set, but this build is without Matrix: \
             build it with --features matrix",
        );
    }
    None
}

/// The configured chats, those that are built in.
struct Chats {
    #[cfg(feature = "telegram")]
    telegram: Option<Telegram>,
    #[cfg(feature = "matrix")]
    matrix: Option<Matrix>,
}

impl Chats {
    fn new(config: &Config, ground: &Ground) -> Self {
        #[cfg(any(feature = "telegram", feature = "matrix"))]
        let language = config.locale.language;
        #[cfg(not(any(feature = "telegram", feature = "matrix")))]
        let _ = (config, ground);
        Self {
            #[cfg(feature = "telegram")]
            telegram: config
                .telegram
                .as_ref()
                .map(|telegram| Telegram::new(telegram, language, ground)),
            #[cfg(feature = "matrix")]
            matrix: config
                .matrix
                .as_ref()
                .map(|matrix| Matrix::new(matrix, language, &config.store.path, ground)),
        }
    }

    /// The chats for the outbox.
    fn outgoing(&self) -> Vec<Arc<dyn Chat>> {
        #[cfg_attr(
            not(any(feature = "telegram", feature = "matrix")),
            allow(unused_mut, reason = "a build without chats sends nothing")
        )]
        let mut chats: Vec<Arc<dyn Chat>> = Vec::new();
        #[cfg(feature = "telegram")]
        chats.extend(self.telegram.iter().map(Telegram::chat));
        #[cfg(feature = "matrix")]
        chats.extend(self.matrix.iter().map(Matrix::chat));
        chats
    }

    /// The routes to serve for them.
    fn routes(&self) -> Routes {
        #[cfg(feature = "telegram")]
        if let Some(telegram) = &self.telegram {
            return telegram.routes();
        }
        Routes::new()
    }

    /// Receives from all of them, until it is dropped or none can go on;
    /// returns why the last one ended.
    async fn receive(&self, service: &Service) -> anyhow::Error {
        #[cfg(any(feature = "telegram", feature = "matrix"))]
        let platforms = Platforms::new(self.outgoing().len());
        let telegram = async {
            #[cfg(feature = "telegram")]
            if let Some(telegram) = &self.telegram {
                let receive = || Box::pin(telegram.receive(service)) as _;
                return platforms
                    .keep_up("Telegram", &*service.clock, receive)
                    .await;
            }
            std::future::pending().await
        };
        let matrix = async {
            #[cfg(feature = "matrix")]
            if let Some(matrix) = &self.matrix {
                let receive = || Box::pin(matrix.receive(service)) as _;
                return platforms.keep_up("Matrix", &*service.clock, receive).await;
            }
            std::future::pending().await
        };
        #[cfg(not(any(feature = "telegram", feature = "matrix")))]
        let _ = service;
        tokio::select! {
            ended = telegram => ended,
            ended = matrix => ended,
        }
    }
}

async fn run_chats(config: &Config) -> anyhow::Result<()> {
    let mut stop = Stop::listen()?;
    let listener = bind(config.server.bind).await?;
    let address = listener.local_addr()?;
    let ground = Ground::open(config)?;
    let chats = Chats::new(config, &ground);
    let outgoing = chats.outgoing();
    let service = ground.start(config, listener, outgoing.clone(), chats.routes());
    tracing::info!(%address, "the bridge runs");
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
        ended = chats.receive(&service) => Err(ended),
        error = failed => Err(anyhow::Error::new(error).context(
            "the store cannot be written to; nothing that was acknowledged is lost, and what was \
             not is handled after the next start",
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

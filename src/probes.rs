//! The probes of `check`.

use std::sync::Arc;

use kally_store::StoreError;
use kallyai::{AccessToken, Client, Error};

use super::check::{Finding, Probe, folder};
use super::config::{Config, ConfigError, Loaded};
use super::service;

/// A probe for each thing that the configuration names.
pub(super) fn all(loaded: &Result<Loaded, ConfigError>) -> Vec<Probe> {
    let Ok(loaded) = loaded else {
        return Vec::new();
    };
    let config = Arc::new(loaded.config.clone());
    let (place, stored, asked) = (
        Arc::clone(&config),
        Arc::clone(&config),
        Arc::clone(&config),
    );
    let (chatted, roomed) = (Arc::clone(&config), Arc::clone(&config));
    vec![
        Probe::new("folder", async move { folder(&place.store.path) }),
        Probe::new("store", async move { store(&stored).await }),
        Probe::new("kallyai", async move { kallyai(&asked).await }),
        Probe::new("telegram", async move { telegram(&chatted).await }),
        Probe::new("matrix", async move { matrix(&roomed).await }),
    ]
}

async fn telegram(config: &Config) -> Finding {
    let Some(telegram) = &config.telegram else {
        return Finding::unused("set telegram.token (KALLY_TELEGRAM__TOKEN) to use it");
    };
    #[cfg(feature = "telegram")]
    return super::telegram::probe(telegram).await;
    #[cfg(not(feature = "telegram"))]
    return Finding::wrong(
        format!(
            "{} is configured, but this build is without Telegram",
            telegram.api_url
        ),
        "build it with --features telegram",
    );
}

async fn matrix(config: &Config) -> Finding {
    let Some(matrix) = &config.matrix else {
        return Finding::unused("set matrix.homeserver (KALLY_MATRIX__HOMESERVER) to use it");
    };
    #[cfg(feature = "matrix")]
    return super::matrix::probe(config, matrix).await;
    #[cfg(not(feature = "matrix"))]
    return Finding::wrong(
        format!(
            "{} is configured, but this build is without Matrix",
            matrix.homeserver
        ),
        "build it with --features matrix",
    );
}

async fn store(config: &Config) -> Finding {
    let path = &config.store.path;
    if !path.exists() {
        return Finding::fine(format!(
            "{} will be made at the first start",
            path.display()
        ));
    }
    match service::open_store(config, path) {
        Ok((store, _)) => match store.close().await {
            Ok(()) => Finding::fine(format!("{} opens", path.display())),
            Err(error) => Finding::wrong(error, "check the disk"),
        },
        Err(error) => {
            let remedy = match error.downcast_ref::<StoreError>() {
                Some(StoreError::InUse(_)) => {
                    "stop the other process, or give this one a store.path of its own"
                }
                _ => {
                    "set store.path to a folder that this user may write to, and store.key to its key"
                }
            };
            Finding::wrong(format!("{error:#}"), remedy)
        }
    }
}

async fn kallyai(config: &Config) -> Finding {
    let remedy = "check kallyai.base_url and the network";
    let client = match Client::new(config.kallyai.base_url.clone(), &config.kallyai.user_agent) {
        Ok(client) => client,
        Err(error) => return Finding::wrong(error, remedy),
    };
    // No service accepts this token, and the refusal shows that the service is
    // there.
    let Ok(nobody) = AccessToken::parse("nobody") else {
        return Finding::unused("");
    };
    match client.statistics(&nobody).await.map(drop) {
        Ok(()) | Err(Error::Refused(_)) => {
            Finding::fine(format!("{} answers", config.kallyai.base_url))
        }
        Err(error) => Finding::wrong(error, remedy),
    }
}

//! The probes of `check`.

use kally_network::why;
use kally_store::StoreError;
use kallyai::{AccessToken, Error};

use super::check::{Finding, Probe, folder};
use super::config::{Config, ConfigError, Loaded};
use super::{command, joins, service};

/// A probe for each thing that the configuration names.
pub(super) fn all(loaded: &Result<Loaded, ConfigError>) -> Vec<Probe<'_>> {
    let Ok(loaded) = loaded else {
        return Vec::new();
    };
    let config = &loaded.config;
    let mut probes = vec![
        Probe::new("folder", async move { folder(&config.store.path) }),
        Probe::new("store", store(config)),
        Probe::new("kallyai", kallyai(config)),
    ];
    let platforms = config.platforms.all().into_iter();
    probes.extend(platforms.map(|(about, section)| {
        let name = about.platform.word();
        match section {
            Some(section) => Probe::new(name, section.probe(config)),
            None => {
                let how = format!("set {} to use it", joins::key(about));
                Probe::new(name, std::future::ready(Finding::unused(how)))
            }
        }
    }));
    probes
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
                Some(StoreError::InUse(_)) => match command::holder(config).await {
                    Some(pid) => {
                        return Finding::fine(format!(
                            "{} is open in the kally-bridge that runs here (process {pid})",
                            path.display()
                        ));
                    }
                    None => "stop the other process, or give this one a store.path of its own",
                },
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
    let client = match service::client(config) {
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
            let base = &config.kallyai.base_url;
            let network = config.network.to(&config.kallyai.proxy);
            let by = network
                .proxy_to(base)
                .map(|proxy| format!(" through {proxy}"));
            Finding::fine(format!("{base} answers{}", by.unwrap_or_default()))
        }
        Err(Error::Unreachable(error)) => Finding::wrong(
            format!("KallyAI could not be reached: {}", why(&error)),
            remedy,
        ),
        Err(Error::Interrupted(error)) => Finding::wrong(
            format!("the connection to KallyAI was interrupted: {}", why(&error)),
            remedy,
        ),
        Err(error) => Finding::wrong(error, remedy),
    }
}

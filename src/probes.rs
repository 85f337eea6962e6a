//! The probes of `check`.

use std::net::SocketAddr;
use std::path::Path;

use kally_store::StoreError;
use kallyai::{AccessToken, Error};
use tokio::net::TcpListener;

use super::check::{Around, Finding, Probe, Running, database, folder};
use super::config::{Config, ConfigError, Loaded};
use super::{joins, service, store};

/// The surroundings, if the configuration can be used.
pub(super) async fn around(loaded: &Result<Loaded, ConfigError>) -> Option<Around> {
    match loaded {
        Ok(loaded) => Some(Around::look(&loaded.config).await),
        Err(_) => None,
    }
}

/// A probe for each thing that the configuration names.
pub(super) fn all<'a>(
    loaded: &'a Result<Loaded, ConfigError>,
    around: Option<&'a Around>,
) -> Vec<Probe<'a>> {
    let (Ok(loaded), Some(around)) = (loaded, around) else {
        return Vec::new();
    };
    let config = &loaded.config;
    let mut probes = vec![
        Probe::new("folder", async move { folder(&config.store.path) }),
        Probe::new("store", stored(config, around)),
        Probe::new("server.bind", bind(config, around)),
        Probe::new("server.internal", internal(config, around)),
        Probe::new("kallyai", kallyai(config)),
    ];
    let platforms = config.platforms.all().into_iter();
    probes.extend(platforms.map(|(about, section)| {
        let name = about.platform.word();
        match section {
            Some(section) => Probe::new(name, section.probe(config, around)),
            None => {
                let how = format!("not configured; set {} to use it", joins::key(about));
                Probe::new(name, std::future::ready(Finding::unused(how)))
            }
        }
    }));
    if let Some(why) = joins::unusable(config) {
        let refused = Finding::wrong(format!("`run` does not start: {why}"), "configure a chat");
        probes.push(Probe::new("chats", std::future::ready(refused)));
    }
    probes
}

async fn stored(config: &Config, around: &Around) -> Finding {
    let path = &config.store.path;
    if let Some(configured) = &config.store.database {
        let owner = match around {
            Around::Running(running) => running.id(),
            _ => None,
        };
        return database(config, configured, owner).await;
    }
    match around {
        Around::Nothing | Around::Elsewhere => Finding::fine(format!(
            "{} will be made at the first start",
            path.display()
        )),
        Around::Uncopied(why) => why.clone(),
        Around::Running(running) => in_use(path, running),
        Around::Copied(copy) => copy_opens(config, copy.path()).await,
    }
}

/// A store that another process has open.
fn in_use(path: &Path, running: &Running) -> Finding {
    let shown = path.display();
    match (running.id(), &running.ready) {
        (Some(pid), Some(ready)) if !ready.store.writes => Finding::wrong(
            format!("the kally-bridge that runs here (process {pid}) cannot write to {shown}"),
            "see its log, and check the disk",
        ),
        (Some(pid), _) => Finding::fine(format!(
            "{shown} is open in the kally-bridge that runs here (process {pid})"
        )),
        (None, _) => Finding::wrong(
            StoreError::InUse(shown.to_string()),
            "stop the other process, or give this one a store.path of its own",
        ),
    }
}

/// A store that nobody has open: whether a copy of it opens.
async fn copy_opens(config: &Config, copy: &Path) -> Finding {
    let path = config.store.path.display().to_string();
    let opened = match store::open_folder(config, copy) {
        Ok((store, _)) => store.close().await.map_err(anyhow::Error::from),
        Err(error) => Err(error),
    };
    match opened {
        Ok(()) => Finding::fine(format!("{path} can be opened")),
        Err(error) => {
            let why = format!("{error:#}").replace(&copy.display().to_string(), &path);
            Finding::wrong(
                why,
                "set store.key to the key that it was made with, and check the disk",
            )
        }
    }
}

/// The pages' address.
async fn bind(config: &Config, around: &Around) -> Finding {
    let address = config.server.bind;
    match (TcpListener::bind(address).await, around) {
        (Ok(_), _) => Finding::fine(format!("{address} is free")),
        (Err(_), Around::Running(_)) => Finding::fine(format!("the bridge listens at {address}")),
        (Err(error), _) => taken(address, &error),
    }
}

/// The address of the pages for operators.
async fn internal(config: &Config, around: &Around) -> Finding {
    let Some(internal) = config.server.internal else {
        return Finding::unused("empty: nobody can ask the running bridge how it is");
    };
    let address = internal.bind;
    match (TcpListener::bind(address).await, around) {
        (
            _,
            Around::Running(Running {
                ready: Some(ready), ..
            }),
        ) => {
            let line = ready.line();
            match ready.is_ready() {
                true => Finding::fine(format!("the running bridge says: {line}")),
                false => Finding::wrong(format!("the running bridge says: {line}"), "see its log"),
            }
        }
        (Ok(_), _) => Finding::fine(format!("{address} is free")),
        (Err(error), _) if internal.is_chosen => taken(address, &error),
        (Err(_), _) => Finding::unused(format!(
            "{address} is taken, so the bridge starts without; set another one for health checks"
        )),
    }
}

fn taken(address: SocketAddr, error: &std::io::Error) -> Finding {
    Finding::wrong(
        format!("`run` cannot listen at {address}: {error}"),
        "end the program that has it, or set another address",
    )
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
        Err(error) => Finding::wrong(error, remedy),
    }
}

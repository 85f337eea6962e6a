//! The configured store: in a folder, or in a PostgreSQL with a folder for the key.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::sync::watch;

use super::config::{Config, DatabaseConfig, Way};
use kally_network::Http;
use kally_store::{
    PostgresOptions, PostgresStore, Reach, Sealer, SledOptions, SledStore, Store,
    is_unfinished_move,
};

/// An open store, with the sealer of its secrets.
pub type Opened = (Arc<dyn Store>, Arc<Sealer>);

/// Opens it. One that is in use, or only half there after a move, is refused.
pub async fn open(config: &Config) -> anyhow::Result<Opened> {
    let opened = match &config.store.database {
        None => open_folder(config, &config.store.path)?,
        Some(database) => {
            let options = postgres_options(config, database);
            open_database(config, database, &options).await?
        }
    };
    whole(config, opened).await
}

/// Opens a store in a database once no other process owns it. Meanwhile `told` has the
/// address of the owner.
pub async fn open_once_free(
    config: &Config,
    database: &DatabaseConfig,
    told: watch::Sender<Option<String>>,
) -> anyhow::Result<Opened> {
    let bind = config.server.bind;
    let reach = match &database.reach {
        Some(reach) => Reach::At(reach.origin().ascii_serialization()),
        None if bind.ip().is_unspecified() => Reach::Port(bind.port()),
        None => Reach::At(format!("http://{bind}")),
    };
    let options = PostgresOptions {
        reach: Some(reach),
        standing_by: Some(told),
        ..postgres_options(config, database)
    };
    let opened = open_database(config, database, &options).await?;
    whole(config, opened).await
}

async fn whole(config: &Config, (store, sealer): Opened) -> anyhow::Result<Opened> {
    anyhow::ensure!(
        !is_unfinished_move(&*store).await?,
        "a move into the store in {} has not ended: run `kally-bridge move` again",
        place(config)
    );
    Ok((store, sealer))
}

async fn open_database(
    config: &Config,
    database: &DatabaseConfig,
    options: &PostgresOptions,
) -> anyhow::Result<Opened> {
    let key = config.store.key.as_ref();
    let store = PostgresStore::open(&config.store.path, options, key).await;
    let store = store.with_context(|| format!("opening the store in {}", database.address))?;
    let sealer = store.sealer();
    Ok((Arc::new(store), sealer))
}

/// The name of the records in a store's folder.
pub const RECORDS: &str = "db";

/// Makes sure that there is a store, by a file of its folder: opening it would make
/// one. `place` is what people call it.
pub fn ensure_there(folder: &Path, file: &str, place: &impl fmt::Display) -> anyhow::Result<()> {
    match fs::exists(folder.join(file)) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => anyhow::bail!(
            "the folder {} cannot be read: run this as the user that runs the bridge",
            folder.display()
        ),
        there => {
            anyhow::ensure!(there.unwrap_or(false), "there is no store in {place}");
            Ok(())
        }
    }
}

/// Opens a store that is in a folder, such as a copy.
pub fn open_folder(config: &Config, folder: &Path) -> anyhow::Result<Opened> {
    let options = SledOptions {
        key: config.store.key.clone(),
        ..sled_options(config)
    };
    let store = SledStore::open(folder, &options)
        .with_context(|| format!("opening the store in {}", folder.display()))?;
    let sealer = store.sealer()?;
    Ok((Arc::new(store), sealer))
}

/// How a store in a folder is run, but for its key.
pub fn sled_options(config: &Config) -> SledOptions {
    SledOptions {
        cache_bytes: config.store.cache_bytes,
        ..SledOptions::default()
    }
}

/// How a store in a PostgreSQL is reached.
pub fn postgres_options(config: &Config, database: &DatabaseConfig) -> PostgresOptions {
    PostgresOptions {
        address: database.address.clone(),
        tls: Arc::new(config.network.to(&Way::Direct).tls(Http::One)),
        connections: database.connections,
        lease: database.lease,
        reach: None,
        standing_by: None,
    }
}

/// Where it is, for people; without a secret.
pub fn place(config: &Config) -> String {
    match &config.store.database {
        None => config.store.path.display().to_string(),
        Some(database) => format!(
            "{}, with the folder {}",
            database.address,
            config.store.path.display()
        ),
    }
}

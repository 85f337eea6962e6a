//! `kally-bridge move`: everything of one store in another one, in a folder or in a
//! PostgreSQL.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;

use super::command;
use super::config::{Config, DatabaseConfig};
use super::store;
use kally_store::{MoveError, Moved, PostgresAddress, PostgresStore, Sealer, Store, move_store};

/// The word for the configured database, so that its password is on no command
/// line.
const CONFIGURED: &str = "store.url";

/// How long a move that was cut off keeps others out.
const LEASE: Duration = Duration::from_secs(30);

/// The most connections to a database.
const CONNECTIONS: usize = 2;

/// The options of `move`.
#[derive(Debug, Clone, Args)]
pub struct MoveArgs {
    /// The store to read: a folder, an address postgres://…, or store.url for the
    /// configured one
    #[arg(long, value_name = "STORE")]
    pub from: Place,
    /// The store to fill, which has to be empty: a folder, an address, or
    /// store.url
    #[arg(long, value_name = "STORE")]
    pub to: Place,
}

/// Where a store is.
#[derive(Debug, Clone)]
pub enum Place {
    Folder(PathBuf),
    Database(PostgresAddress),
    /// The database of the configuration.
    Configured,
}

impl FromStr for Place {
    type Err = kally_store::AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            CONFIGURED => Ok(Self::Configured),
            text if text.contains("://") => PostgresAddress::parse(text).map(Self::Database),
            folder => Ok(Self::Folder(folder.into())),
        }
    }
}

/// A place whose address is known.
enum Known {
    Folder(PathBuf),
    Database(PostgresAddress),
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => path.display().fmt(f),
            Self::Database(address) => address.fmt(f),
        }
    }
}

impl Known {
    fn of(place: &Place, config: &Config) -> anyhow::Result<Self> {
        Ok(match (place, &config.store.database) {
            (Place::Folder(path), _) => Self::Folder(path.clone()),
            (Place::Database(address), _) => Self::Database(address.clone()),
            (Place::Configured, Some(database)) => Self::Database(database.address.clone()),
            (Place::Configured, None) => bail!("store.url (KALLY_STORE__URL) is not set"),
        })
    }

    /// The folder that has the key.
    fn folder<'a>(&'a self, config: &'a Config) -> &'a Path {
        match self {
            Self::Folder(path) => path,
            Self::Database(_) => &config.store.path,
        }
    }

    async fn open(&self, config: &Config, key: &Arc<Sealer>) -> anyhow::Result<Arc<dyn Store>> {
        match self {
            Self::Folder(path) => Ok(store::open_folder(config, path)?.0),
            Self::Database(address) => {
                let database = DatabaseConfig {
                    address: address.clone(),
                    connections: CONNECTIONS,
                    lease: LEASE,
                    reach: None,
                };
                let options = store::postgres_options(config, &database);
                let store = PostgresStore::open_alone(&options, key).await;
                let store = store.with_context(|| format!("opening the store in {self}"))?;
                Ok(Arc::new(store))
            }
        }
    }
}

/// Moves everything.
pub async fn run(config: &Config, args: &MoveArgs) -> anyhow::Result<()> {
    let (from, to) = (Known::of(&args.from, config)?, Known::of(&args.to, config)?);
    for place in [&from, &to] {
        let folder = place.folder(config);
        if let Some(pid) = command::holder_in(folder).await {
            bail!(
                "a kally-bridge runs on the store in {} (process {pid}): stop it, and move again",
                folder.display()
            );
        }
    }
    if let Known::Folder(path) = &from {
        // Opening would make one.
        store::ensure_there(path, store::RECORDS, &from)?;
    }
    let configured = config.store.key.as_ref();
    let text = Sealer::text_of(from.folder(config), configured)
        .context("the store's key is needed to open what is sealed")?;
    let key = Arc::new(Sealer::of_text(&text)?);
    if let (Known::Folder(path), None) = (&to, configured)
        && !path.join("key-check").exists()
    {
        std::fs::create_dir_all(path).with_context(|| path.display().to_string())?;
        Sealer::keep_text(path, &text)?;
    }
    let old = from.open(config, &key).await?;
    let new = to.open(config, &key).await?;
    let moved = move_store(&*old, &*new).await;
    old.close().await?;
    new.close().await?;
    let moved = moved.map_err(|error| explained(error, &to))?;
    tell(moved, &from, &to, config);
    Ok(())
}

fn explained(error: MoveError, to: &Known) -> anyhow::Error {
    let of = format!("moving to {to}");
    match error {
        MoveError::Store(_) => {
            anyhow::Error::new(error).context("the move has not ended: run it again")
        }
        error => anyhow::Error::new(error),
    }
    .context(of)
}

fn tell(moved: Moved, from: &Known, to: &Known, config: &Config) {
    let Moved {
        records,
        messages,
        events,
        unreadable,
    } = moved;
    println!(
        "Everything of {from} is in {to} too, and was compared: {records} records, {messages} \
         waiting messages, {events} marks of events."
    );
    if unreadable > 0 {
        println!(
            "{unreadable} records or messages cannot be read: they are in the old store only."
        );
    }
    let folder = config.store.path.display();
    match to {
        Known::Database(_) => println!(
            "Set store.url to it, and keep the key, key-check and matrix of the old folder in \
             {folder} (store.path)."
        ),
        Known::Folder(path) => println!(
            "Set store.path to {0}, take store.url out, and copy {folder}/matrix to {0}.",
            path.display()
        ),
    }
    println!(
        "The old store is as it was. Never start a bridge on it again: it would make calls that \
         the new one makes."
    );
}

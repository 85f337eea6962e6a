//! Where the stores are: each size in a folder of its own, or in a database of its
//! own of one PostgreSQL that runs for the time of the benchmark.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use futures::StreamExt as _;
use kally_network::{Http, Network};
use kally_runtime::{Clock as _, Ids, SystemClock};
use kally_store::{
    Commit, Durability, KeyId, KeyPurpose, PostgresAddress, PostgresOptions, PostgresStore,
    SledOptions, SledStore, Store, WrappedKey,
};
use postgres_cluster::Cluster;

use crate::Result;
use crate::records::{id, record};

/// As many as a bridge uses by default.
const CONNECTIONS: usize = 8;

/// How many conversations are written in one commit.
const AT_ONCE: usize = 100;

/// How many commits of them are on their way.
const COMMITS: usize = 4;

/// How many keys are kept at once.
const KEYS: usize = 10_000;

/// The place of one store.
#[derive(Clone)]
pub struct Place {
    pub folder: PathBuf,
    /// The address of the database that holds the records; else the folder does.
    pub database: Option<String>,
    pub sled: SledOptions,
}

impl Place {
    pub async fn open(&self) -> Result<Box<dyn Store>> {
        Ok(match &self.database {
            None => Box::new(SledStore::open(&self.folder, &self.sled)?),
            Some(database) => Box::new(opened(&self.folder, database).await?),
        })
    }

    /// Makes a store with this many conversations, each of a person of its own.
    pub async fn fill(&self, cluster: Option<&Cluster>, size: u64) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        let started = Instant::now();
        // What is filled in need not survive a power cut.
        flush(cluster, false);
        if let Some(database) = &self.database {
            keep_keys(&self.folder, database, size).await?;
        }
        let store = self.open().await?;
        write(store.as_ref(), size).await?;
        store.close().await?;
        flush(cluster, true);
        if let Some((cluster, database)) = cluster.zip(self.database.as_deref()) {
            // As a server does by itself in time.
            cluster.sql(database, "VACUUM ANALYZE");
            cluster.sql(database, "CHECKPOINT");
        }
        // Nothing of it is to be written beside the turns.
        rustix::fs::sync();
        let seconds = started.elapsed().as_secs_f64();
        println!("filled with {size} conversations in {seconds:.1} s");
        Ok(())
    }

    /// The bytes that it takes.
    pub fn bytes(&self, cluster: Option<&Cluster>) -> Result<u64> {
        Ok(match cluster.zip(self.database.as_deref()) {
            None => fs::metadata(self.folder.join("db"))?.len(),
            Some((cluster, database)) => {
                let size = "SELECT pg_database_size(current_database())";
                cluster.sql(database, size).parse()?
            }
        })
    }
}

async fn opened(folder: &Path, database: &str) -> Result<PostgresStore> {
    let options = PostgresOptions {
        address: PostgresAddress::parse(database)?,
        tls: Arc::new(Network::direct().tls(Http::One)),
        connections: CONNECTIONS,
        lease: std::time::Duration::from_secs(60),
        reach: None,
        standing_by: None,
    };
    Ok(PostgresStore::open(folder, &options, None).await?)
}

/// Whether the server waits for its disk.
fn flush(cluster: Option<&Cluster>, on: bool) {
    if let Some(cluster) = cluster {
        let on = if on { "on" } else { "off" };
        cluster.sql("postgres", &format!("ALTER SYSTEM SET fsync = {on}"));
        cluster.sql("postgres", "SELECT pg_reload_conf()");
    }
}

/// Keeps each person's key. The store makes them one by one, as people come; here
/// all come at once.
async fn keep_keys(folder: &Path, database: &str, size: u64) -> Result<()> {
    let store = opened(folder, database).await?;
    let (sealer, ids) = (store.sealer(), Ids::from_os());
    let numbers: Vec<u64> = (0..size).collect();
    for numbers in numbers.chunks(KEYS) {
        let keys = numbers.iter().map(|number| {
            let owner = id(*number).chat_user();
            let (nonce, key) = (ids.bytes(), ids.bytes::<32>());
            WrappedKey {
                id: KeyId(ids.uuid(SystemClock.now())),
                purpose: KeyPurpose::Records,
                wrapped: sealer.seal(&owner, "data-key-of-records", nonce, &key),
                owner,
            }
        });
        store.keep_keys(keys.collect()).await?;
    }
    store.close().await?;
    Ok(())
}

async fn write(store: &dyn Store, size: u64) -> Result<()> {
    let numbers: Vec<u64> = (0..size).collect();
    let commits = numbers.chunks(AT_ONCE).map(|numbers| async {
        let commit = Commit {
            put: numbers.iter().map(|n| record(*n, 0).into()).collect(),
            durability: Durability::Soon,
            ..Commit::default()
        };
        store.commit(commit).await
    });
    let mut commits = futures::stream::iter(commits).buffer_unordered(COMMITS);
    while let Some(committed) = commits.next().await {
        committed?;
    }
    Ok(())
}

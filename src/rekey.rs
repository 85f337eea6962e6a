//! `kally-bridge rekey`: another key for the store.

use anyhow::Context as _;

use super::command;
use super::config::Config;
use super::store;
use kally_runtime::Ids;
use kally_store::{PostgresStore, Rekeyed, Rekeying, SledStore, Store};

/// Seals everything in the store with the configured key, or with a new key
/// file.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let (folder, place) = (&config.store.path, store::place(config));
    // A new key beside no store would stand in the way of the first start.
    let sign = match config.store.database {
        None => store::RECORDS,
        Some(_) => "key-check",
    };
    store::ensure_there(folder, sign, &place)?;
    if let Some(pid) = command::holder(config).await {
        anyhow::bail!(
            "the store in {place} is open in the kally-bridge that runs here (process {pid}): stop \
             it, run `kally-bridge rekey` again, and then start it"
        );
    }
    let key = config.store.key.as_ref();
    let mut rekeying = None;
    let keys = || {
        let prepared = Rekeying::prepare(folder, key, &config.store.old_keys)?;
        Ok(rekeying.insert(prepared).known())
    };
    let store: Result<Box<dyn Store>, _> = match &config.store.database {
        None => SledStore::open_with(folder, &store::sled_options(config), keys)
            .map(|store| Box::new(store) as _),
        Some(database) => {
            let options = store::postgres_options(config, database);
            let store = PostgresStore::open_with(folder, &options, keys).await;
            store.map(|store| Box::new(store) as _)
        }
    };
    let store = store.with_context(|| format!("opening the store in {place}"))?;
    let rekeying = rekeying.context("the store was opened without its keys")?;
    let done = rekeying.carry_out(&*store, &Ids::from_os()).await;
    store.close().await?;
    let Rekeyed {
        keys,
        messages,
        lost,
    } = done.context("the key was not changed completely; run `kally-bridge rekey` again")?;
    println!(
        "The store in {place} has a new key. Sealed anew: {keys} data keys, {messages} messages."
    );
    if lost > 0 {
        println!("No key that is known here opens {lost} more; they stay as they are.");
    }
    println!("The old key opens only backups now; it is not needed in store.old_keys any more.");
    Ok(())
}

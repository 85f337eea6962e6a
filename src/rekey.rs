//! `kally-bridge rekey`: another key for the store.

use anyhow::Context as _;

use super::command;
use super::config::Config;
use kally_runtime::Ids;
use kally_store::{Rekeyed, Rekeying, SledOptions, SledStore, Store};

/// Seals everything in the store with the configured key, or with a new key
/// file.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let folder = &config.store.path;
    // A new key beside no store would stand in the way of the first start.
    anyhow::ensure!(
        folder.join("db").exists(),
        "there is no store in {}",
        folder.display()
    );
    if let Some(pid) = command::holder(config).await {
        anyhow::bail!(
            "the store in {} is open in the kally-bridge that runs here (process {pid}): stop it, \
             run `kally-bridge rekey` again, and then start it",
            folder.display()
        );
    }
    let options = SledOptions {
        cache_bytes: config.store.cache_bytes,
        ..SledOptions::default()
    };
    let key = config.store.key.as_ref();
    let mut rekeying = None;
    let store = SledStore::open_with(folder, &options, || {
        let prepared = Rekeying::prepare(folder, key, &config.store.old_keys)?;
        Ok(rekeying.insert(prepared).known())
    });
    let store = store.with_context(|| format!("opening the store in {}", folder.display()))?;
    let rekeying = rekeying.context("the store was opened without its keys")?;
    let done = rekeying.carry_out(&store, &Ids::from_os()).await;
    store.close().await?;
    let Rekeyed {
        keys,
        messages,
        lost,
    } = done.context("the key was not changed completely; run `kally-bridge rekey` again")?;
    println!(
        "The store in {} has a new key. Sealed anew: {keys} data keys, {messages} messages.",
        folder.display()
    );
    if lost > 0 {
        println!("No key that is known here opens {lost} more; they stay as they are.");
    }
    println!("The old key opens only backups now; it is not needed in store.old_keys any more.");
    Ok(())
}

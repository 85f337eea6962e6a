//! `kally-bridge rekey`: another key for the store.

use std::sync::Arc;

use anyhow::Context as _;

use super::config::Config;
use kally_runtime::Ids;
use kally_store::{Rekeyed, Rekeying, SledOptions, SledStore, Store};

/// Seals everything in the store with the configured key, or with a new key
/// file.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let folder = &config.store.path;
    let options = SledOptions {
        cache_bytes: config.store.cache_bytes,
        ..SledOptions::default()
    };
    let store = SledStore::open(folder, &options)
        .with_context(|| format!("opening the store in {}", folder.display()))?;
    let store: Arc<dyn Store> = Arc::new(store);
    let key = config.store.key.as_ref();
    let rekeying = Rekeying::prepare(folder, key, &config.store.old_keys)
        .context("preparing the change of the key")?;
    let done = rekeying.carry_out(&*store, &Ids::from_os()).await;
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

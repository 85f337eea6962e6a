//! The database that has the records: version, rights, durability, answering time.

use std::time::Duration;

use super::Finding;
use crate::config::{Config, DatabaseConfig};
use crate::store;
use kally_store::{DatabaseFacts, Sealer};

/// A turn makes a few round trips; people notice a slower database.
const SLOW: Duration = Duration::from_millis(50);

/// Looks at it without opening the store, which would take it from its owner.
/// `owner` is the id of the process that runs here.
pub async fn database(config: &Config, database: &DatabaseConfig, owner: Option<u64>) -> Finding {
    let options = store::postgres_options(config, database);
    let key = Sealer::text_of(&config.store.path, config.store.key.as_ref());
    let sealer = key.ok().and_then(|key| Sealer::of_text(&key).ok());
    match DatabaseFacts::look(&options, sealer).await {
        Ok(facts) => finding(&facts, database, owner),
        Err(error) => Finding::wrong(
            format!("{}: {error}", database.address),
            "check store.url, the network and the server's log",
        ),
    }
}

fn finding(facts: &DatabaseFacts, database: &DatabaseConfig, owner: Option<u64>) -> Finding {
    let address = &database.address;
    if !facts.is_supported {
        return Finding::wrong(
            format!("{address} has version {}", facts.version),
            "PostgreSQL 15 is the oldest that is supported",
        );
    }
    if let Some(refused) = &facts.refused {
        return Finding::wrong(
            refused,
            "set store.url and store.key to those that belong together",
        );
    }
    if let Some(right) = &facts.missing_right {
        return Finding::wrong(
            format!("{address}: the user of store.url lacks the right {right}"),
            "make this user the owner of a database for kally-bridge alone",
        );
    }
    if !facts.is_durable {
        return Finding::wrong(
            format!("{address} does not flush to its disk (fsync or full_page_writes is off)"),
            "set both to on: a power cut there can damage the store and repeat calls",
        );
    }
    let state = match (facts.has_store, facts.in_use, owner) {
        (_, true, Some(pid)) => format!("open in the kally-bridge that runs here (process {pid})"),
        (_, true, None) => "open in a kally-bridge elsewhere".to_owned(),
        (true, false, _) => "can be opened".to_owned(),
        (false, false, _) => "the tables will be made at the first start".to_owned(),
    };
    let way = match address.has_tls() {
        true => "with TLS",
        false => "without TLS",
    };
    let seen = format!(
        "{address}: {state}; version {}, {way}, answers in {:.1} ms",
        facts.version,
        facts.latency.as_secs_f64() * 1000.0
    );
    match facts.latency > SLOW {
        true => Finding::wrong(
            seen,
            "put the database near the bridge: each turn waits for it",
        ),
        false => Finding::fine(seen),
    }
}

//! The tables, and their changes from one form to the next.
//!
//! Each change is one transaction under a lock, and is noted with the number of
//! its form. A store of a later program is refused before anything is changed.

use std::sync::Arc;

use tokio_postgres::Client;

use super::ownership::failed;
use crate::seal::Check;
use crate::versions::{self, Notes};
use crate::{Sealer, StoreError};
use kally_runtime::Ids;

/// The changes, oldest first: the form of a store is their number.
const CHANGES: &[&str] = &[include_str!("schema.sql")];

/// The note of the store's key, as a folder has it.
const KEY_CHECK: &str = "key-check";

/// Brings the tables to the current form.
pub(super) async fn migrate(client: &Client, store: i32) -> Result<(), StoreError> {
    let newest = CHANGES.len();
    let form = form(client).await?;
    let changed = taken_over(client, form).await?;
    for (number, change) in (1..).zip(CHANGES).skip(form) {
        let steps = format!(
            "BEGIN; SELECT pg_advisory_xact_lock({store}, -3); {change}; \
             INSERT INTO meta VALUES ('format', convert_to('{number}', 'UTF8')) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value; COMMIT"
        );
        if let Err(error) = client.batch_execute(&steps).await {
            let _ = client.batch_execute("ROLLBACK").await;
            return Err(failed(&error));
        }
    }
    for (name, value) in changed {
        write_note(client, name, value.as_bytes()).await?;
    }
    tracing::info!(
        format = newest,
        readable_from = versions::READABLE_FROM,
        "the form of the store"
    );
    Ok(())
}

/// The notes of the versions that change when this program takes the store over.
async fn taken_over(
    client: &Client,
    form: usize,
) -> Result<Vec<(&'static str, &'static str)>, StoreError> {
    let notes = match form {
        0 => Notes::default(),
        _ => Notes {
            needs: note(client, "needs").await?,
            program: note(client, "program").await?,
        },
    };
    let is_known = form <= CHANGES.len();
    notes.taken_over(is_known).map_err(StoreError::Later)
}

/// Whether this program opens the store, with this key if it is known.
pub(super) async fn refusal(
    client: &Client,
    form: usize,
    sealer: Option<Arc<Sealer>>,
) -> Result<(), StoreError> {
    taken_over(client, form).await?;
    match (key_check(client).await?, sealer) {
        (Some(check), Some(sealer)) => fits(&check, &[sealer], "the database"),
        _ => Ok(()),
    }
}

/// The number of the tables' form; 0 if the database has no tables yet.
pub(super) async fn form(client: &Client) -> Result<usize, StoreError> {
    let tables = "SELECT to_regclass(quote_ident(current_schema()) || '.meta') IS NOT NULL";
    let row = client.query_one(tables, &[]).await;
    if !row.map_err(|error| failed(&error))?.get::<_, bool>(0) {
        return Ok(0);
    }
    let form = note(client, "format").await?;
    let form = form.and_then(|form| form.parse().ok());
    form.filter(|form| *form > 0).ok_or_else(|| {
        StoreError::Failed(
            "the schema has a table meta that is not of kally-bridge: give it a database, or a \
             schema, of its own"
                .to_owned(),
        )
    })
}

/// Refuses another key than the one that the store was made with: one of these
/// has to fit. A new store remembers the last one.
pub(super) async fn check_key(
    client: &Client,
    sealers: &[Arc<Sealer>],
    shown: &str,
) -> Result<(), StoreError> {
    match (key_check(client).await?, sealers.last()) {
        (Some(check), _) => fits(&check, sealers, shown),
        (None, Some(sealer)) => expect_key(client, sealer).await,
        (None, None) => Err(StoreError::Key("the store has no key".to_owned())),
    }
}

async fn key_check(client: &Client) -> Result<Option<Check>, StoreError> {
    let row = client
        .query_opt("SELECT value FROM meta WHERE name = $1", &[&KEY_CHECK])
        .await;
    let row = row.map_err(|error| failed(&error))?;
    Ok(row.map(|row| Check(row.get(0))))
}

fn fits(check: &Check, sealers: &[Arc<Sealer>], shown: &str) -> Result<(), StoreError> {
    match sealers.iter().any(|sealer| check.fits(sealer)) {
        true => Ok(()),
        false => Err(StoreError::Key(format!(
            "the store in {shown} was made with another key; set store.key to that one, or put it \
             into store.old_keys and run `kally-bridge rekey`"
        ))),
    }
}

/// From now on the store expects this key.
pub(super) async fn expect_key(client: &Client, sealer: &Sealer) -> Result<(), StoreError> {
    let Check(sealed) = Check::made_with(sealer, &Ids::from_os());
    write_note(client, KEY_CHECK, &sealed).await
}

async fn note(client: &Client, name: &str) -> Result<Option<String>, StoreError> {
    let row = client
        .query_opt(
            "SELECT convert_from(value, 'UTF8') FROM meta WHERE name = $1",
            &[&name],
        )
        .await;
    Ok(row.map_err(|error| failed(&error))?.map(|row| row.get(0)))
}

async fn write_note(client: &Client, name: &str, value: &[u8]) -> Result<(), StoreError> {
    let write = "INSERT INTO meta VALUES ($1, $2) \
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    let written = client.execute(write, &[&name, &value]).await;
    written.map(drop).map_err(|error| failed(&error))
}

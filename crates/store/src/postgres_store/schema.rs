//! The tables, and their changes from one form to the next.
//!
//! Each change is one transaction under a lock, and is noted with the number of
//! its form. A store of a later program is refused before anything is changed.

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
    let notes = match form {
        0 => Notes::default(),
        _ => Notes {
            needs: note(client, "needs").await?,
            program: note(client, "program").await?,
        },
    };
    let changed = notes
        .taken_over(form <= newest)
        .map_err(StoreError::Later)?;
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

/// The number of the form that the tables have; 0 if there are none.
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
    sealers: &[std::sync::Arc<Sealer>],
    shown: &str,
) -> Result<(), StoreError> {
    let row = client
        .query_opt("SELECT value FROM meta WHERE name = $1", &[&KEY_CHECK])
        .await
        .map_err(|error| failed(&error))?;
    match (row, sealers.last()) {
        (Some(row), _) => {
            let check = Check(row.get(0));
            match sealers.iter().any(|sealer| check.fits(sealer)) {
                true => Ok(()),
                false => Err(StoreError::Key(format!(
                    "the store in {shown} was made with another key; set store.key to that one, \
                     or put it into store.old_keys and run `kally-bridge rekey`"
                ))),
            }
        }
        (None, Some(sealer)) => expect_key(client, sealer).await,
        (None, None) => Err(StoreError::Key("the store has no key".to_owned())),
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

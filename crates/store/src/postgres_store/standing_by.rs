//! Waiting until the store is free: its owner has closed it, has ended, or has given
//! no sign of life for a whole lease.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use tokio_postgres::{Client, SimpleQueryMessage};

use super::{PostgresOptions, ownership, schema};
use crate::StoreError;
use crate::ending::Ending;
use kally_runtime::Tasks;

/// How often the database is asked.
const LOOK: Duration = Duration::from_millis(250);

/// How long it may take to answer, and the pause after it could not be reached.
const ANSWER: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_secs(1);

/// Returns when it is worth a try to take the store over. While the database cannot
/// be reached, nobody can.
pub(super) async fn until_free(options: &PostgresOptions) {
    let mut is_silent = false;
    loop {
        let looked = look_until_free(options, &mut is_silent).await;
        let Err(error) = looked else { return };
        if !std::mem::replace(&mut is_silent, true) {
            tracing::warn!(%error, "the database does not answer; it is asked again");
        }
        sleep(PAUSE).await;
    }
}

async fn look_until_free(
    options: &PostgresOptions,
    is_silent: &mut bool,
) -> Result<(), StoreError> {
    let (quiet, tasks) = (Ending::quiet(), Tasks::default());
    let connected = timeout(ANSWER, ownership::connect(options, &quiet, &tasks));
    let client = connected.await.unwrap_or_else(|_| Err(silent()))?;
    let store = ownership::number_of_store(&client).await?;
    loop {
        let seen = timeout(ANSWER, look(&client, store)).await;
        let seen = seen.unwrap_or_else(|_| Err(silent()))?;
        if std::mem::take(is_silent) {
            tracing::info!("the database answers again");
        }
        let Some(owner) = seen else { return Ok(()) };
        if let Some(told) = &options.standing_by {
            told.send_if_modified(|known| {
                let is_new = known.as_ref() != Some(&owner);
                if is_new {
                    tracing::info!(owner, "standing by: another process owns the store");
                    *known = Some(owner);
                }
                is_new
            });
        }
        sleep(LOOK).await;
    }
}

fn silent() -> StoreError {
    StoreError::Failed("PostgreSQL does not answer".to_owned())
}

/// Where the owner can be reached, while there is one.
async fn look(client: &Client, store: i32) -> Result<Option<String>, StoreError> {
    let held = ownership::holders(store);
    let sql = match schema::form(client).await? {
        // The first owner makes the tables.
        0 => format!("SELECT '' WHERE EXISTS ({held})"),
        _ => format!(
            "SELECT reach FROM owner \
             WHERE clock_timestamp() <= beat_at + lease AND EXISTS ({held})"
        ),
    };
    let rows = client.simple_query(&sql).await;
    let rows = rows.map_err(|error| ownership::failed(&error))?;
    Ok(rows.iter().find_map(|row| match row {
        SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or_default().to_owned()),
        _ => None,
    }))
}

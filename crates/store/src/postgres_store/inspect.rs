//! A look at a database that changes nothing in it, while another process may own
//! the store.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::ownership::{LOCK, failed, number_of_store};
use super::{PostgresOptions, connections, schema};
use crate::ending::Ending;
use crate::{Sealer, StoreError};
use kally_runtime::Tasks;

/// How often the answering time is measured.
const ROUNDS: usize = 5;

/// What is known of a database.
#[derive(Debug, Clone)]
pub struct DatabaseFacts {
    /// The server's version, such as `15.8`.
    pub version: String,
    /// Whether it is one that is supported.
    pub is_supported: bool,
    /// Whether the tables of a store are there.
    pub has_store: bool,
    /// A process owns the store.
    pub in_use: bool,
    /// Why the store is not one of this program, or of this key.
    pub refused: Option<StoreError>,
    /// A right that is missing, as SQL names it.
    pub missing_right: Option<String>,
    /// Whether the server flushes commits to its disk.
    pub is_durable: bool,
    /// The time of one question and its answer.
    pub latency: Duration,
}

impl DatabaseFacts {
    /// Looks at the database. `sealer` has the key that the store should have, if
    /// it is known.
    ///
    /// # Errors
    /// When it cannot be reached, or refuses the questions.
    pub async fn look(
        options: &PostgresOptions,
        sealer: Option<Sealer>,
    ) -> Result<Self, StoreError> {
        let (ending, tasks) = (Ending::quiet(), Tasks::default());
        let client = super::ownership::connect(options, &ending, &tasks).await?;
        let look = async {
            let store = number_of_store(&client).await?;
            let form = schema::form(&client).await;
            let has_store = form.as_ref().is_ok_and(|form| *form > 0);
            let refused = match (form, sealer) {
                (Err(error), _) => Some(error),
                (Ok(form @ 1..), sealer) => schema::refusal(&client, form, sealer.map(Arc::new))
                    .await
                    .err(),
                (Ok(0), _) => None,
            };
            let right = match has_store {
                false => {
                    "SELECT 'CREATE in the schema' WHERE NOT \
                    has_schema_privilege(current_schema(), 'CREATE')"
                }
                true => {
                    "SELECT right_needed || ' on ' || name FROM \
                    unnest('{meta,owner,record,listed,outbox,event,aside,data_key}'::text[]) name, \
                    unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) right_needed \
                    WHERE NOT has_table_privilege(name, right_needed) LIMIT 1"
                }
            };
            let missing = client.query_opt(right, &[]).await;
            let missing = missing.map_err(|error| failed(&error))?;
            let facts = "SELECT current_setting('server_version'), \
                current_setting('server_version_num')::int, \
                current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on', \
                EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted \
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
                    AND classid = $1 AND objid = $2)";
            let numbers = (store.cast_unsigned(), LOCK.cast_unsigned());
            let row = client.query_one(facts, &[&numbers.0, &numbers.1]).await;
            let row = row.map_err(|error| failed(&error))?;
            Ok(Self {
                version: row.get(0),
                is_supported: row.get::<_, i32>(1) >= super::ownership::OLDEST,
                has_store,
                in_use: row.get(3),
                refused,
                missing_right: missing.map(|row| row.get(0)),
                is_durable: row.get(2),
                latency: latency(&client).await?,
            })
        };
        let facts = look.await;
        drop(client);
        tasks.shut_down(connections::ANSWER).await;
        facts
    }
}

/// The shortest of some rounds.
async fn latency(client: &tokio_postgres::Client) -> Result<Duration, StoreError> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let asked = client.simple_query("SELECT 1").await;
        asked.map_err(|error| failed(&error))?;
        best = best.min(began.elapsed());
    }
    Ok(best)
}

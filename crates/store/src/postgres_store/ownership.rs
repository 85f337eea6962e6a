//! One process owns a store.
//!
//! It holds a lock that belongs to a connection of its own, and PostgreSQL frees
//! the lock when that connection ends. A process that is paused or cut off keeps its
//! lock, but gives no sign of life; after a lease ([`super::lease`]) another one ends
//! its connections and takes the store over.
//!
//! The owner has a number, the epoch, which grows with each of them; every write
//! checks it. So a process that has lost its lock writes nothing any more, even if it
//! has not noticed yet. Such a process refuses everything as soon as it notices.

use std::time::Duration;

use deadpool_postgres::tokio_postgres::NoTls;
use kally_runtime::{Tasks, since_boot};
use sha2::{Digest as _, Sha256};
use tokio::time::{sleep, timeout};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row};

use super::connections::{self, Trouble};
use super::lease::Lease;
use super::{PostgresOptions, Reach, schema};
use crate::StoreError;
use crate::ending::Ending;

/// The oldest server that is supported, as it numbers itself.
pub(super) const OLDEST: i32 = 150_000;

/// Which database the tables are in: other tables, another database and another
/// server have another one.
const IDENTITY: &str = "concat_ws('/', (SELECT system_identifier FROM pg_control_system()), \
    (SELECT oid FROM pg_database WHERE datname = current_database()), 'record'::regclass::oid)";

/// The owner's lock. Its other locks are in `schema.sql`, and above zero.
pub(super) const LOCK: i32 = -1;

/// How often and how long a new process tries to get the lock: the server
/// notices the end of a killed process a moment later.
const TRIES: u32 = 30;
const PAUSE: Duration = Duration::from_millis(100);

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(15);

/// The connection that holds the lock.
#[derive(Debug)]
pub(super) struct Ownership {
    client: Client,
    pub(super) lease: Lease,
    /// The number of this store among those of one database.
    pub(super) store: i32,
    pub(super) epoch: i64,
    /// The versions above it are written by this process.
    pub(super) own: i64,
    /// The tables were put back from a dump: the time up to which they know what
    /// happened, in microseconds since 1970.
    pub(super) put_back_to: Option<i64>,
}

impl Ownership {
    /// Takes the store over, and brings its tables to the current form.
    pub(super) async fn take(
        options: &PostgresOptions,
        ending: &Ending,
        tasks: &Tasks,
    ) -> Result<Self, StoreError> {
        let client = connect(options, ending, tasks).await?;
        check_server(&client).await?;
        let store = number_of_store(&client).await?;
        locked(&client, store, options).await?;
        schema::migrate(&client, store).await?;
        let put_back_to = put_back_to(&client).await?;
        let (lease, epoch, own) = raised(&client, store, options).await?;
        Ok(Self {
            client,
            lease,
            store,
            epoch,
            own,
            put_back_to,
        })
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// From now on the tables belong to this database.
    pub(super) async fn settle(&self) -> Result<(), StoreError> {
        let settle = format!("UPDATE owner SET identity = {IDENTITY}");
        let settled = self.client.batch_execute(&settle).await;
        settled.map_err(|error| failed(&error))
    }

    /// Gives signs of life, until another process owns the store, or may own it.
    pub(super) async fn beats(&self, ending: &Ending) {
        let beat = "UPDATE owner SET beat_at = clock_timestamp() WHERE epoch = $1";
        let mut said = "PostgreSQL does not answer".to_owned();
        loop {
            sleep(self.lease.pause().min(self.lease.left())).await;
            let sent = since_boot();
            let epoch: [&(dyn ToSql + Sync); 1] = [&self.epoch];
            let beaten = self.client.execute(beat, &epoch);
            let patience = self.lease.patience().min(self.lease.left());
            match timeout(patience, beaten).await {
                Ok(Ok(0)) => return ending.fail(&fenced()),
                Ok(Ok(_)) => self.lease.beat(sent),
                Ok(Err(error)) => said = connections::said(&error),
                Err(_) => "PostgreSQL does not answer".clone_into(&mut said),
            }
            if !self.lease.holds() {
                return ending.fail(&lost_lease(&said));
            }
        }
    }

    /// Frees the store for another process.
    pub(super) async fn release(&self) -> Result<(), StoreError> {
        let free = "SELECT pg_advisory_unlock($1, $2)";
        let freed = timeout(ANSWER, self.client.query(free, &[&self.store, &LOCK])).await;
        match freed {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failed(&error)),
            Err(_) => Err(StoreError::Failed("PostgreSQL does not answer".to_owned())),
        }
    }
}

/// A connection whose end is the end of the store.
pub(super) async fn connect(
    options: &PostgresOptions,
    ending: &Ending,
    tasks: &Tasks,
) -> Result<Client, StoreError> {
    let config = connections::config(options);
    let unconnected = |error| match Trouble::of(&error) {
        trouble if trouble.may_pass => StoreError::Unreachable(trouble.said),
        trouble => trouble.into_error(),
    };
    let client = if options.address.has_tls() {
        let connected = config.connect(connections::tls(options)).await;
        let (client, connection) = connected.map_err(unconnected)?;
        tasks.spawn(ended(connection, ending.clone()));
        client
    } else {
        let (client, connection) = config.connect(NoTls).await.map_err(unconnected)?;
        tasks.spawn(ended(connection, ending.clone()));
        client
    };
    let prepared = connections::prepare(&client).await;
    prepared.map_err(|error| failed(&error))?;
    Ok(client)
}

async fn ended(
    connection: impl Future<Output = Result<(), tokio_postgres::Error>>,
    ending: Ending,
) {
    let said = match connection.await {
        Ok(()) => "the connection has ended".to_owned(),
        Err(error) => connections::said(&error),
    };
    ending.fail(&lost_lock(&said));
}

fn lost_lock(said: &str) -> StoreError {
    StoreError::Lost(format!(
        "the connection that holds the store is lost, so another process may own it now: {said}"
    ))
}

pub(super) fn lost_lease(said: &str) -> StoreError {
    StoreError::Lost(format!(
        "this process has given no sign of life for too long, so another process may own the \
         store now: {said}"
    ))
}

pub(super) fn fenced() -> StoreError {
    StoreError::Lost("another process owns the store now".to_owned())
}

/// A query of the connections that hold locks of a store: those of its owner.
pub(super) fn holders(store: i32) -> String {
    format!(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = {} \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        store.cast_unsigned()
    )
}

/// Ends the connections of an owner that has given no sign of life for a lease.
async fn end_the_dead(client: &Client, store: i32) -> Result<(), StoreError> {
    let held = holders(store);
    let row = one(
        client,
        &format!(
            "SELECT count(pg_terminate_backend(pid)) FROM ({held}) AS holder, owner \
             WHERE clock_timestamp() > beat_at + lease"
        ),
    )
    .await?;
    if row.get::<_, i64>(0) > 0 {
        tracing::warn!("the process that owned the store gives no sign of life: it is succeeded");
    }
    Ok(())
}

async fn check_server(client: &Client) -> Result<(), StoreError> {
    let row = one(
        client,
        "SELECT current_setting('server_version_num')::int, \
        current_setting('server_version'), current_setting('fsync') = 'on'",
    )
    .await?;
    let (number, version, is_synced): (i32, String, bool) = (row.get(0), row.get(1), row.get(2));
    if number < OLDEST {
        return Err(StoreError::Failed(format!(
            "PostgreSQL {version} is too old: 15 is the oldest that is supported"
        )));
    }
    if !is_synced {
        tracing::warn!(
            "this PostgreSQL does not flush to its disk (fsync = off): a power cut there can \
             damage the store and repeat calls"
        );
    }
    Ok(())
}

/// From the schema that holds the tables.
pub(super) async fn number_of_store(client: &Client) -> Result<i32, StoreError> {
    let row = one(client, "SELECT current_schema()::text").await?;
    let schema: Option<String> = row.get(0);
    let schema = schema.ok_or_else(|| {
        StoreError::Failed("the database has no schema for the tables: see search_path".to_owned())
    })?;
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(schema));
    Ok(i32::from_be_bytes([a, b, c, d]))
}

async fn locked(client: &Client, store: i32, options: &PostgresOptions) -> Result<(), StoreError> {
    let lock = "SELECT pg_try_advisory_lock($1, $2)";
    // Who stands by looks until the store is free.
    let tries = match options.standing_by {
        Some(_) => 1,
        None => TRIES,
    };
    for _ in 0..tries {
        let row = client.query_one(lock, &[&store, &LOCK]).await;
        let is_locked = row.map_err(|error| failed(&error))?.get(0);
        let has_tables = schema::form(client).await? > 0;
        match (is_locked, has_tables) {
            // Nobody ends this process while it changes the tables.
            (true, true) => {
                let busy = "UPDATE owner SET beat_at = clock_timestamp() + interval '10 minutes'";
                let told = client.batch_execute(busy).await;
                return told.map_err(|error| failed(&error));
            }
            (true, false) => return Ok(()),
            (false, true) => end_the_dead(client, store).await?,
            (false, false) => {}
        }
        sleep(PAUSE).await;
    }
    Err(StoreError::InUse(options.address.to_string()))
}

async fn put_back_to(client: &Client) -> Result<Option<i64>, StoreError> {
    let row = one(
        client,
        &format!(
            "SELECT identity NOT IN ('', {IDENTITY}), \
             greatest((extract(epoch FROM at) * 1000000)::bigint, (SELECT max(at) FROM event)) \
             FROM owner"
        ),
    )
    .await?;
    Ok(row.get::<_, bool>(0).then(|| row.get(1)))
}

/// Waits for the writes of earlier owners that are still on their way, and begins
/// an epoch. Returns its lease, its number, and the newest version that was given so
/// far.
async fn raised(
    client: &Client,
    store: i32,
    options: &PostgresOptions,
) -> Result<(Lease, i64, i64), StoreError> {
    let (host, port) = match &options.reach {
        Some(Reach::At(address)) => (Some(address.as_str()), None),
        Some(Reach::Port(port)) => (None, Some(i32::from(*port))),
        None => (Some(""), None),
    };
    let lease = options.lease.as_secs_f64();
    let wait = format!(
        "SET LOCAL lock_timeout = '20s'; SET LOCAL statement_timeout = '30s'; \
         SELECT pg_advisory_xact_lock({store}, -2)"
    );
    let raise = "WITH here AS (SELECT coalesce(host(inet_client_addr()), '127.0.0.1') AS host) \
         UPDATE owner SET epoch = epoch + 1, at = now(), beat_at = clock_timestamp(), \
         lease = make_interval(secs => $1), reach = coalesce($2, 'http://' || \
         CASE WHEN host LIKE '%:%' THEN '[' || host || ']' ELSE host END || ':' || $3::int) \
         FROM here RETURNING epoch, (SELECT last_value FROM counter)";
    let raised = async {
        client.batch_execute("BEGIN").await?;
        client.batch_execute(&wait).await?;
        let begun = Lease::begun(options.lease);
        let row = client.query_one(raise, &[&lease, &host, &port]).await?;
        client.batch_execute("COMMIT").await?;
        Ok((begun, row.get(0), row.get(1)))
    };
    raised.await.map_err(|error| failed(&error))
}

async fn one(client: &Client, sql: &str) -> Result<Row, StoreError> {
    client
        .query_one(sql, &[])
        .await
        .map_err(|error| failed(&error))
}

pub(super) fn failed(error: &tokio_postgres::Error) -> StoreError {
    Trouble::of(error).into_error()
}

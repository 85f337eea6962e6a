//! The connections: a bounded pool, and their time limits.

use std::error::Error as _;
use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
};
use tokio_postgres::Config;
use tokio_postgres::error::SqlState;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::PostgresOptions;
use crate::StoreError;

/// How long a connection may take, unless the address says so.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a task waits for a free connection.
const FREE: Duration = Duration::from_secs(30);

/// How long the server works on a statement at most; how long a statement waits
/// for another one; how long a transaction may lie idle.
const SESSION: &str = "
    SET statement_timeout = '15s';
    SET lock_timeout = '10s';
    SET idle_in_transaction_session_timeout = '20s';
    SET tcp_keepalives_idle = 15;
    SET tcp_keepalives_interval = 5;
    SET tcp_keepalives_count = 3;
    SET default_transaction_isolation = 'read committed';
    SET plan_cache_mode = force_generic_plan;
    SET enable_seqscan = off;
    SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') = 'off'";

/// An answer takes longer than this only if the network has swallowed it.
pub(super) const ANSWER: Duration = Duration::from_secs(30);

/// The parameters of a connection.
pub(super) fn config(options: &PostgresOptions) -> Config {
    let mut config = options.address.config();
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_application_name().is_none() {
        config.application_name("kally-bridge");
    }
    config.keepalives(true);
    config.keepalives_idle(Duration::from_secs(15));
    config.keepalives_interval(Duration::from_secs(5));
    config.keepalives_retries(3);
    config.tcp_user_timeout(Duration::from_secs(20));
    config
}

/// TLS as it is used if the address asks for it.
pub(super) fn tls(options: &PostgresOptions) -> MakeRustlsConnect {
    let mut tls = (*options.tls).clone();
    tls.alpn_protocols = vec![b"postgresql".to_vec()];
    MakeRustlsConnect::new(tls)
}

/// A pool that has no connection yet.
pub(super) fn pool(options: &PostgresOptions) -> Result<Pool, StoreError> {
    let manager = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = Manager::from_config(config(options), tls(options), manager);
    let prepare = Hook::async_fn(|client: &mut deadpool_postgres::ClientWrapper, _| {
        Box::pin(async move {
            let prepared = client.batch_execute(SESSION).await;
            prepared.map_err(HookError::Backend)
        })
    });
    Pool::builder(manager)
        .max_size(options.connections)
        .wait_timeout(Some(FREE))
        .create_timeout(Some(CONNECT * 2))
        .recycle_timeout(Some(CONNECT))
        .runtime(Runtime::Tokio1)
        .post_create(prepare)
        .build()
        .map_err(|error| StoreError::Failed(format!("no pool of connections: {error}")))
}

/// Makes a connection outside the pool ready for use.
pub(super) async fn prepare(client: &tokio_postgres::Client) -> Result<(), tokio_postgres::Error> {
    client.batch_execute(SESSION).await
}

/// A free connection.
pub(super) async fn connection(pool: &Pool) -> Result<Object, Trouble> {
    pool.get().await.map_err(|error| match error {
        PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
            Trouble::of(&error)
        }
        PoolError::Closed => Trouble::lost("the store is closed"),
        PoolError::Timeout(_) => Trouble::lost("no connection became free in time"),
        error => Trouble::lost(&error.to_string()),
    })
}

/// What went wrong with the database.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    pub(super) said: String,
    /// The server has refused, so certainly nothing was written.
    pub(super) is_refusal: bool,
    /// It is worth another try.
    pub(super) may_pass: bool,
}

impl Trouble {
    pub(super) fn of(error: &tokio_postgres::Error) -> Self {
        let Some(refusal) = error.as_db_error() else {
            return Self::lost(&said(error));
        };
        let code = refusal.code();
        let passing = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::LOCK_NOT_AVAILABLE,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::CANNOT_CONNECT_NOW,
        ];
        // The connection is being ended: the answer may have been on its way.
        let is_ending = [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::DATABASE_DROPPED,
            SqlState::IDLE_SESSION_TIMEOUT,
        ];
        let is_refusal = !is_ending.contains(code);
        Self {
            said: said(error),
            is_refusal,
            may_pass: passing.contains(code) || !is_refusal,
        }
    }

    /// Nobody can tell how far the server came.
    pub(super) fn lost(said: &str) -> Self {
        Self {
            said: said.to_owned(),
            is_refusal: false,
            may_pass: true,
        }
    }

    /// The same, of something that has nothing to do with the commit itself, so
    /// that it can be repeated.
    pub(super) fn unsent(self) -> Self {
        Self {
            is_refusal: true,
            ..self
        }
    }

    pub(super) fn into_error(self) -> StoreError {
        StoreError::Failed(self.said)
    }
}

/// An error in the server's words, without the values that its details quote.
pub(super) fn said(error: &tokio_postgres::Error) -> String {
    if let Some(refusal) = error.as_db_error() {
        let (message, code) = (refusal.message(), refusal.code().code());
        return format!("PostgreSQL says: {message} ({code})");
    }
    let mut said = format!("PostgreSQL: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_said = cause.to_string();
        if !said.contains(&cause_said) {
            said.push_str(": ");
            said.push_str(&cause_said);
        }
        source = cause.source();
    }
    said
}

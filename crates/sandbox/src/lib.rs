//! A KallyAI of our own, on loopback: the API page made executable, with every
//! listed alternative form, scenarios and faults. It dials nobody.
//!
//! The last four digits of the number choose the scenario (`scenario`). `POST
//! /_sandbox/fail` arms a fault; `GET /_sandbox/dialled` lists the calls that
//! were really made; `POST /_sandbox/end` ends the running ones; `POST /_sandbox/past`
//! makes calls of the past. Everything is
//! in memory. An account whose name begins with `john` is billed in minutes,
//! all others in credits.

mod account;
mod answers;
mod auth;
mod authorise;
mod calendar;
mod calls;
mod control;
mod conversation;
mod fault;
mod order;
mod past;
mod recordings;
mod scenario;
mod state;
mod wire;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::serve::Listener;
use tokio::net::TcpListener;

use kally_runtime::{Clock, Ids, Tasks};

pub use fault::{Damage, Drop, Fault};
pub use state::{Dialled, Issued};

use state::World;
use wire::CuttableListener;

pub use wire::{Reset, Scissors};

#[cfg(test)]
mod tests;

/// How the sandbox behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen on: loopback, unless the operator has a reason.
    pub bind: SocketAddr,
    /// How long an access token works.
    pub token_seconds: u64,
    /// How long a phone call lasts.
    pub call_time: Duration,
    /// Whether `Idempotency-Key` is honoured.
    pub idempotency: bool,
    /// How long it takes until the history shows a call.
    pub history_lag: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8977)),
            token_seconds: 3600,
            call_time: Duration::from_secs(2),
            idempotency: true,
            history_lag: Duration::ZERO,
        }
    }
}

/// A sandbox within this process, with direct controls for tests.
#[derive(Clone)]
pub struct Sandbox {
    world: Arc<World>,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").finish_non_exhaustive()
    }
}

impl Sandbox {
    /// A sandbox that does not listen yet. Its calls run on `tasks`.
    #[must_use]
    pub fn new(options: Options, clock: Arc<dyn Clock>, ids: Arc<Ids>, tasks: Tasks) -> Self {
        Self {
            world: Arc::new(World::new(options, clock, ids, tasks)),
        }
    }

    /// Answers until shutdown begins.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(&self, listener: TcpListener) -> std::io::Result<()> {
        self.serve_on(listener, self.router()).await
    }

    pub fn router(&self) -> Router {
        router(self.world.clone())
    }

    /// Answers on any kind of listener, with the layers that the caller has put
    /// around the routes.
    pub async fn serve_on<L>(&self, listener: L, router: Router) -> std::io::Result<()>
    where
        L: Listener,
        L::Io: Reset,
        L::Addr: std::fmt::Debug,
    {
        let stopping = self.world.tasks.stopping();
        let service = router.into_make_service_with_connect_info::<Scissors>();
        axum::serve(CuttableListener(listener), service)
            .with_graceful_shutdown(stopping.cancelled_owned())
            .await
    }

    /// Signs an account in without a browser.
    #[must_use]
    pub fn sign_in(&self, account: &str) -> Issued {
        self.world.issue(account, None)
    }

    /// Every call that was really dialled, oldest first.
    #[must_use]
    pub fn dialled(&self) -> Vec<Dialled> {
        self.world.state().ledger()
    }

    pub fn fail(&self, fault: Fault) {
        self.world.state().faults.push(fault);
    }

    pub fn clear_faults(&self) {
        self.world.state().faults.clear();
    }

    /// Makes every access token stop working; refresh tokens still do.
    pub fn expire_access_tokens(&self) {
        self.world.state().access.clear();
    }

    /// Makes every token stop working.
    pub fn revoke_all(&self) {
        let mut state = self.world.state();
        state.access.clear();
        state.refresh.clear();
    }
}

/// Runs a sandbox until shutdown begins.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    options: Options,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    tasks: Tasks,
) -> std::io::Result<()> {
    Sandbox::new(options, clock, ids, tasks)
        .serve(listener)
        .await
}

fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/v1/auth/cli", get(auth::cli_page).post(auth::cli_decide))
        .route(
            "/v1/auth/authorize",
            get(auth::code_page).post(auth::code_decide),
        )
        .route("/v1/auth/gpt/token", post(auth::code_token))
        .route("/v1/auth/refresh", post(auth::refresh))
        .route("/v1/calls", get(calls::history).post(calls::create))
        .route("/v1/calls/{id}", get(calls::one))
        .route("/v1/calls/{id}/transcript", get(calls::transcript))
        .route("/v1/calls/{id}/recording", get(recordings::address))
        .route("/v1/calls/{id}/calendar.ics", get(calls::calendar))
        .route("/v1/calls/{id}/cancel", post(calls::cancel))
        .route("/v1/calls/{id}/stop", post(calls::stop))
        .route("/v1/calls/{id}/reschedule", post(calls::reschedule))
        .route("/v1/users/me/statistics", get(account::statistics))
        .route("/v1/users/me/subscription", get(account::subscription))
        .route("/v1/credits/balance", get(account::credits))
        .route("/v1/stripe/billing-portal", get(account::billing_portal))
        .route("/recordings/{file}", get(recordings::file))
        .layer(from_fn_with_state(world.clone(), control::inject))
        .route("/_sandbox/moved", get(recordings::moved))
        .route("/_sandbox/dialled", get(control::dialled))
        .route("/_sandbox/end", post(control::end))
        .route("/_sandbox/past", post(past::make))
        .route("/_sandbox/fail", post(control::arm))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .with_state(world)
}

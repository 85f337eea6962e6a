//! The pages for operators and their programs, on a listener of their own:
//! `/live` and `/ready`. Nothing personal is on them.
//!
//! The port is the next one after those of the linking pages (8976) and the
//! sandbox (8977).

use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use tokio::net::TcpListener;

use super::config::InternalConfig;
use super::readiness::{Readiness, Ready};
use kally_engine::health::Health;

/// Listens at `server.internal`. If nobody has chosen that address and it cannot
/// be had, the bridge goes on without.
///
/// # Errors
/// When an address that the operator has chosen cannot be listened at.
pub async fn listen(internal: Option<InternalConfig>) -> anyhow::Result<Option<TcpListener>> {
    let Some(internal) = internal else {
        return Ok(None);
    };
    let bind = internal.bind;
    match TcpListener::bind(bind).await {
        Ok(listener) => Ok(Some(listener)),
        Err(error) if internal.is_chosen => Err(error).with_context(|| {
            format!("listening on {bind} (server.internal, KALLY_SERVER__INTERNAL)")
        }),
        Err(error) => {
            tracing::warn!(
                %error,
                "nobody listens for health checks: {bind} is not free; set another address as \
                 server.internal (KALLY_SERVER__INTERNAL), or \"\" for none"
            );
            Ok(None)
        }
    }
}

/// The routes `/live` and `/ready`.
pub fn router(health: Arc<Health>, readiness: Arc<Readiness>) -> Router {
    let live = Router::new().route("/live", get(live)).with_state(health);
    let ready = Router::new().route("/ready", get(ready));
    live.merge(ready.with_state(readiness))
}

/// Whether the process should be left running.
async fn live(State(health): State<Arc<Health>>) -> Response {
    live_answer(health.is_live())
}

/// The answer of `/live`.
pub fn live_answer(is_live: bool) -> Response {
    let (status, word) = match is_live {
        true => (StatusCode::OK, "ok\n"),
        false => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n",
        ),
    };
    (status, NOT_KEPT, word).into_response()
}

/// Whether the bridge can do its work.
async fn ready(State(readiness): State<Arc<Readiness>>) -> Response {
    ready_answer(readiness.report().await)
}

/// The answer of `/ready`.
pub fn ready_answer(ready: Ready) -> Response {
    let status = match ready.is_ready() {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, NOT_KEPT, Json(ready)).into_response()
}

/// No proxy may keep an answer.
const NOT_KEPT: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_an_address_that_somebody_chose_must_be_free() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let bind = taken.local_addr().unwrap();
        let at = |is_chosen| Some(InternalConfig { bind, is_chosen });
        assert!(listen(at(false)).await.unwrap().is_none());
        let error = listen(at(true)).await.unwrap_err();
        assert!(error.to_string().contains("server.internal"), "{error}");
        drop(taken);
        assert!(listen(at(true)).await.unwrap().is_some());
        assert!(listen(None).await.unwrap().is_none());
    }
}

//! A KallyAI that has every call succeed and remembers nothing: a year of calls
//! is more than the sandbox holds.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use kally_runtime::{Clock as _, Ids, ManualClock};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Result;

/// How long a call takes, by the clock that is set by hand.
pub const CALL: Duration = Duration::from_secs(100);

/// How long an access token works: every call of a person needs a new one.
pub const TOKEN: Duration = Duration::from_secs(60 * 60);

struct Service {
    clock: Arc<ManualClock>,
    ids: Ids,
}

/// Serves until the process ends; returns the address.
#[expect(
    clippy::disallowed_methods,
    reason = "the service is outside the program"
)]
pub async fn start(clock: Arc<ManualClock>) -> Result<String> {
    let service = Arc::new(Service {
        clock,
        ids: Ids::from_os(),
    });
    let router = Router::new()
        .route("/v1/auth/refresh", post(refresh))
        .route("/v1/calls", get(history).post(create))
        .with_state(service);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}

/// A new token of this kind, as long as the sandbox's.
pub fn token(ids: &Ids, kind: &str) -> String {
    let hex: String = ids
        .bytes::<24>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("year_{kind}_{hex}")
}

async fn refresh(State(service): State<Arc<Service>>) -> Json<Value> {
    Json(json!({
        "access_token": token(&service.ids, "access"),
        "refresh_token": token(&service.ids, "refresh"),
        "expires_in": TOKEN.as_secs(),
    }))
}

async fn history() -> Json<Value> {
    Json(json!({"calls": [], "total": 0}))
}

/// Answers when the call is over, as the service does.
async fn create(State(service): State<Arc<Service>>, Json(order): Json<Value>) -> Json<Value> {
    let began = service.clock.now();
    service.clock.sleep(CALL).await;
    let ended = service.clock.now();
    Json(json!({
        "call_id": service.ids.uuid(began),
        "status": "success",
        "highlights": "They answered. The table is reserved for four people at the requested \
            time, on the terrace if the weather is fine. It is held for fifteen minutes.",
        "next_steps": "Arrive on time, and call them if the number of guests changes.",
        "duration_seconds": CALL.as_secs(),
        "credits_used": 2,
        "submission": order,
        "metadata": {"created_at": began.to_rfc3339(), "ended_at": ended.to_rfc3339()},
    }))
}

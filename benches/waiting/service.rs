//! A KallyAI that takes every call at once and never ends one, and notes when each
//! came.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use kally_runtime::{Clock as _, SystemClock};
use serde_json::{Value, json};

use crate::Result;

/// When the requests for calls came.
pub type Came = Arc<Mutex<Vec<DateTime<Utc>>>>;

/// Serves on a thread of its own until the process ends; returns the address.
pub fn start(came: &Came) -> Result<String> {
    let router = Router::new()
        .route("/v1/calls", get(history).post(create))
        .route("/v1/calls/{id}", get(call))
        .with_state(Arc::clone(came));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    std::thread::spawn(move || {
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        })
    });
    Ok(url)
}

async fn history() -> Json<Value> {
    Json(json!({"calls": [], "total": 0}))
}

async fn create(State(came): State<Came>, Json(order): Json<Value>) -> Json<Value> {
    let now = SystemClock.now();
    let number = {
        let mut came = came.lock().unwrap_or_else(PoisonError::into_inner);
        came.push(now);
        came.len()
    };
    Json(under_way(&format!("call-{number}"), &order))
}

async fn call(Path(id): Path<String>) -> Json<Value> {
    // Nobody asks again soon.
    tokio::time::sleep(Duration::from_secs(5)).await;
    Json(under_way(&id, &Value::Null))
}

fn under_way(id: &str, order: &Value) -> Value {
    json!({
        "call_id": id,
        "status": "in_progress",
        "submission": order,
        "metadata": {"created_at": SystemClock.now().to_rfc3339()},
    })
}

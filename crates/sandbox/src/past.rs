//! Calls of the past, made elsewhere with the same account.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::order::Order;
use super::scenario::Scenario;
use super::state::{MOST, PhoneCall, World};

/// The calls to make.
#[derive(Deserialize)]
pub(super) struct Past {
    account: String,
    /// How many.
    count: u32,
    /// Further fields of their submissions.
    #[serde(default)]
    submission: serde_json::Map<String, Value>,
    /// How they ended; otherwise in several ways.
    status: Option<String>,
}

const STATUSES: [&str; 4] = ["success", "no_answer", "busy", "failed"];

/// They wait for ever.
const WAITING: [&str; 2] = ["queued", "scheduled"];

/// `POST /_sandbox/past`: the newest was an hour ago, each other one an hour
/// before. Answers with their ids, the newest first.
pub(super) async fn make(
    State(world): State<Arc<World>>,
    Json(past): Json<Past>,
) -> Result<Json<Vec<String>>, StatusCode> {
    let now = world.clock.now();
    let mut ids = Vec::new();
    for number in (1..=past.count).rev() {
        let mut submission = json!({
            "task_category": "restaurant",
            "task_description": format!("Reserve a table for {} people", number % 8 + 1),
            "respondent_phone": format!("+1415555{:04}", number % 100 + 100),
            "business_name": format!("Place {number}"),
            "user_name": "Ana",
        });
        for (name, value) in &past.submission {
            submission[name] = value.clone();
        }
        let body = json!({"submission": submission, "timezone": "UTC"}).to_string();
        let order = Order::read(body.as_bytes()).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
        let at = now - TimeDelta::hours(i64::from(number));
        let usual = STATUSES[usize::try_from(number).unwrap_or_default() % STATUSES.len()];
        let wanted = past.status.as_deref();
        let all = STATUSES.into_iter().chain(WAITING);
        let status = all.into_iter().find(|status| Some(*status) == wanted);
        let waits = status.is_some_and(|status| WAITING.contains(&status));
        let id = world.uuid();
        let mut state = world.state();
        if state.calls.len() >= MOST {
            return Err(StatusCode::TOO_MANY_REQUESTS);
        }
        state.calls.push(PhoneCall {
            id: id.clone(),
            account: past.account.clone(),
            key: None,
            scenario: Scenario::of(&order.phone),
            order,
            status: status.unwrap_or(usual),
            created_at: at,
            connected_at: (!waits).then_some(at),
            ended_at: (!waits).then(|| at + TimeDelta::seconds(65)),
            over: watch::channel(!waits).0,
        });
        ids.insert(0, id);
    }
    Ok(Json(ids))
}

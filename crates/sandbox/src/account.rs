//! The account's figures.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answers::refuse;
use super::state::{World, is_in_minutes};

type Shared = State<Arc<World>>;

const PERIOD: (&str, &str) = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");

fn answer(
    world: &World,
    headers: &HeaderMap,
    scope: &str,
    body: impl FnOnce(&str) -> Option<Value>,
) -> Response {
    match world.authorise(headers, scope) {
        Ok(account) => match body(&account) {
            Some(body) => Json(body).into_response(),
            None => refuse(world, 404, "not_found", "This account is billed in minutes"),
        },
        Err(answer) => answer,
    }
}

/// The number of calls that the account has made, and their minutes.
fn used(world: &World, account: &str) -> (usize, f64) {
    let state = world.state();
    let own = state.calls.iter().filter(|call| call.account == account);
    let seconds: f64 = own
        .clone()
        .filter_map(super::state::PhoneCall::seconds)
        .sum();
    (own.count(), (seconds / 6.0).round() / 10.0)
}

/// `GET /v1/users/me/statistics`.
pub(super) async fn statistics(State(world): Shared, headers: HeaderMap) -> Response {
    answer(&world, &headers, "subscription:read", |account| {
        let (calls, minutes) = used(&world, account);
        Some(json!({
            "plan_type": "starter",
            "minutes_allocated": 60,
            "minutes_used": minutes,
            "minutes_remaining": (60.0 - minutes).max(0.0),
            "calls_allocated": 100,
            "calls_used": calls,
            "calls_remaining": 100usize.saturating_sub(calls),
            "period_start": PERIOD.0,
            "period_end": PERIOD.1,
            "usage_percentage": (minutes / 0.6).round(),
            "subscription_status": "active",
        }))
    })
}

/// `GET /v1/credits/balance`; 404 for an account in minutes.
pub(super) async fn credits(State(world): Shared, headers: HeaderMap) -> Response {
    answer(&world, &headers, "credits:read", |account| {
        let (_, minutes) = used(&world, account);
        (!is_in_minutes(account)).then(|| {
            json!({
                "credits_remaining": (50.0 - minutes).max(0.0),
                "credits_used": minutes,
                "credits_allocated": 50,
                "plan_type": "starter",
                "period_start": PERIOD.0,
                "period_end": PERIOD.1,
            })
        })
    })
}

/// `GET /v1/users/me/subscription`.
pub(super) async fn subscription(State(world): Shared, headers: HeaderMap) -> Response {
    answer(&world, &headers, "subscription:read", |_| {
        Some(json!({
            "has_active_subscription": true,
            "provider": "stripe",
            "plan": {"type": "starter", "period": "monthly", "minutes_included": 60},
            "status": "active",
            "started_at": "2025-03-01T00:00:00Z",
            "expires_at": PERIOD.1,
            "auto_renew": true,
            "management_url": "https://billing.kallyai.invalid/manage",
        }))
    })
}

/// `GET /v1/stripe/billing-portal`: `url` and `portal_url` in turn.
pub(super) async fn billing_portal(State(world): Shared, headers: HeaderMap) -> Response {
    answer(&world, &headers, "billing:manage", |_| {
        let name = if world.alternate() {
            "url"
        } else {
            "portal_url"
        };
        Some(json!({ name: "https://billing.kallyai.invalid/session/sandbox" }))
    })
}

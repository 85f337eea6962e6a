//! Refusals and other answers, in each form that the API page lists.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::state::World;

/// A refusal in the service's form; every second one has its message in the
/// details.
pub(super) fn refuse(world: &World, http: u16, code: &str, message: &str) -> Response {
    let id = world.uuid();
    let error = if world.alternate() {
        json!({"code": code, "message": message, "correlation_id": id})
    } else {
        json!({
            "code": code,
            "details": {"message": message, "reason": code},
            "correlation_id": id,
        })
    };
    (status(http), Json(json!({ "error": error }))).into_response()
}

/// The flat form of a 402.
pub(super) fn flat_quota() -> Response {
    let body = json!({
        "plan_type": "free",
        "minutes_allocated": 10,
        "minutes_used": 10.0,
        "upgrade_url": "https://kallyai.com/pricing?plan=starter",
    });
    (StatusCode::PAYMENT_REQUIRED, Json(body)).into_response()
}

/// A gateway's error page.
pub(super) fn page(http: u16) -> Response {
    let html =
        "<html><head><title>Just a moment</title></head><body>Checking your browser</body></html>";
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (status(http), kind, html).into_response()
}

/// Truncated JSON; the HTTP answer itself is complete.
pub(super) fn cut(http: u16, body: &Value) -> Response {
    let mut text = body.to_string();
    let middle = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at));
    text.truncate(middle.unwrap_or_default());
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (status(http), kind, text).into_response()
}

pub(super) fn status(http: u16) -> StatusCode {
    StatusCode::from_u16(http).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

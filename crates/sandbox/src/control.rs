//! The sandbox's own controls: the dialled calls, the end of running ones, and
//! faults to arm.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::stream;

use super::answers::{cut, page, refuse};
use super::fault::{Damage, Drop, Fault};
use super::state::{Dialled, World};
use super::wire::Scissors;

/// The most faults that can be armed at a time.
const MOST_FAULTS: usize = 1000;
/// The longest answer that is cut, in bytes.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// `GET /_sandbox/dialled`.
pub(super) async fn dialled(State(world): State<Arc<World>>) -> Json<Vec<Dialled>> {
    Json(world.state().ledger())
}

/// `POST /_sandbox/fail`.
pub(super) async fn arm(State(world): State<Arc<World>>, body: Bytes) -> Response {
    match serde_json::from_slice::<Fault>(&body) {
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response(),
        Ok(_) if world.state().faults.len() >= MOST_FAULTS => {
            StatusCode::TOO_MANY_REQUESTS.into_response()
        }
        Ok(fault) => {
            world.state().faults.push(fault);
            StatusCode::NO_CONTENT.into_response()
        }
    }
}

/// `POST /_sandbox/end`: every running call ends now, in the way that its
/// number chooses.
pub(super) async fn end(State(world): State<Arc<World>>) -> StatusCode {
    let now = world.clock.now();
    let mut state = world.state();
    let running = state
        .calls
        .iter()
        .filter(|call| call.status == "in_progress");
    let running: Vec<String> = running.map(|call| call.id.clone()).collect();
    running.iter().for_each(|id| state.end(id, now));
    StatusCode::NO_CONTENT
}

/// Applies the first armed fault that fits.
pub(super) async fn inject(
    State(world): State<Arc<World>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
    next: Next,
) -> Response {
    let Some(fault) = take(&world, request.method().as_str(), request.uri().path()) else {
        return next.run(request).await;
    };
    world
        .clock
        .sleep(Duration::from_millis(fault.delay_ms))
        .await;
    if fault.drop == Some(Drop::Before) {
        scissors.cut();
        return StatusCode::NO_CONTENT.into_response();
    }
    let status = StatusCode::from_u16(fault.status.unwrap_or(200)).unwrap_or_default();
    let mut answer = match (fault.status, fault.body) {
        _ if fault.json.is_some() => (status, Json(fault.json)).into_response(),
        (_, Some(Damage::Empty)) => status.into_response(),
        (_, Some(Damage::Html)) => page(status.as_u16()),
        (Some(status), _) => refuse(&world, status, code(status), "A fault was armed"),
        (None, Some(Damage::Cut)) => damage(next.run(request).await).await,
        (None, None) => next.run(request).await,
    };
    if let Some(seconds) = fault.retry_after {
        let value = HeaderValue::from(seconds);
        answer.headers_mut().insert(header::RETRY_AFTER, value);
    }
    match fault.drop {
        Some(Drop::After) => scissors.cut(),
        Some(Drop::During) => return break_off(answer).await,
        Some(Drop::Before) | None => {}
    }
    answer
}

fn take(world: &World, method: &str, path: &str) -> Option<Fault> {
    let mut state = world.state();
    let at = state.faults.iter().position(|fault| {
        let method_fits = match &fault.method {
            None => true,
            Some(only) => only.eq_ignore_ascii_case(method),
        };
        let path_fits = path.starts_with(&fault.path) && (!fault.whole || path == fault.path);
        fault.times > 0 && method_fits && path_fits
    })?;
    let fault = state.faults.get_mut(at)?;
    fault.times -= 1;
    let taken = fault.clone();
    if taken.times == 0 {
        state.faults.remove(at);
    }
    Some(taken)
}

/// The code that the API page lists for a status.
fn code(status: u16) -> &'static str {
    match status {
        401 => "token_expired",
        402 => "quota_exceeded",
        403 => "forbidden",
        404 => "call_not_found",
        429 => "rate_limited",
        500.. => "internal_error",
        _ => "validation_error",
    }
}

async fn damage(answer: Response) -> Response {
    let http = answer.status().as_u16();
    let bytes = to_bytes(answer.into_body(), MOST_BYTES).await;
    let value = serde_json::from_slice(&bytes.unwrap_or_default()).unwrap_or_default();
    cut(http, &value)
}

/// Half of the answer, then a reset.
async fn break_off(answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    let half = bytes.slice(..bytes.len() / 2);
    let pieces = stream::iter([
        Ok(half),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ]);
    Response::from_parts(parts, Body::from_stream(pieces))
}

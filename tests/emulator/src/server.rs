//! The Bot API over HTTP: every request is checked against its description,
//! meets the fault that is armed for it, and takes effect.

use std::io;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value, json};

use super::asked::chat_of;
use super::connection::Scissors;
use super::contract::check;
use super::form::fields;
use super::methods::Refusal;
use super::{Emulator, Fault, Request, TOKEN, refusal, updates};

/// The methods that count against the limits.
const COUNTED: [&str; 6] = [
    "sendMessage",
    "sendDocument",
    "sendVoice",
    "sendAudio",
    "editMessageText",
    "editMessageReplyMarkup",
];

pub(super) async fn serve(
    State(emulator): State<Emulator>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    Path((bot, method)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if bot != format!("bot{TOKEN}") {
        return answer(Err(Refusal::new(401, "Unauthorized")));
    }
    let fields = fields(&headers, &body);
    let fault = emulator.change(|world| {
        if let Err(why) = check(&method, &fields) {
            world.broken.push(why);
        }
        world.requests.push(Request {
            method: method.clone(),
            fields: fields.clone(),
            at: Instant::now(),
        });
        let armed = world.faults.iter().position(|(of, _)| *of == method);
        armed.map(|at| world.faults.remove(at).1)
    });
    match &fault {
        Some(Fault::Answer(status, body)) => {
            let status = StatusCode::from_u16(*status).unwrap_or_default();
            return (status, body.clone()).into_response();
        }
        Some(Fault::Silence) => std::future::pending().await,
        Some(Fault::ResetBefore) => {
            scissors.cut();
            return StatusCode::NO_CONTENT.into_response();
        }
        _ => {}
    }
    let done = act(&emulator, &method, &fields).await;
    match fault {
        Some(Fault::Cut) => return cut(),
        Some(Fault::ResetAfter) => scissors.cut(),
        Some(Fault::Late(wait)) => tokio::time::sleep(wait).await,
        _ => {}
    }
    answer(done)
}

/// A file that somebody sent.
pub(super) async fn file(
    State(emulator): State<Emulator>,
    Path((bot, id)): Path<(String, String)>,
) -> Response {
    let bytes = emulator.world().files.get(&id).cloned();
    match bytes.filter(|_| bot == format!("bot{TOKEN}")) {
        Some(bytes) => bytes.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn act(
    emulator: &Emulator,
    method: &str,
    fields: &Map<String, Value>,
) -> Result<Value, Refusal> {
    if method == "getUpdates" {
        return updates::poll(emulator, fields).await;
    }
    emulator.change(|world| {
        if COUNTED.contains(&method)
            && let Some(limits) = &mut world.limits
            && let Err(seconds) = limits.take(chat_of(fields), Instant::now())
        {
            world.hasty += 1;
            let words = format!("Too Many Requests: retry after {seconds}");
            return Err(Refusal::new(429, &words).with(json!({"retry_after": seconds})));
        }
        world.act(method, fields)
    })
}

fn answer(done: Result<Value, Refusal>) -> Response {
    match done {
        Ok(result) => json!({"ok": true, "result": result})
            .to_string()
            .into_response(),
        Err(no) => (
            StatusCode::from_u16(no.code).unwrap_or_default(),
            refusal(no.code, &no.description, no.parameters),
        )
            .into_response(),
    }
}

/// An answer that breaks off.
fn cut() -> Response {
    let pieces = futures::stream::iter([
        Ok("{\"ok\":true,\"res"),
        Err(io::Error::from(io::ErrorKind::ConnectionReset)),
    ]);
    Body::from_stream(pieces).into_response()
}

//! Placing and following calls.
//!
//! A call has a task of its own: the phone call goes on even if the client goes
//! away.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::answers::{cut, flat_quota, page, refuse};
use super::order::Order;
use super::scenario::Scenario;
use super::state::{MOST, PhoneCall, World};
use super::wire::Scissors;
use super::{calendar as ics, conversation};

/// How long after the end a late transcript appears.
const LATE: TimeDelta = TimeDelta::seconds(3);

type Shared = State<Arc<World>>;

/// `POST /v1/calls`.
pub(super) async fn create(
    State(world): Shared,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let account = match world.authorise(&headers, "calls:write") {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let order = match Order::read(&body) {
        Ok(order) => order,
        Err((code, message)) => return refuse(&world, 422, code, &message),
    };
    let key = headers
        .get("Idempotency-Key")
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let scenario = Scenario::of(&order.phone);
    if !is_known(&world, &account, key.as_deref())
        && let Some(answer) = refusal(&world, &account, &order.phone, scenario, &scissors)
    {
        return answer;
    }
    let Some((id, over, is_new)) = enter(&world, &account, key, order, scenario) else {
        return refuse(&world, 429, "rate_limited", "Too many calls");
    };
    if is_new && scenario == Scenario::DialsThenDrops {
        scissors.cut();
    } else if !matches!(scenario, Scenario::AnswersEarly(_)) {
        wait(&world, over, &scissors).await;
    }
    let answer = world
        .state()
        .call(&account, &id)
        .map(|call| call.json(true));
    let answer = answer.unwrap_or_default();
    if is_new && scenario == Scenario::CutAnswer {
        return cut(201, &answer);
    }
    (StatusCode::CREATED, Json(answer)).into_response()
}

/// Whether an earlier request with the same key made a call.
fn is_known(world: &World, account: &str, key: Option<&str>) -> bool {
    let Some(key) = key.filter(|_| world.options.idempotency) else {
        return false;
    };
    let state = world.state();
    let mut calls = state.calls.iter();
    calls.any(|call| call.account == account && call.key.as_deref() == Some(key))
}

/// The answer of a scenario in which no call is dialled.
fn refusal(
    world: &World,
    account: &str,
    phone: &str,
    scenario: Scenario,
    scissors: &Scissors,
) -> Option<Response> {
    match scenario {
        Scenario::Refused(http, code) => {
            let message = format!("The sandbox refuses this number: {code}");
            Some(refuse(world, http, code, &message))
        }
        Scenario::FlatQuota => Some(flat_quota()),
        Scenario::FailsOnce => {
            let who = (account.to_owned(), phone.to_owned());
            let first = {
                let mut state = world.state();
                state.stumbled.len() < MOST && state.stumbled.insert(who)
            };
            first.then(|| refuse(world, 500, "internal_error", "Something broke"))
        }
        Scenario::Drops => {
            scissors.cut();
            Some(StatusCode::NO_CONTENT.into_response())
        }
        Scenario::GatewayPage => Some(page(502)),
        _ => None,
    }
}

/// Finds the call of this key or makes it, in one step under the lock, so that
/// two requests at once are still one call. Returns whether it is new; `None`
/// when the books are full.
fn enter(
    world: &Arc<World>,
    account: &str,
    key: Option<String>,
    order: Order,
    scenario: Scenario,
) -> Option<(String, watch::Receiver<bool>, bool)> {
    let id = world.uuid();
    let now = world.clock.now();
    let mut state = world.state();
    let same = key.as_ref().filter(|_| world.options.idempotency);
    let mut calls = state.calls.iter();
    if let Some(call) = same.and_then(|key| {
        calls.find(|call| call.account == account && call.key.as_ref() == Some(key))
    }) {
        return Some((call.id.clone(), call.over.subscribe(), false));
    }
    if state.calls.len() >= MOST {
        return None;
    }
    let (over, ended) = watch::channel(false);
    state.calls.push(PhoneCall {
        id: id.clone(),
        account: account.to_owned(),
        key,
        order,
        scenario,
        status: scenario.waits().unwrap_or("in_progress"),
        created_at: now,
        connected_at: None,
        ended_at: None,
        over,
    });
    if scenario.waits().is_none() {
        state.dial(&id, now);
    }
    drop(state);
    world.tasks.spawn(live(world.clone(), id.clone(), scenario));
    Some((id, ended, true))
}

/// The life of a call: it waits in the queue, is dialled, and ends.
async fn live(world: Arc<World>, id: String, scenario: Scenario) {
    if scenario.waits().is_some() {
        world.clock.sleep(world.options.call_time).await;
        let now = world.clock.now();
        let mut state = world.state();
        let open = state
            .calls
            .iter()
            .any(|call| call.id == id && call.ended_at.is_none());
        if !open {
            return;
        }
        state.dial(&id, now);
    }
    world.clock.sleep(world.options.call_time).await;
    let now = world.clock.now();
    let mut state = world.state();
    state.end(&id, now);
}

/// Holds the connection until the call is over; a shutdown cuts it.
async fn wait(world: &World, mut over: watch::Receiver<bool>, scissors: &Scissors) {
    let stopping = world.tasks.stopping();
    let ended = stopping.run_until_cancelled(over.wait_for(|over| *over));
    if ended.await.is_none() {
        scissors.cut();
    }
}

#[derive(Deserialize)]
pub(super) struct Page {
    limit: Option<usize>,
    offset: Option<usize>,
}

/// `GET /v1/calls`: the newest first, as `calls` and as `items` in turn.
pub(super) async fn history(
    State(world): Shared,
    headers: HeaderMap,
    Query(page): Query<Page>,
) -> Response {
    let account = match world.authorise(&headers, "calls:read") {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let limit = page.limit.unwrap_or(50);
    if !(1..=200).contains(&limit) {
        return refuse(&world, 422, "validation_error", "limit is 1 to 200");
    }
    let first = world.alternate();
    let lag = TimeDelta::from_std(world.options.history_lag).unwrap_or(TimeDelta::MAX);
    let shown = world.clock.now() - lag;
    let state = world.state();
    let own = state
        .calls
        .iter()
        .rev()
        .filter(|call| call.account == account && call.created_at <= shown);
    let total = own.clone().count();
    let rows: Vec<Value> = own
        .skip(page.offset.unwrap_or_default())
        .take(limit)
        .map(|call| call.json(first))
        .collect();
    let name = if first { "calls" } else { "items" };
    Json(json!({ name: rows, "total": total })).into_response()
}

/// Answers about one call of the account, or says that it does not exist.
pub(super) fn about(
    world: &World,
    headers: &HeaderMap,
    scope: &str,
    id: &str,
    answer: impl FnOnce(&mut PhoneCall) -> Result<Response, (u16, &'static str)>,
) -> Response {
    let account = match world.authorise(headers, scope) {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let result = match world.state().call(&account, id) {
        Some(call) => answer(call),
        None => Err((404, "call_not_found")),
    };
    result.unwrap_or_else(|(http, code)| refuse(world, http, code, "Not there, or not now"))
}

/// `GET /v1/calls/{id}`.
pub(super) async fn one(
    State(world): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    about(&world, &headers, "calls:read", &id, |call| {
        Ok(Json(call.json(true)).into_response())
    })
}

/// `GET /v1/calls/{id}/transcript`.
pub(super) async fn transcript(
    State(world): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let now = world.clock.now();
    about(&world, &headers, "transcripts:read", &id, |call| {
        let missing = (404, "transcript_not_found");
        let ended = call.ended_at.ok_or(missing)?;
        let entries = conversation::entries(call);
        let late = call.scenario == Scenario::LateTranscript && now < ended + LATE;
        if late || entries.is_empty() {
            return Err(missing);
        }
        Ok(Json(json!({ "entries": entries })).into_response())
    })
}

/// `GET /v1/calls/{id}/calendar.ics`.
pub(super) async fn calendar(
    State(world): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    about(&world, &headers, "calls:read", &id, |call| {
        let file = ics::file(call).ok_or((404, "calendar_not_found"))?;
        let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
        Ok((kind, file).into_response())
    })
}

/// `POST /v1/calls/{id}/cancel`: before it connects.
pub(super) async fn cancel(
    State(world): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let now = world.clock.now();
    about(&world, &headers, "calls:write", &id, |call| {
        if !matches!(call.status, "queued" | "scheduled") {
            return Err((409, "invalid_state"));
        }
        call.end("cancelled", now);
        Ok(Json(call.json(true)).into_response())
    })
}

/// `POST /v1/calls/{id}/stop`: hangs up.
pub(super) async fn stop(
    State(world): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let now = world.clock.now();
    about(&world, &headers, "calls:write", &id, |call| {
        if call.status != "in_progress" {
            return Err((409, "invalid_state"));
        }
        call.end("terminated", now);
        Ok(Json(call.json(true)).into_response())
    })
}

#[derive(Deserialize)]
struct NewTime {
    date: NaiveDate,
    time: String,
}

/// `POST /v1/calls/{id}/reschedule`.
pub(super) async fn reschedule(
    State(world): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    about(&world, &headers, "calls:write", &id, |call| {
        let wrong = (422, "scheduling_violation");
        let new: NewTime = serde_json::from_slice(&body).map_err(|_| wrong)?;
        let time = NaiveTime::parse_from_str(&new.time, "%H:%M").map_err(|_| wrong)?;
        if !matches!(call.status, "queued" | "scheduled") {
            return Err((409, "invalid_state"));
        }
        call.order.date = Some(new.date);
        call.order.time = Some(time);
        call.order.submission["appointment_date"] = json!(new.date);
        call.order.submission["appointment_time"] = json!(new.time);
        Ok(Json(call.json(true)).into_response())
    })
}

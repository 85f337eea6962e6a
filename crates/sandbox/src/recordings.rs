//! Recordings: their addresses, and the small sound files behind them, which the
//! sandbox makes itself.

use std::f32::consts::TAU;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use serde_json::json;

use super::calls::about;
use super::scenario::{Scenario, Take};
use super::state::{PhoneCall, World};

type Shared = State<Arc<World>>;

/// How long after the end a late recording appears.
const LATE: TimeDelta = TimeDelta::seconds(3);

/// The longest sound that is made, in seconds.
const LONGEST: f64 = 60.0;

/// More than anybody should read at once, in bytes.
const HUGE: usize = 40 * 1024 * 1024;

/// `GET /v1/calls/{id}/recording`.
pub(super) async fn address(
    State(world): Shared,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let now = world.clock.now();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("localhost").to_owned();
    about(&world, &headers, "recordings:read", &id, |call| {
        let missing = (404, "recording_not_found");
        let ended = call.ended_at.ok_or(missing)?;
        let is_late = take(call) == Take::Late && now < ended + LATE;
        if call.status != "success" || is_late {
            return Err(missing);
        }
        let (id, format) = (&call.id, format(take(call)));
        let url = match take(call) {
            Take::Private => "https://169.254.169.254/latest/meta-data".to_owned(),
            Take::Moved => format!("http://{host}/_sandbox/moved"),
            _ => format!("http://{host}/recordings/{id}.{format}?signature=sandbox"),
        };
        let seconds = call.seconds();
        Ok(
            Json(json!({"url": url, "duration_seconds": seconds, "format": format}))
                .into_response(),
        )
    })
}

fn take(call: &PhoneCall) -> Take {
    match call.scenario {
        Scenario::Recorded(take) => take,
        _ => Take::Mp3,
    }
}

fn format(take: Take) -> &'static str {
    match take {
        Take::Wav => "wav",
        Take::Ogg => "ogg",
        _ => "mp3",
    }
}

/// `GET /recordings/{file}`: the address is secret, so it needs no token.
pub(super) async fn file(State(world): Shared, Path(file): Path<String>) -> Response {
    let id = file.split('.').next().unwrap_or_default();
    let state = world.state();
    let found = state.calls.iter().find(|call| call.id == id);
    let Some((take, seconds)) = found.map(|call| (take(call), call.seconds())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    drop(state);
    let seconds = seconds.unwrap_or_default().clamp(1.0, LONGEST);
    let (kind, bytes) = match take {
        Take::Page => return Html("<!DOCTYPE html><title>Sign in</title>").into_response(),
        Take::Wav => ("audio/wav", wav(seconds)),
        Take::Ogg => ("audio/ogg", ogg()),
        Take::Huge => {
            let mut bytes = mp3(1.0);
            bytes.resize(HUGE, 0);
            ("audio/mpeg", bytes)
        }
        _ => ("audio/mpeg", mp3(seconds)),
    };
    ([(header::CONTENT_TYPE, kind)], bytes).into_response()
}

/// `GET /_sandbox/moved`: leads to another host, which is this machine too.
pub(super) async fn moved() -> Redirect {
    Redirect::temporary("https://127.0.0.1:1/recording.mp3")
}

/// Silence as MPEG-1 layer III: frames of 36 ms without side information.
fn mp3(seconds: f64) -> Vec<u8> {
    // 32 kbit/s, 32 kHz, one channel: 144 bytes.
    let mut frame = [0; 144];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x18, 0xc4]);
    let frames = (1..).take_while(|frame| f64::from(*frame) * 0.036 < seconds);
    frame.repeat(frames.count() + 1)
}

/// The ringing tone of Europe as 8-bit PCM at 8 kHz.
fn wav(seconds: f64) -> Vec<u8> {
    const RATE: u32 = 8_000;
    let samples: Vec<u8> = (0..RATE * 60)
        .take_while(|at| f64::from(*at) < seconds * f64::from(RATE))
        .map(tone)
        .collect();
    let length = u32::try_from(samples.len()).unwrap_or_default();
    let mut file = b"RIFF".to_vec();
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // PCM, one channel, its rates, one byte a sample.
    file.extend([1_u16, 1].map(u16::to_le_bytes).concat());
    file.extend([RATE, RATE].map(u32::to_le_bytes).concat());
    file.extend([1_u16, 8].map(u16::to_le_bytes).concat());
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.extend(samples);
    file
}

/// One second of 425 Hz, one of silence.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "the values fit"
)]
fn tone(at: u32) -> u8 {
    if at / 8_000 % 2 == 1 {
        return 128;
    }
    let angle = (at % 8_000) as f32 / 8_000.0 * 425.0 * TAU;
    (128.0 + 40.0 * angle.sin()) as u8
}

/// The head of an Ogg Opus stream; players show it as empty.
fn ogg() -> Vec<u8> {
    let mut file = b"OggS\0\x02".to_vec();
    file.extend([0; 20]);
    file.extend(b"\x01\x13OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0");
    file
}

//! Faults of the service.

use serde::Deserialize;
use serde_json::Value;

/// A fault that happens `times` times, to requests whose path begins with
/// `path`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The beginning of the path.
    pub path: String,
    /// Only requests for this very path.
    #[serde(default)]
    pub whole: bool,
    /// Only this method.
    #[serde(default)]
    pub method: Option<String>,
    #[serde(default = "once")]
    pub times: u32,
    /// Answer with this status, and do nothing.
    #[serde(default)]
    pub status: Option<u16>,
    /// With the header `Retry-After: n`.
    #[serde(default)]
    pub retry_after: Option<u64>,
    /// Wait this long first.
    #[serde(default)]
    pub delay_ms: u64,
    #[serde(default)]
    pub drop: Option<Drop>,
    /// Answer with something else.
    #[serde(default)]
    pub body: Option<Damage>,
    /// Answer with this JSON, and do nothing.
    #[serde(default)]
    pub json: Option<Value>,
}

fn once() -> u32 {
    1
}

/// When the connection is reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drop {
    /// Before the request takes effect.
    Before,
    /// After it took effect, in the middle of the answer.
    During,
    /// After it took effect, before the answer.
    After,
}

/// The change to the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Damage {
    /// A gateway's page instead of the answer; the request has no effect.
    Html,
    /// The request takes effect, but the JSON of its answer is truncated.
    Cut,
    /// An answer without content; the request has no effect.
    Empty,
}

impl Fault {
    /// A fault that happens once and has no effect yet.
    #[must_use]
    pub fn at(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            whole: false,
            method: None,
            times: 1,
            status: None,
            retry_after: None,
            delay_ms: 0,
            drop: None,
            body: None,
            json: None,
        }
    }
}

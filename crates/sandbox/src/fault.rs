//! What can be made to go wrong.

use serde::Deserialize;

/// Something to go wrong, `times` times, with requests whose path begins with `path`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The beginning of the path.
    pub path: String,
    /// Only this method.
    #[serde(default)]
    pub method: Option<String>,
    /// How many times.
    #[serde(default = "once")]
    pub times: u32,
    /// Answer with this status, and do nothing.
    #[serde(default)]
    pub status: Option<u16>,
    /// Say `Retry-After: n` with it.
    #[serde(default)]
    pub retry_after: Option<u64>,
    /// Wait this long first.
    #[serde(default)]
    pub delay_ms: u64,
    /// Reset the connection.
    #[serde(default)]
    pub drop: Option<Drop>,
    /// Answer with something else.
    #[serde(default)]
    pub body: Option<Damage>,
}

fn once() -> u32 {
    1
}

/// When the connection is reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drop {
    /// Before anything is done.
    Before,
    /// When all is done, in the middle of the answer.
    During,
    /// When all is done, before the answer.
    After,
}

/// What becomes of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Damage {
    /// A gateway's page stands in its place, and nothing is done.
    Html,
    /// What was asked for is done; the JSON that tells it breaks off.
    Cut,
}

impl Fault {
    /// A fault that happens once and does nothing yet.
    #[must_use]
    pub fn at(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            method: None,
            times: 1,
            status: None,
            retry_after: None,
            delay_ms: 0,
            drop: None,
            body: None,
        }
    }
}

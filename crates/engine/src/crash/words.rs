//! What is said in most runs: a request, its card, the word for it.

use serde_json::{Value, json};

use super::person::Place::Ana;
use super::person::Step::{self, Say, See};

/// The card is shown.
pub(super) const CARD: &[&str] = &["[Call now]"];
/// The outcome of a call that was answered.
pub(super) const ANSWERED: &[&str] = &["They answered"];
/// Of one that was not.
pub(super) const NOBODY: &[&str] = &["Nobody answered"];

/// A request for a table, at one of the sandbox's numbers: its last digits say
/// what comes of it.
pub(super) fn request(number: &str) -> &'static str {
    format!("/call +1 415 555 {number}, table for four tomorrow at 8 pm, name Ana").leak()
}

/// What the service must be asked for then.
pub(super) fn told(number: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("respondent_phone", json!(format!("+1415555{number}"))),
        ("party_size", json!(4)),
        ("appointment_time", json!("20:00")),
        ("user_name", json!("Ana")),
    ]
}

/// A request of Ana's, up to her word.
pub(super) fn confirmed(request: &'static str) -> Vec<Step> {
    vec![Say(Ana, request), See(Ana, CARD), Say(Ana, "call now")]
}

/// The same and what follows.
pub(super) fn and_then(request: &'static str, steps: &[Step]) -> Vec<Step> {
    [&confirmed(request), steps].concat()
}

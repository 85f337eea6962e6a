//! The messages of most runs: a request, its card, the confirmation.

use serde_json::{Value, json};

use super::person::Place::Ana;
use super::person::Step::{self, Say, See};

/// The card is shown.
pub(super) const CARD: &[&str] = &["[Call now]"];
/// The outcome of an answered call.
pub(super) const ANSWERED: &[&str] = &["Call finished"];
/// The outcome of an unanswered call.
pub(super) const NOBODY: &[&str] = &["Nobody answered"];

/// A request for a table, at one of the sandbox's numbers; its last digits
/// decide the outcome.
pub(super) fn request(number: &str) -> &'static str {
    format!("/call +1 415 555 {number}, table for four tomorrow at 8 pm, name Ana").leak()
}

/// The values that the service must then receive.
pub(super) fn told(number: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("respondent_phone", json!(format!("+1415555{number}"))),
        ("party_size", json!(4)),
        ("appointment_time", json!("20:00")),
        ("user_name", json!("Ana")),
    ]
}

/// A request of Ana's, up to its confirmation.
pub(super) fn confirmed(request: &'static str) -> Vec<Step> {
    vec![Say(Ana, request), See(Ana, CARD), Say(Ana, "call now")]
}

/// The same, followed by these steps.
pub(super) fn and_then(request: &'static str, steps: &[Step]) -> Vec<Step> {
    [&confirmed(request), steps].concat()
}

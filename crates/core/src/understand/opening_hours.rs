//! Placeholder.
use crate::model::OpeningHours;

/// The opening hours that a text tells.
#[must_use]
pub fn opening_hours(text: &str) -> Option<OpeningHours> {
    let _ = text;
    None
}

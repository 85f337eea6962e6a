//! Times of day.
use super::Context;
use crate::model::{Category, TextProblem, TimePreference};
use chrono::NaiveTime;
/// Why a text is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeProblem {
    /// There is no time in it.
    NotATime,
    /// The day has no such time.
    NoSuchTime,
}
/// Reads a time of day.
///
/// # Errors
/// When there is none, or the day has no such time.
pub fn time(
    text: &str,
    _category: Option<Category>,
    _context: &Context,
) -> Result<NaiveTime, TimeProblem> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| TimeProblem::NotATime)
}
/// Reads a time in words.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn time_preference(text: &str) -> Result<TimePreference, TextProblem> {
    TimePreference::parse(text)
}
/// Whether a text speaks of a stretch of time rather than of one time.
#[must_use]
pub fn is_time_preference(text: &str) -> bool {
    text.contains("morning") || text.contains("before") || text.contains("after")
}

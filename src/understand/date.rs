//! Days.
use super::Context;
use chrono::NaiveDate;
/// Why a text is no day that can be called for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateProblem {
    /// There is no date in it.
    NotADate,
    /// The calendar has no such day.
    NoSuchDay,
    /// The day is past.
    Past(NaiveDate),
    /// The day is more than a year away.
    TooFar(NaiveDate),
    /// Two days are meant as likely: day first, then month first.
    Ambiguous(NaiveDate, NaiveDate),
}
/// Reads a day.
///
/// # Errors
/// When there is none, or none that can be called for.
pub fn date(text: &str, context: &Context) -> Result<NaiveDate, DateProblem> {
    match text.trim() {
        "today" | "hoy" => Ok(context.today()),
        other => NaiveDate::parse_from_str(other, "%Y-%m-%d").map_err(|_| DateProblem::NotADate),
    }
}

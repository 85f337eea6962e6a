//! How many people, how many nights.
use super::Context;
use crate::model::PartySize;
/// Why a text is no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountProblem {
    /// There is no number in it.
    NotANumber,
    /// Not between 1 and 50.
    OutOfRange,
}
/// Reads a count of people or nights.
///
/// # Errors
/// When there is none, or none between 1 and 50.
pub fn count(text: &str, _context: &Context) -> Result<PartySize, CountProblem> {
    let n: u64 = text.trim().parse().map_err(|_| CountProblem::NotANumber)?;
    PartySize::new(n).ok_or(CountProblem::OutOfRange)
}

//! Names.
use crate::model::{Name, TextProblem};
/// Reads a person's name.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn name(text: &str) -> Result<Name, TextProblem> {
    Name::parse(text)
}
/// Reads a business's name.
///
/// # Errors
/// When nothing, or too much, is left of it.
pub fn business(text: &str) -> Result<Name, TextProblem> {
    Name::parse(text)
}

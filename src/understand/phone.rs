//! Phone numbers in text.
use super::Context;
use crate::model::{Phone, PhoneProblem};
/// Reads a phone number.
///
/// # Errors
/// When there is none, or none that may be called.
pub fn phone(text: &str, _context: &Context) -> Result<Phone, PhoneProblem> {
    Phone::from_e164(&text.replace(' ', ""))
}

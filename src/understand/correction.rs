//! Corrections of what was said before.
use super::{Context, Understood};
use crate::model::Category;
/// What a plain correction sets anew.
#[must_use]
pub fn correction(text: &str, context: &Context) -> Option<Understood> {
    correction_for(text, None, context)
}
/// The same where the category is known: 'make it 9' is the evening for a restaurant.
#[must_use]
pub fn correction_for(
    _text: &str,
    _category: Option<Category>,
    _context: &Context,
) -> Option<Understood> {
    None
}

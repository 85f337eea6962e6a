//! The kind of place.
use crate::model::Category;
/// The kind of place a word or a description speaks of.
#[must_use]
pub fn category(text: &str) -> Option<Category> {
    Category::from_word(text.trim())
}

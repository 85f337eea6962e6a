//! Timezones, regions and languages by name.
use crate::model::{Language, Region};
use chrono_tz::Tz;
/// The language a text names.
#[must_use]
pub fn language(text: &str) -> Option<Language> {
    Language::from_tag(text.trim())
}
/// The timezone a text names.
#[must_use]
pub fn timezone(text: &str) -> Option<Tz> {
    Tz::from_str_insensitive(text.trim()).ok()
}
/// The country a text names.
#[must_use]
pub fn region(text: &str) -> Option<Region> {
    text.parse().ok()
}

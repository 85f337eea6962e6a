//! A whole request in one sentence.
use super::{Context, Understood};
/// All that a sentence says.
#[must_use]
pub fn sentence(text: &str, context: &Context) -> Understood {
    Understood {
        phone: super::phone(text, context).ok(),
        task: super::task(text).ok(),
        ..Understood::default()
    }
}

//! Compares words regardless of case, accents and punctuation.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without accents and punctuation, single spaces:
/// 'Llámalo ya.' becomes 'llamalo ya'. Looks at the first 200 characters.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .take(200)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| {
            if c.is_alphanumeric() || c == '+' || c == ':' {
                c
            } else {
                ' '
            }
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

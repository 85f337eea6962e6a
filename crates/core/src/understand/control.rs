//! Words that steer the dialogue: only as the whole message, so that 'no, 5
//! people' and 'help me move' keep their own meaning.

use super::lexicon::{WORDS, meaning};
use super::line::Line;

/// A wish that steers the dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The question before.
    Back,
    /// The next question, this one unanswered.
    Skip,
    /// An end to it.
    Cancel,
    /// An explanation.
    Help,
    /// The request from its beginning.
    StartOver,
    /// Agreement.
    Yes,
    /// Disagreement.
    No,
}

/// The control word that a whole message is, if it is one; letter case,
/// accents, punctuation and 'please' don't matter.
#[must_use]
pub fn control(text: &str) -> Option<Control> {
    if text.len() > 80 {
        return None;
    }
    let sign = match text.trim() {
        "👍" | "✅" | "👌" | "✔️" | "👍🏻" | "👍🏼" | "👍🏽" | "👍🏾" | "👍🏿" => {
            Some(Control::Yes)
        }
        "👎" | "❌" => Some(Control::No),
        _ => None,
    };
    if sign.is_some() {
        return sign;
    }
    let words = Line::new(text).words();
    let look_up = |words: &str| meaning(words, WORDS.messages.controls);
    look_up(&words).or_else(|| {
        WORDS.messages.fillers.iter().find_map(|filler| {
            let rest = words
                .strip_suffix(filler)
                .or_else(|| words.strip_prefix(filler))?
                .trim();
            look_up(rest)
        })
    })
}

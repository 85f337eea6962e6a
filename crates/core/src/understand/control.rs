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
    if let Some(sign) = sign(text) {
        return Some(sign);
    }
    let words = Line::new(text).words();
    plain(&words)
        .or_else(|| plain(&calmed(&words)))
        .or_else(|| agreed(&words))
}

/// 'Yes', also with 'please' or 'thanks'.
fn plain(words: &str) -> Option<Control> {
    let look_up = |words: &str| meaning(words, WORDS.messages.controls);
    look_up(words).or_else(|| {
        WORDS.messages.fillers.iter().find_map(|filler| {
            let rest = words
                .strip_suffix(filler)
                .or_else(|| words.strip_prefix(filler))?
                .trim();
            look_up(rest)
        })
    })
}

/// 'Yesss', 'siii', 'okkk': each letter of the end once.
fn calmed(words: &str) -> String {
    let Some(last) = words.chars().last().filter(|last| last.is_alphabetic()) else {
        return String::new();
    };
    let short = words.trim_end_matches(last);
    format!("{short}{last}")
}

/// 'Okey dale', 'yes yes', 'sí claro': two words that say the same.
fn agreed(words: &str) -> Option<Control> {
    let (first, second) = words.split_once(' ')?;
    let both = [plain(first)?, plain(second)?];
    let same = both[0] == both[1] && matches!(both[0], Control::Yes | Control::No);
    same.then_some(both[0])
}

/// A sign in any colour of skin.
fn sign(text: &str) -> Option<Control> {
    let is_shade = |c: char| matches!(c, '\u{1F3FB}'..='\u{1F3FF}' | '\u{FE0F}');
    let bare: String = text.trim().chars().filter(|c| !is_shade(*c)).collect();
    match bare.as_str() {
        "👍" | "✅" | "👌" | "✔" => Some(Control::Yes),
        "👎" | "❌" => Some(Control::No),
        _ => None,
    }
}

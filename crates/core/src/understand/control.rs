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
        .or_else(|| in_parts(text))
}

/// 'Looks good, go ahead': each part agrees. 'Scratch that, we're ordering in': the
/// first part ends it, and the rest tells why, without a number.
fn in_parts(text: &str) -> Option<Control> {
    let parts: Vec<String> = text
        .split([',', '.', ';', '!', '—', '…'])
        .map(|part| Line::new(part).words())
        .filter(|part| !part.is_empty())
        .collect();
    let read = |part: &String| plain(part).or_else(|| joined_yes(part));
    let (first, rest) = parts.split_first()?;
    if rest.is_empty() {
        return joined_yes(first).or_else(|| given_up(first));
    }
    if parts.iter().all(|part| read(part) == Some(Control::Yes)) {
        return Some(Control::Yes);
    }
    let tells_why = |part: &String| !part.contains(|c: char| c.is_ascii_digit());
    let ends = |part: &String| {
        let words = without_sighs(part);
        (plain(words) == Some(Control::Cancel) && words.contains(' ')) || given_up(words).is_some()
    };
    let ended = ends(first) && rest.iter().all(tells_why);
    let last = || {
        rest.iter()
            .any(|part| plain(part) == Some(Control::Cancel) && part.contains(' '))
    };
    let ended = ended || (parts.iter().all(tells_why) && last());
    // 'Nada, ya no hace falta.'
    let sighed = without_sighs(first).is_empty() && rest.len() == 1 && ends(&rest[0]);
    (ended || sighed).then_some(Control::Cancel)
}

/// 'Go ahead and call them': both agree.
fn joined_yes(words: &str) -> Option<Control> {
    let agrees = |words: &str| plain(words) == Some(Control::Yes);
    let mut both = words.match_indices(' ').filter_map(|(at, _)| {
        let (joint, right) = words[at + 1..].split_once(' ')?;
        let joins = WORDS.messages.joints.contains(&joint);
        joins.then_some((&words[..at], right))
    });
    let found = both.any(|(left, right)| agrees(left) && agrees(right));
    found.then_some(Control::Yes)
}

/// 'Nvm my kid's sick': behind these words everything tells why.
fn given_up(words: &str) -> Option<Control> {
    let words = without_sighs(words);
    let begins = |phrase: &&&str| {
        let rest = words.strip_prefix(**phrase);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let number = words.contains(|c: char| c.is_ascii_digit());
    let found = WORDS.messages.giving_up.iter().find(begins);
    found.filter(|_| !number).map(|_| Control::Cancel)
}

/// The words without 'ugh' and 'you know what' before them.
fn without_sighs(words: &str) -> &str {
    let mut words = words;
    for _ in 0..3 {
        let mut shorter = WORDS.messages.sighs.iter().filter_map(|sigh| {
            let rest = words.strip_prefix(*sigh)?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start())
        });
        let Some(rest) = shorter.next() else { break };
        words = rest;
    }
    words
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

//! When to call, not when to come: 'call them at 5pm', 'llama mañana'.

use super::lexicon::WORDS;
use super::line::Line;
use super::{Context, sentence};
use crate::model::Slot;

/// So many words such a message has at most.
const MOST_TOKENS: usize = 9;

/// Whether a whole message only says when the call is to be made.
#[must_use]
pub fn is_about_when_to_call(text: &str, context: &Context) -> bool {
    let line = Line::new(text);
    if line.tokens.len() > MOST_TOKENS {
        return false;
    }
    let mut at = line.start();
    while WORDS.requests.polite.contains(&at.word()) {
        at = at.next();
    }
    if !WORDS.requests.calls.contains(&at.word()) {
        return false;
    }
    let mut at = at.next();
    while WORDS.requests.called.contains(&at.word()) {
        at = at.next();
    }
    let Some(rest) = at
        .token()
        .and_then(|token| line.text.get(token.span.start..))
    else {
        return false;
    };
    let vague = super::fold(rest);
    let vague = vague.trim_end_matches(['.', '!']);
    if WORDS.named.vague_times.contains(&vague) {
        return true;
    }
    let told = sentence(rest, context).without(&[Slot::Task]);
    let only_when = told
        .iter()
        .all(|value| matches!(value.slot(), Slot::Date | Slot::Time));
    only_when && !told.is_empty()
}

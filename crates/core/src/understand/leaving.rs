//! Words that leave the terminal: only as the whole message.

use super::lexicon::{WORDS, meaning};
use super::line::Line;

/// A wish to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    Now,
    /// The person asks how.
    How,
}

/// The wish to leave that a whole message is, if it is one.
#[must_use]
pub fn leaving(text: &str) -> Option<Leaving> {
    if text.len() > 80 {
        return None;
    }
    meaning(&Line::new(text).words(), WORDS.messages.leaving)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_message_leaves() {
        assert_eq!(leaving("Bye!"), Some(Leaving::Now));
        assert_eq!(leaving("¡Adiós!"), Some(Leaving::Now));
        assert_eq!(leaving("how do I leave?"), Some(Leaving::How));
        assert_eq!(leaving("¿Cómo salgo?"), Some(Leaving::How));
        assert_eq!(leaving("leave a message"), None);
        assert_eq!(leaving("exit 5, next to the bar"), None);
    }
}

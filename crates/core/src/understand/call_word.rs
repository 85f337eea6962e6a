//! Wishes about a call in a word or two: only as the whole message, so that
//! 'stop at the door' and 'hang up the coat' keep their own meaning.

use super::control::{Control, control};
use super::lexicon::{WORDS, meaning};
use super::line::Line;

/// A wish about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallWord {
    /// End it, in a word that can also mean the open request.
    Stop,
    /// End it, in a word that can only mean a call.
    HangUp,
    /// Take it back.
    Undo,
    /// Show the transcript.
    Transcript,
    /// Play the recording.
    Recording,
    /// The appointment.
    Calendar,
    /// The same call once more.
    Again,
    /// Look whether it was made.
    CheckAgain,
    /// Call although it may have been made.
    CallAnyway,
    /// Leave it alone.
    LeaveIt,
}

/// The wish about a call that a whole message is; letter case, accents and
/// punctuation don't matter.
#[must_use]
pub fn call_word(text: &str) -> Option<CallWord> {
    if text.len() > 80 {
        return None;
    }
    let words = Line::new(text).words();
    meaning(&words, WORDS.messages.call_words)
}

/// Whether a whole message asks for an end to something.
#[must_use]
pub fn is_way_out(text: &str) -> bool {
    let out = [CallWord::Stop, CallWord::HangUp, CallWord::Undo];
    call_word(text).is_some_and(|word| out.contains(&word))
        || control(text) == Some(Control::Cancel)
}

/// The words for the time at which the same call is wanted once more: 'in 5
/// minutes' of 'try again in 5 minutes'.
#[must_use]
pub fn again_when(text: &str) -> Option<&str> {
    if text.len() > 80 {
        return None;
    }
    let line = Line::new(text);
    let mut at = line.start();
    while WORDS.requests.polite.contains(&at.word()) {
        at = at.next();
    }
    let behind = at.eat_any(WORDS.messages.calling_again)?;
    let from = behind.token()?.span.start;
    text.get(from..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<CallWord>) {
        assert_eq!(call_word(text), expected, "{text:?}");
    }

    #[test]
    fn only_a_whole_message_asks() {
        check("STOP!!", Some(CallWord::Stop));
        check("¡Cuelga ya!", Some(CallWord::HangUp));
        check("Deshacer.", Some(CallWord::Undo));
        check("Detén la llamada", Some(CallWord::HangUp));
        check("stop by the bar and ask for Ana", None);
        check("para cuatro", None);
        check("", None);
    }

    #[test]
    fn a_call_is_wanted_again_at_a_time() {
        assert_eq!(again_when("Try again in 5 minutes"), Some("in 5 minutes"));
        assert_eq!(again_when("please call them again at 6"), Some("at 6"));
        assert_eq!(again_when("vuelve a llamar mañana"), Some("mañana"));
        assert_eq!(again_when("again"), None);
        assert_eq!(again_when("call the bar again at 6"), None);
    }
}

//! What can be asked of a call in a word or two: only where that is the whole
//! message, so that 'stop at the door' and 'hang up the coat' stay what they are.

use super::control::{Control, control};
use super::lexicon::{WORDS, meaning};
use super::line::Line;

/// What a message asks of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallWord {
    /// An end to it, said in a word that can also mean the open request.
    Stop,
    /// An end to it, which can mean nothing but a call.
    HangUp,
    /// To take it back.
    Undo,
    /// What was said.
    Transcript,
    /// The appointment.
    Calendar,
    /// The same call once more.
    Again,
    /// To look whether it was made.
    CheckAgain,
    /// To call although it may have been made.
    CallAnyway,
    /// To let it be.
    LeaveIt,
}

/// What a whole message asks of a call, if that is what it is; letter case,
/// accents and punctuation don't matter.
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
}

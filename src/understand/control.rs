//! Words that steer the dialogue.
/// What a message that steers the dialogue asks for.
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
    /// Agreement.
    Yes,
    /// Disagreement.
    No,
}
/// The control word that a whole message is, if it is one.
#[must_use]
pub fn control(text: &str) -> Option<Control> {
    Some(match text.trim().to_lowercase().as_str() {
        "back" | "atrás" => Control::Back,
        "skip" | "saltar" | "omitir" => Control::Skip,
        "cancel" | "cancelar" => Control::Cancel,
        "help" | "ayuda" => Control::Help,
        "yes" | "sí" | "si" => Control::Yes,
        "no" => Control::No,
        _ => return None,
    })
}

//! Commands: `/call` in Telegram and the terminal, `!call` in Matrix.

/// What a command asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Begin a call.
    Call,
    /// Drop the form, or take back the call.
    Cancel,
    /// What can be done.
    Help,
    /// The first thing a Telegram chat says.
    Start,
    /// See and change the settings.
    Settings,
    /// Link the KallyAI account.
    Login,
    /// Forget it.
    Logout,
    /// Linked or not, and what is left.
    Status,
    /// None of ours.
    Unknown,
}

impl Command {
    /// Reads a command at the beginning of a text, with what stands behind it.
    /// Words match whole: `/callme` is no `/call`.
    #[must_use]
    pub fn parse(text: &str) -> Option<(Self, &str)> {
        let text = text.trim();
        let rest = text.strip_prefix(['/', '!'])?;
        let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if !word.chars().next().is_some_and(char::is_alphabetic) {
            // A slash begins a command, even one that is misspelt; an
            // exclamation mark may begin a sentence.
            return text.starts_with('/').then_some((Self::Unknown, ""));
        }
        // In a group Telegram writes `/call@the_bot`.
        let word = word.split('@').next().unwrap_or(word).to_lowercase();
        let command = match word.as_str() {
            "call" | "llamar" | "llama" => Self::Call,
            "cancel" | "cancelar" => Self::Cancel,
            "help" | "ayuda" => Self::Help,
            "start" => Self::Start,
            "settings" | "ajustes" => Self::Settings,
            "login" | "entrar" => Self::Login,
            "logout" | "salir" => Self::Logout,
            "status" | "estado" => Self::Status,
            _ => Self::Unknown,
        };
        Some((command, rest.trim()))
    }
}

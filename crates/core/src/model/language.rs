//! The languages of the chats, and those of the calls.

use serde::{Deserialize, Serialize};

use super::choices::choices;

choices! {
    /// A language in which the bot speaks with people in their chats. Its word
    /// is the ISO 639-1 code.
    Language {
        /// English.
        En "en",
        /// Spanish.
        Es "es",
    }
}

impl Language {
    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.word()
    }

    /// The language of a BCP 47 tag such as `es-MX`, if it is one of ours.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::from_word(&primary.to_ascii_lowercase())
    }
}

choices! {
    /// A language that the service speaks on the phone. Its word is the ISO
    /// 639-1 code, as the service takes it.
    CallLanguage {
        /// English.
        En "en",
        /// Spanish.
        Es "es",
    }
}

impl CallLanguage {
    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.word()
    }

    /// The language of the calls of a person whose chat is in this language:
    /// the same where the service speaks it, else English.
    #[must_use]
    pub fn for_chat(language: Language) -> Self {
        Self::from_word(language.code()).unwrap_or(Self::En)
    }
}

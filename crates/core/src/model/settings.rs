//! What a chat user has set for all of their conversations.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{Name, Phone, Region};

/// A language the bridge and the service both speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The language of a BCP 47 tag such as `es-MX`, if it is one of ours.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|language| language.code() == primary)
    }
}

/// When a call's transcript is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TranscriptPolicy {
    /// With the outcome.
    Always,
    /// When its button is pressed.
    Ask,
    /// Never, and no button for it.
    Never,
}

/// A chat user's settings, complete: what they have not set is the operator's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language the bot speaks to them.
    pub language: Language,
    /// Their timezone.
    pub timezone: Tz,
    /// The name to reserve in, offered first.
    pub name: Option<Name>,
    /// Their call-back number.
    pub callback: Option<Phone>,
    /// The home region of numbers typed without `+`.
    pub region: Region,
    /// When transcripts are posted.
    pub transcript: TranscriptPolicy,
}

impl TranscriptPolicy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Always, Self::Ask, Self::Never];

    /// The word by which it is stored and typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Ask => "ask",
            Self::Never => "never",
        }
    }

    /// The policy of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.word() == word)
    }
}

//! How one of the others is at a moment.

use chrono::{DateTime, Utc};

use super::Peer;
use kally_core::model::Trouble;

/// In a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    Works,
    /// It was not asked yet, or has not answered yet.
    Untold,
    /// It answered once, and for minutes not any more.
    Silent,
    Fails(Trouble),
}

impl Condition {
    /// The word of health pages: `ok`, `starting`, `silent`, or the trouble.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "ok",
            Self::Untold => "starting",
            Self::Silent => "silent",
            Self::Fails(trouble) => trouble.word(),
        }
    }
}

/// How one of the others is at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub peer: Peer,
    pub condition: Condition,
    /// The last good answer.
    pub good: Option<DateTime<Utc>>,
    /// When it brought something by itself, where it does.
    pub received: Option<DateTime<Utc>>,
    /// Since when it fails.
    pub since: Option<DateTime<Utc>>,
}

impl Summary {
    /// Whether it worked when it was asked last.
    #[must_use]
    pub fn works(&self) -> bool {
        self.condition == Condition::Works
    }

    /// Why it does not work, as a line for an operator; `None` if it does, and
    /// for a service that nobody has asked.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        let name = self.peer.name();
        let since = self.since.map(super::written).unwrap_or_default();
        let why = match self.condition {
            Condition::Works => return None,
            Condition::Untold if self.peer == Peer::Service => return None,
            Condition::Untold => return Some(format!("{name} has not answered yet")),
            Condition::Silent => {
                let good = self.good.map(super::written).unwrap_or_default();
                return Some(format!("{name} gives no answer since {good}"));
            }
            Condition::Fails(trouble) => match trouble {
                Trouble::Unreachable => "cannot be reached",
                Trouble::Faulty => "answers with errors",
                Trouble::RateLimited => "asks to wait",
                Trouble::Unauthorized => "does not accept the bot's token or password",
                Trouble::SignedOut => "has ended the bot's session",
                Trouble::SecondReceiver => {
                    "gives the bot's messages to another program with the same token"
                }
                Trouble::Webhook => "does not send to the bot's webhook",
                Trouble::Failed => "fails; the log says why",
            },
        };
        Some(format!("{name} {why}, since {since}"))
    }
}

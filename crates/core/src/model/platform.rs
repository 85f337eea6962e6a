//! The platforms, each with all facts that the bridge needs about it: one row
//! of a table. No other part of the engine or the core names a platform.

use serde::{Deserialize, Serialize};

use super::choices::choices;

choices! {
    /// Where a conversation takes place.
    Platform {
        /// Matrix, through a homeserver.
        Matrix "matrix",
        /// Telegram, through its Bot API.
        Telegram "telegram",
        /// The terminal of `kally-bridge chat` and `demo`.
        Terminal "terminal",
    }
}

/// The abilities of a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// The platform's own name, the same in every language.
    pub name: &'static str,
    /// A call's status message also tells how long the call has gone on. In a
    /// messenger every edit disturbs everybody who reads along, and edits are
    /// limited: there the message changes only when the call does.
    pub shows_elapsed_time: bool,
    /// It tells at least the minutes: an edit there makes no sound.
    pub shows_minutes: bool,
    /// Choices are shown with their numbers, so that a number picks one. Where
    /// there are buttons, a number is only a number.
    pub shows_numbers: bool,
    /// The bot can begin a private conversation. On Telegram only a person can:
    /// they are shown the way there instead.
    pub writes_first: bool,
    /// Buttons stay below their message: a press changes that message, and they
    /// are taken away when the question is over.
    pub has_buttons: bool,
    /// The bot can react to a message instead of answering it.
    pub reacts: bool,
    /// The bot can begin a thread in a room for each request.
    pub has_threads: bool,
    /// In a room the bot sees only what calls it by name or replies to it.
    pub sees_only_replies: bool,
    /// The person sits at the machine that runs the bridge, so their browser
    /// can come back to it.
    pub is_here: bool,
    /// The sign before a command, where the operator has set nothing else.
    pub command_sign: &'static str,
}

/// How a command is written on each platform: the only place that knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommandSigns(Vec<(Platform, &'static str)>);

impl CommandSigns {
    /// The same with the operator's own sign for a platform. It is set once, at
    /// the start, so it stays in memory.
    #[must_use]
    pub fn with(mut self, platform: Platform, sign: &str) -> Self {
        self.0.push((platform, String::leak(sign.to_owned())));
        self
    }

    /// The sign before a command on a platform.
    #[must_use]
    pub fn of(&self, platform: Platform) -> &'static str {
        let own = self.0.iter().rev().find(|(of, _)| *of == platform);
        own.map_or(platform.abilities().command_sign, |(_, sign)| *sign)
    }
}

impl Platform {
    /// Whether a text has the form of a person's id there, which never changes.
    #[must_use]
    pub fn is_person_id(self, text: &str) -> bool {
        match self {
            Self::Matrix => {
                text.starts_with('@') && text.contains(':') && !text.contains(['*', '?'])
            }
            Self::Telegram => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Terminal => false,
        }
    }

    /// The platform's abilities.
    #[must_use]
    pub const fn abilities(self) -> Abilities {
        match self {
            Self::Matrix => Abilities {
                name: "Matrix",
                shows_elapsed_time: false,
                shows_minutes: false,
                shows_numbers: true,
                writes_first: true,
                has_buttons: false,
                reacts: false,
                has_threads: true,
                sees_only_replies: false,
                is_here: false,
                // Clients take a slash for a command of their own.
                command_sign: "!",
            },
            Self::Telegram => Abilities {
                name: "Telegram",
                shows_elapsed_time: false,
                shows_minutes: true,
                shows_numbers: false,
                writes_first: false,
                has_buttons: true,
                reacts: true,
                has_threads: false,
                sees_only_replies: true,
                is_here: false,
                command_sign: "/",
            },
            Self::Terminal => Abilities {
                name: "Terminal",
                shows_elapsed_time: true,
                shows_minutes: true,
                shows_numbers: true,
                writes_first: true,
                has_buttons: false,
                reacts: false,
                has_threads: false,
                sees_only_replies: false,
                is_here: true,
                command_sign: "/",
            },
        }
    }
}

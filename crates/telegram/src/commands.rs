//! What Telegram shows of the bot before anybody writes to it: the menu of
//! commands, and what its page and its empty chat say.

use teloxide::payloads::setters::*;
use teloxide::payloads::{SetMyCommands, SetMyDescription, SetMyShortDescription};
use teloxide::types::{BotCommand, BotCommandScope, True};

use kally_core::model::Language;

use super::{ApiError, BotApi};

/// Where a menu is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// In private chats.
    Private,
    /// In groups.
    Groups,
}

/// The commands for one audience in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// Where it is shown.
    pub audience: Audience,
    /// For people of this language; `None`: for those of no language that has
    /// a menu of its own.
    pub language: Option<Language>,
    /// Names without the slash, each with what it does (up to 256 characters).
    pub commands: Vec<(&'static str, String)>,
}

/// What the bot is, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// As of [`Menu::language`].
    pub language: Option<Language>,
    /// For a chat without messages (up to 512 characters).
    pub text: String,
    /// For the bot's page (up to 120 characters).
    pub short: String,
}

impl BotApi {
    /// Says what the bot is.
    ///
    /// # Errors
    /// When it cannot be said; the bot works without.
    pub async fn describe(&self, about: &About) -> Result<(), ApiError> {
        let language = about.language.map(|language| language.code().to_owned());
        let mut payload = SetMyDescription::new().description(&about.text);
        payload.language_code.clone_from(&language);
        let long: Result<True, _> = self.ask(&payload).await;
        let mut payload = SetMyShortDescription::new().short_description(&about.short);
        payload.language_code = language;
        // One is tried though the other is refused.
        let short: Result<True, _> = self.ask(&payload).await;
        long.and(short).map(|True| ())
    }

    /// Registers a menu.
    ///
    /// # Errors
    /// When it cannot be registered; the bot works without.
    pub async fn register(&self, menu: &Menu) -> Result<(), ApiError> {
        let commands = menu
            .commands
            .iter()
            .map(|(name, does)| BotCommand::new(*name, does.as_str()));
        let scope = match menu.audience {
            Audience::Private => BotCommandScope::AllPrivateChats,
            Audience::Groups => BotCommandScope::AllGroupChats,
        };
        let mut payload = SetMyCommands::new(commands).scope(scope);
        if let Some(language) = menu.language {
            payload = payload.language_code(language.code());
        }
        let True = self.ask(&payload).await?;
        Ok(())
    }
}

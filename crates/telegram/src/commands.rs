//! Everything that Telegram shows of the bot before a person writes to it: the
//! menu of commands, and the texts on its page and in its empty chat.

use teloxide::payloads::setters::*;
use teloxide::payloads::{SetMyCommands, SetMyDescription, SetMyShortDescription};
use teloxide::types::{BotCommand, BotCommandScope, True};

use kally_core::model::Language;

use super::{ApiError, BotApi};

/// Where a menu is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Private,
    Groups,
}

/// The commands for one audience in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// Where it is shown.
    pub audience: Audience,
    /// For people of this language; `None` for all languages without a menu of
    /// their own.
    pub language: Option<Language>,
    /// Names without the slash, each with its description (up to 256
    /// characters).
    pub commands: Vec<(&'static str, String)>,
}

/// The description of the bot, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// As in [`Menu::language`].
    pub language: Option<Language>,
    /// For a chat without messages (up to 512 characters).
    pub text: String,
    /// For the bot's page (up to 120 characters).
    pub short: String,
}

impl BotApi {
    /// Sets the bot's description.
    ///
    /// # Errors
    /// When it cannot be set; the bot works without it.
    pub async fn describe(&self, about: &About) -> Result<(), ApiError> {
        let language = about.language.map(|language| language.code().to_owned());
        let mut payload = SetMyDescription::new().description(&about.text);
        payload.language_code.clone_from(&language);
        let long: Result<True, _> = self.ask(&payload).await;
        let mut payload = SetMyShortDescription::new().short_description(&about.short);
        payload.language_code = language;
        // Each is tried even if the other is refused.
        let short: Result<True, _> = self.ask(&payload).await;
        long.and(short).map(|True| ())
    }

    /// Registers a menu.
    ///
    /// # Errors
    /// When it cannot be registered; the bot works without it.
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

//! The platforms that the program can join, in one list. Each has a section of
//! the configuration and, if the build includes it, a [`Join`]. The commands,
//! the check and the log go through the list and name no platform.

pub mod matrix;
pub mod telegram;

use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use secrecy::SecretString;
use tracing::level_filters::LevelFilter;
use url::Url;

use super::check::{Around, Finding};
use super::config::{Config, Reader};
use super::service::{Foundation, Routes, Service};
use kally_core::model::{CommandSigns, Platform};
use kally_engine::chat::Chat;

/// Writes the list of the platforms. A line is the platform's module here,
/// whose name is also that of its section, and the type of the section.
macro_rules! platforms {
    ($($name:ident: $section:ident;)*) => {
        /// The sections of the platforms; one that is `None` is left out.
        #[derive(Debug, Clone)]
        pub struct Sections {
            $(pub $name: Option<$name::$section>,)*
        }

        impl Sections {
            /// Reads every section before giving up, so that all problems are
            /// found.
            pub fn read(reader: &mut Reader) -> Option<Self> {
                $(let $name = $name::read(reader);)*
                Some(Self { $($name: $name?,)* })
            }

            /// Every platform, with its section if it is configured.
            pub fn all(&self) -> Vec<(&'static About, Option<&dyn Section>)> {
                vec![$((
                    &$name::ABOUT,
                    self.$name.as_ref().map(|section| section as &dyn Section),
                ),)*]
            }
        }

        /// The facts about every platform, built in or not.
        const PLATFORMS: &[&About] = &[$(&$name::ABOUT),*];
    };
}

platforms! {
    telegram: TelegramConfig;
    matrix: MatrixConfig;
}

/// The facts about a platform that no configuration changes.
pub struct About {
    /// The platform. Its word is also the name of its section and its feature.
    pub platform: Platform,
    /// The key that is set if the platform is used.
    pub key: &'static str,
    /// The key of its address.
    pub address: &'static str,
    /// The other keys that must be set, as the end of a sentence.
    pub beside: &'static str,
    /// Whether the build includes it.
    pub built: bool,
    /// The most detailed level of a target of its libraries, if that is lower
    /// than for others.
    pub quiet: fn(target: &str) -> Option<LevelFilter>,
}

impl About {
    pub fn name(&self) -> &'static str {
        self.platform.abilities().name
    }

    /// How to make a build that includes it.
    pub fn remedy(&self) -> String {
        format!("build it with --features {}", self.platform.word())
    }
}

/// A platform's section of the configuration.
pub trait Section: fmt::Debug + Send + Sync {
    fn about(&self) -> &'static About;

    /// The address of the platform, if it is written in the configuration.
    fn address(&self) -> Option<&Url>;

    /// The operator's secrets in the section, for the log to mask.
    fn secrets(&self) -> Vec<SecretString>;

    /// The sign or word before commands here, where the operator has a say.
    fn command_sign(&self) -> Option<&str> {
        None
    }

    /// Whether requests in a room get a thread each, where the platform can do
    /// that and the room's settings do not say otherwise.
    fn begins_threads(&self) -> bool {
        false
    }

    /// Checks whether the platform can be used. A build without it says so.
    fn probe<'a>(&'a self, _config: &'a Config, _around: &'a Around) -> BoxFuture<'a, Finding> {
        let about = self.about();
        let finding = Finding::wrong(
            format!(
                "{} is set, but this build is without {}",
                about.key,
                about.name()
            ),
            about.remedy(),
        );
        Box::pin(std::future::ready(finding))
    }

    /// The platform, ready to be joined; `None` in a build without it.
    ///
    /// # Errors
    /// When its HTTP client cannot be set up.
    fn join(
        &self,
        _config: &Config,
        _ground: &Foundation,
    ) -> anyhow::Result<Option<Box<dyn Join>>> {
        Ok(None)
    }
}

/// A configured platform, as the program joins it.
pub trait Join: Send + Sync {
    /// The chat that the outbox sends through.
    fn chat(&self) -> Arc<dyn Chat>;

    /// The routes to serve for it.
    fn routes(&self) -> Routes {
        Routes::new()
    }

    /// Receives until it is dropped, or it turns out that nothing can be
    /// received.
    fn receive<'a>(&'a self, service: &'a Service) -> BoxFuture<'a, anyhow::Result<()>>;
}

impl Sections {
    /// The sections of the platforms that are configured.
    pub fn configured(&self) -> impl Iterator<Item = &dyn Section> {
        self.all().into_iter().filter_map(|(_, section)| section)
    }

    /// How commands are written on each of them.
    pub fn begin_threads(&self) -> bool {
        self.configured().any(|section| section.begins_threads())
    }

    /// What commands begin with on each platform.
    pub fn command_signs(&self) -> CommandSigns {
        let signs = CommandSigns::default();
        self.configured().fold(signs, |signs, section| {
            let platform = section.about().platform;
            match section.command_sign() {
                Some(sign) => signs.with(platform, sign),
                None => signs,
            }
        })
    }
}

/// The configured platforms that the build includes.
pub fn joins(config: &Config, foundation: &Foundation) -> anyhow::Result<Vec<Box<dyn Join>>> {
    let configured = config.platforms.configured();
    configured
        .filter_map(|section| section.join(config, foundation).transpose())
        .collect()
}

/// Why there is nothing to run with this configuration.
pub fn unusable(config: &Config) -> Option<String> {
    let mut configured = config.platforms.configured().peekable();
    if configured.peek().is_none() {
        let ways: Vec<String> = PLATFORMS.iter().map(|about| way(about)).collect();
        return Some(format!(
            "no chat is configured: set {}; `kally-bridge chat` and `kally-bridge demo` need neither",
            ways.join(", or ")
        ));
    }
    let unbuilt = configured.map(Section::about).find(|about| !about.built)?;
    Some(format!(
        "{} is set, but this build is without {}: {}",
        key(unbuilt),
        unbuilt.name(),
        unbuilt.remedy()
    ))
}

fn way(about: &About) -> String {
    format!("{}{}", key(about), about.beside)
}

/// A platform's key with its variable.
pub fn key(about: &About) -> String {
    use super::config::problem::variable_of;
    format!("{} ({})", about.key, variable_of(about.key))
}

/// The most detailed level of a target of a platform's libraries, if that is
/// lower than for others.
pub fn quiet(target: &str) -> Option<LevelFilter> {
    PLATFORMS.iter().find_map(|about| (about.quiet)(target))
}

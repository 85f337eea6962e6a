//! The section `[matrix]`.

#[cfg(feature = "matrix")]
mod login;
#[cfg(feature = "matrix")]
mod recovery;
#[cfg(feature = "matrix")]
mod wired;

use std::fmt;

use secrecy::SecretString;
use tracing::level_filters::LevelFilter;
use url::{Position, Url};

use super::{About, Section};
use crate::config::{Reader, Way, parse_url, way};
use kally_core::model::Platform;

const WANTED: &str = "an http or https address such as \"https://matrix.example.org\", without a login, a query or \
     a fragment, or the name of a server such as \"example.org\"";

/// The longest prefix of commands, in bytes.
const LONGEST_PREFIX: usize = 20;

pub const ABOUT: About = About {
    platform: Platform::Matrix,
    key: "matrix.homeserver",
    address: "matrix.homeserver",
    beside: " with matrix.user and matrix.password",
    built: cfg!(feature = "matrix"),
    quiet,
};

/// Matrix, if a homeserver and a user were given.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(feature = "matrix"),
    allow(dead_code, reason = "a build without Matrix only checks them")
)]
pub struct MatrixConfig {
    pub homeserver: Homeserver,
    /// The way to it.
    pub proxy: Way,
    pub user: String,
    /// Its password; needed for the first start only.
    pub password: Option<SecretString>,
    /// An access token instead of the password; needed for the first start only.
    pub access_token: Option<SecretString>,
    /// The name of the bot's session in a list of sessions.
    pub device_name: String,
    /// Whether a request in a shared room gets a thread.
    pub threads: bool,
    /// Whether only messages from verified devices are acted on.
    pub require_verified_senders: bool,
    /// Whether a call in an encrypted room is confirmed in words only.
    pub confirm_in_words: bool,
    /// The sign or word before its commands, with the space behind a word.
    pub prefix: String,
    /// Restores the bot's identity after a loss.
    pub recovery_key: Option<SecretString>,
}

/// The place of a homeserver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Homeserver {
    At(Url),
    /// The name of a server, whose homeserver says where it is.
    Of(String),
}

impl Homeserver {
    /// An address, or the name of a server with or without a port.
    fn parse(text: &str) -> Option<Self> {
        if text.contains("://") {
            return parse_url(text).map(Self::At);
        }
        // Only a whole name is the host of an address.
        let url = Url::parse(&format!("https://{text}/")).ok()?;
        let name = url[Position::BeforeHost..Position::AfterPort].to_owned();
        (name == text.to_ascii_lowercase()).then_some(Self::Of(name))
    }
}

impl fmt::Display for Homeserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(url) => url.fmt(f),
            Self::Of(name) => name.fmt(f),
        }
    }
}

impl Section for MatrixConfig {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn address(&self) -> Option<&Url> {
        match &self.homeserver {
            Homeserver::At(url) => Some(url),
            // A name leads to https addresses only.
            Homeserver::Of(_) => None,
        }
    }

    fn secrets(&self) -> Vec<SecretString> {
        let given = [&self.password, &self.access_token, &self.recovery_key];
        let given = given.into_iter().flatten();
        given.chain(self.proxy.secrets()).cloned().collect()
    }

    fn command_sign(&self) -> Option<&str> {
        Some(&self.prefix)
    }

    fn begins_threads(&self) -> bool {
        self.threads
    }

    #[cfg(feature = "matrix")]
    fn probe<'a>(
        &'a self,
        config: &'a crate::config::Config,
        around: &'a crate::check::Around,
    ) -> futures::future::BoxFuture<'a, crate::check::Finding> {
        Box::pin(wired::probe(config, self, around))
    }

    #[cfg(feature = "matrix")]
    fn join(
        &self,
        config: &crate::config::Config,
        foundation: &crate::service::Foundation,
    ) -> anyhow::Result<Option<Box<dyn super::Join>>> {
        let matrix = wired::Matrix::new(self, config, foundation);
        Ok(Some(Box::new(matrix)))
    }
}

/// Signs the bot in by a browser: `kally-bridge matrix-login`.
pub async fn login(config: &crate::config::Config) -> anyhow::Result<()> {
    let Some(matrix) = &config.platforms.matrix else {
        anyhow::bail!(
            "Matrix is not configured: set {} and matrix.user (KALLY_MATRIX__USER)",
            super::key(&ABOUT)
        );
    };
    #[cfg(feature = "matrix")]
    return Box::pin(login::run(config, matrix)).await;
    #[cfg(not(feature = "matrix"))]
    anyhow::bail!(
        "{} needs Matrix, and this build is without it: {}",
        matrix.user,
        ABOUT.remedy()
    )
}

/// The Matrix library logs too much, and a refused request twice; the caller
/// logs its meaning.
fn quiet(target: &str) -> Option<LevelFilter> {
    match target {
        "matrix_sdk::http_client" => Some(LevelFilter::OFF),
        library if library.starts_with("matrix_sdk") => Some(LevelFilter::WARN),
        _ => None,
    }
}

/// The sign or word before commands. Words of people begin with a letter or a digit, so
/// a prefix does not.
fn prefix(text: &str) -> Option<String> {
    let text = text.trim();
    let is_part = |c: char| !c.is_whitespace() && !c.is_control() && !"<>@#$&".contains(c);
    let fits = text.starts_with(|c: char| c.is_ascii_punctuation())
        && text.chars().all(is_part)
        && text.len() <= LONGEST_PREFIX;
    let is_word = text.ends_with(char::is_alphanumeric);
    fits.then(|| format!("{text}{}", if is_word { " " } else { "" }))
}

/// The outer `None` is a problem; the inner one leaves Matrix out.
pub fn read(reader: &mut Reader) -> Option<Option<MatrixConfig>> {
    let homeserver = reader.take("matrix.homeserver", WANTED, |text| match text {
        "" => Some(None),
        _ => Homeserver::parse(text).map(Some),
    });
    let proxy = way(reader, "matrix.proxy");
    let user = reader.text("matrix.user");
    let password = reader.secret("matrix.password");
    let access_token = reader.secret("matrix.access_token");
    let device_name = reader.text("matrix.device_name");
    let yes_or_no = [("true", true), ("false", false)];
    let threads = reader.word("matrix.threads", &yes_or_no);
    let verified = reader.word("matrix.require_verified_senders", &yes_or_no);
    let confirm = reader.word("matrix.confirm", &[("reaction", false), ("message", true)]);
    let prefix = reader.take(
        "matrix.prefix",
        "a sign such as \"!\", or a word behind a sign, such as \"!kally\"",
        prefix,
    );
    let recovery_key = reader.secret("matrix.recovery_key");
    let (password, access_token) = (password?, access_token?);
    match (homeserver?, user?) {
        (None, None) if password.is_none() && access_token.is_none() => Some(None),
        (Some(homeserver), Some(user)) => Some(Some(MatrixConfig {
            homeserver,
            proxy: proxy?,
            user,
            password,
            access_token,
            device_name: device_name?.unwrap_or_else(|| "kally-bridge".to_owned()),
            threads: threads?,
            require_verified_senders: verified?,
            confirm_in_words: confirm?,
            prefix: prefix?,
            recovery_key: recovery_key?,
        })),
        (homeserver, user) => {
            let missing = [
                ("matrix.homeserver", homeserver.is_none()),
                ("matrix.user", user.is_none()),
            ];
            for (key, _) in missing.iter().filter(|(_, missing)| *missing) {
                reader.unmet(key, "is needed beside the other keys of [matrix]");
            }
            None
        }
    }
}

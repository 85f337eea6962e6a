//! The configuration: read once at the start, into final types.
//!
//! `config/kally-bridge.toml` has every key and its default. A file, credentials
//! of systemd, `.env` and `KALLY_SECTION__KEY` variables override it, in this
//! order; `KALLY_SECTION__KEY_FILE` names a file with the value. All mistakes are
//! reported together, by key, variable and origin, and no secret is ever part
//! of a report.

pub mod file;
mod layers;
mod network;
pub mod problem;
mod reader;
mod sections;
#[cfg(test)]
mod tests;
mod variables;

use std::path::{Path, PathBuf};

use figment::Figment;
use secrecy::SecretString;
use url::Url;

pub use layers::Environment;
use layers::Layers;
pub use network::{NetworkConfig, Way, way};
pub use problem::ConfigError;
pub use reader::{Reader, either, parse_url};
pub use sections::{
    AccessConfig, CallsConfig, DatabaseConfig, InternalConfig, KallyaiConfig, LinkingConfig,
    LinkingMode, LocaleConfig, LogConfig, LogFormat, ServerConfig, StoreConfig, TerminalConfig,
    is_loopback,
};

use super::joins::{Section, Sections};

/// All of the configuration.
#[derive(Debug, Clone)]
pub struct Config {
    pub kallyai: KallyaiConfig,
    pub linking: LinkingConfig,
    pub server: ServerConfig,
    pub network: NetworkConfig,
    pub access: AccessConfig,
    pub store: StoreConfig,
    pub platforms: Sections,
    pub locale: LocaleConfig,
    pub calls: CallsConfig,
    pub terminal: TerminalConfig,
    pub log: LogConfig,
}

/// A configuration with its origin.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub config: Config,
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
    /// Values that are allowed but look wrong; for the operator.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads the configuration. `file` is the one that `--config` named.
    ///
    /// # Errors
    /// All mistakes in it, at once.
    pub fn load(file: Option<&Path>, around: &Environment) -> Result<Loaded, ConfigError> {
        let layers = Layers::read(file, around);
        let figment = layers
            .layers
            .into_iter()
            .fold(Figment::new(), Figment::merge);
        let log_format = sections::log_format(&figment);
        let mut reader = Reader::new(figment, layers.problems);
        match Self::read(&mut reader, around) {
            Some(config) if reader.problems.is_empty() => Ok(Loaded {
                warnings: config.warnings(),
                config,
                file: layers.file,
            }),
            _ => Err(ConfigError {
                problems: reader.problems,
                log_format,
            }),
        }
    }

    /// Reads every section before giving up, so that all problems are found.
    fn read(reader: &mut Reader, around: &Environment) -> Option<Self> {
        let kallyai = sections::kallyai(reader);
        let linking = sections::linking(reader);
        let server = sections::server(reader);
        let network = network::network(reader, around);
        let access = sections::access(reader);
        let store = sections::store(reader);
        let platforms = Sections::read(reader);
        let locale = sections::locale(reader, around);
        let calls = sections::calls(reader);
        let terminal = sections::terminal(reader, around);
        let log = sections::log(reader, around);
        let config = Self {
            kallyai: kallyai?,
            linking: linking?,
            server: server?,
            network: network?,
            access: access?,
            store: store?,
            platforms: platforms?,
            locale: locale?,
            calls: calls?,
            terminal: terminal?,
            log: log?,
        };
        config.check_addresses(reader);
        Some(config)
    }

    /// The public address below which calendars find appointments: the one that is
    /// set, else beside the linking pages if they are public.
    #[must_use]
    pub fn calendars(&self) -> Option<Url> {
        let pages = &self.linking.public_url;
        let beside = || {
            let mut url = (pages.scheme() == "https").then(|| pages.clone())?;
            let path = format!("{}/calendar", url.path().trim_end_matches('/'));
            url.set_path(&path);
            Some(url)
        };
        self.server.calendar_url.clone().or_else(beside)
    }

    /// Secrets travel to these addresses.
    fn check_addresses(&self, reader: &mut Reader) {
        let platforms = self.platforms.configured();
        let platforms =
            platforms.filter_map(|section| Some((section.about().address, section.address()?)));
        let service = ("kallyai.base_url", &self.kallyai.base_url);
        for (key, url) in std::iter::once(service).chain(platforms) {
            if !self.network.allows(url) {
                reader.unmet(
                    key,
                    "must be https, or its host listed in network.allow_http: plain http sends tokens and passwords in the clear",
                );
            }
        }
    }

    /// The operator's secrets, for the log to mask.
    #[must_use]
    pub fn secrets(&self) -> Vec<SecretString> {
        let keys = self.store.key.iter().chain(&self.store.old_keys);
        let mut secrets: Vec<SecretString> = keys.cloned().collect();
        let database = self.store.database.iter();
        secrets.extend(database.flat_map(|database| database.address.secrets()));
        secrets.extend(self.network.secrets().cloned());
        secrets.extend(self.kallyai.proxy.secrets().iter().cloned());
        secrets.extend(self.platforms.configured().flat_map(Section::secrets));
        if let LinkingMode::Code { client_secret, .. } = &self.linking.mode {
            secrets.push(client_secret.clone());
        }
        secrets
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if let Some(database) = &self.store.database
            && !database.address.has_tls()
            && !database.address.is_here()
        {
            warnings.push(format!(
                "store.url leads to another machine ({}) without TLS: the password and the names \
                 of records cross the network in the clear",
                database.address
            ));
        }
        let public = &self.linking.public_url;
        let port = self.server.bind.port();
        if is_loopback(public) && public.port_or_known_default() != Some(port) {
            warnings.push(format!(
                "linking.public_url is {public}, but server.bind listens at port {port}: \
                 a browser that comes back finds nobody unless the port is forwarded"
            ));
        }
        if public.scheme() == "https" && self.server.trusted_proxies.is_empty() {
            warnings.push(format!(
                "linking.public_url is {public}, but server.trusted_proxies is empty: \
                 all visitors that come through a proxy count as one"
            ));
        }
        warnings
    }
}

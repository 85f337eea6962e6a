//! One type for each section, made by its own reading function from text; a
//! value that exists is valid.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use figment::Figment;
use secrecy::{ExposeSecret as _, SecretString};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use url::{Host, Url};

use super::layers::Environment;
use super::network::{Way, way};
use super::problem::Problem;
use super::reader::{HOUR, Reader, SECOND, either, items, parse_url};
use crate::version;
use kally_core::model::{Language, Region};
use kally_engine::access::{AccessRules, Bounds, Patterns};
use kally_engine::audit::Audit;
use kally_engine::bridge::CallLimits;
use kally_engine::linking::Networks;
use kally_store::{PostgresAddress, Sealer};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The address of the KallyAI API.
#[derive(Debug, Clone)]
pub struct KallyaiConfig {
    pub base_url: Url,
    /// The user agent of the bridge there; never empty.
    pub user_agent: String,
    /// The way there.
    pub proxy: Way,
}

/// How people sign in to KallyAI.
#[derive(Debug, Clone)]
pub struct LinkingConfig {
    pub mode: LinkingMode,
    /// The address at which a browser reaches the linking pages.
    pub public_url: Url,
    /// How long a link can be used.
    pub expires: Duration,
    /// The peers, besides this machine, that may open the pages in the mode
    /// `cli`.
    pub local_peers: Networks,
}

/// A way to sign in.
#[derive(Debug, Clone)]
pub enum LinkingMode {
    /// The CLI flow: the browser comes back to localhost.
    Cli,
    /// The authorization code flow with a registered client.
    Code {
        client_id: String,
        client_secret: SecretString,
    },
}

/// The address of the linking pages.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// The address to listen at.
    pub bind: SocketAddr,
    /// The reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Networks,
    /// The public address below which calendars find appointments.
    pub calendar_url: Option<Url>,
    /// The address of the pages for operators; `None`: there are none.
    pub internal: Option<InternalConfig>,
}

/// Where an operator's programs ask how the bridge is.
#[derive(Debug, Clone, Copy)]
pub struct InternalConfig {
    pub bind: SocketAddr,
    /// The operator has chosen it.
    pub is_chosen: bool,
}

/// Who may use the bot.
#[derive(Debug, Clone)]
pub struct AccessConfig {
    pub rules: AccessRules,
    /// How many calls may be placed.
    pub limits: CallLimits,
}

#[derive(Debug, Clone)]
pub struct StoreConfig {
    pub path: PathBuf,
    /// The key that seals tokens, as it was given; `None`: a file in the
    /// folder.
    pub key: Option<SecretString>,
    /// Keys that it was made with before, for `rekey`.
    pub old_keys: Vec<SecretString>,
    /// How long conversations and calls are kept after their end.
    pub keep: Duration,
    /// Memory for its cache, in bytes.
    pub cache_bytes: u64,
    /// The database that has the records; `None`: they are in the folder.
    pub database: Option<DatabaseConfig>,
}

/// A store in PostgreSQL.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    pub address: PostgresAddress,
    /// The most connections for reading and writing.
    pub connections: usize,
    /// After this time without a sign of life its owner is succeeded.
    pub lease: Duration,
    /// Where other bridges reach this one; `None`: at the port of `server.bind`.
    pub reach: Option<Url>,
}

/// The values that apply until a person sets their own.
#[derive(Debug, Clone, Copy)]
pub struct LocaleConfig {
    /// The language of the bot.
    pub language: Language,
    pub timezone: Tz,
    /// The home region of numbers typed without `+`.
    pub region: Region,
}

/// Times of placing and following calls.
#[derive(Debug, Clone, Copy)]
pub struct CallsConfig {
    /// The time to undo before dialling.
    pub undo: Duration,
    /// How long the history is watched after contact was lost.
    pub doubt: Duration,
    /// The first pause between two looks at a running call.
    pub poll_first: Duration,
    /// The longest pause; at least the first.
    pub poll_longest: Duration,
    /// How long a call that never ends is followed.
    pub follow: Duration,
    /// A confirmed call older than this is asked about again instead of placed.
    pub stale: Duration,
    /// A person's message older than this is asked about instead of acted on.
    pub late: Duration,
    /// The card says when it is an unusual time to call a place.
    pub minds_hours: bool,
}

/// The chat in a terminal.
#[derive(Debug, Clone)]
pub struct TerminalConfig {
    /// The person at the terminal.
    pub user: String,
    /// The folder for transcripts and other files.
    pub documents: PathBuf,
    /// Whether colour is wanted where the output is a terminal.
    pub colour: bool,
    /// The name of the person's account on this machine: the page of a link
    /// shows it.
    pub login: Option<String>,
}

/// The options of the log.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// Up to which level.
    pub level: LevelFilter,
    /// `RUST_LOG`, which overrides the level; its directives are valid.
    pub directives: Option<String>,
    pub format: LogFormat,
    /// How much the audit trail says.
    pub audit: Audit,
    /// Whether colour is wanted where the log goes to a terminal.
    pub colour: bool,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

impl fmt::Display for LinkingMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cli => "cli",
            Self::Code { .. } => "code",
        })
    }
}

/// Whether an address is this machine's own.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

pub(super) fn kallyai(reader: &mut Reader) -> Option<KallyaiConfig> {
    let base_url = reader.url("kallyai.base_url", "https://api.kallyai.com");
    let user_agent = reader.take(
        "kallyai.user_agent",
        "printable ASCII such as \"kally-bridge/1.0\"",
        |text| match text {
            "" => Some(format!("kally-bridge/{}", version::VERSION)),
            _ => text
                .bytes()
                .all(|byte| matches!(byte, b' '..=b'~'))
                .then(|| text.to_owned()),
        },
    );
    let proxy = way(reader, "kallyai.proxy");
    Some(KallyaiConfig {
        base_url: base_url?,
        user_agent: user_agent?,
        proxy: proxy?,
    })
}

#[derive(Clone, Copy)]
enum Mode {
    Cli,
    Code,
}

pub(super) fn linking(reader: &mut Reader) -> Option<LinkingConfig> {
    let mode = reader.word("linking.mode", &[("cli", Mode::Cli), ("code", Mode::Code)]);
    let public_url = reader.url("linking.public_url", "http://localhost:8976");
    let id = reader.text("linking.client_id");
    let secret = reader.secret("linking.client_secret");
    let expires = reader.time("linking.expires", SECOND..=DAY);
    let local_peers = networks(reader, "linking.local_peers");
    let (mode, public_url, id, secret) = (mode?, public_url?, id?, secret?);
    let mode = match mode {
        Mode::Cli => {
            check_cli_url(reader, &public_url);
            LinkingMode::Cli
        }
        Mode::Code => {
            if public_url.scheme() != "https" && !is_loopback(&public_url) {
                reader.unmet(
                    "linking.public_url",
                    "must be https with linking.mode \"code\", such as \"https://bridge.example.org\"",
                );
            }
            let mut needed = |key, missing: bool| {
                if missing {
                    reader.unmet(key, "is needed with linking.mode \"code\"");
                }
            };
            needed("linking.client_id", id.is_none());
            needed("linking.client_secret", secret.is_none());
            LinkingMode::Code {
                client_id: id?,
                client_secret: secret?,
            }
        }
    };
    Some(LinkingConfig {
        mode,
        public_url,
        expires: expires?,
        local_peers: local_peers?,
    })
}

/// The service sends the browser back to these two hosts only, with a port.
fn check_cli_url(reader: &mut Reader, url: &Url) {
    let host = matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    if url.scheme() != "http" || !host || url.port().is_none() {
        reader.unmet(
            "linking.public_url",
            "must be http://localhost:PORT or http://127.0.0.1:PORT with linking.mode \"cli\"; \
             for a public address, register a client at KallyAI and set linking.mode to \"code\"",
        );
    }
}

pub(super) fn server(reader: &mut Reader) -> Option<ServerConfig> {
    let bind = reader.socket("server.bind");
    let trusted_proxies = networks(reader, "server.trusted_proxies");
    let key = "server.calendar_url";
    let calendar_url = reader.optional_url(key, "https://bridge.example.org/calendar");
    if let Some(Some(url)) = &calendar_url
        && url.scheme() != "https"
        && !is_loopback(url)
    {
        reader.unmet(
            key,
            "must be https: whoever sees the address can read appointments",
        );
    }
    let key = "server.internal";
    let internal = reader.optional_socket(key)?;
    let is_chosen = !reader.is_default(key);
    if internal.is_some() && internal == bind && bind.is_some_and(|bind| bind.port() != 0) {
        reader.unmet(key, "must not be the address of server.bind");
    }
    Some(ServerConfig {
        internal: internal.map(|bind| InternalConfig { bind, is_chosen }),
        bind: bind?,
        trusted_proxies: trusted_proxies?,
        calendar_url: calendar_url?,
    })
}

fn networks(reader: &mut Reader, key: &'static str) -> Option<Networks> {
    let wanted =
        "IP addresses or networks, separated by blanks or commas, such as \"127.0.0.1 10.0.0.0/8\"";
    reader.take(key, wanted, Networks::parse)
}

pub(super) fn access(reader: &mut Reader) -> Option<AccessConfig> {
    let open = reader.word("access.mode", &[("invited", false), ("open", true)]);
    let mut patterns = |key| {
        let wanted =
            "ids or handles, separated by blanks or commas, such as \"4711 *:example.org\"";
        reader.take(key, wanted, |text| {
            Some(Patterns::new(items(text).map(str::to_owned).collect()))
        })
    };
    let people = patterns("access.people");
    let block = patterns("access.block");
    let admins = patterns("access.admins");
    let rooms = reader.take(
        "access.rooms",
        "ids of rooms, separated by blanks or commas",
        |text| Some(items(text).map(str::to_owned).collect()),
    );
    let mut count =
        |key| Some(u32::try_from(reader.number(key, 1..=1_000_000)?).unwrap_or(u32::MAX));
    let per_day = count("access.calls_per_day");
    let at_once = count("access.calls_at_once");
    let per_number = count("access.calls_per_number");
    let begun = reader.number("access.conversations_per_day", 1..=10_000);
    let conversations = reader.number("access.most_conversations", 1..=100_000_000);
    let most_rooms = reader.number("access.most_rooms", 1..=100_000);
    Some(AccessConfig {
        limits: CallLimits {
            per_day: per_day?,
            at_once: at_once?,
            per_number: per_number?,
        },
        rules: AccessRules {
            open: open?,
            people: people?,
            rooms: rooms?,
            block: block?,
            admins: admins?,
            bounds: Bounds {
                rooms: usize::try_from(most_rooms?).unwrap_or(usize::MAX),
                conversations: usize::try_from(conversations?).unwrap_or(usize::MAX),
                begun_per_day: u16::try_from(begun?).unwrap_or(u16::MAX),
            },
        },
    })
}

pub(super) fn store(reader: &mut Reader) -> Option<StoreConfig> {
    let path = reader.take("store.path", "a folder such as \"data\"", |text| {
        (!text.is_empty()).then(|| PathBuf::from(text))
    });
    let key = reader.secret_as(
        "store.key",
        "32 bytes as base64 or as 64 hex digits (the value is not shown); `openssl rand -hex 32` makes some",
        Sealer::is_key,
    );
    let old_keys = reader.secret_as(
        "store.old_keys",
        "former values of store.key, separated by blanks or commas (the values are not shown)",
        |text| items(text).all(Sealer::is_key),
    );
    // A message waits for 14 days at most, and may edit one that is kept.
    let keep = reader.time("store.keep", 15 * DAY..=3650 * DAY);
    let cache = reader.number("store.cache_mib", 1..=65_536);
    let database = database(reader);
    Some(StoreConfig {
        path: path?,
        key: key?,
        old_keys: old_keys?
            .map(|keys| {
                items(keys.expose_secret())
                    .map(SecretString::from)
                    .collect()
            })
            .unwrap_or_default(),
        keep: keep?,
        cache_bytes: cache? * 1024 * 1024,
        database: database?,
    })
}

fn database(reader: &mut Reader) -> Option<Option<DatabaseConfig>> {
    let url = reader.secret("store.url");
    let connections = reader.number("store.connections", 1..=100);
    let lease = reader.time("store.lease", SECOND * 2..=SECOND * 600);
    let reach = reader.take(
        "store.reach",
        "an http or https address such as \"http://10.0.0.5:8976\", without a path",
        |text| match text {
            "" => Some(None),
            _ => parse_url(text).filter(|url| url.path() == "/").map(Some),
        },
    );
    let Some(url) = url? else {
        return Some(None);
    };
    match PostgresAddress::parse(url.expose_secret()) {
        Ok(address) => Some(Some(DatabaseConfig {
            address,
            connections: usize::try_from(connections?).ok()?,
            lease: lease?,
            reach: reach?,
        })),
        Err(error) => {
            reader.unmet("store.url", &error.to_string());
            None
        }
    }
}

pub(super) fn locale(reader: &mut Reader, around: &Environment) -> Option<LocaleConfig> {
    let languages = Language::ALL.map(|language| format!("{:?}", language.code()));
    let language = reader.take("locale.language", &either(&languages), Language::from_tag);
    let timezone = reader.take(
        "locale.timezone",
        "an IANA name such as \"Europe/Madrid\", or \"\" for the machine's",
        |text| match text {
            "" => Some(machine_timezone(around)),
            _ => Tz::from_str_insensitive(text).ok(),
        },
    );
    let region = reader.take(
        "locale.region",
        "a country's two letters such as \"US\" or \"ES\"",
        |text| text.parse().ok(),
    );
    Some(LocaleConfig {
        language: language?,
        timezone: timezone?,
        region: region?,
    })
}

/// `TZ`, else the system's timezone, else UTC.
fn machine_timezone(around: &Environment) -> Tz {
    let names = [around.variable("TZ"), around.timezone.as_deref()];
    names
        .into_iter()
        .flatten()
        .find_map(|name| Tz::from_str_insensitive(name.trim_start_matches(':')).ok())
        .unwrap_or(Tz::UTC)
}

pub(super) fn calls(reader: &mut Reader) -> Option<CallsConfig> {
    let tenth = SECOND / 10;
    let undo = reader.time("calls.undo", Duration::ZERO..=HOUR);
    let doubt = reader.time("calls.doubt", tenth..=DAY);
    let poll_first = reader.time("calls.poll_first", tenth..=HOUR);
    let poll_longest = reader.time("calls.poll_longest", tenth..=HOUR);
    let follow = reader.time("calls.follow", SECOND..=DAY);
    let stale = reader.time("calls.stale", SECOND..=DAY);
    let late = reader.time("calls.late", SECOND..=DAY * 7);
    let minds_hours = reader.word("calls.minds_hours", &[("true", true), ("false", false)]);
    let calls = CallsConfig {
        undo: undo?,
        doubt: doubt?,
        poll_first: poll_first?,
        poll_longest: poll_longest?,
        follow: follow?,
        stale: stale?,
        late: late?,
        minds_hours: minds_hours?,
    };
    if calls.poll_longest < calls.poll_first {
        reader.unmet(
            "calls.poll_longest",
            "must not be shorter than calls.poll_first",
        );
    }
    if calls.stale < calls.undo {
        reader.unmet("calls.stale", "must not be shorter than calls.undo");
    }
    Some(calls)
}

/// `NO_COLOR` (<https://no-color.org>) is not set, and the terminal knows colour.
fn colour(around: &Environment) -> bool {
    around.variable("NO_COLOR").is_none() && around.variable("TERM") != Some("dumb")
}

fn login(around: &Environment) -> Option<String> {
    let names = ["USER", "LOGNAME", "USERNAME"].into_iter();
    let mut set = names.filter_map(|name| around.variable(name));
    set.find(|name| !name.trim().is_empty()).map(str::to_owned)
}

pub(super) fn terminal(reader: &mut Reader, around: &Environment) -> Option<TerminalConfig> {
    let user = reader.take("terminal.user", "a name such as \"me\"", |text| {
        let good = !text.is_empty() && !text.chars().any(char::is_control);
        good.then(|| text.to_owned())
    });
    let documents = reader.take("terminal.documents", "a folder or \"\"", |text| {
        Some(match text {
            "" => around.temp.join("kally-bridge-documents"),
            _ => PathBuf::from(text),
        })
    });
    Some(TerminalConfig {
        user: user?,
        documents: documents?,
        colour: colour(around),
        login: login(around),
    })
}

const FORMATS: &[(&str, LogFormat)] = &[("text", LogFormat::Text), ("json", LogFormat::Json)];

/// The form of the log, also of a configuration that cannot be used otherwise.
pub(super) fn log_format(figment: &Figment) -> LogFormat {
    let format: Option<String> = figment.extract_inner("log.format").ok();
    let known = FORMATS
        .iter()
        .find(|(word, _)| Some(*word) == format.as_deref());
    known.map(|(_, format)| *format).unwrap_or_default()
}

pub(super) fn log(reader: &mut Reader, around: &Environment) -> Option<LogConfig> {
    let level = reader.word(
        "log.level",
        &[
            ("error", LevelFilter::ERROR),
            ("warn", LevelFilter::WARN),
            ("info", LevelFilter::INFO),
            ("debug", LevelFilter::DEBUG),
            ("trace", LevelFilter::TRACE),
        ],
    );
    let format = reader.word("log.format", FORMATS);
    let audit = reader.word(
        "log.audit",
        &[
            ("off", Audit::Off),
            ("brief", Audit::Brief),
            ("full", Audit::Full),
        ],
    );
    let directives = around.variable("RUST_LOG").map(str::to_owned);
    if directives
        .as_ref()
        .is_some_and(|text| EnvFilter::builder().parse(text).is_err())
    {
        reader.problems.push(Problem::Unreadable {
            what: "the variable RUST_LOG".to_owned(),
            why: "it must be directives such as \"info,kally_bridge=debug\"".to_owned(),
        });
    }
    Some(LogConfig {
        level: level?,
        directives,
        format: format?,
        audit: audit?,
        colour: colour(around),
    })
}

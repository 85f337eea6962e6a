//! Every key from every source, and every kind of wrong value.

mod network;
mod variables;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use chrono_tz::Tz;
use figment::providers::{Format as _, Toml};
use figment::value::Dict;
use secrecy::ExposeSecret as _;
use tempfile::TempDir;

use super::layers::DEFAULTS;
use super::problem::variable_of;
use super::*;
use crate::joins::telegram::TelegramMode;
use kally_core::model::Language;

struct Place {
    folder: TempDir,
    around: Environment,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let around = Environment {
            folder: folder.path().to_owned(),
            temp: "/tmp".into(),
            timezone: Some("Europe/Madrid".to_owned()),
            ..Environment::default()
        };
        Self { folder, around }.file("ca.pem", authority())
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.around.variables.insert(name.into(), value.into());
        self
    }

    fn file(self, name: &str, text: &str) -> Self {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn load(&self) -> Result<Loaded, ConfigError> {
        Config::load(None, &self.around)
    }

    #[track_caller]
    fn config(&self) -> Config {
        self.load().unwrap().config
    }

    #[track_caller]
    fn problems(&self) -> String {
        self.load().unwrap_err().to_string()
    }
}

/// The certificate of an authority, in PEM.
fn authority() -> &'static str {
    static AUTHORITY: OnceLock<String> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let own = rcgen::generate_simple_self_signed(["ca.example".to_owned()]);
        own.unwrap().cert.pem()
    })
}

fn default_keys() -> BTreeSet<String> {
    layers::keys_of(&Toml::from_str::<Dict>(DEFAULTS).unwrap())
}

/// For each key a value that differs from its default; together they are valid.
const OTHERS: [(&str, &str); 71] = [
    ("kallyai.base_url", "http://127.0.0.1:8977/"),
    ("kallyai.user_agent", "someone/2"),
    ("kallyai.proxy", "http://a:hush-kallyai@proxy.example:1/"),
    ("linking.mode", "code"),
    ("linking.public_url", "https://bridge.example.org/"),
    ("linking.client_id", "client-7"),
    ("linking.client_secret", "hush-client"),
    ("linking.expires", "7m"),
    ("linking.local_peers", "172.17.0.1/32"),
    ("server.bind", "127.0.0.1:9000"),
    ("server.internal", "127.0.0.1:9001"),
    ("server.trusted_proxies", "127.0.0.1/32 10.0.0.0/8"),
    ("server.calendar_url", "https://bridge.example.org/cal"),
    ("network.allow_http", "synapse 10.0.0.7"),
    ("network.ca_file", "ca.pem"),
    ("network.proxy", "https://a:hush-network@proxy.example:2/"),
    ("network.no_proxy", "10.0.0.0/8,example.org"),
    ("access.mode", "open"),
    ("access.people", "4711 @ana"),
    ("access.rooms", "-100123"),
    ("access.block", "*:example.com"),
    ("access.admins", "@ben"),
    ("access.calls_per_day", "7"),
    ("access.calls_at_once", "2"),
    ("access.calls_per_number", "3"),
    ("access.conversations_per_day", "4"),
    ("access.most_conversations", "5"),
    ("access.most_rooms", "6"),
    ("store.path", "elsewhere"),
    ("store.key", "hushhushhushhushhushhushhushhushhushhushhus="),
    (
        "store.old_keys",
        "bushbushbushbushbushbushbushbushbushbushbus=",
    ),
    ("store.keep", "30days"),
    (
        "store.url",
        "postgres://kally:hush-database@db.example.org/kally",
    ),
    ("store.connections", "3"),
    ("store.lease", "30s"),
    ("store.reach", "http://10.0.0.5:8976"),
    ("store.cache_mib", "128"),
    ("telegram.token", "123:hush-token"),
    ("telegram.api_url", "http://127.0.0.1:8081/"),
    ("telegram.mode", "webhook"),
    (
        "telegram.webhook_url",
        "https://bridge.example.org/telegram",
    ),
    ("telegram.webhook_secret", "hush-webhook-hush"),
    ("telegram.pace", "false"),
    ("telegram.proxy", "socks5://a:hush-telegram@proxy.example:3"),
    ("matrix.homeserver", "https://matrix.example.org/"),
    ("matrix.proxy", "socks5h://a:hush-matrix@proxy.example:4"),
    ("matrix.user", "@kally:example.org"),
    ("matrix.password", "hush-password"),
    ("matrix.access_token", "hush-access"),
    ("matrix.device_name", "phone"),
    ("matrix.threads", "false"),
    ("matrix.prefix", "!phone "),
    ("matrix.require_verified_senders", "true"),
    ("matrix.confirm", "message"),
    ("matrix.recovery_key", "hush-recovery"),
    ("locale.language", "es"),
    ("locale.timezone", "America/New_York"),
    ("locale.region", "ES"),
    ("calls.undo", "3s"),
    ("calls.doubt", "11m"),
    ("calls.minds_hours", "false"),
    ("calls.poll_first", "4s"),
    ("calls.poll_longest", "40s"),
    ("calls.follow", "3h"),
    ("calls.stale", "16m"),
    ("calls.late", "30m"),
    ("terminal.user", "ana"),
    ("terminal.documents", "papers"),
    ("log.level", "debug"),
    ("log.format", "json"),
    ("log.audit", "full"),
];

/// The value of a key in a configuration, written as in [`OTHERS`].
#[expect(clippy::too_many_lines, reason = "a list")]
fn shown(config: &Config, key: &str) -> String {
    let code = match &config.linking.mode {
        LinkingMode::Code {
            client_id,
            client_secret,
        } => (client_id.clone(), client_secret.expose_secret().to_owned()),
        LinkingMode::Cli => Default::default(),
    };
    let through = |way: &Way| match way {
        Way::Through(proxy) => proxy.expose().to_owned(),
        other => format!("{other:?}"),
    };
    let telegram = config.platforms.telegram.as_ref();
    let webhook = match telegram.map(|telegram| &telegram.mode) {
        Some(TelegramMode::Webhook { url, secret }) => {
            (url.to_string(), secret.expose_secret().to_owned())
        }
        _ => Default::default(),
    };
    let matrix = config.platforms.matrix.as_ref();
    let time = |time: Duration| humantime::format_duration(time).to_string();
    let told = |secret: &Option<SecretString>| {
        secret
            .as_ref()
            .map(|secret| secret.expose_secret().to_owned())
            .unwrap_or_default()
    };
    match key {
        "kallyai.base_url" => config.kallyai.base_url.to_string(),
        "kallyai.user_agent" => config.kallyai.user_agent.clone(),
        "kallyai.proxy" => through(&config.kallyai.proxy),
        "linking.mode" => config.linking.mode.to_string(),
        "linking.public_url" => config.linking.public_url.to_string(),
        "linking.client_id" => code.0,
        "linking.client_secret" => code.1,
        "linking.expires" => time(config.linking.expires),
        "linking.local_peers" => config.linking.local_peers.to_string(),
        "server.bind" => config.server.bind.to_string(),
        "server.internal" => config.server.internal.unwrap().bind.to_string(),
        "server.trusted_proxies" => config.server.trusted_proxies.to_string(),
        "server.calendar_url" => {
            let url = config.server.calendar_url.as_ref();
            url.map(ToString::to_string).unwrap_or_default()
        }
        "network.allow_http" => config.network.allow_http.join(" "),
        "network.ca_file" => match config.network.trust.beside().count() {
            1 => "ca.pem".to_owned(),
            other => other.to_string(),
        },
        "network.proxy" => through(&config.network.proxy),
        "network.no_proxy" => config.network.no_proxy.clone(),
        "access.mode" => match config.access.rules.open {
            true => "open".to_owned(),
            false => "invited".to_owned(),
        },
        "access.people" => config.access.rules.people.to_string(),
        "access.rooms" => config.access.rules.rooms.join(" "),
        "access.block" => config.access.rules.block.to_string(),
        "access.admins" => config.access.rules.admins.to_string(),
        "access.calls_per_day" => config.access.limits.per_day.to_string(),
        "access.calls_at_once" => config.access.limits.at_once.to_string(),
        "access.conversations_per_day" => config.access.rules.bounds.begun_per_day.to_string(),
        "access.most_conversations" => config.access.rules.bounds.conversations.to_string(),
        "access.most_rooms" => config.access.rules.bounds.rooms.to_string(),
        "access.calls_per_number" => config.access.limits.per_number.to_string(),
        "store.old_keys" => told(&config.store.old_keys.first().cloned()),
        "store.path" => config.store.path.display().to_string(),
        "store.key" => config
            .store
            .key
            .as_ref()
            .map(|key| key.expose_secret().to_owned())
            .unwrap_or_default(),
        "store.keep" => time(config.store.keep),
        "store.url" => config
            .store
            .database
            .as_ref()
            .map(|database| database.address.expose().to_owned())
            .unwrap_or_default(),
        "store.connections" => config
            .store
            .database
            .as_ref()
            .map_or(8, |database| database.connections)
            .to_string(),
        "store.lease" => time(
            (config.store.database.as_ref())
                .map_or(Duration::from_secs(8), |database| database.lease),
        ),
        "store.reach" => (config.store.database.as_ref())
            .and_then(|database| database.reach.as_ref())
            .map(|reach| reach.origin().ascii_serialization())
            .unwrap_or_default(),
        "store.cache_mib" => (config.store.cache_bytes / 1024 / 1024).to_string(),
        "telegram.token" => telegram.unwrap().token.expose_secret().to_owned(),
        "telegram.api_url" => telegram.unwrap().api_url.to_string(),
        "telegram.mode" => match telegram.unwrap().mode {
            TelegramMode::Polling => "polling".to_owned(),
            TelegramMode::Webhook { .. } => "webhook".to_owned(),
        },
        "telegram.webhook_url" => webhook.0,
        "telegram.webhook_secret" => webhook.1,
        "telegram.pace" => telegram.unwrap().pace.to_string(),
        "telegram.proxy" => through(&telegram.unwrap().proxy),
        "matrix.proxy" => through(&matrix.unwrap().proxy),
        "matrix.homeserver" => matrix.unwrap().homeserver.to_string(),
        "matrix.user" => matrix.unwrap().user.clone(),
        "matrix.password" => told(&matrix.unwrap().password),
        "matrix.access_token" => told(&matrix.unwrap().access_token),
        "matrix.device_name" => matrix.unwrap().device_name.clone(),
        "matrix.threads" => matrix.unwrap().threads.to_string(),
        "matrix.prefix" => matrix.unwrap().prefix.clone(),
        "matrix.require_verified_senders" => matrix.unwrap().require_verified_senders.to_string(),
        "matrix.confirm" => match matrix.unwrap().confirm_in_words {
            true => "message".to_owned(),
            false => "reaction".to_owned(),
        },
        "matrix.recovery_key" => told(&matrix.unwrap().recovery_key),
        "locale.language" => config.locale.language.code().to_owned(),
        "locale.timezone" => config.locale.timezone.name().to_owned(),
        "locale.region" => config.locale.region.as_str().to_owned(),
        "calls.undo" => time(config.calls.undo),
        "calls.doubt" => time(config.calls.doubt),
        "calls.poll_first" => time(config.calls.poll_first),
        "calls.poll_longest" => time(config.calls.poll_longest),
        "calls.follow" => time(config.calls.follow),
        "calls.stale" => time(config.calls.stale),
        "calls.late" => time(config.calls.late),
        "calls.minds_hours" => config.calls.minds_hours.to_string(),
        "terminal.user" => config.terminal.user.clone(),
        "terminal.documents" => config.terminal.documents.display().to_string(),
        "log.level" => config.log.level.to_string(),
        "log.audit" => format!("{:?}", config.log.audit).to_lowercase(),
        "log.format" => format!("{:?}", config.log.format).to_lowercase(),
        other => panic!("the test does not know {other}"),
    }
}

fn others() -> impl Iterator<Item = (&'static str, &'static str)> {
    OTHERS.into_iter()
}

#[track_caller]
fn check_others(config: &Config) {
    for (key, value) in others() {
        assert_eq!(shown(config, key), value, "{key}");
    }
}

#[test]
fn the_two_listeners_have_two_addresses() {
    let place = Place::new().variable("KALLY_SERVER__INTERNAL", "127.0.0.1:8976");
    let problems = place.problems();
    assert!(
        problems.contains("must not be the address of server.bind"),
        "{problems}"
    );
    let place = Place::new().variable("KALLY_SERVER__BIND", "127.0.0.1:0");
    place
        .variable("KALLY_SERVER__INTERNAL", "127.0.0.1:0")
        .config();
}

#[test]
fn a_name_of_this_machine_can_be_listened_at() {
    let bind = |bind: &str| {
        let loaded = Place::new().variable("KALLY_SERVER__BIND", bind).load();
        loaded.map(|loaded| loaded.config.server.bind.to_string())
    };
    assert_eq!(bind("localhost:8976").unwrap(), "127.0.0.1:8976");
    assert_eq!(bind("[::1]:8976").unwrap(), "[::1]:8976");
    for wrong in [
        "localhost",
        "localhost:http",
        ":8976",
        "no.such.invalid:1",
        "a b:1",
    ] {
        assert!(bind(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn defaults_and_structs_have_the_same_keys() {
    let reader = read_defaults();
    assert!(reader.problems.is_empty(), "{:?}", reader.problems);
    let read: BTreeSet<String> = reader.read.iter().map(|key| (*key).to_owned()).collect();
    assert_eq!(read, default_keys());
    let tested: BTreeSet<String> = others().map(|(key, _)| key.to_owned()).collect();
    assert_eq!(tested, default_keys());
}

/// A reader that has read the defaults.
fn read_defaults() -> Reader {
    let around = Place::new().around;
    let layers = Layers::read(None, &around);
    let figment = layers
        .layers
        .into_iter()
        .fold(Figment::new(), Figment::merge);
    let mut reader = Reader::new(figment, layers.problems);
    assert!(Config::read(&mut reader, &around).is_some());
    reader
}

#[test]
fn defaults() {
    let loaded = Place::new().load().unwrap();
    assert_eq!(loaded.warnings, Vec::<String>::new());
    assert_eq!(loaded.file, None);
    let config = loaded.config;
    assert_eq!(config.kallyai.base_url.as_str(), "https://api.kallyai.com/");
    assert_eq!(
        config.kallyai.user_agent,
        format!("kally-bridge/{}", env!("CARGO_PKG_VERSION"))
    );
    assert!(matches!(config.linking.mode, LinkingMode::Cli));
    assert!(config.platforms.telegram.is_none() && config.platforms.matrix.is_none());
    assert_eq!(config.locale.language, Language::En);
    assert_eq!(config.locale.timezone, Tz::Europe__Madrid, "the machine's");
    assert_eq!(config.calls.undo, Duration::from_secs(5));
    assert_eq!(
        config.terminal.documents,
        Path::new("/tmp/kally-bridge-documents")
    );
}

#[test]
fn every_key_from_the_environment() {
    let mut place = Place::new();
    for (key, value) in others() {
        place = place.variable(&variable_of(key), value);
    }
    check_others(&place.config());
}

#[test]
fn every_key_from_dotenv() {
    let text: String = others()
        .map(|(key, value)| format!("{}='{value}'\n", variable_of(key)))
        .collect();
    check_others(&Place::new().file(".env", &text).config());
}

#[test]
fn every_key_from_a_file() {
    let text: String = others()
        .filter(|(key, _)| *key != "store.cache_mib")
        .map(|(key, value)| format!("{key} = {value:?}\n"))
        .collect();
    let text = format!("store.cache_mib = 128\n{text}");
    check_others(&Place::new().file("kally-bridge.toml", &text).config());
}

#[test]
fn the_environment_goes_before_dotenv_and_that_before_the_file() {
    let place = Place::new()
        .file(
            "kally-bridge.toml",
            "[calls]\nundo = \"1s\"\ndoubt = \"1m\"\nstale = \"1h\"\n",
        )
        .file(
            ".env",
            "# times\nKALLY_CALLS__UNDO=2s\nKALLY_CALLS__DOUBT='2m'\nOTHER=1\n",
        )
        .variable("KALLY_CALLS__UNDO", "3s");
    let calls = place.config().calls;
    assert_eq!(calls.undo, Duration::from_secs(3));
    assert_eq!(calls.doubt, Duration::from_secs(120));
    assert_eq!(calls.stale, Duration::from_secs(3600));
    assert!(
        std::env::var_os("KALLY_CALLS__DOUBT").is_none(),
        ".env does not reach the process"
    );
}

#[test]
fn the_file_is_the_named_one_else_a_usual_one() {
    let undo = |n: u64| format!("calls.undo = \"{n}s\"");
    let place = Place::new()
        .file("kally-bridge.toml", &undo(11))
        .file("named.toml", &undo(12))
        .file("flag.toml", &undo(13));
    let seconds = |place: &Place, flag: Option<&str>| {
        let loaded = Config::load(flag.map(Path::new), &place.around).unwrap();
        loaded.config.calls.undo.as_secs()
    };
    assert_eq!(seconds(&place, None), 11);
    let place = place.file("config/kally-bridge.toml", &undo(10));
    assert_eq!(seconds(&place, None), 10);
    let place = place.variable("KALLY_CONFIG", "named.toml");
    assert_eq!(seconds(&place, None), 12);
    assert_eq!(seconds(&place, Some("flag.toml")), 13);
}

#[test]
fn bad_values() {
    let place = Place::new().file(
        "kally-bridge.toml",
        r#"
[kallyai]
base_url = "ftp://api"
[linking]
mode = "magic"
expires = "soon"
[server]
bind = 8976
trusted_proxies = "the proxy"
[store]
path = ""
cache_mib = 0
[network]
allow_http = "http://synapse"
[locale]
language = "fr"
timezone = "Mars/Olympus"
region = "Spain"
[calls]
undo = "-5s"
doubt = 600
poll_first = ["2s"]
follow = "3 years"
[log]
level = true
"#,
    );
    insta::assert_snapshot!(
        place.problems(),
        @r#"
    the configuration cannot be used:
      ✗ kallyai.base_url (KALLY_KALLYAI__BASE_URL) is "ftp://api" in the file kally-bridge.toml; it must be an http or https address such as "https://api.kallyai.com", without a login, a query or a fragment
      ✗ linking.mode (KALLY_LINKING__MODE) is "magic" in the file kally-bridge.toml; it must be "cli" or "code"
      ✗ linking.expires (KALLY_LINKING__EXPIRES) is "soon" in the file kally-bridge.toml; it must be a time such as "10s" or "5m", from 1s to 1day
      ✗ server.bind (KALLY_SERVER__BIND) is "8976" in the file kally-bridge.toml; it must be an address of this machine and a port such as "127.0.0.1:8976"
      ✗ server.trusted_proxies (KALLY_SERVER__TRUSTED_PROXIES) is "the proxy" in the file kally-bridge.toml; it must be IP addresses or networks, separated by blanks or commas, such as "127.0.0.1 10.0.0.0/8"
      ✗ network.allow_http (KALLY_NETWORK__ALLOW_HTTP) is "http://synapse" in the file kally-bridge.toml; it must be host names or IP addresses, separated by blanks or commas, such as "synapse 10.0.0.7"
      ✗ store.path (KALLY_STORE__PATH) is "" in the file kally-bridge.toml; it must be a folder such as "data"
      ✗ store.cache_mib (KALLY_STORE__CACHE_MIB) is "0" in the file kally-bridge.toml; it must be a whole number from 1 to 65536
      ✗ locale.language (KALLY_LOCALE__LANGUAGE) is "fr" in the file kally-bridge.toml; it must be "en" or "es"
      ✗ locale.timezone (KALLY_LOCALE__TIMEZONE) is "Mars/Olympus" in the file kally-bridge.toml; it must be an IANA name such as "Europe/Madrid", or "" for the machine's
      ✗ locale.region (KALLY_LOCALE__REGION) is "Spain" in the file kally-bridge.toml; it must be a country's two letters such as "US" or "ES"
      ✗ calls.undo (KALLY_CALLS__UNDO) is "-5s" in the file kally-bridge.toml; it must be a time such as "10s" or "5m", from 0s to 1h
      ✗ calls.doubt (KALLY_CALLS__DOUBT) is "600" in the file kally-bridge.toml; it must be a time such as "10s" or "5m", from 100ms to 1day
      ✗ calls.poll_first (KALLY_CALLS__POLL_FIRST) in the file kally-bridge.toml is not valid; it must be a text or a number, not a list or a table
      ✗ calls.follow (KALLY_CALLS__FOLLOW) is "3 years" in the file kally-bridge.toml; it must be a time such as "10s" or "5m", from 1s to 1day
      ✗ log.level (KALLY_LOG__LEVEL) is "true" in the file kally-bridge.toml; it must be "error", "warn", "info", "debug" or "trace"
    "#
    );
}

#[test]
fn problems_of_variables() {
    let place = Place::new()
        .variable("KALLY_KALLYAI__BASE_URL", "kallyai")
        .variable("KALLY_TELEGRAM__TOKNE", "123:hush")
        .variable("KALLY_TELEGRAM_TOKEN", "123:hush")
        .variable("KALLY_ZZZZZZZZZZZZZZZZZZ", "hush")
        .variable("KALLY_TELEGRAM__API_URL", "https://user:hush@example.org")
        .variable("KALLY_STORE__KEY", "hush\u{1b}")
        .variable("RUST_LOG", "kally_bridge=loudly");
    let problems = place.problems();
    assert!(!problems.contains("hush"), "{problems}");
    insta::assert_snapshot!(problems, @r#"
    the configuration cannot be used:
      ✗ the variable KALLY_TELEGRAM_TOKEN in the environment is not known; was KALLY_TELEGRAM__TOKEN meant?
      ✗ the variable KALLY_TELEGRAM__TOKNE in the environment is not known; was KALLY_TELEGRAM__TOKEN meant?
      ✗ the variable KALLY_ZZZZZZZZZZZZZZZZZZ in the environment is not known; config/kally-bridge.toml lists every key
      ✗ kallyai.base_url (KALLY_KALLYAI__BASE_URL) is "kallyai" in the environment; it must be an http or https address such as "https://api.kallyai.com", without a login, a query or a fragment
      ✗ store.key (KALLY_STORE__KEY) in the environment is not valid; it must be 32 bytes as base64 or as 64 hex digits (the value is not shown); `openssl rand -hex 32` makes some
      ✗ telegram.api_url (KALLY_TELEGRAM__API_URL) in the environment is not valid; it must be an http or https address such as "https://api.telegram.org", without a login, a query or a fragment
      ✗ the variable RUST_LOG cannot be read: it must be directives such as "info,kally_bridge=debug"
    "#);
}

#[test]
fn unknown_keys_in_a_file() {
    let place = Place::new().file(
        "kally-bridge.toml",
        "top = 1\ncalls = \"often\"\n[server]\nbnid = \"x\"\n[kally]\nbase_url = \"hush\"\n[empty]\n",
    );
    let problems = place.problems();
    assert!(!problems.contains("hush"), "{problems}");
    insta::assert_snapshot!(problems, @r#"
    the configuration cannot be used:
      ✗ calls in the file kally-bridge.toml is not known; was calls.undo meant?
      ✗ empty in the file kally-bridge.toml is not known; config/kally-bridge.toml lists every key
      ✗ kally.base_url in the file kally-bridge.toml is not known; was kallyai.base_url meant?
      ✗ server.bnid in the file kally-bridge.toml is not known; was server.bind meant?
      ✗ top in the file kally-bridge.toml is not known; config/kally-bridge.toml lists every key
    "#);
}

#[test]
fn unreadable_files_show_no_line_of_theirs() {
    let place = Place::new()
        .file(
            "kally-bridge.toml",
            "[telegram]\ntoken = \"123:hush\nx = 1\n",
        )
        .file(".env", "KALLY_LOG__LEVEL=info\nhush hush=hush\n");
    let problems = place.problems();
    assert!(!problems.contains("hush"), "{problems}");
    insta::assert_snapshot!(problems, @r#"
    the configuration cannot be used:
      ✗ the file .env cannot be read: line 2 is not of the form NAME=value
      ✗ the file kally-bridge.toml cannot be read: line 2 is not valid TOML (invalid basic string)
    "#);
}

#[test]
fn no_broken_file_shows_its_secret() {
    for line in [
        "token = 123:hush",
        "token = hush",
        "token = \"hush",
        "token = \"\\q hush\"",
        "token \"hush\"",
        "token = [\"hush\", 5]",
        "token = { hush = \"hush\" }",
        "\"hush",
    ] {
        let text = format!("[telegram]\n{line}\n");
        let problems = Place::new().file("kally-bridge.toml", &text).problems();
        assert!(!problems.contains("hush"), "{problems}");
    }
}

#[test]
fn a_named_file_must_be_there() {
    let place = Place::new();
    let error = Config::load(Some(Path::new("gone.toml")), &place.around).unwrap_err();
    insta::assert_snapshot!(error, @r#"
    the configuration cannot be used:
      ✗ the file gone.toml cannot be read: No such file or directory (os error 2)
    "#);
}

#[cfg(unix)]
#[test]
fn a_variable_must_be_utf8() {
    use std::os::unix::ffi::OsStringExt as _;
    let mut place = Place::new();
    place.around.variables.insert(
        "KALLY_TERMINAL__USER".into(),
        OsString::from_vec(vec![b'a', 0xff]),
    );
    insta::assert_snapshot!(place.problems(), @r#"
    the configuration cannot be used:
      ✗ the variable KALLY_TERMINAL__USER cannot be read: it is not UTF-8
    "#);
}

#[track_caller]
fn check_cross(pairs: &[(&str, &str)], wanted: &[&str]) {
    let mut place = Place::new();
    for (key, value) in pairs {
        place = place.variable(&variable_of(key), value);
    }
    let found: Vec<String> = match place.load() {
        Ok(_) => Vec::new(),
        Err(error) => error
            .problems
            .iter()
            .map(|problem| problem.to_string().split(' ').next().unwrap().to_owned())
            .collect(),
    };
    assert_eq!(found, wanted, "{pairs:?}");
}

#[test]
fn values_must_fit_each_other() {
    let code = ("linking.mode", "code");
    let client = ("linking.client_id", "c");
    let secret = ("linking.client_secret", "s");
    let public = |url| ("linking.public_url", url);
    check_cross(&[code], &["linking.client_id", "linking.client_secret"]);
    check_cross(&[code, client, secret], &[]);
    check_cross(&[code, client, secret, public("https://b.example")], &[]);
    check_cross(
        &[code, client, secret, public("http://b.example")],
        &["linking.public_url"],
    );
    check_cross(&[public("http://127.0.0.1:9000")], &[]);
    check_cross(&[public("http://localhost")], &["linking.public_url"]);
    check_cross(&[public("https://localhost:1")], &["linking.public_url"]);
    check_cross(&[public("https://b.example")], &["linking.public_url"]);
    check_cross(&[("matrix.user", "@a:b")], &["matrix.homeserver"]);
    check_cross(
        &[("matrix.password", "p")],
        &["matrix.homeserver", "matrix.user"],
    );
    let service = ("kallyai.base_url", "http://sandbox:8977");
    check_cross(&[service], &["kallyai.base_url"]);
    check_cross(&[service, ("network.allow_http", "synapse SANDBOX")], &[]);
    check_cross(
        &[service, ("network.allow_http", "sandbox.example")],
        &["kallyai.base_url"],
    );
    check_cross(&[("kallyai.base_url", "http://[::1]:8977")], &[]);
    let bot = ("telegram.token", "1:t");
    let api = ("telegram.api_url", "http://10.0.0.7:8081");
    check_cross(&[bot, api], &["telegram.api_url"]);
    check_cross(&[bot, api, ("network.allow_http", "10.0.0.7")], &[]);
    check_cross(
        &[
            ("matrix.user", "@a:b"),
            ("matrix.homeserver", "http://synapse:8008"),
        ],
        &["matrix.homeserver"],
    );
    check_cross(&[("calls.poll_first", "31s")], &["calls.poll_longest"]);
    check_cross(&[("calls.stale", "1s")], &["calls.stale"]);
}

#[test]
fn what_looks_wrong_is_a_warning() {
    let place = Place::new().variable("KALLY_SERVER__BIND", "0.0.0.0:80");
    let warnings = place.load().unwrap().warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("linking.public_url"));
    let mut place = Place::new();
    for (key, value) in [
        ("linking.mode", "code"),
        ("linking.client_id", "c"),
        ("linking.client_secret", "s"),
        ("linking.public_url", "https://bridge.example.org"),
    ] {
        place = place.variable(&variable_of(key), value);
    }
    let warnings = place.load().unwrap().warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("server.trusted_proxies"));
    let place = place.variable("KALLY_SERVER__TRUSTED_PROXIES", "127.0.0.1");
    assert_eq!(place.load().unwrap().warnings, [] as [String; 0]);
}

#[test]
fn the_machine_s_timezone_is_tz_then_the_system_s_then_utc() {
    let zone = |place: &Place| place.config().locale.timezone;
    let mut place = Place::new().variable("TZ", ":America/Lima");
    assert_eq!(zone(&place), Tz::America__Lima);
    place = place.variable("TZ", "CET-1CEST");
    assert_eq!(zone(&place), Tz::Europe__Madrid);
    place.around.timezone = None;
    assert_eq!(zone(&place), Tz::UTC);
}

#[test]
fn colour_is_left_out_where_it_is_not_welcome() {
    let colour = |place: Place| {
        let config = place.config();
        assert_eq!(config.log.colour, config.terminal.colour);
        config.log.colour
    };
    assert!(colour(Place::new().variable("TERM", "xterm")));
    assert!(colour(Place::new().variable("NO_COLOR", "")));
    assert!(!colour(Place::new().variable("NO_COLOR", "1")));
    assert!(!colour(Place::new().variable("TERM", "dumb")));
}

#[test]
fn no_secret_is_printed() {
    let mut place = Place::new();
    for (key, value) in others() {
        place = place.variable(&variable_of(key), value);
    }
    let loaded = place.load().unwrap();
    let printed = format!("{loaded:?} {:?}", place.around);
    assert!(!printed.contains("hush"), "{printed}");
    let secret = read_defaults().secret;
    assert_eq!(loaded.config.secrets().len(), secret.len());
    assert!(secret.contains("store.key") && secret.contains("telegram.webhook_secret"));
}

#[test]
fn a_webhook_needs_an_address_and_a_secret() {
    let place = |settings: &[(&str, &str)]| {
        let mut place = Place::new()
            .variable("KALLY_TELEGRAM__TOKEN", "1:hush")
            .variable("KALLY_TELEGRAM__MODE", "webhook");
        for (name, value) in settings {
            place = place.variable(&format!("KALLY_TELEGRAM__{name}"), value);
        }
        place
    };
    insta::assert_snapshot!(place(&[]).problems(), @r#"
    the configuration cannot be used:
      ✗ telegram.webhook_secret (KALLY_TELEGRAM__WEBHOOK_SECRET) is needed with telegram.mode "webhook"
      ✗ telegram.webhook_url (KALLY_TELEGRAM__WEBHOOK_URL) is needed with telegram.mode "webhook"
    "#);
    for (url, secret) in [
        (
            "http://bridge.example.org/telegram",
            "a-good-secret_of-mine",
        ),
        ("https://bridge.example.org", "a-good-secret_of-mine"),
        (
            "https://bridge.example.org/telegram/",
            "a-good-secret_of-mine",
        ),
        ("https://bridge.example.org/{a}", "a-good-secret_of-mine"),
        ("https://bridge.example.org/:a", "a-good-secret_of-mine"),
        ("https://bridge.example.org/link/a", "a-good-secret_of-mine"),
        ("https://bridge.example.org/telegram", "not good"),
        ("https://bridge.example.org/telegram", "too-short"),
        ("https://bridge.example.org/telegram", &"x".repeat(257)),
    ] {
        let problems = place(&[("WEBHOOK_URL", url), ("WEBHOOK_SECRET", secret)]).problems();
        assert_eq!(problems.lines().count(), 2, "{url}: {problems}");
        assert!(
            !problems.contains("not good") && !problems.contains("xx"),
            "{problems}"
        );
    }
    for url in [
        "https://bridge.example.org/telegram",
        "http://127.0.0.1:8976/bots/one-2",
    ] {
        let place = place(&[
            ("WEBHOOK_URL", url),
            ("WEBHOOK_SECRET", "a_B-9_is-long-enough"),
        ]);
        assert!(place.load().is_ok());
    }
}

#[test]
fn whether_somebody_chose_the_internal_address_is_known() {
    let chosen = |place: Place| place.config().server.internal.map(|it| it.is_chosen);
    let key = "KALLY_SERVER__INTERNAL";
    assert_eq!(chosen(Place::new()), Some(false));
    let same = Place::new().variable(key, "127.0.0.1:8978");
    assert_eq!(chosen(same), Some(true));
    let file = "[server]\ninternal = \"127.0.0.1:9999\"";
    assert_eq!(
        chosen(Place::new().file("kally-bridge.toml", file)),
        Some(true)
    );
    assert_eq!(
        chosen(Place::new().file("kally-bridge.toml", "[server]\ninternal = \"\"")),
        None
    );
}

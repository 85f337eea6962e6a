//! The log: to standard error, for people or as JSON.
//!
//! Secrets stay out of it by construction. The libraries, which at `debug`
//! write whole requests, never log below `info`, whatever level is configured.
//! And the operator's own secrets are masked in every line, since a library may
//! put an address with a bot's token into an error.

use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::{Format, JsonFields};
use tracing_subscriber::layer::{Filter, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry, reload};

use super::config::{Config, LogConfig, LogFormat};
use super::joins;
use kally_engine::audit::Audit;

/// The program, by whose name `RUST_LOG` means all of its parts.
const PROGRAM: &str = "kally_bridge";
/// Its other parts: the crates of the workspace. All other targets are limited.
const PARTS: [&str; 11] = [
    "kally_core",
    "kally_engine",
    "kally_matrix",
    "kally_metrics",
    "kally_network",
    "kally_runtime",
    "kally_sandbox",
    "kally_store",
    "kally_telegram",
    "kally_terminal",
    "kallyai",
];
/// The target of the audit trail.
const AUDIT: &str = "audit";
/// Shorter values are not masked: they are hardly secrets, and masking them
/// would make the log unreadable.
const SHORTEST_SECRET: usize = 6;
const BLOT: &[u8] = b"[secret]";

/// The levels of the log, which can be read again while the program runs.
pub struct Levels {
    handle: reload::Handle<EnvFilter, Registry>,
    asked: Option<LevelFilter>,
    chat: bool,
}

impl Levels {
    /// From now on the levels of this configuration count.
    ///
    /// # Errors
    /// When the log has ended.
    pub fn change(&self, config: &LogConfig) -> Result<(), reload::Error> {
        self.handle.reload(filter(config, self.asked, self.chat))
    }
}

/// Starts logging for the rest of the process.
///
/// `asked` is `--log` and overrides everything else. In a `chat` at the
/// terminal only errors are logged unless `--log` or `RUST_LOG` asks for more.
///
/// # Errors
/// When logging was started before.
pub fn start(
    config: &Config,
    asked: Option<LevelFilter>,
    chat: bool,
) -> Result<Levels, tracing_subscriber::util::TryInitError> {
    let ansi = config.log.colour && io::stderr().is_terminal();
    let writer = Blotting::new(io::stderr, config.secrets());
    let (filter, handle) = reload::Layer::new(filter(&config.log, asked, chat));
    Registry::default()
        .with(layer(config.log.format, ansi, filter, writer))
        .try_init()?;
    if config.log.format == LogFormat::Json {
        std::panic::set_hook(Box::new(
            |panic| tracing::error!(%panic, "the program has a mistake: a task ended"),
        ));
    }
    Ok(Levels {
        handle,
        asked,
        chat,
    })
}

/// Says why the process ends: as a sentence, or as a line of the log where that is
/// JSON. It needs no log that was started.
pub fn fatal(format: LogFormat, secrets: Vec<SecretString>, why: &str) {
    last_words(Blotting::new(io::stderr, secrets), format, why);
}

fn last_words<M>(writer: Blotting<M>, format: LogFormat, why: &str)
where
    M: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    match format {
        LogFormat::Text => {
            // At once, so that no secret is cut in two. Nobody may listen any more.
            let _ = writer
                .make_writer()
                .write_all(format!("{why}\n").as_bytes());
        }
        LogFormat::Json => {
            let all = EnvFilter::new("trace");
            let log = Registry::default().with(layer(format, false, all, writer));
            tracing::subscriber::with_default(log, || tracing::error!("{why}"));
        }
    }
}

/// The user's directives: `--log`, else `RUST_LOG`, else the configured level.
/// The audit trail is on at every level, unless a directive names it.
fn filter(config: &LogConfig, asked: Option<LevelFilter>, chat: bool) -> EnvFilter {
    let configured = if chat {
        config.level.min(LevelFilter::ERROR)
    } else {
        config.level
    };
    let directives = match (asked, &config.directives) {
        (Some(level), _) => level.to_string(),
        (None, Some(directives)) => of_all_parts(directives),
        (None, None) => configured.to_string(),
    };
    let audit = match chat || config.audit == Audit::Off {
        true => String::new(),
        false => format!("{AUDIT}=info,"),
    };
    // The configuration has parsed them already; wrong ones are ignored.
    EnvFilter::builder().parse_lossy(format!("{audit}{directives}"))
}

/// The directives, where one for the whole program also counts for its parts
/// unless a later one is for that part.
fn of_all_parts(directives: &str) -> String {
    let of_program = directives.split(',').filter_map(|directive| {
        let rest = directive.trim().strip_prefix(PROGRAM)?;
        (rest.is_empty() || rest.starts_with('=')).then_some(rest)
    });
    let of_parts = of_program.flat_map(|level| PARTS.map(|part| format!("{part}{level}")));
    let mut all: Vec<String> = of_parts.collect();
    all.push(directives.to_owned());
    all.join(",")
}

fn layer<S, F, W>(
    format: LogFormat,
    ansi: bool,
    filter: F,
    writer: W,
) -> Box<dyn Layer<S> + Send + Sync>
where
    F: Filter<S> + Send + Sync + 'static,
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let clamp = filter_fn(|event| event.level() <= &most(event.target()));
    let filter = filter.and(clamp);
    match format {
        LogFormat::Text => tracing_subscriber::fmt::layer()
            .with_ansi(ansi)
            .with_writer(writer)
            .with_filter(filter)
            .boxed(),
        LogFormat::Json => tracing_subscriber::fmt::layer()
            .event_format(Format::default().json().flatten_event(true))
            .fmt_fields(JsonFields::new())
            .with_ansi(false)
            .with_writer(writer)
            .with_filter(filter)
            .boxed(),
    }
}

/// The most detailed level of a target. The Matrix library logs too much, and a
/// refused request twice; the caller logs its meaning.
fn most(target: &str) -> LevelFilter {
    match is_own(target) {
        true => LevelFilter::TRACE,
        false => joins::quiet(target).unwrap_or(LevelFilter::INFO),
    }
}

fn is_own(target: &str) -> bool {
    let own = target.split_once("::").map_or(target, |(part, _)| part);
    own == PROGRAM || PARTS.contains(&own)
}

/// A writer that masks the operator's secrets. An event is one write.
struct Blotting<M> {
    inner: M,
    secrets: Arc<[SecretString]>,
}

impl<M> Blotting<M> {
    fn new(inner: M, secrets: Vec<SecretString>) -> Self {
        let secrets = secrets
            .into_iter()
            .filter(|secret| secret.expose_secret().len() >= SHORTEST_SECRET)
            .collect();
        Self { inner, secrets }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Blotting<M> {
    type Writer = BlottingWriter<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        BlottingWriter {
            inner: self.inner.make_writer(),
            secrets: Arc::clone(&self.secrets),
        }
    }
}

struct BlottingWriter<W> {
    inner: W,
    secrets: Arc<[SecretString]>,
}

impl<W: Write> Write for BlottingWriter<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut clean: Option<Vec<u8>> = None;
        for secret in self.secrets.iter() {
            let current = clean.as_deref().unwrap_or(line);
            if let Some(next) = without(current, secret.expose_secret().as_bytes()) {
                clean = Some(next);
            }
        }
        self.inner.write_all(clean.as_deref().unwrap_or(line))?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The line with every `secret` replaced, if it contains any.
fn without(line: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let find = |from: usize| {
        line[from..]
            .windows(secret.len())
            .position(|window| window == secret)
            .map(|at| from + at)
    };
    let mut at = find(0)?;
    let mut clean = Vec::with_capacity(line.len());
    let mut from = 0;
    loop {
        clean.extend_from_slice(&line[from..at]);
        clean.extend_from_slice(BLOT);
        from = at + secret.len();
        match find(from) {
            Some(next) => at = next,
            None => break,
        }
    }
    clean.extend_from_slice(&line[from..]);
    Some(clean)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn config(directives: Option<&str>, format: LogFormat) -> LogConfig {
        LogConfig {
            level: LevelFilter::INFO,
            directives: directives.map(str::to_owned),
            format,
            audit: Audit::Brief,
            colour: false,
        }
    }

    #[test]
    fn the_last_words_have_no_secret_in_either_form() {
        for format in [LogFormat::Text, LogFormat::Json] {
            let sink = Sink::default();
            let made = sink.clone();
            let writer = Blotting::new(move || made.clone(), vec![SecretString::from("123:hush")]);
            last_words(
                writer,
                format,
                "kally-bridge: https://api/bot123:hush/getMe",
            );
            let said = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
            assert!(said.contains("kally-bridge: https://api/bot"), "{said}");
            assert!(!said.contains("hush"), "{said}");
        }
    }

    /// The log of a few events.
    fn logged(config: &LogConfig, asked: Option<LevelFilter>, chat: bool) -> String {
        let sink = Sink::default();
        let made = sink.clone();
        let secrets = vec![SecretString::from("123:hush"), SecretString::from("k")];
        let writer = Blotting::new(move || made.clone(), secrets);
        let filter = filter(config, asked, chat);
        let subscriber = Registry::default().with(layer(config.format, false, filter, writer));
        tracing::subscriber::with_default(subscriber, || {
            tracing::trace!("own trace");
            tracing::trace!(target: "kally_engine::bridge", "part's trace");
            tracing::info!(target: AUDIT, "a step");
            tracing::info!(call = 7, "own info");
            tracing::warn!("own warning");
            tracing::trace!(target: "hyper::proto", "hyper trace");
            tracing::debug!(target: "reqwest::connect", "reqwest debug");
            tracing::debug!(target: "kally_bridgehead", "stranger debug");
            tracing::info!(target: "h2::client", "h2 info");
            tracing::error!(target: "teloxide", "no answer from /bot123:hush/getMe, 123:hush");
        });
        let bytes = sink.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[track_caller]
    fn check(log: &str, there: &[&str], absent: &[&str]) {
        for text in there {
            assert!(log.contains(text), "{text} is not in {log}");
        }
        for text in absent {
            assert!(!log.contains(text), "{text} is in {log}");
        }
    }

    const LIBRARIES: [&str; 3] = ["hyper trace", "reqwest debug", "stranger debug"];

    #[test]
    fn libraries_are_clamped_whatever_is_asked_for() {
        for directives in [
            "trace",
            "hyper=trace,reqwest=debug,h2=trace,kally_bridge=trace",
        ] {
            let log = logged(&config(Some(directives), LogFormat::Text), None, false);
            check(&log, &["own trace", "part's trace", "h2 info"], &LIBRARIES);
        }
        let log = logged(
            &config(None, LogFormat::Text),
            Some(LevelFilter::TRACE),
            false,
        );
        check(&log, &["own trace", "h2 info"], &LIBRARIES);
    }

    /// A crate that is not named would be limited like a library.
    #[test]
    fn every_part_is_named() {
        let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
        let manifests = std::fs::read_dir(crates).unwrap().map(|folder| {
            let manifest = folder.unwrap().path().join("Cargo.toml");
            std::fs::read_to_string(manifest).unwrap()
        });
        let names = manifests.map(|manifest| {
            let name = manifest
                .lines()
                .find_map(|line| line.strip_prefix("name = "));
            name.unwrap().trim_matches('"').replace('-', "_")
        });
        let mut names: Vec<String> = names.filter(|name| name != "kally_fuzzing").collect();
        names.sort();
        assert_eq!(names, PARTS);
    }

    #[test]
    fn levels_by_their_precedence() {
        let plain = config(None, LogFormat::Text);
        check(&logged(&plain, None, false), &["own info"], &["own trace"]);
        check(&logged(&plain, None, true), &["getMe"], &["own warning"]);
        let debug = Some(LevelFilter::DEBUG);
        check(&logged(&plain, debug, true), &["own info"], &["own trace"]);
        let directed = config(Some("kally_bridge=trace"), LogFormat::Text);
        let own = ["own trace", "part's trace"];
        check(&logged(&directed, None, true), &own, &[]);
        let quieter = config(
            Some("kally_bridge=trace,kally_engine=warn"),
            LogFormat::Text,
        );
        check(&logged(&quieter, None, true), &own[..1], &own[1..]);
        let error = Some(LevelFilter::ERROR);
        check(
            &logged(&directed, error, false),
            &["getMe"],
            &["own warning"],
        );
    }

    #[test]
    fn the_audit_trail_is_on_at_every_level() {
        let plain = config(None, LogFormat::Text);
        let error = Some(LevelFilter::ERROR);
        check(&logged(&plain, error, false), &["a step"], &["own info"]);
        check(&logged(&plain, None, true), &[], &["a step"]);
        let named = config(Some("info,audit=off"), LogFormat::Text);
        check(&logged(&named, None, false), &["own info"], &["a step"]);
        let off = LogConfig {
            audit: Audit::Off,
            ..config(None, LogFormat::Text)
        };
        check(&logged(&off, error, false), &[], &["a step"]);
    }

    #[test]
    fn levels_change_while_it_runs() {
        let (quiet, handle) =
            reload::Layer::new(filter(&config(None, LogFormat::Text), None, false));
        let levels = Levels {
            handle,
            asked: None,
            chat: false,
        };
        let sink = Sink::default();
        let made = sink.clone();
        let writer = Blotting::new(move || made.clone(), Vec::new());
        let log = Registry::default().with(layer(LogFormat::Text, false, quiet, writer));
        tracing::subscriber::with_default(log, || {
            tracing::debug!("before");
            let mut louder = config(None, LogFormat::Text);
            louder.level = LevelFilter::DEBUG;
            levels.change(&louder).unwrap();
            tracing::debug!("after");
        });
        let log = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
        check(&log, &["after"], &["before"]);
    }

    #[test]
    fn secrets_are_blotted_out_in_both_forms() {
        for format in [LogFormat::Text, LogFormat::Json] {
            let log = logged(&config(None, format), None, false);
            check(&log, &["/bot[secret]/getMe, [secret]", "kally"], &["hush"]);
        }
    }

    #[test]
    fn json_is_an_object_a_line() {
        let log = logged(&config(None, LogFormat::Json), None, false);
        let lines: Vec<serde_json::Value> = log
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let own = &lines[1];
        assert_eq!(own["message"], "own info");
        assert_eq!(own["call"], 7);
        assert_eq!(own["level"], "INFO");
    }

    #[test]
    fn text_has_no_escapes_without_a_terminal() {
        let log = logged(&config(None, LogFormat::Text), None, false);
        assert!(!log.contains('\u{1b}'), "{log:?}");
    }
}

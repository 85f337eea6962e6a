//! The command `check`: one line for each thing that the bridge needs, with the
//! remedy where it is missing.
//!
//! The parts bring their own probes. This runs all of them, each with a time
//! limit, even if others fail. Probes write nothing where the bridge works.

mod around;
mod database;
mod folder;

use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::time::Duration;

use futures::future::BoxFuture;

use super::config::{ConfigError, Loaded};

pub use around::{Around, Running};
pub use database::database;
pub use folder::folder;

/// How long one probe may take.
const LIMIT: Duration = Duration::from_secs(20);

/// The result of a probe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    Fine {
        /// The observation, such as an address or a name.
        note: String,
    },
    /// It is not part of this set-up.
    Unused {
        /// How to use it.
        note: String,
    },
    Wrong {
        what: String,
        /// The remedy.
        remedy: String,
    },
}

impl Finding {
    pub fn fine(note: impl fmt::Display) -> Self {
        Self::Fine {
            note: note.to_string(),
        }
    }

    /// The same, behind another observation.
    #[cfg_attr(
        not(feature = "matrix"),
        allow(dead_code, reason = "only Matrix observes two things")
    )]
    pub fn after(self, before: &str) -> Self {
        let behind = |text: String| format!("{before}; {text}");
        match self {
            Self::Fine { note } => Self::Fine { note: behind(note) },
            Self::Unused { note } => Self::Unused { note: behind(note) },
            Self::Wrong { what, remedy } => Self::Wrong {
                what: behind(what),
                remedy,
            },
        }
    }

    pub fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong { .. })
    }

    /// It is not part of this set-up.
    pub fn unused(note: impl fmt::Display) -> Self {
        Self::Unused {
            note: note.to_string(),
        }
    }

    /// A problem. No secret may be in either text.
    pub fn wrong(what: impl fmt::Display, remedy: impl fmt::Display) -> Self {
        Self::Wrong {
            what: what.to_string(),
            remedy: remedy.to_string(),
        }
    }
}

pub struct Probe<'a> {
    name: &'static str,
    look: BoxFuture<'a, Finding>,
}

impl<'a> Probe<'a> {
    /// A probe under a short name, such as `store`.
    pub fn new(name: &'static str, look: impl Future<Output = Finding> + Send + 'a) -> Self {
        Self {
            name,
            look: Box::pin(look),
        }
    }
}

/// Writes a line about the configuration and one for each probe. Returns the
/// exit code of the process: 0 if all is well, 1 if something is not, 2 if the
/// configuration cannot be used.
///
/// # Errors
/// When `out` cannot be written to.
pub async fn run(
    loaded: &Result<Loaded, ConfigError>,
    probes: Vec<Probe<'_>>,
    out: &mut (dyn Write + Send),
) -> io::Result<u8> {
    run_within(LIMIT, loaded, probes, out).await
}

async fn run_within(
    limit: Duration,
    loaded: &Result<Loaded, ConfigError>,
    probes: Vec<Probe<'_>>,
    out: &mut (dyn Write + Send),
) -> io::Result<u8> {
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            writeln!(
                out,
                "✗ configuration: {} wrong",
                count(error.problems.len())
            )?;
            for problem in &error.problems {
                writeln!(out, "    {problem}")?;
            }
            return Ok(ConfigError::EXIT_CODE);
        }
    };
    let source = match &loaded.file {
        Some(file) => format!("{} is valid", file.display()),
        None => "valid; no file, defaults and variables only".to_owned(),
    };
    line(out, "configuration", &Finding::fine(source))?;
    for warning in &loaded.warnings {
        writeln!(out, "    note: {warning}")?;
    }
    let mut wrong = 0;
    for Probe { name, look } in probes {
        let finding = tokio::time::timeout(limit, look).await.unwrap_or_else(|_| {
            Finding::wrong(
                format!("no answer within {}", humantime::format_duration(limit)),
                "check the network and the address, then try again",
            )
        });
        wrong += usize::from(finding.is_wrong());
        line(out, name, &finding)?;
    }
    match wrong {
        0 => writeln!(out, "All is well.")?,
        wrong => writeln!(out, "{} to put right.", count(wrong))?,
    }
    Ok(u8::from(wrong > 0))
}

fn count(things: usize) -> String {
    match things {
        1 => "1 thing".to_owned(),
        more => format!("{more} things"),
    }
}

fn line(out: &mut (dyn Write + Send), name: &str, finding: &Finding) -> io::Result<()> {
    match finding {
        Finding::Fine { note } => writeln!(out, "✓ {name}: {note}"),
        Finding::Unused { note } => writeln!(out, "- {name}: {note}"),
        Finding::Wrong { what, remedy } => {
            writeln!(out, "✗ {name}: {what}\n    → {remedy}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LogFormat;
    use crate::config::problem::Problem;
    use crate::config::{Config, Environment};

    fn loaded() -> Loaded {
        let around = Environment {
            folder: "/nowhere".into(),
            ..Environment::default()
        };
        Config::load(None, &around).unwrap()
    }

    async fn report(loaded: Result<Loaded, ConfigError>, probes: Vec<Probe<'_>>) -> (u8, String) {
        let mut out = Vec::new();
        let limit = Duration::from_millis(10);
        let code = run_within(limit, &loaded, probes, &mut out).await.unwrap();
        (code, String::from_utf8(out).unwrap())
    }

    #[tokio::test]
    async fn all_is_well() {
        let probes = vec![
            Probe::new("store", async { Finding::fine("opens") }),
            Probe::new("matrix", async {
                Finding::unused("set [matrix] to use it")
            }),
        ];
        let (code, text) = report(Ok(loaded()), probes).await;
        assert_eq!(code, 0);
        insta::assert_snapshot!(text, @r#"
        ✓ configuration: valid; no file, defaults and variables only
        ✓ store: opens
        - matrix: set [matrix] to use it
        All is well.
        "#);
    }

    #[tokio::test]
    async fn one_failure_hides_no_other() {
        let mut loaded = loaded();
        loaded.file = Some("a.toml".into());
        loaded.warnings.push("two ports differ".to_owned());
        let probes = vec![
            Probe::new("store", async {
                Finding::wrong("in use", "stop the other one")
            }),
            Probe::new("kallyai", std::future::pending()),
            Probe::new("telegram", async { Finding::fine("@kally_bot") }),
        ];
        let (code, text) = report(Ok(loaded), probes).await;
        assert_eq!(code, 1);
        insta::assert_snapshot!(text, @r#"
        ✓ configuration: a.toml is valid
            note: two ports differ
        ✗ store: in use
            → stop the other one
        ✗ kallyai: no answer within 10ms
            → check the network and the address, then try again
        ✓ telegram: @kally_bot
        2 things to put right.
        "#);
    }

    #[tokio::test]
    async fn without_a_configuration_nothing_else_is_tried() {
        let problem = Problem::Unmet {
            key: "matrix.user".to_owned(),
            wanted: "is needed".to_owned(),
        };
        let error = ConfigError {
            problems: vec![problem],
            log_format: LogFormat::default(),
        };
        let probe = Probe::new("store", async { panic!("was tried") });
        let (code, text) = report(Err(error), vec![probe]).await;
        assert_eq!(code, 2);
        insta::assert_snapshot!(text, @r#"
        ✗ configuration: 1 thing wrong
            matrix.user (KALLY_MATRIX__USER) is needed
        "#);
    }
}

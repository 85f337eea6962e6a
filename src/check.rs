//! The command `check`: one line for each thing that the bridge needs, with the
//! remedy where it is missing.
//!
//! The parts bring their own probes. This runs all of them, each with a time
//! limit, even if others fail. Probes change nothing that lasts.

use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use futures::future::BoxFuture;

use super::config::{ConfigError, Loaded};

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
        wrong += usize::from(matches!(finding, Finding::Wrong { .. }));
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

/// Whether files can be made in a folder, or the folder itself where it does
/// not exist yet. Leaves nothing behind.
#[must_use]
pub fn folder(path: &Path) -> Finding {
    let remedy = || {
        format!(
            "give the user that runs kally-bridge the right to write in {}, or choose another \
             folder with store.path",
            path.display()
        )
    };
    match std::fs::metadata(path) {
        Ok(found) if !found.is_dir() => Finding::wrong(
            format!("{} is not a folder", path.display()),
            "choose another folder with store.path",
        ),
        Ok(_) => match try_write(path) {
            Ok(()) => Finding::fine(format!("{} can be written to", path.display())),
            Err(error) => Finding::wrong(
                format!("{} cannot be written to: {error}", path.display()),
                remedy(),
            ),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match try_write(existing_parent(path)) {
                Ok(()) => Finding::fine(format!("{} will be made", path.display())),
                Err(error) => Finding::wrong(
                    format!("{} cannot be made: {error}", path.display()),
                    remedy(),
                ),
            }
        }
        Err(error) => Finding::wrong(
            format!("{} cannot be examined: {error}", path.display()),
            remedy(),
        ),
    }
}

/// The nearest existing folder above.
fn existing_parent(path: &Path) -> &Path {
    path.ancestors()
        .skip(1)
        .map(|parent| match parent.as_os_str().is_empty() {
            true => Path::new("."),
            false => parent,
        })
        .find(|parent| parent.exists())
        .unwrap_or(Path::new("."))
}

fn try_write(folder: &Path) -> io::Result<()> {
    let file = folder.join(format!(".kally-bridge-check-{}", std::process::id()));
    std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)?;
    std::fs::remove_file(&file)
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

    #[test]
    fn folders() {
        let place = tempfile::tempdir().unwrap();
        let fine = |path: &Path| matches!(folder(path), Finding::Fine { .. });
        assert!(fine(place.path()));
        assert!(fine(&place.path().join("a/b/c")), "made later");
        let file = place.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert!(!fine(&file));
        assert!(!fine(&file.join("below")));
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    }
}

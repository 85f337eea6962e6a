//! The sources of settings: the defaults, a file, credentials, `.env`, the
//! environment; each overrides the one before it. This is the only reader of the
//! environment. A layer is checked against the known keys first, so that a
//! misspelt key is a problem instead of being ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use figment::providers::{Format as _, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Metadata, Profile, Provider};

use super::file::renamed;
use super::problem::{Origin, Problem};
use super::variables::Variables;

/// The file with every key and its default; the only place where defaults are.
pub const DEFAULTS: &str = include_str!("../../config/kally-bridge.toml");

/// Not a key: names the file.
pub(super) const CONFIG_VARIABLE: &str = "KALLY_CONFIG";
/// The places of a file when none is named.
const USUAL_FILES: [&str; 2] = ["config/kally-bridge.toml", "kally-bridge.toml"];
/// A configuration is a page or two; a much larger file is a mistake.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// The environment of the process, as far as the configuration reads it.
#[derive(Clone, Default)]
pub struct Environment {
    pub variables: BTreeMap<OsString, OsString>,
    /// The working folder; empty for the process's own.
    pub folder: PathBuf,
    /// The system's folder for temporary files.
    pub temp: PathBuf,
    /// The machine's timezone by its IANA name, if it is known.
    pub timezone: Option<String>,
}

impl std::fmt::Debug for Environment {
    /// Without the variables, which hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl Environment {
    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            variables: std::env::vars_os().collect(),
            folder: PathBuf::new(),
            temp: std::env::temp_dir(),
            timezone: iana_time_zone::get_timezone().ok(),
        }
    }

    /// A variable that is set, not empty, and UTF-8.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables
            .get(&OsString::from(name))?
            .to_str()
            .filter(|value| !value.is_empty())
    }
}

/// One source of settings, `section.key` to value.
pub(super) struct Layer {
    pub(super) origin: Origin,
    pub(super) dict: Dict,
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.origin.to_string())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.dict.clone()))
    }
}

/// The layers of a start, lowest first, and the file that was read.
pub(super) struct Layers {
    pub(super) layers: Vec<Layer>,
    pub(super) file: Option<PathBuf>,
    pub(super) problems: Vec<Problem>,
}

impl Layers {
    /// Reads all of them; an unreadable one becomes a problem.
    pub(super) fn read(named: Option<&Path>, around: &Environment) -> Self {
        let mut problems = Vec::new();
        let mut layers = vec![Layer {
            origin: Origin::Defaults,
            dict: toml(DEFAULTS, "the defaults").unwrap_or_else(|problem| {
                problems.push(problem);
                Dict::new()
            }),
        }];
        let known = keys_of(&layers[0].dict);
        let variables = Variables {
            known: &known,
            around,
        };
        let dotenv = variables.of_dotenv(&mut problems);
        let file = file_of(named, around, &dotenv);
        if let Some(path) = &file {
            match read_file(&around.folder.join(path), path) {
                Ok(dict) => {
                    let origin = Origin::File(path.display().to_string());
                    let dict = known_of(dict, &known, &origin, &mut problems);
                    layers.push(Layer { origin, dict });
                }
                Err(problem) => problems.push(problem),
            }
        }
        let credentials = variables.credentials(&mut problems);
        let environment = variables.of_environment(&mut problems);
        for (origin, pairs) in [
            (Origin::Credentials, credentials),
            (Origin::DotEnv, dotenv),
            (Origin::Environment, environment),
        ] {
            let dict = variables.settings(pairs, &origin, &mut problems);
            layers.push(Layer { origin, dict });
        }
        Self {
            layers,
            file,
            problems,
        }
    }
}

/// All `section.key` of a table.
pub(super) fn keys_of(dict: &Dict) -> BTreeSet<String> {
    dict.iter()
        .filter_map(|(section, value)| Some((section, value.as_dict()?)))
        .flat_map(|(section, keys)| keys.keys().map(move |key| format!("{section}.{key}")))
        .collect()
}

fn toml(text: &str, name: &str) -> Result<Dict, Problem> {
    Toml::from_str::<Dict>(text).map_err(|error| {
        // The error's own Display shows the line, which may hold a secret.
        let before = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..before]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Problem::Unreadable {
            what: name.to_owned(),
            why: format!(
                "line {line} is not valid TOML ({})",
                first_line(error.message())
            ),
        }
    })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The file to read: `--config`, `KALLY_CONFIG`, or one of the usual places.
fn file_of(
    named: Option<&Path>,
    around: &Environment,
    dotenv: &BTreeMap<String, String>,
) -> Option<PathBuf> {
    named
        .map(Path::to_owned)
        .or_else(|| around.variable(CONFIG_VARIABLE).map(PathBuf::from))
        .or_else(|| dotenv.get(CONFIG_VARIABLE).map(PathBuf::from))
        .or_else(|| {
            USUAL_FILES
                .iter()
                .map(PathBuf::from)
                .find(|path| around.folder.join(path).is_file())
        })
}

fn read_file(path: &Path, shown: &Path) -> Result<Dict, Problem> {
    let unreadable = |why: String| Problem::Unreadable {
        what: format!("the file {}", shown.display()),
        why,
    };
    let size = std::fs::metadata(path)
        .map_err(|error| unreadable(error.to_string()))?
        .len();
    if size > MAX_FILE_BYTES {
        return Err(unreadable("it is larger than 1 MiB".to_owned()));
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    toml(&text, &format!("the file {}", shown.display()))
}

/// The known keys of a table; the rest are problems.
fn known_of(
    dict: Dict,
    known: &BTreeSet<String>,
    origin: &Origin,
    problems: &mut Vec<Problem>,
) -> Dict {
    let mut kept = Dict::new();
    let mut unknown = |name: String| {
        problems.push(Problem::Unknown {
            near: renamed(&name).or_else(|| nearest(&name, known.iter().map(String::as_str))),
            name,
            origin: origin.clone(),
        });
    };
    for (section, value) in dict {
        let Value::Dict(_, keys) = value else {
            unknown(section);
            continue;
        };
        if keys.is_empty() && !known.iter().any(|name| in_section(name, &section)) {
            unknown(section);
            continue;
        }
        for (key, value) in keys {
            let name = format!("{section}.{key}");
            if known.contains(&name) {
                insert(&mut kept, &section, &key, value);
            } else {
                unknown(name);
            }
        }
    }
    kept
}

fn in_section(name: &str, section: &str) -> bool {
    name.split_once('.').is_some_and(|(own, _)| own == section)
}

pub(super) fn insert(dict: &mut Dict, section: &str, key: &str, value: Value) {
    let table = dict
        .entry(section.to_owned())
        .or_insert_with(|| Value::from(Dict::new()));
    if let Value::Dict(_, keys) = table {
        keys.insert(key.to_owned(), value);
    }
}

/// The known name that was probably meant.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|other| (strsim::jaro_winkler(name, other), other))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other.to_owned())
}

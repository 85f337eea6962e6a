//! Settings from outside the configuration file: variables of the environment
//! and of `.env`, files that a variable names, and credentials from systemd.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use figment::value::{Dict, Value};

use super::layers::{CONFIG_VARIABLE, Environment, insert, nearest};
use super::problem::{Origin, Problem, variable_of};

const PREFIX: &str = "KALLY_";
const DOTENV: &str = ".env";
/// Behind the variable of a key: the file that holds the value, as Docker and
/// Kubernetes hand secrets over.
const FILE: &str = "_FILE";
/// The folder of the credentials that systemd hands over (`LoadCredential=`),
/// each in a file with the name of its key, such as `telegram.token`.
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";
/// Secrets are short; a much larger file is a mistake.
const MAX_SECRET_BYTES: u64 = 64 * 1024;

/// Values by the names of their variables.
type Pairs = BTreeMap<String, String>;

/// The readers of variables.
pub(super) struct Variables<'a> {
    /// Every `section.key`.
    pub(super) known: &'a BTreeSet<String>,
    pub(super) around: &'a Environment,
}

impl Variables<'_> {
    /// The `KALLY_…` pairs of `.env`.
    pub(super) fn of_dotenv(&self, problems: &mut Vec<Problem>) -> Pairs {
        let path = self.around.folder.join(DOTENV);
        if !path.is_file() {
            return Pairs::new();
        }
        let mut pairs = Pairs::new();
        let iter = match dotenvy::from_path_iter(&path) {
            Ok(iter) => iter,
            Err(error) => {
                problems.push(dotenv_problem(&path, &error));
                return pairs;
            }
        };
        for item in iter {
            match item {
                Ok((name, value)) if name.starts_with(PREFIX) => {
                    pairs.insert(name, value);
                }
                Ok(_) => {}
                Err(error) => {
                    problems.push(dotenv_problem(&path, &error));
                    break;
                }
            }
        }
        self.with_files(pairs, problems)
    }

    /// The `KALLY_…` pairs of the environment, without those that Kubernetes sets
    /// for a service whose name begins like ours.
    pub(super) fn of_environment(&self, problems: &mut Vec<Problem>) -> Pairs {
        let mut pairs = Pairs::new();
        for (name, value) in &self.around.variables {
            let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else {
                continue;
            };
            match value.to_str() {
                Some(value) if is_service_link(name, value) => {}
                Some(value) => {
                    pairs.insert(name.to_owned(), value.to_owned());
                }
                None => problems.push(Problem::Unreadable {
                    what: format!("the variable {name}"),
                    why: "it is not UTF-8".to_owned(),
                }),
            }
        }
        self.with_files(pairs, problems)
    }

    /// The credentials that systemd hands over.
    pub(super) fn credentials(&self, problems: &mut Vec<Problem>) -> Pairs {
        let Some(folder) = self.around.variable(CREDENTIALS) else {
            return Pairs::new();
        };
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(Problem::Unreadable {
                    what: format!("the folder of ${CREDENTIALS}"),
                    why: error.to_string(),
                });
                return Pairs::new();
            }
        };
        let mut pairs = Pairs::new();
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if !self.known.contains(&name) {
                let near = nearest(&name, self.known.iter().map(String::as_str));
                // A unit may have credentials for others, such as the passphrase of
                // backups. Every key has a dot.
                if near.is_none() && !name.contains('.') {
                    continue;
                }
                problems.push(Problem::Unknown {
                    near,
                    name,
                    origin: Origin::Credentials,
                });
                continue;
            }
            match read_secret(&entry.path()) {
                Ok(value) => {
                    pairs.insert(variable_of(&name), value);
                }
                Err(why) => problems.push(Problem::Unreadable {
                    what: format!("the credential {name}"),
                    why,
                }),
            }
        }
        pairs
    }

    /// The pairs with the contents of the files that some of them name.
    fn with_files(&self, mut pairs: Pairs, problems: &mut Vec<Problem>) -> Pairs {
        let named: Vec<(String, String)> = self
            .known
            .iter()
            .map(|key| variable_of(key))
            .filter_map(|name| Some((pairs.remove(&format!("{name}{FILE}"))?, name)))
            .filter(|(path, _)| !path.is_empty())
            .map(|(path, name)| (name, path))
            .collect();
        for (name, path) in named {
            if pairs.get(&name).is_some_and(|value| !value.is_empty()) {
                problems.push(Problem::Unreadable {
                    what: format!("the variable {name}{FILE}"),
                    why: format!("{name} is set as well; set one of them"),
                });
                continue;
            }
            match read_secret(&self.around.folder.join(&path)) {
                Ok(value) => {
                    pairs.insert(name, value);
                }
                Err(why) => problems.push(Problem::Unreadable {
                    what: format!("the file {path} of {name}{FILE}"),
                    why,
                }),
            }
        }
        pairs
    }

    /// A table of the variables that name a key; the others are problems.
    pub(super) fn settings(
        &self,
        pairs: Pairs,
        origin: &Origin,
        problems: &mut Vec<Problem>,
    ) -> Dict {
        let names: BTreeMap<String, &String> = self
            .known
            .iter()
            .map(|key| (variable_of(key), key))
            .collect();
        let mut dict = Dict::new();
        for (name, value) in pairs {
            let path = names.get(&name).and_then(|key| key.split_once('.'));
            if let Some((section, key)) = path {
                insert(&mut dict, section, key, Value::from(value));
            } else if name != CONFIG_VARIABLE {
                let near = nearest(&name, names.keys().map(String::as_str));
                problems.push(Problem::Unknown {
                    name: format!("the variable {name}"),
                    origin: origin.clone(),
                    near,
                });
            }
        }
        dict
    }
}

/// Whether Kubernetes sets such a variable for each service in the namespace:
/// `…_SERVICE_HOST`, `…_SERVICE_PORT`, `…_PORT=tcp://…`, `…_PORT_8976_TCP_ADDR`.
/// Our own have two underscores behind the section.
fn is_service_link(name: &str, value: &str) -> bool {
    let of_port = |(_, rest): (&str, &str)| {
        let mut parts = rest.split('_').skip(1);
        let number = parts.next().is_some_and(|it| it.parse::<u16>().is_ok());
        number && matches!(parts.next(), Some("TCP" | "UDP" | "SCTP"))
    };
    let address = || name.ends_with("_PORT") && value.contains("://");
    let service = name.ends_with("_SERVICE_HOST") || name.contains("_SERVICE_PORT");
    !name.contains("__") && (service || address() || name.split_once("_PORT").is_some_and(of_port))
}

/// The content of a file that holds one value; the reader of the key cuts the
/// line's end.
fn read_secret(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut limited = file.take(MAX_SECRET_BYTES + 1);
    limited
        .read_to_string(&mut text)
        .map_err(|error| error.to_string())?;
    match u64::try_from(text.len()) {
        Ok(length) if length <= MAX_SECRET_BYTES => Ok(text),
        _ => Err("it is larger than 64 KiB".to_owned()),
    }
}
fn dotenv_problem(path: &Path, error: &dotenvy::Error) -> Problem {
    let why = match error {
        // The error's Display shows the line, which may hold a secret.
        dotenvy::Error::LineParse(line, _) => {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let wrong = text.lines().position(|own| own.trim() == line.trim());
            match wrong {
                Some(index) => format!("line {} is not of the form NAME=value", index + 1),
                None => "a line is not of the form NAME=value".to_owned(),
            }
        }
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "it is not made of lines NAME=value".to_owned(),
    };
    Problem::Unreadable {
        what: "the file .env".to_owned(),
        why,
    }
}

//! The mistakes in a configuration, told so that they can be corrected: the
//! key, its variable, the origin of the value and the expected form. No message
//! shows a secret's value.

use std::fmt;

use super::sections::LogFormat;

/// The origin of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The defaults built into the program.
    Defaults,
    /// A configuration file, by its path.
    File(String),
    /// The files that systemd hands over.
    Credentials,
    /// The file `.env` in the working folder.
    DotEnv,
    Environment,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Defaults => f.write_str("the defaults"),
            Self::File(path) => write!(f, "the file {path}"),
            Self::Credentials => f.write_str("the credentials"),
            Self::DotEnv => f.write_str("the file .env"),
            Self::Environment => f.write_str("the environment"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A value that is not valid.
    Invalid {
        key: String,
        /// The value, unless it is a secret.
        found: Option<String>,
        /// Where it came from.
        origin: String,
        wanted: String,
    },
    /// A value that is missing, or not valid together with another.
    Unmet {
        /// The key to set.
        key: String,
        /// The reason and the expected form.
        wanted: String,
    },
    /// A key or a variable that does not exist.
    Unknown {
        name: String,
        origin: Origin,
        /// The name that was probably meant.
        near: Option<String>,
    },
    /// A file or a variable that cannot be read.
    Unreadable { what: String, why: String },
}

/// The variable that overrides a key: `KALLY_SECTION__KEY`.
#[must_use]
pub fn variable_of(key: &str) -> String {
    format!("KALLY_{}", key.replace('.', "__").to_uppercase())
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid {
                key,
                found,
                origin,
                wanted,
            } => {
                let variable = variable_of(key);
                match found {
                    Some(found) => write!(f, "{key} ({variable}) is {found:?} in {origin}")?,
                    None => write!(f, "{key} ({variable}) in {origin} is not valid")?,
                }
                write!(f, "; it must be {wanted}")
            }
            Self::Unmet { key, wanted } => write!(f, "{key} ({}) {wanted}", variable_of(key)),
            Self::Unknown { name, origin, near } => {
                write!(f, "{name} in {origin} is not known")?;
                match near {
                    Some(near) => write!(f, "; was {near} meant?"),
                    None => f.write_str("; config/kally-bridge.toml lists every key"),
                }
            }
            Self::Unreadable { what, why } => write!(f, "{what} cannot be read: {why}"),
        }
    }
}

/// The configuration cannot be used, because of these mistakes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// The mistakes, at least one.
    pub problems: Vec<Problem>,
    /// The form in which the log is wanted.
    pub log_format: LogFormat,
}

impl ConfigError {
    /// The exit code of the process for this error.
    pub const EXIT_CODE: u8 = 2;
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used:")?;
        for problem in &self.problems {
            write!(f, "\n  ✗ {problem}")?;
        }
        Ok(())
    }
}

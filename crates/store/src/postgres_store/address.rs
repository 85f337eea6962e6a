//! Where a PostgreSQL is, and whether TLS leads there.
//!
//! The form is libpq's: `postgres://name:password@host:port/database?sslmode=…`.
//! With TLS the server's certificate and name are always checked: `require`,
//! `verify-ca` and `verify-full` mean the same. Without `sslmode` it is needed,
//! except on this machine.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr as _;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// The address of a database. It does not print the password.
#[derive(Clone)]
pub struct PostgresAddress {
    whole: SecretString,
    config: Arc<Config>,
    shown: String,
}

/// Why a text is no such address. It quotes nothing of the text.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
pub enum AddressError {
    /// The scheme is another one.
    #[error("must begin with postgres:// or postgresql://")]
    NotPostgres,
    /// It cannot be read.
    #[error(
        "must be postgres://name:password@host/database; other characters than letters and \
         digits in the name and the password are written with %"
    )]
    Unreadable,
    /// It names no database or no host.
    #[error("must name a host and a database: postgres://name:password@host/database")]
    Incomplete,
    /// The kind of TLS is not offered.
    #[error(
        "must have sslmode=verify-full, or sslmode=disable for a network that nobody listens on: \
         nothing in between is safe"
    )]
    Tls,
}

impl PostgresAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// Says what is wrong with it, and quotes nothing.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if !["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
        {
            return Err(AddressError::NotPostgres);
        }
        let (rest, query) = text.split_once('?').unwrap_or((text, ""));
        let (modes, others): (Vec<&str>, Vec<&str>) = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .partition(|pair| pair.starts_with("sslmode="));
        let mut plain = rest.to_owned();
        if !others.is_empty() {
            plain.push('?');
            plain.push_str(&others.join("&"));
        }
        let mut config = Config::from_str(&plain).map_err(|_| AddressError::Unreadable)?;
        if config.get_dbname().is_none_or(str::is_empty) || config.get_hosts().is_empty() {
            return Err(AddressError::Incomplete);
        }
        let with_tls = match modes.last().and_then(|mode| mode.strip_prefix("sslmode=")) {
            None => !config.get_hosts().iter().all(is_here),
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            Some(_) => return Err(AddressError::Tls),
        };
        config.ssl_mode(if with_tls {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        // A standby takes no writes.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        Ok(Self {
            whole: text.to_owned().into(),
            shown: shown(&config),
            config: Arc::new(config),
        })
    }

    /// Whether the connection is encrypted, and the server's certificate checked.
    #[must_use]
    pub fn has_tls(&self) -> bool {
        self.config.get_ssl_mode() == SslMode::Require
    }

    /// Whether every host is this machine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.config.get_hosts().iter().all(is_here)
    }

    /// The address as it was given, with the password.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.whole.expose_secret()
    }

    /// The password, and how it is written in the address if that differs: for the
    /// log to mask.
    #[must_use]
    pub fn secrets(&self) -> Vec<SecretString> {
        let password = self.config.get_password().map(String::from_utf8_lossy);
        let written = written_password(self.expose());
        let written = written.filter(|written| password.as_deref() != Some(written));
        let written = written.map(str::to_owned);
        let both = password.map(Cow::into_owned).into_iter().chain(written);
        both.filter(|secret| !secret.is_empty())
            .map(Into::into)
            .collect()
    }

    pub(super) fn config(&self) -> Config {
        Config::clone(&self.config)
    }
}

impl fmt::Display for PostgresAddress {
    /// Without the name and the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({})", self.shown)
    }
}

fn written_password(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let (hosts, _) = rest.split_once('/').unwrap_or((rest, ""));
    let (login, _) = hosts.rsplit_once('@')?;
    Some(login.split_once(':')?.1)
}

fn shown(config: &Config) -> String {
    let ports = config.get_ports();
    let port = |index: usize| ports.get(index).or(ports.first()).copied().unwrap_or(5432);
    let hosts = config.get_hosts().iter().enumerate();
    let hosts: Vec<String> = hosts
        .map(|(index, host)| match host {
            Host::Tcp(name) if name.contains(':') => format!("[{name}]:{}", port(index)),
            Host::Tcp(name) => format!("{name}:{}", port(index)),
            Host::Unix(path) => path.display().to_string(),
        })
        .collect();
    let database = config.get_dbname().unwrap_or_default();
    format!("PostgreSQL at {}, database {database}", hosts.join(","))
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, with_tls: bool, shown: &str) {
        let address = PostgresAddress::parse(text).expect(text);
        assert_eq!(address.has_tls(), with_tls, "{text}");
        assert_eq!(address.to_string(), shown);
        let said = format!("{address:?} {address}");
        assert!(!said.contains("s3cret"), "{said}");
    }

    #[test]
    fn tls_is_needed_unless_the_server_is_here_or_the_address_says_otherwise() {
        let far = "PostgreSQL at db.example.org:5432, database kally";
        let base = "postgres://ana:s3cret@db.example.org/kally";
        check(base, true, far);
        check(&format!("{base}?sslmode=disable"), false, far);
        for mode in ["require", "verify-ca", "verify-full"] {
            check(
                &format!("{base}?connect_timeout=3&sslmode={mode}"),
                true,
                far,
            );
        }
        let near = "PostgreSQL at 127.0.0.1:5433, database kally";
        check("postgresql://ana:s3cret@127.0.0.1:5433/kally", false, near);
        check(
            "postgresql://ana:s3cret@127.0.0.1:5433/kally?sslmode=verify-full",
            true,
            near,
        );
        let socket = "PostgreSQL at /run/postgresql, database kally";
        check("postgres://ana@%2Frun%2Fpostgresql/kally", false, socket);
        let two = "PostgreSQL at a:5432,b:6432, database kally";
        check("postgres://ana:s3cret@a:5432,b:6432/kally", true, two);
    }

    #[test]
    fn a_wrong_address_is_refused_without_being_quoted() {
        for (text, why) in [
            ("mysql://ana:s3cret@db/kally", AddressError::NotPostgres),
            (
                "postgres://ana:s3cret@db:port/kally",
                AddressError::Unreadable,
            ),
            (
                "postgres://ana:s3cret@db/kally?colour=red",
                AddressError::Unreadable,
            ),
            ("postgres://ana:s3cret@db", AddressError::Incomplete),
            (
                "postgres://ana:s3cret@db/kally?sslmode=prefer",
                AddressError::Tls,
            ),
        ] {
            let error = PostgresAddress::parse(text).expect_err(text);
            assert_eq!(error, why, "{text}");
            assert!(!error.to_string().contains("s3cret"));
        }
    }

    #[test]
    fn every_form_of_the_password_is_masked() {
        let address =
            PostgresAddress::parse("postgres://ana:s3%40cret@a:1,b:2/kally").expect("read");
        let secrets = address.secrets();
        let secrets: Vec<&str> = secrets.iter().map(|it| it.expose_secret()).collect();
        assert_eq!(secrets, ["s3@cret", "s3%40cret"]);
    }
}

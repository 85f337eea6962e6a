//! Reads one key after another out of the merged layers, into its final type,
//! and collects mistakes instead of stopping at the first.

use std::collections::BTreeSet;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::ops::RangeInclusive;
use std::time::Duration;

use figment::Figment;
use figment::value::Value;
use secrecy::SecretString;
use url::Url;

use super::problem::{Origin, Problem};

pub(super) const SECOND: Duration = Duration::from_secs(1);
pub(super) const HOUR: Duration = Duration::from_secs(60 * 60);

/// The merged layers, the keys read so far, and the mistakes in them.
pub struct Reader {
    figment: Figment,
    pub(super) read: BTreeSet<&'static str>,
    /// The keys whose values are never shown.
    pub(super) secret: BTreeSet<&'static str>,
    pub(super) problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn new(figment: Figment, problems: Vec<Problem>) -> Self {
        Self {
            figment,
            read: BTreeSet::new(),
            secret: BTreeSet::new(),
            problems,
        }
    }

    /// The value as it was written; numbers and booleans as text.
    fn raw(&mut self, key: &'static str) -> Option<String> {
        self.read.insert(key);
        match self.figment.find_value(key) {
            Ok(Value::String(_, text)) => Some(text.trim().to_owned()),
            Ok(Value::Num(_, number)) => number
                .to_i128()
                .map(|n| n.to_string())
                .or_else(|| number.to_u128().map(|n| n.to_string()))
                .or_else(|| number.to_f64().map(|n| n.to_string())),
            Ok(Value::Bool(_, truth)) => Some(truth.to_string()),
            Ok(_) => {
                self.invalid(key, None, "a text or a number, not a list or a table");
                None
            }
            Err(_) => {
                self.unmet(key, "is missing");
                None
            }
        }
    }

    /// Reads a key with a parser; `wanted` describes the expected form.
    pub fn take<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.raw(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            // A login in an address is a secret as well.
            let shown = !self.secret.contains(key) && !text.contains('@');
            self.invalid(key, shown.then_some(text), wanted);
        }
        parsed
    }

    /// A text of one line; "" is `None`.
    pub fn text(&mut self, key: &'static str) -> Option<Option<String>> {
        self.take(key, "one line of text", |text| {
            let plain = !text.chars().any(char::is_control);
            plain.then(|| (!text.is_empty()).then(|| text.to_owned()))
        })
    }

    /// A secret of one line; "" is `None`.
    pub fn secret(&mut self, key: &'static str) -> Option<Option<SecretString>> {
        self.secret_as(key, "one line of text (the value is not shown)", |text| {
            !text.chars().any(char::is_control)
        })
    }

    /// A secret with a form of its own; "" is `None`.
    pub fn secret_as(
        &mut self,
        key: &'static str,
        wanted: &str,
        fits: impl FnOnce(&str) -> bool,
    ) -> Option<Option<SecretString>> {
        self.secret.insert(key);
        self.take(key, wanted, |text| match text {
            "" => Some(None),
            _ => fits(text).then(|| Some(SecretString::from(text))),
        })
    }

    /// An address of a web service, without a login, a query or a fragment.
    pub fn url(&mut self, key: &'static str, example: &str) -> Option<Url> {
        self.take(key, &wanted_url(example), parse_url)
    }

    /// The same; "" is `None`.
    pub fn optional_url(&mut self, key: &'static str, example: &str) -> Option<Option<Url>> {
        self.take(key, &wanted_url(example), |text| {
            if text.is_empty() {
                return Some(None);
            }
            parse_url(text).map(Some)
        })
    }

    /// A time such as "10s", within limits.
    pub fn time(
        &mut self,
        key: &'static str,
        limits: RangeInclusive<Duration>,
    ) -> Option<Duration> {
        let wanted = format!(
            "a time such as \"10s\" or \"5m\", from {} to {}",
            humantime::format_duration(*limits.start()),
            humantime::format_duration(*limits.end()),
        );
        self.take(key, &wanted, |text| {
            let time = humantime::parse_duration(text).ok()?;
            limits.contains(&time).then_some(time)
        })
    }

    /// A whole number within limits.
    pub fn number(&mut self, key: &'static str, limits: RangeInclusive<u64>) -> Option<u64> {
        let wanted = format!("a whole number from {} to {}", limits.start(), limits.end());
        self.take(key, &wanted, |text| {
            text.parse().ok().filter(|number| limits.contains(number))
        })
    }

    /// An address to listen at.
    pub fn socket(&mut self, key: &'static str) -> Option<SocketAddr> {
        let wanted = "an address of this machine and a port such as \"127.0.0.1:8976\"";
        self.take(key, wanted, of_this_machine)
    }

    /// The same; "" is `None`.
    pub fn optional_socket(&mut self, key: &'static str) -> Option<Option<SocketAddr>> {
        let wanted =
            "an address of this machine and a port such as \"127.0.0.1:8978\", or \"\" for none";
        self.take(key, wanted, |text| match text {
            "" => Some(None),
            _ => of_this_machine(text).map(Some),
        })
    }

    /// Whether nobody has set a key.
    pub fn is_default(&self, key: &'static str) -> bool {
        let origin = self.figment.find_metadata(key);
        origin.is_some_and(|origin| origin.name == Origin::Defaults.to_string())
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let list: Vec<String> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
        self.take(key, &either(&list), |text| {
            let found = words
                .iter()
                .find(|(word, _)| word.eq_ignore_ascii_case(text));
            found.map(|(_, value)| *value)
        })
    }

    fn invalid(&mut self, key: &str, found: Option<String>, wanted: &str) {
        let origin = self
            .figment
            .find_metadata(key)
            .map(|metadata| metadata.name.to_string())
            .unwrap_or_default();
        self.problems.push(Problem::Invalid {
            key: key.to_owned(),
            found,
            origin,
            wanted: wanted.to_owned(),
        });
    }

    /// Notes a value that is valid in itself, but not together with another.
    pub fn unmet(&mut self, key: &str, wanted: &str) {
        self.problems.push(Problem::Unmet {
            key: key.to_owned(),
            wanted: wanted.to_owned(),
        });
    }
}

/// An IP address with a port, or a name that the machine knows, such as
/// `localhost:8976`. Of a name's addresses the first one of IPv4 counts, as in
/// most addresses that people give to others.
fn of_this_machine(text: &str) -> Option<SocketAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let (name, port) = text.rsplit_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    let found: Vec<SocketAddr> = (name, port.parse().ok()?).to_socket_addrs().ok()?.collect();
    let preferred = found.iter().find(|address| address.is_ipv4());
    preferred.or(found.first()).copied()
}

/// The items of a list, which are separated by blanks or commas.
pub fn items(text: &str) -> impl Iterator<Item = &str> {
    let items = text.split([',', ' ', '\t']);
    items.filter(|item| !item.is_empty())
}

/// The words as 'a, b or c'.
pub fn either(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn wanted_url(example: &str) -> String {
    format!("an http or https address such as {example:?}, without a login, a query or a fragment")
}

/// Reads such an address.
pub fn parse_url(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    plain.then_some(url)
}

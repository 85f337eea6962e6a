//! Takes everything personal out of an answer, by rule, and looks for leftovers.
//!
//! A text stays only if a rule names it: the service's own words in the fields
//! that hold them, times, and the shape of an address. Everything else becomes a
//! stand-in of the same kind, so that the readers still find a number where a
//! number was. The same value has the same stand-in in all answers.

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::Url;

use super::super::lenient::moment;
use super::super::sign_in::AccessToken;
use super::super::wire::Speaker;

/// Fields whose texts are words of the service. Only a single word stays.
const WORDS: &[&str] = &[
    "call_language",
    "code",
    "format",
    "language",
    "period",
    "plan",
    "plan_type",
    "provider",
    "speaker",
    "status",
    "subscription_status",
    "task_category",
    "type",
];

/// A whole number of more digits may be a phone number or an id.
const MOST_DIGITS: usize = 6;

/// Shorter texts are too common to look for.
const SHORTEST: usize = 5;

/// The longest name of a field that stays.
const LONGEST_NAME: usize = 40;

/// A personal value is still in an answer: nothing of it may be kept. The value
/// is not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a personal value would have stayed in the answer")]
pub struct Leftover;

/// The name of a field, if it looks like one, and else a stand-in: a name may be
/// a value.
pub(super) fn name(name: &str) -> &str {
    let fits = name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && (name.chars()).all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && digits(name) <= MOST_DIGITS;
    if fits { name } else { "[name]" }
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Redacts the answers of one account.
#[derive(Default)]
pub struct Redactor {
    /// The stand-in of each text that was taken out.
    stand_ins: HashMap<String, String>,
    /// Texts that must not be in any answer: tokens.
    secrets: Vec<String>,
}

impl Redactor {
    /// Redacts answers to questions that were asked with this token.
    #[must_use]
    pub fn of_account(token: &AccessToken) -> Self {
        Self {
            secrets: vec![token.expose().to_owned()],
            ..Self::default()
        }
    }

    /// An answer without anything personal.
    ///
    /// # Errors
    /// If something that was taken out in one place is still there in another.
    pub fn redact(&mut self, answer: &Value) -> Result<Value, Leftover> {
        let redacted = self.value("", answer);
        match self.is_left_in("", &redacted) {
            true => Err(Leftover),
            false => Ok(redacted),
        }
    }

    /// A stand-in for a body that is not JSON.
    #[must_use]
    pub fn text(body: &str) -> Value {
        Value::String(format!("[{} characters]", body.chars().count()))
    }

    fn value(&mut self, field: &str, value: &Value) -> Value {
        match value {
            Value::Null | Value::Bool(_) => value.clone(),
            Value::Number(number) => match digits(&number.to_string()) > MOST_DIGITS {
                true if number.is_f64() => 0.5.into(),
                true => 1.into(),
                false => value.clone(),
            },
            Value::String(text) => Value::String(self.string(field, text)),
            Value::Array(items) => items.iter().map(|item| self.value(field, item)).collect(),
            Value::Object(fields) => {
                let mut redacted = Map::new();
                for (own, value) in fields {
                    redacted.insert(name(own).to_owned(), self.value(own, value));
                }
                Value::Object(redacted)
            }
        }
    }

    fn string(&mut self, field: &str, text: &str) -> String {
        if text.trim().is_empty() || is_word(field, text) || is_time(text) {
            return text.to_owned();
        }
        let next = self.stand_ins.len() + 1;
        let made = || stand_in(text, next);
        self.stand_ins
            .entry(text.to_owned())
            .or_insert_with(made)
            .clone()
    }

    fn is_left_in(&self, field: &str, value: &Value) -> bool {
        match value {
            // 'Hotel' may be the name of a place and a word of the service.
            Value::String(text) => !is_word(field, text) && self.holds_taken(text),
            Value::Array(items) => items.iter().any(|item| self.is_left_in(field, item)),
            Value::Object(fields) => (fields.iter())
                .any(|(name, value)| self.is_taken(name) || self.is_left_in(name, value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    fn holds_taken(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let taken_out = (self.stand_ins.keys()).filter(|taken| taken.len() >= SHORTEST);
        (taken_out.chain(&self.secrets)).any(|taken| text.contains(&taken.to_lowercase()))
    }

    /// Whether the name of a field is itself a value. One in small letters is a
    /// name.
    fn is_taken(&self, name: &str) -> bool {
        let may_be_value = name.contains(|c: char| !c.is_ascii_lowercase() && c != '_');
        may_be_value
            && (self.stand_ins.contains_key(name) || self.secrets.iter().any(|s| s == name))
    }
}

/// Whether a text is a word of the service, in a field that holds those.
fn is_word(field: &str, text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if field == "speaker" {
        // A person's name would be one word as well.
        return !matches!(Speaker::from_word(text.to_owned()), Speaker::Other(_));
    }
    let is_short = (1..=30).contains(&text.len()) && digits(text) <= 2;
    WORDS.contains(&field) && is_short && text.chars().all(fits)
}

/// A date, a time of day, both, or a time in a call.
fn is_time(text: &str) -> bool {
    let shaped = (text.chars()).all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let is_of_day = text.len() <= 12 && shaped && text.contains(':');
    is_of_day || moment(&Value::String(text.to_owned())).is_some()
}

/// A text of the same kind.
fn stand_in(text: &str, number: usize) -> String {
    if uuid::Uuid::try_parse(text).is_ok() {
        return format!("00000000-0000-4000-8000-{number:012}");
    }
    if let Ok(url) = Url::parse(text)
        && url.has_host()
    {
        return format!("{}://host-{number}.invalid/", url.scheme());
    }
    let in_numbers = |c: char| c.is_ascii_digit() || " +-().".contains(c);
    if digits(text) > MOST_DIGITS && text.chars().all(in_numbers) {
        return format!("+1202555{:04}", 100 + number % 100);
    }
    format!("[{} characters]", text.chars().count())
}

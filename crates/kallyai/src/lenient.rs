//! Reads JSON leniently: a number may be a string, an integer a float, a text a
//! number. A value that does not fit is `None`, never an error.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::Value;
use url::Url;

/// The longest time that is accepted: a year.
const LONGEST: f64 = 365.0 * 86_400.0;

/// The value under a path of names; `None` where it is missing or null.
pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let mut found = value;
    for name in path {
        found = found.get(name)?;
    }
    (!found.is_null()).then_some(found)
}

/// A text: a string that is not blank, a number or truth value in words, or a
/// list of those, one a line.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(items) => {
            let lines: Vec<String> = items.iter().filter_map(text).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        }
        Value::Null | Value::Object(_) => None,
    }
}

pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

/// A count: not negative, rounded.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked just before"
)]
pub(super) fn count(value: &Value) -> Option<u64> {
    let number = number(value)?.round();
    (0.0..=1e15).contains(&number).then_some(number as u64)
}

/// A length of time in seconds; not negative, a year at most.
pub(super) fn seconds(value: &Value) -> Option<Duration> {
    let number = number(value)?;
    (number >= 0.0).then(|| Duration::from_secs_f64(number.min(LONGEST)))
}

/// A truth value, also as text or number.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) => number.as_f64().map(|number| number != 0.0),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A point in time: RFC 3339, the same without a zone (taken as UTC), a bare
/// date, or seconds since 1970.
pub(super) fn moment(value: &Value) -> Option<DateTime<Utc>> {
    let Value::String(text) = value else {
        let seconds = i64::try_from(count(value)?).ok()?;
        return DateTime::from_timestamp(seconds, 0);
    };
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.to_utc());
    }
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"] {
        if let Ok(moment) = NaiveDateTime::parse_from_str(text, form) {
            return Some(moment.and_utc());
        }
    }
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(date.and_time(NaiveTime::MIN).and_utc())
}

/// A web address; only `https` and `http` are accepted.
pub(super) fn web_address(value: &Value) -> Option<Url> {
    let url: Url = value.as_str()?.trim().parse().ok()?;
    (matches!(url.scheme(), "https" | "http") && url.has_host()).then_some(url)
}

/// A word of the service that may be shown and logged: letters, digits, `_`,
/// `-` and `.`, at most 64 of them.
pub(super) fn word(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| if c == ' ' { '_' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .take(64)
        .collect()
}

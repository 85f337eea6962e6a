//! One request, one answer: sends, reads a bounded body, and turns the answer
//! into JSON or an [`Error`]. Nothing is repeated and no redirect is followed:
//! a token goes to the service's own address only.

use std::time::Duration;

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use serde_json::Value;

use super::error::{Error, ErrorCode, Refusal};
use super::lenient;

/// The longest pause that is accepted from `Retry-After`.
const LONGEST_PAUSE: Duration = Duration::from_secs(86_400);
/// The longest sentence of a refusal that is kept, in characters.
const LONGEST_MESSAGE: usize = 500;

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) http: u16,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: String,
}

/// Sends a request and reads its answer, `limit` bytes of it at most.
pub(super) async fn send(request: RequestBuilder, limit: usize) -> Result<Answer, Error> {
    let response = request.send().await.map_err(broken)?;
    let http = response.status().as_u16();
    let retry_after = retry_after(response.headers());
    let body = read(response, limit).await?;
    Ok(Answer {
        http,
        retry_after,
        body,
    })
}

pub(super) async fn read(mut response: Response, limit: usize) -> Result<String, Error> {
    let http = response.status().as_u16();
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(cut)? {
        if bytes.len() + chunk.len() > limit {
            return Err(Error::Unintelligible { http });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Sorts a failure to send. Only a failure to connect (name, TCP, TLS) or to
/// build the request certainly did not reach the service.
pub(super) fn broken(error: reqwest::Error) -> Error {
    // The address may carry ids; the error must not.
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Error::Unreachable(error)
    } else {
        Error::Interrupted(error)
    }
}

pub(super) fn cut(error: reqwest::Error) -> Error {
    Error::Interrupted(error.without_url())
}

/// `Retry-After`, in seconds or as a date; a date is measured against the
/// service's own `Date`.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let value = text(RETRY_AFTER)?;
    let pause = match value.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds >= 0.0 => {
            Duration::from_secs_f64(seconds.min(LONGEST_PAUSE.as_secs_f64()))
        }
        Ok(_) => return None,
        Err(_) => {
            let then = DateTime::parse_from_rfc2822(value).ok()?;
            let now = DateTime::parse_from_rfc2822(text(DATE)?).ok()?;
            (then - now).to_std().unwrap_or_default()
        }
    };
    Some(pause.min(LONGEST_PAUSE))
}

impl Answer {
    /// The JSON object or list of a successful answer.
    pub(super) fn json(&self) -> Result<Value, Error> {
        self.success()?;
        self.value().ok_or_else(|| self.unintelligible())
    }

    /// The text of a successful answer.
    pub(super) fn text(self) -> Result<String, Error> {
        self.success()?;
        Ok(self.body)
    }

    /// Accepts any successful answer. Its body does not matter.
    pub(super) fn success(&self) -> Result<(), Error> {
        match self.http {
            200..300 => Ok(()),
            _ => Err(self.error()),
        }
    }

    pub(super) fn unintelligible(&self) -> Error {
        Error::Unintelligible { http: self.http }
    }

    fn value(&self) -> Option<Value> {
        let text = self.body.trim_start_matches('\u{FEFF}');
        let value: Value = serde_json::from_str(text).ok()?;
        (value.is_object() || value.is_array()).then_some(value)
    }

    fn error(&self) -> Error {
        let bare = match self.http {
            401 => Some(ErrorCode::TokenExpired),
            402 => Some(ErrorCode::QuotaExceeded),
            404 => Some(ErrorCode::Other("http_404".to_owned())),
            429 => Some(ErrorCode::RateLimited),
            _ => None,
        };
        let value = self.value();
        let said = value.as_ref().and_then(code);
        let known = value
            .is_some()
            .then(|| ErrorCode::Other(format!("http_{}", self.http)));
        if !(400..600).contains(&self.http) {
            return self.unintelligible();
        }
        let Some(code) = said.or(bare).or(known) else {
            return self.unintelligible();
        };
        let value = value.unwrap_or_default();
        Error::from(Refusal {
            code,
            http: self.http,
            message: message(&value),
            correlation_id: correlation_id(&value),
            upgrade_url: upgrade_url(&value),
            retry_after: self.retry_after,
        })
    }
}

/// The first value found at one of several paths.
fn first<'a>(value: &'a Value, places: &[&[&str]]) -> Option<&'a Value> {
    places.iter().find_map(|place| lenient::at(value, place))
}

/// The code: in `error.code`, or the whole of `error` as in OAuth.
fn code(value: &Value) -> Option<ErrorCode> {
    let code = first(value, &[&["error", "code"], &["error"], &["code"]])?;
    let word = lenient::word(code.as_str()?);
    (!word.is_empty()).then(|| ErrorCode::from_word(&word))
}

fn message(value: &Value) -> Option<String> {
    let places: [&[&str]; 7] = [
        &["error", "message"],
        &["error", "details", "message"],
        &["error", "details", "reason"],
        &["error", "details"],
        &["error_description"],
        &["message"],
        &["detail"],
    ];
    let text = places
        .iter()
        .filter_map(|place| lenient::at(value, place))
        .find_map(lenient::text)?;
    Some(text.chars().take(LONGEST_MESSAGE).collect())
}

fn correlation_id(value: &Value) -> Option<String> {
    let id = first(value, &[&["error", "correlation_id"], &["correlation_id"]])?;
    Some(lenient::word(&lenient::text(id)?)).filter(|id| !id.is_empty())
}

fn upgrade_url(value: &Value) -> Option<url::Url> {
    let places: [&[&str]; 3] = [
        &["upgrade_url"],
        &["error", "upgrade_url"],
        &["error", "details", "upgrade_url"],
    ];
    first(value, &places).and_then(lenient::web_address)
}

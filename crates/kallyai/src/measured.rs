//! Each request is measured, by its operation and its result.

use std::time::Duration;

use kally_metrics::{REQUEST_SECONDS, REQUESTS};

use super::error::{Error, ErrorCode, Retry};
use super::transport::Answer;

/// Counts a request that took so long.
pub(super) fn measure(operation: &'static str, took: Duration, result: &Result<Answer, Error>) {
    REQUEST_SECONDS.observe(took, &[operation]);
    REQUESTS.count(&[operation, word(result)]);
}

/// A word for the result of a request.
fn word(result: &Result<Answer, Error>) -> &'static str {
    let refusal = match result {
        Ok(answer) => answer.success().err(),
        Err(Error::Unreachable(_)) => return "unreachable",
        Err(Error::Interrupted(_)) => return "interrupted",
        Err(_) => return "unintelligible",
    };
    let http = result.as_ref().map_or(0, |answer| answer.http);
    match refusal {
        None => "ok",
        Some(_) if http >= 500 => "server_error",
        Some(Error::Unintelligible { .. }) => "unintelligible",
        Some(error) if error.code() == Some(&ErrorCode::RateLimited) => "rate_limited",
        Some(error) if error.retry() == Retry::SignIn => "signed_out",
        Some(_) => "refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(http: u16, body: &str, expected: &str) {
        let answer = Answer {
            http,
            retry_after: None,
            body: body.to_owned(),
        };
        assert_eq!(word(&Ok(answer)), expected);
    }

    #[test]
    fn each_result_has_its_word() {
        check(200, "{}", "ok");
        check(429, "{}", "rate_limited");
        check(401, "{}", "signed_out");
        check(402, r#"{"error": {"code": "quota_exceeded"}}"#, "refused");
        check(503, "{}", "server_error");
        check(302, "", "unintelligible");
        let cut = Err(Error::Unintelligible { http: 200 });
        assert_eq!(word(&cut), "unintelligible");
    }
}

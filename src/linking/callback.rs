//! The browser comes back from the service's sign-in page.
//!
//! What it brings is sealed into the session and waits there; nothing is
//! linked by coming here. A refusal leaves the session as it is: whoever
//! declined by mistake follows the link again, and nobody can end another
//! one's session by an address.

use std::collections::HashSet;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use url::form_urlencoded;

use super::cookie::{self, BrowserSecret};
use super::page::{Notice, language, notice};
use super::session::{Session, is_state, link_id};
use super::{Linking, Shared};
use crate::accounts::{Purpose, seal_pair};
use crate::kallyai::{Callback, Flow, TokenPair};
use crate::store::{Commit, CommitError, LinkStageV1};

/// The longest query that is read, in bytes: two tokens of 16 KiB and the rest.
const LONGEST_QUERY: usize = 36 * 1024;
/// The most parameters that are looked at.
const MOST_PARAMETERS: usize = 20;
const PARAMETERS: [&str; 6] = [
    "state",
    "error",
    "code",
    "access_token",
    "refresh_token",
    "expires_in",
];

/// `HEAD /callback`: there is something here, and it was not touched.
pub(super) async fn head() -> StatusCode {
    StatusCode::OK
}

/// `GET /callback`.
pub(super) async fn callback(
    State(linking): Shared,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if is_prefetch(&headers) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let query = query.unwrap_or_default();
    let otherwise = linking.options.language;
    let state = match state_of(&query) {
        Ok(state) => state,
        Err(what) => return linking.notice(&headers, what),
    };
    let session = match linking.session(&link_id(&state), linking.clock.now()).await {
        Ok(session) => session,
        Err(what) => return linking.notice(&headers, what),
    };
    let language = language(&headers, session.language().unwrap_or(otherwise));
    match linking.receive(&session, &query).await {
        Ok(cookie) => (
            StatusCode::SEE_OTHER,
            [
                (header::LOCATION, HeaderValue::from_static("link/confirm")),
                (header::SET_COOKIE, cookie),
            ],
        )
            .into_response(),
        Err(what) => notice(language, what),
    }
}

fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz"]
        .iter()
        .filter_map(|name| headers.get(*name)?.to_str().ok())
        .any(|value| value.contains("prefetch") || value.contains("preview"))
}

/// The `state`, if the query is one that we may look at.
fn state_of(query: &str) -> Result<String, Notice> {
    if query.len() > LONGEST_QUERY {
        return Err(Notice::Refused);
    }
    let mut state = None;
    let mut seen = HashSet::new();
    for (count, (name, value)) in form_urlencoded::parse(query.as_bytes()).enumerate() {
        let ours = PARAMETERS.iter().find(|parameter| **parameter == name);
        let again = ours.is_some_and(|parameter| !seen.insert(*parameter));
        if count >= MOST_PARAMETERS || again {
            return Err(Notice::Refused);
        }
        if name == "state" {
            state = Some(value.into_owned());
        }
    }
    state.filter(|state| is_state(state)).ok_or(Notice::Unknown)
}

impl Linking {
    /// Seals what came into an open session; answers the browser's cookie.
    async fn receive(&self, session: &Session, query: &str) -> Result<HeaderValue, Notice> {
        if session.record.stage != LinkStageV1::Opened {
            return Err(Notice::Used);
        }
        let user = &session.record.user;
        let pair = match Callback::read(query) {
            Ok(Callback::Refused { error, .. }) => {
                tracing::info!(%user, %error, "the service did not sign a person in");
                return Err(Notice::Denied);
            }
            Ok(came) => self.pair(came).await?,
            Err(error) => {
                tracing::warn!(%user, %error, "a sign-in came back broken");
                return Err(Notice::Refused);
            }
        };
        let now = self.clock.now();
        let secret = BrowserSecret::random(&self.ids);
        let nonce = self.ids.bytes();
        let stage = LinkStageV1::Received {
            sealed: seal_pair(&self.sealer, user, Purpose::Link, nonce, &pair, now),
            browser: secret.hash(),
        };
        let commit = Commit {
            expect: vec![(session.key(), session.version)],
            put: vec![session.at_stage(stage).into()],
            ..Commit::default()
        };
        match self.store.commit(commit).await {
            Ok(()) => {}
            // Somebody came with the same `state` at the same time.
            Err(CommitError::Conflict(_) | CommitError::AlreadySeen) => return Err(Notice::Used),
            Err(CommitError::Store(error)) => {
                tracing::error!(%user, %error, "a sign-in could not be kept");
                return Err(Notice::Failed);
            }
        }
        tracing::info!(%user, "a sign-in waits to be confirmed");
        let lasts = session.record.expires_at - now;
        let id = &session.record.id;
        cookie::set(id, &secret, lasts, self.options.is_secure()).ok_or(Notice::Failed)
    }

    /// The tokens, had in the way that this bridge signs people in and in no other.
    async fn pair(&self, came: Callback) -> Result<TokenPair, Notice> {
        match (&self.options.flow, came) {
            (Flow::Cli, Callback::Tokens { pair, .. }) => Ok(pair),
            (Flow::Code(client), Callback::Code { code, .. }) => {
                let back = self.options.callback_url();
                let exchanged = self.client.exchange_code(client, &code, &back).await;
                exchanged.map_err(|error| {
                    tracing::warn!(%error, "a code could not be exchanged");
                    Notice::Failed
                })
            }
            _ => {
                tracing::warn!("a sign-in came back in another way than it was begun");
                Err(Notice::Refused)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: Result<&str, Notice>) {
        assert_eq!(state_of(query).as_deref().map_err(|what| *what), expected);
    }

    #[test]
    fn a_query_is_looked_at_within_bounds() {
        let state = "A".repeat(43);
        check(&format!("state={state}"), Ok(&state));
        check(&format!("x=1&x=2&state={state}"), Ok(&state));
        check("", Err(Notice::Unknown));
        check("state=", Err(Notice::Unknown));
        check("state=short", Err(Notice::Unknown));
        check(&format!("state={}", "%00".repeat(43)), Err(Notice::Unknown));
        check(
            &format!("state={state}&state={state}"),
            Err(Notice::Refused),
        );
        check(
            &format!("state={state}&access_token=a&access_token=b"),
            Err(Notice::Refused),
        );
        let many = "&y=1".repeat(MOST_PARAMETERS);
        check(&format!("state={state}{many}"), Err(Notice::Refused));
        let long = "y".repeat(LONGEST_QUERY);
        check(&format!("state={state}&{long}"), Err(Notice::Refused));
    }
}

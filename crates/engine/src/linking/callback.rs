//! The browser comes back from the service's sign-in page.
//!
//! Every request is answered with a redirect to an address without its query:
//! no token, code or `state` stays in the address bar. A refusal leaves the
//! session as it is: a person who declined by mistake follows the link again,
//! and nobody can end another person's session by an address.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::cookie::{self, BrowserSecret};
use super::page::Notice;
use super::query::state_of;
use super::session::{Session, joined, link_id};
use super::{Linking, Shared};
use crate::accounts::seal_sign_in;
use kally_core::model::ChatUser;
use kally_store::LinkStageV1;
use kallyai::{Callback, Flow, RegisteredClient, TokenPair};
use secrecy::SecretString;

/// The service's word for a request with a parameter that it does not take.
const INVALID_REQUEST: &str = "invalid_request";

/// A session ends when the service has refused so many of its codes.
const MOST_REFUSED: u8 = 3;

/// The browser's next address, and the change to its cookie.
struct Onward {
    place: &'static str,
    cookie: Option<HeaderValue>,
}

/// `HEAD /callback`: the page exists, and the session is not touched.
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
    let came = match &linking.options.flow {
        Flow::Cli => linking.receive(&query).await,
        Flow::Code(client) => linking.finish(client, &query, &headers).await,
    };
    let Onward { place, cookie } = came.unwrap_or_else(|what| Onward {
        place: what.place(),
        cookie: None,
    });
    let place = HeaderValue::try_from(format!("link/{place}"));
    let Ok(place) = place else {
        return linking.notice(&headers, Notice::Failed);
    };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz"]
        .iter()
        .filter_map(|name| headers.get(*name)?.to_str().ok())
        .any(|value| value.contains("prefetch") || value.contains("preview"))
}

impl Linking {
    /// On this machine: seals the tokens into the session that was opened with
    /// this `state`. They wait there for the person to agree.
    async fn receive(&self, query: &str) -> Result<Onward, Notice> {
        let state = state_of(query)?;
        let session = self.session(&link_id(&state), self.clock.now()).await?;
        if session.record.stage != LinkStageV1::Opened {
            return Err(Notice::Used);
        }
        let user = &session.record.user;
        let pair = match read(&session, query)? {
            Callback::Tokens { pair, .. } => pair,
            _ => return Err(in_another_way()),
        };
        let now = self.clock.now();
        let secret = BrowserSecret::random(&self.ids);
        let stage = LinkStageV1::Received {
            sealed: self.sealed(user, &pair).await?,
            browser: secret.hash(),
        };
        self.advance(&session, stage).await?;
        tracing::info!(%user, "a sign-in waits to be confirmed");
        let lasts = session.record.expires_at - now;
        let id = &session.record.id;
        let cookie = cookie::set(id, &secret, lasts, self.options.is_secure());
        Ok(Onward {
            place: "confirm",
            cookie: Some(cookie.ok_or(Notice::Failed)?),
        })
    }

    /// With a registered client: exchanges the code and links the account, in
    /// the browser in which the person agreed. One request at a time for a
    /// session, as a code works once.
    async fn finish(
        &self,
        client: &RegisteredClient,
        query: &str,
        headers: &HeaderMap,
    ) -> Result<Onward, Notice> {
        let state = state_of(query)?;
        let secure = self.options.is_secure();
        let cookie = cookie::read(headers, secure).ok_or(Notice::Foreign)?;
        let (link, secret) = (cookie.link, cookie.secret);
        let _lane = self.finishing.enter(link.clone()).await;
        let session = self.session(&link, self.clock.now()).await?;
        let began = match &session.record.stage {
            LinkStageV1::SignedIn { browser, .. } | LinkStageV1::Joined { browser } => {
                return Err(joined(browser.as_deref(), &secret));
            }
            LinkStageV1::Begun { browser, .. } => secret.is_of(browser),
            LinkStageV1::Used | LinkStageV1::Received { .. } => return Err(Notice::Used),
            LinkStageV1::Opened => false,
        };
        let user = &session.record.user;
        if !began || !secret.is_state(&link, &state) {
            tracing::warn!(security = true, %user, "a sign-in came back to another browser than the one that began it");
            return Err(Notice::Foreign);
        }
        let pair = match Callback::read(query) {
            Ok(Callback::Refused { error, .. }) if error == INVALID_REQUEST => {
                tracing::warn!(%user, "the service did not accept the sign-in's address");
                return Err(self.refused(&session, INVALID_REQUEST).await);
            }
            _ => match read(&session, query)? {
                Callback::Code { code, .. } => {
                    self.exchanged(client, &session, &secret, &code).await?
                }
                _ => return Err(in_another_way()),
            },
        };
        let sealed = self.sealed(user, &pair).await?;
        self.offer(&session, sealed, &secret).await?;
        Ok(Onward {
            place: Notice::Done.place(),
            cookie: cookie::clear(secure),
        })
    }
}

impl Linking {
    async fn sealed(&self, user: &ChatUser, pair: &TokenPair) -> Result<Vec<u8>, Notice> {
        let (nonce, now) = (self.ids.bytes(), self.clock.now());
        let sealed = seal_sign_in(&self.keyring, user, nonce, pair, now).await;
        sealed.map_err(|error| {
            tracing::error!(%user, %error, "a sign-in's data key could not be stored");
            Notice::Failed
        })
    }

    /// The tokens for a code.
    async fn exchanged(
        &self,
        client: &RegisteredClient,
        session: &Session,
        secret: &BrowserSecret,
        code: &SecretString,
    ) -> Result<TokenPair, Notice> {
        let back = self.options.callback_url();
        let verifier = match session.record.stage {
            LinkStageV1::Begun {
                without_pkce: true, ..
            } => None,
            _ => Some(secret.verifier(&session.record.id)),
        };
        let exchanged = self
            .client
            .exchange_code(client, code, &back, verifier.as_ref())
            .await;
        match exchanged {
            Ok(pair) => Ok(pair),
            Err(error) => {
                let user = &session.record.user;
                tracing::warn!(%user, %error, "a code could not be exchanged");
                match error.code() {
                    Some(code) => Err(self.refused(session, code.as_str()).await),
                    None => Err(Notice::Failed),
                }
            }
        }
    }

    /// Counts a refusal of the service: the session ends with the last one that
    /// it may have. A request that the service calls invalid may be so because
    /// the service does not know PKCE: the next one goes without.
    async fn refused(&self, session: &Session, code: &str) -> Notice {
        let LinkStageV1::Begun {
            browser,
            without_pkce,
            refused,
        } = &session.record.stage
        else {
            return Notice::Failed;
        };
        let refused = refused.saturating_add(1);
        let user = &session.record.user;
        let stage = match refused < MOST_REFUSED {
            true => LinkStageV1::Begun {
                browser: browser.clone(),
                without_pkce: *without_pkce || code == INVALID_REQUEST,
                refused,
            },
            false => {
                tracing::warn!(security = true, %user, "a link ends, since the service refused its codes");
                LinkStageV1::Used
            }
        };
        match self.advance(session, stage).await {
            Ok(()) => Notice::Failed,
            Err(notice) => notice,
        }
    }
}

/// Reads the sign-in's answer for a session.
fn read(session: &Session, query: &str) -> Result<Callback, Notice> {
    let user = &session.record.user;
    match Callback::read(query) {
        Ok(Callback::Refused { error, .. }) => {
            tracing::info!(%user, %error, "the service did not sign a person in");
            Err(Notice::Denied)
        }
        Ok(came) => Ok(came),
        Err(error) => {
            tracing::warn!(%user, %error, "a sign-in came back with an invalid answer");
            Err(Notice::Refused)
        }
    }
}

fn in_another_way() -> Notice {
    tracing::warn!("a sign-in came back by another flow than the one that began it");
    Notice::Refused
}

//! The person at the browser sees who would be linked, and decides.
//!
//! Showing the page changes nothing. The button's POST must come from the
//! browser that signed in and from our own page; then the account is linked.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use super::cookie;
use super::page::{Notice, confirmation, language};
use super::session::AwaitingConfirmation;
use super::{Linking, Shared};
use kally_store::{LinkStageV1, key_of};

/// The fields of the page's form.
#[derive(Deserialize)]
pub(super) struct Decision {
    csrf: String,
    decision: Choice,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Choice {
    Link,
    Decline,
}

/// `GET /link/confirm`.
pub(super) async fn show(State(linking): Shared, headers: HeaderMap) -> Response {
    match linking.waiting(&headers, linking.clock.now()).await {
        Err(what) => linking.notice(&headers, what),
        Ok(AwaitingConfirmation {
            session, secret, ..
        }) => {
            let chat = session.language().unwrap_or(linking.options.language);
            let platform = session.record.user.platform;
            let voice = linking.bridge.voice(language(&headers, chat), platform);
            confirmation(voice, &session, secret.form_token())
        }
    }
}

/// `POST /link/confirm`.
pub(super) async fn decide(
    State(linking): Shared,
    headers: HeaderMap,
    form: Result<Form<Decision>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return linking.notice(&headers, Notice::Refused);
    };
    let decided = linking.decide(&headers, &form).await;
    let what = match decided {
        Ok(Choice::Link) | Err(Notice::Done) => Notice::Done,
        Ok(Choice::Decline) => Notice::Declined,
        Err(what) => return linking.notice(&headers, what),
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let place = HeaderValue::from_static(what.place());
    response.headers_mut().insert(header::LOCATION, place);
    if let Some(cookie) = cookie::clear(linking.options.is_secure()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

impl Linking {
    async fn decide(&self, headers: &HeaderMap, form: &Decision) -> Result<Choice, Notice> {
        let waiting = self.waiting(headers, self.clock.now()).await?;
        let user = &waiting.session.record.user;
        if !waiting.secret.is_form_token(&form.csrf) || !self.is_own_page(headers) {
            tracing::warn!(security = true, %user, "a link's confirmation was sent from another page");
            return Err(Notice::Foreign);
        }
        match form.decision {
            Choice::Link => {
                let AwaitingConfirmation {
                    session,
                    sealed,
                    secret,
                } = &waiting;
                self.offer(session, sealed.clone(), secret).await?;
            }
            Choice::Decline => self.decline(&waiting).await?,
        }
        Ok(form.decision)
    }

    /// Whether the browser's headers are consistent with our own page. Under
    /// `no-referrer` browsers send the origin `null` with a form, so the form's
    /// token and `Sec-Fetch-Site` have to decide.
    pub(super) fn is_own_page(&self, headers: &HeaderMap) -> bool {
        let own = self.options.public_url.origin().ascii_serialization();
        let origin = headers.get(header::ORIGIN).map(HeaderValue::as_bytes);
        let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        origin.is_none_or(|origin| origin == b"null" || origin == own.as_bytes())
            && site.is_none_or(|site| matches!(site, b"same-origin" | b"none"))
    }

    /// Ends the session and throws its tokens away.
    async fn decline(&self, waiting: &AwaitingConfirmation) -> Result<(), Notice> {
        self.advance(&waiting.session, LinkStageV1::Used).await?;
        let keys: Vec<_> = key_of(&waiting.sealed).into_iter().collect();
        if let Err(error) = self.keyring.discard(&keys).await {
            tracing::error!(%error, "a data key could not be thrown away; trying again later");
        }
        tracing::info!(user = %waiting.session.record.user, "a link was declined");
        Ok(())
    }
}

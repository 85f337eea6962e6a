//! The page that a link leads to where the operator has a registered client: it
//! says who would be linked, and a button goes on to the service.
//!
//! Loading the page changes nothing, for any visitor and any number of times: a
//! chat's preview and a crawler load it too. The button ties the session to the
//! browser in which it was pressed; if it is pressed in another browser later,
//! the session moves there.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use url::Url;

use super::cookie::{self, BrowserSecret, LinkCookie};
use super::page::{self, Notice, language};
use super::session::{Session, is_state, joined, link_id};
use super::{Linking, Shared};
use kally_core::model::LinkId;
use kally_store::LinkStageV1;
use kallyai::{Flow, SCOPES, WIDE_SCOPES};

/// The fields of the page's form.
#[derive(Deserialize)]
pub(super) struct Agreed {
    csrf: String,
}

/// `HEAD /link/{secret}`: without the effects of GET.
pub(super) async fn head() -> StatusCode {
    StatusCode::OK
}

/// `GET /link/{secret}`.
pub(super) async fn show(
    State(linking): Shared,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Response {
    let session = match linking.begun(&secret).await {
        Ok(session) => session,
        Err(what) => return linking.notice(&headers, what),
    };
    let id = &session.record.id;
    let known = own_cookie(&linking, &headers, id);
    if let LinkStageV1::SignedIn { browser, .. } | LinkStageV1::Joined { browser } =
        &session.record.stage
    {
        let what = known.map_or(Notice::Used, |secret| joined(browser.as_deref(), &secret));
        return linking.notice(&headers, what);
    }
    let browser = known.unwrap_or_else(|| BrowserSecret::random(&linking.ids));
    let lasts = session.record.expires_at - linking.clock.now();
    let Some(cookie) = cookie::set(id, &browser, lasts, linking.options.is_secure()) else {
        return linking.notice(&headers, Notice::Failed);
    };
    let chat = session.language().unwrap_or(linking.options.language);
    let onward = linking.client.base_url().origin();
    let platform = session.record.user.platform;
    let page = page::beginning(
        linking.bridge.voice(language(&headers, chat), platform),
        &session,
        browser.form_token(),
        &onward,
    );
    ([(header::SET_COOKIE, cookie)], page).into_response()
}

/// `POST /link/{secret}`: the button *Continue*.
pub(super) async fn go_on(
    State(linking): Shared,
    Path(secret): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Agreed>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return linking.notice(&headers, Notice::Refused);
    };
    match linking.go_on(&secret, &headers, &form).await {
        Ok(onward) => match HeaderValue::from_str(onward.as_str()) {
            Ok(place) => (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response(),
            Err(_) => linking.notice(&headers, Notice::Failed),
        },
        Err(what) => linking.notice(&headers, what),
    }
}

/// The stage of a session that goes on in this browser. Another browser begins
/// anew, but the codes that were refused before still count.
fn begun(before: &LinkStageV1, browser: &BrowserSecret) -> LinkStageV1 {
    let refused = match before {
        LinkStageV1::Begun {
            browser: theirs, ..
        } if browser.is_of(theirs) => return before.clone(),
        LinkStageV1::Begun { refused, .. } => *refused,
        _ => 0,
    };
    LinkStageV1::Begun {
        browser: browser.hash(),
        without_pkce: false,
        refused,
    }
}

/// The secret of a browser that has loaded this link before.
fn own_cookie(linking: &Linking, headers: &HeaderMap, id: &LinkId) -> Option<BrowserSecret> {
    cookie::read(headers, linking.options.is_secure())
        .filter(|LinkCookie { link, .. }| link == id)
        .map(|cookie| cookie.secret)
}

impl Linking {
    /// The session behind a link, if the link still works.
    async fn begun(&self, secret: &str) -> Result<Session, Notice> {
        if !matches!(self.options.flow, Flow::Code(_)) {
            return Err(Notice::Missing);
        }
        if !is_state(secret) {
            return Err(Notice::Unknown);
        }
        let session = self.session(&link_id(secret), self.clock.now()).await?;
        match session.record.stage {
            LinkStageV1::Used | LinkStageV1::Received { .. } => Err(Notice::Used),
            LinkStageV1::Opened
            | LinkStageV1::Begun { .. }
            | LinkStageV1::SignedIn { .. }
            | LinkStageV1::Joined { .. } => Ok(session),
        }
    }

    /// Ties the session to this browser; returns the address where it goes on.
    async fn go_on(&self, secret: &str, headers: &HeaderMap, form: &Agreed) -> Result<Url, Notice> {
        let Flow::Code(client) = &self.options.flow else {
            return Err(Notice::Missing);
        };
        let session = self.begun(secret).await?;
        let id = &session.record.id;
        let browser = own_cookie(self, headers, id).ok_or(Notice::Foreign)?;
        if let LinkStageV1::SignedIn {
            browser: theirs, ..
        }
        | LinkStageV1::Joined { browser: theirs } = &session.record.stage
        {
            return Err(joined(theirs.as_deref(), &browser));
        }
        if !browser.is_form_token(&form.csrf) || !self.is_own_page(headers) {
            tracing::warn!(security = true, user = %session.record.user, "a link's form was sent from another page");
            return Err(Notice::Foreign);
        }
        let stage = begun(&session.record.stage, &browser);
        let without_pkce = matches!(
            stage,
            LinkStageV1::Begun {
                without_pkce: true,
                ..
            }
        );
        if session.record.stage != stage {
            self.advance(&session, stage).await?;
        }
        let back = self.options.callback_url();
        let verifier = (!without_pkce).then(|| browser.verifier(id));
        Ok(self.client.authorize_url(
            &client.id,
            &back,
            match session.record.wide {
                true => WIDE_SCOPES,
                false => SCOPES,
            },
            &browser.state(id),
            verifier.as_ref(),
        ))
    }
}

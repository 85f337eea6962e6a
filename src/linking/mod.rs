//! Joining a KallyAI account to a chat user: link sessions and their pages.
//!
//! The person signs in at the service, comes back here with tokens, sees which
//! chat user they would be linked to, and agrees by a button. Until then the
//! tokens are sealed in the session and used for nothing. A GET decides
//! nothing. No page we make has a token, a `state` or a cookie in its address
//! or its text, and nothing here logs one.

mod callback;
mod confirm;
mod cookie;
mod open;
mod page;
mod session;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use url::Url;

use crate::accounts::Accounts;
use crate::bridge::Bridge;
use crate::kallyai::{Client, Flow};
use crate::model::Language;
use crate::runtime::{Clock, Ids};
use crate::store::{Sealer, Store};

pub use open::LinkOpener;

use page::{Notice, language, notice};

/// The largest form that is read, in bytes.
const LARGEST_FORM: usize = 4 * 1024;

/// How people are linked.
#[derive(Debug, Clone)]
pub struct LinkingOptions {
    /// The address at which a browser reaches the pages.
    pub public_url: Url,
    /// The way to sign in.
    pub flow: Flow,
    /// How long a link works.
    pub expires: Duration,
    /// The language of pages where neither browser nor chat names one of ours.
    pub language: Language,
}

impl LinkingOptions {
    /// Where the service sends the browser back to.
    fn callback_url(&self) -> Url {
        let mut url = self.public_url.clone();
        url.set_query(None);
        url.set_fragment(None);
        let path = format!("{}/callback", url.path().trim_end_matches('/'));
        url.set_path(&path);
        url
    }

    /// Whether browsers reach us encrypted, and only then send secure cookies.
    fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

/// The pages of the link.
pub struct Linking {
    store: Arc<dyn Store>,
    client: Client,
    accounts: Arc<Accounts>,
    sealer: Arc<Sealer>,
    bridge: Arc<Bridge>,
    options: LinkingOptions,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
}

impl fmt::Debug for Linking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Linking")
            .field("public_url", &self.options.public_url.as_str())
            .finish_non_exhaustive()
    }
}

impl Linking {
    /// The pages over a store.
    #[must_use]
    #[expect(
        clippy::too_many_arguments,
        reason = "each is a part of its own, wired once"
    )]
    pub fn new(
        store: Arc<dyn Store>,
        client: Client,
        accounts: Arc<Accounts>,
        sealer: Arc<Sealer>,
        bridge: Arc<Bridge>,
        options: LinkingOptions,
        clock: Arc<dyn Clock>,
        ids: Arc<Ids>,
    ) -> Self {
        Self {
            store,
            client,
            accounts,
            sealer,
            bridge,
            options,
            clock,
            ids,
        }
    }

    /// The routes: `/callback`, `/link/confirm`, `/link/done`,
    /// `/link/declined` and `/health`; a page for everything else.
    ///
    /// Redirects are relative, so that the pages also work below a path.
    pub fn router(self: Arc<Self>) -> Router {
        // HEAD must not do what GET does, as it would by default.
        let callback = get(callback::callback).head(callback::head);
        Router::new()
            .route("/callback", callback)
            .route("/link/confirm", get(confirm::show).post(confirm::decide))
            .route("/link/done", get(done))
            .route("/link/declined", get(declined))
            .route("/health", get(async || "ok"))
            .fallback(missing)
            .method_not_allowed_fallback(not_allowed)
            .layer(DefaultBodyLimit::max(LARGEST_FORM))
            .layer(axum::middleware::map_response(page::secured))
            .with_state(self)
    }

    /// The language of a page about nobody in particular.
    fn notice(&self, headers: &HeaderMap, what: Notice) -> Response {
        notice(language(headers, self.options.language), what)
    }
}

type Shared = State<Arc<Linking>>;

async fn done(State(linking): Shared, headers: HeaderMap) -> Response {
    linking.notice(&headers, Notice::Done)
}

async fn declined(State(linking): Shared, headers: HeaderMap) -> Response {
    linking.notice(&headers, Notice::Declined)
}

async fn missing(State(linking): Shared, headers: HeaderMap) -> Response {
    linking.notice(&headers, Notice::Missing)
}

async fn not_allowed(State(linking): Shared, headers: HeaderMap) -> Response {
    let page = linking.notice(&headers, Notice::Missing);
    (StatusCode::METHOD_NOT_ALLOWED, page).into_response()
}

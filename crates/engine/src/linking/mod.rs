//! Joins a KallyAI account to a chat user: link sessions and their pages.
//!
//! There are three ways. In a browser on this machine the person signs in at
//! the service, comes back with tokens, sees which chat user they would be
//! linked to, and agrees by a button. On a phone they send the bot the address
//! at which the browser ended (`paste`). With a registered client they agree on
//! our page first (`begin`), and only that browser can finish. A link works
//! once, for minutes, for one chat user; until somebody agrees, loading its
//! page changes nothing. No page has a token, a `state` or a cookie in its
//! address or its text, and nothing here logs one.

mod begin;
mod callback;
mod confirm;
mod cookie;
mod guard;
pub(crate) mod limits;
mod notice;
mod offer;
mod open;
mod page;
mod paste;
mod peer;
mod query;
mod session;
mod sweep;
#[cfg(test)]
mod tests;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use url::Url;

use crate::bridge::Bridge;
use crate::health::Health;
use kally_core::model::{Language, LinkId};
use kally_runtime::{Clock, Ids, Lanes};
use kally_store::{Keyring, Store};
use kallyai::{Client, Flow};

pub(crate) use guard::visitor;
pub use open::LinkOpener;
pub use peer::{Networks, is_next_door, network};
pub use sweep::forget_ended;

use limits::Limits;
use page::{Notice, language, notice};

/// The largest form that is read, in bytes.
const LARGEST_FORM: usize = 4 * 1024;

/// The operator's options for linking.
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
    /// The reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Networks,
    /// The peers, besides this machine, that may open the pages of the flow on
    /// this machine.
    pub local_peers: Networks,
}

impl LinkingOptions {
    /// The address that the service sends the browser back to.
    fn callback_url(&self) -> Url {
        self.below("callback")
    }

    /// The page that a link with this secret leads to.
    fn page_url(&self, secret: &str) -> Url {
        self.below(&format!("link/{secret}"))
    }

    fn below(&self, place: &str) -> Url {
        let mut url = self.public_url.clone();
        url.set_query(None);
        url.set_fragment(None);
        let path = format!("{}/{place}", url.path().trim_end_matches('/'));
        url.set_path(&path);
        url
    }

    /// Whether browsers reach us over https; only then do they send secure
    /// cookies.
    fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

/// The pages of the link.
pub struct Linking {
    store: Arc<dyn Store>,
    client: Client,
    keyring: Arc<Keyring>,
    bridge: Arc<Bridge>,
    options: LinkingOptions,
    clock: Arc<dyn Clock>,
    ids: Arc<Ids>,
    /// How often each address may ask for pages.
    visits: Limits<IpAddr>,
    /// Sessions whose code is being exchanged.
    finishing: Lanes<LinkId>,
    /// What `/health` goes by.
    health: Option<Arc<Health>>,
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
    pub fn new(
        store: Arc<dyn Store>,
        client: Client,
        keyring: Arc<Keyring>,
        bridge: Arc<Bridge>,
        options: LinkingOptions,
        clock: Arc<dyn Clock>,
        ids: Arc<Ids>,
    ) -> Self {
        Self {
            store,
            client,
            keyring,
            bridge,
            options,
            clock,
            ids,
            visits: guard::limits(),
            finishing: Lanes::default(),
            health: None,
        }
    }

    /// The same; `/health` says whether the bridge does anything for anybody.
    #[must_use]
    pub fn with_health(self, health: Arc<Health>) -> Self {
        let health = Some(health);
        Self { health, ..self }
    }

    /// The routes: `/callback`, `/link/…` and `/health`; a page for everything
    /// else. They need the peer's address (`ConnectInfo`): without it all
    /// visitors count as one.
    ///
    /// Redirects are relative, so that the pages also work below a path.
    pub fn router(self: Arc<Self>) -> Router {
        // By default axum answers HEAD like GET; here HEAD must have no effect.
        let callback = get(callback::callback).head(callback::head);
        let begin = get(begin::show).head(begin::head).post(begin::go_on);
        let mut router = Router::new()
            .route("/callback", callback)
            .route("/link/confirm", get(confirm::show).post(confirm::decide))
            .route("/link/{secret}", begin)
            .route("/health", get(health));
        for what in Notice::ALL {
            let said = get(async move |State(linking): Shared, headers: HeaderMap| {
                linking.notice(&headers, what)
            });
            router = router.route(&format!("/link/{}", what.place()), said);
        }
        router
            .fallback(missing)
            .method_not_allowed_fallback(not_allowed)
            .layer(DefaultBodyLimit::max(LARGEST_FORM))
            .layer(from_fn_with_state(Arc::clone(&self), guard::guard))
            .layer(map_response(page::secured))
            .with_state(self)
    }

    /// The language of a page that is about nobody in particular.
    fn notice(&self, headers: &HeaderMap, what: Notice) -> Response {
        notice(language(headers, self.options.language), what)
    }
}

type Shared = State<Arc<Linking>>;

/// One word for programs that watch from outside. Operators see more elsewhere.
async fn health(State(linking): Shared) -> (StatusCode, &'static str) {
    match &linking.health {
        Some(health) if !health.serves() => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        _ => (StatusCode::OK, "ok"),
    }
}

async fn missing(State(linking): Shared, headers: HeaderMap) -> Response {
    linking.notice(&headers, Notice::Missing)
}

async fn not_allowed(State(linking): Shared, headers: HeaderMap) -> Response {
    let page = linking.notice(&headers, Notice::Missing);
    (StatusCode::METHOD_NOT_ALLOWED, page).into_response()
}

//! Passing a visitor's request on to the process that owns the store.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Extension, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, sleep};

use crate::config::{Config, Way};
use crate::web::{Front, Turns, come_again};
use kally_network::Http;

/// How long a request is kept while nobody can answer it: a new owner takes over
/// within ten seconds.
const KEPT: Duration = Duration::from_secs(20);

/// How long the owner may take to answer, as long as it stays the owner.
const ANSWER: Duration = Duration::from_secs(40);

/// How long connecting to the owner may take, and the pause before another try.
const CONNECT: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(200);

/// The largest body of a request, and of an answer, in bytes. The routes of the owner
/// have lower limits.
const LARGEST_REQUEST: usize = 1024 * 1024;
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// How many requests are kept or passed on at a time.
const AT_ONCE: usize = 96;

/// Marks a request that another process has passed on: it is not passed on again.
const PASSED_ON: HeaderName = HeaderName::from_static("x-kally-passed-on");

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Headers of a connection, not of a message (RFC 9110, 7.6.1), and those that the
/// client writes itself.
const OF_CONNECTION: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::CONTENT_LENGTH,
];

struct Passing {
    front: Front,
    /// Where the owner can be reached.
    owner: watch::Receiver<Option<String>>,
    client: reqwest::Client,
    places: Semaphore,
}

/// A request that has arrived completely.
struct Arrived {
    head: request::Parts,
    body: Bytes,
}

/// How an attempt to pass a request on ended.
enum Passed {
    Answered(Response),
    /// Nobody has begun with it.
    Untouched,
    /// The owner may have carried it out.
    Unknown,
}

/// Routes that pass everything on to the owner, until the front turns to others.
pub(super) fn routes(
    config: &Config,
    front: Front,
    owner: watch::Receiver<Option<String>>,
) -> anyhow::Result<Router> {
    let client = (config.network.to(&Way::Direct).client(Http::One))
        .and_then(|client| {
            client
                .connect_timeout(CONNECT)
                .redirect(reqwest::redirect::Policy::none())
                .build()
        })
        .context("the client for requests to the other bridges")?;
    let passing = Arc::new(Passing {
        front,
        owner,
        client,
        places: Semaphore::new(AT_ONCE),
    });
    Ok(Router::new().fallback(pass).with_state(passing))
}

async fn pass(
    State(passing): State<Arc<Passing>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(mut turns): Extension<Turns>,
    request: Request,
) -> Response {
    // The other process takes this one for the owner.
    if request.headers().contains_key(PASSED_ON) {
        return come_again();
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_REQUEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let Ok(_place) = passing.places.try_acquire() else {
        return come_again();
    };
    let arrived = Arrived { head, body };
    let mut owner = passing.owner.clone();
    let until = Instant::now() + KEPT;
    loop {
        if turns.are_made() {
            return passing.front.answer(arrived.whole()).await;
        }
        let address = owner.borrow_and_update().clone().unwrap_or_default();
        let passed = tokio::select! {
            passed = passing.to_owner(&address, &arrived, peer) => passed,
            // The owner was succeeded while it had the request.
            () = turns.made() => Passed::Unknown,
            _ = owner.changed() => Passed::Unknown,
        };
        match passed {
            Passed::Answered(answer) => return answer,
            Passed::Unknown if !arrived.may_be_repeated() => return come_again(),
            Passed::Unknown | Passed::Untouched => {}
        }
        if Instant::now() >= until {
            return come_again();
        }
        tokio::select! {
            () = turns.made() => {}
            () = sleep(PAUSE) => {}
        }
    }
}

impl Arrived {
    /// Nobody minds if it is carried out twice.
    fn may_be_repeated(&self) -> bool {
        self.head.method.is_safe()
    }

    fn whole(self) -> Request {
        Request::from_parts(self.head, Body::from(self.body))
    }

    /// The headers for the owner, which also learns whose request it is.
    fn headers(&self, peer: SocketAddr) -> HeaderMap {
        let mut headers = self.head.headers.clone();
        for name in OF_CONNECTION {
            headers.remove(name);
        }
        if let Ok(peer) = HeaderValue::from_str(&peer.ip().to_string()) {
            headers.append(FORWARDED, peer);
        }
        headers.insert(PASSED_ON, HeaderValue::from_static("1"));
        headers
    }
}

impl Passing {
    async fn to_owner(&self, owner: &str, arrived: &Arrived, peer: SocketAddr) -> Passed {
        if owner.is_empty() {
            return Passed::Untouched;
        }
        let path = arrived.head.uri.path_and_query();
        let path = path.map_or("/", |path| path.as_str());
        let asked = self
            .client
            .request(arrived.head.method.clone(), format!("{owner}{path}"))
            .headers(arrived.headers(peer))
            .timeout(ANSWER)
            .body(arrived.body.clone())
            .send();
        match asked.await {
            Ok(answer) => answered(answer).await,
            Err(error) if error.is_connect() || error.is_builder() => Passed::Untouched,
            Err(_) => Passed::Unknown,
        }
    }
}

/// The owner's answer, as the visitor gets it.
async fn answered(mut answer: reqwest::Response) -> Passed {
    // It does not own the store any more, or not yet.
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE
        && answer.headers().contains_key(header::RETRY_AFTER)
    {
        return Passed::Untouched;
    }
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    for name in OF_CONNECTION {
        headers.remove(name);
    }
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(more)) if body.len() + more.len() <= LARGEST_ANSWER => body.extend(more),
            Ok(None) => return Passed::Answered((status, headers, body).into_response()),
            Ok(Some(_)) | Err(_) => return Passed::Unknown,
        }
    }
}

//! The calendars: `GET /calendar/<secret>.ics` gives the appointments of one
//! person, or of one room, as an iCalendar text.
//!
//! Whoever has the secret may read them, and nobody else learns anything: an
//! address that never was, one that was ended and one that is no address get the
//! same answer. A secret is looked up by its hash and logged nowhere. Reading has no
//! effect.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use sha2::{Digest as _, Sha256};

use crate::bridge::{feed_id, listed_appointments};
use crate::linking::limits::{Allowance, Limits};
use crate::linking::{Networks, visitor};
use kally_core::model::{Appointment, RoomId};
use kally_core::text;
use kally_runtime::Clock;
use kally_store::{FeedRecord, Store, StoreError, Work, read_one};

/// A calendar asks every few minutes at most; a household's phones ask together.
const ONE: Allowance = Allowance {
    at_once: 60,
    each: Duration::from_secs(2),
};

/// The number of visitors that are counted separately.
const MOST_VISITORS: usize = 10_000;

/// The calendars over a store.
pub struct Feeds {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    trusted_proxies: Networks,
    visits: Limits<IpAddr>,
}

impl Feeds {
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, trusted_proxies: Networks) -> Self {
        Self {
            store,
            clock,
            trusted_proxies,
            visits: Limits::new(ONE, MOST_VISITORS),
        }
    }

    /// The route `/calendar/{file}`. It needs the peer's address (`ConnectInfo`):
    /// without it all visitors count as one.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/calendar/{file}", get(show))
            .layer(from_fn_with_state(Arc::clone(&self), guard))
            .layer(map_response(secured))
            .with_state(self)
    }

    /// The calendar of that secret; `None` if there is none.
    async fn calendar(&self, secret: &str) -> Result<Option<String>, StoreError> {
        let Some(id) = feed_id(secret) else {
            return Ok(None);
        };
        let Some(feed) = read_one::<FeedRecord>(&*self.store, &id)
            .await?
            .into_record()
        else {
            return Ok(None);
        };
        let work = match feed.room {
            true => Work::AppointmentsIn(RoomId {
                platform: feed.of.platform,
                chat: feed.of.id,
            }),
            false => Work::AppointmentsOf(feed.of),
        };
        let found = listed_appointments(&*self.store, work).await?;
        let found = found.into_iter().flatten();
        let kept: Vec<Appointment> = found.map(|(_, record)| record.appointment).collect();
        let text = text::appointments::feed(feed.language, &kept, !feed.room);
        Ok(Some(text))
    }
}

async fn guard(State(feeds): State<Arc<Feeds>>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(peer)| peer.ip());
    let who = visitor(peer, request.headers(), &feeds.trusted_proxies);
    match feeds.visits.ask(who, feeds.clock.now()) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            tracing::debug!(security = true, %who, "too many requests for calendars");
            let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
            let seconds = HeaderValue::from(wait.as_secs().max(1));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
            response
        }
    }
}

async fn show(
    State(feeds): State<Arc<Feeds>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let secret = file.strip_suffix(".ics").unwrap_or_default();
    let calendar = match feeds.calendar(secret).await {
        Ok(Some(calendar)) => calendar,
        Ok(None) => return (StatusCode::NOT_FOUND, "no such calendar\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "a calendar cannot be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let hash = Sha256::digest(&calendar);
    let tag: String = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{tag}\"");
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let known = known.filter_map(|value| value.to_str().ok());
    let is_known = known
        .flat_map(|list| list.split(','))
        .any(|one| matches!(one.trim().trim_start_matches("W/"), it if it == tag || it == "*"));
    let mut response = match is_known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => calendar.into_response(),
    };
    let answered = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answered.insert(header::ETAG, tag);
    }
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    answered.insert(header::CONTENT_TYPE, kind);
    response
}

/// The headers of every answer: nobody between stores it, nobody learns the
/// address from it.
async fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

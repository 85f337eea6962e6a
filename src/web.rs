//! The web server: HTTP/1.1, with limits of number and time, since anybody may
//! come and stay.
//!
//! A head takes ten seconds at most, a body a little more, and nobody keeps a
//! connection for longer without a request. A visitor who does not read answers
//! is closed when another needs the connection ([`door`]), or after some
//! minutes.

mod door;
mod front;

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use futures::{StreamExt as _, stream};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout_at};

use self::door::{Door, Most, Place};
pub(super) use self::front::{Front, Turns, come_again};
use super::files;
use kally_runtime::Tasks;

/// The time limit of a head, and of a connection without a request.
const HEAD: Duration = Duration::from_secs(10);

/// The time limit of a body; the webhook has a lower one.
const BODY: Duration = Duration::from_secs(12);

/// A connection is asked to end after `LIFE`, and cut `LAST_ANSWER` later:
/// every answer takes less, Telegram's webhook included.
const LIFE: Duration = Duration::from_secs(120);
const LAST_ANSWER: Duration = Duration::from_secs(40);

/// The same while the process stops.
const STOPPING: Duration = Duration::from_secs(1);

/// The largest head, in bytes: a callback brings two tokens in its address.
const LARGEST_HEAD: usize = 64 * 1024;

/// The most connections in all, and of one address.
const CONNECTIONS: Most = Most {
    in_all: 256,
    from_afar: 32,
    next_door: 224,
};

/// One in this many of the files that the process may open is for connections.
const PART_OF_FILES: usize = 4;

/// How many pages are being made at a time. Through a proxy Telegram's updates
/// use the same connections, and Telegram has up to a hundred of them.
const PAGES: usize = 96;

/// The most that is read of a form, in bytes; the pages themselves have lower
/// limits.
const LARGEST_FORM: usize = 16 * 1024;

/// The pause when no connection can be accepted: the process may open no more
/// files, or the system has no memory.
const PAUSE: Duration = Duration::from_millis(500);

/// Limits the number of pages that are made at a time, so that others have
/// room. `/health` is always answered.
pub(super) fn with_room_for_others(pages: Router) -> Router {
    let places = Arc::new(Semaphore::new(PAGES));
    pages.layer(from_fn_with_state(places, make_one_page))
}

async fn make_one_page(
    State(places): State<Arc<Semaphore>>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path().ends_with("/health") {
        return next.run(request).await;
    }
    // A visitor who sends slowly keeps nobody from a page.
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_FORM).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match places.try_acquire() {
        Ok(_place) => next.run(Request::from_parts(head, body.into())).await,
        Err(_) => come_again(),
    }
}

/// Serves until the tasks are asked to stop.
fn serve(listener: TcpListener, router: Router, tasks: &Tasks) {
    let door = Arc::new(Door::new(Most {
        in_all: (files::limit() / PART_OF_FILES).clamp(1, CONNECTIONS.in_all),
        ..CONNECTIONS
    }));
    let connections = tasks.clone();
    tasks.spawn(async move {
        let mut short = false;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    if std::mem::take(&mut short) {
                        tracing::info!("connections are accepted again");
                    }
                    // A visitor who is one too many is disconnected at once.
                    if let Some(place) = door.enter(peer.ip()) {
                        let stop = connections.stopping();
                        let stopped = async move { stop.cancelled().await };
                        connections.spawn_to_end(attend(
                            stream,
                            peer,
                            Arc::new(place),
                            router.clone(),
                            stopped,
                        ));
                    }
                }
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    if !std::mem::replace(&mut short, true) {
                        tracing::warn!(%error, "no connection can be accepted; trying again");
                    }
                    sleep(PAUSE).await;
                }
            }
        }
    });
}

/// The visitor was gone before the connection was accepted.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

/// One connection, from its beginning to its end.
async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    place: Arc<Place>,
    router: Router,
    stopped: impl Future<Output = ()>,
) {
    let router = TowerToHyperService::new(router);
    let asked = Arc::clone(&place);
    let service = service_fn(move |request: Request<Incoming>| {
        let asked = Arc::clone(&asked);
        let mut request = request.map(|body| in_time(body, &asked));
        request.extensions_mut().insert(ConnectInfo(peer));
        let answered = router.call(request);
        async move {
            let answer = answered.await;
            asked.is_answered();
            answer
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // The end of a connection is not logged: anybody can end one in any way.
    let last = tokio::select! {
        _ = connection.as_mut() => return,
        () = place.leaves() => return,
        () = sleep(LIFE) => LAST_ANSWER,
        () = stopped => STOPPING,
    };
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        _ = connection => {}
        () = place.leaves() => {}
        () = sleep(last) => {}
    }
}

/// The body, which fails when it takes too long; once it is complete, its
/// visitor counts as asking.
fn in_time(body: Incoming, place: &Arc<Place>) -> Body {
    if body.is_end_stream() {
        place.asks();
        return Body::empty();
    }
    let pieces = Body::new(body).into_data_stream();
    let rest = (pieces, Arc::clone(place), Instant::now() + BODY);
    Body::from_stream(stream::unfold(Some(rest), async |rest| {
        let (mut pieces, place, until) = rest?;
        match timeout_at(until, pieces.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece), Some((pieces, place, until)))),
            Ok(Some(Err(error))) => Some((Err(error), None)),
            Ok(None) => {
                place.asks();
                None
            }
            Err(late) => Some((Err(axum::Error::new(late)), None)),
        }
    }))
}

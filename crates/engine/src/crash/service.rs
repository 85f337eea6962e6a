//! The sandbox KallyAI on a socket of this machine, with a point before a
//! request takes effect, one after it was received and one before its answer.
//!
//! A local socket delivers written bytes at once. So after some rounds of the
//! runtime an idle task has no bytes on the way to it, which makes a clock that
//! is moved by hand possible.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::UnixListener;
use tokio::sync::oneshot;

use super::points::Points;
use kally_runtime::{Clock, Ids, ManualClock, Tasks};
use kally_sandbox::{Options, Sandbox, Scissors};
use kallyai::{CALL_LIMIT, SHORT_LIMIT};

const MOST_BYTES: usize = 64 * 1024;

/// A request for a call as it reached the service.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) key: Option<String>,
    pub(super) submission: serde_json::Value,
}

/// The surroundings of the sandbox.
#[derive(Clone)]
struct Around {
    points: Arc<Points>,
    clock: Arc<ManualClock>,
    asked: Arc<Mutex<Vec<Asked>>>,
    requests: Arc<AtomicUsize>,
    tasks: Tasks,
}

/// The service as the bridge reaches it.
pub(super) struct Service {
    pub(super) sandbox: Sandbox,
    asked: Arc<Mutex<Vec<Asked>>>,
    requests: Arc<AtomicUsize>,
    pub(super) clock: Arc<Skewed>,
}

/// A clock that is ahead of ours by some time.
pub(super) struct Skewed(Arc<ManualClock>, Mutex<TimeDelta>);

impl Skewed {
    /// Our clock was set by this much, and this one was not.
    pub(super) fn stays(&self, by: TimeDelta) {
        *self.1.lock().unwrap() -= by;
    }
}

#[async_trait::async_trait]
impl Clock for Skewed {
    fn now(&self) -> DateTime<Utc> {
        self.0.now() + *self.1.lock().unwrap()
    }

    fn passed(&self) -> Duration {
        self.0.passed()
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }
}

impl Service {
    /// Listens on a socket; its clock is ahead of ours by `skew`.
    pub(super) fn start(
        socket: &Path,
        options: Options,
        skew: TimeDelta,
        points: &Arc<Points>,
        clock: &Arc<ManualClock>,
        tasks: &Tasks,
    ) -> Self {
        let skewed = Arc::new(Skewed(Arc::clone(clock), Mutex::new(skew)));
        let ids = Arc::new(Ids::seeded(77));
        let sandbox = Sandbox::new(options, Arc::clone(&skewed) as _, ids, tasks.clone());
        let around = Around {
            points: Arc::clone(points),
            clock: Arc::clone(clock),
            asked: Arc::default(),
            requests: Arc::default(),
            tasks: tasks.clone(),
        };
        let asked = Arc::clone(&around.asked);
        let requests = Arc::clone(&around.requests);
        let _ = std::fs::remove_file(socket);
        let listener = UnixListener::bind(socket).unwrap();
        let router = sandbox
            .router()
            .layer(from_fn_with_state(around, pass_points));
        let serving = sandbox.clone();
        tasks.spawn(async move { serving.serve_on(listener, router).await.unwrap() });
        Self {
            sandbox,
            asked,
            requests,
            clock: skewed,
        }
    }

    /// The number of requests of any kind.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Every request for a call, with any result.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn pass_points(
    State(around): State<Around>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
    next: Next,
) -> Response {
    around.requests.fetch_add(1, Ordering::SeqCst);
    let life = around.points.life();
    around.points.pass(life, "a request").await;
    let calls = request.method() == Method::POST && request.uri().path() == "/v1/calls";
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST_BYTES).await.unwrap_or_default();
    if calls {
        around
            .asked
            .lock()
            .unwrap()
            .push(asked(&parts.headers, &body));
    }
    let request = Request::from_parts(parts, Body::from(body));
    // On a task of its own: a received request continues when its client is
    // gone.
    let (answer, mut answered) = oneshot::channel();
    around.tasks.spawn(async move {
        let _ = answer.send(next.run(request).await);
    });
    for _ in 0..4 {
        tokio::task::yield_now().await;
    }
    around.points.pass(life, "a request that was taken").await;
    let limit = if calls { CALL_LIMIT } else { SHORT_LIMIT };
    let answer = tokio::select! {
        biased;
        answer = &mut answered => answer.ok(),
        // The client stops waiting, which here means that the service closes
        // the connection.
        () = around.clock.sleep(limit) => None,
    };
    around.points.pass(life, "a request's answer").await;
    answer.unwrap_or_else(|| {
        scissors.cut();
        StatusCode::NO_CONTENT.into_response()
    })
}

fn asked(headers: &axum::http::HeaderMap, body: &Bytes) -> Asked {
    let key = headers.get("Idempotency-Key");
    let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    Asked {
        key: key.and_then(|key| key.to_str().ok()).map(str::to_owned),
        submission: body["submission"].clone(),
    }
}

//! `/metrics`, on the listener for operators: what was counted, and some figures
//! that are looked up when the page is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use kally_core::model::CallId;
use kally_engine::audit::Step;
use kally_engine::health::{Condition, Health, Peer, Summary};
use kally_metrics::{
    BUILD, CALL_STEPS, CALLS_OPEN, COMMITS, DELIVERIES, OUTBOX, OUTBOX_OLDEST, Page, RECEIVED_AGE,
    REFRESHES, REFUSED_PEOPLE, RETRIES, SERVICE_SILENT, STORE_BYTES, STORE_OWNED, SWEEPS, SWEPT,
    TURNS, UP,
};
use kally_runtime::Clock;
use kally_store::{CallStageV1, Key, Record, Store, StoreError, Stored, Work};

use super::version;

/// How long the figures from the store count. Nobody can make the bridge look them
/// up more often.
const FRESH: Duration = Duration::from_secs(10);

/// How long the size of the files counts.
const SIZED: Duration = Duration::from_secs(60);

/// How often what was observed is taken in while nobody reads the page.
const KEEP_UP: Duration = Duration::from_secs(60);

/// How many conversations' waiting messages are counted, and how many of each.
const MOST_LANES: usize = 500;
const MOST_OF_LANE: usize = 32;

/// How many open calls are counted, and how many are read at once.
const MOST_CALLS: usize = 5_000;
const CALLS_AT_ONCE: usize = 250;

/// The stages of open calls.
const STAGES: [&str; 5] = ["confirmed", "placing", "following", "doubtful", "undecided"];

/// The parts of the files.
const PARTS: [&str; 2] = ["store", "matrix"];

/// Looks the figures up.
pub struct Measures {
    page: Page,
    health: Arc<Health>,
    store: Arc<dyn Store>,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    looked: Mutex<Looked>,
}

/// When something was last looked up.
#[derive(Debug, Default)]
struct Looked {
    store: Option<Duration>,
    files: Option<Duration>,
}

impl Measures {
    /// For a bridge whose store is in this folder.
    pub fn new(
        page: Page,
        health: Arc<Health>,
        store: Arc<dyn Store>,
        folder: &Path,
        clock: Arc<dyn Clock>,
    ) -> Self {
        STORE_OWNED.set(1.0, &[]);
        BUILD.set(1.0, &[version::VERSION, version::COMMIT]);
        begin_at_zero(&health.summaries());
        Self {
            page,
            health,
            store,
            folder: folder.to_owned(),
            clock,
            looked: Mutex::default(),
        }
    }

    /// Keeps what was observed from piling up. Never ends.
    pub async fn run(self: Arc<Self>) {
        loop {
            self.clock.sleep(KEEP_UP).await;
            self.page.keep_up();
        }
    }

    /// The page as it is now.
    async fn page(&self) -> String {
        self.peers();
        let mut looked = self.looked.lock().await;
        let now = self.clock.passed();
        let is_old = |then: Option<Duration>, fresh| then.is_none_or(|then| now - then >= fresh);
        if is_old(looked.store, FRESH) {
            looked.store = Some(now);
            let told = async {
                self.outbox().await?;
                self.calls().await
            };
            if let Err(error) = told.await {
                tracing::debug!(%error, "figures of the store cannot be told");
            }
        }
        if is_old(looked.files, SIZED) {
            looked.files = Some(now);
            let folder = self.folder.clone();
            let sizes = tokio::task::spawn_blocking(move || sizes(&folder)).await;
            for (part, bytes) in PARTS.into_iter().zip(sizes.unwrap_or_default()) {
                STORE_BYTES.set_bytes(bytes, &[part]);
            }
        }
        self.page.render()
    }

    fn peers(&self) {
        let now = self.clock.now();
        for summary in self.health.summaries() {
            tell(&summary, now);
        }
    }

    async fn outbox(&self) -> Result<(), StoreError> {
        let mut waiting = 0;
        let mut oldest: Option<DateTime<Utc>> = None;
        for lane in self.store.lanes(None, MOST_LANES).await? {
            let messages = self.store.outbox(&lane, MOST_OF_LANE).await?;
            waiting += messages.len();
            let records = messages.iter().filter_map(|(_, stored)| stored.record());
            oldest = records.map(|record| record.created_at).chain(oldest).min();
        }
        OUTBOX.set_count(waiting, &[]);
        let now = self.clock.now();
        OUTBOX_OLDEST.set(oldest.map_or(0.0, |oldest| age(now, oldest)), &[]);
        Ok(())
    }

    async fn calls(&self) -> Result<(), StoreError> {
        let mut counts: BTreeMap<&str, usize> = STAGES.map(|stage| (stage, 0)).into();
        let open = self.store.open_work(Work::Calls, None, MOST_CALLS).await?;
        for ids in open.chunks(CALLS_AT_ONCE) {
            let keys: Vec<Key> = ids.iter().map(|id| Key::Call(CallId(*id))).collect();
            for stored in self.store.read(&keys).await? {
                if let Stored::Found {
                    record: Record::Call(call),
                    ..
                } = stored
                    && let Some(stage) = stage(&call.stage)
                {
                    *counts.entry(stage).or_default() += 1;
                }
            }
        }
        for (stage, count) in counts {
            CALLS_OPEN.set_count(count, &[stage]);
        }
        Ok(())
    }
}

/// Makes rare counters known before they count: Prometheus sees no increase where
/// a series begins with 1.
fn begin_at_zero(peers: &[Summary]) {
    for peer in peers {
        let Peer::Chat(platform) = peer.peer else {
            continue;
        };
        let platform = platform.word();
        for occasion in ["message", "report"] {
            TURNS.add(0, &[platform, occasion, "failed"]);
        }
        for reason in ["stranger", "blocked", "busy"] {
            REFUSED_PEOPLE.add(0, &[platform, reason]);
        }
        for result in ["delivered", "fault"] {
            DELIVERIES.add(0, &[platform, result]);
        }
    }
    for durability in ["durable", "soon"] {
        COMMITS.add(0, &[durability, "failed"]);
    }
    for result in ["renewed", "revoked", "failed"] {
        REFRESHES.add(0, &[result]);
    }
    for result in ["done", "failed"] {
        SWEEPS.add(0, &[result]);
    }
    SWEPT.add(0, &[]);
    for step in [Step::Doubtful, Step::Undecided] {
        CALL_STEPS.add(0, &[step.word(), ""]);
    }
    for (work, reason) in [("call", "unreachable"), ("delivery", "fault")] {
        RETRIES.add(0, &[work, reason]);
    }
}

/// Sets what is known of one of the others.
fn tell(summary: &Summary, now: DateTime<Utc>) {
    let peer = summary.peer.word();
    if summary.condition != Condition::Untold {
        UP.set(if summary.works() { 1.0 } else { 0.0 }, &[peer]);
    }
    let Some(last) = summary.good.max(summary.received) else {
        return;
    };
    let age = age(now, last);
    match summary.peer {
        Peer::Chat(_) => RECEIVED_AGE.set(age, &[peer]),
        Peer::Service => SERVICE_SILENT.set(age, &[]),
    }
}

/// In seconds; 0 for a time that is still to come, since the clock was set.
fn age(now: DateTime<Utc>, then: DateTime<Utc>) -> f64 {
    (now - then).to_std().unwrap_or_default().as_secs_f64()
}

/// The stage of a call that is not over.
fn stage(stage: &CallStageV1) -> Option<&'static str> {
    Some(match stage {
        CallStageV1::Confirmed { .. } => "confirmed",
        CallStageV1::Placing => "placing",
        CallStageV1::Following => "following",
        CallStageV1::Doubtful { .. } => "doubtful",
        CallStageV1::Undecided => "undecided",
        CallStageV1::Ended { .. } => return None,
    })
}

/// The bytes of the store's files and of Matrix's, in the order of [`PARTS`].
fn sizes(folder: &Path) -> [u64; 2] {
    let matrix = folder.join("matrix");
    [bytes(folder, &matrix), bytes(&matrix, Path::new(""))]
}

/// The bytes of the files below a folder, without one of its folders. Files that
/// come and go meanwhile do not matter.
fn bytes(folder: &Path, without: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(found) if found.is_dir() && entry.path() != without => bytes(&entry.path(), without),
        Ok(found) if found.is_file() => found.len(),
        _ => 0,
    });
    sizes.sum()
}

/// The route `/metrics`.
pub fn router(measures: Arc<Measures>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .with_state(measures)
}

async fn metrics(State(measures): State<Arc<Measures>>) -> Response {
    shown(measures.page().await)
}

fn shown(page: String) -> Response {
    let form = [
        (
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (form, page).into_response()
}

/// The route `/metrics` of a process that does not own a store (yet).
pub fn without_store(page: Page) -> Router {
    STORE_OWNED.set(0.0, &[]);
    BUILD.set(1.0, &[version::VERSION, version::COMMIT]);
    Router::new().route("/metrics", get(async move || shown(page.render())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrix_s_files_are_counted_apart() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        std::fs::create_dir_all(folder.join("matrix/deep")).unwrap();
        std::fs::create_dir_all(folder.join("blobs")).unwrap();
        std::fs::write(folder.join("db"), [0; 10]).unwrap();
        std::fs::write(folder.join("blobs/1"), [0; 5]).unwrap();
        std::fs::write(folder.join("matrix/deep/keys"), [0; 7]).unwrap();
        assert_eq!(sizes(folder), [15, 7]);
        assert_eq!(sizes(&folder.join("nowhere")), [0, 0]);
    }
}

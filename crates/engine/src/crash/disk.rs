//! What outlives the process: a store in memory that can lose what was not flushed,
//! or one in a PostgreSQL, which each process opens anew.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::world::Unflushed;
use kally_core::model::{ChatUser, ConversationId, EventId, Platform};
use kally_network::{Http, Network};
use kally_store::memory::MemoryStore;
use kally_store::{
    Commit, CommitError, Key, KeyId, ListedWork, MarkedEvents, OutboxRecord, PostgresAddress,
    PostgresOptions, PostgresStore, Record, ScanPlace, Scanned, Seq, Store, StoreError, Stored,
    Work, WrappedKey,
};
use postgres_cluster::Cluster;

/// A store that outlives its process.
pub(super) trait Disk: Store {
    /// Writes a commit; it need not be durable yet.
    fn apply(&self, commit: &Commit) -> Result<(), CommitError>;
    /// Makes everything durable.
    fn flush(&self);
    /// The process has died; the next one finds what is left.
    fn outlive(&self, unflushed: Unflushed);
    /// Every record there is.
    fn records(&self) -> Vec<Record>;
    /// Every message that was committed, in order.
    fn sent(&self) -> Vec<OutboxRecord>;
}

/// Where the records of a run are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum On {
    #[default]
    Memory,
    Postgres,
}

impl On {
    /// What can become of writes that were not flushed.
    pub(super) fn fates(self) -> Vec<Unflushed> {
        match self {
            Self::Memory => vec![Unflushed::Lost, Unflushed::Kept],
            // The server goes on without the process.
            Self::Postgres => vec![Unflushed::Kept],
        }
    }

    /// A new and empty one.
    pub(super) fn disk(self) -> Arc<dyn Disk> {
        match self {
            Self::Memory => Arc::<MemoryStore>::default(),
            Self::Postgres => Arc::new(PostgresDisk::new()),
        }
    }
}

impl Disk for MemoryStore {
    fn apply(&self, commit: &Commit) -> Result<(), CommitError> {
        Self::apply(self, commit)
    }

    fn flush(&self) {
        Self::flush(self);
    }

    fn outlive(&self, unflushed: Unflushed) {
        match unflushed {
            Unflushed::Lost => self.forget(),
            Unflushed::Kept => Self::flush(self),
        }
    }

    fn records(&self) -> Vec<Record> {
        Self::records(self)
    }

    fn sent(&self) -> Vec<OutboxRecord> {
        Self::sent(self)
    }
}

/// A store in a PostgreSQL. The run's thread waits for each of its answers, so that
/// nothing else happens meanwhile and a run can be repeated.
struct PostgresDisk {
    /// The store's connections live on it. There is one until the end.
    runtime: Option<Runtime>,
    folder: tempfile::TempDir,
    options: PostgresOptions,
    store: Mutex<Option<Arc<PostgresStore>>>,
    sent: Mutex<Vec<OutboxRecord>>,
}

impl PostgresDisk {
    fn new() -> Self {
        kally_network::install();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let options = PostgresOptions {
            address: PostgresAddress::parse(&Cluster::shared().schema()).unwrap(),
            tls: Arc::new(Network::direct().tls(Http::One)),
            connections: 2,
            lease: std::time::Duration::from_secs(60),
            reach: None,
            standing_by: None,
        };
        let disk = Self {
            runtime: Some(runtime),
            folder: tempfile::tempdir().unwrap(),
            options,
            store: Mutex::default(),
            sent: Mutex::default(),
        };
        disk.open();
        disk
    }

    fn open(&self) {
        let (folder, options) = (self.folder.path().to_owned(), self.options.clone());
        let opened = self.wait(async move { opened(&folder, &options).await });
        *self.held() = Some(opened);
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Option<Arc<PostgresStore>>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn store(&self) -> Arc<PostgresStore> {
        self.held().clone().unwrap()
    }

    fn wait<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let (answer, answered) = mpsc::channel();
        let runtime = self.runtime.as_ref().unwrap();
        runtime.spawn(async move { answer.send(work.await) });
        answered.recv().unwrap()
    }
}

impl Drop for PostgresDisk {
    /// It ends within another runtime, which must not wait for this one.
    fn drop(&mut self) {
        drop(self.held().take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn opened(folder: &Path, options: &PostgresOptions) -> Arc<PostgresStore> {
    let opened = PostgresStore::open(folder, options, None).await;
    Arc::new(opened.unwrap())
}

impl Disk for PostgresDisk {
    fn apply(&self, commit: &Commit) -> Result<(), CommitError> {
        let (store, written) = (self.store(), commit.clone());
        self.wait(async move { store.commit(written).await })?;
        self.sent
            .lock()
            .unwrap()
            .extend(commit.send.iter().cloned());
        Ok(())
    }

    fn flush(&self) {}

    fn outlive(&self, _: Unflushed) {
        drop(self.held().take());
        self.open();
    }

    fn records(&self) -> Vec<Record> {
        let store = self.store();
        self.wait(async move {
            let (mut records, mut from) = (Vec::new(), None);
            loop {
                let page = store.scan(from, 1000).await.unwrap();
                records.extend(page.records);
                from = page.next;
                if from.is_none() {
                    break;
                }
            }
            records.sort_by_key(|(version, _)| *version);
            records.into_iter().map(|(_, record)| record).collect()
        })
    }

    fn sent(&self) -> Vec<OutboxRecord> {
        self.sent.lock().unwrap().clone()
    }
}

/// Writes the methods that only pass a question on.
macro_rules! passed_on {
    ($($name:ident($($given:ident: $type:ty => $owned:expr => $lent:expr),*) -> $answer:ty;)*) => {
        #[expect(clippy::redundant_locals, reason = "some of what is given is owned already")]
        #[async_trait]
        impl Store for PostgresDisk {
            async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
                self.apply(&commit)
            }

            $(async fn $name(&self, $($given: $type),*) -> Result<$answer, StoreError> {
                let store = self.store();
                $(let $given = $owned;)*
                self.wait(async move { store.$name($($lent),*).await })
            })*
        }
    };
}

passed_on! {
    read(keys: &[Key] => keys.to_vec() => &keys) -> Vec<Stored<Record>>;
    seen(platform: Platform => platform => platform, event: &EventId => event.clone() => &event) -> bool;
    listed_work(
        work: Work => work => work,
        after: Option<Uuid> => after => after,
        limit: usize => limit => limit
    ) -> Vec<ListedWork>;
    scan(from: Option<ScanPlace> => from => from, limit: usize => limit => limit) -> Scanned;
    events(from: Option<ScanPlace> => from => from, limit: usize => limit => limit) -> MarkedEvents;
    lanes(
        after: Option<&ConversationId> => after.cloned() => after.as_ref(),
        limit: usize => limit => limit
    ) -> Vec<ConversationId>;
    outbox(
        lane: &ConversationId => lane.clone() => &lane,
        limit: usize => limit => limit
    ) -> Vec<(Seq, Stored<OutboxRecord>)>;
    prune_events(before: DateTime<Utc> => before => before, limit: usize => limit => limit) -> usize;
    prune_links(before: DateTime<Utc> => before => before, limit: usize => limit => limit) -> usize;
    data_keys() -> Vec<WrappedKey>;
    keep_keys(keys: Vec<WrappedKey> => keys => keys) -> ();
    drop_keys(ids: &[KeyId] => ids.to_vec() => &ids) -> ();
    renew_key(owner: &ChatUser => owner.clone() => &owner) -> Vec<KeyId>;
    sweep_keys() -> usize;
    close() -> ();
}

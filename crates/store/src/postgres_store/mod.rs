//! The store in a PostgreSQL database.
//!
//! A commit is one call of the function `write_commit`, so it is one round trip
//! and one transaction. Everything that a reader sees is durable, except
//! `Durability::Soon` writes: PostgreSQL shows a transaction only once it is on the
//! disk. One process owns the store ([`ownership`]).
//!
//! A commit whose answer is lost may have been written. Nobody repeats it: the
//! store fails for good, and the next process finds out from what is there. The
//! same goes for every other error that does not pass by itself.

mod address;
mod connections;
mod inspect;
mod lease;
mod ownership;
mod queries;
mod schema;
mod standing_by;
#[cfg(test)]
mod tests;
mod turn;
mod unreadable;

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use deadpool_postgres::Pool;
use rustls::ClientConfig;
use secrecy::SecretString;
use tokio::sync::{Mutex, RwLock, oneshot, watch};
use tokio::time::timeout;
use tokio_postgres::Row;
use uuid::Uuid;

use self::connections::{ANSWER, Trouble, connection};
use self::ownership::{Ownership, fenced, lost_lease};
use self::turn::{Sealed, Turn, Verdict, owner_of};
use self::unreadable::Unreadable;
use super::ending::Ending;
use super::personal::PersonalKeys;
use super::{
    Commit, CommitError, Key, KeyId, ListedWork, MarkedEvents, OutboxRecord, Record,
    RestoredRecord, ScanPlace, Scanned, SealError, Sealer, Seq, Store, StoreCopy, StoreError,
    Stored, Work, WrappedKey, private,
};
use kally_core::model::{ChatUser, ConversationId, EventId, Platform};
use kally_runtime::{Clock as _, SystemClock, Tasks};

pub use address::{AddressError, PostgresAddress};
pub use inspect::DatabaseFacts;
pub use lease::SHORTEST_LEASE;

/// How often something is tried that fails in a way that passes.
const TRIES: u32 = 6;

/// The pause before another try, longer each time.
const PAUSE: Duration = Duration::from_millis(30);

/// How long closing waits for the tasks.
const SHUTDOWN: Duration = Duration::from_secs(5);

/// How the database is reached.
#[derive(Debug, Clone)]
pub struct PostgresOptions {
    pub address: PostgresAddress,
    /// The authorities that are trusted, where TLS leads there.
    pub tls: Arc<ClientConfig>,
    /// The most connections beside the one that holds the store; at least 1.
    pub connections: usize,
    /// After this time without a sign of life the owner is succeeded; at least
    /// [`SHORTEST_LEASE`].
    pub lease: Duration,
    /// Where other processes reach this one while it owns the store.
    pub reach: Option<Reach>,
    /// Opening waits until the store is free, and tells meanwhile where its owner can
    /// be reached. Without it a store in use is refused.
    pub standing_by: Option<watch::Sender<Option<String>>>,
}

/// Where a process can be reached, by HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// At this address.
    At(String),
    /// At this port of the address that the database sees.
    Port(u16),
}

/// The store in a database.
#[derive(Debug)]
pub struct PostgresStore {
    parts: Arc<Parts>,
    tasks: Tasks,
}

/// The parts, which a commit shares that nobody waits for any more.
#[derive(Debug)]
struct Parts {
    pool: Pool,
    ownership: Arc<Ownership>,
    ending: Ending,
    personal: PersonalKeys,
    /// Making a new personal key.
    making: Mutex<()>,
    /// Commits hold it for reading: from the moment when their records are sealed.
    turnstile: RwLock<()>,
    unreadable: Unreadable,
    /// The folder with the key is for this process alone.
    lock: Mutex<Option<File>>,
}

impl PostgresStore {
    /// Opens the store in a database, or makes its tables. The store's key, and
    /// the program's other files, are in a folder, which is made private to its
    /// owner.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has the database, or the folder;
    /// [`StoreError::Key`] when the key does not fit; [`StoreError::Later`] when a
    /// later program is needed; [`StoreError::Failed`] otherwise.
    pub async fn open(
        folder: &Path,
        options: &PostgresOptions,
        key: Option<&SecretString>,
    ) -> Result<Self, StoreError> {
        let keys = || Ok(vec![Arc::new(Sealer::load(folder, key)?)]);
        Self::open_with(folder, options, keys).await
    }

    /// The same with several keys, while the store's key is changed: any of them
    /// may have sealed a data key, and the last one seals new ones. The folder is
    /// locked before `keys` is called.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(
        folder: &Path,
        options: &PostgresOptions,
        keys: impl FnOnce() -> Result<Vec<Arc<Sealer>>, SealError>,
    ) -> Result<Self, StoreError> {
        let failed = |error| StoreError::Failed(format!("{}: {error}", folder.display()));
        private::folder(folder).map_err(failed)?;
        let lock = private::lock(folder)?;
        let sealers = keys().map_err(|error| StoreError::Key(error.to_string()))?;
        Self::opened(Some(lock), options, &sealers).await
    }

    /// The same without a folder, for a command that has the key from elsewhere.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_alone(
        options: &PostgresOptions,
        key: &Arc<Sealer>,
    ) -> Result<Self, StoreError> {
        Self::opened(None, options, std::slice::from_ref(key)).await
    }

    async fn opened(
        lock: Option<File>,
        options: &PostgresOptions,
        sealers: &[Arc<Sealer>],
    ) -> Result<Self, StoreError> {
        let (ownership, ending, tasks) = Self::owned(options).await?;
        let client = ownership.client();
        schema::check_key(client, sealers, &options.address.to_string()).await?;
        let wrapped = client.query(queries::DATA_KEYS, &[]).await;
        let wrapped = wrapped.map_err(|error| ownership::failed(&error))?;
        // Of very many people this takes seconds; signs of life go on meanwhile.
        let sealers = sealers.to_vec();
        let opened = tokio::task::spawn_blocking(move || {
            PersonalKeys::new(queries::data_keys(&wrapped), &sealers)
        });
        let personal = opened
            .await
            .map_err(|error| StoreError::Failed(error.to_string()))??;
        let parts = Arc::new(Parts {
            pool: connections::pool(options)?,
            ownership,
            ending,
            personal,
            making: Mutex::default(),
            turnstile: RwLock::default(),
            unreadable: Unreadable::default(),
            lock: Mutex::new(lock),
        });
        let store = Self { parts, tasks };
        store.settle().await?;
        Ok(store)
    }

    /// Takes the store over, once it is free if that is wanted.
    async fn owned(
        options: &PostgresOptions,
    ) -> Result<(Arc<Ownership>, Ending, Tasks), StoreError> {
        let mut has_waited = false;
        loop {
            let (ending, tasks) = (Ending::default(), Tasks::default());
            let error = match Ownership::take(options, &ending, &tasks).await {
                Ok(ownership) => {
                    let ownership = Arc::new(ownership);
                    let (beating, end) = (Arc::clone(&ownership), ending.clone());
                    tasks.spawn(async move { beating.beats(&end).await });
                    return Ok((ownership, ending, tasks));
                }
                Err(error) => error,
            };
            ending.close();
            tasks.stopping().cancel();
            match error {
                StoreError::InUse(_) | StoreError::Unreachable(_)
                    if options.standing_by.is_some() => {}
                StoreError::Failed(_) | StoreError::Lost(_) if has_waited => {}
                error => return Err(error),
            }
            has_waited = true;
            standing_by::until_free(options).await;
        }
    }

    /// Marks a store that was put back from a dump as a restored one, so that
    /// nothing is done twice.
    async fn settle(&self) -> Result<(), StoreError> {
        let ownership = &self.parts.ownership;
        if let Some(micros) = ownership.put_back_to {
            let now = SystemClock.now();
            let copied_at = DateTime::from_timestamp_micros(micros).unwrap_or(now);
            tracing::warn!(%copied_at, "the tables were put back from a dump: no call of it is made by itself");
            let put = vec![RestoredRecord::new(copied_at, now).into()];
            let marked = self
                .commit(Commit {
                    put,
                    ..Commit::default()
                })
                .await;
            marked.map_err(CommitError::into_failure)?;
        }
        ownership.settle().await
    }

    /// The key that the store was opened with.
    #[must_use]
    pub fn sealer(&self) -> Arc<Sealer> {
        self.parts.personal.sealer()
    }
}

impl Drop for PostgresStore {
    /// The connection that holds the store ends with its task.
    fn drop(&mut self) {
        self.parts.ending.close();
        self.tasks.stopping().cancel();
    }
}

impl Parts {
    /// Opens the bytes of a record or a message.
    fn parsed<T>(
        &self,
        (place, version): (Vec<u8>, i64),
        bytes: Vec<u8>,
        parse: impl FnOnce(super::Version, &[u8]) -> Stored<T>,
    ) -> Stored<T> {
        let number = super::Version(version.unsigned_abs());
        let found = match self.personal.open(bytes) {
            Ok(json) => parse(number, &json),
            Err(reason) => Stored::Unreadable {
                version: number,
                reason: reason.to_owned(),
            },
        };
        if matches!(found, Stored::Unreadable { .. }) {
            self.unreadable.note(place, version);
        }
        found
    }

    async fn commit(&self, commit: &Commit) -> Result<(), CommitError> {
        let _turn = self.turnstile.read().await;
        self.usable()?;
        let sealed = self.sealed(commit).await?;
        let mut turn = Turn::new(commit, sealed, &self.unreadable)?;
        for _ in 0..TRIES {
            let rows = self.write(&turn).await?;
            match turn.verdict(&rows, |bytes| self.personal.open(bytes)) {
                // An answer that comes late may be one to an earlier owner.
                Some(Verdict::Done) => {
                    self.usable()?;
                    return Ok(());
                }
                Some(Verdict::Seen) => return Err(CommitError::AlreadySeen),
                Some(Verdict::Conflict(key)) => return Err(CommitError::Conflict(key)),
                Some(Verdict::Looked) => {}
                Some(Verdict::Fenced) => return Err(self.failed(fenced()).into()),
                None => {
                    let said = "the answer to a commit cannot be understood".to_owned();
                    return Err(self.failed(StoreError::Failed(said)).into());
                }
            }
        }
        let said = "records change faster than they can be read".to_owned();
        Err(self.failed(StoreError::Failed(said)).into())
    }

    /// Encodes and seals everything in a commit.
    async fn sealed(&self, commit: &Commit) -> Result<Sealed, StoreError> {
        let mut sealed = Sealed::default();
        for record in &commit.put {
            let json = record.encode()?;
            sealed.put.push(match record.sealed_to() {
                Some(owner) => self.seal(&owner, &json).await?,
                None => json,
            });
        }
        let requeue = commit.requeue.iter().map(|(_, _, message)| message);
        for (messages, of) in [
            (commit.send.iter().collect::<Vec<_>>(), &mut sealed.send),
            (requeue.collect(), &mut sealed.requeue),
        ] {
            for message in messages {
                of.push(self.seal(&owner_of(message), &message.encode()?).await?);
            }
        }
        Ok(sealed)
    }

    /// Seals to a person, with a new key if they have none.
    async fn seal(&self, owner: &ChatUser, json: &[u8]) -> Result<Vec<u8>, StoreError> {
        loop {
            if let Some(sealed) = self.personal.seal(owner, json) {
                return Ok(sealed);
            }
            let _making = self.making.lock().await;
            if !self.personal.has(owner) {
                self.make(owner).await?;
            }
        }
    }

    /// Makes a key for a person's records, durably.
    async fn make(&self, owner: &ChatUser) -> Result<(), StoreError> {
        let fresh = self.personal.fresh(owner);
        self.keep_keys(std::slice::from_ref(&fresh.wrapped)).await?;
        self.personal.take(fresh);
        Ok(())
    }

    /// Has the database carry a commit out. An error other than a passing refusal
    /// is the end of the store.
    async fn write(&self, turn: &Turn) -> Result<Vec<Row>, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let trouble = match self.write_once(turn).await {
                Ok(rows) => return Ok(rows),
                Err(trouble) => trouble,
            };
            if trouble.is_refusal && trouble.may_pass && tries < TRIES {
                tokio::time::sleep(PAUSE * tries).await;
                continue;
            }
            return Err(self.failed(trouble.into_error()));
        }
    }

    async fn write_once(&self, turn: &Turn) -> Result<Vec<Row>, Trouble> {
        let client = connection(&self.pool).await.map_err(Trouble::unsent)?;
        let statement = client.prepare_cached(queries::WRITE_COMMIT).await;
        let statement = statement.map_err(|error| Trouble::of(&error).unsent())?;
        let Ownership {
            store, epoch, own, ..
        } = &*self.ownership;
        let mut parameters: Vec<&(dyn tokio_postgres::types::ToSql + Sync)> =
            vec![store, epoch, turn.is_soon(), own];
        parameters.extend(turn.parameters());
        match timeout(ANSWER, client.query(&statement, &parameters)).await {
            Ok(Ok(rows)) => Ok(rows),
            Ok(Err(error)) => Err(Trouble::of(&error)),
            Err(_) => Err(Trouble::lost("PostgreSQL does not answer")),
        }
    }

    /// Refuses when the store has failed or is closed, or when another process may
    /// own it.
    fn usable(&self) -> Result<(), StoreError> {
        self.ending.usable()?;
        match self.ownership.lease.holds() {
            true => Ok(()),
            false => Err(self.failed(lost_lease("it was paused, or PostgreSQL did not answer"))),
        }
    }

    /// The store fails for good.
    fn failed(&self, error: StoreError) -> StoreError {
        self.ending.fail(&error);
        self.ending.usable().err().unwrap_or(error)
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError> {
        self.parts.read(keys).await
    }

    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError> {
        self.parts.seen(platform, event).await
    }

    /// Carried out even if the caller stops waiting.
    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        let parts = Arc::clone(&self.parts);
        let (answer, answered) = oneshot::channel();
        self.tasks.spawn_to_end(async move {
            drop(answer.send(parts.commit(&commit).await));
        });
        answered.await.map_err(|_| StoreError::Closed)?
    }

    async fn listed_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        self.parts.listed_work(&work, after, limit).await
    }

    async fn scan(&self, from: Option<ScanPlace>, limit: usize) -> Result<Scanned, StoreError> {
        self.parts.scan(from, limit).await
    }

    async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        self.parts.events(from, limit).await
    }

    async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        self.parts.lanes(after, limit).await
    }

    async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError> {
        self.parts.outbox(lane, limit).await
    }

    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.parts.prune(queries::PRUNE_EVENTS, before, limit).await
    }

    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        self.parts.prune(queries::PRUNE_LINKS, before, limit).await
    }

    async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        self.parts.data_keys().await
    }

    async fn keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        self.parts.keep_keys(&keys).await
    }

    async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.parts.personal.discard(ids);
        self.parts.drop_keys(ids).await
    }

    async fn renew_key(&self, owner: &ChatUser) -> Result<Vec<KeyId>, StoreError> {
        // No commit is on its way that an earlier key has sealed.
        let _alone = self.parts.turnstile.write().await;
        let retired = self.parts.personal.of(owner);
        self.parts.make(owner).await?;
        Ok(retired)
    }

    async fn sweep_keys(&self) -> Result<usize, StoreError> {
        {
            let _alone = self.parts.turnstile.write().await;
            self.parts.personal.begin_sweep();
        }
        let named = self.parts.keys_in_use().await?;
        let loose = self.parts.personal.end_sweep(&named);
        self.parts.drop_keys(&loose).await?;
        Ok(loose.len())
    }

    async fn expect_key(&self, key: &Sealer) -> Result<(), StoreError> {
        self.parts.usable()?;
        schema::expect_key(self.parts.ownership.client(), key).await
    }

    async fn begin_copy(&self) -> Result<StoreCopy, StoreError> {
        Err(StoreError::Failed(
            "it is in PostgreSQL, whose own tools make copies of it: use pg_dump".to_owned(),
        ))
    }

    fn is_owned(&self) -> Result<(), StoreError> {
        self.parts.usable()
    }

    async fn failed(&self) -> StoreError {
        self.parts.ending.failed().await
    }

    async fn close(&self) -> Result<(), StoreError> {
        // Commits that are on their way end first.
        let _alone = self.parts.turnstile.write().await;
        self.parts.ending.usable()?;
        self.parts.ending.close();
        self.parts.pool.close();
        let freed = self.parts.ownership.release().await;
        self.tasks.shut_down(SHUTDOWN).await;
        drop(self.parts.lock.lock().await.take());
        freed
    }
}

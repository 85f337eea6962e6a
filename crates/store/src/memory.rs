//! A store in memory for tests. It can forget everything that was not made
//! durable, as a disk does in a power cut, but instantly.
//!
//! It fulfils the same contract as any store, so a proof with it holds for each
//! of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::keys;
use super::{
    Commit, CommitError, Durability, EventMark, Key, KeyId, ListedWork, MarkedEvents, OutboxRecord,
    Record, ScanPlace, Scanned, Seq, Store, StoreError, Stored, Version, Work, WrappedKey,
};
use kally_core::model::{
    AppointmentId, CallId, ConversationId, ErrandId, EventId, LinkId, Platform,
};

/// Everything that was written, and the part of it that would outlive a power
/// cut.
#[derive(Debug, Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    applied: Contents,
    durable: Contents,
    /// A durable place of its own.
    keys: Vec<WrappedKey>,
    closed: bool,
    full: bool,
}

#[derive(Debug, Default, Clone)]
struct Contents {
    /// As JSON, as on a disk: a value that cannot be written or read shows up
    /// here as well.
    records: HashMap<Key, (Version, Arc<[u8]>)>,
    events: HashMap<(Platform, EventId), DateTime<Utc>>,
    /// The calls, the errands and the appointments, by their ids.
    work: BTreeMap<Uuid, Arc<WorkEntry>>,
    queues: BTreeMap<ConversationId, BTreeMap<Seq, Arc<[u8]>>>,
    /// The ends of link sessions, including deleted ones.
    ends: BTreeSet<(DateTime<Utc>, LinkId)>,
    /// Every message that was ever committed, in order.
    sent: Vec<Arc<OutboxRecord>>,
    counter: u64,
    /// Changes with every commit.
    commits: u64,
}

/// A record as the lists of work have it.
#[derive(Debug)]
struct WorkEntry {
    /// Its places in the lists that it is on.
    places: Vec<Vec<u8>>,
    due: Option<DateTime<Utc>>,
}

impl WorkEntry {
    fn of(record: &Record) -> Option<(Uuid, Self)> {
        let id = match record {
            Record::Call(call) => call.id.0,
            Record::Errand(errand) => errand.id.0,
            Record::Appointment(kept) => kept.id.0,
            _ => return None,
        };
        let lists = keys::lists_of(record).into_iter();
        let places = lists.filter_map(|(place, listed)| listed.then_some(place));
        let (places, due) = (places.collect(), record.due());
        Some((id, Self { places, due }))
    }
}

impl MemoryStore {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let state = self.state();
        match state.closed {
            true => Err(StoreError::Closed),
            false => Ok(state),
        }
    }

    /// Writes a commit; it is not durable yet.
    pub fn apply(&self, commit: &Commit) -> Result<(), CommitError> {
        let mut state = self.open()?;
        if state.full {
            return Err(StoreError::Failed("no space is left".to_owned()).into());
        }
        state.applied.apply(commit)
    }

    /// From now on the store is full.
    pub fn fill(&self) {
        self.state().full = true;
    }

    pub fn flush(&self) {
        let mut state = self.state();
        if state.durable.commits != state.applied.commits {
            state.durable = state.applied.clone();
        }
    }

    /// Cuts the power: writes that were not durable are gone.
    pub fn forget(&self) {
        let mut state = self.state();
        state.applied = state.durable.clone();
    }

    /// Every message that was committed, in order.
    pub fn sent(&self) -> Vec<OutboxRecord> {
        let state = self.state();
        state
            .durable
            .sent
            .iter()
            .map(|sent| OutboxRecord::clone(sent))
            .collect()
    }

    /// Every record there is.
    pub fn records(&self) -> Vec<Record> {
        let state = self.state();
        let mut records: Vec<_> = state.durable.records.iter().collect();
        records.sort_by_key(|(_, (version, _))| version.0);
        records
            .into_iter()
            .filter_map(|(key, (version, json))| Record::decode(key, *version, json).into_record())
            .collect()
    }

    /// Puts other bytes under a key; returns the old ones.
    pub fn swap(&self, key: &Key, bytes: &[u8]) -> Option<Arc<[u8]>> {
        let mut state = self.state();
        let (_, json) = state.applied.records.get_mut(key)?;
        let before = std::mem::replace(json, Arc::from(bytes));
        state.durable = state.applied.clone();
        Some(before)
    }
}

impl Contents {
    fn version(&self, key: &Key) -> Version {
        self.records
            .get(key)
            .map(|(version, _)| *version)
            .unwrap_or_default()
    }

    /// Whether a link session's end was put off.
    fn ends_later(&self, key: &Key, before: DateTime<Utc>) -> bool {
        let found = self.records.get(key);
        let record = found.map(|(version, json)| Record::decode(key, *version, json));
        match record.and_then(Stored::into_record) {
            Some(Record::Link(link)) => link.expires_at >= before,
            _ => false,
        }
    }

    fn grown(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    fn apply(&mut self, commit: &Commit) -> Result<(), CommitError> {
        let event = commit
            .event
            .as_ref()
            .map(|mark| ((mark.platform, mark.id.clone()), mark.at));
        if let Some((event, _)) = &event
            && self.events.contains_key(event)
        {
            return Err(CommitError::AlreadySeen);
        }
        for (key, version) in &commit.expect {
            if self.version(key) != *version {
                return Err(CommitError::Conflict(key.clone()));
            }
        }
        let put = (commit.put.iter())
            .map(|record| Ok((record, record.encode()?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let send = (commit.send.iter())
            .map(|record| Ok((record, record.encode()?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        let requeue = (commit.requeue.iter())
            .map(|(lane, seq, record)| Ok((lane, seq, record.encode()?)))
            .collect::<Result<Vec<_>, StoreError>>()?;
        self.commits += 1;
        self.events.extend(event);
        for (record, json) in put {
            let version = Version(self.grown());
            if let Record::Link(link) = record {
                self.ends.insert((link.expires_at, link.id.clone()));
            }
            if let Some((id, entry)) = WorkEntry::of(record) {
                self.work.insert(id, Arc::new(entry));
            }
            self.records.insert(record.key(), (version, json.into()));
        }
        for key in &commit.delete {
            self.records.remove(key);
            if let Key::Call(CallId(id))
            | Key::Errand(ErrandId(id))
            | Key::Appointment(AppointmentId(id)) = key
            {
                self.work.remove(id);
            }
        }
        for (lane, seq, json) in requeue {
            if let Some(waiting) = self
                .queues
                .get_mut(lane)
                .and_then(|queue| queue.get_mut(seq))
            {
                *waiting = json.into();
            }
        }
        for (lane, seq) in &commit.sent {
            if let Some(queue) = self.queues.get_mut(lane) {
                queue.remove(seq);
            }
        }
        for (record, json) in send {
            let seq = Seq(self.grown());
            let lane = record.conversation.clone();
            self.queues
                .entry(lane)
                .or_default()
                .insert(seq, json.into());
            self.sent.push(Arc::new(record.clone()));
        }
        self.queues.retain(|_, queue| !queue.is_empty());
        Ok(())
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn read(&self, keys: &[Key]) -> Result<Vec<Stored<Record>>, StoreError> {
        let state = self.open()?;
        let read = |key: &Key| match state.applied.records.get(key) {
            None => Stored::Absent,
            Some((version, json)) => Record::decode(key, *version, json),
        };
        Ok(keys.iter().map(read).collect())
    }

    async fn seen(&self, platform: Platform, event: &EventId) -> Result<bool, StoreError> {
        let event = (platform, event.clone());
        Ok(self.open()?.applied.events.contains_key(&event))
    }

    async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        let done = self.apply(&commit);
        if commit.durability == Durability::Durable {
            self.flush();
        }
        done
    }

    async fn listed_work(
        &self,
        work: Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        let state = self.open()?;
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let later = state.applied.work.range((from, Bound::Unbounded));
        let listed = later.filter(|(id, entry)| entry.places.contains(&keys::work(&work, **id)));
        let listed = listed.map(|(id, entry)| ListedWork {
            id: *id,
            due: entry.due,
        });
        Ok(listed.take(limit).collect())
    }

    async fn scan(&self, from: Option<ScanPlace>, limit: usize) -> Result<Scanned, StoreError> {
        let state = self.open()?;
        let records = state.applied.records.iter();
        let mut places: Vec<_> = records
            .map(|(key, found)| (keys::record(key), found))
            .filter(|(place, _)| from.as_ref().is_none_or(|from| *place >= from.0))
            .collect();
        places.sort_by(|(a, _), (b, _)| a.cmp(b));
        let next = places.get(limit);
        let next = next.map(|(place, _)| ScanPlace(place.clone()));
        places.truncate(limit);
        let read = places.iter().filter_map(|(place, (version, json))| {
            Some((*version, keys::read_record(place, json)?))
        });
        let records: Vec<(Version, Record)> = read.collect();
        Ok(Scanned {
            unreadable: places.len() - records.len(),
            records,
            next,
        })
    }

    async fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        let state = self.open()?;
        let events = state.applied.events.iter();
        let mut marks: Vec<(Vec<u8>, EventMark)> = events
            .map(|((platform, id), at)| {
                let (platform, id, at) = (*platform, id.clone(), *at);
                (keys::event(platform, &id), EventMark { platform, id, at })
            })
            .filter(|(place, _)| from.as_ref().is_none_or(|from| *place >= from.0))
            .collect();
        marks.sort_by(|(a, _), (b, _)| a.cmp(b));
        let next = marks.get(limit).map(|(place, _)| ScanPlace(place.clone()));
        let marks = marks.into_iter().take(limit).map(|(_, mark)| mark);
        Ok(MarkedEvents {
            marks: marks.collect(),
            next,
        })
    }

    async fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let state = self.open()?;
        let lanes = state.applied.queues.keys();
        let later = lanes.filter(|lane| after.is_none_or(|after| *lane > after));
        Ok(later.take(limit).cloned().collect())
    }

    async fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Stored<OutboxRecord>)>, StoreError> {
        let state = self.open()?;
        let Some(queue) = state.applied.queues.get(lane) else {
            return Ok(Vec::new());
        };
        let found = queue
            .iter()
            .take(limit)
            .map(|(seq, json)| (*seq, OutboxRecord::decode(Version(seq.0), json)));
        Ok(found.collect())
    }

    async fn prune_events(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        let mut state = self.open()?;
        state.applied.commits += 1;
        let events = &mut state.applied.events;
        let mut old: Vec<_> = events.iter().filter(|(_, at)| **at < before).collect();
        old.sort_by_key(|(_, at)| **at);
        let old: Vec<_> = old
            .into_iter()
            .take(limit)
            .map(|(event, _)| event.clone())
            .collect();
        events.retain(|event, _| !old.contains(event));
        Ok(old.len())
    }

    async fn prune_links(&self, before: DateTime<Utc>, limit: usize) -> Result<usize, StoreError> {
        let contents = &mut self.open()?.applied;
        let ended = contents.ends.iter().filter(|(end, _)| *end < before);
        let links: Vec<_> = ended.take(limit).cloned().collect();
        contents.commits += 1;
        for link in &links {
            contents.ends.remove(link);
            let key = Key::Link(link.1.clone());
            if !contents.ends_later(&key, before) {
                contents.records.remove(&key);
            }
        }
        Ok(links.len())
    }

    async fn data_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        Ok(self.open()?.keys.clone())
    }

    async fn keep_keys(&self, keys: Vec<WrappedKey>) -> Result<(), StoreError> {
        let mut state = self.open()?;
        let is_replaced = |kept: &WrappedKey| keys.iter().any(|key| key.id == kept.id);
        state.keys.retain(|kept| !is_replaced(kept));
        state.keys.extend(keys);
        Ok(())
    }

    async fn drop_keys(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        self.open()?.keys.retain(|kept| !ids.contains(&kept.id));
        Ok(())
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.open()?.closed = true;
        self.flush();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{contract, link_sessions_are_pruned_by_their_end};
    use crate::read_one;
    use crate::samples::cursor;

    #[tokio::test]
    async fn it_keeps_the_contract() {
        contract(async || MemoryStore::default()).await;
    }

    #[tokio::test]
    async fn sessions_are_forgotten_three_at_a_time() {
        let counts = link_sessions_are_pruned_by_their_end(&MemoryStore::default()).await;
        assert_eq!(counts, [3, 1, 0]);
    }

    #[tokio::test]
    async fn what_was_not_durable_is_forgotten() {
        let store = MemoryStore::default();
        for (value, durability) in [("1", Durability::Durable), ("2", Durability::Soon)] {
            let put = vec![cursor("a", value).into()];
            let commit = Commit {
                put,
                durability,
                ..Commit::default()
            };
            store.commit(commit).await.unwrap();
        }
        store.forget();
        let found = read_one::<crate::CursorRecord>(&store, &"a".to_owned()).await;
        assert_eq!(found.unwrap().into_record(), Some(cursor("a", "1")));
    }
}

//! From a commit to its writes.
//!
//! A plan only reads. Only the writer makes plans, one after the other, and
//! each sees those before it, so that its checks still hold when it is applied.

use std::collections::{BTreeMap, HashMap};

use super::counter::{Counter, RESERVED};
use super::disk::{Disk, Fetched};
use super::entry::Entry;
use super::guard::guarded;
use super::pending::Pending;
use super::{keys, marks, value};
use crate::{
    Commit, CommitError, EventMark, Key, LinkRecord, OutboxRecord, Record, RecordKind as _, Seq,
    StoreError, Stored, Version, Work,
};

/// The writes of one commit; the last one to a key counts.
pub(super) struct Plan<'a> {
    disk: &'a Disk,
    /// Earlier commits that are not applied yet.
    earlier: &'a Pending,
    counter: &'a mut Counter,
    batch: Pending,
}

/// Whether the JSON under a key can be parsed, so that it may be overwritten.
type Readable<'a> = &'a dyn Fn(Version, &[u8]) -> bool;

impl<'a> Plan<'a> {
    pub(super) fn new(disk: &'a Disk, earlier: &'a Pending, counter: &'a mut Counter) -> Self {
        Self {
            disk,
            earlier,
            counter,
            batch: Pending::default(),
        }
    }

    /// Checks a commit and collects its writes.
    pub(super) fn commit(&mut self, commit: &Commit) -> Result<(), CommitError> {
        self.check(commit)?;
        if let Some(mark) = &commit.event {
            self.mark(mark)?;
        }
        self.records(commit)?;
        self.messages(commit)?;
        Ok(())
    }

    /// Forgets `limit` event marks before `before`, if there are so many, and
    /// those that share a key with the last; returns their number.
    pub(super) fn prune(
        &mut self,
        before: chrono::DateTime<chrono::Utc>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let range = keys::all_event_times()..keys::event_times_until(before);
        let mut count = 0;
        for found in self.disk.db.range(range) {
            if count >= limit {
                break;
            }
            let (key, others) = guarded(|| found)?;
            for mark in marks::read(&key, &others) {
                self.batch.remove(mark);
                count += 1;
            }
            self.batch.remove(key.to_vec());
        }
        Ok(count)
    }

    /// Forgets up to `limit` link sessions that end before `before`; returns
    /// their number.
    pub(super) fn prune_links(
        &mut self,
        before: chrono::DateTime<chrono::Utc>,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let range = keys::all_link_times()..keys::link_times_until(before);
        let mut count = 0;
        for found in self.disk.db.range(range).keys().take(limit) {
            let key = guarded(|| found)?;
            if let Some(place) = keys::read_link_time(&key) {
                // A session that nobody can read is worthless too. One whose end
                // was put off is indexed by its later end as well.
                let old = self.get(place)?;
                if !self.ends_later(place, old.as_deref(), before)? {
                    self.replace(place, old, None, &|_, _| true)?;
                }
            }
            self.batch.remove(key.to_vec());
            count += 1;
        }
        Ok(count)
    }

    fn ends_later(
        &self,
        place: &[u8],
        session: Option<&[u8]>,
        before: chrono::DateTime<chrono::Utc>,
    ) -> Result<bool, StoreError> {
        let Some(bytes) = session else {
            return Ok(false);
        };
        let found = self.complete(place, bytes)?;
        let session = found
            .and_then(|found| found.json.ok())
            .and_then(|json| LinkRecord::decode(&json).ok());
        Ok(session.is_some_and(|session| session.expires_at >= before))
    }

    /// The writes, with the counter's state.
    pub(super) fn finish(mut self) -> Pending {
        if self.counter.last > self.counter.reserved {
            self.counter.reserved = self.counter.last + RESERVED;
            let reserved = self.counter.reserved.to_be_bytes();
            self.batch.insert(keys::meta("counter"), reserved.to_vec());
        }
        self.batch
    }

    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.earlier.get(self.disk, key)
    }

    fn complete(&self, place: &[u8], bytes: &[u8]) -> Result<Option<Fetched>, StoreError> {
        self.disk.complete(place, bytes, |part| self.get(part))
    }

    /// A record's bytes: sealed, if it has words of a person.
    fn bytes(&self, record: &Record) -> Result<Vec<u8>, StoreError> {
        let json = record.encode()?;
        match record.sealed_to() {
            Some(owner) => self.disk.personal.seal(&owner, &json),
            None => Ok(json),
        }
    }

    fn bytes_of_message(&self, message: &OutboxRecord) -> Result<Vec<u8>, StoreError> {
        let owner = message.conversation.chat_user();
        self.disk.personal.seal(&owner, &message.encode()?)
    }

    fn check(&self, commit: &Commit) -> Result<(), CommitError> {
        if let Some(mark) = &commit.event {
            let key = keys::bounded(keys::event(mark.platform, &mark.id))?;
            if self.get(&key)?.is_some() {
                return Err(CommitError::AlreadySeen);
            }
        }
        for (key, expected) in &commit.expect {
            let place = keys::record(key);
            let found = match keys::is_logged(&place) {
                true => Entry::expected(self.entry(&place)),
                false => self
                    .get(&place)?
                    .map_or(Version::default(), |bytes| value::version(&bytes)),
            };
            if found != *expected {
                return Err(CommitError::Conflict(key.clone()));
            }
        }
        Ok(())
    }

    fn mark(&mut self, mark: &EventMark) -> Result<(), StoreError> {
        let key = keys::bounded(keys::event(mark.platform, &mark.id))?;
        self.batch.mark(mark.at, key);
        Ok(())
    }

    fn records(&mut self, commit: &Commit) -> Result<(), StoreError> {
        let mut finals: HashMap<Key, Option<(Vec<u8>, &Record)>> = HashMap::new();
        for record in &commit.put {
            let content = (self.bytes(record)?, record);
            if let Record::Link(link) = record {
                let place = keys::bounded(keys::record(&record.key()))?;
                self.batch
                    .insert(keys::link_time(link.expires_at, &place), Vec::new());
            }
            finals.insert(record.key(), Some(content));
        }
        for key in &commit.delete {
            finals.insert(key.clone(), None);
        }
        for (key, content) in finals {
            let place = keys::bounded(keys::record(&key))?;
            if keys::is_logged(&place) {
                self.log(place, content.map(|(bytes, _)| bytes).as_deref())?;
                continue;
            }
            let readable = |version, json: &[u8]| {
                matches!(Record::decode(&key, version, json), Stored::Found { .. })
            };
            let bytes = content.as_ref().map(|(bytes, _)| bytes.as_slice());
            let old = self.get(&place)?;
            match &content {
                Some((_, record)) => self.list(record),
                None => self.unlist(&key, &place, old.as_deref())?,
            }
            self.replace(&place, old, bytes, &readable)?;
        }
        Ok(())
    }

    /// Takes a removed record off its lists. Only the record says whose it was;
    /// lists may lead to records that are gone.
    fn unlist(&mut self, key: &Key, place: &[u8], old: Option<&[u8]>) -> Result<(), StoreError> {
        match key {
            Key::Errand(id) => self.batch.remove(keys::work(&Work::Errands, id.0)),
            Key::Call(id) => self.batch.remove(keys::work(&Work::Calls, id.0)),
            Key::Appointment(id) => self.batch.remove(keys::work(&Work::Appointments, id.0)),
            _ => return Ok(()),
        }
        if let Some(old) = old
            && let Some(found) = self.complete(place, old)?
            && let Ok(json) = &found.json
            && let Stored::Found { record, .. } = Record::decode(key, found.version, json)
        {
            for (place, _) in keys::lists_of(&record) {
                self.batch.remove(place);
            }
        }
        Ok(())
    }

    /// Puts a record into the lists where it belongs, and takes it off the others.
    fn list(&mut self, record: &Record) {
        for (place, listed) in keys::lists_of(record) {
            match listed {
                true => self.batch.insert(place, keys::due(record)),
                false => self.batch.remove(place),
            }
        }
    }

    /// Writes a record's newest state, or its removal, to the log. The replaced
    /// entry stays there until it is swept; only an entry that was never
    /// applied is dropped at once.
    fn log(&mut self, place: Vec<u8>, bytes: Option<&[u8]>) -> Result<(), StoreError> {
        let before = self.entry(&place);
        if bytes.is_none() && before.is_none_or(Entry::gone) {
            return Ok(());
        }
        if let Some(entry) = self.earlier.entry(&place) {
            let key = keys::log(entry, &place);
            if let Some(old) = self.get(&key)? {
                self.clear(&place, &old, None)?;
            }
            self.batch.remove(key);
        }
        let entry = Entry::new(Version(self.counter.next()), bytes.is_none());
        let (head, parts) = value::cut(entry.version(), bytes.unwrap_or_default());
        self.write_parts(&place, entry.version(), &parts);
        self.batch.insert(keys::log(entry, &place), head);
        self.batch.enter(place, entry);
        Ok(())
    }

    fn entry(&self, place: &[u8]) -> Option<Entry> {
        let earlier = self.earlier.entry(place);
        earlier.or_else(|| self.disk.index.find(place))
    }

    fn messages(&mut self, commit: &Commit) -> Result<(), StoreError> {
        for message in &commit.send {
            let seq = Seq(self.counter.next());
            let place = keys::bounded(keys::outbox(&message.conversation, seq))?;
            let bytes = self.bytes_of_message(message)?;
            self.write(&place, &bytes);
        }
        let mut finals = BTreeMap::new();
        for (lane, seq, message) in &commit.requeue {
            finals.insert((lane, seq), Some(message));
        }
        for (lane, seq) in &commit.sent {
            finals.insert((lane, seq), None);
        }
        for ((lane, seq), message) in finals {
            let bytes = message.map(|it| self.bytes_of_message(it)).transpose()?;
            self.replace_message(&keys::outbox(lane, *seq), bytes.as_deref())?;
        }
        Ok(())
    }

    /// Writes over a waiting message, or removes it. A message that is gone was
    /// delivered: it must not come back.
    pub(super) fn replace_message(
        &mut self,
        place: &[u8],
        bytes: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        let readable = |version, json: &[u8]| {
            matches!(OutboxRecord::decode(version, json), Stored::Found { .. })
        };
        match self.get(place)? {
            Some(old) => self.replace(place, Some(old), bytes, &readable),
            None => Ok(()),
        }
    }

    /// Writes or removes the value at a place; if the old value cannot be read,
    /// it is set aside.
    fn replace(
        &mut self,
        place: &[u8],
        old: Option<Vec<u8>>,
        bytes: Option<&[u8]>,
        readable: Readable<'_>,
    ) -> Result<(), StoreError> {
        if let Some(old) = old {
            let kept = self.counter.is_own(value::version(&old))
                || match self.complete(place, &old)? {
                    Some(found) => matches!(&found.json, Ok(json) if readable(found.version, json)),
                    None => false,
                };
            let aside = (!kept).then(|| self.counter.next());
            self.clear(place, &old, aside)?;
        }
        match bytes {
            Some(bytes) => self.write(place, bytes),
            None => self.batch.remove(place.to_vec()),
        }
        Ok(())
    }

    /// Removes a value's parts; sets all of its bytes aside when asked to.
    fn clear(&mut self, place: &[u8], old: &[u8], aside: Option<u64>) -> Result<(), StoreError> {
        if let Some(number) = aside {
            self.batch.insert(keys::aside(number, place), old.to_vec());
        }
        let Some((head, _)) = value::head(old) else {
            return Ok(());
        };
        for number in 0..head.parts {
            let part = keys::part(place, head.version.0, number);
            let bytes = self.get(&part)?;
            if let (Some(aside), Some(bytes)) = (aside, bytes) {
                self.batch.insert(keys::aside(aside, &part), bytes);
            }
            self.batch.remove(part);
        }
        Ok(())
    }

    fn write(&mut self, place: &[u8], bytes: &[u8]) {
        let version = self.counter.next();
        let (head, parts) = value::cut(Version(version), bytes);
        self.write_parts(place, Version(version), &parts);
        self.batch.insert(place.to_vec(), head);
    }

    fn write_parts(&mut self, place: &[u8], version: Version, parts: &[&[u8]]) {
        for (number, bytes) in (0..).zip(parts) {
            let key = keys::part(place, version.0, number);
            self.batch.insert(key, bytes.to_vec());
        }
    }
}

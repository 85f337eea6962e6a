//! From a commit to the parameters of `write_commit`, and from its answer back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sha2::{Digest as _, Sha256};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::unreadable::Unreadable;
use crate::{Commit, Durability, Key, OutboxRecord, Record, StoreError, Stored, Version, keys};

/// Places share this many locks, so that no commit can use up the server's room
/// for locks.
const LOCKS: u16 = 1024;

/// The parameters of one commit.
#[derive(Debug, Default)]
pub(super) struct Turn {
    soon: bool,
    locks: Vec<i32>,
    mark: Option<Vec<u8>>,
    at: i64,
    expected: Vec<Vec<u8>>,
    versions: Vec<i64>,
    records: Records,
    lists: Lists,
    send: Messages,
    old: Waiting,
    /// The keys of the expected places and of the records.
    keys: HashMap<Vec<u8>, Key>,
}

#[derive(Debug, Default)]
struct Records {
    places: Vec<Vec<u8>>,
    bytes: Vec<Option<Vec<u8>>>,
    ends: Vec<Option<i64>>,
    readable: Vec<Option<i64>>,
    aside: Vec<Option<i64>>,
}

#[derive(Debug, Default)]
struct Lists {
    places: Vec<Vec<u8>>,
    records: Vec<Vec<u8>>,
    due: Vec<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Messages {
    lanes: Vec<Vec<u8>>,
    bytes: Vec<Vec<u8>>,
}

#[derive(Debug, Default)]
struct Waiting {
    lanes: Vec<Vec<u8>>,
    seqs: Vec<i64>,
    bytes: Vec<Option<Vec<u8>>>,
    aside: Vec<bool>,
}

/// The bytes of a commit's records and messages, as they are stored, in the
/// commit's order.
#[derive(Debug, Default)]
pub(super) struct Sealed {
    pub(super) put: Vec<Vec<u8>>,
    pub(super) send: Vec<Vec<u8>>,
    pub(super) requeue: Vec<Vec<u8>>,
}

/// The answer to a commit.
pub(super) enum Verdict {
    Done,
    /// Another process owns the store.
    Fenced,
    Seen,
    Conflict(Key),
    /// These records were looked at, so that it can be tried again.
    Looked,
}

impl Turn {
    pub(super) fn new(
        commit: &Commit,
        sealed: Sealed,
        unreadable: &Unreadable,
    ) -> Result<Self, StoreError> {
        let mut turn = Self {
            soon: commit.durability == Durability::Soon,
            ..Self::default()
        };
        if let Some(mark) = &commit.event {
            turn.mark = Some(keys::bounded(keys::event(mark.platform, &mark.id))?);
            turn.at = mark.at.timestamp_micros();
        }
        for (key, version) in &commit.expect {
            let place = keys::record(key);
            turn.keys.insert(place.clone(), key.clone());
            turn.expected.push(place);
            turn.versions.push(number(version.0));
        }
        turn.put(commit, sealed.put, unreadable)?;
        for (message, bytes) in commit.send.iter().zip(sealed.send) {
            let lane = keys::bounded(keys::lane(&message.conversation))?;
            turn.send.lanes.push(lane);
            turn.send.bytes.push(bytes);
        }
        turn.wait(commit, sealed.requeue, unreadable);
        turn.locks = turn.locks();
        Ok(turn)
    }

    fn put(
        &mut self,
        commit: &Commit,
        sealed: Vec<Vec<u8>>,
        unreadable: &Unreadable,
    ) -> Result<(), StoreError> {
        let mut finals: BTreeMap<Vec<u8>, Option<(Vec<u8>, &Record)>> = BTreeMap::new();
        for (record, bytes) in commit.put.iter().zip(sealed) {
            let key = record.key();
            let place = keys::bounded(keys::record(&key))?;
            self.keys.insert(place.clone(), key);
            finals.insert(place, Some((bytes, record)));
        }
        for key in &commit.delete {
            let place = keys::record(key);
            self.keys.insert(place.clone(), key.clone());
            finals.insert(place, None);
        }
        // Who expects a version has read it.
        let read: HashMap<&[u8], i64> = (self.expected.iter().map(Vec::as_slice))
            .zip(self.versions.iter().copied())
            .collect();
        for (place, content) in finals {
            let known = read.get(place.as_slice()).copied();
            let (aside, readable) = match known {
                Some(version) if unreadable.contains(&place, version) => (Some(version), None),
                known => (None, known),
            };
            self.records.aside.push(aside);
            self.records.readable.push(readable);
            let ends = content.as_ref().and_then(|(_, record)| match record {
                Record::Link(link) => Some(link.expires_at.timestamp_micros()),
                _ => None,
            });
            self.records.ends.push(ends);
            if let Some((_, record)) = &content {
                for (list, _) in keys::lists_of(record).into_iter().filter(|(_, on)| *on) {
                    self.lists.places.push(keys::bounded(list)?);
                    self.lists.records.push(place.clone());
                    self.lists.due.push(keys::due(record));
                }
            }
            self.records.bytes.push(content.map(|(bytes, _)| bytes));
            self.records.places.push(place);
        }
        Ok(())
    }

    fn wait(&mut self, commit: &Commit, sealed: Vec<Vec<u8>>, unreadable: &Unreadable) {
        let mut finals = BTreeMap::new();
        for ((lane, seq, _), bytes) in commit.requeue.iter().zip(sealed) {
            finals.insert((lane, seq), Some(bytes));
        }
        for (lane, seq) in &commit.sent {
            finals.insert((lane, seq), None);
        }
        for ((lane, seq), bytes) in finals {
            let place = keys::outbox(lane, *seq);
            let seq = number(seq.0);
            self.old.aside.push(unreadable.contains(&place, seq));
            self.old.lanes.push(keys::lane(lane));
            self.old.seqs.push(seq);
            self.old.bytes.push(bytes);
        }
    }

    /// In order, so that no two commits wait for each other.
    fn locks(&self) -> Vec<i32> {
        let places = self.mark.iter().chain(&self.expected);
        let places = places.chain(&self.records.places);
        let places = places.chain(&self.send.lanes).chain(&self.old.lanes);
        let locks: BTreeSet<i32> = places.map(|place| lock_of(place)).collect();
        locks.into_iter().collect()
    }

    /// The parameters behind the first four.
    pub(super) fn parameters(&self) -> [&(dyn ToSql + Sync); 19] {
        [
            &self.locks,
            &self.mark,
            &self.at,
            &self.expected,
            &self.versions,
            &self.records.places,
            &self.records.bytes,
            &self.records.ends,
            &self.records.readable,
            &self.records.aside,
            &self.lists.places,
            &self.lists.records,
            &self.lists.due,
            &self.send.lanes,
            &self.send.bytes,
            &self.old.lanes,
            &self.old.seqs,
            &self.old.bytes,
            &self.old.aside,
        ]
    }

    pub(super) fn is_soon(&self) -> &bool {
        &self.soon
    }

    /// Reads the answer; `None` if this program does not know it. `open` opens the bytes of a
    /// record.
    pub(super) fn verdict(
        &mut self,
        rows: &[Row],
        open: impl Fn(Vec<u8>) -> Result<Vec<u8>, &'static str>,
    ) -> Option<Verdict> {
        let first = rows.first()?;
        Some(match first.get::<_, &str>(0) {
            "done" => Verdict::Done,
            "fenced" => Verdict::Fenced,
            "seen" => Verdict::Seen,
            "conflict" => Verdict::Conflict(self.keys.get(first.get::<_, &[u8]>(1))?.clone()),
            "look" => {
                rows.iter().for_each(|row| self.look(row, &open));
                Verdict::Looked
            }
            _ => return None,
        })
    }

    /// Decides whether a record can be read; otherwise it is set aside.
    fn look(&mut self, row: &Row, open: impl Fn(Vec<u8>) -> Result<Vec<u8>, &'static str>) {
        let (place, version, bytes): (&[u8], i64, Vec<u8>) = (row.get(1), row.get(2), row.get(3));
        let Some(index) = self.records.places.iter().position(|known| known == place) else {
            return;
        };
        let json = open(bytes).ok();
        let is_readable = json.zip(self.keys.get(place)).is_some_and(|(json, key)| {
            let record = Record::decode(key, Version(version.unsigned_abs()), &json);
            matches!(record, Stored::Found { .. })
        });
        let of = match is_readable {
            true => &mut self.records.readable,
            false => &mut self.records.aside,
        };
        of[index] = Some(version);
    }
}

/// As the database has it. No version or place is as large as those that do not
/// fit.
pub(super) fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(-1)
}

fn lock_of(place: &[u8]) -> i32 {
    let [a, b, ..] = <[u8; 32]>::from(Sha256::digest(place));
    i32::from(u16::from_be_bytes([a, b]) % LOCKS)
}

/// The owner of each message, who it is sealed to.
pub(super) fn owner_of(message: &OutboxRecord) -> kally_core::model::ChatUser {
    message.conversation.chat_user()
}

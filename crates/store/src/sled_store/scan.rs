//! The lists for workers: all records, open work, lanes, a lane's messages.

use std::collections::HashSet;
use std::ops::Bound;

use uuid::Uuid;

use super::disk::{Disk, Fetched};
use super::guard::guarded;
use super::index::TOUCHED;
use super::{keys, marks, value};
use crate::personal::sealed_with;
use crate::{
    EventMark, KeyId, ListedWork, MarkedEvents, Record, ScanPlace, Scanned, Seq, StoreError,
    Version, Work,
};
use kally_core::model::ConversationId;

/// What is at a place.
enum Sight {
    Record(Version, Record),
    Unreadable,
    /// It was replaced or removed.
    Old,
}

impl Disk {
    /// Records from a place on: first those at their places, then the log.
    pub(super) fn scan(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<Scanned, StoreError> {
        let from = from.map_or_else(keys::all_records, |place| place.0);
        let mut scanned = Scanned::default();
        let mut looked = 0;
        for space in [keys::all_records(), keys::all_log()] {
            let start = from.clone().max(space.clone());
            for entry in self.db.range(start..) {
                let (key, bytes) = guarded(|| entry)?;
                if !key.starts_with(&space) {
                    break;
                }
                if looked == limit {
                    scanned.next = Some(ScanPlace(key.to_vec()));
                    return Ok(scanned);
                }
                if looked % TOUCHED == 0 {
                    guarded(|| self.db.contains_key(&key))?;
                }
                looked += 1;
                match self.found(&key, &bytes)? {
                    Sight::Record(version, record) => scanned.records.push((version, record)),
                    Sight::Unreadable => scanned.unreadable += 1,
                    Sight::Old => {}
                }
            }
        }
        Ok(scanned)
    }

    /// The keys of all sealed records and messages, also of entries of the log
    /// that count no more.
    pub(super) fn keys_in_use(&self) -> Result<HashSet<KeyId>, StoreError> {
        let mut named = HashSet::new();
        let mut looked = 0;
        for space in [keys::all_records(), keys::all_log(), keys::all_lanes()] {
            for found in self.db.scan_prefix(&space) {
                let (key, bytes) = guarded(|| found)?;
                if looked % TOUCHED == 0 {
                    guarded(|| self.db.contains_key(&key))?;
                }
                looked += 1;
                named.extend(self.key_of(&key, &bytes)?);
            }
        }
        Ok(named)
    }

    /// The key that sealed a value; it is told by the first bytes.
    fn key_of(&self, key: &[u8], bytes: &[u8]) -> Result<Option<KeyId>, StoreError> {
        let Some((head, rest)) = value::head(bytes) else {
            return Ok(None);
        };
        if head.parts == 0 {
            return Ok(sealed_with(rest));
        }
        let place = keys::read_log(key).map_or(key, |(_, place)| place);
        let part = self.get(&keys::part(place, head.version.0, 0))?;
        Ok(part.and_then(|part| sealed_with(&part)))
    }

    /// The record of an entry.
    fn found(&self, key: &[u8], bytes: &[u8]) -> Result<Sight, StoreError> {
        let place = match keys::read_log(key) {
            None => key,
            Some((entry, place)) => match self.index.find(place) == Some(entry) && !entry.gone() {
                true => place,
                false => return Ok(Sight::Old),
            },
        };
        let found = self.complete(place, bytes, |part| self.get(part))?;
        let read = found.and_then(|found| {
            let record = keys::read_record(place, &found.json.ok()?)?;
            Some(Sight::Record(found.version, record))
        });
        Ok(read.unwrap_or(Sight::Unreadable))
    }

    /// Marks of events from a place on, by their times.
    pub(super) fn events(
        &self,
        from: Option<ScanPlace>,
        limit: usize,
    ) -> Result<MarkedEvents, StoreError> {
        let all = keys::all_event_times();
        let from = from.map_or_else(|| all.clone(), |place| place.0);
        let mut marked = MarkedEvents::default();
        for entry in self.db.range(from..) {
            let (key, others) = guarded(|| entry)?;
            let Some(at) = keys::read_event_at(&key) else {
                break;
            };
            if marked.marks.len() >= limit {
                marked.next = Some(ScanPlace(key.to_vec()));
                break;
            }
            for mark in marks::read(&key, &others) {
                if let Some((platform, id)) = keys::read_event(&mark) {
                    marked.marks.push(EventMark { platform, id, at });
                }
            }
        }
        Ok(marked)
    }

    /// Open work after a given id, oldest first.
    pub(super) fn listed_work(
        &self,
        work: &Work,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<ListedWork>, StoreError> {
        let all = keys::all_work(work);
        let start = match after {
            None => Bound::Included(all.clone()),
            Some(id) => Bound::Excluded(keys::work(work, id)),
        };
        let mut listed = Vec::new();
        for entry in self
            .db
            .range::<Vec<u8>, _>((start, Bound::Unbounded))
            .take(limit)
        {
            let (key, value) = guarded(|| entry)?;
            match keys::read_work(&key) {
                Some(id) if key.starts_with(&all) => listed.push(ListedWork {
                    id,
                    due: keys::read_due(&value),
                }),
                _ => break,
            }
        }
        Ok(listed)
    }

    /// Conversations with messages waiting: one look for each, however many wait.
    pub(super) fn lanes(
        &self,
        after: Option<&ConversationId>,
        limit: usize,
    ) -> Result<Vec<ConversationId>, StoreError> {
        let all = keys::all_lanes();
        let mut from = after.map_or_else(|| all.clone(), keys::after_lane);
        let mut lanes = Vec::new();
        while lanes.len() < limit {
            let next = self.db.range(from..).keys().next();
            let Some(key) = guarded(|| next.transpose())? else {
                break;
            };
            if !key.starts_with(&all) {
                break;
            }
            let lane = keys::read_lane(&key)
                .ok_or_else(|| StoreError::Failed("a key of the outbox is damaged".to_owned()))?;
            from = keys::after_lane(&lane);
            lanes.push(lane);
        }
        Ok(lanes)
    }

    /// The first messages waiting in a conversation.
    pub(super) fn outbox(
        &self,
        lane: &ConversationId,
        limit: usize,
    ) -> Result<Vec<(Seq, Fetched)>, StoreError> {
        let mut messages = Vec::new();
        for entry in self.db.range(keys::lane(lane)..keys::after_lane(lane)) {
            if messages.len() >= limit {
                break;
            }
            let (key, bytes) = guarded(|| entry)?;
            let found = match self.complete(&key, &bytes, |part| self.get(part))? {
                Some(found) => Some(found),
                // If a part is missing it is read once more; a missing message
                // was delivered meanwhile.
                None => self.fetch(&key)?,
            };
            if let (Some(seq), Some(found)) = (keys::read_seq(&key), found) {
                messages.push((seq, found));
            }
        }
        Ok(messages)
    }
}

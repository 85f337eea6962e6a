//! The keys of the one tree: the places that all stores share, and sled's own.
//! The first byte names the space here too.

use chrono::{DateTime, Utc};

use super::entry::Entry;
use crate::Version;

pub(super) use crate::keys::*;

const META: u8 = b'm';
const LOG: u8 = b'v';
const EVENT_TIME: u8 = b't';
const LINK_TIME: u8 = b'x';
const PART: u8 = b'p';
const ASIDE: u8 = b'a';

/// The store's own facts, by name.
pub(super) fn meta(name: &str) -> Vec<u8> {
    let mut key = vec![META];
    key.extend_from_slice(name.as_bytes());
    key
}

/// Whether the record of a place is in the log rather than at the place itself:
/// conversations, which are the most numerous.
pub(super) fn is_logged(place: &[u8]) -> bool {
    place.starts_with(b"rc")
}

pub(super) fn all_log() -> Vec<u8> {
    vec![LOG]
}

/// Entries of a version and of later ones sort from here on.
pub(super) fn log_from(version: u64) -> Vec<u8> {
    let mut key = all_log();
    key.extend_from_slice(&version.to_be_bytes());
    key
}

/// An entry of the log: its version, whether the record is gone, its place.
pub(super) fn log(entry: Entry, place: &[u8]) -> Vec<u8> {
    let mut key = log_from(entry.version().0);
    key.push(u8::from(entry.gone()));
    key.extend_from_slice(place);
    key
}

/// The entry and the place, from its key.
pub(super) fn read_log(key: &[u8]) -> Option<(Entry, &[u8])> {
    let (version, rest) = key.strip_prefix(&[LOG])?.split_first_chunk::<8>()?;
    let (gone, place) = rest.split_first()?;
    let version = Version(u64::from_be_bytes(*version));
    Some((Entry::new(version, *gone != 0), place))
}

/// The mark of an event by its time: the time, then the key of the mark.
pub(super) fn event_time(at: DateTime<Utc>, event: &[u8]) -> Vec<u8> {
    let mut key = event_times_until(at);
    key.extend_from_slice(event);
    key
}

/// All marks by time.
pub(super) fn all_event_times() -> Vec<u8> {
    vec![EVENT_TIME]
}

/// Marks before that time sort before this key.
pub(super) fn event_times_until(at: DateTime<Utc>) -> Vec<u8> {
    let mut key = all_event_times();
    push_time(&mut key, at);
    key
}

/// The key of the mark, from its key by time.
pub(super) fn read_event_time(key: &[u8]) -> Option<&[u8]> {
    key.get(9..)
}

/// The time of a mark, from its key by time.
pub(super) fn read_event_at(key: &[u8]) -> Option<DateTime<Utc>> {
    let sortable = *key.strip_prefix(&[EVENT_TIME])?.first_chunk::<8>()?;
    let micros = (u64::from_be_bytes(sortable) ^ (1 << 63)).cast_signed();
    DateTime::from_timestamp_micros(micros)
}

/// A link session by its end: the time, then the key of the record.
pub(super) fn link_time(at: DateTime<Utc>, record: &[u8]) -> Vec<u8> {
    let mut key = link_times_until(at);
    key.extend_from_slice(record);
    key
}

/// All link sessions by their ends.
pub(super) fn all_link_times() -> Vec<u8> {
    vec![LINK_TIME]
}

/// Sessions that end before that time sort before this key.
pub(super) fn link_times_until(at: DateTime<Utc>) -> Vec<u8> {
    let mut key = all_link_times();
    push_time(&mut key, at);
    key
}

/// The key of the session's record, from its key by time.
pub(super) fn read_link_time(key: &[u8]) -> Option<&[u8]> {
    key.get(9..)
}

/// A part of a value that is too large for one key.
pub(super) fn part(of: &[u8], version: u64, number: u16) -> Vec<u8> {
    let mut key = vec![PART];
    key.extend_from_slice(of);
    key.extend_from_slice(&version.to_be_bytes());
    key.extend_from_slice(&number.to_be_bytes());
    key
}

/// All bytes that were set aside.
#[cfg(test)]
pub(super) fn all_aside() -> Vec<u8> {
    vec![ASIDE]
}

/// The key for unreadable bytes that are set aside: a version number, and their
/// own key.
pub(super) fn aside(number: u64, of: &[u8]) -> Vec<u8> {
    let mut key = vec![ASIDE];
    key.extend_from_slice(&number.to_be_bytes());
    key.extend_from_slice(of);
    key
}

/// The sign bit is turned over so that times before 1970 sort first.
fn push_time(key: &mut Vec<u8>, at: DateTime<Utc>) {
    let sortable = at.timestamp_micros().cast_unsigned() ^ (1 << 63);
    key.extend_from_slice(&sortable.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_sort_by_time() {
        let at =
            |micros| event_times_until(DateTime::from_timestamp_micros(micros).expect("in range"));
        assert!(at(-5) < at(-1) && at(-1) < at(0) && at(0) < at(7));
    }
}

//! The keys of the one tree.
//!
//! The first byte names the space. Texts within a key are escaped and ended, so
//! that no two ids give the same bytes and keys sort as their ids do; numbers
//! are big endian. A key never changes its form: stores outlive programs.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::entry::Entry;
use kally_core::model::{ConversationId, EventId, Platform};

use crate::key_bytes::{KeyBytes as _, take_conversation};
use crate::{Key, Record, Seq, Version, Work};

/// The longest key that is accepted, in bytes; the platforms' ids need a tenth.
pub(super) const MOST_KEY_BYTES: usize = 2 * 1024;

const META: u8 = b'm';
const RECORD: u8 = b'r';
const LOG: u8 = b'v';
const OUTBOX: u8 = b'o';
const WORK: u8 = b'w';
const EVENT: u8 = b'e';
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

pub(crate) fn record(key: &Key) -> Vec<u8> {
    let mut bytes = vec![RECORD];
    key.push(&mut bytes);
    bytes
}

/// Whether the record of a place is in the log rather than at the place itself:
/// conversations, which are the most numerous.
pub(super) fn is_logged(place: &[u8]) -> bool {
    place.starts_with(&[RECORD, b'c'])
}

pub(super) fn all_records() -> Vec<u8> {
    vec![RECORD]
}

/// The record at a place, if it can be read and belongs there.
pub(crate) fn read_record(place: &[u8], json: &[u8]) -> Option<Record> {
    let letter = *place.get(1)?;
    Record::of_letter(letter, json).filter(|found| record(&found.key()) == place)
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

pub(super) fn all_lanes() -> Vec<u8> {
    vec![OUTBOX]
}

/// Everything waiting in a conversation.
pub(super) fn lane(id: &ConversationId) -> Vec<u8> {
    let mut key = vec![OUTBOX];
    id.push(&mut key);
    key
}

/// The first possible key after everything waiting in a conversation.
pub(super) fn after_lane(id: &ConversationId) -> Vec<u8> {
    let mut key = lane(id);
    key.extend_from_slice(&[0xFF; 9]);
    key
}

/// One message waiting in a conversation.
pub(super) fn outbox(id: &ConversationId, seq: Seq) -> Vec<u8> {
    let mut key = lane(id);
    key.extend_from_slice(&seq.0.to_be_bytes());
    key
}

/// The place of a message, from its key.
pub(super) fn read_seq(key: &[u8]) -> Option<Seq> {
    let bytes = key.last_chunk::<8>()?;
    Some(Seq(u64::from_be_bytes(*bytes)))
}

/// The conversation of a message, from its key.
pub(super) fn read_lane(key: &[u8]) -> Option<ConversationId> {
    let mut rest = key.strip_prefix(&[OUTBOX])?;
    let id = take_conversation(&mut rest)?;
    (rest.len() == 8).then_some(id)
}

/// All open work of a kind.
pub(super) fn all_work(work: &Work) -> Vec<u8> {
    let tag = match work {
        Work::Calls => b'c',
        Work::CallsOf(_) => b'o',
        Work::PastOf(_) => b'p',
        Work::Errands => b'e',
        Work::Appointments => b'd',
        Work::AppointmentsOf(_) => b'a',
        Work::AppointmentsIn(_) => b'r',
    };
    let mut key = vec![WORK, tag];
    match work {
        Work::CallsOf(user) | Work::PastOf(user) | Work::AppointmentsOf(user) => {
            user.push(&mut key);
        }
        Work::AppointmentsIn(room) => room.push(&mut key),
        Work::Calls | Work::Errands | Work::Appointments => {}
    }
    key
}

/// The lists that a record can be in, each with its place there and whether it
/// is in it now.
pub(crate) fn lists_of(record: &Record) -> Vec<(Vec<u8>, bool)> {
    let open = record.is_open();
    match record {
        Record::Call(call) => {
            let (id, owner) = (call.id.0, call.conversation.chat_user());
            vec![
                (work(&Work::Calls, id), open),
                (work(&Work::CallsOf(owner.clone()), id), open),
                (work(&Work::PastOf(owner), id), !open),
            ]
        }
        Record::Errand(errand) => vec![(work(&Work::Errands, errand.id.0), open)],
        Record::Appointment(kept) => {
            let (id, owner) = (kept.id.0, kept.conversation.chat_user());
            let room = kept.conversation.room();
            let room = room.map(|room| (work(&Work::AppointmentsIn(room), id), true));
            [
                (work(&Work::Appointments, id), open),
                (work(&Work::AppointmentsOf(owner), id), true),
            ]
            .into_iter()
            .chain(room)
            .collect()
        }
        _ => Vec::new(),
    }
}

/// The value of an entry of open work: the time for which it waits, or nothing.
pub(super) fn due(record: &Record) -> Vec<u8> {
    let micros = record.due().map(|at| at.timestamp_micros().to_be_bytes());
    micros.map_or_else(Vec::new, Vec::from)
}

/// The time, from such a value.
pub(super) fn read_due(value: &[u8]) -> Option<DateTime<Utc>> {
    let micros = i64::from_be_bytes(value.try_into().ok()?);
    DateTime::from_timestamp_micros(micros)
}

/// One piece of open work.
pub(crate) fn work(kind: &Work, id: Uuid) -> Vec<u8> {
    let mut key = all_work(kind);
    key.extend_from_slice(id.as_bytes());
    key
}

/// The id of a piece of open work, from its key.
pub(super) fn read_work(key: &[u8]) -> Option<Uuid> {
    Some(Uuid::from_bytes(*key.last_chunk::<16>()?))
}

/// The mark of an event.
pub(super) fn event(platform: Platform, id: &EventId) -> Vec<u8> {
    let mut key = vec![EVENT];
    platform.push(&mut key);
    id.0.push(&mut key);
    key
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
    use proptest::prelude::*;

    fn conversation() -> impl Strategy<Value = ConversationId> {
        let text = "[\0\u{1}a\u{FF}é]{0,4}";
        let platform = proptest::sample::select(Platform::ALL.to_vec());
        (platform, text, proptest::option::of(text), text).prop_map(
            |(platform, chat, thread, user)| ConversationId {
                platform,
                chat,
                thread,
                user,
            },
        )
    }

    proptest! {
        #[test]
        fn lanes_read_back_and_sort_as_their_conversations(
            a in conversation(), b in conversation(), seq: u64,
        ) {
            let key = outbox(&a, Seq(seq));
            prop_assert_eq!(read_lane(&key), Some(a.clone()));
            prop_assert_eq!(read_seq(&key), Some(Seq(seq)));
            prop_assert_eq!(lane(&a).cmp(&lane(&b)), a.cmp(&b));
            prop_assert_eq!(outbox(&a, Seq(seq)) < lane(&b), a < b);
            prop_assert_eq!(outbox(&b, Seq(seq)) > after_lane(&a), b > a);
        }
    }

    #[test]
    fn marks_sort_by_time() {
        let at =
            |micros| event_times_until(DateTime::from_timestamp_micros(micros).expect("in range"));
        assert!(at(-5) < at(-1) && at(-1) < at(0) && at(0) < at(7));
    }
}

//! The places of records, messages, lists and marks, as bytes: every store that
//! writes to a disk finds them by these.
//!
//! The first byte names the space. Texts within a key are escaped and ended, so
//! that no two ids give the same bytes and keys sort as their ids do; numbers
//! are big endian. A key never changes its form: stores outlive programs.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use kally_core::model::{ConversationId, EventId, Platform};

use crate::key_bytes::{KeyBytes as _, take_conversation, take_event};
use crate::{Key, Record, Seq, StoreError, Work};

/// The longest key that is accepted, in bytes; the platforms' ids need a tenth.
pub(crate) const MOST_KEY_BYTES: usize = 2 * 1024;

const RECORD: u8 = b'r';
const OUTBOX: u8 = b'o';
const WORK: u8 = b'w';
const EVENT: u8 = b'e';

/// Refuses a key that is too long.
pub(crate) fn bounded(key: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    if key.len() > MOST_KEY_BYTES {
        return Err(StoreError::TooLarge {
            what: "an id".to_owned(),
            bytes: key.len(),
            most: MOST_KEY_BYTES,
        });
    }
    Ok(key)
}

pub(crate) fn record(key: &Key) -> Vec<u8> {
    let mut bytes = vec![RECORD];
    key.push(&mut bytes);
    bytes
}

pub(crate) fn all_records() -> Vec<u8> {
    vec![RECORD]
}

/// The record at a place, if it can be read and belongs there.
pub(crate) fn read_record(place: &[u8], json: &[u8]) -> Option<Record> {
    let letter = *place.get(1)?;
    Record::of_letter(letter, json).filter(|found| record(&found.key()) == place)
}

pub(crate) fn all_lanes() -> Vec<u8> {
    vec![OUTBOX]
}

/// Everything waiting in a conversation.
pub(crate) fn lane(id: &ConversationId) -> Vec<u8> {
    let mut key = vec![OUTBOX];
    id.push(&mut key);
    key
}

/// The first possible key after everything waiting in a conversation.
pub(crate) fn after_lane(id: &ConversationId) -> Vec<u8> {
    let mut key = lane(id);
    key.extend_from_slice(&[0xFF; 9]);
    key
}

/// One message waiting in a conversation.
pub(crate) fn outbox(id: &ConversationId, seq: Seq) -> Vec<u8> {
    let mut key = lane(id);
    key.extend_from_slice(&seq.0.to_be_bytes());
    key
}

/// The place of a message, from its key.
pub(crate) fn read_seq(key: &[u8]) -> Option<Seq> {
    let bytes = key.last_chunk::<8>()?;
    Some(Seq(u64::from_be_bytes(*bytes)))
}

/// The conversation of a message, from its key.
pub(crate) fn read_lane(key: &[u8]) -> Option<ConversationId> {
    let mut rest = key.strip_prefix(&[OUTBOX])?;
    let id = take_conversation(&mut rest)?;
    (rest.len() == 8).then_some(id)
}

/// The conversation of a lane.
pub(crate) fn read_lane_alone(mut lane: &[u8]) -> Option<ConversationId> {
    lane = lane.strip_prefix(&[OUTBOX])?;
    let id = take_conversation(&mut lane)?;
    lane.is_empty().then_some(id)
}

/// All open work of a kind.
pub(crate) fn all_work(work: &Work) -> Vec<u8> {
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
pub(crate) fn due(record: &Record) -> Vec<u8> {
    let micros = record.due().map(|at| at.timestamp_micros().to_be_bytes());
    micros.map_or_else(Vec::new, Vec::from)
}

/// The time, from such a value.
pub(crate) fn read_due(value: &[u8]) -> Option<DateTime<Utc>> {
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
pub(crate) fn read_work(key: &[u8]) -> Option<Uuid> {
    Some(Uuid::from_bytes(*key.last_chunk::<16>()?))
}

/// The mark of an event.
pub(crate) fn event(platform: Platform, id: &EventId) -> Vec<u8> {
    let mut key = vec![EVENT];
    platform.push(&mut key);
    id.0.push(&mut key);
    key
}

/// All marks of events.
pub(crate) fn all_events() -> Vec<u8> {
    vec![EVENT]
}

/// The event of a mark.
pub(crate) fn read_event(mut mark: &[u8]) -> Option<(Platform, EventId)> {
    mark = mark.strip_prefix(&[EVENT])?;
    let event = take_event(&mut mark)?;
    mark.is_empty().then_some(event)
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
}

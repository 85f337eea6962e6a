//! Marks of events by time, so that old ones can be forgotten.
//!
//! Each key of sled's costs as much as a small record, so the marks of a batch
//! share one: the first is in the key behind the time, the others are in the
//! value, each after its length. The time is that of the latest mark, so that
//! none is forgotten too early.

use chrono::{DateTime, Utc};

use super::keys;
use super::value::PART_BYTES;

/// The keys and values for the marks of a batch.
pub(super) fn by_time(mut marks: Vec<(DateTime<Utc>, Vec<u8>)>) -> Vec<(Vec<u8>, Vec<u8>)> {
    marks.sort_unstable_by(|a, b| b.cmp(a));
    let mut shared: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for (at, mark) in marks {
        match shared.last_mut() {
            Some((_, others)) if others.len() + 2 + mark.len() <= PART_BYTES => {
                let length = u16::try_from(mark.len()).unwrap_or(u16::MAX);
                others.extend_from_slice(&length.to_be_bytes());
                others.extend_from_slice(&mark);
            }
            _ => shared.push((keys::event_time(at, &mark), Vec::new())),
        }
    }
    shared
}

/// The marks at a time, from key and value.
pub(super) fn read(key: &[u8], mut others: &[u8]) -> Vec<Vec<u8>> {
    let first = keys::read_event_time(key).map(<[u8]>::to_vec);
    let mut marks: Vec<_> = first.into_iter().collect();
    while let Some((length, rest)) = others.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let (mark, rest) = rest.split_at(length.min(rest.len()));
        marks.push(mark.to_vec());
        others = rest;
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use kally_core::model::{EventId, Platform};

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).expect("in range")
    }

    #[test]
    fn a_batch_of_marks_is_read_back_under_its_latest_time() {
        let key = |n: usize, length: usize| {
            let id = format!("{n}{}", "x".repeat(length));
            keys::event(Platform::Matrix, &EventId(id))
        };
        for (count, length, most) in [(1, 5, 1), (100, 5, 1), (300, 40, 5), (3, 2_000, 2)] {
            let marks: Vec<_> = (0..count)
                .map(|n| (at(n % 7), key(usize::try_from(n).expect("few"), length)))
                .collect();
            let shared = by_time(marks.clone());
            assert!(shared.len() <= most, "{} keys", shared.len());
            let mut found = Vec::new();
            for (time, others) in shared {
                assert!(others.len() <= PART_BYTES);
                for mark in read(&time, &others) {
                    let (at, _) = marks.iter().find(|(_, key)| *key == mark).expect("known");
                    assert!(time >= keys::event_time(*at, b""), "not before its time");
                    found.push(mark);
                }
            }
            let mut all: Vec<_> = marks.into_iter().map(|(_, key)| key).collect();
            all.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, all);
        }
    }

    #[test]
    fn damaged_marks_are_no_panic() {
        assert_eq!(read(b"t", b"\xFF\xFFab"), [b"ab"]);
        assert!(read(b"", b"\x00").is_empty());
    }
}

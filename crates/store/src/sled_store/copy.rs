//! A copy of everything in the store while it is written to.
//!
//! sled has no snapshots. So the copy takes every entry one after the other,
//! and between them the writes that were applied meanwhile ([`Tap`]), each as a
//! step that sets or removes an entry. Carried out in order, the steps give the
//! state at the end of the copy: a write is noted after it was applied, so an
//! entry that is read later is at least as new. No turn waits for a copy.
//!
//! Entries are copied as they are on the disk: what is sealed stays sealed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::Disk;
use super::guard::guarded;
use super::index::TOUCHED;
use super::pending::Write;
use crate::{StoreError, WrappedKey};

/// About so many bytes are in one part of a copy.
const PART: usize = 512 * 1024;

/// The most bytes of steps in one part.
pub(crate) const MOST_PART: usize = 8 * 1024 * 1024;

/// So many bytes may be written between two parts; a copy that is slower than
/// that is given up.
const MOST_NOTED: usize = 64 * 1024 * 1024;

const SET: u8 = 1;
const REMOVED: u8 = 0;

/// The bytes before each key and value: which of both, and their lengths.
const HEAD: usize = 9;

/// Where the writer notes its writes during a copy.
#[derive(Debug, Default)]
pub(super) struct Tap(Mutex<Noted>);

#[derive(Debug, Default)]
struct Noted {
    writes: Vec<Write>,
    bytes: usize,
    is_over: bool,
}

impl Tap {
    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes writes that were applied.
    pub(super) fn note(&self, writes: Vec<Write>) {
        let mut noted = self.noted();
        if noted.is_over {
            return;
        }
        let sizes = writes
            .iter()
            .map(|(key, value)| key.len() + value.as_ref().map_or(0, Vec::len));
        noted.bytes += sizes.sum::<usize>();
        noted.writes.extend(writes);
        if noted.bytes > MOST_NOTED {
            *noted = Noted {
                is_over: true,
                ..Noted::default()
            };
        }
    }

    fn take(&self) -> Result<Vec<Write>, StoreError> {
        let mut noted = self.noted();
        if noted.is_over {
            return Err(StoreError::Failed(
                "the copy is slower than the store is written to: write it to a faster disk"
                    .to_owned(),
            ));
        }
        Ok(std::mem::take(&mut *noted).writes)
    }
}

/// A copy that is being made.
#[derive(Debug)]
pub struct StoreCopy {
    pub(super) tap: Arc<Tap>,
    pub(super) stage: Stage,
    /// The parts that come next.
    pub(super) ready: VecDeque<Vec<u8>>,
    /// How many entries were copied.
    pub entries: u64,
    /// The data keys that fit the copied state, once all parts were taken.
    pub keys: Vec<WrappedKey>,
}

/// How far a copy has come.
#[derive(Debug)]
pub(super) enum Stage {
    /// The entries after this key are to come.
    Entries(Option<Vec<u8>>),
    /// The last writes are to come.
    Writes,
    Done,
}

impl StoreCopy {
    pub(super) fn new() -> Self {
        Self {
            tap: Arc::default(),
            stage: Stage::Entries(None),
            ready: VecDeque::new(),
            entries: 0,
            keys: Vec::new(),
        }
    }

    /// Makes parts of the writes that were noted.
    pub(super) fn take_writes(&mut self) -> Result<(), StoreError> {
        let mut part = Vec::new();
        for (key, value) in self.tap.take()? {
            push(&mut part, &key, value.as_deref());
            if part.len() >= PART {
                self.ready.push_back(std::mem::take(&mut part));
            }
        }
        if !part.is_empty() {
            self.ready.push_back(part);
        }
        Ok(())
    }
}

/// Some entries.
pub(super) struct Entries {
    /// As steps.
    pub(super) part: Vec<u8>,
    pub(super) count: u64,
    /// The last of their keys, if there may be more.
    pub(super) last: Option<Vec<u8>>,
}

impl Disk {
    /// The entries after a key.
    pub(super) fn entries_after(&self, after: Option<Vec<u8>>) -> Result<Entries, StoreError> {
        // The first key after it.
        let from = after.map_or_else(Vec::new, |mut after| {
            after.push(0);
            after
        });
        let (mut part, mut count, mut last) = (Vec::new(), 0, None);
        for entry in self.db.range(from..) {
            let (key, value) = guarded(|| entry)?;
            if count % TOUCHED as u64 == 0 {
                guarded(|| self.db.contains_key(&key))?;
            }
            count += 1;
            push(&mut part, &key, Some(&value));
            if part.len() >= PART {
                last = Some(key.to_vec());
                break;
            }
        }
        Ok(Entries { part, count, last })
    }
}

fn push(part: &mut Vec<u8>, key: &[u8], value: Option<&[u8]>) {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
    part.push(if value.is_some() { SET } else { REMOVED });
    part.extend_from_slice(&length(key));
    part.extend_from_slice(&length(value.unwrap_or_default()));
    part.extend_from_slice(key);
    part.extend_from_slice(value.unwrap_or_default());
}

/// A step of a copy: a key, and its value or that it was removed.
pub(super) type Step<'a> = (&'a [u8], Option<&'a [u8]>);

/// The steps of a part. An error says that it is damaged.
pub(super) fn steps(part: &[u8]) -> impl Iterator<Item = Result<Step<'_>, StoreError>> {
    let mut rest = part;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let step = first(&mut rest);
        if step.is_none() {
            rest = &[];
        }
        Some(step.ok_or_else(|| StoreError::Failed("a part of the copy is damaged".to_owned())))
    })
}

fn first<'a>(rest: &mut &'a [u8]) -> Option<Step<'a>> {
    let (head, after) = rest.split_first_chunk::<HEAD>()?;
    let [what, k0, k1, k2, k3, v0, v1, v2, v3] = *head;
    let length = |bytes| usize::try_from(u32::from_be_bytes(bytes)).ok();
    let (key, after) = after.split_at_checked(length([k0, k1, k2, k3])?)?;
    let (value, after) = after.split_at_checked(length([v0, v1, v2, v3])?)?;
    *rest = after;
    match what {
        SET => Some((key, Some(value))),
        REMOVED if value.is_empty() => Some((key, None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_back_and_damage_is_told() {
        let mut part = Vec::new();
        push(&mut part, b"a", Some(b"one"));
        push(&mut part, b"", Some(b""));
        push(&mut part, b"b", None);
        let read: Vec<_> = steps(&part).map(|step| step.expect("whole")).collect();
        let expected: [Step<'_>; 3] = [(b"a", Some(b"one")), (b"", Some(b"")), (b"b", None)];
        assert_eq!(read, expected);
        for end in 1..part.len() {
            let cut = steps(&part[..end]);
            // Between two steps a cut does not show; the archive knows the length.
            let damaged = cut.filter(Result::is_err).count();
            assert_eq!(damaged, usize::from(![13, 22].contains(&end)), "{end}");
        }
        part[0] = 7;
        assert!(steps(&part).any(|step| step.is_err()));
    }
}

//! The records and messages that this process could not read. When one is written
//! over, its bytes are set aside.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More than this are not remembered one by one.
const MOST: usize = 10_000;

/// Their places and versions.
#[derive(Debug, Default)]
pub(super) struct Unreadable(Mutex<HashSet<(Vec<u8>, i64)>>);

impl Unreadable {
    fn places(&self) -> MutexGuard<'_, HashSet<(Vec<u8>, i64)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn note(&self, place: Vec<u8>, version: i64) {
        let mut places = self.places();
        if places.len() < MOST {
            places.insert((place, version));
        }
    }

    /// Whether it could not be read. Beyond the limit every record counts as such:
    /// bytes that are set aside for nothing do no harm.
    pub(super) fn contains(&self, place: &[u8], version: i64) -> bool {
        let places = self.places();
        places.len() >= MOST || (!places.is_empty() && places.contains(&(place.to_vec(), version)))
    }
}

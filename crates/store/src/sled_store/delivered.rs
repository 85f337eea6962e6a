//! Messages that were delivered and still stand in the store. The writer removes
//! them with its next batch; readers pass over them until then.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::keys;
use crate::Seq;
use kally_core::model::ConversationId;

/// The places of these messages. A clone is the same set.
#[derive(Debug, Clone, Default)]
pub(super) struct Delivered(Arc<Mutex<BTreeSet<Vec<u8>>>>);

impl Delivered {
    fn places(&self) -> MutexGuard<'_, BTreeSet<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Readers pass over this message from now on.
    pub(super) fn note(&self, place: Vec<u8>) {
        self.places().insert(place);
    }

    /// These messages are removed from the store.
    pub(super) fn removed(&self, removed: impl Iterator<Item = Vec<u8>>) {
        let mut places = self.places();
        for place in removed {
            places.remove(&place);
        }
    }

    /// The messages of one conversation. A reader asks before it reads the
    /// store: the writer may remove a message in between.
    pub(super) fn of(&self, lane: &ConversationId) -> Vec<Seq> {
        let places = self.places();
        if places.is_empty() {
            return Vec::new();
        }
        let range = (
            Bound::Included(keys::lane(lane)),
            Bound::Excluded(keys::after_lane(lane)),
        );
        let seqs = places.range(range);
        seqs.filter_map(|place| keys::read_seq(place)).collect()
    }
}

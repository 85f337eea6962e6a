//! The numbers of versions and places.

use super::disk::Disk;
use super::guard::guarded;
use super::keys;
use crate::{StoreError, Version};

/// Numbers reserved at a time; after a restart the rest of them is skipped.
pub(super) const RESERVED: u64 = 1 << 20;

/// The source of versions and places: grows with every use, never repeats.
#[derive(Debug)]
pub(super) struct Counter {
    pub(super) last: u64,
    pub(super) reserved: u64,
    /// The last number reserved before this process.
    opened: u64,
}

impl Counter {
    /// Goes on after everything that was ever reserved.
    pub(super) fn open(disk: &Disk) -> Result<Self, StoreError> {
        let stored = guarded(|| disk.db.get(keys::meta("counter")))?;
        let last = match stored.as_deref().map(<[u8; 8]>::try_from) {
            None => 0,
            Some(Ok(bytes)) => u64::from_be_bytes(bytes),
            Some(Err(_)) => return Err(StoreError::Failed("the counter is damaged".to_owned())),
        };
        Ok(Self {
            last,
            reserved: last,
            opened: last,
        })
    }

    /// Whether this process wrote a version: then it is readable, and need not
    /// be parsed before it is replaced.
    pub(super) fn is_own(&self, version: Version) -> bool {
        (self.opened + 1..=self.last).contains(&version.0)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }
}

//! The log entries beside each record's place.

use crate::Version;

/// A log entry: a version, and whether the record exists or was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry(u64);

impl Entry {
    const GONE: u64 = 1 << 63;

    pub(super) fn new(version: Version, gone: bool) -> Self {
        Self(version.0 | if gone { Self::GONE } else { 0 })
    }

    /// The version of the entry itself; the record may be gone.
    pub(super) fn version(self) -> Version {
        Version(self.0 & !Self::GONE)
    }

    pub(super) fn gone(self) -> bool {
        self.0 & Self::GONE != 0
    }

    /// The version to expect when overwriting it.
    pub(super) fn expected(entry: Option<Self>) -> Version {
        entry
            .filter(|entry| !entry.gone())
            .map_or(Version::default(), Self::version)
    }
}

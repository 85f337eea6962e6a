//! The value under a key: a version, then the record as JSON, which is sealed if
//! it is a person's.
//!
//! Ten bytes come first (the number of parts elsewhere, the version), so that
//! even a record that nobody can read can be replaced. A large value is cut
//! into parts under keys of their own, since sled moves leaves above 128 KiB to
//! files that it does not sync.

use crate::Version;

/// Bytes of one part: a leaf of sled's tree (up to twenty of them) stays below
/// the 128 KiB from which on sled writes it to a file of its own.
pub(super) const PART_BYTES: usize = 4 * 1024;

const HEAD_BYTES: usize = 10;

/// The location of a value, before it is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// How many parts hold it; 0 if it is all here.
    pub(super) parts: u16,
    pub(super) version: Version,
}

/// Reads the first bytes; `None` when they are damaged.
pub(super) fn head(bytes: &[u8]) -> Option<(Head, &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<HEAD_BYTES>()?;
    let [p0, p1, version @ ..] = *head;
    let version = u64::from_be_bytes(version);
    (version != 0).then_some((
        Head {
            parts: u16::from_be_bytes([p0, p1]),
            version: Version(version),
        },
        rest,
    ))
}

/// The version of the bytes under a key. Damaged bytes have the highest
/// possible version, which no write ever gives.
pub(super) fn version(bytes: &[u8]) -> Version {
    head(bytes).map_or(Version(u64::MAX), |(head, _)| head.version)
}

/// The value's first bytes and, if it is large, its parts.
pub(super) fn cut(version: Version, bytes: &[u8]) -> (Vec<u8>, Vec<&[u8]>) {
    let parts: Vec<&[u8]> = match bytes.len() {
        0..=PART_BYTES => Vec::new(),
        _ => bytes.chunks(PART_BYTES).collect(),
    };
    let count = u16::try_from(parts.len()).unwrap_or(u16::MAX);
    let mut value = Vec::with_capacity(HEAD_BYTES + bytes.len());
    value.extend_from_slice(&count.to_be_bytes());
    value.extend_from_slice(&version.0.to_be_bytes());
    if parts.is_empty() {
        value.extend_from_slice(bytes);
    }
    (value, parts)
}

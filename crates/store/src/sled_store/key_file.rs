//! The wrapped data keys in a file of their own. Each has a place that is
//! written over when the key is dropped: it is in the file no more, unlike in a
//! log. So a change costs the same however many keys there are.
//!
//! The file is a heading and places of one size, one sector of a disk, which a
//! crash leaves whole: a key as a line of JSON, or an empty line.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{KeyId, StoreError, WrappedKey, private};

const NAME: &str = "data-keys";
const HEADING: &str = "data keys of kally-bridge, version 1";

/// The bytes of one place, with the end of its line.
const PLACE_BYTES: usize = 512;

/// The file of a folder.
#[derive(Debug)]
pub(super) struct KeyFile {
    folder: PathBuf,
    places: Mutex<Places>,
}

/// The open file, and where each key is in it.
#[derive(Debug)]
struct Places {
    file: File,
    of: HashMap<KeyId, u64>,
    /// Empty places before the end.
    free: Vec<u64>,
    /// The number of places, with the heading's.
    count: u64,
    /// Something was written that may not be durable yet.
    is_dirty: bool,
}

impl KeyFile {
    /// Opens a folder's file, or makes one; also returns the keys.
    pub(super) fn open(folder: &Path) -> Result<(Self, Vec<WrappedKey>), StoreError> {
        let path = folder.join(NAME);
        if !path.exists() {
            write_all(folder, &[])?;
        }
        let (places, keys) = Places::open(&path)?;
        let file = Self {
            folder: folder.to_owned(),
            places: Mutex::new(places),
        };
        Ok((file, keys))
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(NAME)
    }

    fn failed(&self, error: &io::Error) -> StoreError {
        failed(&self.path(), error)
    }

    /// All keys. A place that cannot be read is left out.
    pub(super) fn all(&self) -> Result<Vec<WrappedKey>, StoreError> {
        let _unchanged = self.places();
        let (_, keys) = Places::open(&self.path())?;
        Ok(keys)
    }

    /// Writes a new key; [`Self::sync`] makes it durable.
    pub(super) fn write(&self, key: &WrappedKey) -> Result<(), StoreError> {
        let line = line_of(key)?;
        let mut places = self.places();
        let place = places.free.last().copied().unwrap_or(places.count);
        self.write_at(&mut places, place, &line)?;
        if places.free.pop().is_none() {
            places.count += 1;
        }
        places.of.insert(key.id, place);
        Ok(())
    }

    /// Makes everything durable that was written.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        let mut places = self.places();
        if places.is_dirty {
            let synced = places.file.sync_data();
            synced.map_err(|error| self.failed(&error))?;
            places.is_dirty = false;
        }
        Ok(())
    }

    /// Keeps keys, each in place of the one with its id, durably: all or, after
    /// an error, perhaps some of the new ones.
    pub(super) fn add(&self, keys: &[WrappedKey]) -> Result<(), StoreError> {
        let is_new = |key: &WrappedKey| !self.places().of.contains_key(&key.id);
        if !keys.iter().all(is_new) {
            return self.replace(keys);
        }
        keys.iter().try_for_each(|key| self.write(key))?;
        self.sync()
    }

    /// Writes the whole file anew, so that a crash leaves all of the old keys or
    /// all of the new ones: the store's key may be changing.
    fn replace(&self, keys: &[WrappedKey]) -> Result<(), StoreError> {
        let mut places = self.places();
        let (_, mut all) = Places::open(&self.path())?;
        let ids: HashSet<KeyId> = keys.iter().map(|key| key.id).collect();
        all.retain(|key| !ids.contains(&key.id));
        all.extend(keys.iter().cloned());
        write_all(&self.folder, &all)?;
        (*places, _) = Places::open(&self.path())?;
        Ok(())
    }

    /// Drops keys, durably.
    pub(super) fn remove(&self, ids: &[KeyId]) -> Result<(), StoreError> {
        let mut places = self.places();
        for id in ids {
            if let Some(place) = places.of.get(id).copied() {
                self.write_at(&mut places, place, &line("").unwrap_or_default())?;
                places.of.remove(id);
                places.free.push(place);
            }
        }
        drop(places);
        self.sync()
    }

    fn write_at(&self, places: &mut Places, place: u64, line: &[u8]) -> Result<(), StoreError> {
        places.is_dirty = true;
        let written = places.file.write_all_at(line, place * PLACE_BYTES as u64);
        written.map_err(|error| self.failed(&error))
    }
}

impl Places {
    fn open(path: &Path) -> Result<(Self, Vec<WrappedKey>), StoreError> {
        let failed = |error: io::Error| failed(path, &error);
        let mut options = OpenOptions::new();
        let file = options.write(true).read(true).open(path).map_err(failed)?;
        let content = fs::read(path).map_err(failed)?;
        let mut lines = content.chunks(PLACE_BYTES);
        if lines
            .next()
            .is_none_or(|first| text(first) != HEADING.as_bytes())
        {
            return Err(StoreError::Failed(format!(
                "{} cannot be read; put it back from the same backup as the store",
                path.display()
            )));
        }
        let mut places = Self {
            file,
            of: HashMap::new(),
            free: Vec::new(),
            count: content.len().div_ceil(PLACE_BYTES) as u64,
            is_dirty: false,
        };
        let mut keys = Vec::new();
        for (place, line) in (1..).zip(lines) {
            match (text(line), serde_json::from_slice::<WrappedKey>(text(line))) {
                ([], _) => places.free.push(place),
                (_, Ok(key)) => {
                    places.of.insert(key.id, place);
                    keys.push(key);
                }
                // A backup may mend it: it stays.
                (_, Err(_)) => tracing::error!(place, "a data key cannot be read"),
            }
        }
        Ok((places, keys))
    }
}

/// Writes the whole file.
pub(super) fn write_all(folder: &Path, keys: &[WrappedKey]) -> Result<(), StoreError> {
    let mut content = line(HEADING).unwrap_or_default();
    for key in keys {
        content.extend(line_of(key)?);
    }
    let written = private::write(folder, NAME, &content);
    written.map_err(|error| failed(&folder.join(NAME), &error))
}

/// A key as a line.
fn line_of(key: &WrappedKey) -> Result<Vec<u8>, StoreError> {
    let json = serde_json::to_string(key)
        .map_err(|error| StoreError::Failed(format!("a data key: {error}")))?;
    line(&json).ok_or_else(|| StoreError::TooLarge {
        what: "a data key with its owner's id".to_owned(),
        bytes: json.len(),
        most: PLACE_BYTES - 1,
    })
}

/// A text as a line of one place's size; `None` if it does not fit.
fn line(text: &str) -> Option<Vec<u8>> {
    let mut line = text.as_bytes().to_vec();
    (line.len() < PLACE_BYTES).then(|| {
        line.resize(PLACE_BYTES - 1, b' ');
        line.push(b'\n');
        line
    })
}

/// A place without the bytes that fill it. A file that grew just before a crash
/// may end in zeros.
fn text(line: &[u8]) -> &[u8] {
    let is_filling = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let end = line.iter().rposition(|byte| !is_filling(byte));
    &line[..end.map_or(0, |end| end + 1)]
}

fn failed(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Failed(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use kally_core::model::{ChatUser, Platform};
    use uuid::Uuid;

    use super::*;
    use crate::KeyPurpose;

    fn key(n: u128, owner: &str) -> WrappedKey {
        WrappedKey {
            id: KeyId(Uuid::from_u128(n)),
            purpose: KeyPurpose::Records,
            owner: ChatUser {
                platform: Platform::Matrix,
                id: owner.to_owned(),
            },
            wrapped: vec![7; 73],
        }
    }

    fn reopened(folder: &Path) -> (KeyFile, Vec<KeyId>) {
        let (file, keys) = KeyFile::open(folder).expect("opened");
        (file, keys.iter().map(|key| key.id).collect())
    }

    #[test]
    fn dropped_keys_are_in_the_file_no_more_and_their_places_are_used_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, _) = reopened(folder.path());
        let longest = format!("@{}:example.org", "a".repeat(242));
        let keys: Vec<_> = (1..=5).map(|n| key(n, &longest)).collect();
        file.add(&keys).expect("kept");
        file.add(&keys[..2]).expect("kept");
        file.remove(&[keys[3].id, keys[1].id]).expect("dropped");
        let content = fs::read_to_string(folder.path().join(NAME)).expect("read");
        for gone in [3, 1] {
            assert!(!content.contains(&keys[gone].id.0.to_string()), "{gone}");
        }
        let before = content.len();
        file.add(&keys[3..4]).expect("kept");
        let (again, ids) = reopened(folder.path());
        let mut ids = ids;
        ids.sort();
        assert_eq!(ids, [keys[0].id, keys[2].id, keys[3].id, keys[4].id]);
        assert_eq!(again.all().expect("read").len(), 4);
        let length = fs::metadata(folder.path().join(NAME)).expect("there").len();
        assert_eq!(length, before as u64);
    }

    #[test]
    fn a_damaged_place_costs_no_other_key_and_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, _) = reopened(folder.path());
        file.add(&[key(1, "a"), key(2, "b")]).expect("kept");
        let raw = OpenOptions::new().write(true).open(file.path());
        let raw = raw.expect("opened");
        let damage = |at: u64| raw.write_all_at(b"?", at).expect("damaged");
        damage(PLACE_BYTES as u64 + 3);
        // A file that grew before a crash, without its last place.
        raw.set_len(4 * PLACE_BYTES as u64).expect("longer");
        let (file, ids) = reopened(folder.path());
        assert_eq!(ids, [key(2, "b").id]);
        file.add(&[key(3, "c"), key(4, "d")]).expect("kept");
        let (_, mut ids) = reopened(folder.path());
        ids.sort();
        assert_eq!(ids, [2, 3, 4].map(|n| key(n, "").id));
        damage(0);
        let refused = KeyFile::open(folder.path()).expect_err("refused");
        assert!(refused.to_string().contains("cannot be read"), "{refused}");
    }

    #[test]
    fn an_owner_whose_id_is_too_long_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, _) = reopened(folder.path());
        let refused = file.add(&[key(1, &"a".repeat(500))]).expect_err("refused");
        assert!(matches!(refused, StoreError::TooLarge { .. }), "{refused}");
        file.add(&[key(2, "b")]).expect("kept");
        assert_eq!(reopened(folder.path()).1, [key(2, "b").id]);
    }
}

//! The wrapped data keys in a file of their own, which is rewritten with every
//! change: what was removed from it is not in it any more, unlike in a log.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::{KeyId, StoreError, WrappedKey, private};

const NAME: &str = "data-keys";
const VERSION: u32 = 1;

/// The file, and its content in memory.
#[derive(Debug)]
pub(super) struct KeyFile {
    folder: PathBuf,
    keys: Mutex<Vec<WrappedKey>>,
}

#[derive(Serialize)]
struct Written<'a> {
    v: u32,
    keys: &'a [WrappedKey],
}

#[derive(Deserialize)]
struct Read {
    v: u32,
    keys: Vec<WrappedKey>,
}

impl KeyFile {
    /// The file of a folder; without one there are no keys yet.
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(NAME);
        let keys = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed(&path, &error)),
            Ok(content) => match serde_json::from_slice::<Read>(&content) {
                Ok(Read { v: VERSION, keys }) => keys,
                _ => {
                    return Err(StoreError::Failed(format!(
                        "{} cannot be read; put it back from the same backup as the store",
                        path.display()
                    )));
                }
            },
        };
        Ok(Self {
            folder: folder.to_owned(),
            keys: Mutex::new(keys),
        })
    }

    pub(super) fn all(&self) -> Vec<WrappedKey> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.clone()
    }

    /// Changes the keys, durably; if that fails, they are as before.
    pub(super) fn change(
        &self,
        change: impl FnOnce(&mut Vec<WrappedKey>),
    ) -> Result<(), StoreError> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = keys.clone();
        change(&mut changed);
        let written = Written {
            v: VERSION,
            keys: &changed,
        };
        let json = serde_json::to_vec(&written)
            .map_err(|error| StoreError::Failed(format!("the data keys: {error}")))?;
        private::write(&self.folder, NAME, &json)
            .map_err(|error| failed(&self.folder.join(NAME), &error))?;
        *keys = changed;
        Ok(())
    }
}

/// Adds keys to a list, each in place of the one with its id.
pub(crate) fn add(keys: &mut Vec<WrappedKey>, added: Vec<WrappedKey>) {
    let ids: HashSet<KeyId> = added.iter().map(|key| key.id).collect();
    keys.retain(|key| !ids.contains(&key.id));
    keys.extend(added);
}

pub(crate) fn remove(keys: &mut Vec<WrappedKey>, ids: &[KeyId]) {
    keys.retain(|key| !ids.contains(&key.id));
}

fn failed(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Failed(format!("{}: {error}", path.display()))
}

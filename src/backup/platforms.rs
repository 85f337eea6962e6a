//! The databases that the platforms keep in the store's folder. They are in
//! use: SQLite itself makes the copies.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::archive::is_file_name;

/// The folder of Matrix's databases.
pub const MATRIX: &str = "matrix";

/// Where the copies are made, by one backup at a time.
const COPIES: &str = "backup";
const LOCK: &str = "backup.lock";

/// Copies of the databases; they go with this.
#[derive(Debug)]
pub struct Databases {
    folder: PathBuf,
    /// Held until the copies are gone.
    _lock: File,
}

impl Databases {
    /// Copies the databases in a store's folder.
    ///
    /// # Errors
    /// When they cannot be read or written, or this build cannot read them.
    pub async fn copy(store: PathBuf) -> anyhow::Result<Self> {
        tokio::task::spawn_blocking(move || {
            // Another backup may be at its databases.
            let lock = File::create(store.join(LOCK)).context("making the lock of copies")?;
            lock.lock().context("waiting for another backup")?;
            let folder = store.join(COPIES);
            // A process that was killed may have left some.
            remove(&folder)?;
            fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
            let copies = Self {
                folder,
                _lock: lock,
            };
            let from = store.join(MATRIX);
            if from.exists() {
                copy_all(&from, &copies.folder).context("copying Matrix's databases")?;
            }
            Ok(copies)
        })
        .await?
    }

    /// The copies: their names, and where they are.
    pub fn files(&self) -> Vec<(String, PathBuf)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                is_file_name(&name).then(|| (name, entry.path()))
            })
            .collect();
        files.sort();
        files
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.folder) {
            tracing::warn!(%error, "the copies of databases were not removed");
        }
    }
}

pub fn remove(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(feature = "matrix")]
fn copy_all(from: &Path, to: &Path) -> anyhow::Result<()> {
    Ok(kally_matrix::copy_databases(from, to)?)
}

#[cfg(not(feature = "matrix"))]
fn copy_all(_from: &Path, _to: &Path) -> anyhow::Result<()> {
    anyhow::bail!("this build is without Matrix, and the store's folder has its databases")
}

//! Folders and files that only their owner may read, and making their names
//! durable.
//!
//! On systems without Unix permissions only the folder's own protection
//! applies.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use super::StoreError;

/// A lock that was just released may be held for another moment: a process that is
/// starting a child shares its open files with it.
const LOCK_TRIES: u32 = 25;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// Makes a folder that only its owner may enter; restricts an existing one.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    let new = !path.exists();
    fs::create_dir_all(path)?;
    owner_only(path, 0o700)?;
    if new && let Some(parent) = path.canonicalize()?.parent() {
        sync_folder(parent)?;
    }
    Ok(())
}

/// Writes a file that only its owner may read, completely or not at all,
/// durably.
pub(super) fn write(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!("{name}.new"));
    if unfinished.exists() {
        fs::remove_file(&unfinished)?;
    }
    let mut file = open_new(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(name))?;
    sync_folder(folder)
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Opens or makes a file that only its owner may read.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    owner_mode(&mut options);
    options.open(path)
}

/// Locks a folder for this process, until the file is dropped.
///
/// # Errors
/// [`StoreError::InUse`] when another process has locked it.
pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let failed = |error: io::Error| StoreError::Failed(format!("{}: {error}", folder.display()));
    let lock = open(&folder.join("lock")).map_err(failed)?;
    for _ in 0..LOCK_TRIES {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(fs::TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    Err(StoreError::InUse(folder.display().to_string()))
}

fn open_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owner_mode(&mut options);
    options.open(path)
}

/// Whether anybody but the owner may read the file.
#[cfg(unix)]
pub(super) fn is_shared(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(unix)]
fn owner_only(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    match fs::metadata(path)?.permissions().mode() & 0o777 {
        now if now == mode => Ok(()),
        _ => fs::set_permissions(path, fs::Permissions::from_mode(mode)),
    }
}

#[cfg(unix)]
fn owner_mode(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
pub(super) fn is_shared(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(not(unix))]
fn owner_only(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn owner_mode(_options: &mut OpenOptions) {}

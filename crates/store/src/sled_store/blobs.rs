//! sled's folder of large values. Ours are cut into parts so that sled makes no
//! such files; if it makes one after all (very long ids), it is durable too.
//!
//! Every flush looks at the folder, so it stays open: a process that may open
//! no more files must not mistake that for a broken disk.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::fs::Dir;
use rustix::io::Errno;

/// The pause where no file can be opened.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(super) struct Blobs {
    path: PathBuf,
    /// The folder itself, open to make its names durable.
    names: File,
    listed: Mutex<Dir>,
}

impl Blobs {
    pub(super) fn open(path: PathBuf) -> io::Result<Self> {
        let names = File::open(&path)?;
        let listed = Mutex::new(Dir::read_from(&names)?);
        Ok(Self {
            path,
            names,
            listed,
        })
    }

    /// Makes the files durable that were not before.
    pub(super) fn sync(&self, synced: &mut HashSet<PathBuf>) -> io::Result<()> {
        let mut present = HashSet::new();
        for path in self.list()? {
            if !synced.contains(&path) {
                match opened(|| File::open(&path)) {
                    Ok(file) => file.sync_all()?,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    Err(error) => return Err(error),
                }
            }
            present.insert(path);
        }
        if present.iter().any(|path| !synced.contains(path)) {
            self.names.sync_all()?;
        }
        *synced = present;
        Ok(())
    }

    fn list(&self) -> io::Result<Vec<PathBuf>> {
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        listed.rewind();
        let mut found = Vec::new();
        while let Some(entry) = listed.read() {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                found.push(self.path.join(OsStr::from_bytes(name)));
            }
        }
        Ok(found)
    }
}

/// Opens a file; waits while the process, or the system, has too many files
/// open. Other tasks close theirs, and nothing is acknowledged meanwhile.
fn opened<T>(open: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let mut waits = false;
    loop {
        match open() {
            Err(error) if is_for_want_of_files(&error) => {
                if !std::mem::replace(&mut waits, true) {
                    tracing::warn!(%error, "the store waits, since the process may not open another file");
                }
                std::thread::sleep(PAUSE);
            }
            opened => return opened,
        }
    }
}

fn is_for_want_of_files(error: &io::Error) -> bool {
    let limits = [Errno::MFILE, Errno::NFILE].map(Errno::raw_os_error);
    error
        .raw_os_error()
        .is_some_and(|code| limits.contains(&code))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;

    use super::*;

    #[test]
    fn what_comes_and_goes_in_the_folder_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path().to_owned()).unwrap();
        let mut synced = HashSet::new();
        blobs.sync(&mut synced).unwrap();
        assert!(synced.is_empty());
        let there: HashSet<_> = ["1", "2"].map(|name| folder.path().join(name)).into();
        there.iter().for_each(|path| fs::write(path, "x").unwrap());
        blobs.sync(&mut synced).unwrap();
        assert_eq!(synced, there);
        fs::remove_file(folder.path().join("1")).unwrap();
        blobs.sync(&mut synced).unwrap();
        assert_eq!(synced, [folder.path().join("2")].into());
    }

    #[test]
    fn no_more_files_is_waited_out_and_nothing_else() {
        let attempts = Cell::new(0);
        let open = |errno: Errno| {
            opened(|| {
                attempts.set(attempts.get() + 1);
                match attempts.get() {
                    3 => Ok(()),
                    _ => Err(errno.into()),
                }
            })
        };
        for errno in [Errno::MFILE, Errno::NFILE] {
            attempts.set(0);
            assert!(open(errno).is_ok(), "{errno}");
        }
        attempts.set(0);
        assert!(open(Errno::IO).is_err());
        assert_eq!(attempts.get(), 1);
    }
}

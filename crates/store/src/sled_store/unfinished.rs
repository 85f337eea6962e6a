//! Files that a killed process left half written, and that sled takes for
//! whole ones.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Removes them before sled opens a folder. The folder is locked, so that
/// nobody is writing them.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // sled opens the newest file whose name begins with `snap.`. It writes
        // each under this name and renames it when it is whole; until then the
        // snapshot of before and the log say the same.
        let name = entry.file_name();
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("snap.") && name.ends_with(".generating"))
        {
            tracing::info!(name = %name.display(), "the last start was cut off; its snapshot is written anew");
            fs::remove_file(entry.path())?;
        }
    }
    // sled writes its parameters before the first byte of its log.
    match fs::metadata(folder.join("db")) {
        Ok(log) if log.len() > 0 => return Ok(()),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    match fs::remove_file(folder.join("conf")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::Store as _;
    use crate::sled_store::tests::{folder, open, put, reopened, value};

    #[tokio::test]
    async fn a_snapshot_that_was_being_written_is_no_damage() {
        let folder = folder();
        let store = open(folder.path());
        store.commit(put("a", "one")).await.expect("committed");
        drop(store);
        for half in [&b""[..], b"half of it, no more"] {
            // Later than any that is whole.
            let snapshot = folder.path().join("snap.7FFFFFFFFFFFFFFF.generating");
            fs::write(&snapshot, half).expect("written");
            let store = open(folder.path());
            assert_eq!(value(&store, "a").await.as_deref(), Some("one"));
            let store = reopened(store, folder.path());
            assert_eq!(value(&store, "a").await.as_deref(), Some("one"));
            assert!(!snapshot.exists());
        }
    }

    #[tokio::test]
    async fn a_first_start_that_was_cut_off_is_no_damage() {
        let folder = folder();
        fs::write(folder.path().join("conf"), "half of its parameters").expect("written");
        fs::write(folder.path().join("db"), "").expect("written");
        let store = open(folder.path());
        store.commit(put("a", "one")).await.expect("committed");
    }
}

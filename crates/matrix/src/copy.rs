//! Copies of the library's databases while they are in use.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// How long a copy waits for a write to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a database was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("{}", .path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{}", .path.display())]
    Database {
        path: PathBuf,
        source: rusqlite::Error,
    },
}

/// Copies each database of a folder into another one. SQLite reads it in one
/// transaction, so that a copy is one state, and writers go on.
///
/// # Errors
/// When one cannot be read or written.
pub fn copy_databases(from: &Path, to: &Path) -> Result<(), CopyError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| CopyError::File { path, source }
    };
    for entry in fs::read_dir(from).map_err(at(from))? {
        let path = entry.map_err(at(from))?.path();
        let (Some(name), true) = (
            path.file_name(),
            path.extension() == Some(OsStr::new("sqlite3")),
        ) else {
            continue;
        };
        copy(&path, &to.join(name)).map_err(|source| CopyError::Database {
            path: path.clone(),
            source,
        })?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(from, flags)?;
    database.busy_timeout(PATIENCE)?;
    database.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_being_written_is_copied_as_it_was_committed() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = from.path().join("state.sqlite3");
        let mut writer = Connection::open(&path).unwrap();
        writer
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (1)",
            )
            .unwrap();
        fs::write(from.path().join("other"), "not a database").unwrap();
        let open = writer.transaction().unwrap();
        open.execute("INSERT INTO t VALUES (2)", []).unwrap();
        copy_databases(from.path(), to.path()).unwrap();
        open.commit().unwrap();
        let copied = Connection::open(to.path().join("state.sqlite3")).unwrap();
        let sum = copied.query_row("SELECT sum(n) FROM t", [], |row| row.get::<_, i64>(0));
        assert_eq!(sum, Ok(1));
        assert_eq!(fs::read_dir(to.path()).unwrap().count(), 1);
    }
}

//! The store's folder, looked at without writing anything.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, accessat};

use super::Finding;
use crate::readiness::{LITTLE_ROOM, free_bytes};

/// At most so many files are looked at.
const MOST_FILES: usize = 10_000;

/// Whether this user can write in a folder, or can make it where it does not
/// exist yet.
pub fn folder(path: &Path) -> Finding {
    let shown = path.display();
    let remedy = format!(
        "give the user that runs kally-bridge the right to write in {shown}, or choose another \
         folder with store.path"
    );
    match fs::metadata(path) {
        Ok(found) if !found.is_dir() => Finding::wrong(
            format!("{shown} is not a folder"),
            "choose another folder with store.path",
        ),
        Ok(found) => match may_write(path) {
            Ok(()) => existing(path, &found),
            Err(error) => Finding::wrong(format!("{shown} cannot be written to: {error}"), remedy),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match may_write(existing_parent(path)) {
                Ok(()) => Finding::fine(format!("{shown} will be made")),
                Err(error) => Finding::wrong(format!("{shown} cannot be made: {error}"), remedy),
            }
        }
        Err(error) => Finding::wrong(format!("{shown} cannot be examined: {error}"), remedy),
    }
}

/// A folder that this user may write in.
fn existing(path: &Path, found: &fs::Metadata) -> Finding {
    let (shown, owner) = (path.display(), found.uid());
    let mut left = MOST_FILES;
    if let Some(foreign) = foreign(path, owner, &mut left) {
        return Finding::wrong(
            format!(
                "{} belongs to another user than {shown}, so the bridge may be unable to open it",
                foreign.display()
            ),
            format!("chown -R --reference={shown} {shown}"),
        );
    }
    if let Some(free) = free_bytes(path).filter(|free| *free < LITTLE_ROOM) {
        return Finding::wrong(
            format!(
                "only {} MiB are left on the disk of {shown}",
                free / 1024 / 1024
            ),
            "make room",
        );
    }
    let this = rustix::process::geteuid().as_raw();
    Finding::fine(match this == owner {
        true => format!("{shown} can be written to"),
        false => format!("{shown} belongs to user {owner}; this check runs as user {this}"),
    })
}

/// The first file below a folder that belongs to somebody else.
fn foreign(folder: &Path, owner: u32, left: &mut usize) -> Option<PathBuf> {
    for entry in fs::read_dir(folder).ok()?.flatten() {
        *left = left.checked_sub(1)?;
        let found = entry.metadata().ok()?;
        if found.uid() != owner {
            return Some(entry.path());
        }
        let below = found.is_dir().then(|| foreign(&entry.path(), owner, left));
        if let Some(Some(path)) = below {
            return Some(path);
        }
    }
    None
}

fn may_write(folder: &Path) -> io::Result<()> {
    let access = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    Ok(accessat(CWD, folder, access, AtFlags::EACCESS)?)
}

/// The nearest existing folder above.
fn existing_parent(path: &Path) -> &Path {
    path.ancestors()
        .skip(1)
        .map(|parent| match parent.as_os_str().is_empty() {
            true => Path::new("."),
            false => parent,
        })
        .find(|parent| parent.exists())
        .unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders() {
        let place = tempfile::tempdir().unwrap();
        let fine = |path: &Path| matches!(folder(path), Finding::Fine { .. });
        assert!(fine(place.path()));
        assert!(fine(&place.path().join("a/b/c")), "made later");
        let file = place.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(!fine(&file));
        assert!(!fine(&file.join("below")));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_of_somebody_else_is_found() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join("below")).unwrap();
        let file = place.path().join("below/snap.0001");
        fs::write(&file, "").unwrap();
        let own = fs::metadata(&file).unwrap().uid();
        let found = |owner| foreign(place.path(), owner, &mut MOST_FILES.clone());
        assert_eq!(found(own), None);
        assert!(found(own + 1).is_some());
    }
}

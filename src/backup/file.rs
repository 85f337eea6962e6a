//! A file that gets its name when it is whole. Only its owner may read it.
//!
//! Until then its name is `.NAME.PID.part`, and its process holds a lock on it. A
//! process that was killed leaves it; the next backup to that folder removes it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::keep;

/// The end of an unfinished file's name.
const UNFINISHED: &str = ".part";
/// A younger unfinished file may be one that its process has not locked yet.
const YOUNG: Duration = Duration::from_secs(60);

/// A new file; without [`NewFile::keep`] it goes.
pub struct NewFile {
    name: PathBuf,
    unfinished: PathBuf,
    file: File,
    is_kept: bool,
}

impl NewFile {
    /// Begins a file. None of that name may exist.
    pub fn begin(name: &Path) -> anyhow::Result<Self> {
        if fs::symlink_metadata(name).is_ok() {
            bail!("{} exists already", name.display());
        }
        let Some(own) = name.file_name() else {
            bail!("{} is no name of a file", name.display());
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(own);
        hidden.push(format!(".{}{UNFINISHED}", std::process::id()));
        let unfinished = name.with_file_name(hidden);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true).mode(0o600);
        let file = options.open(&unfinished);
        let file = file.with_context(|| format!("writing {}", unfinished.display()))?;
        // Some file systems have no locks.
        let _ = file.try_lock();
        Ok(Self {
            name: name.to_owned(),
            unfinished,
            file,
            is_kept: false,
        })
    }

    pub fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let written = self.file.write_all(bytes);
        written.with_context(|| format!("writing {}", self.name.display()))
    }

    /// Makes it durable; returns it, to be read again.
    pub fn written(&mut self) -> anyhow::Result<&mut File> {
        let synced = self.file.sync_all();
        synced.with_context(|| format!("writing {}", self.name.display()))?;
        Ok(&mut self.file)
    }

    /// Gives it its name, durably. A file that got that name meanwhile stays.
    pub fn keep(mut self) -> anyhow::Result<()> {
        let named = fs::hard_link(&self.unfinished, &self.name);
        match named {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                bail!("{} exists already", self.name.display())
            }
            // Some file systems have no links.
            Err(_) if fs::symlink_metadata(&self.name).is_ok() => {
                bail!("{} exists already", self.name.display())
            }
            Err(_) => {
                let renamed = fs::rename(&self.unfinished, &self.name);
                renamed.with_context(|| format!("naming {}", self.name.display()))?;
                self.is_kept = true;
            }
        }
        sync_folder_of(&self.name).with_context(|| format!("naming {}", self.name.display()))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = fs::remove_file(&self.unfinished);
        }
    }
}

/// Removes from the folder of `name` what killed backups have left: unfinished
/// files of this user, of `name` or of a backup that got its name from its time,
/// that no process holds. Returns those; a file that cannot be removed stays.
pub fn remove_left_behind(name: &Path) -> Vec<PathBuf> {
    let own = name.file_name().and_then(|own| own.to_str());
    let Ok(entries) = fs::read_dir(super::take::parent(name)) else {
        return Vec::new();
    };
    let of_a_backup =
        |hidden: &str| finished_name(hidden).is_some_and(|of| Some(of) == own || keep::is_name(of));
    let left = entries.flatten().filter(|entry| {
        entry.file_name().to_str().is_some_and(of_a_backup) && is_left(&entry.path())
    });
    left.map(|entry| entry.path())
        .filter(|path| fs::remove_file(path).is_ok())
        .collect()
}

/// The name that an unfinished file would have got.
fn finished_name(hidden: &str) -> Option<&str> {
    let (name, pid) = hidden
        .strip_prefix('.')?
        .strip_suffix(UNFINISHED)?
        .rsplit_once('.')?;
    pid.parse::<u32>().is_ok().then_some(name)
}

/// Whether this is a file of this user that no process writes any more.
fn is_left(path: &Path) -> bool {
    let about = fs::symlink_metadata(path).ok();
    let is_ours = about.is_some_and(|about| {
        let age = about.modified().ok().and_then(|at| at.elapsed().ok());
        about.is_file()
            && about.uid() == rustix::process::geteuid().as_raw()
            && age.is_some_and(|age| age >= YOUNG)
    });
    is_ours && File::open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Makes the names in a file's folder durable.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_killed_backup_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let ages = |file: &File| {
            let made = file.metadata().unwrap().modified().unwrap();
            file.set_modified(made - 2 * YOUNG).unwrap();
        };
        let write = |name: &str| {
            let file = File::create(path(name)).unwrap();
            ages(&file);
            file
        };
        let left = [
            ".a.tar.gz.17.part",
            ".kally-bridge-20260101T033000Z.tar.gz.4711.part",
        ];
        let others = [
            ".b.tar.gz.17.part",
            ".a.tar.gz.part",
            ".a.tar.gz.x.part",
            "a.tar.gz.17.part",
            ".kally-bridge-before-the-upgrade.tar.gz.17.part",
            "kally-bridge-20260101T033000Z.tar.gz",
        ];
        for name in left.iter().chain(&others) {
            write(name);
        }
        // One has just begun, and one is still written.
        File::create(path(".a.tar.gz.18.part")).unwrap();
        let mut running = NewFile::begin(&path("kally-bridge-20260102T033000Z.tar.gz")).unwrap();
        ages(running.written().unwrap());
        let mut gone = remove_left_behind(&path("a.tar.gz"));
        gone.sort();
        assert_eq!(gone, left.map(path));
        assert!(left.iter().all(|name| !path(name).exists()));
        assert!(others.iter().all(|name| path(name).exists()));
        assert!(path(".a.tar.gz.18.part").exists());
        running.keep().unwrap();
    }
}

//! A file that gets its name when it is whole. Only its owner may read it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

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
        hidden.push(format!(".{}.part", std::process::id()));
        let unfinished = name.with_file_name(hidden);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true).mode(0o600);
        let file = options.open(&unfinished);
        let file = file.with_context(|| format!("writing {}", unfinished.display()))?;
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

/// Makes the names in a file's folder durable.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

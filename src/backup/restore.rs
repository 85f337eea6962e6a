//! `kally-bridge restore`: reads a backup completely, puts a store together
//! beside its place, and gives it its place at the end. After an error nothing
//! is left.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use rustix::fs::statvfs;
use secrecy::SecretString;

use kally_runtime::{Clock as _, SystemClock};
use kally_store::{
    Check, PartCounts, PartReader, Refill, RestoredRecord, Sealer, SledOptions, SledStore, Store,
};

use super::archive::{self, Manifest, Name, Small};
use super::args::RestoreArgs;
use super::file::sync_folder_of;
use super::platforms::MATRIX;
use super::progress::{Progress, size};
use super::take::parent;
use super::{keys, platforms};
use crate::command;
use crate::config::Config;

/// So much more room than its bytes does a store take while it is written.
const ROOM: u64 = 3;

/// Restores a backup.
pub async fn run(config: &Config, args: &RestoreArgs) -> anyhow::Result<()> {
    if let (None, Some(database)) = (&args.into, &config.store.database) {
        bail!(
            "the store is in {}, and a backup becomes a store in a folder: name an empty one with \
             --into",
            database.address
        );
    }
    let folder = args.into.as_ref().unwrap_or(&config.store.path);
    if let Some(pid) = command::holder_in(folder).await {
        bail!(
            "a kally-bridge runs on the store in {} (process {pid}): stop it first",
            folder.display()
        );
    }
    is_free(folder)?;
    let mut file = archive::open(&args.file)?;
    let of_file = || args.file.display().to_string();
    let configured = config.store.key.as_ref();
    let (manifest, small, key) = tokio::task::block_in_place(|| {
        let (manifest, small) = checked(&mut file)?;
        let key = key_of(&small, configured, args)?;
        anyhow::Ok((manifest, small, key))
    })
    .with_context(of_file)?;
    has_room(folder, &manifest)?;
    let unfinished = Unfinished::begin(folder)?;
    let filled = tokio::task::block_in_place(|| {
        fill(&mut file, &unfinished.path, &manifest, &small, key.as_ref())
    });
    let counts = filled.with_context(of_file)?;
    if let Some(key) = &key {
        verified(&unfinished.path, key)
            .await
            .with_context(of_file)?;
        if configured.is_none() {
            Sealer::keep_text(&unfinished.path, key)?;
        }
    }
    unfinished.finish(folder)?;
    tell(folder, &manifest, counts, key.is_some());
    Ok(())
}

fn tell(folder: &Path, manifest: &Manifest, counts: PartCounts, has_key: bool) {
    println!(
        "The store in {} is that of {} UTC again: {} records and messages.",
        folder.display(),
        manifest.copied_at.format("%Y-%m-%d %H:%M:%S"),
        counts.read + counts.closed,
    );
    if !has_key {
        println!(
            "The backup is without the store's key: put it into store.key, or into {}, before the \
             start.",
            folder.join("key").display()
        );
    }
    println!(
        "What happened since then is not in it. At the next start no call of it is made by itself: \
         the bot asks the people concerned. It also finds out who has to sign in again, and tells \
         them and its admins. Look through /admin: invitations and blocks since then are gone."
    );
}

/// Reads the archive without keeping anything of it.
fn checked(file: &mut File) -> anyhow::Result<(Manifest, Small)> {
    let mut progress = Progress::of("Verifying:");
    archive::read(file, |_, bytes| {
        progress.add(bytes.len());
        Ok(())
    })
}

/// The store's key: the configured one, or the one in the backup; `None` if the
/// backup is without it and none is configured.
fn key_of(
    small: &Small,
    configured: Option<&SecretString>,
    args: &RestoreArgs,
) -> anyhow::Result<Option<SecretString>> {
    let check = Check(small.key_check.clone().context("it is no backup")?);
    if let Some(key) = configured {
        ensure!(
            check.fits(&Sealer::of_text(key)?),
            "it is sealed with another key than the configured one (store.key)"
        );
        return Ok(Some(key.clone()));
    }
    let Some(sealed) = &small.keys else {
        return Ok(None);
    };
    let key = keys::open(sealed, args)?;
    ensure!(
        check.fits(&Sealer::of_text(&key)?),
        "the key in it does not fit the rest"
    );
    Ok(Some(key))
}

/// Refuses a folder that holds anything.
fn is_free(folder: &Path) -> anyhow::Result<()> {
    match fs::read_dir(folder) {
        Ok(mut entries) => ensure!(
            entries.next().is_none(),
            "{} is not empty: a backup is restored into an empty folder or a missing one. Move it \
             away, or name another folder with --into",
            folder.display()
        ),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).with_context(|| folder.display().to_string()),
    }
    Ok(())
}

/// Refuses a disk that is too small before anything is written.
fn has_room(folder: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let parts = manifest.parts.iter().map(|part| part.bytes as u64);
    let needed = parts.sum::<u64>().saturating_mul(ROOM);
    let beside = parent(folder);
    // Where nobody can tell, writing will.
    if let Ok(disk) = statvfs(beside) {
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        ensure!(
            free >= needed,
            "the disk of {} has {} left, and the restore may need {}",
            beside.display(),
            size(free),
            size(needed)
        );
    }
    Ok(())
}

/// Puts the store together.
fn fill(
    file: &mut File,
    folder: &Path,
    expected: &Manifest,
    small: &Small,
    key: Option<&SecretString>,
) -> anyhow::Result<PartCounts> {
    let sealer = key.map(Sealer::of_text).transpose()?.map(Arc::new);
    let reader = PartReader::new(small.data_keys.clone(), sealer.as_ref());
    let mut counts = PartCounts::default();
    let mut refill = Refill::begin(folder)?;
    let mut databases = Databases::new(folder.join(MATRIX));
    let mut progress = Progress::of("Restoring:");
    let (manifest, _) = archive::read(file, |name, bytes| {
        progress.add(bytes.len());
        match name {
            Name::Store(_) => {
                reader.read(bytes, &mut counts)?;
                refill.part(bytes)?;
            }
            Name::Matrix { file, number } => databases.part(file, *number, bytes)?,
            _ => {}
        }
        Ok(())
    })?;
    ensure!(manifest == *expected, "it was changed while it was read");
    let mark = RestoredRecord::new(manifest.copied_at, SystemClock.now());
    refill.finish(&small.data_keys, &mark)?;
    let check = small.key_check.clone().context("it is no backup")?;
    Check(check).keep(folder)?;
    databases.finish()?;
    Ok(counts)
}

/// The databases of Matrix, as their parts come.
struct Databases {
    folder: PathBuf,
    open: Option<(String, u32, File)>,
}

impl Databases {
    fn new(folder: PathBuf) -> Self {
        Self { folder, open: None }
    }

    fn part(&mut self, name: &str, number: u32, bytes: &[u8]) -> anyhow::Result<()> {
        if self.open.as_ref().is_none_or(|(open, ..)| open != name) {
            self.close()?;
            ensure!(number == 0, "a database in it lacks its beginning");
            private_folder(&self.folder, true)?;
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(0o600);
            let file = options.open(self.folder.join(name))?;
            self.open = Some((name.to_owned(), 0, file));
        }
        if let Some((_, next, file)) = &mut self.open {
            ensure!(*next == number, "a database in it lacks a part");
            *next += 1;
            file.write_all(bytes)?;
        }
        Ok(())
    }

    fn close(&mut self) -> anyhow::Result<()> {
        if let Some((_, _, file)) = self.open.take() {
            file.sync_all()?;
        }
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<()> {
        self.close()?;
        if self.folder.exists() {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }
}

/// Opens the store and reads everything in it once.
async fn verified(folder: &Path, key: &SecretString) -> anyhow::Result<()> {
    let options = SledOptions {
        key: Some(key.clone()),
        ..SledOptions::default()
    };
    let store = SledStore::open(folder, &options)?;
    let mut from = None;
    loop {
        let page = store.scan(from, 1000).await?;
        match page.next {
            Some(next) => from = Some(next),
            None => break,
        }
    }
    Ok(store.close().await?)
}

/// The store before it is whole; without [`Unfinished::finish`] it goes.
struct Unfinished {
    path: PathBuf,
    is_kept: bool,
}

impl Unfinished {
    /// Begins beside the folder.
    fn begin(folder: &Path) -> anyhow::Result<Self> {
        let Some(name) = folder.file_name() else {
            bail!("{} is no name of a folder", folder.display());
        };
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(".restoring");
        fs::create_dir_all(parent(folder))
            .with_context(|| format!("making {}", parent(folder).display()))?;
        let path = folder.with_file_name(hidden);
        private_folder(&path, false).with_context(|| {
            format!(
                "making {} (if a restore was interrupted, remove it)",
                path.display()
            )
        })?;
        Ok(Self {
            path,
            is_kept: false,
        })
    }

    /// Gives it its place, durably.
    fn finish(mut self, folder: &Path) -> anyhow::Result<()> {
        let naming = || format!("putting the store into {}", folder.display());
        File::open(&self.path)
            .and_then(|it| it.sync_all())
            .with_context(naming)?;
        match fs::remove_dir(folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(naming);
            }
            _ => {}
        }
        fs::rename(&self.path, folder).with_context(naming)?;
        self.is_kept = true;
        sync_folder_of(folder).with_context(naming)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = platforms::remove(&self.path)
        {
            tracing::warn!(
                error = format!("{error:#}"),
                "an unfinished restore was not removed"
            );
        }
    }
}

/// Makes a folder that only its owner may enter.
fn private_folder(path: &Path, may_exist: bool) -> anyhow::Result<()> {
    let made = DirBuilder::new().mode(0o700).create(path);
    match made {
        Err(error) if may_exist && error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => Ok(made?),
    }
}

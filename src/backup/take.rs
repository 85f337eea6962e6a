//! `kally-bridge backup`: has the process that holds the store make an archive,
//! or makes it itself, and writes the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use tokio::sync::mpsc;

use kally_runtime::{Clock as _, SystemClock};
use kally_store::{PartCounts, PartReader, Sealer, StoreError};

use super::archive::{self, Manifest, Name};
use super::args::BackupArgs;
use super::file::{NewFile, remove_left_behind};
use super::keep;
use super::keys::Seal;
use super::produce::produce;
use super::progress::{Progress, size};
use crate::command;
use crate::config::Config;
use crate::store;

/// How many pieces wait for the disk.
const PIECES: usize = 4;

/// Writes a backup.
pub async fn run(config: &Config, args: &BackupArgs) -> anyhow::Result<()> {
    let (file, folder) = destination(args)?;
    let path = &config.store.path;
    ensure!(
        parent(&file).is_dir(),
        "the folder {} does not exist: make it first",
        parent(&file).display()
    );
    ensure!(
        !is_within(&file, path),
        "{} is in the folder of the store: choose another place, best on another disk",
        file.display()
    );
    if let Some(database) = &config.store.database {
        bail!(
            "the store is in {}: back it up with pg_dump, and the folder {} with it, which has \
             the key",
            database.address,
            path.display()
        );
    }
    store::ensure_there(path, "key-check", &path.display())?;
    let key = Sealer::text_of(&config.store.path, config.store.key.as_ref())
        .context("the store's key is needed to seal it for the backup, and to verify the backup")?;
    let sealed = Seal::of(args)?.seal(&key)?;
    for gone in remove_left_behind(&file) {
        println!("{} was removed: a backup that did not end.", gone.display());
    }
    let mut new = NewFile::begin(&file)?;
    receive(config, sealed, &mut new).await?;
    let sealer = Arc::new(Sealer::of_text(&key)?);
    let (manifest, counts) = tokio::task::block_in_place(|| verified(&mut new, &sealer))
        .with_context(|| format!("{} was written, and is not whole", file.display()))?;
    let bytes = new.written()?.metadata()?.len();
    new.keep()?;
    println!(
        "{}: the state of {} UTC, {} records and messages, {}, {}. It was read again and is whole.",
        file.display(),
        manifest.copied_at.format("%Y-%m-%d %H:%M:%S"),
        counts.read,
        size(bytes),
        match manifest.with_key {
            true => "with the store's key, sealed",
            false => "without the store's key",
        },
    );
    if let (Some(keep), Some(folder)) = (args.keep, folder) {
        for gone in keep::newest(&folder, keep, &file)? {
            println!("{} was removed.", gone.display());
        }
    }
    Ok(())
}

/// The file to write and, if a folder was named, the folder.
fn destination(args: &BackupArgs) -> anyhow::Result<(PathBuf, Option<PathBuf>)> {
    if args.file.is_dir() {
        let name = keep::name_at(SystemClock.now());
        return Ok((args.file.join(name), Some(args.file.clone())));
    }
    ensure!(
        args.keep.is_none(),
        "--keep needs a folder, and {} is none",
        args.file.display()
    );
    Ok((args.file.clone(), None))
}

/// Whether a file would be in a folder.
fn is_within(file: &Path, folder: &Path) -> bool {
    let (to, folder) = (parent(file).canonicalize(), folder.canonicalize());
    to.ok()
        .zip(folder.ok())
        .is_some_and(|(to, folder)| to.starts_with(folder))
}

/// Takes the archive from the process that holds the store, or from this one.
async fn receive(config: &Config, key: Option<Vec<u8>>, new: &mut NewFile) -> anyhow::Result<()> {
    let folder = &config.store.path;
    let mut progress = Progress::of("Backing up:");
    let mut take = |bytes: &[u8]| {
        progress.add(bytes.len());
        new.write(bytes)
    };
    if command::back_up(folder, key.as_deref(), &mut take)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let opened = store::open(config).await;
    let (store, _) = opened.map_err(|error| match error.downcast_ref::<StoreError>() {
        Some(StoreError::InUse(_)) => error.context(
            "another kally-bridge holds the store and does not answer at its command socket",
        ),
        _ => error,
    })?;
    let (pieces, mut made) = mpsc::channel::<Vec<u8>>(PIECES);
    let making = produce(&*store, folder, key, &SystemClock, pieces);
    let writing = async {
        while let Some(bytes) = made.recv().await {
            take(&bytes)?;
        }
        anyhow::Ok(())
    };
    let (made, written) = tokio::join!(making, writing);
    store.close().await?;
    // Nobody takes pieces after a failed write.
    written?;
    made
}

/// Reads a backup again: every part is as it was made, and every record reads.
fn verified(new: &mut NewFile, sealer: &Arc<Sealer>) -> anyhow::Result<(Manifest, PartCounts)> {
    let file = new.written()?;
    let (manifest, small) = {
        let mut progress = Progress::of("Verifying:");
        archive::read(file, |_, bytes| {
            progress.add(bytes.len());
            Ok(())
        })?
    };
    let reader = PartReader::new(small.data_keys, Some(sealer));
    let mut counts = PartCounts::default();
    let mut progress = Progress::of("Reading every record:");
    archive::read(file, |name, bytes| {
        progress.add(bytes.len());
        if let Name::Store(_) = name {
            reader.read(bytes, &mut counts)?;
        }
        Ok(())
    })?;
    if counts.damaged > 0 {
        // They are so in the store as well, which sets them aside.
        tracing::warn!(
            damaged = counts.damaged,
            "the store holds records that no program can read; they are in the backup as they are"
        );
    }
    Ok((manifest, counts))
}

/// The parent folder of a path.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

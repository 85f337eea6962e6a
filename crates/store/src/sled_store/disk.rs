//! sled and its files: opening, reading, and durable flushes.
//!
//! sled's own flush ends in `sync_file_range`, which does not survive a power
//! cut, so [`Disk::sync`] follows it with `fdatasync` on sled's file. sled
//! reports some damage by a panic; this module catches all of them.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::blobs::Blobs;
use super::blocks::Blocks;
use super::guard::guarded;
use super::index::Index;
use super::personal::FiledKeys;
use super::{SledOptions, keys, unfinished, value};
use crate::versions::Notes;
use crate::{StoreError, private, versions};

/// The form of the store as a whole; a later one is not opened.
pub const FORMAT: u64 = 1;

/// sled frees its file a moment after its last handle is dropped.
const REOPEN_LIMIT: Duration = Duration::from_secs(5);
const REOPEN_PAUSE: Duration = Duration::from_millis(10);

/// How often a value is read again when it was replaced while it was read.
const READ_ATTEMPTS: usize = 64;

/// An open database; the folder stays locked while it exists.
#[derive(Debug)]
pub(super) struct Disk {
    pub(super) db: sled::Db,
    /// The applied writes only: readers depend on that.
    pub(super) index: Index,
    pub(super) log: File,
    pub(super) path: PathBuf,
    pub(super) personal: FiledKeys,
    blobs: Blobs,
    _lock: File,
}

impl Disk {
    /// Opens or makes the database in a folder, and the people's keys once the
    /// folder is locked.
    pub(super) fn open(
        folder: &Path,
        options: &SledOptions,
        personal: impl FnOnce() -> Result<FiledKeys, StoreError>,
    ) -> Result<(Self, Blocks), StoreError> {
        let failed =
            |error: io::Error| StoreError::Failed(format!("{}: {error}", folder.display()));
        private::folder(folder).map_err(failed)?;
        let lock = private::lock(folder)?;
        let personal = personal()?;
        unfinished::remove(folder).map_err(failed)?;
        let db = open_sled(folder, options)?;
        let path = folder.join("db");
        let log = File::open(&path).map_err(failed)?;
        check_format(&db)?;
        let (index, blocks) = Index::load(&db)?;
        let disk = Self {
            db,
            index,
            log,
            path,
            personal,
            blobs: Blobs::open(folder.join("blobs")).map_err(failed)?,
            _lock: lock,
        };
        disk.sync(&mut HashSet::new())?;
        private::sync_folder(folder).map_err(failed)?;
        Ok((disk, blocks))
    }

    /// Makes everything that was applied survive a power cut. `synced` holds
    /// sled's large values that were made durable before.
    pub(super) fn sync(&self, synced: &mut HashSet<PathBuf>) -> Result<(), StoreError> {
        guarded(|| self.db.flush())?;
        self.sync_files(synced)
            .map_err(|error| StoreError::Failed(format!("cannot sync: {error}")))
    }

    fn sync_files(&self, synced: &mut HashSet<PathBuf>) -> io::Result<()> {
        self.check_in_place()?;
        self.blobs.sync(synced)?;
        self.log.sync_data()
    }

    /// Checks that the file that is written is the one that will be opened next
    /// time.
    fn check_in_place(&self) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let (ours, there) = (self.log.metadata()?, fs::metadata(&self.path).ok());
            if there.is_none_or(|there| (there.dev(), there.ino()) != (ours.dev(), ours.ino())) {
                let gone = format!("{} was removed or replaced", self.path.display());
                return Err(io::Error::new(io::ErrorKind::NotFound, gone));
            }
        }
        Ok(())
    }

    /// The record at a place, put together from its parts: the version and the
    /// JSON, or why there is none.
    pub(super) fn fetch(&self, place: &[u8]) -> Result<Option<Fetched>, StoreError> {
        for _ in 0..READ_ATTEMPTS {
            let found = match keys::is_logged(place) {
                true => self.fetch_logged(place)?,
                false => self.fetch_placed(place)?,
            };
            match found {
                Attempt::Absent => return Ok(None),
                Attempt::Found(found) => return Ok(Some(found)),
                Attempt::Replaced => {}
            }
        }
        Err(StoreError::Failed(
            "a record changed faster than it could be read".to_owned(),
        ))
    }

    fn fetch_placed(&self, place: &[u8]) -> Result<Attempt, StoreError> {
        let Some(bytes) = self.get(place)? else {
            return Ok(Attempt::Absent);
        };
        if let Some(found) = self.complete(place, &bytes, |part| self.get(part))? {
            return Ok(Attempt::Found(found));
        }
        // A part is missing: replaced meanwhile, or damaged.
        Ok(match self.get(place)? == Some(bytes.clone()) {
            true => Attempt::Found(Fetched {
                version: value::version(&bytes),
                json: Err(PART_MISSING),
            }),
            false => Attempt::Replaced,
        })
    }

    fn fetch_logged(&self, place: &[u8]) -> Result<Attempt, StoreError> {
        let Some(entry) = self.index.find(place).filter(|entry| !entry.gone()) else {
            return Ok(Attempt::Absent);
        };
        let found = match self.get(&keys::log(entry, place))? {
            Some(bytes) => self.complete(place, &bytes, |part| self.get(part))?,
            None => None,
        };
        let version = entry.version();
        Ok(match found {
            // The key's version counts: the bytes may be damaged.
            Some(Fetched { json, .. }) => Attempt::Found(Fetched { version, json }),
            None if self.index.find(place) == Some(entry) => Attempt::Found(Fetched {
                version,
                json: Err(PART_MISSING),
            }),
            None => Attempt::Replaced,
        })
    }

    /// Puts a value together from its parts, and opens it if it is sealed;
    /// `None` when a part is missing.
    pub(super) fn complete(
        &self,
        key: &[u8],
        bytes: &[u8],
        get: impl Fn(&[u8]) -> Result<Option<Vec<u8>>, StoreError>,
    ) -> Result<Option<Fetched>, StoreError> {
        let version = value::version(bytes);
        let Some((head, rest)) = value::head(bytes) else {
            let json = Err("its first bytes are damaged");
            return Ok(Some(Fetched { version, json }));
        };
        let mut content = rest.to_vec();
        for number in 0..head.parts {
            let part = keys::part(key, head.version.0, number);
            match get(&part)? {
                Some(part) => content.extend_from_slice(&part),
                None => return Ok(None),
            }
        }
        let json = self.personal.open(content);
        Ok(Some(Fetched { version, json }))
    }

    /// The bytes under a key.
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(guarded(|| self.db.get(key))?.map(|bytes| bytes.to_vec()))
    }
}

enum Attempt {
    Absent,
    Found(Fetched),
    /// It was replaced between two reads.
    Replaced,
}

const PART_MISSING: &str = "a part of it is missing";

/// The record that was found under a key.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) version: crate::Version,
    /// The JSON, or why there is none.
    pub(super) json: Result<Vec<u8>, &'static str>,
}

/// Refuses a store of a later program, and notes this one.
pub(super) fn check_format(db: &sled::Db) -> Result<(), StoreError> {
    let get = |name| guarded(|| db.get(keys::meta(name)));
    let text =
        |bytes: Option<sled::IVec>| bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let found = get("format")?;
    let known = found
        .as_deref()
        .is_none_or(|found| *found == FORMAT.to_be_bytes());
    let notes = Notes {
        needs: text(get("needs")?),
        program: text(get("program")?),
    };
    let newer = notes.taken_over(known).map_err(StoreError::Later)?;
    tracing::info!(
        format = FORMAT,
        readable_from = versions::READABLE_FROM,
        "the form of the store"
    );
    if found.is_none() {
        guarded(|| db.insert(keys::meta("format"), &FORMAT.to_be_bytes()))?;
    }
    for (name, value) in newer {
        guarded(|| db.insert(keys::meta(name), value))?;
    }
    Ok(())
}

/// sled empties segments of its file only slowly while it writes; the rest is
/// the work of its flush thread. Without that thread the file grows for months to
/// ten times what is in use.
pub(super) fn open_sled(folder: &Path, options: &SledOptions) -> Result<sled::Db, StoreError> {
    let started = Instant::now();
    let tidy_every = u64::try_from(options.tidy_every.as_millis()).unwrap_or(u64::MAX);
    loop {
        let config = sled::Config::new()
            .path(folder)
            .cache_capacity(options.cache_bytes)
            .mode(sled::Mode::HighThroughput)
            .flush_every_ms(Some(tidy_every));
        match guarded(|| config.open()) {
            // Our own lock is held: it can only be a handle of ours that sled
            // has not let go of yet.
            Err(StoreError::Failed(reason))
                if reason.contains("acquire lock") && started.elapsed() < REOPEN_LIMIT =>
            {
                std::thread::sleep(REOPEN_PAUSE);
            }
            opened => return opened,
        }
    }
}

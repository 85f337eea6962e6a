//! The bridge that may be running on the same store, and, if none does, a copy
//! of the store. The store itself is never opened: opening it writes, and would
//! leave files of the wrong owner.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Finding;
use crate::config::Config;
use crate::readiness::{Ready, free_bytes};
use crate::{command, healthcheck, store};

/// A larger store is not copied, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// How deep the folders of a store are.
const DEEPEST: usize = 6;

/// The surroundings of a check.
pub enum Around {
    /// There is no store yet.
    Nothing,
    /// A bridge runs on the store.
    Running(Running),
    /// Nobody has the store open: this is a copy of it, which goes away with
    /// the check.
    Copied(TempDir),
    /// It is in a database, and nobody here has it open.
    Elsewhere,
    /// It could not be copied.
    Uncopied(Finding),
}

/// The process that has the store open.
pub struct Running {
    /// Its id; `None` if this user cannot ask it.
    pub pid: Option<u64>,
    /// How it is; `None` if it does not say so.
    pub ready: Option<Box<Ready>>,
}

impl Running {
    /// The id of the process, if it is known.
    pub fn id(&self) -> Option<u64> {
        self.pid
            .or(self.ready.as_ref().map(|ready| ready.pid.into()))
    }
}

impl Around {
    /// Looks around.
    pub async fn look(config: &Config) -> Self {
        let path = &config.store.path;
        let in_database = config.store.database.is_some();
        if !in_database {
            match fs::exists(path.join(store::RECORDS)) {
                Ok(true) => {}
                Ok(false) => return Self::Nothing,
                // The finding about the folder says so.
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Self::Nothing,
                Err(error) => return Self::Uncopied(unread(path, &error)),
            }
        }
        if in_database && !is_in_use(path) {
            return Self::Elsewhere;
        }
        if !is_in_use(path) {
            let copied = copied(path.clone()).await;
            // Nobody began to write to it meanwhile.
            if !is_in_use(path) {
                return copied;
            }
        }
        let pid = command::holder(config).await;
        let ready = healthcheck::ask(config).await.ok();
        let is_same = |ready: &Ready| pid.is_none_or(|pid| pid == u64::from(ready.pid));
        Self::Running(Running {
            pid,
            ready: ready.filter(is_same).map(Box::new),
        })
    }

    /// The running bridge's own word about one of the others; `None` if none
    /// runs, or it does not say.
    #[cfg_attr(
        not(any(feature = "telegram", feature = "matrix")),
        allow(dead_code, reason = "only a platform asks")
    )]
    pub fn says(&self, name: &str) -> Option<Finding> {
        let Self::Running(Running {
            ready: Some(ready), ..
        }) = self
        else {
            return None;
        };
        let peers = ready.platforms.iter().chain([&ready.kallyai]);
        let peer = peers.into_iter().find(|peer| peer.name == name)?;
        let since = peer.since.as_deref().or(peer.last_good.as_deref());
        let since = since
            .map(|since| format!(", since {since}"))
            .unwrap_or_default();
        Some(match peer.status.as_str() {
            "ok" | "starting" => Finding::fine(format!("{} in the running bridge", peer.status)),
            trouble => Finding::wrong(
                format!("the running bridge says: {trouble}{since}"),
                "see its log for the cause",
            ),
        })
    }
}

/// Whether a process has the store in a folder open. The lock is let go of at
/// once.
fn is_in_use(folder: &Path) -> bool {
    let lock = File::open(folder.join("lock"));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

async fn copied(from: PathBuf) -> Around {
    let (folder, shown) = (from.clone(), from.display().to_string());
    let copying = tokio::task::spawn_blocking(move || copy(&from));
    match copying.await.map_err(io::Error::other).flatten() {
        Ok(Some(copy)) => Around::Copied(copy),
        Ok(None) => Around::Uncopied(Finding::unused(format!(
            "{shown} is too large to be tried as a copy; the start tries it"
        ))),
        Err(error) => Around::Uncopied(unread(&folder, &error)),
    }
}

fn unread(folder: &Path, error: &io::Error) -> Finding {
    Finding::wrong(
        format!("{} cannot be read: {error}", folder.display()),
        "check as the user that runs the bridge",
    )
}

/// A private copy in the system's folder for temporary files; `None` if it is
/// too large.
fn copy(from: &Path) -> io::Result<Option<TempDir>> {
    let to = tempfile::Builder::new()
        .prefix("kally-bridge-check-")
        .tempdir()?;
    let room = free_bytes(to.path()).unwrap_or(u64::MAX) / 2;
    let mut left = LARGEST.min(room);
    let whole = copy_below(from, to.path(), DEEPEST, &mut left)?;
    Ok(whole.then_some(to))
}

/// Whether everything was copied.
fn copy_below(from: &Path, to: &Path, deepest: usize, left: &mut u64) -> io::Result<bool> {
    if deepest == 0 {
        return Ok(false);
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, to) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            fs::create_dir(&to)?;
            if !copy_below(&entry.path(), &to, deepest - 1, left)? {
                return Ok(false);
            }
        } else if kind.is_file() {
            match left.checked_sub(entry.metadata()?.len()) {
                Some(rest) => *left = rest,
                None => return Ok(false),
            }
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(true)
}

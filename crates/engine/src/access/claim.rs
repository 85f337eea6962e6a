//! The claim: the code in a file of the operator's. The person who sends it to
//! the bot in private becomes its first admin.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use kally_runtime::Ids;

use super::{CODE_LETTERS, code, hashed, plain, same};

/// The file with the code.
#[derive(Debug, Clone)]
pub struct Claim {
    path: PathBuf,
}

impl Claim {
    /// The claim in a folder.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            path: folder.join("claim-code"),
        }
    }

    /// The code; the first call makes it. The file is private to its owner.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn code(&self) -> io::Result<String> {
        if let Some(code) = self.read() {
            return Ok(code);
        }
        let code = code(Ids::from_os().bytes::<CODE_LETTERS>());
        write_private(&self.path, &format!("{code}\n"))?;
        Ok(code)
    }

    /// The code, if it has not been used yet.
    #[must_use]
    pub fn read(&self) -> Option<String> {
        let text = fs::read_to_string(&self.path).ok()?;
        let code = text.trim();
        (plain(code).len() == CODE_LETTERS).then(|| code.to_owned())
    }

    /// Whether somebody may still claim the bot.
    pub(super) fn waits(&self) -> bool {
        self.read().is_some()
    }

    /// Whether a hash is that of the code.
    pub(super) fn is(&self, hash: &str) -> bool {
        self.read()
            .is_some_and(|code| same(&hashed(&plain(&code)), hash))
    }

    /// There is an admin: the code is worth nothing.
    pub(super) fn end(&self) {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "the file with the claim code cannot be removed");
            }
            _ => {}
        }
    }
}

fn write_private(path: &Path, content: &str) -> io::Result<()> {
    use std::io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

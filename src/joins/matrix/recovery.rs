//! The recovery key of the bot's Matrix identity, handed to the operator: in a
//! file that only the bot's user can read, and on the terminal if somebody sits at
//! it. Never in the log, nor on an output that a service manager or a container
//! keeps.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal as _, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};

/// The file's name in the store's folder.
const FILE: &str = "matrix-recovery-key.txt";

/// The text before a key that replaces another one.
const ANEW: &str = "The bot ended before it could be sure that its recovery key was seen. That key, if anybody has \
                    it, opens nothing any more; this one does.\n\n";

/// The file of the key, for a store in this folder.
pub(super) fn file(store: &Path) -> PathBuf {
    store.join(FILE)
}

/// Hands a new key to the operator; `anew` if it replaces one that nobody may
/// have seen.
pub(super) fn hand_over(path: &Path, key: &SecretString, anew: bool) -> anyhow::Result<()> {
    let before = if anew { ANEW } else { "" };
    write(path, before, key)
        .with_context(|| format!("writing the recovery key to {}", path.display()))?;
    let mut output = io::stdout();
    // A container's terminal that nobody types at stays in its log.
    if output.is_terminal() && io::stdin().is_terminal() {
        let shown = writeln!(
            output,
            "{before}The recovery key of the bot's Matrix identity, shown this once; keep it in a safe place:\n\n    \
             {}\n\nIt is also in {}; delete that file when the key is in a safe place.\n",
            key.expose_secret(),
            path.display()
        );
        // The file has it.
        let _ = shown.and_then(|()| output.flush());
    }
    tracing::warn!(
        file = %path.display(),
        "Matrix: this file has the recovery key of the bot's identity: keep the key in a safe place, then delete the file"
    );
    Ok(())
}

/// Replaces the file at once, so that a crash leaves none of a part of the key.
fn write(path: &Path, before: &str, key: &SecretString) -> io::Result<()> {
    let new = path.with_extension("new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    write!(
        file,
        "{before}The recovery key of the bot's Matrix identity. Keep it in a safe place, then delete this file.\n\
         After a loss of the bot's data, matrix.recovery_key (KALLY_MATRIX__RECOVERY_KEY) brings the identity back.\n\n\
         {}\n",
        key.expose_secret()
    )?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_the_owner_can_read_it_and_a_new_key_replaces_the_old_one() {
        let place = tempfile::tempdir().unwrap();
        let path = file(place.path());
        hand_over(&path, &SecretString::from("EsTa bcde"), false).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(
            fs::read_to_string(&path)
                .unwrap()
                .ends_with("\n\nEsTa bcde\n")
        );
        // An earlier process died while it wrote.
        fs::write(place.path().join("matrix-recovery-key.new"), "half").unwrap();
        hand_over(&path, &SecretString::from("EsTb"), true).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("opens nothing any more"), "{text}");
        assert!(
            !text.contains("EsTa bcde") && text.ends_with("\n\nEsTb\n"),
            "{text}"
        );
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_named() {
        let path = Path::new("/nonexistent/matrix-recovery-key.txt");
        let error = hand_over(path, &SecretString::from("EsTa"), false).unwrap_err();
        assert_eq!(
            error.to_string(),
            "writing the recovery key to /nonexistent/matrix-recovery-key.txt"
        );
    }
}

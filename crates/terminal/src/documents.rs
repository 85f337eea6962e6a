//! Files that come with a message, saved in a private folder. They hold the
//! words of phone calls, so nobody else may read them, and a name from outside
//! never leads out of the folder or overwrites another file.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How many files of one name there may be.
const MOST_NAMESAKES: u32 = 10_000;
/// In characters, which are four bytes at most; file systems take 255.
const LONGEST_STEM: usize = 50;

/// Writes a file under its name, or that name with a number; returns its
/// path.
pub(super) fn save(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    private_folder(folder)?;
    let name = safe_name(name);
    for number in 1..=MOST_NAMESAKES {
        let path = folder.join(numbered(&name, number));
        match create(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes);
                if written.is_err() {
                    // Half a transcript must not pass for a whole one.
                    let _ = std::fs::remove_file(&path);
                }
                return written.map(|()| path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many files of this name"))
}

/// Makes the folder, for its owner alone; restricts an existing one. Fails
/// where it is a link or another user's.
fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let found = std::fs::symlink_metadata(folder)?;
    if !found.is_dir() {
        return Err(io::Error::other("the folder for documents is a link"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if found.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Makes a new file; an existing one, or a link, is an error.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The last part of a path, of harmless characters, not hidden.
fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless: String = last
        .chars()
        .map(|c| match c {
            c if c.is_alphanumeric() => c,
            '.' | '-' | '_' | '+' => c,
            _ => '_',
        })
        .collect();
    let shown = harmless.trim_start_matches(['.', '-']);
    let (stem, ending) = split(shown);
    let stem: String = stem.chars().take(LONGEST_STEM).collect();
    match stem.trim_matches('_') {
        "" => format!("document{ending}"),
        _ => stem + ending,
    }
}

/// The name and its ending, if it has a short one.
fn split(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if name.len() - at <= 10 => name.split_at(at),
        _ => (name, ""),
    }
}

fn numbered(name: &str, number: u32) -> String {
    match (number, split(name)) {
        (1, _) => name.to_owned(),
        (_, (stem, ending)) => format!("{stem}-{number}{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_name(name: &str, wanted: &str) {
        assert_eq!(safe_name(name), wanted, "{name:?}");
    }

    #[test]
    fn names_lead_nowhere_else() {
        check_name("transcript.txt", "transcript.txt");
        check_name("../../etc/passwd", "passwd");
        check_name("C:\\windows\\x.ics", "x.ics");
        check_name("..", "document");
        check_name("", "document");
        check_name("a/", "document");
        check_name(".bashrc", "bashrc");
        check_name("-rf.txt", "rf.txt");
        check_name("a\u{1b}[2J\n b.txt", "a__2J__b.txt");
        check_name("llamada ñ.txt", "llamada_ñ.txt");
        check_name("📞.txt", "document.txt");
        assert!(safe_name(&"𝒜".repeat(1000)).len() <= 200);
        assert!(safe_name(&format!("{}.txt", "x".repeat(300))).ends_with("x.txt"));
    }

    #[test]
    fn a_second_one_gets_a_number() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b");
        let first = save(&folder, "t.txt", b"one").unwrap();
        let second = save(&folder, "t.txt", b"two").unwrap();
        assert_eq!(first, folder.join("t.txt"));
        assert_eq!(second, folder.join("t-2.txt"));
        assert_eq!(std::fs::read_to_string(first).unwrap(), "one");
        assert_eq!(std::fs::read_to_string(second).unwrap(), "two");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("open");
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = save(&folder, "t.txt", b"one").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&path), 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let place = tempfile::tempdir().unwrap();
        let elsewhere = place.path().join("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        let link = place.path().join("link");
        std::os::unix::fs::symlink(&elsewhere, &link).unwrap();
        assert!(save(&link, "t.txt", b"one").is_err());
        let target = place.path().join("target");
        std::os::unix::fs::symlink(&target, elsewhere.join("t.txt")).unwrap();
        let path = save(&elsewhere, "t.txt", b"one").unwrap();
        assert_eq!(path, elsewhere.join("t-2.txt"));
        assert!(!target.exists());
    }
}

//! The commit that is built.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Names the commit where the sources are no checkout: an image, a package.
pub const VARIABLE: &str = "SOURCE_COMMIT";

/// The commit of the checkout whose top folder this is, in seven digits or more,
/// with `-dirty` behind it if a file is changed.
pub fn of(root: &Path) -> Option<String> {
    let top = git(root, &["rev-parse", "--show-toplevel"])?;
    // Sources that were unpacked inside another project's checkout.
    if Path::new(&top).canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    let name = [
        "describe",
        "--always",
        "--dirty",
        "--abbrev=7",
        "--exclude=*",
    ];
    git(root, &name)
}

/// A commit as it is shown: the first seven digits of a whole name.
pub fn short(name: &str) -> &str {
    let whole = name.len() == 40 && name.bytes().all(|digit| digit.is_ascii_hexdigit());
    if whole { &name[..7] } else { name }
}

/// The files of git that change when another commit is checked out.
pub fn files(root: &Path) -> Vec<PathBuf> {
    let path = |name| git(root, &["rev-parse", "--git-path", name]);
    let paths = ["HEAD", "logs/HEAD"].into_iter().filter_map(path);
    paths.map(|path| root.join(path)).collect()
}

/// What git answers, if it is there and succeeds.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let run = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .output()
        .ok()?;
    let answer = String::from_utf8(run.stdout).ok()?;
    (run.status.success() && !answer.trim().is_empty()).then(|| answer.trim().to_owned())
}

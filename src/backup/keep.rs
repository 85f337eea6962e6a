//! Which backups of a folder stay: the newest ones. Only files that have the
//! name of a backup are ever removed.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, NaiveDateTime, Utc};

const BEGINNING: &str = "kally-bridge-";
const END: &str = ".tar.gz";
/// Sorts as time does.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// The name of a backup of this time.
pub fn name_at(time: DateTime<Utc>) -> String {
    format!("{BEGINNING}{}{END}", time.format(TIME))
}

/// The time in the name of a backup; `None` for every other name.
fn time_of(name: &str) -> Option<NaiveDateTime> {
    let time = name.strip_prefix(BEGINNING)?.strip_suffix(END)?;
    NaiveDateTime::parse_from_str(time, TIME).ok()
}

/// Whether a file of this name is a backup that got its name from its time.
pub fn is_name(name: &str) -> bool {
    time_of(name).is_some()
}

/// Removes all backups of a folder but the newest, and `made`; returns those.
pub fn newest(folder: &Path, keep: NonZeroUsize, made: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let reading = || format!("reading {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(reading)? {
        let entry = entry.with_context(reading)?;
        let time = entry.file_name().to_str().and_then(time_of);
        if let Some(time) = time
            && entry.file_type().with_context(reading)?.is_file()
        {
            found.push((time, entry.path()));
        }
    }
    found.sort();
    found.reverse();
    let old = found.into_iter().skip(keep.get());
    let old: Vec<_> = old
        .map(|(_, path)| path)
        .filter(|path| path != made)
        .collect();
    for path in &old {
        fs::remove_file(path).with_context(|| format!("removing {}", path.display()))?;
    }
    Ok(old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stay_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let at = |day: u32| format!("kally-bridge-202601{day:02}T033000Z.tar.gz");
        for day in 1..=5 {
            fs::write(path(&at(day)), "").unwrap();
        }
        let others = [
            "kally-bridge-before-the-upgrade.tar.gz",
            "kally-bridge-20260101T033000Z.tar.gz.old",
            "other-20260101T033000Z.tar.gz",
        ];
        for name in others {
            fs::write(path(name), "").unwrap();
        }
        fs::create_dir(path("kally-bridge-20250101T033000Z.tar.gz")).unwrap();
        let two = NonZeroUsize::new(2).unwrap();
        let gone = newest(folder.path(), two, &path(&at(5))).unwrap();
        assert_eq!(gone.len(), 3);
        for (day, stays) in [(1, false), (2, false), (3, false), (4, true), (5, true)] {
            assert_eq!(path(&at(day)).exists(), stays, "{day}");
        }
        assert!(others.iter().all(|name| path(name).exists()));
        // Even if the clock was set back: the one that was just made stays.
        let made = path(&at(1));
        fs::write(&made, "").unwrap();
        newest(folder.path(), two, &made).unwrap();
        assert!(made.exists());
        let time = "2026-01-28T03:04:05Z".parse().unwrap();
        assert_eq!(name_at(time), "kally-bridge-20260128T030405Z.tar.gz");
    }
}

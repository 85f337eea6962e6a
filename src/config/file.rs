//! `kally-bridge config`: the file with every default, a check of a file, and the
//! keys that have other names today.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::Args;
use toml_edit::{DocumentMut, Item, Table};

use super::layers::DEFAULTS;
use super::{Config, ConfigError, Environment};

/// The keys that were renamed: each as it was, and as it is. An entry stays: a
/// file may be as old as the program.
const RENAMED: &[(&str, &str)] = &[
    ("matrix.allowed_users", "access.people"),
    ("matrix.stale_after", "calls.late"),
];

/// The name of today of a key of an earlier version.
pub(super) fn renamed(key: &str) -> Option<String> {
    let (_, new) = RENAMED.iter().find(|(old, _)| *old == key)?;
    Some((*new).to_owned())
}

/// The options of `config`.
#[derive(Debug, Clone, Args)]
pub struct ConfigArgs {
    /// List all mistakes in this file, with the variables of now
    #[arg(long, value_name = "FILE")]
    pub check: Option<PathBuf>,
    /// Give the keys in this file the names that they have today; the file of
    /// before stays beside it
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    pub migrate: Option<PathBuf>,
}

/// Carries out `config`; returns the exit code.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &ConfigArgs, around: &Environment, out: &mut dyn Write) -> anyhow::Result<u8> {
    if let Some(file) = &args.check {
        return Ok(check(file, around, out)?);
    }
    if let Some(file) = &args.migrate {
        migrate(file, out)?;
        return Ok(0);
    }
    out.write_all(DEFAULTS.as_bytes())?;
    Ok(0)
}

fn check(file: &Path, around: &Environment, out: &mut dyn Write) -> io::Result<u8> {
    match Config::load(Some(file), around) {
        Ok(loaded) => {
            for warning in &loaded.warnings {
                writeln!(out, "{warning}")?;
            }
            writeln!(out, "{} can be used.", file.display())?;
            Ok(0)
        }
        Err(error) => {
            writeln!(io::stderr(), "{error}")?;
            Ok(ConfigError::EXIT_CODE)
        }
    }
}

fn migrate(file: &Path, out: &mut dyn Write) -> anyhow::Result<()> {
    let shown = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("reading {shown}"))?;
    let mut document: DocumentMut = text.parse().with_context(|| shown.to_string())?;
    let renamed = rename(&mut document)?;
    if renamed.is_empty() {
        writeln!(out, "Every key in {shown} has its name of today.")?;
        return Ok(());
    }
    let before = file.with_added_extension("before");
    ensure!(
        !before.exists(),
        "{} is there already: move it away first",
        before.display()
    );
    fs::copy(file, &before).with_context(|| format!("writing {}", before.display()))?;
    // The file keeps its owner and its permissions.
    fs::write(file, document.to_string()).with_context(|| format!("writing {shown}"))?;
    for (old, new) in renamed {
        writeln!(out, "{old} is {new} now.")?;
    }
    writeln!(out, "The file of before is {}.", before.display())?;
    Ok(())
}

/// Gives keys their new names, and keeps their values and comments; returns those
/// that it has renamed.
fn rename(document: &mut DocumentMut) -> anyhow::Result<Vec<(&'static str, &'static str)>> {
    let mut done = Vec::new();
    for (old, new) in RENAMED {
        let ((from, old_key), (to, new_key)) = (parts(old)?, parts(new)?);
        let root = document.as_table_mut();
        let Some(table) = root.get_mut(from).and_then(Item::as_table_mut) else {
            continue;
        };
        let Some((mut key, item)) = table.remove_entry(old_key) else {
            continue;
        };
        let comment = std::mem::take(key.leaf_decor_mut());
        if !root.contains_key(to) {
            root.insert(to, Item::Table(Table::new()));
        }
        let table = root.get_mut(to).and_then(Item::as_table_mut);
        let table = table.with_context(|| format!("{to} is no section"))?;
        ensure!(
            !table.contains_key(new_key),
            "it has both {old} and {new}: remove {old}"
        );
        table.insert(new_key, item);
        if let Some(mut key) = table.key_mut(new_key) {
            *key.leaf_decor_mut() = comment;
        }
        done.push((*old, *new));
    }
    Ok(done)
}

fn parts(key: &'static str) -> anyhow::Result<(&'static str, &'static str)> {
    key.split_once('.').context("a key is in a section")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn ran(args: &ConfigArgs) -> (u8, String) {
        let mut out = Vec::new();
        let code = run(args, &Environment::default(), &mut out).unwrap();
        (code, String::from_utf8(out).unwrap())
    }

    const OLD: &str = "# Mine.\n[calls]\nundo = \"9s\" # long\n\n[matrix]\n# Not later.\n\
        stale_after = \"20m\"\n# Who may.\nallowed_users = \"*:example.org\"\n";

    #[test]
    fn old_names_become_the_names_of_today_and_comments_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        fs::write(&file, OLD).unwrap();
        let check = |file: &Path| ConfigArgs {
            check: Some(file.to_owned()),
            migrate: None,
        };
        let migrate = ConfigArgs {
            check: None,
            migrate: Some(file.clone()),
        };
        assert_eq!(ran(&check(&file)).0, 2);
        let (code, said) = ran(&migrate);
        assert_eq!(code, 0, "{said}");
        assert!(
            said.contains("matrix.stale_after is calls.late now"),
            "{said}"
        );
        let new = fs::read_to_string(&file).unwrap();
        for words in [
            "# Mine.",
            "# long",
            "# Not later.\nlate = \"20m\"",
            "# Who may.\npeople =",
        ] {
            assert!(new.contains(words), "{words:?} is not in {new}");
        }
        assert_eq!(
            fs::read_to_string(folder.path().join("a.toml.before")).unwrap(),
            OLD
        );
        assert_eq!(ran(&check(&file)).0, 0);
        assert!(ran(&migrate).1.contains("has its name of today"));
    }

    #[test]
    fn both_names_are_refused_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        let both = "[matrix]\nstale_after = \"20m\"\n[calls]\nlate = \"10m\"\n";
        fs::write(&file, both).unwrap();
        let migrate = ConfigArgs {
            check: None,
            migrate: Some(file.clone()),
        };
        let error = run(&migrate, &Environment::default(), &mut Vec::new()).unwrap_err();
        assert!(
            error.to_string().contains("remove matrix.stale_after"),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), both);
    }

    /// The printed file is the file with the defaults, and can be used.
    #[test]
    fn the_defaults_are_printed_and_can_be_used() {
        let args = ConfigArgs {
            check: None,
            migrate: None,
        };
        let (_, printed) = ran(&args);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        fs::write(&file, &printed).unwrap();
        let check = ConfigArgs {
            check: Some(file),
            migrate: None,
        };
        let (code, said) = ran(&check);
        assert_eq!(code, 0, "{said}");
        // No name of today is an old one.
        let defaults: DocumentMut = printed.parse().unwrap();
        for (old, new) in RENAMED {
            let has = |key: &'static str| {
                let (section, key) = parts(key).unwrap();
                defaults.get(section).and_then(|it| it.get(key)).is_some()
            };
            assert!(!has(old) && has(new), "{old} {new}");
        }
    }
}

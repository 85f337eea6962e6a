//! What a build tells about itself: the version, the commit, the features, and the
//! settings of its allocator.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::Start;

#[path = "../../build/commit.rs"]
mod commit;

#[test]
fn the_version_names_the_commit_and_the_features() {
    let (code, line, log) = Start::of("--version").run("");
    assert_eq!((code, log.as_str()), (0, ""));
    let start = concat!("kally-bridge ", env!("CARGO_PKG_VERSION"), " (");
    let build = line
        .trim_end()
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(')'));
    let mut words = build.expect(&line).split(", ");
    let commit = words.next().unwrap();
    let named = commit == "debug build"
        || commit
            .trim_end_matches("-dirty")
            .chars()
            .all(|digit| digit.is_ascii_hexdigit());
    assert!(
        named || std::env::var_os(commit::VARIABLE).is_some(),
        "{line}"
    );
    let words: Vec<&str> = words.collect();
    for (feature, present) in [
        ("telegram", cfg!(feature = "telegram")),
        ("matrix", cfg!(feature = "matrix")),
        ("demo", cfg!(feature = "demo")),
        ("jemalloc", cfg!(feature = "jemalloc")),
    ] {
        assert_eq!(words.contains(&feature), present, "{feature}: {line}");
    }
    assert_eq!(Start::of("-V").run("").1, line);
}

/// They come with the sources: `cargo install` does not read the project's
/// `.cargo/config.toml`.
#[cfg(feature = "jemalloc")]
#[test]
fn the_allocator_has_its_settings_from_the_program() {
    let start = Start::of("--version").variable("_RJEM_MALLOC_CONF", "confirm_conf:true");
    let (_, _, told) = start.run("");
    let compiled = "(string specified via --with-malloc-conf): \"\"";
    assert!(told.contains(compiled), "{told}");
    for setting in ["narenas:1", "thp:never", "dirty_decay_ms:200"] {
        assert!(
            told.contains(&format!("Set conf value: {setting}")),
            "{told}"
        );
    }
}

#[track_caller]
fn git(folder: &Path, line: &str) {
    let run = Command::new("git")
        .args(["-c", "user.name=Ana", "-c", "user.email=ana@example.org"])
        .args(line.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "git {line}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn a_build_knows_its_commit() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(commit::of(root), None, "no checkout");

    fs::write(root.join("a"), "1").unwrap();
    fs::create_dir(root.join("inside")).unwrap();
    git(root, "init --quiet");
    git(root, "add a");
    git(root, "commit --quiet --message=first");
    let clean = commit::of(root).expect("a commit");
    assert!(
        clean.len() >= 7 && clean.chars().all(|digit| digit.is_ascii_hexdigit()),
        "{clean}"
    );
    assert_eq!(commit::of(&root.join("inside")), None, "another's checkout");
    assert!(commit::files(root).iter().all(|file| file.exists()));
    assert_eq!(commit::files(root).len(), 2);

    let whole = format!("{clean:0<40}");
    assert_eq!(commit::short(&whole), &whole[..7]);
    assert_eq!(commit::short("1.2-3"), "1.2-3");

    fs::write(root.join("a"), "2").unwrap();
    assert_eq!(commit::of(root), Some(format!("{clean}-dirty")));
    git(root, "commit --quiet --all --message=second");
    assert_ne!(commit::of(root), Some(clean));
}

//! The sources of the image: `deploy/Dockerfile.dockerignore` admits every file
//! that a build reads, and no private one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn toml(path: &str) -> Value {
    Figment::from(Toml::string(&read(path))).extract().unwrap()
}

/// The admitted files, and folders with everything in them.
fn allowed() -> Vec<String> {
    let list = read("deploy/Dockerfile.dockerignore");
    let mut lines = list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    assert_eq!(lines.next(), Some("*"), "all is left out at first");
    lines
        .map(|line| line.strip_prefix('!').expect(line).to_owned())
        .collect()
}

/// All files below a folder or file of the project.
fn files(below: &Path) -> Vec<PathBuf> {
    if below.is_file() {
        return vec![below.to_owned()];
    }
    let entries =
        fs::read_dir(below).unwrap_or_else(|error| panic!("{}: {error}", below.display()));
    entries
        .flat_map(|entry| files(&entry.unwrap().path()))
        .collect()
}

/// The project as a build of the image sees it.
fn context() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in allowed() {
        for file in files(&root().join(entry)) {
            let copy = folder.path().join(file.strip_prefix(root()).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(&file, &copy).unwrap();
        }
    }
    folder
}

#[test]
fn everything_that_a_build_reads_is_let_in() {
    let context = context();
    let is_there = |path: &Path| assert!(context.path().join(path).exists(), "{}", path.display());
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        ".cargo/config.toml",
        "src/main.rs",
    ] {
        is_there(Path::new(path));
    }
    // Files that are built in.
    for source in files(&root().join("src"))
        .into_iter()
        .chain(files(&root().join("crates")))
    {
        let Ok(text) = fs::read_to_string(&source) else {
            continue;
        };
        for included in text.split("include_str!(\"").skip(1) {
            let (name, _) = included.split_once('"').unwrap();
            let path = source.parent().unwrap().join(name);
            let path = path.canonicalize().unwrap();
            is_there(path.strip_prefix(root().canonicalize().unwrap()).unwrap());
        }
    }
}

#[test]
fn cargo_finds_the_program_in_it() {
    let context = context();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let read = Command::new(cargo)
        .args([
            "metadata",
            "--format-version=1",
            "--no-deps",
            "--offline",
            "--locked",
        ])
        .current_dir(context.path())
        .output()
        .unwrap();
    assert!(
        read.status.success(),
        "{}",
        String::from_utf8_lossy(&read.stderr)
    );
    let metadata: Value = serde_json::from_slice(&read.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let mut targets = packages
        .iter()
        .flat_map(|package| package["targets"].as_array().unwrap());
    assert!(targets.any(|target| target["kind"][0] == "bin"));
}

#[test]
fn nothing_private_is_let_in() {
    for entry in allowed() {
        let private = [".env", ".git", "data", "target", "kally.env"];
        assert!(!private.contains(&entry.as_str()), "{entry}");
        assert!(
            !entry.contains('*'),
            "{entry}: what a pattern lets in nobody sees"
        );
    }
}

#[test]
fn arm_builds_start_on_large_pages() {
    let config = toml(".cargo/config.toml");
    for target in ["GNU", "MUSL"] {
        let name = format!("AARCH64_UNKNOWN_LINUX_{target}_JEMALLOC_SYS_WITH_LG_PAGE");
        assert_eq!(config["env"][&name].as_str(), Some("16"), "{name}");
    }
    // Elsewhere the allocator's own page size applies.
    assert!(config["env"]["JEMALLOC_SYS_WITH_LG_PAGE"].is_null());
}

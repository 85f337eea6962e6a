//! What a build tells about itself, for `--version`: the commit and the features.
//! And the settings of the allocator, which are compiled in here, so that
//! `cargo install` has them too.

#![allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script everything by variables"
)]

#[path = "build/commit.rs"]
mod commit;

use std::env;
use std::path::Path;

/// The features that `--version` names, in this order.
const FEATURES: [&str; 4] = ["telegram", "matrix", "demo", "jemalloc"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    commit();
    features();
    if feature("jemalloc") {
        allocator();
    }
}

/// Looks for the commit in a release build only: a build for development would
/// be compiled anew after each commit.
fn commit() {
    println!("cargo::rerun-if-env-changed={}", commit::VARIABLE);
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&root);
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let named = env::var(commit::VARIABLE)
        .ok()
        .filter(|name| !name.is_empty());
    let name = match named {
        Some(name) => name,
        None if release => {
            watch(root);
            commit::of(root).unwrap_or_else(|| "unknown commit".to_owned())
        }
        None => "debug build".to_owned(),
    };
    println!("cargo::rustc-env=BUILD_COMMIT={}", commit::short(&name));
}

/// Runs this again after a commit or a checkout, and when a source changes,
/// because the tree is changed then.
fn watch(root: &Path) {
    let sources = ["src", "crates", "config", "Cargo.toml", "Cargo.lock"];
    let sources = sources.iter().map(|path| root.join(path));
    for path in sources.chain(commit::files(root)) {
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
}

fn features() {
    let present: Vec<&str> = FEATURES.into_iter().filter(|name| feature(name)).collect();
    println!("cargo::rustc-env=BUILD_FEATURES={}", present.join(", "));
}

fn feature(name: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_{}", name.to_uppercase())).is_some()
}

/// The whole archive is linked: its symbol replaces a weak one that jemalloc has
/// itself, so the linker would not look for it.
fn allocator() {
    const SETTINGS: &str = "build/allocator.c";
    println!("cargo::rerun-if-changed={SETTINGS}");
    cc::Build::new()
        .file(SETTINGS)
        .cargo_metadata(false)
        .compile("allocator_settings");
    let folder = env::var("OUT_DIR").unwrap_or_default();
    println!("cargo::rustc-link-search=native={folder}");
    println!("cargo::rustc-link-lib=static:+whole-archive=allocator_settings");
}

//! Which program this is.

/// The version, as in `Cargo.toml`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The commit that it was built from, where the build knows it.
pub const COMMIT: Option<&str> = option_env!("KALLY_COMMIT");

/// The commit, or `unknown`.
pub fn commit() -> &'static str {
    COMMIT
        .filter(|commit| !commit.is_empty())
        .unwrap_or("unknown")
}

//! Which build this is: the version, the commit and the features.

/// The version, such as `0.1.0`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit, such as `abc1234`, with `-dirty` behind it if a source was changed;
/// `debug build`, or `unknown commit` where nobody named it to the build.
pub const COMMIT: &str = env!("BUILD_COMMIT");
/// The version, the commit and the features, as `--version` shows them behind the
/// program's name: `0.1.0 (abc1234, telegram, matrix)`.
pub const LINE: &str = if env!("BUILD_FEATURES").is_empty() {
    concat!(env!("CARGO_PKG_VERSION"), " (", env!("BUILD_COMMIT"), ")")
} else {
    concat!(
        env!("CARGO_PKG_VERSION"),
        " (",
        env!("BUILD_COMMIT"),
        ", ",
        env!("BUILD_FEATURES"),
        ")"
    )
};

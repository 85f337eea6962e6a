//! `kally-bridge backup` and `restore`: one archive with everything that the
//! store's folder holds, taken while the bridge runs.
//!
//! The process that holds the store makes the archive and passes it to the
//! command, which writes the file: so it does not matter where that process may
//! write. An archive is read again before it gets its name.

mod archive;
mod args;
mod file;
mod keep;
mod keys;
mod platforms;
mod produce;
mod progress;
mod restore;
mod take;

pub use args::{BackupArgs, RestoreArgs};
pub use produce::produce;
pub use restore::run as restore;
pub use take::run as backup;

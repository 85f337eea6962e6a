//! The options of `backup` and `restore`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgGroup, Args};

/// The options of `backup`.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("keys").required(true).args(
    ["passphrase", "passphrase_file", "recipient", "without_keys"],
))]
pub struct BackupArgs {
    /// The file to write, or a folder: then the file is called
    /// kally-bridge-TIME.tar.gz
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Seal the store's key with a passphrase, which is asked for
    #[arg(long)]
    pub passphrase: bool,
    /// Seal the store's key with the passphrase in this file
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Seal the store's key to an age recipient (age1…); it can be repeated
    #[arg(long, value_name = "RECIPIENT")]
    pub recipient: Vec<String>,
    /// Leave the store's key out: the backup is of use only with a key that is
    /// kept elsewhere
    #[arg(long)]
    pub without_keys: bool,
    /// In a folder: remove older backups once this one is verified, so that N
    /// stay
    #[arg(long, value_name = "N")]
    pub keep: Option<NonZeroUsize>,
}

/// The options of `restore`.
#[derive(Debug, Clone, Args)]
pub struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The folder to restore into, empty or missing [default: store.path]
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<PathBuf>,
    /// The passphrase of its key is in this file; otherwise it is asked for
    #[arg(long, value_name = "FILE", conflicts_with = "identity")]
    pub passphrase_file: Option<PathBuf>,
    /// The age identity of its key is in this file
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
}

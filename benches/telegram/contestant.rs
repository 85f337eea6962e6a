//! The bots that are measured in turn: ours on each of its stores, and the
//! yardsticks on theirs.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::Result;

/// Builds the yardstick that is a program of its own.
const BUILD_SQLITE_BOT: &str = "cargo build --release --locked \
    --manifest-path benches/sqlite-bot/Cargo.toml --target-dir target";

/// A bot with the place of its records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Contestant {
    /// `kally-bridge` with its store in a folder.
    Sled,
    /// `kally-bridge` with its store in a PostgreSQL of the benchmark's own.
    Postgres,
    /// The reference bot that keeps its dialogues in memory.
    Memory,
    /// The reference bot that keeps its dialogues in SQLite.
    Sqlite,
}

impl Contestant {
    /// The bridge on the store of a name.
    pub fn bridge(store: &str) -> Result<Self> {
        match store {
            "sled" => Ok(Self::Sled),
            "postgres" => Ok(Self::Postgres),
            other => Err(format!("--store {other} is not known: sled, postgres").into()),
        }
    }

    /// The yardstick of a name.
    pub fn yardstick(name: &str) -> Result<Self> {
        match name {
            "memory" => Ok(Self::Memory),
            "sqlite" => Ok(Self::Sqlite),
            other => Err(format!("--yardstick {other} is not known: memory, sqlite").into()),
        }
    }

    /// Whether it is the bridge, which answers everybody.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Sled | Self::Postgres)
    }

    /// The program to start, with `run`; `bridge` is ours.
    pub fn program(self, bridge: &Path) -> Result<PathBuf> {
        Ok(match self {
            Self::Sled | Self::Postgres => bridge.to_owned(),
            Self::Memory => std::env::current_exe()?,
            Self::Sqlite => {
                let program = Path::new(env!("CARGO_BIN_EXE_kally-bridge"));
                let program = program.with_file_name("sqlite-bot");
                if !program.is_file() {
                    return Err(format!("the yardstick is not built: {BUILD_SQLITE_BOT}").into());
                }
                program
            }
        })
    }
}

impl fmt::Display for Contestant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sled => "sled",
            Self::Postgres => "postgres",
            Self::Memory => "memory",
            Self::Sqlite => "sqlite",
        })
    }
}

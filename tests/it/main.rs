//! The program as its users meet it: the built binary, driven over real pipes
//! and real HTTP on loopback, with an environment of its own.
//!
//! No test waits for luck: each waits for words in the output, for a bounded
//! time, and shows the output so far when they do not come.

#![allow(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it must be"
)]

mod attacks;
mod backups;
mod chat;
mod check;
mod command;
mod config;
mod demo;
mod deploy;
mod forgotten;
#[cfg(feature = "telegram")]
mod image;
mod linking;
#[cfg(all(feature = "telegram", feature = "matrix"))]
mod network;
#[cfg(feature = "telegram")]
mod operating;
mod parse;
mod secrets;
mod service;
mod signals;
#[cfg(feature = "telegram")]
mod soak;
mod spanish;
#[allow(
    dead_code,
    unused_imports,
    reason = "shared with the tests in tests/matrix"
)]
mod support;
#[cfg(feature = "telegram")]
mod telegram;
mod version;
mod versions;

//! The program around the bridge: configuration, command line, logging,
//! wiring. The only part that may know every other.

pub mod check;
pub mod cli;
pub mod config;
pub mod logging;

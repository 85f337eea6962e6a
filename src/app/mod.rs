//! The program around the bridge: configuration, command line, logging,
//! wiring. The only part that may know every other.

pub mod config;

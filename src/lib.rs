//! kally-bridge: KallyAI phone calls from the chats where people already are.
//!
//! The parts and what each may know stand in `docs/architecture.md`; the
//! imports between them are held to it by a test.

// The library's types of a Matrix sync are nested deeper than the compiler
// looks by itself.
#![recursion_limit = "256"]

pub mod accounts;
pub mod app;
pub mod bridge;
pub mod calls;
pub mod chat;
#[cfg(test)]
mod crash;
pub mod delivery;
pub mod dialogue;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod kallyai;
pub mod linking;
pub mod model;
pub mod runtime;
pub mod sandbox;
pub mod store;
#[cfg(test)]
mod test_bridge;
pub mod text;
pub mod understand;

//! Telegram against an emulated Bot API, over real HTTP.

mod bench;
mod delivering;
#[path = "../../../../tests/emulator/mod.rs"]
pub(crate) mod emulator;
mod receiving;
mod rooms;
mod webhook;

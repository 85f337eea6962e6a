//! Telegram against an emulated Bot API, over real HTTP.

mod contract;
mod delivering;
pub(crate) mod emulator;
mod receiving;

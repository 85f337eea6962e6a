//! Telegram against an emulated Bot API, over real HTTP.

mod bench;
mod delivering;
mod receiving;
mod rooms;
mod webhook;

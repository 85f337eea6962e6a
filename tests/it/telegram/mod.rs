//! The bot as people in Telegram meet it: the built program against an emulated
//! Telegram and a sandbox KallyAI, all over real HTTP.

mod emulated;
mod faults;
mod killed;
mod private;
mod stage;
mod talk;

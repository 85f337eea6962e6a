//! Telegram beside Matrix, as the tests of Telegram set it up.

#[path = "../it/telegram/emulated.rs"]
mod emulated;
#[path = "../it/telegram/seat.rs"]
mod seat;
#[path = "../it/telegram/shown.rs"]
mod shown;
#[path = "../it/telegram/stage.rs"]
pub mod stage;
#[path = "../it/telegram/talk.rs"]
mod talk;

//! The bot as people in Telegram meet it: the built program against an emulated
//! Telegram and a sandbox KallyAI, all over real HTTP.

mod access;
mod around;
mod away;
mod catching_up;
mod crowd;
mod disk;
mod emulated;
mod faults;
mod flood;
mod forged;
mod group;
mod history;
mod hostile;
mod killed;
mod limits;
mod linking;
mod often;
mod plan;
mod pressing;
mod private;
mod progress;
mod recordings;
mod right_time;
mod room;
mod rows;
mod seat;
mod several;
mod shown;
pub mod stage;
mod stopping;
mod talk;
mod transcripts;
mod truth;
mod twice;
mod usage;
mod webhook;

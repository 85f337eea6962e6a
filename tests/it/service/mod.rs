//! What the service offers beside placing calls, in the terminal.

mod history;
mod plan;
mod recordings;
mod right_time;
mod usage;
mod waiting;

//! What the service offers beside placing calls, in the terminal.

mod contacts;
mod history;
mod plan;
mod quiet;
mod recordings;
mod right_time;
mod slow;
mod usage;
mod waiting;

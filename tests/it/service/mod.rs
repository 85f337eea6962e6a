//! What the service offers beside placing calls, in the terminal.

mod plan;
mod usage;

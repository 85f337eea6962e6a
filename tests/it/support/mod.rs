//! What the tests have in common: programs that are started and end with
//! their test, what they say, and the sandbox's levers.

mod heard;
mod program;

pub use heard::Heard;
pub use program::{LIMIT, Program, Start};

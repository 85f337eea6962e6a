//! What the tests have in common: programs that are started and end with
//! their test, what they say, a browser, and the sandbox's levers.

mod browser;
mod heard;
mod place;
mod program;
pub mod source;

pub use browser::{Browser, Page};
pub use heard::flat;
pub use place::{Place, Sandbox, shown_link, signed_in};
pub use program::{LIMIT, Program, Start};

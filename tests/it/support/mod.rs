//! What the tests have in common: programs that are started and end with
//! their test, what they say, a browser, and the sandbox's levers.

mod browser;
mod chance;
mod heard;
mod place;
mod ports;
mod program;
mod visitors;

pub use browser::Browser;
pub use chance::{Chance, kills};
pub use place::{Place, shown_link, signed_in};
pub use ports::free_port;
pub use program::{LIMIT, Program, Start};
pub use visitors::Visitors;

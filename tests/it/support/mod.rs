//! Shared parts of the tests: programs that are started and end with their
//! test, their output, a browser, and the sandbox's controls.

mod browser;
mod chance;
mod due;
mod heard;
mod homeserver;
mod place;
mod ports;
mod program;
mod steady;
mod subscriber;
mod visitors;
pub mod wire;

pub use browser::Browser;
pub use chance::{Chance, kills, runs};
pub use due::{around_now, make_due};
pub use heard::Heard;
pub use homeserver::closed_homeserver;
pub use place::{Place, shown_link, signed_in};
pub use ports::free_port;
pub use program::{LIMIT, Program, Start};
pub use steady::{steady, without_moments};
pub use subscriber::subscribed;
pub use visitors::Visitors;

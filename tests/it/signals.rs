//! Signals to programs that have no bot.

use crate::support::{LIMIT, Start};

/// As the first process of a container it would get no signal that it does not
/// listen for, and so it listens.
#[test]
fn the_sandbox_ends_when_it_is_asked_to() {
    let mut sandbox = Start::of("sandbox --bind 127.0.0.1:0").start();
    let listens = sandbox.output.wait(0, &["listens on http://"], LIMIT);
    assert!(listens.is_some(), "{}", sandbox.so_far());
    assert!(sandbox.terminate().success(), "{}", sandbox.so_far());
}

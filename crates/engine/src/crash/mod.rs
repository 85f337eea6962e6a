//! Calls that survive anything, proven: whole conversations in which the
//! process dies at every point where it touches the outside world, one point
//! after the other, and is started again.
//!
//! The store, the chat and the service are in this process and count what is
//! asked of them (`points`); time is moved by hand, so that nothing really
//! waits, and everything runs on one thread, so that a run can be repeated.
//! After each run `check` holds the world to what is promised.
//!
//! `cargo test` makes a sample of these runs, and `KALLY_TEST=all cargo test`
//! makes them all.

mod bench;
mod check;
mod lost_contact;
mod outside;
mod person;
mod points;
mod scenarios;
mod service;
mod time;
mod words;
mod world;
mod worst;

/// One run in how many is made: each with `KALLY_TEST=all`.
#[expect(
    clippy::disallowed_methods,
    reason = "how long a test runs stands on the command line"
)]
fn one_in(usually: usize) -> usize {
    match std::env::var("KALLY_TEST").as_deref() {
        Ok("all") => 1,
        _ => usually,
    }
}

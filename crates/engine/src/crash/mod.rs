//! Proof that calls survive crashes: whole conversations in which the process
//! dies at every point where it touches the outside world, one point after the
//! other, and is started again.
//!
//! The store, the chat and the service run in this process and count their
//! requests (`points`). The test moves the time by hand, so that nothing really
//! waits. Everything runs on one thread, so that a run can be repeated. After
//! each run `check` compares the world with the promises.
//!
//! `cargo test` makes a sample of these runs, and `KALLY_TEST=all cargo test`
//! makes them all.

mod bench;
mod check;
mod disk;
mod lost_contact;
mod month;
mod outside;
mod person;
mod points;
mod quiet;
mod reminders;
mod scenarios;
mod scheduled;
mod service;
mod time;
mod tries;
mod words;
mod world;
mod worst;

/// One of this many runs is made; with `KALLY_TEST=all`, every one.
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

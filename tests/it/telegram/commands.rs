//! The command line beside `run`: the bot holds the store and carries commands
//! out, for the person at the terminal and for nobody else.

use super::stage::Stage;
use crate::command::{calls, logs_in, ran};
use crate::support::LIMIT;

#[test]
fn commands_are_carried_out_by_the_bot_that_runs() {
    let stage = Stage::running("--call-seconds 0.5");
    let socket = stage.place.store().join("command.sock");
    let until = std::time::Instant::now() + LIMIT;
    while !socket.exists() {
        assert!(std::time::Instant::now() < until, "no socket");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    logs_in(&stage.place, &["login"])
        .ends_with(0)
        .shows("Credits left");
    calls(&stage.place, "0100", &[])
        .ends_with(0)
        .shows("✅ Call finished");
    let left = calls(&stage.place, "0200", &["--no-wait", "--json"])
        .ends_with(0)
        .json();
    let id = left["call"]["own_id"].as_str().unwrap();
    ran(&stage.place, &["call", "--resume", id])
        .ends_with(0)
        .shows("✅ Call finished");
    ran(&stage.place, &["history"])
        .ends_with(0)
        .shows("Italian Bistro");
    ran(&stage.place, &["check"])
        .ends_with(0)
        .shows("is open in the kally-bridge that runs here");
    assert_eq!(stage.place.sandbox.dialled().len(), 2);
    // Nobody in Telegram has that account.
    assert!(stage.telegram.requests("sendMessage").is_empty());
}

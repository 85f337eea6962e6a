//! Telegram and Matrix in one process, on one store: people of each are served
//! as if they were alone.

use serde_json::json;

use super::gate::Gate;
use super::people::Person;
use super::talks::Talks as _;
use super::{Bot, calls, links, synapse};
use crate::telegram::stage::{ANA, Stage};
use telegram_emulator::{Fault, refusal};

/// A bot in both; the homeserver is behind a gate.
#[track_caller]
fn stage(gate: &Gate) -> (Stage, Bot) {
    let bot = Bot::new(synapse::shared(), "");
    let stage = Stage::new("--call-seconds 600")
        .variable("KALLY_MATRIX__HOMESERVER", &gate.url)
        .variable("KALLY_MATRIX__USER", &bot.user)
        .variable("KALLY_MATRIX__PASSWORD", &bot.account.password);
    stage.run();
    stage.until_logged("Matrix: signed in");
    (stage, bot)
}

#[test]
fn calls_from_both_come_to_their_ends_in_both() {
    let gate = Gate::before(synapse::shared());
    let (stage, bot) = stage(&gate);
    let there = stage.linked(ANA);
    let (mut ana, room) = bot.meets::<Person>(synapse::shared(), "ana");
    links(&mut ana, &room);
    there.ask(
        "/call +1 212 555 0199, book a table for 2 tomorrow at 9pm under Ben",
        "They will hear an AI",
    );
    there.press("Call now", "Calling +1 212-555-0199");
    calls(&mut ana, &room);
    // One kill is enough for both, and so is one start.
    stage.run();
    stage.place.sandbox.ends_calls();
    there.hears("✅ Call finished");
    ana.hears(&room, "✅ Call finished");
    // Settings belong to a person, not to the bot.
    ana.say(&room, "/settings name Quentin M");
    ana.hears(&room, "Name: Quentin M");
    let settings = there.ask("/settings", "Name");
    assert!(!settings.text.contains("Quentin"), "{settings:?}");
    assert_eq!(ana.times(&room, "✅ Call finished"), 1);
    stage.ends_well(2);
}

#[test]
fn a_homeserver_that_is_away_delays_nobody_in_telegram() {
    let gate = Gate::before(synapse::shared());
    let (stage, bot) = stage(&gate);
    let (mut ana, room) = bot.meets::<Person>(synapse::shared(), "ana");
    gate.shuts();
    ana.say(&room, "/call");
    stage.until_logged("Matrix fails and is tried again");
    // The gate is shut at the start as well.
    stage.run();
    let there = stage.linked(ANA);
    there.ask(
        "/call +1 212 555 0199, book a table for 2 tomorrow at 9pm under Ben",
        "They will hear an AI",
    );
    there.press("Call now", "Calling +1 212-555-0199");
    // The status is shown a moment before the service is asked.
    stage.place.sandbox.waits_for_dialled(1);
    stage.place.sandbox.ends_calls();
    there.hears("✅ Call finished");
    gate.opens();
    ana.hears(&room, "Which number should I call?");
    assert_eq!(ana.heard(&room).len(), 1);
    stage.ends_well(1);
}

#[test]
fn a_session_that_is_ended_stops_nobody_in_telegram() {
    let gate = Gate::before(synapse::shared());
    let (stage, bot) = stage(&gate);
    let ended = json!({});
    bot.account().post("logout/all", &ended);
    stage.until_logged("fails and is tried again");
    let there = stage.private(ANA);
    there.ask("/call", "Which number should I call?");
    stage.stop();
}

#[test]
fn a_token_that_telegram_does_not_know_stops_nobody_in_matrix() {
    let bot = Bot::new(synapse::shared(), "");
    let stage = Stage::new("")
        .variable("KALLY_MATRIX__HOMESERVER", &synapse::shared().url())
        .variable("KALLY_MATRIX__USER", &bot.user)
        .variable("KALLY_MATRIX__PASSWORD", &bot.account.password);
    let unknown = Fault::Answer(401, refusal(401, "Unauthorized", None));
    stage.telegram.arm("getMe", unknown);
    stage.run();
    stage.until_logged("fails and is tried again");
    let (mut ana, room) = bot.meets::<Person>(synapse::shared(), "ana");
    ana.say(&room, "/call");
    ana.hears(&room, "Which number should I call?");
    // Once the token is known again, Telegram goes on by itself.
    let there = stage.private(ANA);
    there.ask("/call", "Which number should I call?");
    stage.stop();
}

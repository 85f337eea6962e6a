//! The bot waits as long as the homeserver asks, for every kind of request.

use std::time::Duration;

use super::gate::{Gate, Passage};
use super::people::Person;
use super::talks::Talks as _;
use super::{Bot, synapse};

const WAIT: Duration = Duration::from_millis(1500);

/// The first refusal among these, and the requests after it.
#[track_caller]
fn refused(passages: &[Passage]) -> (&Passage, &Passage) {
    let at = passages.iter().position(|passage| passage.status == 429);
    let at = at.unwrap_or_else(|| panic!("nothing was refused: {passages:#?}"));
    (&passages[at], &passages[at + 1])
}

#[track_caller]
fn waited(passages: &[Passage]) {
    let (refused, next) = refused(passages);
    let waited = next.at - refused.at;
    assert!(waited >= WAIT, "{waited:?}: {passages:#?}");
}

#[test]
fn a_message_waits_as_long_as_asked_and_comes_once() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let _running = bot.start();
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    gate.limits("/send/m.room.message/", 1, WAIT);
    ana.say(&room, "/call");
    ana.hears(&room, "Which number should I call?");
    let sent = gate.waits_for("/send/m.room.message/", 2);
    waited(&sent);
    let (refused, next) = refused(&sent);
    assert_eq!(refused.path, next.path, "the same transaction");
    assert_eq!(ana.heard(&room).len(), 1);
}

#[test]
fn listening_and_coming_in_wait_as_long_as_asked() {
    let synapse = synapse::shared();
    let gate = Gate::before(synapse);
    let bot = Bot::new(synapse, "").with("KALLY_MATRIX__HOMESERVER", &gate.url);
    let _running = bot.start();
    gate.limits("/sync", 1, WAIT);
    gate.limits("/join", 1, WAIT);
    let (mut ana, room) = bot.meets::<Person>(synapse, "ana");
    ana.say(&room, "/help");
    ana.hears(&room, "!call: Start a phone call");
    waited(&gate.passages("/sync"));
    waited(&gate.passages("/join"));
}

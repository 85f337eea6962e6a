//! The bot in Matrix: the built program against a real Synapse, with other
//! clients as the people. Not a part of `cargo test`, since Synapse is fetched
//! from PyPI once: `cargo test --test matrix`, or `.ci/long`.

#![allow(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it must be"
)]

mod access;
mod appointments;
#[cfg(feature = "telegram")]
mod both;
mod coming;
mod contacts;
#[cfg(feature = "telegram")]
mod crowd;
mod delegate;
mod delegated;
mod direct;
mod encrypted;
mod failover;
mod family;
mod forged;
mod gate;
mod http;
mod killed;
mod late;
mod limits;
mod lost;
mod manners;
mod moderators;
mod offered;
mod people;
mod private;
mod quiet;
mod recordings;
mod renewed;
mod restart;
mod right_time;
mod rooms;
mod secret;
mod session;
mod stopping;
#[allow(
    dead_code,
    unused_imports,
    reason = "shared with the tests in tests/it"
)]
#[path = "../it/support/mod.rs"]
mod support;
mod synapse;
mod talks;
#[allow(
    dead_code,
    unused_imports,
    reason = "shared with the tests in tests/it"
)]
#[cfg(feature = "telegram")]
mod telegram;
mod transcripts;
mod way;

use serde_json::Value;

use crate::support::{Browser, LIMIT, Place, Program, signed_in};
use people::Person;
use synapse::Synapse;
use talks::Talks;

/// A bot's account, its home and its KallyAI.
struct Bot {
    place: Place,
    user: String,
    account: Person,
}

impl Bot {
    /// A bot at a homeserver, not started yet.
    #[track_caller]
    fn new(synapse: &Synapse, sandbox: &str) -> Self {
        let account = Person::new(synapse, "kally");
        let place = Place::new(sandbox)
            .variable("KALLY_MATRIX__HOMESERVER", &synapse.url())
            .variable("KALLY_MATRIX__USER", &account.user)
            .variable("KALLY_MATRIX__PASSWORD", &account.password);
        Self {
            place,
            user: account.user.clone(),
            account,
        }
    }

    /// Its account, through plain HTTP.
    fn account(&self) -> &Person {
        &self.account
    }

    /// The same with a setting.
    fn with(mut self, name: &str, value: &str) -> Self {
        self.place = self.place.variable(name, value);
        self
    }

    /// Starts it, and waits until it has signed in.
    #[track_caller]
    fn start(&self) -> Program {
        let program = self.place.command("run").start();
        let signed_in = program.log.wait(0, &["Matrix: signed in"], LIMIT * 2);
        assert!(signed_in.is_some(), "not signed in.{}", program.so_far());
        program
    }

    /// A new person in a direct chat with it, while it runs.
    #[track_caller]
    fn meets<P: Talks>(&self, synapse: &Synapse, name: &str) -> (P, String) {
        let mut person = P::new(synapse, name);
        let room = self.direct(&mut person);
        (person, room)
    }

    /// A direct chat with somebody, while it runs.
    #[track_caller]
    fn direct(&self, person: &mut impl Talks) -> String {
        let room = person.direct(&self.user);
        person.sees_in(&room, &self.user);
        room
    }
}

/// Links somebody's account in their direct chat.
#[track_caller]
fn links(person: &mut impl Talks, room: &str) {
    person.say(room, "/login");
    let asked = person.hears(room, "Link my account");
    link(&asked);
    is_mine(person, room);
}

/// Says that the account which was signed in to is the person's own; returns the
/// answer.
#[track_caller]
fn is_mine(person: &mut impl Talks, room: &str) -> Value {
    person.hears(room, "Is that your account?");
    person.say(room, "yes");
    person.hears(room, "✅ Linked")
}

/// Asks for a call in a direct chat, and confirms it; returns while it is being
/// made.
#[track_caller]
fn calls(person: &mut impl Talks, room: &str) {
    person.say(
        room,
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
    );
    let card = person.hears(room, "[1] Call now");
    person.press(room, &talks::id(&card), "1️⃣");
    person.hears(room, "Calling +1 415-555-0100");
}

/// Follows the link in a message, and agrees.
#[track_caller]
fn link(shown: &Value) {
    let address = address(shown);
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &address);
    browser.press(&page, ("decision", "link"));
}

/// The address of an offered link.
#[track_caller]
fn address(shown: &Value) -> String {
    let html = shown["content"]["formatted_body"].as_str().unwrap();
    html.split('"')
        .find(|part| part.starts_with("http://127.0.0.1"))
        .unwrap_or_else(|| panic!("no link: {html}"))
        .replace("&amp;", "&")
}

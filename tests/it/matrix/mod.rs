//! The bot in Matrix: the built program against a real Synapse, with other
//! clients as the people.

mod direct;
mod encrypted;
mod http;
mod people;
mod restart;
mod rooms;
mod secret;
mod session;
mod synapse;

use serde_json::Value;

use crate::support::{Browser, Place, Program, signed_in};
use people::Person;
use synapse::Synapse;

/// A bot's account, where it lives and what its KallyAI is.
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
        let signed_in = program
            .log
            .wait(0, &["Matrix: signed in"], crate::support::LIMIT * 2);
        assert!(signed_in.is_some(), "not signed in.{}", program.so_far());
        program
    }
}

/// Links an account from the address that a message shows.
#[track_caller]
fn link(shown: &Value) {
    let html = shown["content"]["formatted_body"].as_str().unwrap();
    let address = html
        .split('"')
        .find(|part| part.starts_with("http://127.0.0.1"))
        .unwrap_or_else(|| panic!("no link: {html}"))
        .replace("&amp;", "&");
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &address);
    browser.press(&page, ("decision", "link"));
}

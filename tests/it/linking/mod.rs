//! Linking through the built program over real HTTP: the three ways as a person
//! takes them. Forging, replaying, racing, luring and flooding gain nothing.

mod attacks;
mod codes;
mod confirm;
mod crowd;
mod newest;
mod odd;
mod phone;
mod public;
mod raw;
mod way;
mod web;
mod whose;
mod wider;

use crate::support::{Place, Program};
use web::{Answer, Web};

/// The address of a page on a bot's own port.
fn at(place: &Place, path: &str) -> String {
    format!("http://localhost:{}{path}", place.port())
}

/// Asks for a link, in a chat that has none yet.
#[track_caller]
fn login(chat: &mut Program) -> String {
    chat.ask("/login", "Here you can link your KallyAI account.");
    crate::support::shown_link(chat)
}

/// Signs in at the sandbox; returns the address at which the browser ends.
#[track_caller]
fn sign_in(web: &mut Web, service: &str) -> String {
    sign_in_as(web, service, "ana")
}

#[track_caller]
fn sign_in_as(web: &mut Web, service: &str, account: &str) -> String {
    let page = web.get(service);
    assert!(page.body.contains("this is not KallyAI"), "{page:?}");
    let answer = web.press(&page, &[("account", account), ("decision", "approve")]);
    answer.leads_to()
}

/// All bytes of the store.
pub(crate) fn stored(place: &Place) -> Vec<u8> {
    fn below(folder: &std::path::Path, all: &mut Vec<u8>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, all);
            } else if path.is_file() {
                all.extend(std::fs::read(&path).unwrap());
            }
        }
    }
    let mut all = Vec::new();
    below(&place.store(), &mut all);
    assert!(all.len() > 1000, "the store is not where it was");
    all
}

pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// The value of a parameter of an address.
#[track_caller]
fn parameter(address: &str, name: &str) -> String {
    let url: url::Url = address.parse().unwrap();
    let mut pairs = url.query_pairs();
    let found = pairs.find(|(key, _)| key == name);
    found
        .unwrap_or_else(|| panic!("no {name} in {address}"))
        .1
        .into_owned()
}

//! Linking on a phone: the browser ends at an address that can't be opened,
//! and the person sends it to the bot.

use super::seat::Seat;
use super::stage::{ANA, BEN, EVA, Stage};
use crate::emulator::Kind;
use crate::support::Browser;

const GROUP: i64 = -500;

/// Asks for a link and signs in on a phone; the address at its end.
#[track_caller]
fn signs_in(person: &Seat<'_>) -> String {
    let offer = person.ask("/login", "Here you can link your KallyAI account.");
    assert!(offer.text.contains("can't be opened: copy it"), "{offer:?}");
    let link = offer.address("Link my account").expect("a link");
    let mut browser = Browser::new();
    let page = browser.open(&link);
    let end = browser.press_only(&page, ("decision", "approve"));
    let end = end.expect_err("it leads back").to_string();
    let (begin, _) = end.split_once('?').unwrap();
    assert!(offer.text.contains(begin), "{begin} in {offer:?}");
    end
}

#[test]
fn the_address_links_and_its_message_is_deleted() {
    let stage = Stage::running("--call-seconds 1");
    let ana = stage.private(ANA);
    ana.ask(
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
        "They will hear an AI",
    );
    ana.press("Call now", "You haven't linked your KallyAI account yet.");
    let address = signs_in(&ana);
    let message = ana.says(&format!("there: {address}"));
    ana.hears("✅ Linked. Here is your request again.");
    assert!(!stage.telegram.is_there(ANA, message), "{}", stage.so_far());
    let again = ana.says(&address);
    ana.hears("was used before");
    assert!(!stage.telegram.is_there(ANA, again), "{}", stage.so_far());
    assert!(!ana.sees("please delete it yourself"));
    ana.press("Call now", "✅ They answered");
    stage.ends_well(1);
}

#[test]
fn in_a_group_it_is_refused_and_worth_nothing() {
    let stage = Stage::new("");
    stage
        .telegram
        .group(GROUP, Kind::Group, "Friends", &[ANA, BEN, EVA]);
    stage.run();
    let (ana, here) = (stage.private(ANA), stage.seat(GROUP, ANA));
    let address = signs_in(&ana);
    let asked = here.own("/call", "Which number should I call?");
    stage.telegram.replies(GROUP, ANA, asked.id, &address);
    // The bot is no administrator there.
    here.hears("please delete it yourself");
    here.hears("I have not used it");
    ana.ask("/status", "No KallyAI account is linked.");
    ana.ask(&address, "was used before");
    ana.ask("/status", "No KallyAI account is linked.");
    // The question is open still.
    let said = stage.telegram.replies(GROUP, ANA, asked.id, "415 555 0100");
    assert!(said.update.is_some());
    here.hears("What should I get done?");
    stage.ends_well(0);
}

#[test]
fn somebody_elses_link_is_not_followed() {
    let stage = Stage::running("");
    let (ana, ben) = (stage.private(ANA), stage.private(BEN));
    // Ben sent Ana his link; she signed in and sends what she sees.
    let address = signs_in(&ben);
    let message = ana.says(&address);
    ana.hears("made for somebody else");
    assert!(!stage.telegram.is_there(ANA, message));
    ben.ask(&address, "was used before");
    for person in [&ana, &ben] {
        person.ask("/status", "No KallyAI account is linked.");
    }
    stage.ends_well(0);
}

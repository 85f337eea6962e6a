//! On a phone: the browser ends at an address that cannot be opened, and the
//! person sends that address to the bot.

use super::*;

const CARD: &str = "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";

/// A request that waits for its account, and the address at which the sign-in
/// of its link ended.
#[track_caller]
fn waiting(place: &Place) -> (Program, String) {
    let mut chat = place.chat();
    chat.ask(CARD, "[1] Call now");
    chat.ask("Call now", "You haven't linked your KallyAI account yet.");
    let link = crate::support::shown_link(&mut chat);
    let address = sign_in(&mut Web::new(), &link);
    assert!(address.starts_with(&at(place, "/callback?")), "{address}");
    (chat, address)
}

#[test]
fn the_address_is_sent_and_the_request_goes_on() {
    let place = Place::new("--call-seconds 1");
    let (mut chat, address) = waiting(&place);
    chat.say(&format!("it says {address} and nothing opens"));
    // The bot cannot remove anything from a terminal.
    chat.hears("please delete it yourself");
    chat.is_mine()
        .hears("Here is your request again.")
        .hears("📞 +1 415-555-0100");
    chat.ask("Call now", "✅ Call finished");
    chat.ends_well();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

/// With everything logged, from the first word to the last.
#[test]
fn it_leaves_no_trace() {
    let place = Place::new("--call-seconds 1").variable("RUST_LOG", "trace");
    let (mut chat, address) = waiting(&place);
    chat.say(&format!("/call {address}"));
    chat.is_mine();
    chat.say(&address);
    chat.hears("has already been used");
    let cut = &address[..address.len() - 30];
    chat.say(cut);
    chat.hears("A part of that address is missing");
    let mut web = Web::new();
    assert!(web.get(&address).leads_to().ends_with("/link/used"));
    chat.ask("/status", "Your KallyAI account has been linked since");
    chat.ends_well();
    let (log, stored) = (chat.log.raw(), stored(&place));
    assert!(log.contains("the address was pasted"), "{log}");
    for name in ["access_token", "refresh_token", "state"] {
        let secret = parameter(&address, name);
        assert!(!log.contains(&secret), "{name} is in the log");
        assert!(!holds(&stored, &secret), "{name} is in the store");
    }
    assert!(!holds(&stored, "sandbox_access_") && !log.contains("sandbox_access_"));
}

#[test]
fn killed_right_after_it_was_sent() {
    let place = Place::new("--call-seconds 1");
    let (mut chat, address) = waiting(&place);
    chat.say(&address);
    chat.kill();
    let asked = chat.unread().contains("Is that your account?");
    let mut chat = place.chat();
    if !asked {
        // Either it was taken in, and is not taken again; or it was not.
        chat.say(&address);
        chat.hears("please delete it yourself");
    }
    chat.ask("/login", "Is that your account?");
    chat.ask("yes", "✅ Linked");
    chat.ask("/status", "Your KallyAI account has been linked since");
    chat.ends_well();
    let secret = parameter(&address, "refresh_token");
    assert!(!holds(&stored(&place), &secret));
}

//! Linking through the pages, as a browser does it.

use super::card;
use crate::support::{Browser, Place, Program, shown_link, signed_in};

/// A request that waits for its account; returns the link to follow.
#[track_caller]
fn waiting(place: &Place) -> (Program, String) {
    let mut chat = place.chat();
    card(&mut chat, "0100");
    chat.ask("Call now", "You haven't linked your KallyAI account yet.")
        .hears("I'll keep this request meanwhile.");
    let link = shown_link(&mut chat);
    (chat, link)
}

#[test]
fn the_card_comes_back_by_itself() {
    let place = Place::new("--call-seconds 1");
    let (mut chat, link) = waiting(&place);
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &link);
    assert!(page.body.contains("<bdi>Ana</bdi>"), "{page:?}");
    let code = chat.hears("The link works for 10 minutes").read_so_far();
    let code = code
        .rsplit_once("the code ")
        .unwrap()
        .1
        .split_once(' ')
        .unwrap()
        .0
        .to_owned();
    assert!(page.body.contains(&code), "{code}: {page:?}");
    assert!(!page.url.as_str().contains("token"), "{page:?}");
    assert!(!chat.unread().contains("Linked"), "nobody has agreed yet");
    let done = browser.press(&page, ("decision", "link"));
    assert!(done.body.contains("ask you once more"), "{done:?}");
    chat.is_mine();
    chat.hears("Here is your request again.")
        .hears("📞 +1 415-555-0100")
        .hears("Name Ana");
    chat.ask("Call now", "Calling +1 415-555-0100…")
        .hears("✅ Call finished");
    chat.ends_well();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn a_link_works_once_and_a_preview_costs_nothing() {
    let place = Place::new("");
    let (mut chat, link) = waiting(&place);
    // A chat's preview does this, twice.
    assert_eq!(Browser::new().open(&link).status, 200);
    assert_eq!(Browser::new().open(&link).status, 200);
    let mut browser = Browser::new();
    let sign_in = browser.open(&link);
    let callback = browser
        .press_only(&sign_in, ("decision", "approve"))
        .unwrap_err();
    let page = browser.open(callback.as_str());
    let again = Browser::new().open(callback.as_str());
    assert!(
        again.body.contains("This link has already been used"),
        "{again:?}"
    );
    let foreign = Browser::new().open(page.url.as_str());
    assert!(!foreign.body.contains("<form"), "{foreign:?}");
    browser.press(&page, ("decision", "link"));
    chat.is_mine();
    let again = browser.open(callback.as_str());
    assert!(
        again.body.contains("This link has already been used"),
        "{again:?}"
    );
    let again = browser.press(&page, ("decision", "link"));
    assert!(
        !again.body.contains("go back to your chat. There"),
        "{again:?}"
    );
    chat.ends_well();
}

#[test]
fn whoever_declines_is_not_linked() {
    let place = Place::new("");
    let (mut chat, link) = waiting(&place);
    let mut browser = Browser::new();
    let sign_in = browser.open(&link);
    let denied = browser.press(&sign_in, ("decision", "deny"));
    assert!(
        denied.body.contains("KallyAI did not sign you in"),
        "{denied:?}"
    );
    let page = signed_in(&mut browser, &link);
    let declined = browser.press(&page, ("decision", "decline"));
    assert!(declined.body.contains("Not linked"), "{declined:?}");
    chat.ask(
        "well?",
        "Your request is kept until your account is linked.",
    )
    .hears("New link");
    chat.ask("New link", "I'll keep this request meanwhile.");
    let link = shown_link(&mut chat);
    let page = signed_in(&mut browser, &link);
    browser.press(&page, ("decision", "link"));
    chat.is_mine().hears("Here is your request again.");
    chat.ends_well();
}

#[test]
fn killed_before_the_person_agreed() {
    let place = Place::new("--call-seconds 1");
    let (mut chat, link) = waiting(&place);
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &link);
    chat.kill();
    let mut chat = place.chat();
    browser.press(&page, ("decision", "link"));
    chat.is_mine()
        .hears("Here is your request again.")
        .hears("[1] Call now");
    chat.ask("1", "✅ Call finished");
    chat.ends_well();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

#[test]
fn killed_between_the_link_and_the_question() {
    let place = Place::new("--call-seconds 1");
    let (mut chat, link) = waiting(&place);
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &link);
    let done = browser.press_only(&page, ("decision", "link"));
    chat.kill();
    assert!(done.is_err(), "{done:?}");
    let asked = chat.unread().contains("Is that your account?");
    let mut chat = place.chat();
    if asked {
        chat.say("/login");
    }
    chat.is_mine().hears("Here is your request again.");
    chat.ask("Call now", "✅ Call finished");
    chat.ends_well();
    assert_eq!(place.sandbox.dialled().len(), 1);
}

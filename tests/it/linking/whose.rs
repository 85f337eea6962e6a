//! The chat says which account was linked, as far as KallyAI tells, and when it
//! replaces another one.

use serde_json::json;

use super::way::{WAYS, Way};
use super::*;

const CARD: &str = "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana";
const CREDITS: &str = "✅ Signed in: plan starter, 50 credits left.";
const MINUTES: &str = "✅ Signed in: plan starter, 60 minutes left.";
const UNKNOWN: &str = "✅ Signed in. KallyAI didn't tell me which plan it has.";
const NO_CALLS: &str = "It has made no calls yet.";
const REPLACES: &str = "It would replace the account that is linked now.";
const QUESTION: &str = "Is that your account? I'll call with it only if you say yes.";

#[test]
fn each_way_says_which_account_and_what_it_replaces() {
    for way in WAYS {
        let place = way.place();
        let mut chat = place.chat();
        let link = login(&mut chat);
        let last = way.follow_as(&place, &link, "ana").expect("it works");
        last.finish(&mut chat);
        let said = heard(&mut chat, QUESTION);
        let first = format!("{CREDITS} {NO_CALLS} {QUESTION}");
        assert!(said.ends_with(&first), "{way:?}: {said}");
        chat.ask("/account", "No KallyAI account is linked.");
        chat.ask("/login", QUESTION).ask("yes", "✅ Linked");
        chat.hears("I can place calls for you now: write /call.");
        chat.ask("/login", "has been linked since")
            .hears("Link another account");
        chat.ask(
            "Link another account",
            "Here you can link your KallyAI account.",
        );
        let link = crate::support::shown_link(&mut chat);
        let last = way.follow_as(&place, &link, "john").expect("it works");
        last.finish(&mut chat);
        let said = heard(&mut chat, QUESTION);
        let second = format!("{MINUTES} {NO_CALLS} {REPLACES} {QUESTION}");
        assert!(said.ends_with(&second), "{way:?}: {said}");
        chat.ask("no", "Your account stays linked as before.");
        chat.ask("/logout", "I've deleted your KallyAI sign-in");
        chat.ends_well();
    }
}

/// The output up to these words.
#[track_caller]
fn heard(chat: &mut Program, until: &str) -> String {
    chat.hears(until);
    chat.read_so_far()
}

#[test]
fn in_spanish() {
    for (account, said) in [
        (
            "ana",
            "✅ Sesión iniciada: plan starter, quedan 50 créditos. Todavía no tiene llamadas. ¿Es tu cuenta?",
        ),
        (
            "john",
            "✅ Sesión iniciada: plan starter, quedan 60 minutos. Todavía no tiene llamadas. ¿Es tu cuenta?",
        ),
    ] {
        let place = Place::new("").variable("KALLY_LOCALE__LANGUAGE", "es");
        let mut chat = place.command("chat").start();
        chat.say("/login");
        chat.hears("Vincular mi cuenta:").hears("http");
        let from = chat.read_so_far().len() - "http".len();
        chat.hears(" 1. ");
        let link = chat.read_so_far()[from..].replace(" 1. ", "");
        let last = Way::Button
            .follow_as(&place, &link, account)
            .expect("it works");
        last.in_the_browser();
        chat.hears(said).hears("[2] No");
        chat.ask("sí", "✅ Cuenta vinculada.");
        chat.ends_well();
    }
}

/// The request that waited comes after it, once.
#[test]
fn then_the_request_goes_on() {
    for way in WAYS {
        let place = way.place();
        let mut chat = place.chat();
        chat.ask(CARD, "[1] Call now");
        chat.ask("Call now", "You haven't linked your KallyAI account yet.");
        let link = crate::support::shown_link(&mut chat);
        let last = way.follow(&place, &link).expect("it works");
        last.finish(&mut chat);
        chat.is_mine()
            .hears("Here is your request again. 📞 +1 415-555-0100");
        chat.hears("[1] Call now");
        let output = chat.ends_well();
        assert_eq!(output.matches("✅ Linked").count(), 1, "{output}");
        assert_eq!(output.matches("request again").count(), 1, "{output}");
    }
}

/// Somebody else has signed in by the person's link: nothing is called with
/// that account, and the request waits for the next one.
#[test]
fn an_account_that_is_not_theirs_is_never_used() {
    for way in WAYS {
        let place = way.place();
        let mut chat = place.chat();
        chat.ask(CARD, "[1] Call now");
        chat.ask("Call now", "You haven't linked your KallyAI account yet.");
        let link = crate::support::shown_link(&mut chat);
        let mallory = way.follow_as(&place, &link, "john").expect("it works");
        mallory.finish(&mut chat);
        chat.hears("60 minutes left.").hears("[2] No");
        chat.ask("well?", QUESTION).hears("[2] No");
        chat.ask("no", "I've discarded that sign-in, and nothing was linked.");
        chat.ask("/account", "No KallyAI account is linked.");
        assert_eq!(place.sandbox.dialled().len(), 0);
        let link = login(&mut chat);
        way.follow(&place, &link)
            .expect("it works")
            .finish(&mut chat);
        chat.hears("50 credits left.");
        chat.is_mine().hears("Here is your request again.");
        chat.ends_well();
    }
}

/// A service that doesn't answer, or not in time, delays it a little.
#[test]
fn without_figures_it_is_said_all_the_same() {
    let slow = json!({"path": "/v1/credits", "times": 9, "delay_ms": 120_000});
    let slow_next = json!({"path": "/v1/users/me/statistics", "times": 9, "delay_ms": 120_000});
    let broken = json!({"path": "/v1/credits", "times": 9, "status": 500});
    let html = json!({"path": "/v1/credits", "times": 9, "status": 502, "body": "html"});
    for (fault, said) in [
        (slow, UNKNOWN),
        (slow_next, CREDITS),
        (broken, UNKNOWN),
        (html, UNKNOWN),
    ] {
        let place = Place::new("");
        let mut chat = place.chat();
        place.sandbox.fail(&fault);
        let link = login(&mut chat);
        let last = Way::Button.follow(&place, &link).expect("it works");
        last.in_the_browser();
        chat.hears(&format!("{said} {NO_CALLS} {QUESTION}"));
        chat.ends_well();
    }
}

/// It is said once, by the next process.
#[test]
fn killed_before_it_was_said() {
    for way in [Way::Button, Way::Code] {
        let place = way.place();
        let mut chat = place.chat();
        chat.ask(CARD, "[1] Call now");
        chat.ask("Call now", "You haven't linked your KallyAI account yet.");
        let link = crate::support::shown_link(&mut chat);
        let last = way.follow(&place, &link).expect("it works");
        place
            .sandbox
            .fail(&json!({"path": "/v1/credits", "delay_ms": 60_000}));
        let said = last.in_the_browser();
        assert!(said.contains("<h1>Signed in</h1>"), "{said}");
        chat.kill();
        assert!(!chat.unread().contains("✅"), "{}", chat.so_far());
        let mut chat = place.chat();
        // The first process may or may not have asked for the figures: in
        // either case the answer is quick now.
        chat.is_mine().hears("Here is your request again.");
        chat.hears("[1] Call now");
        let output = chat.ends_well();
        assert_eq!(output.matches("✅ Linked").count(), 1, "{output}");
    }
}

/// A person who signs out meanwhile hears that, and nothing more about the
/// account that was linked.
#[test]
fn signed_out_before_it_was_said() {
    let place = Place::new("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let last = Way::Button.follow(&place, &link).expect("it works");
    let held = json!({"path": "/v1/credits", "delay_ms": 2_000});
    place.sandbox.fail(&held);
    last.in_the_browser();
    chat.ask("/logout", "No KallyAI account is linked.");
    // The next one is told of its own account only.
    let link = login(&mut chat);
    let last = Way::Button
        .follow_as(&place, &link, "john")
        .expect("it works");
    last.in_the_browser();
    chat.hears(MINUTES).hears(QUESTION);
    let output = chat.ends_well();
    assert_eq!(output.matches("✅ Signed in").count(), 1, "{output}");
}

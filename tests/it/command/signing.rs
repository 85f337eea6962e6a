//! `login`, `logout`, `auth-status`: one account for the command line and the
//! chat.

use serde_json::json;

use super::{bridge, calls, end_of, linked, logs_in, ran, shown_address, start};
use crate::support::{Browser, LIMIT, Place, signed_in};

#[test]
fn an_account_is_linked_and_forgotten() {
    let place = Place::new("");
    ran(&place, &["auth-status"]).says(3, "No KallyAI account is linked here.");
    let done = logs_in(&place, &["login"]).ends_with(0);
    let done = done
        .shows("Your KallyAI account has been linked since")
        .shows("Credits left");
    assert!(
        done.err.contains("The page that follows shows the code"),
        "{done:?}"
    );
    ran(&place, &["auth-status"])
        .ends_with(0)
        .shows("has been linked since");
    let json = ran(&place, &["--auth-status", "--json"])
        .ends_with(0)
        .json();
    assert_eq!(json["linked"], true);
    assert_eq!(json["usage"]["credits"]["left"], 50.0, "{json}");
    ran(&place, &["--logout"]).ends_with(0);
    ran(&place, &["auth-status"]).says(3, "No KallyAI account is linked here.");
    ran(&place, &["logout"]).says(3, "No KallyAI account is linked here.");
}

#[test]
fn the_account_is_told_by_its_newest_call() {
    let place = Place::new("");
    place.sandbox.past(&json!({"account": "ana", "count": 2}));
    logs_in(&place, &["--login"])
        .ends_with(0)
        .shows("Newest call of the account: ")
        .shows("Place 1");
    let json = logs_in(&place, &["login", "--json"]).ends_with(0).json();
    assert_eq!(json["newest_call"]["business"], "Place 1");
}

#[test]
fn the_chat_has_the_account_of_the_command_line_and_the_other_way_round() {
    let place = linked("--call-seconds 0.2");
    let mut chat = place.chat();
    chat.ask("/account", "Your KallyAI account has been linked since");
    let said = chat.ends_well();
    assert!(!said.contains("Is that your account?"), "{said}");
    let place = Place::new("--call-seconds 0.2");
    place.linked_chat().ends_well();
    ran(&place, &["auth-status"]).ends_with(0);
    calls(&place, "0100", &[]).ends_with(0);
}

/// A request in the chat waits for the account; the command line brings it.
#[test]
fn a_request_of_the_chat_goes_on() {
    let place = Place::new("--call-seconds 0.2");
    let mut chat = place.chat();
    super::super::chat::card(&mut chat, "0100");
    chat.ask("Call now", "You haven't linked your KallyAI account yet.");
    logs_in(&place, &["login"]).ends_with(0);
    chat.hears("Here is your request again.")
        .hears("[1] Call now");
    chat.ask("1", "✅ Call finished");
    chat.ends_well();
}

#[test]
fn whoever_declines_is_not_linked() {
    let place = Place::new("");
    let mut login = start(&place, &["login"]);
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &shown_address(&mut login));
    browser.press(&page, ("decision", "decline"));
    end_of(&mut login).says(4, "The sign-in was declined.");
    ran(&place, &["auth-status"]).ends_with(3);
}

#[test]
fn a_link_works_for_its_time() {
    let place = Place::new("").variable("KALLY_LINKING__EXPIRES", "2s");
    let mut login = start(&place, &["login"]);
    shown_address(&mut login);
    end_of(&mut login).says(6, "Nobody signed in by the address in time.");
}

#[test]
fn a_newer_link_ends_the_one_before() {
    let place = Place::new("");
    let holder = bridge(&place);
    let mut first = start(&place, &["login"]);
    shown_address(&mut first);
    let mut second = start(&place, &["login"]);
    let address = shown_address(&mut second);
    end_of(&mut first).says(4, "Another sign-in was begun meanwhile");
    let mut browser = Browser::new();
    let page = signed_in(&mut browser, &address);
    browser.press(&page, ("decision", "link"));
    end_of(&mut second).ends_with(0);
    drop(holder);
}

#[test]
fn a_refused_sign_in_is_told() {
    let place = linked("");
    place
        .sandbox
        .answers("/v1/auth/refresh", json!({"status": 401}));
    place
        .sandbox
        .answers("/v1/credits/balance", json!({"status": 401}));
    ran(&place, &["usage"]).says(3, "KallyAI wants you to sign in again");
    let json = ran(&place, &["auth-status", "--json"]).ends_with(3).json();
    assert_eq!(json["linked"], false);
    calls(&place, "0100", &[]).says(3, "KallyAI wants you to sign in again");
}

#[test]
fn open_calls_keep_the_account() {
    let place = linked("--call-seconds 600");
    let mut holder = bridge(&place);
    calls(&place, "0100", &["--no-wait"]).ends_with(0);
    place.sandbox.waits_for_dialled(1);
    ran(&place, &["logout"]).says(4, "kally-bridge logout --later");
    let json = ran(&place, &["logout", "--json"]).ends_with(4).json();
    assert_eq!(json["open_calls"].as_array().unwrap().len(), 1);
    ran(&place, &["auth-status"]).ends_with(0);
    ran(&place, &["logout", "--later"]).ends_with(0);
    ran(&place, &["auth-status"]).ends_with(0);
    place.sandbox.ends_calls();
    let until = std::time::Instant::now() + LIMIT;
    while ran(&place, &["auth-status"]).code == 0 {
        assert!(std::time::Instant::now() < until, "the account stays");
    }
    holder.kill();
}

#[test]
fn logging_out_at_once_leaves_calls_alone() {
    let place = linked("--call-seconds 600");
    let mut holder = bridge(&place);
    calls(&place, "0100", &["--no-wait"]).ends_with(0);
    place.sandbox.waits_for_dialled(1);
    ran(&place, &["logout", "--now"]).ends_with(0);
    ran(&place, &["auth-status"]).ends_with(3);
    holder.kill();
}

/// A command that holds the store for its call serves no pages.
#[test]
fn nobody_signs_in_by_a_call() {
    let place = linked("--call-seconds 600");
    let table = super::table("0100");
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let mut call = start(&place, &table);
    place.sandbox.waits_for_dialled(1);
    ran(&place, &["login"]).says(6, "can show no page");
    call.kill();
}

#[test]
fn a_port_that_is_taken_is_named() {
    let place = Place::new("");
    let taken = std::net::TcpListener::bind(("127.0.0.1", place.port())).unwrap();
    let refused = ran(&place, &["login"]).ends_with(1);
    assert!(refused.err.contains("server.bind"), "{refused:?}");
    drop(taken);
}

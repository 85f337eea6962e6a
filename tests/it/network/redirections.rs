//! Redirections: nothing secret goes to another address.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

use super::discovery::{names, told};
use super::{MATRIX, TELEGRAM, Town, line};
use crate::support::wire::serve;

/// What is sent again would cross the network in the clear.
#[test]
fn a_redirection_to_http_is_not_followed() {
    let town = Town::new();
    let versions = "/_matrix/client/versions";
    let away = || async { Redirect::temporary("http://plain.test/_matrix/client/versions") };
    town.opens(MATRIX, serve(Router::new().route(versions, get(away))));
    let found = told(&town, names(&format!("https://{MATRIX}/")));
    let proxy = town.proxy("http");
    let named = town.trusting().variable("KALLY_NETWORK__PROXY", &proxy);
    let (_, output, _) = named.run("");
    for told in [found.as_str(), line(&output, "matrix")] {
        let refused = told.contains("it redirects from https to http");
        assert!(told.starts_with('✗') && refused, "{told}");
    }
}

/// The bot's token is in every address of the Bot API.
#[test]
fn the_bot_api_leads_nowhere_else() {
    let town = Town::new();
    let seen = Arc::new(AtomicUsize::new(0));
    let sees = {
        let seen = Arc::clone(&seen);
        move || async move {
            seen.fetch_add(1, Ordering::SeqCst);
            ""
        }
    };
    town.opens("away.test", serve(Router::new().fallback(sees)));
    let away = || async { Redirect::temporary("https://away.test/here") };
    town.opens(TELEGRAM, serve(Router::new().fallback(away)));
    let proxy = town.proxy("http");
    let check = town.trusting().variable("KALLY_NETWORK__PROXY", &proxy);
    let (_, output, _) = check.run("");
    let told = line(&output, "telegram");
    assert!(told.starts_with('✗'), "{told}");
    assert_eq!(seen.load(Ordering::SeqCst), 0, "{told}");
}

//! The homeserver by the name of its server: `.well-known`, as the Matrix
//! specification has it.

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::Redirect;
use axum::routing::get;

use super::{MATRIX, Town, homeserver, line};
use crate::support::wire::serve;

const NAME: &str = "example.test";
const FILE: &str = "/.well-known/matrix/client";

/// The line of `check` about Matrix, where this serves the server's name.
#[track_caller]
pub fn told(town: &Town, site: Router) -> String {
    town.opens(NAME, serve(site));
    let (_, output, _) = town
        .trusting()
        .variable("KALLY_NETWORK__PROXY", &town.proxy("http"))
        .variable("KALLY_MATRIX__HOMESERVER", NAME)
        .run("");
    line(&output, "matrix").to_owned()
}

/// A website whose file has this status and text.
fn site(status: u16, text: &str) -> Router {
    let status = StatusCode::from_u16(status).unwrap();
    let text = text.to_owned();
    let file = move || async move { (status, [(header::CONTENT_TYPE, "application/json")], text) };
    Router::new().route(FILE, get(file))
}

pub fn names(address: &str) -> Router {
    site(
        200,
        &format!("{{\"m.homeserver\": {{\"base_url\": \"{address}\"}}}}"),
    )
}

#[test]
fn a_name_leads_to_its_homeserver() {
    let town = Town::new();
    let told_fine = told(&town, names(&format!("https://{MATRIX}/")));
    let fine = format!("✓ matrix: https://{MATRIX}/ answers for {NAME} through ");
    assert!(told_fine.starts_with(&fine), "{told_fine}");
    assert!(told_fine.contains("specification v1.11"), "{told_fine}");
    // Without the file the name may be the homeserver's own.
    let own = told(&town, homeserver());
    assert!(
        own.starts_with(&format!("✓ matrix: https://{NAME}/ answers")),
        "{own}"
    );
    let elsewhere = Router::new().route(
        FILE,
        get(|| async { Redirect::temporary("https://www.example.test/here") }),
    );
    let www = site(200, "").route(
        "/here",
        get(|| async { format!("{{\"m.homeserver\": {{\"base_url\": \"https://{MATRIX}\"}}}}") }),
    );
    town.opens("www.example.test", serve(www));
    let moved = told(&town, elsewhere);
    assert!(moved.starts_with("✓ matrix: "), "{moved}");
}

#[test]
fn a_file_of_no_use_is_refused_with_the_reason() {
    let town = Town::new();
    let large = format!("{{\"x\": \"{}\"}}", "x".repeat(70_000));
    for (site, why) in [
        (
            site(404, ""),
            "does not exist, and the server with this name is no homeserver",
        ),
        (site(403, ""), "does not answer with HTTP 200"),
        (site(503, ""), "it answers with HTTP 503"),
        (site(200, ""), "is not the JSON that Matrix prescribes"),
        (
            site(200, "<html>"),
            "is not the JSON that Matrix prescribes",
        ),
        (site(200, "{}"), "names no homeserver"),
        (site(200, &large), "is larger than 64 KiB"),
        (names(""), "is not a plain https address"),
        (names("http://matrix.test"), "is not a plain https address"),
        (
            names("https://a:b@matrix.test"),
            "is not a plain https address",
        ),
        (
            names("https://away.test"),
            "https://away.test/_matrix/client/versions cannot be reached",
        ),
        (
            names(&format!("https://{MATRIX}/elsewhere")),
            "does not answer with HTTP 200",
        ),
    ] {
        let told = told(&town, site);
        assert!(told.starts_with('✗') && told.contains(why), "{why}: {told}");
    }
}

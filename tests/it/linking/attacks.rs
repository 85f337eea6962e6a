//! On this machine: the results of forging, guessing, repeating and luring.

use super::raw::raw;
use super::*;

/// A callback as the service would make it, with this `state`.
pub(super) fn forged(place: &Place, state: &str) -> String {
    at(
        place,
        &format!(
            "/callback?access_token=mine-a&refresh_token=mine-r&expires_in=3600&state={state}"
        ),
    )
}

/// Sent on at once, to a page without a secret in its address.
#[track_caller]
pub(super) fn refused(address: &str, status: u16, says: &str) -> Answer {
    let mut web = Web::new();
    let answer = web.get(address);
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.body, "");
    let page = answer.leads_to();
    assert!(!page.contains('?') && !page.contains("mine"), "{page}");
    let page = web.get(&page);
    assert_eq!(page.status, status, "{address:.80} {page:?}");
    assert!(page.body.contains(says), "{address:.80} {page:?}");
    assert!(web.cookies.is_empty(), "{:?}", web.cookies);
    page
}

#[test]
fn a_state_that_is_not_ours_opens_nothing() {
    let place = Place::new("");
    let mut chat = place.chat();
    let state = parameter(&login(&mut chat), "state");
    let unknown = "recognise this link";
    refused(&at(&place, "/callback"), 404, unknown);
    refused(&forged(&place, ""), 404, unknown);
    refused(&forged(&place, &"A".repeat(43)), 404, unknown);
    refused(&forged(&place, &state[1..]), 404, unknown);
    refused(&forged(&place, &state.to_lowercase()), 404, unknown);
    refused(&forged(&place, &format!("{state}%00")), 404, unknown);
    let failed = "That did not work";
    refused(
        &format!("{}&state={state}", forged(&place, &state)),
        400,
        failed,
    );
    refused(
        &format!("{}&access_token=yours", forged(&place, &state)),
        400,
        failed,
    );
    refused(
        &format!("{}{}", forged(&place, &state), "&x=1".repeat(30)),
        400,
        failed,
    );
    refused(
        &format!("{}&x={}", forged(&place, &state), "x".repeat(40_000)),
        400,
        failed,
    );
    let script = "error=%3Cscript%3Ealert(1)%3C%2Fscript%3E&error_description=%3Cimg%20src%3Dx%3E";
    let page = refused(
        &at(&place, &format!("/callback?{script}&state={state}")),
        400,
        "did not sign you in",
    );
    assert!(!page.body.contains("alert") && !page.body.contains("<img"));
    let next =
        "next=https://evil.example&redirect_uri=https://evil.example&return_to=//evil.example";
    refused(
        &at(&place, &format!("/callback?{next}&state={state}")),
        400,
        failed,
    );
    chat.ask("/status", "No KallyAI account is linked.");
    // And it still works.
    let mut web = Web::new();
    assert!(
        web.get(&forged(&place, &state))
            .leads_to()
            .ends_with("/link/confirm")
    );
    chat.ends_well();
}

/// Requests that no HTTP library would send.
#[test]
fn what_is_too_large_or_no_http_does_no_harm() {
    let place = Place::new("");
    let mut chat = place.chat();
    let state = parameter(&login(&mut chat), "state");
    let megabyte = "x".repeat(1024 * 1024);
    let head = "Host: localhost\r\nConnection: close\r\n";
    let query = format!("access_token={megabyte}&refresh_token=r&state={state}");
    for request in [
        format!("GET /callback?{query} HTTP/1.1\r\n{head}\r\n"),
        format!("GET /callback HTTP/1.1\r\n{head}Cookie: kally-link={megabyte}\r\n\r\n"),
        format!(
            "POST /link/confirm HTTP/1.1\r\n{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{megabyte}",
            megabyte.len()
        ),
        "\0\0\0\r\n\r\n".to_owned(),
    ] {
        let answer = raw(place.port(), request);
        assert!(
            !answer.contains(" 200 ") && !answer.contains(" 303 "),
            "{answer:.200}"
        );
    }
    let mut web = Web::new();
    assert_eq!(web.get(&at(&place, "/health")).body, "ok");
    chat.ask("/status", "No KallyAI account is linked.");
    chat.ends_well();
}

/// Somebody sends Ana their link. She sees whose it is, and that its code is
/// not in her chat; and neither a page nor a name can hide that.
#[test]
fn a_lure_shows_whose_it_is() {
    let place = Place::new("").variable("KALLY_TERMINAL__USER", "<b>eve</b>\u{202E}&amp;");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut web = Web::new();
    let confirm = {
        let back = sign_in(&mut web, &link);
        web.get(&back).leads_to()
    };
    let page = web.get(&confirm);
    assert_eq!(page.url.query(), None);
    assert!(page.body.contains("&#60;b&#62;"), "{page:?}");
    assert!(
        !page.body.contains("<b>") && !page.body.contains('\u{202E}'),
        "{page:?}"
    );
    assert!(
        page.body.contains("this link was made for somebody else"),
        "{page:?}"
    );
    for (header, part) in [
        ("content-security-policy", "frame-ancestors 'none'"),
        ("content-security-policy", "default-src 'none'"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert!(page.header(header).contains(part), "{header}");
    }
    assert!(!page.body.contains("<script"));
    let declined = web.press(&page, &[("decision", "decline")]).leads_to();
    assert!(web.get(&declined).body.contains("<h1>Not linked</h1>"));
    chat.ask("/status", "No KallyAI account is linked.");
    chat.ends_well();
}

#[test]
fn a_link_of_a_moment_ago_is_worth_nothing() {
    let place = Place::new("").variable("KALLY_LINKING__EXPIRES", "1s");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let back = sign_in(&mut Web::new(), &link);
    // Its second is over.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let mut web = Web::new();
    let page = web.get(&back).leads_to();
    let over = web.get(&page);
    assert!([404, 410].contains(&over.status), "{over:?}");
    chat.say(&back);
    chat.hears_one(
        &["That address has expired", "isn't from any of my links"],
        crate::support::LIMIT,
    );
    chat.ends_well();
}

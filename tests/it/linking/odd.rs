//! On this machine: odd hosts, methods, paths and forms, each with everything
//! that a good callback needs. None of them uses the link up.

use super::attacks::{forged, refused};
use super::raw::{raw, status};
use super::*;

/// A bot whose chat was offered a link, and the link's `state`.
#[track_caller]
fn offered() -> (Place, Program, String) {
    let place = Place::new("");
    let mut chat = place.chat();
    let state = parameter(&login(&mut chat), "state");
    (place, chat, state)
}

/// The path and query of a callback that works.
fn target(place: &Place, state: &str) -> String {
    let address = forged(place, state);
    address[address.find("/callback").unwrap()..].to_owned()
}

/// The link was not used up, and nothing is linked.
#[track_caller]
fn still_works(place: &Place, mut chat: Program, state: &str) {
    chat.ask("/status", "No KallyAI account is linked.");
    let back = Web::new().get(&forged(place, state)).leads_to();
    assert!(back.ends_with("/link/confirm"), "{back}");
    chat.ends_well();
}

/// A page elsewhere whose name leads to this machine (DNS rebinding), with the
/// forms in which a request can name its host.
#[test]
fn other_names_for_this_machine_are_not_answered() {
    let (place, chat, state) = offered();
    let (port, path) = (place.port(), target(&place, &state));
    for host in [
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "evil-localhost",
        "localhost@evil.example",
        "127.0.0.1.evil.example",
        "0.0.0.0",
        "127.0.0.2",
        "[::2]",
        "localhost.",
        "",
    ] {
        let answer = status(port, &format!("GET {path} HTTP/1.1\r\nHost: {host}"));
        assert_eq!(answer, 421, "{host:?}");
    }
    for head in [
        format!("GET {path} HTTP/1.0"),
        format!("GET {path} HTTP/1.0\r\nHost: evil.example"),
        format!("GET {path} HTTP/1.1"),
        format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\nHost: localhost"),
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nHost: evil.example"),
        format!("GET http://evil.example{path} HTTP/1.1\r\nHost: evil.example"),
        format!("GET http://evil.example{path} HTTP/1.1\r\nHost: localhost"),
        format!("GET http://localhost{path} HTTP/1.1\r\nHost: evil.example"),
        format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost"),
    ] {
        assert_eq!(status(port, &head), 421, "{head}");
    }
    // The control: its own names are answered in each of these forms.
    for head in [
        "GET /link/done HTTP/1.0\r\nHost: localhost",
        "GET /link/done HTTP/1.1\r\nHost: 127.0.0.1:1",
        "GET http://localhost/link/done HTTP/1.1\r\nHost: localhost",
    ] {
        assert_eq!(status(port, head), 200, "{head}");
    }
    still_works(&place, chat, &state);
}

#[test]
fn other_methods_do_nothing() {
    let (place, chat, state) = offered();
    let (port, path) = (place.port(), target(&place, &state));
    let asks = |method: &str, path: &str| {
        let head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0");
        status(port, &head)
    };
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        assert_eq!(asks(method, &path), 405, "{method}");
        if method != "POST" {
            assert_eq!(asks(method, "/link/confirm"), 405, "{method}");
        }
    }
    assert_eq!(asks("get", &path), 405);
    assert_eq!(asks("HEAD", &path), 200);
    still_works(&place, chat, &state);
}

/// A browser that loads pages before anybody wants them.
#[test]
fn loading_ahead_uses_nothing_up() {
    let (place, chat, state) = offered();
    for (name, value) in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "preview"),
        ("x-moz", "prefetch"),
    ] {
        let mut web = Web::new();
        web.extra = vec![(name, value.to_owned())];
        let answer = web.get(&forged(&place, &state));
        assert_eq!(answer.status, 503, "{name}: {value}");
        assert!(web.cookies.is_empty(), "{:?}", web.cookies);
    }
    still_works(&place, chat, &state);
}

#[test]
fn other_paths_lead_nowhere() {
    let (place, chat, state) = offered();
    let path = target(&place, &state);
    let (_, query) = path.split_once('?').unwrap();
    let long = format!("/{}", "a/".repeat(2_500));
    for path in [
        "//callback",
        "/./callback",
        "/x/../callback",
        "/callback/",
        "/callback/..",
        "/callback;x=1",
        "/CALLBACK",
        "/callback%2f",
        "/callback%00",
        "/%63allback",
        "/link/..%2fcallback",
        "/link/%2e%2e/callback",
        "/link/",
        "/link//confirm",
        "/.env",
        &long,
    ] {
        let head = format!("GET {path}?{query} HTTP/1.1\r\nHost: localhost");
        assert_eq!(status(place.port(), &head), 404, "{path:.40}");
    }
    still_works(&place, chat, &state);
}

#[test]
fn tokens_that_are_none_are_refused() {
    let (place, chat, state) = offered();
    let long = "a".repeat(16 * 1024 + 1);
    for token in [
        "",
        "%20",
        "a%20b",
        "a%09b",
        "a%0d%0aSet-Cookie:%20evil=1",
        "a%00b",
        "a%7f",
        "%c3%b1",
        "%ff",
        &long,
    ] {
        for (access, refresh) in [(token, "r"), ("a", token)] {
            let query = format!("access_token={access}&refresh_token={refresh}&state={state}");
            let address = at(&place, &format!("/callback?{query}"));
            refused(&address, 400, "That did not work");
        }
    }
    still_works(&place, chat, &state);
}

/// Line breaks in every parameter: none of them ends a line of the answer.
#[test]
fn line_breaks_add_no_header() {
    let (place, chat, state) = offered();
    let broken = "x%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a%3Cscript%3Eevil";
    for query in [
        format!("state={broken}"),
        format!("state={state}&error={broken}"),
        format!("state={state}&access_token={broken}&refresh_token=r"),
        format!("state={state}&{broken}={broken}"),
        format!("state={state}{broken}"),
    ] {
        let head = format!("GET /callback?{query} HTTP/1.1\r\nHost: localhost");
        let answer = raw(place.port(), format!("{head}\r\nConnection: close\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        assert!(!answer.contains("evil"), "{query}: {answer}");
    }
    still_works(&place, chat, &state);
}

/// The page's own form, in everything but a form: nothing is confirmed.
#[test]
fn what_is_no_form_confirms_nothing() {
    let place = Place::new("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut web = Web::new();
    let confirm = {
        let back = sign_in(&mut web, &link);
        web.get(&back).leads_to()
    };
    let page = web.get(&confirm);
    let form = web::filled(&page, &[("decision", "link")]);
    let pairs: Vec<String> = form.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let pairs = pairs.join("&");
    let json = format!(r#"{{"csrf":"{}","decision":"link"}}"#, form[0].1);
    let kind = "application/x-www-form-urlencoded";
    for (kind, body) in [
        ("application/json", json),
        ("text/plain", pairs.clone()),
        ("multipart/form-data; boundary=x", pairs.clone()),
        ("", pairs.clone()),
        (kind, String::new()),
        (kind, format!("{pairs}&decision=link")),
        (kind, format!("{pairs}&x={}", "x".repeat(5 * 1024))),
    ] {
        let answer = web.post_as(&confirm, kind, &body);
        assert_eq!(answer.status, 400, "{kind}: {body:.100}");
    }
    // In the address it is only the page.
    let shown = web.get(&format!("{confirm}?{pairs}"));
    assert_eq!((shown.status, &shown.body), (200, &page.body));
    chat.ask("/status", "No KallyAI account is linked.");
    let done = web.post(&confirm, &form).leads_to();
    assert!(done.ends_with("/link/done"), "{done}");
    chat.ends_well();
}

/// Two lengths for one body, so that a proxy and the bot might disagree about
/// where the next request begins. The bot answers once and reads nothing more.
#[test]
fn one_request_is_never_read_as_two() {
    let (place, chat, state) = offered();
    let path = target(&place, &state);
    let hidden = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nX: ");
    let chunked = format!("0\r\n\r\n{hidden}");
    let length = chunked.len();
    for (lengths, body) in [
        (
            format!("Content-Length: {length}\r\nTransfer-Encoding: chunked"),
            chunked.clone(),
        ),
        (
            format!("Transfer-Encoding: chunked\r\nContent-Length: {length}"),
            chunked.clone(),
        ),
        (
            format!("Content-Length: 0\r\nContent-Length: {length}"),
            chunked.clone(),
        ),
        (
            "Transfer-Encoding: chunked, identity".to_owned(),
            chunked.clone(),
        ),
        ("Transfer-Encoding: xchunked".to_owned(), chunked.clone()),
        (
            format!("Content-Length: {length}\r\nTransfer-Encoding : chunked"),
            chunked.clone(),
        ),
        ("Content-Length: +0".to_owned(), hidden.clone()),
    ] {
        let head = format!(
            "POST /link/confirm HTTP/1.1\r\nHost: localhost\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n{lengths}\r\n\r\n"
        );
        let answer = raw(place.port(), format!("{head}{body}"));
        assert_eq!(
            answer.matches("HTTP/1.1 ").count(),
            1,
            "{lengths}: {answer}"
        );
        assert!(answer.starts_with("HTTP/1.1 4"), "{lengths}: {answer}");
    }
    // The control: two honest requests get two answers.
    let two = "GET /health HTTP/1.1\r\nHost: localhost\r\n";
    let two = format!("{two}\r\n{two}Connection: close\r\n\r\n");
    let answers = raw(place.port(), two);
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 2, "{answers}");
    still_works(&place, chat, &state);
}

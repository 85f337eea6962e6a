//! On this machine: the page that asks, and who may answer it. Only the browser
//! that signed in, from that page itself, and once.

use super::attacks::{forged, refused};
use super::*;

/// A sign-in that waits for its button.
struct Waiting {
    place: Place,
    chat: Program,
    web: Web,
    /// The address at which the sign-in ended.
    back: String,
    /// The address of the page.
    confirm: String,
    form: Vec<(String, String)>,
}

#[track_caller]
fn waiting() -> Waiting {
    let place = Place::new("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut web = Web::new();
    let back = sign_in(&mut web, &link);
    let confirm = web.get(&back).leads_to();
    let page = web.get(&confirm);
    let form = web::filled(&page, &[("decision", "link")]);
    Waiting {
        place,
        chat,
        web,
        back,
        confirm,
        form,
    }
}

impl Waiting {
    /// The cookie of the browser that signed in: its name, the id of the
    /// session, and the secret.
    fn cookie(&self) -> (String, String, String) {
        let (name, value) = self.web.cookies.first_key_value().unwrap();
        let (id, secret) = value.split_once('.').unwrap();
        (name.clone(), id.to_owned(), secret.to_owned())
    }
}

fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The id of the session is no secret: it is the hash of the `state`.
#[test]
fn another_browser_neither_sees_nor_presses() {
    let mut waiting = waiting();
    let (name, id, secret) = waiting.cookie();
    let made_up = "A".repeat(43);
    for cookie in [
        String::new(),
        format!("{name}={id}.{made_up}"),
        format!("{name}={id}.{secret}A"),
        format!("{name}={id}."),
        format!("__Host-{name}={id}.{secret}"),
        // Somebody has set a second one, before it or behind it.
        format!("{name}={id}.{made_up}; {name}={id}.{secret}"),
        format!("{name}={id}.{secret}; {name}={id}.{made_up}"),
    ] {
        let mut other = Web::new();
        other.extra = vec![("cookie", cookie.clone())];
        for answer in [
            other.get(&waiting.confirm),
            other.post(&waiting.confirm, &waiting.form),
        ] {
            assert_eq!(answer.status, 403, "{cookie}: {answer:?}");
            assert!(!answer.body.contains("csrf"), "{cookie}: {answer:?}");
        }
    }
    let mut other = Web::new();
    let unknown = format!("{name}={}.{secret}", "ab".repeat(32));
    other.extra = vec![("cookie", unknown)];
    assert_eq!(other.post(&waiting.confirm, &waiting.form).status, 404);
    waiting.chat.ask("/status", "No KallyAI account is linked.");
    let done = waiting.web.post(&waiting.confirm, &waiting.form).leads_to();
    assert!(done.ends_with("/link/done"), "{done}");
    waiting.chat.is_mine();
    waiting.chat.ends_well();
}

#[test]
fn another_page_does_not_press_for_them() {
    let mut waiting = waiting();
    let link = field("decision", "link");
    for (form, status) in [
        (vec![link.clone()], 400),
        (vec![field("csrf", ""), link.clone()], 403),
        (vec![field("csrf", &"A".repeat(43)), link], 403),
    ] {
        let answer = waiting.web.post(&waiting.confirm, &form);
        assert_eq!(answer.status, status, "{form:?}");
    }
    let port = waiting.place.port();
    for (name, value) in [
        ("sec-fetch-site", "cross-site".to_owned()),
        ("sec-fetch-site", "same-site".to_owned()),
        ("origin", "https://evil.example".to_owned()),
        ("origin", "http://localhost:1".to_owned()),
        ("origin", "http://localhost".to_owned()),
        ("origin", format!("https://localhost:{port}")),
        ("origin", format!("http://localhost.evil.example:{port}")),
    ] {
        waiting.web.extra = vec![(name, value.clone())];
        let answer = waiting.web.post(&waiting.confirm, &waiting.form);
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    waiting.chat.ask("/status", "No KallyAI account is linked.");
    waiting.web.extra = vec![
        ("origin", format!("http://localhost:{port}")),
        ("sec-fetch-site", "same-origin".to_owned()),
    ];
    let done = waiting.web.post(&waiting.confirm, &waiting.form).leads_to();
    assert!(done.ends_with("/link/done"), "{done}");
    waiting.chat.ends_well();
}

/// Before the button and after it: the address again, in any browser, and other
/// tokens for the same `state`.
#[test]
fn who_comes_second_finds_the_link_used() {
    let mut waiting = waiting();
    let others = forged(&waiting.place, &parameter(&waiting.back, "state"));
    let comes_second = |waiting: &mut Waiting| {
        refused(&waiting.back, 410, "This link has already been used");
        refused(&others, 410, "This link has already been used");
        for address in [&waiting.back, &others] {
            let used = waiting.web.get(address).leads_to();
            assert!(used.ends_with("/link/used"), "{used}");
        }
    };
    comes_second(&mut waiting);
    let done = waiting.web.post(&waiting.confirm, &waiting.form).leads_to();
    assert!(done.ends_with("/link/done"), "{done}");
    comes_second(&mut waiting);
    // The account is the one that was signed in to first.
    waiting.chat.hears("50 credits left.");
    waiting.chat.is_mine();
    comes_second(&mut waiting);
    let output = waiting.chat.ends_well();
    assert_eq!(output.matches("✅ Linked").count(), 1, "{output}");
}

#[test]
fn pressed_six_times_at_once_and_again_it_links_once() {
    let mut waiting = waiting();
    let cookies = waiting.web.cookies.clone();
    let press = || {
        let (cookies, form) = (cookies.clone(), waiting.form.clone());
        let confirm = waiting.confirm.clone();
        std::thread::spawn(move || {
            let mut web = Web::new();
            web.cookies = cookies;
            web.post(&confirm, &form).leads_to()
        })
    };
    let presses: Vec<_> = (0..6).map(|_| press()).collect();
    for press in presses {
        assert!(press.join().unwrap().ends_with("/link/done"));
    }
    assert!(press().join().unwrap().ends_with("/link/done"));
    waiting.chat.is_mine();
    assert!(press().join().unwrap().ends_with("/link/done"));
    waiting
        .chat
        .ask("/status", "Your KallyAI account has been linked since");
    let output = waiting.chat.ends_well();
    for told in ["✅ Signed in", "✅ Linked"] {
        assert_eq!(output.matches(told).count(), 1, "{output}");
    }
}

//! With a registered client, behind a public address: the page that names the
//! chat user, the browser that the session is tied to, and the answers to all
//! others.

use super::*;

pub(super) const HOST: &str = "bridge.example";
const PUBLIC: &str = "https://bridge.example";
pub(super) const FOREIGN: &str = "This page belongs to another browser";

#[track_caller]
pub(super) fn place(sandbox: &str) -> Place {
    Place::new(sandbox)
        .variable("KALLY_LINKING__MODE", "code")
        .variable("KALLY_LINKING__CLIENT_ID", "bridge")
        .variable("KALLY_LINKING__CLIENT_SECRET", "hush-hush")
        .variable("KALLY_LINKING__PUBLIC_URL", PUBLIC)
        .variable("KALLY_SERVER__TRUSTED_PROXIES", "127.0.0.1")
}

pub(super) fn browser(place: &Place) -> Web {
    Web::behind(HOST, place.port())
}

/// Loads the link and goes on to the service's page.
#[track_caller]
pub(super) fn go_on(web: &mut Web, link: &str) -> String {
    let page = web.get(link);
    assert_eq!(page.status, 200, "{page:?}");
    web.press(&page, &[]).leads_to()
}

/// The callback sends the browser on, to a page with this text.
#[track_caller]
pub(super) fn ends_at(web: &mut Web, callback: &str, status: u16, says: &str) {
    let page = web.get(callback).leads_to();
    assert!(!page.contains('?') && page.starts_with(PUBLIC), "{page}");
    let page = web.get(&page);
    assert_eq!(page.status, status, "{page:?}");
    assert!(page.body.contains(says), "{page:?}");
}

#[test]
fn a_person_links_and_the_request_goes_on() {
    let place = place("--call-seconds 1").variable("RUST_LOG", "trace");
    let mut chat = place.chat();
    chat.ask(
        "+1 415 555 0100, book a table for 4 tomorrow at 8pm under Ana",
        "[1] Call now",
    );
    chat.ask("Call now", "You haven't linked your KallyAI account yet.");
    let link = crate::support::shown_link(&mut chat);
    assert!(link.starts_with("https://bridge.example/link/"), "{link}");
    let mut web = browser(&place);
    let page = web.get(&link);
    let shown = chat.hears("and your name.").read_so_far();
    let code = web::between(
        shown.rsplit_once("the page shows").unwrap().1,
        "the code ",
        " ",
    )
    .unwrap();
    for words in ["<bdi>Ana</bdi>", "Terminal", "id Ana", code.as_str()] {
        assert!(page.body.contains(words), "{words}: {page:?}");
    }
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("__Host-kally-link="), "{cookie}");
    assert!(
        cookie.ends_with("; HttpOnly; SameSite=Lax; Secure"),
        "{cookie}"
    );
    assert!(cookie.contains("; Path=/; "), "{cookie}");
    let kept = web.cookies.values().next().unwrap().clone();
    let form = web::filled(&page, &[]).remove(0).1;
    let service = web.press(&page, &[]).leads_to();
    assert!(service.starts_with(&place.sandbox.url), "{service}");
    assert_eq!(
        parameter(&service, "scope"),
        "calls:read calls:write transcripts:read subscription:read credits:read"
    );
    let back = sign_in(&mut web, &service);
    assert!(
        back.starts_with("https://bridge.example/callback?code="),
        "{back}"
    );
    assert!(!chat.unread().contains("Linked"), "nothing is linked yet");
    let done = web.get(&back).leads_to();
    assert_eq!(done, "https://bridge.example/link/done");
    assert!(web.cookies.is_empty(), "{:?}", web.cookies);
    assert!(web.get(&done).body.contains("<h1>Signed in</h1>"));
    assert!(!chat.unread().contains("Linked"), "nor now");
    chat.is_mine().hears("Here is your request again.");
    chat.ask("Call now", "✅ Call finished");
    chat.ends_well();
    let (log, stored) = (chat.log.raw(), stored(&place));
    assert!(log.contains("an account was linked"), "{log}");
    for secret in [
        link.rsplit_once('/').unwrap().1,
        &parameter(&back, "state"),
        &parameter(&back, "code"),
        kept.split_once('.').unwrap().1,
        &form,
        "hush-hush",
        "sandbox_access_",
        "sandbox_refresh_",
    ] {
        assert!(!holds(&stored, secret), "{secret} is in the store");
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn nobody_but_the_browser_that_agreed_finishes() {
    let place = place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    // A preview and a crawler, any number of times.
    for _ in 0..3 {
        assert_eq!(browser(&place).get(&link).status, 200);
        assert_eq!(browser(&place).head(&link).status, 200);
    }
    let (mut hers, mut other) = (browser(&place), browser(&place));
    let service = go_on(&mut hers, &link);
    let back = sign_in(&mut hers, &service);
    ends_at(&mut browser(&place), &back, 403, FOREIGN);
    other.get(&link);
    ends_at(&mut other, &back, 403, FOREIGN);
    let (name, value) = hers.cookies.first_key_value().unwrap();
    let forged = format!("{}.{}", value.split_once('.').unwrap().0, "A".repeat(43));
    other.cookies.insert(name.clone(), forged);
    ends_at(&mut other, &back, 403, FOREIGN);
    ends_at(
        &mut hers,
        &back.replace("state=", "state=x"),
        404,
        "I don&#39;t recognise this link",
    );
    chat.ask("/status", "No KallyAI account is linked.");
    let kept = hers.cookies.clone();
    ends_at(&mut hers, &back, 200, "<h1>Signed in</h1>");
    chat.is_mine();
    // Again: in the same browser it is done, elsewhere it was used.
    hers.cookies = kept;
    ends_at(&mut hers, &back, 200, "<h1>Signed in</h1>");
    ends_at(&mut other, &back, 410, "This link has already been used");
    assert_eq!(browser(&place).get(&link).status, 410);
    let output = chat.ends_well();
    assert_eq!(output.matches("✅ Linked").count(), 1, "{output}");
}

/// A page with the attacker's own link, made to press its button in somebody
/// else's browser.
#[test]
fn nobody_is_made_to_agree() {
    let place = place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut attacker = browser(&place);
    let form = web::filled(&attacker.get(&link), &[]);
    let refused = |victim: &mut Web, form: &[(String, String)]| {
        let answer = victim.post(&link, form);
        assert_eq!(answer.status, 403, "{answer:?}");
        assert!(answer.body.contains(FOREIGN), "{answer:?}");
    };
    refused(&mut browser(&place), &form);
    let mut victim = browser(&place);
    let own = web::filled(&victim.get(&link), &[]);
    refused(&mut victim, &form);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        victim.extra = vec![(name, value.to_owned())];
        refused(&mut victim, &own);
    }
    victim.extra = vec![
        ("origin", PUBLIC.to_owned()),
        ("sec-fetch-site", "same-origin".to_owned()),
    ];
    assert_eq!(victim.post(&link, &own).status, 303);
    chat.ends_well();
}

#[test]
fn of_two_browsers_one_links() {
    let place = place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut racers = Vec::new();
    for _ in 0..2 {
        let mut web = browser(&place);
        let service = go_on(&mut web, &link);
        let back = sign_in(&mut web, &service);
        racers.push((web, back));
    }
    let arrived = racers
        .into_iter()
        .map(|(mut web, back)| std::thread::spawn(move || web.get(&back).leads_to()));
    let arrived: Vec<_> = arrived.collect();
    let places: Vec<_> = arrived
        .into_iter()
        .map(|racer| racer.join().unwrap())
        .collect();
    let done = places.iter().filter(|place| place.ends_with("/link/done"));
    assert_eq!(done.count(), 1, "{places:?}");
    chat.is_mine();
    let output = chat.ends_well();
    assert_eq!(output.matches("✅ Linked").count(), 1, "{output}");
}

/// An address of this kind that is sent to the bot links nothing.
#[test]
fn nothing_is_pasted_here() {
    let place = place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut web = browser(&place);
    let service = go_on(&mut web, &link);
    let back = sign_in(&mut web, &service);
    let local = back.replace(PUBLIC, "http://localhost:8976");
    chat.say(&local);
    chat.hears("Accounts are linked on my own page here");
    chat.ask("/status", "No KallyAI account is linked.");
    chat.ends_well();
    assert!(!holds(&stored(&place), &parameter(&back, "code")));
}

/// The bot dies while the person signs in, and while the code is exchanged.
#[test]
fn killed_on_the_way() {
    let place = place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    let mut web = browser(&place);
    let service = go_on(&mut web, &link);
    chat.kill();
    let mut chat = place.chat();
    let back = sign_in(&mut web, &service);
    place.sandbox.fail(&serde_json::json!({
        "path": "/v1/auth/gpt/token", "status": 502, "body": "html"
    }));
    ends_at(&mut web, &back, 503, "That did not work");
    ends_at(&mut web, &back, 200, "<h1>Signed in</h1>");
    chat.is_mine();
    chat.ends_well();
}

#[test]
fn who_has_no_name_in_the_chat_is_shown_that_of_the_account_on_the_machine() {
    let place = place("")
        .variable("KALLY_TERMINAL__USER", "me")
        .variable("USER", "luisa");
    let mut chat = place.chat();
    chat.say("/login");
    let link = crate::support::shown_link(&mut chat);
    let page = browser(&place).get(&link);
    for words in ["<bdi>luisa</bdi>", "Terminal", "id me"] {
        assert!(page.body.contains(words), "{words}: {page:?}");
    }
    chat.ends_well();
}

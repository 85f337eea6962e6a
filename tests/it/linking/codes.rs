//! With a registered client: callbacks that somebody guessed, altered, found,
//! or led another person to.

use super::public::{FOREIGN, browser, ends_at, go_on, place};
use super::*;

const UNKNOWN: &str = "I don&#39;t recognise this link";
const FAILED: &str = "That did not work";
const DONE: &str = "<h1>Signed in</h1>";

/// A bot whose chat was offered a link.
#[track_caller]
fn offered() -> (Place, Program, String) {
    let place = place("");
    let mut chat = place.chat();
    let link = login(&mut chat);
    (place, chat, link)
}

/// The address of the callback with this query.
fn callback(query: &str) -> String {
    format!("https://{}/callback?{query}", public::HOST)
}

/// The victim signs in by the address to which the attacker's browser was sent
/// on (a login CSRF).
#[test]
fn who_signs_in_at_an_attackers_address_links_nothing() {
    let (place, mut chat, link) = offered();
    let mut attacker = browser(&place);
    let service = go_on(&mut attacker, &link);
    let mut victim = browser(&place);
    let back = sign_in_as(&mut victim, &service, "john");
    ends_at(&mut victim, &back, 403, FOREIGN);
    // Nor in a browser that has looked at the same link.
    victim.get(&link);
    ends_at(&mut victim, &back, 403, FOREIGN);
    chat.ask("/status", "No KallyAI account is linked.");
    chat.ends_well();
}

/// In the browser that went on, so that only the answer itself is wrong. The
/// link works afterwards.
#[test]
fn an_answer_that_is_not_the_services_is_refused() {
    let (place, mut chat, link) = offered();
    let mut web = browser(&place);
    let service = go_on(&mut web, &link);
    let state = parameter(&service, "state");
    let denied = "did not sign you in";
    for (query, status, says) in [
        (String::new(), 404, UNKNOWN),
        ("code=c".to_owned(), 404, UNKNOWN),
        ("code=c&state=".to_owned(), 404, UNKNOWN),
        (format!("code=c&state={}", &state[1..]), 404, UNKNOWN),
        (format!("code=c&state={}", "A".repeat(43)), 403, FOREIGN),
        (format!("code=c&state={state}&state={state}"), 400, FAILED),
        (format!("code=c&code=d&state={state}"), 400, FAILED),
        (format!("code=&state={state}"), 400, FAILED),
        (format!("state={state}"), 400, FAILED),
        (
            format!("access_token=a&refresh_token=r&expires_in=3600&state={state}"),
            400,
            FAILED,
        ),
        (
            format!("code=c&error=access_denied&state={state}"),
            400,
            denied,
        ),
        (format!("error=access_denied&state={state}"), 400, denied),
    ] {
        ends_at(&mut web, &callback(&query), status, says);
    }
    chat.ask("/status", "No KallyAI account is linked.");
    let back = sign_in(&mut web, &service);
    ends_at(&mut web, &back, 200, DONE);
    chat.is_mine();
    chat.ends_well();
}

#[test]
fn who_declined_at_the_service_can_sign_in_after_all() {
    let (place, mut chat, link) = offered();
    let mut web = browser(&place);
    let service = go_on(&mut web, &link);
    let page = web.get(&service);
    let back = web
        .press(&page, &[("account", "ana"), ("decision", "deny")])
        .leads_to();
    ends_at(&mut web, &back, 400, "did not sign you in");
    let service = go_on(&mut web, &link);
    let back = sign_in(&mut web, &service);
    ends_at(&mut web, &back, 200, DONE);
    chat.is_mine();
    chat.ends_well();
}

#[test]
fn of_two_browsers_that_went_on_the_later_one_finishes() {
    let (place, mut chat, link) = offered();
    let mut begun = [browser(&place), browser(&place)].map(|mut web| {
        let service = go_on(&mut web, &link);
        (web, service)
    });
    let backs = begun.each_mut().map(|(web, service)| sign_in(web, service));
    let [(earlier, _), (later, _)] = &mut begun;
    ends_at(earlier, &backs[0], 403, FOREIGN);
    ends_at(later, &backs[1], 200, DONE);
    ends_at(earlier, &backs[0], 410, "This link has already been used");
    chat.is_mine();
    let output = chat.ends_well();
    assert_eq!(output.matches("✅ Linked").count(), 1, "{output}");
}

/// Codes of the attacker's invention. The service gets three of them, and then
/// the link has ended, also for a good code.
#[test]
fn made_up_codes_end_the_link() {
    let (place, mut chat, link) = offered();
    let mut web = browser(&place);
    let service = go_on(&mut web, &link);
    let state = parameter(&service, "state");
    let good = sign_in(&mut web, &service);
    for number in 0..20 {
        let (status, says) = match number {
            0..3 => (503, FAILED),
            _ => (410, "This link has already been used"),
        };
        let junk = callback(&format!("code=junk{number}&state={state}"));
        ends_at(&mut web, &junk, status, says);
    }
    ends_at(&mut web, &good, 410, "This link has already been used");
    assert_eq!(web.get(&link).status, 410);
    chat.ask("/status", "No KallyAI account is linked.");
    chat.ends_well();
}

/// The form of the first page, from elsewhere or with other cookies.
#[test]
fn only_the_page_in_its_own_browser_goes_on() {
    let (place, chat, link) = offered();
    let mut web = browser(&place);
    let form = web::filled(&web.get(&link), &[]);
    let (name, value) = web.cookies.first_key_value().unwrap();
    let (id, _) = value.split_once('.').unwrap();
    let own = format!("{name}={value}");
    let made_up = format!("{name}={id}.{}", "A".repeat(43));
    assert!(name.starts_with("__Host-"), "{name}");
    for cookie in [
        String::new(),
        // A cookie that another host of the same domain can set.
        own.replace("__Host-", ""),
        own.replace("__Host-", "__Secure-"),
        made_up.clone(),
        format!("{made_up}; {own}"),
        format!("{own}; {made_up}"),
    ] {
        let mut other = browser(&place);
        other.extra = vec![("cookie", cookie.clone())];
        let answer = other.post(&link, &form);
        assert_eq!(answer.status, 403, "{cookie}: {answer:?}");
    }
    for csrf in ["", &"A".repeat(43)] {
        let form = [("csrf".to_owned(), csrf.to_owned())];
        assert_eq!(web.post(&link, &form).status, 403, "{csrf:?}");
    }
    for origin in [
        "http://bridge.example",
        "https://bridge.example:8443",
        "https://bridge.example.evil.example",
        "https://other.bridge.example",
    ] {
        web.extra = vec![("origin", origin.to_owned())];
        assert_eq!(web.post(&link, &form).status, 403, "{origin}");
    }
    web.extra.clear();
    let service = web.post(&link, &form).leads_to();
    assert!(service.starts_with(&place.sandbox.url), "{service}");
    drop(chat);
}

/// Ana's code was not spent, since her browser lost its cookie. Ben finds it,
/// as in the log of a proxy, and brings it back in a session of his own.
#[cfg(feature = "telegram")]
#[test]
fn somebody_elses_code_links_nothing() {
    use crate::telegram::stage::{ANA, BEN, Stage};
    let stage = Stage::new("")
        .variable("KALLY_LINKING__MODE", "code")
        .variable("KALLY_LINKING__CLIENT_ID", "bridge")
        .variable("KALLY_LINKING__CLIENT_SECRET", "hush-hush")
        .variable("KALLY_LINKING__PUBLIC_URL", "https://bridge.example");
    stage.run();
    let begun = [(ANA, "ana"), (BEN, "john")].map(|(person, account)| {
        let seat = stage.private(person);
        let offer = seat.ask("/login", "Here you can link your KallyAI account.");
        let mut web = browser(&stage.place);
        let service = go_on(&mut web, &offer.address("Link my account").unwrap());
        let back = sign_in_as(&mut web, &service, account);
        (seat, web, back)
    });
    let [(ana, _, hers), (ben, mut his_web, his)] = begun;
    ends_at(&mut browser(&stage.place), &hers, 403, FOREIGN);
    let stolen = his.replace(&parameter(&his, "code"), &parameter(&hers, "code"));
    ends_at(&mut his_web, &stolen, 503, FAILED);
    for seat in [&ana, &ben] {
        seat.ask("/status", "No KallyAI account is linked.");
    }
    // His own code still works, for his own account.
    ends_at(&mut his_web, &his, 200, DONE);
    ben.hears("60 minutes left");
    stage.ends_well(0);
}

/// The end of a sign-in on this machine, which nobody has asked for here.
#[test]
fn tokens_that_are_pasted_are_not_used() {
    let (_place, mut chat, link) = offered();
    let state = link.rsplit_once('/').unwrap().1.to_owned();
    for state in [state, "A".repeat(43)] {
        let tokens = "access_token=mine-a&refresh_token=mine-r&expires_in=3600";
        chat.say(&format!(
            "http://localhost:8976/callback?{tokens}&state={state}"
        ));
        chat.hears("please delete it yourself");
        chat.hears("Accounts are linked on my own page here");
    }
    chat.ask("/status", "No KallyAI account is linked.");
    chat.ends_well();
}

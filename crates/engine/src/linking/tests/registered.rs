//! With a registered client: the person agrees on our page first, and only the
//! browser in which they did can finish.

use super::refusals::comes_back;
use super::*;

const FOREIGN: &str = "belongs to another browser";

async fn rig() -> (Rig, Offer) {
    let rig = Rig::with(registered()).await;
    let offer = rig.login().await;
    (rig, offer)
}

#[tokio::test]
async fn the_link_names_a_secret_that_is_not_stored() {
    let (rig, offer) = rig().await;
    let secret = offer.url.path().strip_prefix("/link/").expect("our page");
    assert_eq!((secret.len(), offer.url.query()), (43, None));
    assert!(session::is_state(secret));
    assert!(!format!("{:?}", offer.record).contains(secret));
    // The stored hash leads nowhere.
    let stored = format!("/link/{}", offer.record.id.0);
    let page = rig.browser().get(&stored).await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("recognise this link"));
    for guessed in [
        "A".repeat(43),
        "A".repeat(4000),
        "%00".repeat(43),
        secret[1..].to_owned(),
    ] {
        let page = rig.browser().get(&format!("/link/{guessed}")).await;
        assert_eq!(page.status, 404, "{guessed}");
        assert!(page.headers.get("set-cookie").is_none());
    }
    rig.assert_untouched(&offer).await;
}

#[tokio::test]
async fn looking_changes_nothing() {
    let (rig, offer) = rig().await;
    for _ in 0..3 {
        let mut preview = rig.browser();
        assert_eq!(preview.head(offer.url.as_str()).await.status, 200);
        assert!(preview.cookies.is_empty());
        assert_eq!(preview.get(offer.url.as_str()).await.status, 200);
    }
    rig.assert_untouched(&offer).await;
    let mut browser = rig.browser();
    let back = rig.begin(&mut browser, &offer).await;
    let begun = rig.stage(&offer).await;
    assert_eq!(browser.head(back.as_str()).await.status, 200);
    browser.extra = vec![("sec-purpose", "prefetch;prerender".to_owned())];
    assert_eq!(browser.get(back.as_str()).await.status, 503);
    browser.extra.clear();
    assert_eq!(rig.stage(&offer).await, begun);
    let answer = browser.get(back.as_str()).await;
    assert_eq!(answer.location().path(), "/link/done");
}

/// Presses *Continue* after `change`; the answer must be a refusal.
async fn pressed(change: impl FnOnce(&mut Browser, &mut Vec<(String, String)>)) {
    let (rig, offer) = rig().await;
    let mut browser = rig.browser();
    let page = browser.get(offer.url.as_str()).await;
    let mut form = page.form(&[]);
    let cookies = browser.cookies.clone();
    change(&mut browser, &mut form);
    let answer = browser.post(page.url.clone(), &form).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert!(answer.body.contains(FOREIGN));
    rig.assert_untouched(&offer).await;
    // The person whose page it is loses nothing.
    browser.cookies = cookies;
    browser.extra.clear();
    let answer = browser.post(page.url.clone(), &page.form(&[])).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn only_our_own_page_goes_on() {
    pressed(|browser, _| browser.cookies.clear()).await;
    pressed(|_, form| form[0].1 = "A".repeat(43)).await;
    pressed(|_, form| form[0].1.clear()).await;
    pressed(|browser, _| browser.extra = vec![("origin", "https://evil.example".to_owned())]).await;
    pressed(|browser, _| browser.extra = vec![("sec-fetch-site", "cross-site".to_owned())]).await;
    pressed(|browser, _| browser.extra = vec![("sec-fetch-site", "same-site".to_owned())]).await;
    pressed(|browser, _| {
        for value in browser.cookies.values_mut() {
            let (id, _) = value.split_once('.').unwrap();
            *value = format!("{id}.{}", "A".repeat(43));
        }
    })
    .await;
}

/// Somebody sends their own link, with a page that presses its button by
/// itself: the token of their page is not the one of the victim's browser.
#[tokio::test]
async fn nobody_presses_for_another() {
    let (rig, offer) = rig().await;
    let (mut attacker, mut victim) = (rig.browser(), rig.browser());
    let theirs = attacker.get(offer.url.as_str()).await.form(&[]);
    let answer = victim.post(offer.url.clone(), &theirs).await;
    assert_eq!(answer.status, 403, "without ever having looked");
    victim.get(offer.url.as_str()).await;
    let answer = victim.post(offer.url.clone(), &theirs).await;
    assert_eq!(answer.status, 403);
    rig.assert_untouched(&offer).await;
}

#[tokio::test]
async fn the_answer_belongs_to_the_browser_that_began() {
    let (rig, offer) = rig().await;
    let ben = rig.login_of("5", "Ben", None).await;
    let (mut hers, mut his) = (rig.browser(), rig.browser());
    let back = rig.begin(&mut hers, &offer).await;
    let begun = rig.stage(&offer).await;
    comes_back(&mut rig.browser(), back.as_str(), 403, FOREIGN).await;
    his.get(offer.url.as_str()).await;
    comes_back(&mut his, back.as_str(), 403, FOREIGN).await;
    // His own session, her answer: her account does not become his, and his
    // does not become hers.
    let his_back = rig.begin(&mut his, &ben).await;
    comes_back(&mut his, back.as_str(), 403, FOREIGN).await;
    comes_back(&mut hers, his_back.as_str(), 403, FOREIGN).await;
    // Her state with his code, and the other way round.
    let swapped = |url: &Url, other: &Url| {
        let (code, state) = (parameter(url, "code"), parameter(other, "state"));
        format!("/callback?code={code}&state={state}")
    };
    comes_back(&mut his, &swapped(&his_back, &back), 403, FOREIGN).await;
    for state in ["A".repeat(43), offer.record.id.0.clone(), String::new()] {
        let code = parameter(&back, "code");
        let forged = format!("/callback?code={code}&state={state}");
        let answer = hers.get(&forged).await;
        assert_ne!(answer.location().path(), "/link/done", "{state}");
    }
    assert_eq!(rig.stage(&offer).await, begun);
    assert_eq!(rig.account().await, None);
    let answer = hers.get(back.as_str()).await;
    assert_eq!(answer.location().path(), "/link/done");
}

#[tokio::test]
async fn of_two_browsers_the_one_that_went_on_last_finishes() {
    let (rig, offer) = rig().await;
    let (mut first, mut second) = (rig.browser(), rig.browser());
    let one = rig.begin(&mut first, &offer).await;
    let two = rig.begin(&mut second, &offer).await;
    assert_ne!(parameter(&one, "state"), parameter(&two, "state"));
    comes_back(&mut first, one.as_str(), 403, FOREIGN).await;
    assert_eq!(
        second.get(two.as_str()).await.location().path(),
        "/link/done"
    );
    rig.mine().await;
    let account = rig.account().await;
    comes_back(
        &mut first,
        one.as_str(),
        410,
        "This link has already been used",
    )
    .await;
    assert_eq!(first.get(offer.url.as_str()).await.status, 410);
    assert_eq!(rig.account().await, account);
}

#[tokio::test]
async fn an_answer_counts_once() {
    let (rig, offer) = rig().await;
    let mut browser = rig.browser();
    let back = rig.begin(&mut browser, &offer).await;
    let told = rig.said("4711").await.len();
    let visits = (0..8).map(|_| {
        let mut browser = browser.again();
        let back = back.clone();
        async move {
            browser
                .get(back.as_str())
                .await
                .location()
                .path()
                .to_owned()
        }
    });
    for place in futures::future::join_all(visits).await {
        assert_eq!(place, "/link/done", "whoever loads it again sees the same");
    }
    assert!(rig.will_ask().await, "once");
    let stage = rig.stage(&offer).await;
    // Another browser, with a well-formed cookie but without its secret.
    let mut other = rig.browser();
    let forged = format!("{}.{}", offer.record.id.0, "A".repeat(43));
    other.cookies.insert("kally-link".to_owned(), forged);
    comes_back(
        &mut other,
        back.as_str(),
        410,
        "This link has already been used",
    )
    .await;
    comes_back(&mut rig.browser(), back.as_str(), 403, FOREIGN).await;
    assert_eq!(rig.stage(&offer).await, stage);
    assert_eq!(rig.said("4711").await.len(), told);
    assert!(rig.will_ask().await, "once");
}

#[tokio::test]
async fn pressing_twice_leads_to_the_same_place() {
    let (rig, offer) = rig().await;
    let mut browser = rig.browser();
    let once = rig.go_on(&mut browser, &offer).await;
    let twice = rig.go_on(&mut browser, &offer).await;
    assert_eq!(once, twice);
    let back = rig.approve(&mut browser, &once, "approve").await;
    assert_eq!(
        browser.get(back.as_str()).await.location().path(),
        "/link/done"
    );
}

#[tokio::test]
async fn it_expires_at_every_step() {
    let (rig, offer) = rig().await;
    let mut browser = rig.browser();
    let page = browser.get(offer.url.as_str()).await;
    let back = rig.begin(&mut browser, &offer).await;
    rig.clock.advance(EXPIRES);
    let expired = "This link has expired";
    for answer in [
        browser.get(offer.url.as_str()).await,
        browser.post(page.url.clone(), &page.form(&[])).await,
    ] {
        assert_eq!(answer.status, 410);
        assert!(answer.body.contains(expired));
    }
    comes_back(&mut browser, back.as_str(), 410, expired).await;
    assert_eq!(rig.account().await, None);
}

#[tokio::test]
async fn a_refusal_or_a_wrong_code_can_be_mended() {
    let (rig, offer) = rig().await;
    let mut browser = rig.browser();
    let service = rig.go_on(&mut browser, &offer).await;
    let denied = rig.approve(&mut browser, &service, "deny").await;
    comes_back(
        &mut browser,
        denied.as_str(),
        400,
        "KallyAI did not sign you in",
    )
    .await;
    let state = parameter(&denied, "state");
    for (query, status) in [
        (format!("state={state}&code=wrong"), 503),
        (format!("state={state}&code="), 400),
        (format!("state={state}&access_token=a&refresh_token=b"), 400),
        (format!("state={state}&code=a&code=b"), 400),
        (
            format!("state={state}&error=%3Cscript%3Ealert(1)%3C/script%3E"),
            400,
        ),
    ] {
        let mut here = browser.again();
        let answer = here.get(&format!("/callback?{query}")).await;
        assert_eq!(answer.status, 303);
        let page = here.get(answer.location().as_str()).await;
        assert_eq!(page.status, status, "{query}");
        assert!(!page.body.contains("alert"), "{query}");
    }
    assert_eq!(rig.account().await, None);
    let back = rig.approve(&mut browser, &service, "approve").await;
    assert_eq!(
        browser.get(back.as_str()).await.location().path(),
        "/link/done"
    );
}

/// Somebody gets hold of a code that was not exchanged, as a proxy's log shows
/// it, and brings it back in a session of their own.
#[tokio::test]
async fn a_code_is_worth_nothing_in_another_session() {
    let (rig, offer) = rig().await;
    let ben = rig.login_of("5", "Ben", None).await;
    let (mut hers, mut his) = (rig.browser(), rig.browser());
    let back = rig.begin(&mut hers, &offer).await;
    let his_back = rig.begin(&mut his, &ben).await;
    let (code, state) = (parameter(&back, "code"), parameter(&his_back, "state"));
    let stolen = format!("/callback?code={code}&state={state}");
    comes_back(&mut his, &stolen, 503, "That did not work").await;
    let linked = read_one::<AccountRecord>(&*rig.store, &conversation("5").chat_user()).await;
    assert_eq!(linked.unwrap().into_record(), None);
    let answer = his.get(his_back.as_str()).await;
    assert_eq!(
        answer.location().path(),
        "/link/done",
        "his own still works"
    );
}

#[tokio::test]
async fn a_session_ends_after_three_refused_codes() {
    let (rig, offer) = rig().await;
    let mut browser = rig.browser();
    let back = rig.begin(&mut browser, &offer).await;
    let state = parameter(&back, "state");
    for _ in 0..2 {
        let junk = format!("/callback?code=junk&state={state}");
        comes_back(&mut browser, &junk, 503, "That did not work").await;
    }
    // In another browser they still count.
    let mut other = rig.browser();
    let there = rig.begin(&mut other, &offer).await;
    let junk = format!("/callback?code=junk&state={}", parameter(&there, "state"));
    comes_back(&mut other, &junk, 503, "That did not work").await;
    for browser in [&mut browser, &mut other] {
        comes_back(
            browser,
            there.as_str(),
            410,
            "This link has already been used",
        )
        .await;
        assert_eq!(browser.get(offer.url.as_str()).await.status, 410);
    }
    assert_eq!(rig.account().await, None);
}

#[tokio::test]
async fn a_service_that_does_not_know_pkce_signs_in_without() {
    let (rig, offer) = rig().await;
    let mut browser = rig.browser();
    let onward = rig.go_on(&mut browser, &offer).await;
    assert_eq!(parameter(&onward, "code_challenge_method"), "S256");
    let state = parameter(&onward, "state");
    // Not for a refusal in another browser, nor for another reason.
    let refused = format!("/callback?error=invalid_request&state={state}");
    comes_back(&mut rig.browser(), &refused, 403, FOREIGN).await;
    let denied = format!("/callback?error=access_denied&state={state}");
    comes_back(&mut browser, &denied, 400, "KallyAI did not sign you in").await;
    assert_eq!(rig.go_on(&mut browser, &offer).await, onward);

    comes_back(&mut browser, &refused, 503, "That did not work").await;
    let plain = rig.go_on(&mut browser, &offer).await;
    assert!(
        !plain.query().unwrap().contains("code_challenge"),
        "{plain}"
    );
    let back = rig.approve(&mut browser, &plain, "approve").await;
    let answer = browser.get(back.as_str()).await;
    assert_eq!(answer.location().path(), "/link/done");
}

/// If the service sends anything else than tokens, the person sees a page and
/// can go on.
#[tokio::test]
async fn a_service_that_answers_nonsense_links_nothing() {
    let long = "x".repeat(1024 * 1024);
    let pair = |access: &str, life: &str| {
        format!(r#"{{"access_token":"{access}","refresh_token":"r","expires_in":{life}}}"#)
    };
    for body in [
        String::new(),
        "<html>".to_owned(),
        "[]".to_owned(),
        r#"{"access_token": 5}"#.to_owned(),
        pair("", "3600"),
        pair("a b", "3600"),
        pair(&long, "3600"),
        pair(&"x".repeat(17_000), "3600"),
        format!("{{\"access_token\":\"a\",{}", " ".repeat(100)),
    ] {
        let rig = Rig::over(registered(), Some(body.clone())).await;
        let offer = rig.login().await;
        let mut browser = rig.browser();
        let onward = rig.go_on(&mut browser, &offer).await;
        let back = format!("/callback?code=c&state={}", parameter(&onward, "state"));
        comes_back(&mut browser, &back, 503, "That did not work").await;
        assert_eq!(rig.account().await, None, "{:.40}", body);
    }
    for life in [
        "-5",
        "1e300",
        "0",
        "\"soon\"",
        "null",
        "99999999999999999999",
    ] {
        let rig = Rig::over(registered(), Some(pair("a", life))).await;
        let offer = rig.login().await;
        let mut browser = rig.browser();
        let onward = rig.go_on(&mut browser, &offer).await;
        let back = format!("/callback?code=c&state={}", parameter(&onward, "state"));
        assert_eq!(
            browser.get(&back).await.location().path(),
            "/link/done",
            "{life}"
        );
        rig.mine().await;
        let account = rig.account().await.expect("linked");
        let open = open_pair(&rig.keyring, &ana(), Purpose::Account, &account.sealed).unwrap();
        let lasts = open.expires_at - at(0);
        assert!(
            (0..=30 * 86_400).contains(&lasts.num_seconds()),
            "{life}: {lasts}"
        );
    }
}

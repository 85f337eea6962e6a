//! The attempts that must fail, and the content of every answer.

use super::*;

/// A pair of tokens as the service would put it into an address.
fn tokens(state: &str) -> String {
    format!("/callback?access_token=stolen-a&refresh_token=stolen-r&expires_in=3600&state={state}")
}

/// The callback sends the browser on at once, to a page with this text.
pub(super) async fn check(rig: &Rig, address: &str, status: u16, says: &str) {
    comes_back(&mut rig.browser(), address, status, says).await;
}

pub(super) async fn comes_back(browser: &mut Browser, address: &str, status: u16, says: &str) {
    let answer = browser.get(address).await;
    assert_eq!(answer.status, 303, "{address}");
    assert!(answer.headers.get("set-cookie").is_none(), "{address}");
    assert_eq!(answer.location().query(), None, "{address}");
    let page = browser.get(answer.location().as_str()).await;
    assert_eq!(page.status, status, "{address}");
    assert!(page.body.contains(says), "{address}: {}", page.body);
    assert!(page.headers.get("set-cookie").is_none(), "{address}");
}

#[tokio::test]
async fn a_state_must_be_ours() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let (state, other) = (offer.state(), "A".repeat(43));
    let unknown = "recognise this link";
    check(&rig, "/callback", 404, unknown).await;
    check(
        &rig,
        "/callback?access_token=a&refresh_token=b",
        404,
        unknown,
    )
    .await;
    check(&rig, &tokens(""), 404, unknown).await;
    check(&rig, &tokens(&other), 404, unknown).await;
    check(&rig, &tokens(&state[1..]), 404, unknown).await;
    // The hash that is stored opens nothing.
    check(&rig, &tokens(&offer.record.id.0), 404, unknown).await;
    rig.assert_untouched(&offer).await;
}

#[tokio::test]
async fn what_comes_must_be_whole() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let state = offer.state();
    let failed = "That did not work";
    for address in [
        format!("/callback?state={state}"),
        format!("/callback?state={state}&access_token=a"),
        format!("/callback?state={state}&code=c"),
        format!("{}&state={state}", tokens(&state)),
        format!("{}&access_token=mine", tokens(&state)),
        format!("/callback?state={state}&access_token=%0a&refresh_token=b"),
        format!("{}&x={}", tokens(&state), "x".repeat(40_000)),
    ] {
        check(&rig, &address, 400, failed).await;
    }
    rig.assert_untouched(&offer).await;
    let rig = Rig::with(registered()).await;
    let offer = rig.login().await;
    let foreign = "belongs to another browser";
    check(&rig, &tokens(&"A".repeat(43)), 403, foreign).await;
    rig.assert_untouched(&offer).await;
}

#[tokio::test]
async fn a_link_expires_at_every_step() {
    let rig = Rig::new().await;
    let (early, late) = (rig.login().await, rig.login_of("5", "Ben", None).await);
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &late).await;
    rig.clock.advance(EXPIRES);
    let expired = "This link has expired";
    check(&rig, &tokens(&early.state()), 410, expired).await;
    let form = page.form(&[("decision", "link")]);
    let answer = browser.post(page.url.clone(), &form).await;
    assert_eq!(answer.status, 410);
    assert!(answer.body.contains(expired));
    rig.assert_untouched(&early).await;
    rig.clock.advance(1);
    let forgetting = forget_ended(rig.store.clone(), rig.keyring.clone(), rig.clock.clone());
    rig.tasks.spawn(forgetting);
    for offer in [&early, &late] {
        let gone = async {
            while rig.link(&offer.record.id).await.is_some() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let gone = tokio::time::timeout(Duration::from_secs(10), gone).await;
        gone.expect("they are forgotten, with their tokens");
    }
    let unknown = "recognise this link";
    check(&rig, &tokens(&early.state()), 404, unknown).await;
    let token = rig.accounts.token(&late.record.user).await;
    assert!(matches!(token, Err(AccountError::NotLinked)), "{token:?}");
}

#[tokio::test]
async fn a_link_works_once() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &offer).await;
    let received = rig.stage(&offer).await;
    let used = "This link has already been used";
    check(&rig, &tokens(&offer.state()), 410, used).await;
    assert_eq!(rig.stage(&offer).await, received, "nothing is written over");
    let form = page.form(&[("decision", "link")]);
    let cookies = browser.cookies.clone();
    assert_eq!(browser.post(page.url.clone(), &form).await.status, 303);
    rig.mine().await;
    let account = rig.account().await;
    // Pressed twice in that browser: nothing happens, and it is not an error.
    browser.cookies = cookies.clone();
    let told = rig.said("4711").await.len();
    let again = browser.post(page.url.clone(), &form).await;
    assert_eq!((again.status, again.location().path()), (303, "/link/done"));
    browser.cookies = cookies;
    assert!(
        browser
            .get("/link/confirm")
            .await
            .body
            .contains("<h1>Signed in</h1>")
    );
    for value in browser.cookies.values_mut() {
        *value = format!("{}.{}", offer.record.id.0, "A".repeat(43));
    }
    let other = browser.post(page.url.clone(), &form).await;
    assert_eq!(other.status, 410);
    assert!(other.body.contains(used));
    check(&rig, &tokens(&offer.state()), 410, used).await;
    assert_eq!(rig.account().await, account);
    assert_eq!(rig.said("4711").await.len(), told);
}

#[tokio::test]
async fn of_several_at_once_one_wins() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let back = rig.sign_in(&mut browser, &offer, "approve").await;
    let visits = futures::future::join_all((0..8).map(|_| {
        let mut browser = rig.browser();
        let back = back.clone();
        async move {
            let answer = browser.get(back.as_str()).await;
            (answer.location().path().to_owned(), browser)
        }
    }))
    .await;
    let mut winners: Vec<_> = visits
        .into_iter()
        .filter(|(place, _)| place == "/link/confirm")
        .map(|(_, browser)| browser)
        .collect();
    assert_eq!(winners.len(), 1);
    let page = winners[0].get("/link/confirm").await;
    let form = page.form(&[("decision", "link")]);
    let presses = (0..8).map(|_| {
        let mut browser = rig.browser();
        browser.cookies = winners[0].cookies.clone();
        let (url, form) = (page.url.clone(), form.clone());
        async move {
            let answer = browser.post(url, &form).await;
            (answer.status, answer.location().path().to_owned())
        }
    });
    for pressed in futures::future::join_all(presses).await {
        assert_eq!(pressed, (303, "/link/done".to_owned()));
    }
    assert!(rig.will_ask().await, "said once");
}

/// Presses the button after `change`; the answer must be a refusal.
async fn pressed(change: impl FnOnce(&mut Browser, &mut Vec<(String, String)>)) {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &offer).await;
    let before = rig.stage(&offer).await;
    let mut form = page.form(&[("decision", "link")]);
    let cookies = browser.cookies.clone();
    change(&mut browser, &mut form);
    let answer = browser.post(page.url.clone(), &form).await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    assert!(answer.body.contains("belongs to another browser"));
    assert_eq!(rig.stage(&offer).await, before);
    assert_eq!(rig.account().await, None);
    // The person whose page it is loses nothing.
    browser.cookies = cookies;
    browser.extra.clear();
    let form = page.form(&[("decision", "link")]);
    assert_eq!(browser.post(page.url.clone(), &form).await.status, 303);
}

#[tokio::test]
async fn only_the_browser_that_signed_in_confirms() {
    pressed(|browser, _| browser.cookies.clear()).await;
    pressed(|browser, _| {
        for value in browser.cookies.values_mut() {
            let (id, secret) = value.split_once('.').unwrap();
            *value = format!("{id}.{}{}", "A".repeat(42), &secret[42..]);
        }
    })
    .await;
    pressed(|browser, _| {
        for value in browser.cookies.values_mut() {
            value.push('A');
        }
    })
    .await;
    pressed(|_, form| form[0].1 = "A".repeat(43)).await;
    pressed(|_, form| form[0].1.clear()).await;
    pressed(|browser, _| browser.extra = vec![("origin", "https://evil.example".to_owned())]).await;
    pressed(|browser, _| browser.extra = vec![("sec-fetch-site", "cross-site".to_owned())]).await;
}

#[tokio::test]
async fn real_browsers_hide_the_origin_and_may_confirm() {
    for origin in ["null", "own"] {
        let rig = Rig::new().await;
        let offer = rig.login().await;
        let mut browser = rig.browser();
        let page = rig.confirmation(&mut browser, &offer).await;
        let own = rig.base.origin().ascii_serialization();
        let origin = if origin == "own" {
            own
        } else {
            origin.to_owned()
        };
        browser.extra = vec![
            ("origin", origin),
            ("sec-fetch-site", "same-origin".to_owned()),
        ];
        let form = page.form(&[("decision", "link")]);
        assert_eq!(browser.post(page.url.clone(), &form).await.status, 303);
    }
}

#[tokio::test]
async fn another_session_cannot_be_confirmed() {
    let rig = Rig::new().await;
    let (ana, ben) = (rig.login().await, rig.login_of("5", "Ben", None).await);
    let (mut hers, mut his) = (rig.browser(), rig.browser());
    let her_page = rig.confirmation(&mut hers, &ana).await;
    rig.confirmation(&mut his, &ben).await;
    let form = her_page.form(&[("decision", "link")]);
    assert_eq!(his.post(her_page.url.clone(), &form).await.status, 403);
    // His secret under her session's id.
    let (name, value) = his.cookies.pop_first().unwrap();
    let secret = value.split_once('.').unwrap().1.to_owned();
    his.cookies
        .insert(name, format!("{}.{secret}", ana.record.id.0));
    assert_eq!(his.get("/link/confirm").await.status, 403);
    assert_eq!(his.post(her_page.url.clone(), &form).await.status, 403);
    assert_eq!(rig.account().await, None);
}

#[tokio::test]
async fn looking_ahead_consumes_nothing() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let back = rig.sign_in(&mut browser, &offer, "approve").await;
    assert_eq!(browser.head(back.as_str()).await.status, 200);
    rig.assert_untouched(&offer).await;
    for (name, value) in [
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("x-moz", "prefetch"),
    ] {
        browser.extra = vec![(name, value.to_owned())];
        assert_eq!(browser.get(back.as_str()).await.status, 503, "{name}");
        rig.assert_untouched(&offer).await;
    }
    assert!(browser.cookies.is_empty());
    browser.extra.clear();
    assert_eq!(browser.get(back.as_str()).await.status, 303);
    assert_eq!(browser.head("/link/confirm").await.status, 200);
    let page = browser.get("/link/confirm").await;
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn forms_are_bounded_and_have_their_form() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &offer).await;
    let before = rig.stage(&offer).await;
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let csrf = page.form(&[])[0].1.clone();
    for form in [
        vec![],
        vec![field("csrf", &csrf)],
        vec![field("decision", "link")],
        vec![field("csrf", &csrf), field("decision", "maybe")],
        vec![
            field("csrf", &csrf),
            field("decision", "link"),
            field("x", &"x".repeat(5000)),
        ],
    ] {
        let answer = browser.post(page.url.clone(), &form).await;
        assert_eq!(answer.status, 400, "{form:?}");
    }
    assert_eq!(rig.stage(&offer).await, before);
}

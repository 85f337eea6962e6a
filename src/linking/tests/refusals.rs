//! What must not work, and what every answer carries.

use super::*;

/// A pair of tokens as the service would put it into an address.
fn tokens(state: &str) -> String {
    format!("/callback?access_token=stolen-a&refresh_token=stolen-r&expires_in=3600&state={state}")
}

async fn check(rig: &Rig, address: &str, status: u16, says: &str) {
    let page = rig.browser().get(address).await;
    assert_eq!(page.status, status, "{address}");
    assert!(page.body.contains(says), "{address}: {}", page.body);
    assert!(page.headers.get("set-cookie").is_none(), "{address}");
}

#[tokio::test]
async fn a_state_must_be_ours() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let (state, other) = (offer.state(), "A".repeat(43));
    let unknown = "This link is not known";
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
    check(&rig, &tokens(&offer.state()), 400, failed).await;
    let wrong = format!("/callback?state={}&code=wrong", offer.state());
    check(&rig, &wrong, 503, failed).await;
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
    assert_eq!(rig.link(&early.record.id).await, None, "it is forgotten");
    let form = page.form(&[("decision", "link")]);
    let answer = browser.post(page.url.clone(), &form).await;
    assert_eq!(answer.status, 410);
    assert!(answer.body.contains(expired));
    assert_eq!(rig.link(&late.record.id).await, None, "with its tokens");
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
    let used = "This link was used";
    check(&rig, &tokens(&offer.state()), 410, used).await;
    assert_eq!(rig.stage(&offer).await, received, "nothing is written over");
    let form = page.form(&[("decision", "link")]);
    let cookies = browser.cookies.clone();
    assert_eq!(browser.post(page.url.clone(), &form).await.status, 303);
    let account = rig.account().await;
    browser.cookies = cookies;
    let told = rig.said("4711").await.len();
    let again = browser.post(page.url.clone(), &form).await;
    assert_eq!(again.status, 410);
    assert!(again.body.contains(used));
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
        async move { (browser.get(back.as_str()).await.status, browser) }
    }))
    .await;
    let mut winners: Vec<_> = visits
        .into_iter()
        .filter(|(status, _)| *status == 303)
        .map(|(_, browser)| browser)
        .collect();
    assert_eq!(winners.len(), 1);
    let page = winners[0].get("/link/confirm").await;
    let form = page.form(&[("decision", "link")]);
    let told = rig.said("4711").await.len();
    let presses = (0..8).map(|_| {
        let mut browser = rig.browser();
        browser.cookies = winners[0].cookies.clone();
        let (url, form) = (page.url.clone(), form.clone());
        async move { browser.post(url, &form).await.status }
    });
    let mut statuses = futures::future::join_all(presses).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410, 410, 410, 410, 410, 410, 410]);
    assert_eq!(rig.said("4711").await.len(), told + 1, "said once");
}

/// Presses the button as `change` makes it, and must be refused.
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
    // Nothing is lost for the one whose page it is.
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

#[tokio::test]
async fn every_answer_carries_its_headers() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let back = rig.sign_in(&mut browser, &offer, "approve").await;
    let mut answers = vec![
        browser.head(back.as_str()).await,
        browser.get(back.as_str()).await,
        browser.get("/link/confirm").await,
    ];
    let cookie = answers[1].header("set-cookie").to_owned();
    for part in [
        "; Path=/;",
        "; HttpOnly",
        "; SameSite=Lax",
        "; Max-Age=600;",
    ] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Secure"), "over http it would not be kept");
    let url = rig.base.join("/link/confirm").unwrap();
    let form = answers[2].form(&[("decision", "link")]);
    answers.push(browser.post(url.clone(), &[]).await);
    answers.push(browser.post(url.clone(), &form).await);
    answers.push(browser.post(url, &form).await);
    for path in [
        "/health",
        "/link/done",
        "/link/declined",
        "/nowhere",
        "/callback",
    ] {
        answers.push(browser.get(path).await);
    }
    let wrong = rig.base.join("/callback").unwrap();
    answers.push(browser.post(wrong, &[]).await);
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(
        statuses,
        [200, 303, 200, 400, 303, 403, 200, 200, 200, 404, 404, 405]
    );
    for answer in &answers {
        let url = &answer.url;
        assert_eq!(answer.header("cache-control"), "no-store", "{url}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{url}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{url}");
        assert!(answer.header("x-robots-tag").contains("noindex"), "{url}");
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "style-src 'sha256-",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{url} {part}");
        }
        assert!(!answer.body.contains("<script"), "{url}");
    }
    let health = &answers[6];
    assert_eq!(health.body, "ok");
}

/// The browser refuses a style whose hash is not the policy's.
#[tokio::test]
async fn the_style_is_the_one_that_the_policy_allows() {
    use base64::Engine as _;
    use sha2::Digest as _;
    let rig = Rig::new().await;
    let page = rig.browser().get("/link/done").await;
    let (_, rest) = page.body.split_once("<style>").unwrap();
    let (style, _) = rest.split_once("</style>").unwrap();
    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(style));
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
}

//! Thousands of requests: bounded, with a clear answer, and without harm to
//! others.

use super::*;

#[tokio::test]
async fn a_person_gets_so_many_links_and_then_has_to_wait() {
    let rig = Rig::new().await;
    for _ in 0..5 {
        rig.login().await;
    }
    let before = rig.said("4711").await.len();
    for _ in 0..12 {
        let asks = rig.says(conversation("4711"), "/login").await;
        rig.bridge.handle(&asks).await.unwrap();
    }
    let refused = rig.said("4711").await.split_off(before);
    assert_eq!(refused.len(), 12);
    for reply in refused {
        let text = reply.body.to_plain();
        assert!(text.contains("You have asked for a lot of links"), "{text}");
        assert!(text.contains("2 minutes"), "{text}");
    }
    rig.login_of("5", "Ben", None).await;
    rig.clock.advance(121);
    rig.login().await;
}

#[tokio::test]
async fn an_address_gets_so_many_pages_and_then_has_to_wait() {
    let rig = Rig::new().await;
    let mut browser = rig.browser();
    let mut statuses = Vec::new();
    for _ in 0..70 {
        statuses.push(browser.get("/link/done").await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 60);
    let refused = browser.get("/callback?state=x").await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), "1");
    assert!(refused.body.contains("Too many requests"));
    assert!(
        refused
            .header("content-security-policy")
            .contains("frame-ancestors")
    );
    assert_eq!(
        browser.get("/health").await.status,
        200,
        "whoever watches is let in"
    );
    let mut other = rig.browser();
    other.extra = vec![("x-forwarded-for", "198.51.100.7".to_owned())];
    assert_eq!(other.get("/link/done").await.status, 200);
    rig.clock.advance(2);
    assert_eq!(browser.get("/link/done").await.status, 200);
}

/// A page elsewhere whose name resolves to this machine gets nothing.
#[tokio::test]
async fn on_this_machine_only_its_own_names_are_answered() {
    let rig = Rig::new().await;
    let mut browser = rig.browser();
    for (host, status) in [
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example:8976", 421),
        ("localhost", 200),
        ("LOCALHOST:8976", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8976", 200),
    ] {
        browser.extra = vec![("host", host.to_owned())];
        assert_eq!(browser.get("/link/done").await.status, status, "{host}");
    }
}

/// Behind a proxy the name may be anything; the pages build nothing from it.
#[tokio::test]
async fn no_name_that_is_sent_leads_anywhere() {
    let rig = Rig::with(registered()).await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    browser.extra = vec![
        ("host", "evil.example".to_owned()),
        ("x-forwarded-host", "evil.example".to_owned()),
        ("x-forwarded-proto", "javascript".to_owned()),
        ("forwarded", "host=evil.example".to_owned()),
    ];
    let page = browser.get(offer.url.as_str()).await;
    let onward = browser.post(page.url.clone(), &page.form(&[])).await;
    assert_eq!(onward.status, 303);
    assert!(!page.body.contains("evil") && !onward.header("location").contains("evil"));
    let asked = parameter(&onward.location(), "redirect_uri");
    assert_eq!(asked, rig.base.join("/callback").unwrap().as_str());
    for address in [
        "/callback?redirect_uri=https://evil.example&next=//evil.example&state=x",
        "/link/done?next=https://evil.example&return_to=//evil.example",
        "//evil.example/callback",
    ] {
        let answer = browser
            .get(&format!(
                "{}{address}",
                rig.base.as_str().trim_end_matches('/')
            ))
            .await;
        assert!(!answer.header("location").contains("evil"), "{address}");
        assert!(!answer.body.contains("evil"), "{address}");
    }
}

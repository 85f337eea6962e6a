//! The successful ways from the chat to the account, and the content of the
//! pages.

use super::*;

#[tokio::test]
async fn a_person_links_their_account() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &offer).await;
    for shown in ["Ana García", "Telegram", "@anag", "4711", &offer.code] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert_eq!(page.url.path(), "/link/confirm");
    assert_eq!(page.url.query(), None);
    assert_eq!(rig.account().await, None, "nothing is linked by looking");
    let again = browser.get("/link/confirm").await;
    assert_eq!(again.body, page.body);
    assert!(!rig.will_ask().await);
    let form = again.form(&[("decision", "link")]);
    let answer = browser
        .post(again.url.join(&again.action()).unwrap(), &form)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(browser.cookies.is_empty(), "the cookie is taken back");
    let done = browser.get(answer.location().as_str()).await;
    assert_eq!((done.status, done.url.path()), (200, "/link/done"));
    assert!(done.body.contains("<h1>Signed in</h1>"), "{}", done.body);
    assert!(rig.will_ask().await, "the chat asks whose it is");
    let stage = rig.stage(&offer).await;
    assert!(matches!(
        stage,
        LinkStageV1::SignedIn {
            browser: Some(_),
            ..
        }
    ));
    rig.mine().await;
    let token = rig.accounts.token(&ana()).await.expect("a token");
    let client = Client::new(offer.url.join("/").unwrap(), "test").unwrap();
    client
        .statistics(&token)
        .await
        .expect("the service takes it");
    assert_eq!(rig.account().await.unwrap().linked_at, at(0));
    let stage = rig.stage(&offer).await;
    assert!(matches!(stage, LinkStageV1::Joined { browser: Some(_) }));
}

#[tokio::test]
async fn a_person_declines() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &offer).await;
    let form = page.form(&[("decision", "decline")]);
    let answer = browser.post(page.url.clone(), &form).await;
    let declined = browser.get(answer.location().as_str()).await;
    assert!(declined.body.contains("<h1>Not linked</h1>"));
    assert!(browser.cookies.is_empty());
    assert_eq!(
        rig.stage(&offer).await,
        LinkStageV1::Used,
        "no tokens are left"
    );
    let token = rig.accounts.token(&ana()).await;
    assert!(matches!(token, Err(AccountError::NotLinked)), "{token:?}");
}

/// Anybody who has the link can sign in by it, to an account of their own.
#[tokio::test]
async fn an_account_that_is_not_theirs_is_not_linked() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &offer).await;
    let form = page.form(&[("decision", "link")]);
    assert_eq!(browser.post(page.url.clone(), &form).await.status, 303);
    // Another person's answer, and one about another sign-in, do nothing.
    rig.login_of("5", "Ben", None).await;
    rig.answers("5", |_| OtherAction::Mine(offer.record.id.tag()))
        .await;
    rig.answers("4711", |_| OtherAction::Mine(LinkTag(7))).await;
    assert_eq!(rig.account().await, None);
    rig.answers("4711", OtherAction::NotMine).await;
    assert_eq!(rig.account().await, None);
    assert_eq!(rig.stage(&offer).await, LinkStageV1::Used, "its tokens go");
    let said = rig.said("4711").await.pop().expect("an answer");
    assert!(said.body.to_plain().contains("discarded that sign-in"));
}

/// Signed out, asked for a new link, or too late: the answer links nothing.
#[tokio::test]
async fn a_sign_in_that_has_ended_is_not_linked_by_an_old_answer() {
    for by in ["/logout", "an hour"] {
        let rig = Rig::new().await;
        let offer = rig.login().await;
        let mut browser = rig.browser();
        let page = rig.confirmation(&mut browser, &offer).await;
        let form = page.form(&[("decision", "link")]);
        assert_eq!(browser.post(page.url.clone(), &form).await.status, 303);
        match by {
            "/logout" => {
                let out = rig.says(conversation("4711"), "/logout").await;
                rig.bridge.handle(&out).await.unwrap();
            }
            _ => {
                rig.clock.advance(3601);
            }
        }
        let mut late = rig.says(conversation("4711"), "").await;
        late.content = Content::Press(OtherAction::Mine(offer.record.id.tag()).token());
        rig.bridge.handle(&late).await.unwrap();
        assert_eq!(rig.account().await, None, "{by}");
    }
}

#[tokio::test]
async fn a_registered_client_links_by_a_code() {
    let rig = Rig::with(registered()).await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = browser.get(offer.url.as_str()).await;
    for shown in ["Ana García", "Telegram", "@anag", "id 4711", &offer.code] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    let back = rig.begin(&mut browser, &offer).await;
    assert_eq!(rig.account().await, None, "nothing is linked before");
    assert!(!rig.will_ask().await);
    let answer = browser.get(back.as_str()).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(browser.cookies.is_empty(), "the cookie is taken back");
    let done = browser.get(answer.location().as_str()).await;
    assert_eq!((done.status, done.url.path()), (200, "/link/done"));
    assert_eq!(done.url.query(), None);
    assert!(rig.will_ask().await);
    rig.mine().await;
    rig.accounts.token(&ana()).await.expect("a token");
    rig.clock.advance(3590);
    rig.accounts.token(&ana()).await.expect("and a renewed one");
}

#[tokio::test]
async fn a_refusal_can_be_taken_back() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let back = rig.sign_in(&mut browser, &offer, "deny").await;
    let answer = browser.get(back.as_str()).await;
    let page = browser.get(answer.location().as_str()).await;
    assert_eq!(page.status, 400);
    assert!(page.body.contains("KallyAI did not sign you in"));
    assert!(
        !page.body.contains("access_denied"),
        "not the service's words"
    );
    rig.assert_untouched(&offer).await;
    rig.confirmation(&mut browser, &offer).await;
}

#[tokio::test]
async fn two_people_link_side_by_side() {
    let rig = Rig::new().await;
    let (ana, ben) = (rig.login().await, rig.login_of("5", "Ben", None).await);
    assert_ne!(ana.state(), ben.state());
    let (mut hers, mut his) = (rig.browser(), rig.browser());
    let her_page = rig.confirmation(&mut hers, &ana).await;
    let his_page = rig.confirmation(&mut his, &ben).await;
    assert!(his_page.body.contains("Ben") && !his_page.body.contains("Ana"));
    for (browser, page) in [(&mut his, his_page), (&mut hers, her_page)] {
        let form = page.form(&[("decision", "link")]);
        assert_eq!(browser.post(page.url.clone(), &form).await.status, 303);
    }
    rig.answers("5", OtherAction::Mine).await;
    rig.mine().await;
    let user = conversation("5").chat_user();
    let (his, hers) = (
        rig.accounts.token(&user).await.unwrap(),
        rig.accounts.token(&super::ana()).await.unwrap(),
    );
    assert_ne!(his.expose(), hers.expose());
}

#[tokio::test]
async fn names_are_shown_as_they_are_and_do_nothing() {
    let rig = Rig::new().await;
    let name = format!("<b>\"Ana\"</b>\u{202E}\u{200B}\n{}", "x".repeat(500));
    let offer = rig.login_of("4711", &name, Some("<i>&")).await;
    let mut browser = rig.browser();
    let page = rig.confirmation(&mut browser, &offer).await;
    assert!(!page.body.contains("<b>") && !page.body.contains("<i>"));
    assert!(!page.body.contains(['\u{202E}', '\u{200B}']));
    assert!(page.body.contains("Ana") && !page.body.contains(&"x".repeat(101)));
}

#[tokio::test]
async fn the_browser_chooses_the_language() {
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    browser.extra = vec![("accept-language", "es-ES,es;q=0.9".to_owned())];
    let page = rig.confirmation(&mut browser, &offer).await;
    assert!(page.body.contains("lang=\"es\""));
    assert!(page.body.contains("¿Vincular esta cuenta de KallyAI?"));
    browser.extra.clear();
    let page = browser.get("/link/confirm").await;
    assert!(page.body.contains("lang=\"en\""));
}

/// A missing sentence is shown as its key.
#[tokio::test]
async fn every_page_has_its_sentences() {
    for language in Language::ALL {
        for what in Notice::ALL {
            let body = page::notice(language, what).into_body();
            let bytes = axum::body::to_bytes(body, 100_000).await.unwrap();
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            assert!(!text.contains("page-"), "{language:?} {what:?}");
        }
    }
}

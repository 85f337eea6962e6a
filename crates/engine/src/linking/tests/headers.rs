//! The headers that every answer carries.

use super::*;

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
    answers.push(
        browser
            .post(url, &[("csrf".to_owned(), String::new())])
            .await,
    );
    for path in [
        "/health",
        "/link/done",
        "/link/declined",
        "/nowhere",
        "/callback",
        "/link/too-many",
    ] {
        answers.push(browser.get(path).await);
    }
    let wrong = rig.base.join("/callback").unwrap();
    answers.push(browser.post(wrong, &[]).await);
    let statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(
        statuses,
        [
            200, 303, 200, 400, 303, 400, 200, 200, 200, 404, 303, 429, 405
        ]
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

/// A browser applies the policy to a form's redirects too: the way to the
/// service must be open, and every other one closed.
#[tokio::test]
async fn the_page_before_the_sign_in_lets_its_form_out_and_nothing_else() {
    let rig = Rig::with(registered()).await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let page = browser.get(offer.url.as_str()).await;
    let policy = page.header("content-security-policy").to_owned();
    let onward = browser.post(page.url.clone(), &page.form(&[])).await;
    let service = onward.location().origin().ascii_serialization();
    assert!(
        policy.contains(&format!("form-action 'self' {service} https:;")),
        "{policy}"
    );
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert_eq!(onward.header("referrer-policy"), "no-referrer");
}

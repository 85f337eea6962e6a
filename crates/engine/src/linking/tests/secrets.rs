//! Tokens, states and cookies appear only where they must.

use std::io;
use std::sync::{Mutex, PoisonError};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::accounts::tests::{holds, stored_bytes};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The log takes every event of every crate; everything runs on this thread.
#[tokio::test]
async fn no_secret_is_logged_stored_or_shown() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    // With one subscriber alone, an event that another thread reaches first is
    // off for all threads, since that thread has no subscriber. With two, both
    // are asked.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let rig = Rig::new().await;
    let offer = rig.login().await;
    let mut browser = rig.browser();
    let back = rig.sign_in(&mut browser, &offer, "approve").await;
    let (access, refresh) = (
        parameter(&back, "access_token"),
        parameter(&back, "refresh_token"),
    );
    let received = browser.get(back.as_str()).await;
    let cookie = browser.cookies.values().next().expect("a cookie").clone();
    let secret = cookie.split_once('.').expect("two parts").1.to_owned();
    let page = browser.get(received.location().as_str()).await;
    let form = page.form(&[("decision", "link")]);
    let csrf = form[0].1.clone();
    let mut shown = format!("{} {}", received.location(), page.body);
    // Refusals log too.
    browser.get(back.as_str()).await;
    let wrong = browser.post(page.url.clone(), &page.form(&[])).await;
    let mut stranger = rig.browser();
    let foreign = stranger.post(page.url.clone(), &form).await;
    browser.extra = vec![("origin", "https://evil.example".to_owned())];
    browser.post(page.url.clone(), &form).await;
    browser.extra.clear();
    let answer = browser.post(page.url.clone(), &form).await;
    assert_eq!(answer.status, 303);
    shown.push_str(answer.location().as_str());
    shown.push_str(&wrong.body);
    shown.push_str(&foreign.body);
    rig.mine().await;
    rig.clock.advance(3590);
    let renewed = rig.accounts.token(&ana()).await.unwrap();

    let state = offer.state();
    rig.tasks.shut_down(Duration::from_secs(5)).await;
    let stored = stored_bytes(&*rig.store, rig.folder.path()).await;
    let logged = log.0.lock().unwrap().clone();
    for event in ["waits to be confirmed", "another page", "was linked"] {
        assert!(holds(&logged, event), "{event}");
    }
    assert!(holds(&stored, &offer.code), "the session is there");
    let tokens = [&access, &refresh, renewed.expose()];
    for hidden in tokens.into_iter().chain([secret.as_str()]) {
        assert!(!holds(&logged, hidden), "logged");
        assert!(!holds(&stored, hidden), "stored");
        assert!(!shown.contains(hidden), "shown");
    }
    // The link itself waits in the outbox, and is nowhere else.
    assert!(!holds(&logged, &state) && !shown.contains(&state));
    assert!(!holds(&logged, &csrf) && !holds(&stored, &csrf));
}

#[test]
fn nothing_prints_a_secret() {
    let secret = cookie::BrowserSecret::random(&Ids::seeded(3));
    assert_eq!(format!("{secret:?}"), "BrowserSecret([redacted])");
}

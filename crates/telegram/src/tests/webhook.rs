//! The webhook: 200 means committed, and a caller without the secret is
//! refused.

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use reqwest::Client;
use serde_json::{Value, json};
use url::Url;

use super::bench::{Bench, Bot, SECRET};
use kally_core::model::Trouble;
use kally_engine::health::{Condition, Peer};
use telegram_emulator::{Emulator, Fault, message, refusal};

const ANA: i64 = 42;
const NUMBER: &str = "Which number should I call?";

/// A caller that brings updates.
struct Caller {
    client: Client,
    url: Url,
}

impl Caller {
    fn new(url: Url) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        Self { client, url }
    }

    /// The status for a body that is brought with this secret.
    async fn brings(&self, secret: Option<&str>, body: String) -> u16 {
        let mut request = self.client.post(self.url.clone()).body(body);
        if let Some(secret) = secret {
            request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
        }
        request.send().await.unwrap().status().as_u16()
    }
}

fn update(id: i64, text: &str) -> String {
    update_of(ANA, id, text)
}

fn update_of(person: i64, id: i64, text: &str) -> String {
    let message = message(person, &json!({"text": text}));
    json!({"update_id": id, "message": message}).to_string()
}

async fn set(bench: &Bench) {
    let set = |emulator: &Emulator| (!emulator.webhook().is_empty()).then_some(());
    bench.emulator.until("the webhook", set).await;
}

#[tokio::test]
async fn it_is_set_with_its_secret_and_brings_updates_once_committed() {
    let bench = Bench::new().await;
    let (bot, _) = bench.bot_by_webhook(true).await;
    set(&bench).await;
    let fields = bench.emulator.requests("setWebhook").pop().unwrap().fields;
    assert_eq!(fields["url"], "https://bridge.example/telegram");
    assert_eq!(fields["secret_token"], SECRET);
    let kinds = [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ];
    assert_eq!(fields["allowed_updates"], json!(kinds));
    let first = bench.emulator.says(ANA, "/call");
    // The commit waits, and so does the answer.
    let early = |emulator: &Emulator| (!emulator.brought().is_empty()).then_some(());
    let waited = bench.emulator.wait(Duration::from_millis(300), early);
    assert_eq!(waited.await, None);
    bot.gate.shut.send_replace(false);
    bench.emulator.sees(ANA, NUMBER).await;
    let brought = |emulator: &Emulator| emulator.brought().pop();
    assert_eq!(
        bench.emulator.until("the answer", brought).await,
        (first, 200)
    );
    bench.emulator.says(ANA, "+1 415 555 2671");
    bench
        .emulator
        .sees(ANA, "What should I ask them for?")
        .await;
    // Stopping leaves it set: another instance may use it.
    bot.kill().await;
    assert!(!bench.emulator.webhook().is_empty());
    assert!(bench.emulator.requests("deleteWebhook").is_empty());
    bench.emulator.assert_unbroken();
}

#[tokio::test]
async fn what_was_not_committed_comes_again_and_what_was_changes_nothing() {
    let bench = Bench::new().await;
    let (bot, _) = bench.bot_by_webhook(true).await;
    set(&bench).await;
    let first = bench.emulator.says(ANA, "/call");
    let reached = |emulator: &Emulator| (emulator.waiting() == 1).then_some(());
    bench.emulator.until("the update", reached).await;
    bot.kill().await;
    let (bot, url) = bench.bot_by_webhook(false).await;
    let caller = Caller::new(url);
    bench.emulator.sees(ANA, NUMBER).await;
    assert_eq!(
        caller.brings(Some(SECRET), update(first, "/call")).await,
        200
    );
    bench.emulator.says(ANA, "+1 415 555 2671");
    bench
        .emulator
        .sees(ANA, "What should I ask them for?")
        .await;
    assert_eq!(bench.said(ANA).len(), 2, "{:#?}", bench.said(ANA));
    bot.kill().await;
}

#[tokio::test]
async fn a_turn_goes_on_though_its_request_is_given_up() {
    let bench = Bench::new().await;
    let (bot, url) = bench.bot_by_webhook(true).await;
    let caller = Caller::new(url);
    set(&bench).await;
    bench.emulator.knows(ANA);
    let given_up = caller.brings(Some(SECRET), update(7, "/call"));
    let given_up = tokio::time::timeout(Duration::from_millis(300), given_up);
    assert!(given_up.await.is_err());
    bot.gate.shut.send_replace(false);
    // Committed and delivered without being brought again.
    bench.emulator.sees(ANA, NUMBER).await;
    bot.kill().await;
}

#[tokio::test]
async fn nobody_without_the_secret_is_heard() {
    let bench = Bench::new().await;
    let (bot, url) = bench.bot_by_webhook(false).await;
    let caller = Caller::new(url);
    set(&bench).await;
    let longer = format!("{SECRET}x");
    for secret in [
        None,
        Some(""),
        Some("a-secret_8"),
        Some("a-secret_"),
        Some(&longer[..]),
    ] {
        let status = caller.brings(secret, update(7, "/call")).await;
        assert_eq!(status, 401, "{secret:?}");
    }
    assert_eq!(caller.brings(None, "x".repeat(2 * 1024 * 1024)).await, 401);
    assert_eq!(caller.brings(Some(SECRET), update(7, "/call")).await, 200);
    bot.kill().await;
}

#[tokio::test]
async fn a_body_is_bounded_and_what_cannot_be_read_is_passed_over() {
    let bench = Bench::new().await;
    let (bot, url) = bench.bot_by_webhook(false).await;
    let caller = Caller::new(url);
    set(&bench).await;
    let long = update(7, &"x".repeat(2 * 1024 * 1024));
    assert_eq!(caller.brings(Some(SECRET), long).await, 413);
    for body in [
        "{\"update".to_owned(),
        "[]".to_owned(),
        json!({"update_id": 8, "hologram": {}}).to_string(),
        json!({"update_id": 9, "message": {"something": "new"}}).to_string(),
    ] {
        assert_eq!(
            caller.brings(Some(SECRET), body.clone()).await,
            200,
            "{body}"
        );
    }
    bot.kill().await;
}

#[tokio::test]
async fn too_many_at_once_have_to_come_again() {
    let bench = Bench::new().await;
    let (bot, url) = bench.bot_by_webhook(true).await;
    let caller = Caller::new(url);
    set(&bench).await;
    let update = |id| update_of(1_000 + id, 1_000 + id, "/help");
    let posts = (0..300_i64).map(|id| caller.brings(Some(SECRET), update(id)));
    let mut answered: FuturesUnordered<_> = posts.collect();
    // Those that are let in wait for their commits; the others do not.
    let refused: Vec<_> = answered.by_ref().take(300 - 256).collect().await;
    assert!(refused.iter().all(|status| *status == 503), "{refused:?}");
    bot.gate.shut.send_replace(false);
    let taken: Vec<_> = answered.collect().await;
    assert!(taken.iter().all(|status| *status == 200), "{taken:?}");
    bot.kill().await;
}

#[tokio::test]
async fn an_address_that_telegram_refuses_ends_it_with_what_to_do() {
    let bench = Bench::new().await;
    let fault = |code: u16, words: &str| Fault::Answer(code, refusal(code, words, None));
    bench.emulator.arm("setWebhook", fault(502, "Bad Gateway"));
    let refused = fault(400, "Bad Request: bad webhook: failed to resolve host");
    bench.emulator.arm("setWebhook", refused);
    let (bot, _) = bench.bot_by_webhook(false).await;
    let ended = tokio::time::timeout(Duration::from_secs(10), bot.receiving);
    let Err(error) = ended.await.unwrap().unwrap();
    let words = error.to_string();
    assert!(words.contains("KALLY_TELEGRAM__WEBHOOK_URL"), "{words}");
}

/// Waits until health says so of Telegram.
async fn stands(bot: &Bot, wanted: Condition) {
    let mut found = None;
    for _ in 0..500 {
        let summaries = bot.health.summaries();
        let telegram = summaries.iter().find(|one| one.peer != Peer::Service);
        found = telegram.map(|telegram| telegram.condition);
        if found == Some(wanted) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{found:?}, not {wanted:?}");
}

#[tokio::test]
async fn a_revoked_token_and_a_webhook_that_is_taken_away_are_noticed() {
    let bench = Bench::new().await;
    let (bot, _) = bench.bot_by_webhook(false).await;
    stands(&bot, Condition::Works).await;
    let unknown = Fault::Answer(401, refusal(401, "Unauthorized", None));
    bench.emulator.arm("getWebhookInfo", unknown);
    stands(&bot, Condition::Fails(Trouble::Unauthorized)).await;
    // It is asked again, and knows the token.
    stands(&bot, Condition::Works).await;
    bench.emulator.set_webhook("https://other.example/hook");
    stands(&bot, Condition::Fails(Trouble::Webhook)).await;
    bot.kill().await;
}

#[tokio::test]
async fn polling_ends_a_webhook_and_loses_nothing_that_waits() {
    let bench = Bench::new().await;
    bench.emulator.set_webhook("https://gone.example/hook");
    bench.emulator.says(ANA, "/call");
    let bot = bench.bot(false);
    bench.emulator.sees(ANA, NUMBER).await;
    let deleted = bench.emulator.requests("deleteWebhook");
    let dropping: Vec<_> = deleted
        .iter()
        .map(|request| request.fields.get("drop_pending_updates").cloned())
        .collect();
    assert_eq!(dropping, [Some(Value::Bool(false))]);
    bot.kill().await;
    bench.emulator.assert_unbroken();
}
